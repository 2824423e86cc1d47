// Repository: many records at once, and ids that are not complete.
#include <algorithm>
#include <thread>

#include "base/text.hpp"
#include "store/in_order.hpp"
#include "store/in_runs.hpp"
#include "store/read_record.hpp"
#include "store/repository.hpp"

namespace itss::store {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kSmallType = 4096;  // records that are kept after each()

enum class Nearness { none, part, last_part, whole };

// How `text` (lower case) names an id of the type.
Nearness nearness(std::string_view text, const std::string& id, const schema::Schema& schema) {
  const std::string small = lower(id);
  if (small == text) return Nearness::whole;
  if (!schema.named()) {
    const std::string prefix = lower(schema.prefix) + "-";
    const bool with_prefix = starts_with(text, prefix);
    const std::string_view rest = with_prefix ? text.substr(prefix.size()) : text;
    const std::string_view tail = std::string_view(small).substr(small.rfind('-') + 1);
    if (rest.empty()) return Nearness::part;
    if (tail == rest) return Nearness::last_part;
    const bool number = rest.find_first_not_of("0123456789") == std::string_view::npos && tail.size() >= rest.size() &&
                        tail.substr(tail.size() - rest.size()) == rest &&
                        tail.substr(0, tail.size() - rest.size()).find_first_not_of('0') == std::string_view::npos;
    if (number) return Nearness::last_part;
    if (with_prefix && small.find(rest, prefix.size()) != std::string::npos) return Nearness::part;
  }
  return small.find(text) != std::string::npos ? Nearness::part : Nearness::none;
}

}  // namespace

std::vector<fs::path> Repository::files(std::string_view type) const {
  const auto* schema = schemas_.find(type);
  return schema == nullptr ? std::vector<fs::path>() : list_files(root_, schema->directory);
}

void Repository::scan(std::string_view type, const std::function<void(const fs::path&, const Loaded&)>& visit) const {
  const auto* schema = schemas_.find(type);
  if (schema == nullptr) return;
  const auto paths = list_files(root_, schema->directory);
  InOrder<Loaded>::run(
      paths.size(), thread_count(),
      [&](std::size_t i) {
        return load_read(read_listed_file(root_, paths[i], yaml::Limits().bytes), root_, paths[i], *schema);
      },
      [&](std::size_t i, Loaded&& loaded) { visit(paths[i], loaded); });
}

void Repository::each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const {
  std::optional<std::vector<record::RecordPtr>> known;
  {
    const std::lock_guard guard(mutex_);
    const auto found = whole_.find(type);
    if (found != whole_.end()) known = found->second;
  }
  if (known) {
    for (const auto& record : *known) visit(record);
    return;
  }
  std::vector<record::RecordPtr> kept;
  std::vector<fs::path> unusable;
  std::size_t count = 0;
  read_all(type, {}, [&](const fs::path& path, const Loaded& loaded) {
    if (!loaded.record) return unusable.push_back(path);
    if (++count <= kSmallType)
      kept.push_back(loaded.record);
    else
      kept.clear();
    visit(loaded.record);
  });
  const std::lock_guard guard(mutex_);
  if (count > kSmallType) return;
  whole_.insert_or_assign(std::string(type), std::move(kept));
  unusable_.insert_or_assign(std::string(type), std::move(unusable));
}

void Repository::each_in_runs(std::string_view type, const std::vector<record::Scope>& scopes, const Start& start,
                              const Visit& visit) const {
  std::optional<std::vector<record::RecordPtr>> known;
  {
    const std::lock_guard guard(mutex_);
    const auto found = whole_.find(type);
    if (found != whole_.end()) known = found->second;
  }
  if (known)
    return in_runs(known->size(), start, [&](std::size_t run, std::size_t begin, std::size_t end) {
      for (; begin < end; ++begin) visit(run, (*known)[begin], record::Matters().set());
    });
  read_in_runs(type, scopes, start, [&](std::size_t run, const Loaded& loaded, record::Matters matters) {
    if (loaded.record) visit(run, loaded.record, matters);
  });
}

const Repository::Aliases& Repository::aliases_of(const schema::Schema& schema, Use use) const {
  const std::lock_guard guard(mutex_);
  const auto known = aliases_.find(schema.record);
  if (known != aliases_.end()) return known->second;
  Aliases aliases;
  const auto add = [&](const record::RecordPtr& record) {
    for (const auto& alias : record->aliases) aliases.emplace(alias, record->id);
  };
  if (use == Use::files || !each_aliased(schema, add)) each_containing(schema, "aliases", add);
  return aliases_.emplace(schema.record, std::move(aliases)).first->second;
}

Match Repository::match(std::string_view text, std::string_view type) const {
  const std::string wanted = lower(text);
  if (wanted.empty()) return {};
  std::set<Match::Named> records;
  // A full id needs no look at the others; several types may have a record of one given name.
  for (const auto* schema : types_of(text, type)) {
    const auto path = record_path(*schema, text);
    std::error_code ignored;
    if (path && fs::exists(fs::symlink_status(root_ / *path, ignored)))
      records.insert({std::string(text), schema->record});
  }
  if (!records.empty()) return {{records.begin(), records.end()}};
  Nearness best = Nearness::part;
  for (const auto* schema : types_of({}, type)) {
    for (const auto& id : names_of(*schema)) {
      const Nearness near = nearness(wanted, id, *schema);
      if (near < best) continue;
      if (near > best) records.clear();
      best = near;
      records.insert({id, schema->record});
    }
  }
  if (records.empty())
    for (const auto* schema : types_of({}, type))
      for (const auto& [alias, id] : aliases_of(*schema))
        if (lower(alias) == wanted) records.insert({id, schema->record});
  return {{records.begin(), records.end()}};
}

}  // namespace itss::store
