#pragma once
// The user's git: commits of exactly the files that a command wrote, and files as they were at a revision. Hooks,
// signing and attributes of the user apply.

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "vcs/run.hpp"

namespace itss::vcs {

// All paths are relative to the root given here, which may be a directory below the top of the work tree.
class Git {
 public:
  explicit Git(std::filesystem::path root);
  bool is_repository() const;  // the root lies in a git work tree
  // `merge`, `rebase`, `am`, `cherry-pick`, `revert` or `bisect` if one is in progress in this work tree.
  std::optional<std::string> operation_in_progress() const;

  // Commits exactly these files as they are on disk (removed ones as removals), whatever else is staged stays staged.
  // Any number of files is one commit; the message of many must fit an argument (100 kB).
  // `acting_as`: a person other than git's own user, named by a trailer `Acting-As:`. The result is the commit's id; a
  // failure is git's own message, and the index is as it was.
  Result<std::string> commit(const std::vector<std::filesystem::path>& files, const std::string& message,
                             const std::string& acting_as = {}) const;
  // Whether these files are on disk as they are in the last commit, and staged in no other form.
  bool is_committed(const std::vector<std::filesystem::path>& files) const;

  std::string head() const;        // the id of the commit that is checked out; `HEAD` before the first one
  std::string user_email() const;  // empty if git has none
  std::string user_name() const;

  // A file's bytes at a revision, or nothing if the revision or the file does not exist.
  std::optional<std::string> show(const std::string& revision, const std::filesystem::path& file) const;
  // Calls `visit` with the bytes of each of the files at a revision, in order; nothing for a file that is not there.
  // One git process for all of them.
  void show_all(const std::string& revision, const std::vector<std::string>& files,
                const std::function<void(const std::string& file, std::optional<std::string> bytes)>& visit) const;
  // The files of a revision that are other ones on disk now, or gone, sorted.
  std::vector<std::string> changed_since(const std::string& revision) const;
  // The files below `directory` at a revision, sorted.
  std::vector<std::string> list(const std::string& revision, const std::string& directory) const;

 private:
  using Variables = std::vector<std::string>;  // of the environment: `NAME=value`
  Output git(std::vector<std::string> arguments, std::string_view input = {}, const Variables& variables = {}) const;
  std::string setting(const std::string& name) const;
  std::vector<std::string> untracked(const std::vector<std::string>& files) const;
  Output with_files(std::vector<std::string> arguments, const std::vector<std::string>& files,
                    const Variables& variables = {}) const;
  std::optional<Output> commit_all_staged(const std::vector<std::string>& files, const std::vector<std::string>& words,
                                          const std::string& message) const;
  Output commit_only(const std::vector<std::string>& files, std::vector<std::string> words,
                     const std::string& message) const;
  const std::filesystem::path& git_directory() const;

  std::filesystem::path root_;
  mutable std::optional<std::filesystem::path> git_directory_;  // empty path: no work tree
};

}  // namespace itss::vcs
