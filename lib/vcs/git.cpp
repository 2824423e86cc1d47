#include "vcs/git.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "vcs/batch.hpp"
#include "vcs/held_index.hpp"

namespace itss::vcs {

namespace fs = std::filesystem;

namespace {

std::string without_line_break(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

std::vector<std::string> zero_separated(std::string_view text) {
  auto parts = split(text, '\0');
  parts.erase(std::remove(parts.begin(), parts.end(), std::string()), parts.end());
  return parts;
}

// A revision that git could take for an option is none.
bool is_revision(const std::string& revision) { return !revision.empty() && revision.front() != '-'; }

std::string message_of(const Output& output) {
  const std::string said = without_line_break(output.err.empty() ? output.out : output.err);
  return said.empty() ? fmt::format(fmt::runtime(tr("git ended with status {}")), output.status) : said;
}

std::vector<std::string> with(std::vector<std::string> words, const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

constexpr std::size_t kFewFiles = 200;  // whose names surely fit a command line
const std::vector<std::string> kAllFiles;

std::vector<std::string> names_of(const std::vector<fs::path>& files) {
  std::vector<std::string> names;
  names.reserve(files.size());
  for (const auto& file : files) names.push_back(file.generic_string());
  return names;
}

}  // namespace

Git::Git(fs::path root) : root_(std::move(root)) {}

Output Git::git(std::vector<std::string> arguments, std::string_view input, const Variables& variables) const {
  // File names are names, never patterns.
  arguments.insert(arguments.begin(), {"git", "--literal-pathspecs"});
  return run(arguments, root_, input, variables);
}

const fs::path& Git::git_directory() const {
  if (!git_directory_) {
    const Output output = git({"rev-parse", "--is-inside-work-tree", "--absolute-git-dir"});
    const auto lines = split(output.out, '\n');
    const bool inside = output.status == 0 && lines.size() >= 2 && lines[0] == "true";
    git_directory_ = inside ? fs::path(lines[1]) : fs::path();
  }
  return *git_directory_;
}

bool Git::is_repository() const { return !git_directory().empty(); }

std::optional<std::string> Git::operation_in_progress() const {
  struct Trace {
    const char* file;
    const char* operation;
  };
  static constexpr std::array<Trace, 9> kTraces = {{{"MERGE_HEAD", "merge"},
                                                    {"rebase-apply/applying", "am"},
                                                    {"rebase-merge", "rebase"},
                                                    {"rebase-apply", "rebase"},
                                                    {"CHERRY_PICK_HEAD", "cherry-pick"},
                                                    {"REVERT_HEAD", "revert"},
                                                    {"sequencer/todo", "cherry-pick"},
                                                    {"BISECT_LOG", "bisect"},
                                                    {"BISECT_START", "bisect"}}};
  if (!is_repository()) return std::nullopt;
  std::error_code ignored;
  for (const auto& trace : kTraces)
    if (fs::exists(git_directory() / trace.file, ignored)) return trace.operation;
  return std::nullopt;
}

// Names that are too many for a command line come from standard input.
Output Git::with_files(std::vector<std::string> arguments, const std::vector<std::string>& files,
                       const Variables& variables) const {
  arguments.insert(arguments.end(), {"--pathspec-from-file=-", "--pathspec-file-nul"});
  std::string names;
  for (const auto& file : files) names.append(file).push_back('\0');
  return git(std::move(arguments), names, variables);
}

std::vector<std::string> Git::untracked(const std::vector<std::string>& files) const {
  // git would compare each file that it knows with each of ours; of many, we look them up ourselves.
  const bool many = files.size() > kFewFiles;
  const auto tracked = zero_separated(git(with({"ls-files", "-z", "--"}, many ? kAllFiles : files)).out);
  const std::set<std::string> known(tracked.begin(), tracked.end());
  std::vector<std::string> fresh;
  for (const auto& file : files)
    if (known.count(file) == 0) fresh.push_back(file);
  return fresh;
}

bool Git::is_committed(const std::vector<fs::path>& files) const {
  const auto names = names_of(files);
  for (std::size_t first = 0; first < names.size(); first += kFewFiles) {
    const auto begin = names.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end = begin + static_cast<std::ptrdiff_t>(std::min(kFewFiles, names.size() - first));
    const Output output = git(with({"status", "--porcelain", "--ignored", "--"}, {begin, end}));
    if (output.status != 0 || !output.out.empty()) return false;
  }
  return true;
}

// All that is staged, if that is nothing but the files; else nothing is done. Of some files git would make an index of
// its own, which takes as long again in a large repository.
std::optional<Output> Git::commit_all_staged(const std::vector<std::string>& files,
                                             const std::vector<std::string>& words, const std::string& message) const {
  if (operation_in_progress()) return std::nullopt;  // it would be concluded
  auto index = HeldIndex::take(git_directory());
  if (!index) return std::nullopt;
  const Variables variables = {"GIT_INDEX_FILE=" + index->copy().native()};
  if (git({"diff-index", "--cached", "--quiet", "HEAD", "--"}, {}, variables).status != 0) return std::nullopt;
  const Output added = with_files({"add"}, files, variables);
  if (added.status != 0) return added;
  Output committed = git(with(words, {"--file=-"}), message, variables);
  if (committed.status == 0) index->keep();
  return committed;
}

// These files, whatever else is staged stays staged.
Output Git::commit_only(const std::vector<std::string>& files, std::vector<std::string> words,
                        const std::string& message) const {
  // `commit --only` takes new files only if the index knows of them.
  const auto fresh = untracked(files);
  if (!fresh.empty()) {
    Output added = with_files({"add", "--intent-to-add"}, fresh);
    if (added.status != 0) return added;
  }
  words.emplace_back("--only");
  Output committed;
  if (files.size() > kFewFiles) {
    words.push_back("--message=" + message);  // standard input has the names
    committed = with_files(std::move(words), files);
  } else {
    words.insert(words.end(), {"--file=-", "--"});
    committed = git(with(std::move(words), files), message);
  }
  if (committed.status != 0 && !fresh.empty()) with_files({"rm", "--cached", "--quiet", "--ignore-unmatch"}, fresh);
  return committed;
}

Result<std::string> Git::commit(const std::vector<fs::path>& files, const std::string& message,
                                const std::string& acting_as) const {
  const auto names = names_of(files);
  std::vector<std::string> words = {"commit", "--quiet", "--cleanup=whitespace"};
  if (!acting_as.empty()) words.push_back("--trailer=Acting-As: " + acting_as);
  auto committed = commit_all_staged(names, words, message);
  if (!committed) committed = commit_only(names, std::move(words), message);
  if (committed->status != 0) return failure(message_of(*committed));
  return head();
}

std::string Git::head() const { return without_line_break(git({"rev-parse", "HEAD"}).out); }

std::string Git::setting(const std::string& name) const {
  const Output output = git({"config", "--get", name});
  return output.status == 0 ? without_line_break(output.out) : std::string();
}

std::string Git::user_email() const { return setting("user.email"); }
std::string Git::user_name() const { return setting("user.name"); }

std::optional<std::string> Git::show(const std::string& revision, const fs::path& file) const {
  if (!is_revision(revision)) return std::nullopt;
  Output output = git({"cat-file", "blob", revision + ":./" + file.generic_string()});
  if (output.status != 0) return std::nullopt;
  return std::move(output.out);
}

void Git::show_all(const std::string& revision, const std::vector<std::string>& files,
                   const std::function<void(const std::string&, std::optional<std::string>)>& visit) const {
  if (!is_revision(revision)) throw Error(fmt::format(fmt::runtime(tr("'{}' is not a revision")), revision));
  std::string wanted;
  for (const auto& file : files) {
    if (file.find('\n') != std::string::npos)
      throw Error(fmt::format(fmt::runtime(tr("the name '{}' has a line break")), printable(file)));
    wanted += fmt::format("{}:./{}\n", revision, file);
  }
  BatchReader reader(files, visit);
  const Output output =
      run({"git", "cat-file", "--batch"}, root_, wanted, [&](std::string_view part) { reader.take(part); });
  if (output.status != 0 || !reader.complete()) throw Error(message_of(output));
}

std::vector<std::string> Git::changed_since(const std::string& revision) const {
  if (!is_revision(revision)) return {};
  const Output output =
      git({"diff", "--name-only", "--no-renames", "--relative", "--diff-filter=MDT", "-z", revision, "--", "."});
  if (output.status != 0) throw Error(message_of(output));
  auto names = zero_separated(output.out);
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> Git::list(const std::string& revision, const std::string& directory) const {
  if (!is_revision(revision)) return {};
  const std::string below = directory.empty() || directory == "." ? "." : directory + "/";
  const Output output = git({"ls-tree", "-r", "-z", "--name-only", revision, "--", below});
  if (output.status != 0) return {};
  auto names = zero_separated(output.out);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace itss::vcs
