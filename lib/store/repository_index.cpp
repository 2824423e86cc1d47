// Repository: what it answers from the index.
#include <fmt/format.h>

#include <algorithm>

#include "base/hash.hpp"
#include "base/translate.hpp"
#include "schema/words.hpp"
#include "store/in_runs.hpp"
#include "store/index.hpp"
#include "store/packed.hpp"
#include "store/read_record.hpp"
#include "store/repository.hpp"

namespace itss::store {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kTold = 2000;  // files: reading them took so long that the reason is worth a line

// The repository without its index, for what the index itself is made of: agreements, and what their conditions ask.
class PlainWorld : public record::World {
 public:
  explicit PlainWorld(const Repository& repository) : repository_(repository) {}
  const schema::SchemaSet& schemas() const override { return repository_.schemas(); }
  record::RecordPtr find(std::string_view id, std::string_view type = {}) const override {
    return repository_.find_in_files(id, type);
  }
  void each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const override {
    repository_.scan(type, [&](const fs::path&, const Loaded& loaded) {
      if (loaded.record) visit(loaded.record);
    });
  }
  const calendar::Calendar* calendar(std::string_view name) const override { return repository_.calendar(name); }
  const Zone& zone() const override { return repository_.zone(); }

 private:
  const Repository& repository_;
};

// All that what is remembered of a file depends on beside the file, whatever its type.
std::uint64_t basis_of(const schema::SchemaSet& schemas, std::uint64_t team_hash) {
  std::string all = std::to_string(team_hash);
  for (const auto& name : schema::shipped_files()) all += name + '\0' + std::string(schema::shipped_file(name)) + '\0';
  for (const auto& info : schemas.infos()) all += info.record + '\0' + info.directory + '\0';
  return short_hash(all);
}

// Whether the index itself is no good any more, other than that it cannot be used now.
bool is_damage(const Error& error) {
  const auto* of_sqlite = dynamic_cast<const SqliteError*>(&error);
  if (of_sqlite != nullptr) return !Index::is_passing(of_sqlite->code());
  return dynamic_cast<const Corrupt*>(&error) != nullptr;
}

bool matters(const record::Scope& scope, const Entry& entry) {
  if (scope.since && entry.last < scope.since->time_since_epoch().count()) return false;
  if (scope.to && entry.first >= scope.to->time_since_epoch().count()) return false;
  const bool is_past = !entry.status.empty() && scope.past.find(entry.status) != scope.past.end();
  return !is_past || (scope.from && entry.last >= scope.from->time_since_epoch().count());
}

record::Matters matters_to(const std::vector<record::Scope>& scopes, const Entry& entry) {
  record::Matters to;
  for (std::size_t i = 0; i < scopes.size(); ++i) to[i] = matters(scopes[i], entry);
  return to;
}

// How files of the type are read for the index. The traits come from `world`, which must not use it.
class TypeReader {
 public:
  TypeReader(const Repository& repository, const schema::Schema& schema, Progress progress = nullptr)
      : world_(repository), root_(repository.root()), schema_(schema), progress_(std::move(progress)) {}

  Index::Reader reader() {
    return {[this](const std::string& path) {
              return load_read(read_listed_file(root_, path, yaml::Limits().bytes), root_, path, schema_);
            },
            [this](const record::Record& record) { return traits().read(record); }, progress_};
  }

 private:
  // Made when the first file has changed.
  const TraitReader& traits() {
    std::call_once(once_, [this] { traits_.emplace(world_, schema_); });
    return *traits_;
  }

  PlainWorld world_;
  const fs::path& root_;
  const schema::Schema& schema_;
  Progress progress_;
  std::once_flag once_;
  std::optional<TraitReader> traits_;
};

}  // namespace

void Repository::tell(const std::string& note) const {
  if (tell_) tell_(note);
}

void Repository::give_up_index() const {
  tell(tr("the index is damaged; it is made anew"));
  index_.reset();
  shelves_.clear();
  Index::remove(root_);
  index_tried_ = false;
}

