#include "store/transaction.hpp"

#include <fmt/format.h>

#include <set>

#include "base/hash.hpp"
#include "base/translate.hpp"
#include "store/atomic_file.hpp"
#include "store/errors.hpp"
#include "store/files.hpp"
#include "store/journal.hpp"

namespace itss::store {

namespace fs = std::filesystem;

namespace {

std::optional<std::string> bytes_now(const fs::path& root, const fs::path& path) {
  FileRead read = read_file(root, path);
  if (read.problem) throw Error(error_text(*read.problem));
  return std::move(read.bytes);
}

void verify(const fs::path& root, const FileChange& change) {
  if (!is_inside(root, change.path))
    throw Error(fmt::format(fmt::runtime(tr("'{}' leaves the repository")), change.path.generic_string()));
  const auto now = bytes_now(root, change.path);
  if (now == change.before) return;
  const char* text = !change.before ? tr("'{}' exists already")
                     : !now         ? tr("'{}' was removed since it was read")
                                    : tr("'{}' was changed since it was read");
  throw Changed(fmt::format(fmt::runtime(text), change.path.generic_string()));
}

std::optional<std::string> hash_of(const std::optional<std::string>& bytes) {
  return bytes ? std::optional(sha256_hex(*bytes)) : std::nullopt;
}

std::vector<Intent> intents_of(const std::vector<FileChange>& changes) {
  std::vector<Intent> intents;
  intents.reserve(changes.size());
  for (const auto& change : changes)
    intents.push_back({change.path.generic_string(), hash_of(change.before), change.after});
  return intents;
}

// The way back.
std::vector<FileChange> reversed(const std::vector<FileChange>& changes) {
  std::vector<FileChange> back;
  back.reserve(changes.size());
  for (const auto& change : changes) back.push_back({change.path, change.after, change.before});
  return back;
}

// Puts all new files in place. All are on the disk under their temporary names before the first is renamed, so that a
// full disk is noticed while nothing has happened yet.
class Installation {
 public:
  Installation(const fs::path& root, const std::vector<FileChange>& changes, const Faults& faults)
      : root_(root), changes_(changes), faults_(faults) {
    const Durable durable = changes.size() < kManyFiles ? Durable::at_once : Durable::together;
    for (const auto& change : changes) {
      const fs::path target = root / change.path;
      directories_.insert(target.parent_path());
      if (change.after) pending_.emplace_back(target, *change.after, faults, durable);
    }
    if (durable == Durable::together) sync_file_systems(where_pending(), faults);
  }

  void run() {
    for (auto& file : pending_) {
      file.install(faults_);
      directories_.insert(file.target().parent_path());
    }
    for (const auto& change : changes_)
      if (!change.after) remove_file(root_ / change.path, faults_);
    for (const auto& directory : directories_) sync_directory(directory, faults_);
  }

 private:
  std::set<fs::path> where_pending() const {
    std::set<fs::path> directories;
    for (const auto& file : pending_) directories.insert(file.target().parent_path());
    return directories;
  }

  const fs::path& root_;
  const std::vector<FileChange>& changes_;
  const Faults& faults_;
  std::vector<PendingFile> pending_;
  std::set<fs::path> directories_;
};

// Restores the files that were already replaced. The journal is turned round first: should this be interrupted too, the
// next command goes on in the same direction.
void roll_back(const fs::path& root, const std::vector<FileChange>& changes, const Faults& faults) {
  const auto back = reversed(changes);
  const bool journalled = has_journal(root);
  if (journalled) write_journal(root, intents_of(back), faults);
  std::vector<FileChange> wanted;
  for (const auto& change : back)
    if (bytes_now(root, change.path) == change.before) wanted.push_back(change);
  Installation(root, wanted, faults).run();
  if (journalled) remove_journal(root, faults);
}

[[noreturn]] void fail_after(const std::exception& cause, const fs::path& root) {
  if (!has_journal(root)) throw Error(cause.what());
  throw Error(fmt::format(fmt::runtime(tr("{}; the next command will put this right")), cause.what()));
}

void install(const fs::path& root, const std::vector<FileChange>& changes, Installation& installation,
             const Faults& faults) {
  try {
    if (changes.size() > 1) write_journal(root, intents_of(changes), faults);
    installation.run();
  } catch (const std::exception& cause) {
    try {
      roll_back(root, changes, faults);
    } catch (const std::exception&) {
      fail_after(cause, root);
    }
    throw;
  }
}

}  // namespace

void apply_changes(const fs::path& root, const std::vector<FileChange>& changes, const Faults& faults) {
  if (changes.empty()) return;
  for (const auto& change : changes) verify(root, change);
  Installation installation(root, changes, faults);
  install(root, changes, installation, faults);
  if (changes.size() == 1) return;
  try {
    remove_journal(root, faults);
  } catch (const std::exception&) {
    // Everything is done and durable; the next command finds nothing left to do and removes the journal.
  }
}

Diagnostics put_right(const fs::path& root, const Lock& lock, const Faults& faults) {
  Diagnostics findings;
  if (has_journal(root)) findings = recover(root, faults);
  if (lock.after_interruption())
    for (const auto& place : {root, cache_directory(root)}) remove_stale_temps(place);
  return findings;
}

}  // namespace itss::store
