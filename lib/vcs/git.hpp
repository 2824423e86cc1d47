#pragma once
// The user's git: commits of exactly the files that a command wrote.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace itss::vcs {

// Runs a program with arguments (no shell), standard input closed, and gives what it printed. Its exit status in `status`; -1 if it could not be started.
struct Output {
  int status = 0;
  std::string out;
  std::string err;
};
Output run(const std::vector<std::string>& argv, const std::filesystem::path& directory);

class Git {
 public:
  explicit Git(std::filesystem::path root);
  bool is_repository() const;           // the root lies in a git work tree
  // `merge`, `rebase`, `cherry-pick`, `revert` or `bisect` if one is in progress.
  std::optional<std::string> operation_in_progress() const;
  // Commits exactly these files (`git commit --only`), whatever else is staged. `acting_as`: a person other than git's own user, named by a
  // trailer `Acting-As:`. A failure is git's own message.
  Result<std::string> commit(const std::vector<std::filesystem::path>& files, std::string message, const std::string& acting_as = {}) const;
  std::string user_email() const;       // empty if git has none
  std::string user_name() const;
  // A file's bytes at a revision, or nothing.
  std::optional<std::string> show(const std::string& revision, const std::filesystem::path& file) const;
  // The files below `directory` at a revision.
  std::vector<std::string> list(const std::string& revision, const std::string& directory) const;

 private:
  std::filesystem::path root_;
};

}  // namespace itss::vcs