Index* Repository::index() const {
  if (!use_index_) return nullptr;
  if (!index_tried_) {
    index_tried_ = true;
    std::string note;
    index_ = Index::open(root_, basis_of(schemas_, team_hash_), note);
    if (!note.empty()) tell(note);
  }
  return index_.get();
}

// What the clocks of the type are promised by, beside the records themselves.
std::uint64_t Repository::terms_of(const schema::Schema& schema) const {
  if (schema.clocks.empty()) return 1;
  std::string all = config_.zone.name() + '\0';
  const auto add = [&](const fs::path& directory) {
    for (const auto& file : list_files(root_, directory)) {
      const FileRead read = read_listed_file(root_, file, yaml::Limits().bytes);
      all += file.generic_string() + '\0' + read.bytes.value_or(std::string()) + '\0';
    }
  };
  add(schema::kCalendarDirectory);
  for (const auto& name : schemas_.types())
    if (const auto* other = schemas_.find(name); other != nullptr && !other->agreement_states.empty())
      add(other->directory);
  return short_hash(all);
}

std::shared_ptr<Shelf> Repository::shelf(const schema::Schema& schema) const {
  {
    const std::lock_guard guard(mutex_);
    const auto known = shelves_.find(schema.record);
    if (known != shelves_.end()) return known->second;
  }
  // Not under the mutex: the threads that read files ask for calendars.
  std::error_code ignored;
  if (fs::exists(root_ / schema.directory, ignored) && !is_inside(root_, schema.directory)) return nullptr;
  constexpr int kTries = 2;
  for (int i = 0; i < kTries; ++i) {
    Index* const index = this->index();
    if (index == nullptr) return nullptr;
    try {
      TypeReader reader(*this, schema, progress_);
      auto shelf = index->refresh({schema.directory, schema.record, terms_of(schema)}, reader.reader());
      index_read_ += index->read_count();
      if (index->read_count() >= kTold)
        tell(fmt::format(fmt::runtime(tr("indexed {} files of the type '{}'")), index->read_count(), schema.record));
      const std::lock_guard guard(mutex_);
      if (shelf) shelves_.emplace(schema.record, shelf);
      return shelf;
    } catch (const Error& error) {
      if (!is_damage(error)) return nullptr;  // the cache cannot be used now
      give_up_index();
    }
  }
  return nullptr;
}

void Repository::read_all(std::string_view type, const record::Scope& scope,
                          const std::function<void(const fs::path&, const Loaded&)>& visit) const {
  const auto* schema = schemas_.find(type);
  if (schema == nullptr) return;
  const auto shelf = this->shelf(*schema);
  if (!shelf) return scan(type, visit);
  visit_spots(*schema, *shelf, Index::choose(*shelf, [&](const Entry& entry) { return matters(scope, entry); }), visit);
}

void Repository::read_in_runs(std::string_view type, const std::vector<record::Scope>& scopes, const Start& start,
                              const std::function<void(std::size_t, const Loaded&, record::Matters)>& visit) const {
  const auto* schema = schemas_.find(type);
  if (schema == nullptr) return start(0);
  const auto shelf = this->shelf(*schema);
  TypeReader types(*this, *schema);
  const auto reader = types.reader();
  if (!shelf) {
    const auto paths = list_files(root_, schema->directory);
    return in_runs(paths.size(), start, [&](std::size_t run, std::size_t begin, std::size_t end) {
      for (; begin < end; ++begin) visit(run, reader.read(paths[begin].native()), record::Matters().set());
    });
  }
  const auto spots = Index::choose(*shelf, [&](const Entry& entry) { return matters_to(scopes, entry).any(); });
  const auto index = index_;  // also if it is given up meanwhile
  index->visit_in_runs(*shelf, spots, reader, start, [&](std::size_t run, std::size_t i, const Loaded& loaded) {
    const Entry* entry = spots[i].entry;
    visit(run, loaded, entry == nullptr ? record::Matters().set() : matters_to(scopes, *entry));
  });
  if (index->is_broken() && index == index_) give_up_index();
}

