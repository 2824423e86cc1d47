// Repository: new ids, and writing.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "store/lock.hpp"
#include "store/read_record.hpp"
#include "store/repository.hpp"

namespace itss::store {

namespace fs = std::filesystem;

namespace {

bool same_fields(const Fields& a, const Fields& b) {
  const auto covers = [](const Fields& one, const Fields& other) {
    return std::all_of(one.begin(), one.end(), [&](const auto& field) {
      return field.second == get(other, field.first) || (field.second.empty() && get(other, field.first).empty());
    });
  };
  return covers(a, b) && covers(b, a);
}

bool same_events(const std::vector<record::Event>& a, const std::vector<record::Event>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const record::Event& x, const record::Event& y) { return x.id() == y.id(); });
}

bool same_record(const record::Record& a, const record::Record& b) {
  return a.id == b.id && a.aliases == b.aliases && same_events(a.events, b.events) && same_fields(a.fields, b.fields);
}

// Several changes of one record in a plan are one change of its file.
std::vector<process::Change> one_per_record(const std::vector<process::Change>& changes) {
  std::vector<process::Change> merged;
  for (const auto& change : changes) {
    const auto earlier = std::find_if(merged.begin(), merged.end(), [&](const process::Change& other) {
      return other.type == change.type && other.id == change.id;
    });
    if (earlier == merged.end())
      merged.push_back(change);
    else
      earlier->after = change.after;
  }
  return merged;
}

const schema::Schema& schema_of(const schema::SchemaSet& schemas, const std::string& type) {
  const auto* schema = schemas.find(type);
  if (schema == nullptr) throw Error(fmt::format(fmt::runtime(tr("there is no record type '{}'")), type));
  return *schema;
}

}  // namespace

std::string Repository::next_serial(const schema::Schema& schema, Date date) const {
  // Numbers of five digits are those of mended collisions (collision.hpp); the day's own count does not go on from
  // them.
  constexpr unsigned kLastOwn = 9999;
  const fs::path directory = path_of(schema, serial_id(schema.prefix, date, 1)).parent_path();
  const std::string start = serial_id(schema.prefix, date, 1).substr(0, schema.prefix.size() + 10);
  unsigned last = 0;
  const auto count = [&](const std::string& id) {
    unsigned number = 0;
    const std::string tail = starts_with(id, start) ? id.substr(start.size()) : std::string();
    const auto parsed = std::from_chars(tail.data(), tail.data() + tail.size(), number);
    if (parsed.ec == std::errc() && parsed.ptr == tail.data() + tail.size() && number <= kLastOwn)
      last = std::max(last, number);
  };
  for (const auto& file : list_files(root_, directory)) count(file.stem().string());
  for (const auto& id : given_ids_) count(id);
  return serial_id(schema.prefix, date, last + 1);
}

std::string Repository::new_id(const schema::Schema& schema, Date date, const Random& random) const {
  constexpr int kTries = 1000;
  const std::lock_guard guard(mutex_);
  for (int i = 0; i < kTries; ++i) {
    std::string id = config_.serial_ids ? next_serial(schema, date) : new_dated_id(schema.prefix, date, random);
    std::error_code ignored;
    const bool taken = fs::exists(fs::symlink_status(root_ / path_of(schema, id), ignored));
    if (given_ids_.insert(id).second && !taken) return id;
  }
  throw Error(fmt::format(fmt::runtime(tr("no free id for a new '{}'")), schema.record));
}

std::shared_ptr<const yaml::Document> Repository::source_of(const process::Change& change,
                                                            const schema::Schema& schema) const {
  const fs::path file = change.before->file;
  Loaded loaded = load_file(file, schema);
  if (loaded.record == change.before) return loaded.document;
  // The record came from a scan or was copied: what counts is whether the file still says the same.
  loaded = load_read(read_file(root_, file, yaml::Limits().bytes), root_, file, schema);
  if (!loaded.record || !same_record(*loaded.record, *change.before))
    throw Changed(fmt::format(fmt::runtime(tr("'{}' was changed since it was read")), file.generic_string()));
  return loaded.document;
}

