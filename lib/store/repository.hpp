#pragma once
// The directory repository: itss.yaml at its root, records as YAML files below, `.itss/` for the team's schemas and for
// what is derived. Implements World for the rules.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/id.hpp"
#include "process/plan.hpp"
#include "record/search.hpp"
#include "record/world.hpp"
#include "store/config.hpp"
#include "store/errors.hpp"
#include "store/faults.hpp"
#include "store/files.hpp"
#include "store/transaction.hpp"

namespace itss::store {

class Index;
struct Shelf;
struct Spot;

// A record with the file it was read from, for edits and findings. All empty: there is no such file.
struct Loaded {
  record::RecordPtr record;                        // null if the file cannot be used
  std::shared_ptr<const yaml::Document> document;  // null if it could not be parsed
  Diagnostics findings;
  std::filesystem::path file;  // relative to the root
};

// The text of a partial id and what it may mean.
struct Match {
  struct Named {
    std::string id, type;
    friend bool operator<(const Named& a, const Named& b) { return std::tie(a.id, a.type) < std::tie(b.id, b.type); }
  };
  std::vector<Named> records;  // sorted; one: found, none: not found, several: ambiguous
};

// Told of long work, now and then: how much is done, and of how much.
using Progress = std::function<void(std::size_t done, std::size_t of)>;

// What an interrupted command left: finished or undone at opening, or left for the next writer.
enum class Recovery { attempt, leave };

class Repository : public record::World {
 public:
  using Path = std::filesystem::path;

  // The repository whose root is `start` or a directory above it; nothing if there is none. REQUIRES: `start` is
  // absolute.
  static std::optional<Path> find_root(const Path& start);
  // Opens a repository. Finishes or undoes what an interrupted command left, unless another writer is at work;
  // take_recovery_findings() tells of it. Throws Error if itss.yaml cannot be read.
  static std::unique_ptr<Repository> open(const Path& root, Recovery recovery = Recovery::attempt);
  // The same records, read with these team schemas instead of its own; nothing is put right.
  static std::unique_ptr<Repository> open_with(const Path& root, std::vector<schema::Source> team);

  const Path& root() const { return root_; }
  const Config& config() const { return config_; }
  // What others who wait for the lock are told that this process does: `itss ticket new`.
  void set_command(std::string command) { command_ = std::move(command); }
  // How long a write waits for the lock; the default is the configuration's.
  void set_lock_wait(std::chrono::milliseconds wait) { config_.lock_wait = wait; }

  // World
  const schema::SchemaSet& schemas() const override { return schemas_; }
  record::RecordPtr find(std::string_view id, std::string_view type = {}) const override;
  // The same, without the index.
  record::RecordPtr find_in_files(std::string_view id, std::string_view type = {}) const;
  void each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const override;
  void each_in_runs(std::string_view type, const std::vector<record::Scope>& scopes, const Start& start,
                    const Visit& visit) const override;
  std::vector<std::string> each_linking(std::string_view type, std::string_view field, std::string_view id,
                                        const std::function<void(const record::RecordPtr&)>& visit) const override;
  const calendar::Calendar* calendar(std::string_view name) const override;
  const Zone& zone() const override { return config_.zone; }

  // Reads one record by full id (path from the id, no scan), by its file's path, or by alias (one scan of the type,
  // kept). Findings if it is bad.
  Loaded load(std::string_view text, std::string_view type = {}) const;
  // The record at a path relative to the root. Remembered until a write.
  Loaded load_file(const Path& relative, const schema::Schema& schema) const;
  // The record that `bytes` would be as this file, with the findings that reading it gives; for edits and merges.
  Loaded parse(std::string bytes, const Path& relative, const schema::Schema& schema) const;

  // The records that `text` may mean, ASCII case ignored, of one type if given: the id itself; else those whose last
  // part it is (`7K3QF`, `7` of a serial id, `TKT-7`); else those of which it is a part; else those with such an alias.
  Match match(std::string_view text, std::string_view type = {}) const;

  // Every file of a type in order of paths, read on all hardware threads; `visit` is called in order, from this thread.
  // Unreadable ones have a null record and findings. Memory does not grow with the number of files.
  void scan(std::string_view type, const std::function<void(const Path&, const Loaded&)>& visit) const;
  // The same through the index, without documents: what is remembered of a file that has not changed is not parsed
  // again. Records that do not matter to `scope` may be left out; unreadable ones are told all the same.
  void read_all(std::string_view type, const record::Scope& scope,
                const std::function<void(const Path&, const Loaded&)>& visit) const;
  // The same in runs, as World::each_in_runs has it, with what cannot be read.
  void read_in_runs(std::string_view type, const std::vector<record::Scope>& scopes, const Start& start,
                    const std::function<void(std::size_t run, const Loaded&, record::Matters)>& visit) const;
  // As read_all(), for the records whose texts fit a search, perhaps with others.
  void read_with_words(std::string_view type, const record::SearchQuery& query,
                       const std::function<void(const Path&, const Loaded&)>& visit) const;
  // What stands in a record's place in the type's directory, sorted, relative to the root.
  std::vector<Path> files(std::string_view type) const;

  // Where a record's file lies, relative to the root. Throws Error if `id` is no id of the type.
  Path path_of(const schema::Schema& schema, std::string_view id) const;
  // A free id for a new record, never given twice by this object; serial if the configuration says so. Another process
  // may still take it first: write() then throws Changed. REQUIRES: the type's ids are dated.
  std::string new_id(const schema::Schema& schema, Date date, const Random& random) const;