void Repository::visit_spots(const schema::Schema& schema, const Shelf& shelf, const std::vector<Spot>& spots,
                             const std::function<void(const fs::path&, const Loaded&)>& visit) const {
  TypeReader reader(*this, schema);
  const auto index = index_;  // also if it is given up meanwhile
  index->visit(shelf, spots, reader.reader(), visit);
  if (index->is_broken() && index == index_) give_up_index();
}

void Repository::read_with_words(std::string_view type, const record::SearchQuery& query,
                                 const std::function<void(const fs::path&, const Loaded&)>& visit) const {
  const auto* schema = schemas_.find(type);
  if (schema == nullptr) return;
  const auto shelf = this->shelf(*schema);
  if (!shelf) return scan(type, visit);
  const auto text_of = [&](const record::Record& record) {
    const auto text = record::search_text(record, *schema);
    return text.title + '\n' + text.body;
  };
  std::vector<Spot> spots;
  try {
    spots = index_->holding(*shelf, schema->directory, query.words, text_of, progress_);
  } catch (const Error& error) {
    if (is_damage(error)) give_up_index();
    return scan(type, visit);
  }
  visit_spots(*schema, *shelf, spots, visit);
}

bool Repository::each_aliased(const schema::Schema& schema,
                              const std::function<void(const record::RecordPtr&)>& visit) const {
  const auto shelf = this->shelf(schema);
  if (!shelf) return false;
  const auto spots = Index::choose(*shelf, [](const Entry& entry) { return entry.aliased; });
  visit_spots(schema, *shelf, spots, [&](const fs::path&, const Loaded& loaded) {
    if (loaded.record) visit(loaded.record);
  });
  return true;
}

std::optional<std::vector<std::string>> Repository::linking_by_index(
    const schema::Schema& schema, std::string_view field, std::string_view id,
    const std::function<void(const record::RecordPtr&)>& visit) const {
  const auto* asked = schema.find_field(field);
  if (asked == nullptr || asked->to.empty()) return std::nullopt;  // its values are not among the links
  const auto shelf = this->shelf(schema);
  if (!shelf) return std::nullopt;
  std::vector<std::string> unusable;
  std::vector<record::RecordPtr> found;
  visit_spots(schema, *shelf, index_->linking(*shelf, id), [&](const fs::path& path, const Loaded& loaded) {
    if (loaded.record && names(*loaded.record, field, id)) found.push_back(loaded.record);
    if (!loaded.record && perhaps_names(read_listed_file(root_, path, yaml::Limits().bytes), id))
      unusable.push_back(path.generic_string());
  });
  for (const auto& record : found) visit(record);
  return unusable;
}

// The ids by the names of the files.
std::vector<std::string> Repository::names_of(const schema::Schema& schema) const {
  std::vector<std::string> names;
  std::error_code ignored;
  // To list the files once is not worth an index of its own.
  if (use_index_ && fs::exists(Index::file_of(root_), ignored) && is_inside(root_, schema.directory)) try {
      const std::lock_guard guard(mutex_);
      if (Index* const index = this->index()) {
        const Tree tree = index->names(schema.directory);
        names.reserve(tree.in_order.size());
        for (const Spot& spot : tree.in_order)
          names.push_back(fs::path(spot.entry == nullptr ? std::string_view(spot.directory->path) : spot.entry->name)
                              .stem()
                              .string());
        return names;
      }
    } catch (const Error& error) {
      if (is_damage(error)) give_up_index();
      names.clear();
    }
  for (const auto& path : list_files(root_, schema.directory)) names.push_back(path.stem().string());
  return names;
}

std::optional<Repository::IndexState> Repository::update_index() const {
  index_read_ = 0;
  for (const auto& name : schemas_.types())
    if (const auto* schema = schemas_.find(name)) shelf(*schema);
  Index* const index = this->index();
  if (index == nullptr) return std::nullopt;
  const auto size = index->size();
  return IndexState{Index::file_of(root_).lexically_relative(root_).generic_string(), size.records, size.directories,
                    size.bytes, index_read_};
}

void Repository::remove_index() const {
  const std::lock_guard guard(mutex_);
  index_.reset();
  index_tried_ = false;
  shelves_.clear();
  Index::remove(root_);
}

}  // namespace itss::store