FileChange Repository::file_change(const process::Change& change) const {
  const schema::Schema& schema = schema_of(schemas_, change.type);
  FileChange file;
  if (change.before) {
    const auto source = source_of(change, schema);
    file.path = change.before->file;
    file.before = source->bytes();
    const auto first = change.after.events.begin() + static_cast<std::ptrdiff_t>(change.before->events.size());
    auto bytes = record::write_changed(*source, schema, {first, change.after.events.end()}, change.after.fields);
    if (!bytes) throw Error(fmt::format("'{}': {}", file.path.generic_string(), bytes.error()));
    file.after = std::move(*bytes);
  } else {
    file.path = path_of(schema, change.id);
    file.after = record::write_new(change.after, schema);
  }
  const Loaded written = parse(*file.after, file.path, schema);
  if (!written.record || !same_events(written.record->events, change.after.events) ||
      !same_fields(written.record->fields, change.after.fields))
    throw Error(fmt::format(fmt::runtime(tr("cannot write '{}': it would not read back as it is meant")),
                            file.path.generic_string()));
  return file;
}

std::vector<fs::path> Repository::write(const std::vector<process::Change>& changes, const Faults& faults) {
  std::vector<FileChange> files;
  for (const auto& change : one_per_record(changes)) files.push_back(file_change(change));
  return write_changes(files, faults);
}

std::vector<fs::path> Repository::write_files(const std::map<fs::path, std::string>& files, const Faults& faults) {
  std::vector<FileChange> changes;
  for (const auto& [path, bytes] : files) {
    if (bytes.empty())
      throw Error(fmt::format(fmt::runtime(tr("cannot write '{}': nothing to write")), path.generic_string()));
    const auto known = loaded_.find(path.generic_string());
    if (known != loaded_.end() && known->second.document) {
      changes.push_back({path, known->second.document->bytes(), bytes});
    } else {
      FileRead read = read_file(root_, path);
      if (read.problem) throw Error(error_text(*read.problem));
      changes.push_back({path, std::move(read.bytes), bytes});
    }
  }
  return write_changes(changes, faults);
}

std::vector<fs::path> Repository::write_changes(const std::vector<FileChange>& changes, const Faults& faults) {
  const std::lock_guard guard(mutex_);
  std::vector<fs::path> paths;
  paths.reserve(changes.size());
  for (const auto& change : changes) paths.push_back(change.path);
  // Whatever comes of it, what was read of these files is no longer what is known of them.
  const auto lock = Lock::take(root_, config_.lock_wait, command_);
  forget_files(paths);
  const Diagnostics found = put_right(root_, lock, faults);
  recovered_.insert(recovered_.end(), found.begin(), found.end());
  apply_changes(root_, changes, faults);
  return paths;
}

void Repository::forget_files(const std::vector<fs::path>& files) {
  const auto holds_one = [&](const auto& entry) {
    const auto* schema = schemas_.find(entry.first.substr(0, entry.first.find(' ')));
    return std::any_of(files.begin(), files.end(), [&](const fs::path& file) {
      return schema == nullptr || starts_with(file.generic_string(), schema->directory + "/");
    });
  };
  for (const auto& file : files) loaded_.erase(file.generic_string());
  std::erase_if(whole_, holds_one);
  std::erase_if(aliases_, holds_one);
  std::erase_if(links_, holds_one);
  std::erase_if(shelves_, holds_one);
  for (const auto& file : files)
    if (file.parent_path() == "calendars") calendars_.erase(file.stem().string());
}

void Repository::forget() {
  const std::lock_guard guard(mutex_);
  loaded_.clear();
  whole_.clear();
  aliases_.clear();
  links_.clear();
  shelves_.clear();
  calendars_.clear();
}

}  // namespace itss::store