  // Writes all changes of a plan, or none: lock, verify that each file is still the one that was read, journal, temp
  // files read back, fsync, rename, fsync of directories, journal removed. Returns the paths written (relative).
  // Throws LockBusy (who holds it), Changed (a file is not the one that was read, or a new id is taken), Error.
  std::vector<Path> write(const std::vector<process::Change>& changes, const Faults& faults = {});
  // The same for whole files by relative path (edit, fmt, calendars). A file that was loaded here must still be as it
  // was.
  std::vector<Path> write_files(const std::map<Path, std::string>& files, const Faults& faults = {});
  // The same for files with what they were before, removals among them.
  std::vector<Path> write_changes(const std::vector<FileChange>& changes, const Faults& faults = {});
  // Answers without the index, from the files alone; the answers are the same.
  void do_without_index() {
    if (use_index_) use_index_ = false;
  }
  // What the index holds, after it was brought up to date with every type; nothing if there can be none here.
  struct IndexState {
    std::string file;
    std::int64_t records = 0, directories = 0;
    std::uintmax_t bytes = 0;
    std::size_t read = 0;  // files that had to be parsed for it
  };
  std::optional<IndexState> update_index() const;
  // Deletes the index; the next question makes it anew.
  void remove_index() const;
  // Told at once, in a sentence, why the index was made anew.
  void set_index_note(std::function<void(const std::string&)> tell) { tell_ = std::move(tell); }
  // Told of files that are parsed for the index, if they are many: how many so far, and of how many.
  void set_progress(Progress tell) { progress_ = std::move(tell); }

  // Drops all that was read, so that it is read again.
  void forget();

  // Findings of itss.yaml, of the team's files in `.itss/`, of calendars, and of what an interrupted command left.
  Diagnostics configuration_findings() const;
  // What opening or a write has put right since this was last asked.
  Diagnostics take_recovery_findings() { return std::exchange(recovered_, {}); }
  std::vector<std::string> calendar_names() const;

 private:
  struct Opening {
    Path root;
    Diagnostics findings, recovered;
    Config config;
    std::vector<schema::Source> team;
  };
  static Opening read_opening(const Path& root, Recovery recovery);
  explicit Repository(Opening opening);

  // Which files name an id in one field of a type.
  struct Links {
    int asked = 0;
    bool known = false;
    std::map<std::string, std::vector<std::string>, std::less<>> files;
  };
  std::vector<std::string> each_containing(const schema::Schema& schema, std::string_view text,
                                           const std::function<void(const record::RecordPtr&)>& visit) const;
  void index_links(std::string_view type, std::string_view field, Links& links) const;
  std::vector<std::string> unusable_naming(std::string_view type, std::string_view id) const;

  // The index, and the type as it is now by it; null if there is none or it cannot be used now.
  Index* index() const;
  std::shared_ptr<Shelf> shelf(const schema::Schema& schema) const;
  void visit_spots(const schema::Schema& schema, const Shelf& shelf, const std::vector<Spot>& spots,
                   const std::function<void(const Path&, const Loaded&)>& visit) const;
  std::uint64_t terms_of(const schema::Schema& schema) const;
  void give_up_index() const;
  void tell(const std::string& note) const;
  // As each_linking(); nothing if there is no index.
  std::optional<std::vector<std::string>> linking_by_index(
      const schema::Schema& schema, std::string_view field, std::string_view id,
      const std::function<void(const record::RecordPtr&)>& visit) const;
  // Visits the records that have aliases; false if there is no index.
  bool each_aliased(const schema::Schema& schema, const std::function<void(const record::RecordPtr&)>& visit) const;
  std::vector<std::string> names_of(const schema::Schema& schema) const;

  using Aliases = std::map<std::string, std::string, std::less<>>;  // alias -> id
  std::vector<const schema::Schema*> types_of(std::string_view id, std::string_view type) const;
  Loaded load_path(std::string_view path, std::string_view type) const;
  Loaded load_id(std::string_view id, std::string_view type) const;
  enum class Use { index, files };
  Loaded load_alias(std::string_view alias, std::string_view type, Use use) const;
  const Aliases& aliases_of(const schema::Schema& schema, Use use = Use::index) const;
  FileChange file_change(const process::Change& change) const;
  std::shared_ptr<const yaml::Document> source_of(const process::Change& change, const schema::Schema& schema) const;
  std::string next_serial(const schema::Schema& schema, Date date) const;
  const calendar::Calendar* read_calendar(const std::string& name, Diagnostics& findings) const;
  void forget_files(const std::vector<Path>& files);

  Path root_;
  Config config_;
  std::uint64_t team_hash_;  // of the team's schemas
  schema::SchemaSet schemas_;
  Diagnostics findings_, recovered_;
  std::string command_ = "itss";
  mutable std::map<std::string, Loaded, std::less<>> loaded_;                         // by path
  mutable std::map<std::string, std::vector<record::RecordPtr>, std::less<>> whole_;  // small types, by name
  mutable std::map<std::string, std::vector<Path>, std::less<>> unusable_;            // what whole_ and links_ lack
  mutable std::map<std::string, Links, std::less<>> links_;                           // by type and field
  mutable std::map<std::string, Aliases, std::less<>> aliases_;                       // by type
  mutable std::map<std::string, std::shared_ptr<const calendar::Calendar>, std::less<>> calendars_;
  mutable std::set<std::string, std::less<>> given_ids_;
  bool use_index_ = true;
  mutable bool index_tried_ = false;
  mutable std::shared_ptr<Index> index_;
  mutable std::map<std::string, std::shared_ptr<Shelf>, std::less<>> shelves_;  // by type
  std::function<void(const std::string&)> tell_;
  mutable std::size_t index_read_ = 0;
  Progress progress_;
  mutable std::recursive_mutex mutex_;
};

}  // namespace itss::store
