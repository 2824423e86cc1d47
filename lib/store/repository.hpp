#pragma once
// The directory repository: itss.yaml at its root, records as YAML files below, `.itss/` for the team's schemas and for
// what is derived. Implements World for the rules.

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "process/plan.hpp"
#include "record/world.hpp"
#include "store/config.hpp"
#include "store/faults.hpp"

namespace itss::store {

// A record with the file it was read from, for edits and findings.
struct Loaded {
  record::RecordPtr record;                            // null if the file cannot be used
  std::shared_ptr<const yaml::Document> document;      // null if it could not be parsed
  Diagnostics findings;
};

// The text of a partial id and what it may mean.
struct Match {
  std::vector<std::string> ids;  // sorted; one: found, none: not found, several: ambiguous
};

class Repository : public record::World {
 public:
  // The repository whose root is `start` or a directory above it; nothing if there is none.
  static std::optional<std::filesystem::path> find_root(const std::filesystem::path& start);
  // Opens a repository. Finishes or undoes what an interrupted command left (unless another writer is at work).
  // Throws Error if itss.yaml cannot be read.
  static std::unique_ptr<Repository> open(std::filesystem::path root);
  // Opens without recovering, for `itss check` in tests of faults.

  const std::filesystem::path& root() const { return root_; }
  const Config& config() const { return config_; }

  // World
  const schema::SchemaSet& schemas() const override { return schemas_; }
  record::RecordPtr find(std::string_view id, std::string_view type = {}) const override;
  void each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const override;
  const calendar::Calendar* calendar(std::string_view name) const override;
  const Zone& zone() const override { return config_.zone; }

  // Reads one record by full id (path from the id, no scan), alias (scan) or path; findings if it is bad.
  Loaded load(std::string_view id, std::string_view type = {}) const;
  Loaded load_file(const std::filesystem::path& relative, const schema::Schema& schema) const;

  // The ids that `text` may mean: the id itself, or any unique part of it, ASCII case ignored; of one type if given.
  Match match(std::string_view text, std::string_view type = {}) const;

  // Every file of a type in order of paths, read on `threads` threads; `visit` is called in order, from one thread. Unreadable ones have a null record
  // and findings.
  void scan(std::string_view type, const std::function<void(const std::filesystem::path&, const Loaded&)>& visit) const;
  std::vector<std::filesystem::path> files(std::string_view type) const;

  // Where a record's file lies, relative to the root.
  std::filesystem::path path_of(const schema::Schema& schema, std::string_view id) const;
  // A free id for a new record (serial if the configuration says so). REQUIRES: the type's ids are dated.
  std::string new_id(const schema::Schema& schema, Date date, const Random& random) const;

  // Writes all changes of a plan, or none: lock, verify that each file is still the one that was read, journal, temp
  // files parsed back, fsync, rename, fsync of directories, journal removed. Returns the paths written (relative).
  // Throws Error: LockBusy who holds it, Changed if a file is not the one that was read, I/O.
  std::vector<std::filesystem::path> write(const std::vector<process::Change>& changes, const Faults& faults = {});
  // The same for whole files by relative path (merge, edit, init); an empty text is not allowed.
  std::vector<std::filesystem::path> write_files(const std::map<std::filesystem::path, std::string>& files, const Faults& faults = {});

  // Findings of calendars and configuration.
  Diagnostics configuration_findings() const;
  std::vector<std::string> calendar_names() const;

 private:
  explicit Repository(std::filesystem::path root);
  std::filesystem::path root_;
  Config config_;
  schema::SchemaSet schemas_;
  mutable std::map<std::string, Loaded, std::less<>> cache_;
  mutable std::map<std::string, std::unique_ptr<calendar::Calendar>, std::less<>> calendars_;
  mutable std::recursive_mutex mutex_;
};

}  // namespace itss::store
