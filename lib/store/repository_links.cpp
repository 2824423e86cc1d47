// Repository: records that name another one.
#include <algorithm>

#include "store/in_order.hpp"
#include "store/read_record.hpp"
#include "store/repository.hpp"

namespace itss::store {

namespace fs = std::filesystem;

namespace {

// Only ASCII stands in a file as it is, whatever the quotes; other text may be escaped.
bool stands_as_it_is(std::string_view id) {
  return std::all_of(id.begin(), id.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

bool names(const record::Record& record, std::string_view field, std::string_view id) {
  const auto ids = get(record.fields, field).texts();
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool perhaps_names(const FileRead& read, std::string_view id) {
  if (read.bytes) return read.bytes->find(id) != std::string::npos;
  return read.problem && read.problem->code == Code::UNREADABLE;
}

std::vector<std::string> Repository::each_linking(std::string_view type, std::string_view field, std::string_view id,
                                                  const std::function<void(const record::RecordPtr&)>& visit) const {
  constexpr int kAskedSeldom = 4;  // questions of one command; a check of all records asks thousands
  const auto* schema = schemas_.find(type);
  if (schema == nullptr) return {};
  if (auto unusable = linking_by_index(*schema, field, id, visit)) return *unusable;
  std::unique_lock guard(mutex_);
  const bool is_kept = whole_.find(type) != whole_.end();
  Links& links = links_[std::string(type) + " " + std::string(field)];
  if (!is_kept && !links.known && ++links.asked <= kAskedSeldom && stands_as_it_is(id)) {
    guard.unlock();
    return each_containing(*schema, id, [&](const record::RecordPtr& record) {
      if (names(*record, field, id)) visit(record);
    });
  }
  if (is_kept) {
    guard.unlock();
    World::each_linking(type, field, id, visit);
  } else {
    if (!links.known) index_links(type, field, links);
    const auto found = links.files.find(id);
    const auto files = found == links.files.end() ? std::vector<std::string>() : found->second;
    guard.unlock();
    for (const auto& file : files)
      if (const auto record = load_file(file, *schema).record) visit(record);
  }
  return unusable_naming(type, id);
}

// Reads all files of a type, but parses only those in which the text stands. Returns those that hold no usable record.
std::vector<std::string> Repository::each_containing(const schema::Schema& schema, std::string_view text,
                                                     const std::function<void(const record::RecordPtr&)>& visit) const {
  struct Found {
    record::RecordPtr record;
    bool unusable = false;
  };
  const auto paths = list_files(root_, schema.directory);
  std::vector<std::string> unusable;
  InOrder<Found>::run(
      paths.size(), thread_count(),
      [&](std::size_t i) -> Found {
        FileRead read = read_listed_file(root_, paths[i], yaml::Limits().bytes);
        if (!perhaps_names(read, text)) return {};
        auto record = load_read(std::move(read), root_, paths[i], schema).record;
        return {record, record == nullptr};
      },
      [&](std::size_t i, Found&& found) {
        if (found.unusable) unusable.push_back(paths[i].generic_string());
        if (found.record) visit(found.record);
      });
  return unusable;
}

// Of the files that the last look at all of a type could not use, those that perhaps name the id.
std::vector<std::string> Repository::unusable_naming(std::string_view type, std::string_view id) const {
  std::vector<fs::path> unusable;
  {
    const std::lock_guard guard(mutex_);
    const auto found = unusable_.find(type);
    if (found != unusable_.end()) unusable = found->second;
  }
  std::vector<std::string> naming;
  for (const auto& path : unusable)
    if (perhaps_names(read_listed_file(root_, path, yaml::Limits().bytes), id)) naming.push_back(path.generic_string());
  return naming;
}

void Repository::index_links(std::string_view type, std::string_view field, Links& links) const {
  std::vector<fs::path> unusable;
  scan(type, [&](const fs::path& path, const Loaded& loaded) {
    if (!loaded.record) return unusable.push_back(path);
    for (const auto& id : get(loaded.record->fields, field).texts()) {
      auto& files = links.files[id];
      if (files.empty() || files.back() != path.generic_string()) files.push_back(path.generic_string());
    }
  });
  unusable_.insert_or_assign(std::string(type), std::move(unusable));
  links.known = true;
}

}  // namespace itss::store
