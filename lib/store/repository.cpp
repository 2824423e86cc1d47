#include "store/repository.hpp"

#include <fmt/format.h>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"
#include "calendar/calendar.hpp"
#include "schema/words.hpp"
#include "store/journal.hpp"
#include "store/lock.hpp"
#include "store/read_record.hpp"

namespace itss::store {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kRemembered = 4096;  // files kept after reading; more are read again
const fs::path kTeamSchemas = fs::path(".itss") / "schemas";
const fs::path kCalendars = schema::kCalendarDirectory;

// A reader that opens while a writer is at work finds its journal too; the lock tells it from an interrupted one.
Diagnostics recover_if_left(const fs::path& root) {
  if (!has_journal(root)) return {};
  const auto lock = Lock::try_take(root, "itss: recovery");
  if (!lock || !has_journal(root)) return {};
  try {
    return put_right(root, *lock);
  } catch (const Error& error) {
    return {diagnose(Code::JOURNAL, Place{".itss/cache/journal"}, {error.what()})};
  }
}

std::vector<schema::Source> read_team_schemas(const fs::path& root, Diagnostics& findings) {
  std::vector<schema::Source> team;
  for (const auto& file : list_files(root, kTeamSchemas)) {
    FileRead read = read_listed_file(root, file, yaml::Limits().bytes);
    if (read.problem) findings.push_back(std::move(*read.problem));
    if (read.bytes) team.push_back({file.generic_string(), std::move(*read.bytes)});
  }
  return team;
}

std::uint64_t hash_of(const std::vector<schema::Source>& sources) {
  std::string all;
  for (const auto& source : sources) all += source.file + '\0' + source.bytes + '\0';
  return short_hash(all);
}

}  // namespace

std::optional<fs::path> Repository::find_root(const fs::path& start) {
  std::error_code ignored;
  for (fs::path directory = start;; directory = directory.parent_path()) {
    if (fs::is_regular_file(directory / kConfigFile, ignored)) return directory;
    if (directory == directory.parent_path()) return std::nullopt;
  }
}

Repository::Opening Repository::read_opening(const fs::path& root, Recovery recovery) {
  std::error_code error;
  fs::path canonical = fs::canonical(root, error);
  if (error) fail(tr("cannot open '{}': {}"), root, error.value());
  Diagnostics recovered;
  if (recovery == Recovery::attempt) recovered = recover_if_left(canonical);
  Diagnostics findings;
  Config config = read_config(canonical / kConfigFile, findings);
  auto team = read_team_schemas(canonical, findings);
  return {std::move(canonical), std::move(findings), std::move(recovered), std::move(config), std::move(team)};
}

std::unique_ptr<Repository> Repository::open(const fs::path& root, Recovery recovery) {
  return std::unique_ptr<Repository>(new Repository(read_opening(root, recovery)));
}

std::unique_ptr<Repository> Repository::open_with(const fs::path& root, std::vector<schema::Source> team) {
  Opening opening = read_opening(root, Recovery::leave);
  opening.team = std::move(team);
  return std::unique_ptr<Repository>(new Repository(std::move(opening)));
}

Repository::Repository(Opening opening)
    : root_(std::move(opening.root)),
      config_(std::move(opening.config)),
      team_hash_(hash_of(opening.team)),
      schemas_(std::move(opening.team)),
      findings_(std::move(opening.findings)),
      recovered_(std::move(opening.recovered)) {}

fs::path Repository::path_of(const schema::Schema& schema, std::string_view id) const {
  auto path = record_path(schema, id);
  if (!path) throw Error(fmt::format(fmt::runtime(tr("'{}' is not an id of the type '{}'")), id, schema.record));
  return *path;
}

// The types that may have a record of this id, without looking.
std::vector<const schema::Schema*> Repository::types_of(std::string_view id, std::string_view type) const {
  if (!type.empty()) {
    const auto* schema = schemas_.find(type);
    return schema == nullptr ? std::vector<const schema::Schema*>() : std::vector{schema};
  }
  if (const auto dated = parse_dated_id(id))
    if (const auto* schema = schemas_.by_prefix(dated->prefix)) return {schema};
  std::vector<const schema::Schema*> all;
  for (const auto& name : schemas_.types())
    if (const auto* schema = schemas_.find(name)) all.push_back(schema);
  return all;
}

Loaded Repository::load(std::string_view text, std::string_view type) const {
  if (text.find('/') != std::string_view::npos) return load_path(text, type);
  Loaded loaded = load_id(text, type);
  return loaded.file.empty() ? load_alias(text, type, Use::index) : loaded;
}

// By the path that the id gives.
Loaded Repository::load_id(std::string_view id, std::string_view type) const {
  for (const auto* schema : types_of(id, type)) {
    const auto path = record_path(*schema, id);
    if (!path) continue;
    Loaded loaded = load_file(*path, *schema);
    if (!loaded.file.empty()) return loaded;
  }
  return {};
}

Loaded Repository::load_path(std::string_view path, std::string_view type) const {
  fs::path relative = fs::path(path).lexically_normal();
  if (relative.is_absolute()) relative = relative.lexically_relative(root_);
  for (const auto* schema : types_of(relative.stem().string(), type)) {
    const auto inside = relative.lexically_relative(schema->directory);
    if (!inside.empty() && *inside.begin() != "..") return load_file(relative, *schema);
  }
  return {};
}

Loaded Repository::load_alias(std::string_view alias, std::string_view type, Use use) const {
  for (const auto* schema : types_of(alias, type)) {
    const auto& aliases = aliases_of(*schema, use);
    const auto found = aliases.find(alias);
    if (found != aliases.end()) return load_file(path_of(*schema, found->second), *schema);
  }
  return {};
}

Loaded Repository::load_file(const fs::path& relative, const schema::Schema& schema) const {
  const std::lock_guard guard(mutex_);
  const std::string key = relative.generic_string();
  const auto known = loaded_.find(key);
  if (known != loaded_.end()) return known->second;
  if (loaded_.size() >= kRemembered) loaded_.clear();
  Loaded loaded = load_read(read_file(root_, relative, yaml::Limits().bytes), root_, relative, schema);
  return loaded_.emplace(key, std::move(loaded)).first->second;
}

Loaded Repository::parse(std::string bytes, const fs::path& relative, const schema::Schema& schema) const {
  return read_record_file(std::move(bytes), root_, relative, schema);
}

record::RecordPtr Repository::find(std::string_view id, std::string_view type) const { return load(id, type).record; }

record::RecordPtr Repository::find_in_files(std::string_view id, std::string_view type) const {
  const Loaded loaded = load_id(id, type);
  return loaded.file.empty() ? load_alias(id, type, Use::files).record : loaded.record;
}

const calendar::Calendar* Repository::read_calendar(const std::string& name, Diagnostics& findings) const {
  const std::lock_guard guard(mutex_);
  auto& place = calendars_[name];
  place.reset();
  const fs::path relative = kCalendars / (name + ".yaml");
  FileRead read = read_file(root_, relative, yaml::Limits().bytes);
  if (read.problem) findings.push_back(std::move(*read.problem));
  if (!read.bytes) return nullptr;
  const auto document = yaml::Document::parse(std::move(*read.bytes), relative.generic_string(), findings);
  if (!document) return nullptr;
  auto calendar = calendar::Calendar::read(*document, name, findings);
  if (calendar) place = std::make_shared<const calendar::Calendar>(std::move(*calendar));
  return place.get();
}

const calendar::Calendar* Repository::calendar(std::string_view name) const {
  if (!is_given_name(name)) return nullptr;
  const std::lock_guard guard(mutex_);
  const auto known = calendars_.find(name);
  if (known != calendars_.end()) return known->second.get();
  Diagnostics findings;  // asked for again by configuration_findings
  return read_calendar(std::string(name), findings);
}

std::vector<std::string> Repository::calendar_names() const {
  std::vector<std::string> names;
  for (const auto& file : list_files(root_, kCalendars))
    if (file.parent_path() == kCalendars && file.extension() == ".yaml") names.push_back(file.stem().string());
  return names;
}

Diagnostics Repository::configuration_findings() const {
  Diagnostics findings = findings_;
  for (const auto& file : list_files(root_, rescued_directory()))
    findings.push_back(
        diagnose(Code::JOURNAL, Place{file.generic_string()},
                 {tr("this was meant for a file that was changed since; delete it when it is not needed")}));
  for (const auto& name : schemas_.types()) schemas_.find(name);  // reading is what finds
  const Diagnostics schemas = schemas_.findings();
  findings.insert(findings.end(), schemas.begin(), schemas.end());
  for (const auto& name : calendar_names()) {
    // A calendar in use must not go away under its user.
    Diagnostics own;
    if (calendar(name) == nullptr) read_calendar(name, own);
    findings.insert(findings.end(), own.begin(), own.end());
  }
  return findings;
}

}  // namespace itss::store
