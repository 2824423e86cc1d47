#include <doctest/doctest.h>

#include "base/text.hpp"
#include "temp_dir.hpp"
#include "vcs/git.hpp"

using namespace itss;
using itss::test::TempDir;
using itss::vcs::Git;
using itss::vcs::Output;

namespace {

Output git(const TempDir& dir, std::vector<std::string> words) {
  words.insert(words.begin(), "git");
  return vcs::run(words, dir.path());
}

std::string out(const TempDir& dir, const std::vector<std::string>& words) {
  return std::string(trim(git(dir, words).out));
}

void make_repository(const TempDir& dir) {
  git(dir, {"init", "-q", "-b", "main"});
  git(dir, {"config", "user.name", "Wang Fang"});
  git(dir, {"config", "user.email", "wang.fang@example.com"});
  git(dir, {"config", "commit.gpgsign", "false"});
  dir.write("first.yaml", "a: 1\n");
  git(dir, {"add", "first.yaml"});
  git(dir, {"commit", "-q", "-m", "First"});
}

}  // namespace

TEST_CASE("a program's output, errors and status are handed back") {
  const TempDir dir;
  const Output output = vcs::run({"sh", "-c", "cat; echo oops >&2; exit 3"}, dir.path(), "text");
  CHECK(output.out == "text");
  CHECK(output.err == "oops\n");
  CHECK(output.status == 3);
}

TEST_CASE("a program that does not exist has status -1 and says so") {
  const TempDir dir;
  const Output output = vcs::run({"itss-no-such-program"}, dir.path());
  CHECK(output.status == -1);
  CHECK(output.err == "cannot run 'itss-no-such-program': No such file or directory");
}

TEST_CASE("arguments reach a program as they are, no shell reads them") {
  const TempDir dir;
  CHECK(vcs::run({"printf", "%s", "$(id) `id` ; *"}, dir.path()).out == "$(id) `id` ; *");
}

TEST_CASE("megabytes on both streams of a program block nobody") {
  const TempDir dir;
  const Output output = vcs::run({"sh", "-c", "head -c 3000000 /dev/zero >&2; head -c 3000000 /dev/zero"}, dir.path());
  CHECK(output.out.size() == 3000000);
  CHECK(output.err.size() == 3000000);
}

TEST_CASE("a program that does not read its input ends without harm") {
  const TempDir dir;
  CHECK(vcs::run({"true"}, dir.path(), std::string(2000000, 'x')).status == 0);
}

TEST_CASE("a directory outside any work tree is no git repository") {
  const TempDir dir;
  CHECK_FALSE(Git(dir.path()).is_repository());
  CHECK_FALSE(Git(dir.path()).operation_in_progress());
}

TEST_CASE("a commit holds exactly the given files, and what else was staged stays staged") {
  const TempDir dir;
  make_repository(dir);
  dir.write("staged.yaml", "s: 1\n");
  git(dir, {"add", "staged.yaml"});
  dir.write("first.yaml", "a: 2\n");
  dir.write("new/second.yaml", "b: 1\n");
  dir.write("loose.yaml", "l: 1\n");

  const auto commit = Git(dir.path()).commit({"first.yaml", "new/second.yaml"}, "TKT-1: accept\n\n# not a comment");
  REQUIRE(commit);
  CHECK(*commit == out(dir, {"rev-parse", "HEAD"}));
  CHECK(out(dir, {"log", "-1", "--format=%B"}) == "TKT-1: accept\n\n# not a comment");
  CHECK(out(dir, {"show", "--name-only", "--format=", "HEAD"}) == "first.yaml\nnew/second.yaml");
  CHECK(out(dir, {"status", "--short"}) == "A  staged.yaml\n?? loose.yaml");
}

TEST_CASE("with nothing else staged too, what others changed or announced to git is left alone") {
  const TempDir dir;
  make_repository(dir);
  dir.write("other.yaml", "o: 1\n");
  REQUIRE(Git(dir.path()).commit({"other.yaml"}, "Another"));
  dir.write("other.yaml", "o: 2\n");
  dir.write("announced.yaml", "n: 1\n");
  git(dir, {"add", "--intent-to-add", "announced.yaml"});
  dir.write("first.yaml", "a: 2\n");
  dir.write("second.yaml", "b: 1\n");
  REQUIRE(Git(dir.path()).commit({"first.yaml", "second.yaml"}, "Change"));
  CHECK(out(dir, {"show", "--name-only", "--format=", "HEAD"}) == "first.yaml\nsecond.yaml");
  CHECK(git(dir, {"status", "--short"}).out == " A announced.yaml\n M other.yaml\n");
}

TEST_CASE("while another git holds the index a commit fails by git's own message and changes nothing") {
  const TempDir dir;
  make_repository(dir);
  dir.write(".git/index.lock", "");
  dir.write("first.yaml", "a: 2\n");
  const auto commit = Git(dir.path()).commit({"first.yaml"}, "Change");
  REQUIRE_FALSE(commit);
  CHECK(commit.error().find("index.lock'") != std::string::npos);
  CHECK(std::filesystem::exists(dir / ".git/index.lock"));
  CHECK(git(dir, {"status", "--short"}).out == " M first.yaml\n");
}

TEST_CASE("a commit that is being merged is not concluded by one of some files") {
  const TempDir dir;
  make_repository(dir);
  dir.write(".git/MERGE_HEAD", out(dir, {"rev-parse", "HEAD"}) + "\n");
  dir.write("first.yaml", "a: 2\n");
  CHECK_FALSE(Git(dir.path()).commit({"first.yaml"}, "Change"));
  CHECK(std::filesystem::exists(dir / ".git/MERGE_HEAD"));
}

TEST_CASE("a removed file is committed as removed") {
  const TempDir dir;
  make_repository(dir);
  std::filesystem::remove(dir / "first.yaml");
  dir.write("second.yaml", "b: 1\n");
  REQUIRE(Git(dir.path()).commit({"first.yaml", "second.yaml"}, "Move"));
  CHECK(out(dir, {"ls-files"}) == "second.yaml");
}

TEST_CASE("who acted for another is named by a trailer") {
  const TempDir dir;
  make_repository(dir);
  dir.write("first.yaml", "a: 2\n");
  REQUIRE(Git(dir.path()).commit({"first.yaml"}, "Change", "li.na"));
  CHECK(out(dir, {"log", "-1", "--format=%(trailers:key=Acting-As,valueonly)"}) == "li.na");
  CHECK(out(dir, {"log", "-1", "--format=%an <%ae>"}) == "Wang Fang <wang.fang@example.com>");
}

TEST_CASE("a hook that refuses gives git's own message and leaves the index as it was") {
  const TempDir dir;
  make_repository(dir);
  dir.write(".git/hooks/pre-commit", "#!/bin/sh\necho 'no commits on Friday' >&2\nexit 1\n");
  std::filesystem::permissions(dir / ".git/hooks/pre-commit", std::filesystem::perms::owner_all);
  dir.write("first.yaml", "a: 2\n");
  dir.write("second.yaml", "b: 1\n");
  const auto commit = Git(dir.path()).commit({"first.yaml", "second.yaml"}, "Change");
  REQUIRE_FALSE(commit);
  CHECK(commit.error() == "no commits on Friday");
  CHECK(git(dir, {"status", "--short"}).out == " M first.yaml\n?? second.yaml\n");
  CHECK_FALSE(std::filesystem::exists(dir / ".git/index.lock"));
}

TEST_CASE("a file that git ignores is refused with git's own message") {
  const TempDir dir;
  make_repository(dir);
  dir.write(".gitignore", "*.yaml\n");
  dir.write("second.yaml", "b: 1\n");
  const auto commit = Git(dir.path()).commit({"second.yaml"}, "Change");
  REQUIRE_FALSE(commit);
  CHECK(commit.error().find("second.yaml") != std::string::npos);
}

TEST_CASE("a repository below the top of the work tree commits and reads its own files") {
  const TempDir dir;
  make_repository(dir);
  dir.write("desk/tickets/a.yaml", "a: 1\n");
  const Git desk(dir / "desk");
  REQUIRE(desk.commit({"tickets/a.yaml"}, "Add"));
  CHECK(out(dir, {"ls-files", "desk"}) == "desk/tickets/a.yaml");
  CHECK(desk.show("HEAD", "tickets/a.yaml") == "a: 1\n");
  CHECK(desk.list("HEAD", "tickets") == std::vector<std::string>{"tickets/a.yaml"});
  CHECK(desk.list("HEAD", "") == std::vector<std::string>{"tickets/a.yaml"});
}

TEST_CASE("a commit goes to the repository of the directory, whatever git variables a hook has set") {
  const TempDir dir;
  make_repository(dir);
  const TempDir other;
  make_repository(other);
  dir.write("first.yaml", "a: 2\n");
  const std::string head = out(other, {"rev-parse", "HEAD"});
  ::setenv("GIT_DIR", (other / ".git").c_str(), 1);
  ::setenv("GIT_INDEX_FILE", (other / ".git/index").c_str(), 1);
  const auto commit = Git(dir.path()).commit({"first.yaml"}, "Change");
  ::unsetenv("GIT_DIR");
  ::unsetenv("GIT_INDEX_FILE");
  REQUIRE(commit);
  CHECK(out(dir, {"rev-parse", "HEAD"}) == *commit);
  CHECK(out(other, {"rev-parse", "HEAD"}) == head);
}

TEST_CASE("each operation in progress is named") {
  const TempDir dir;
  make_repository(dir);
  struct Row {
    const char* trace;
    const char* operation;
  };
  for (const Row& row :
       {Row{"MERGE_HEAD", "merge"}, Row{"rebase-merge/head-name", "rebase"}, Row{"rebase-apply/next", "rebase"},
        Row{"rebase-apply/applying", "am"}, Row{"CHERRY_PICK_HEAD", "cherry-pick"}, Row{"REVERT_HEAD", "revert"},
        Row{"BISECT_LOG", "bisect"}}) {
    CAPTURE(row.trace);
    dir.write(std::string(".git/") + row.trace, "x\n");
    CHECK(Git(dir.path()).operation_in_progress() == row.operation);
    std::filesystem::remove_all(dir.path() / ".git" / *std::filesystem::path(row.trace).begin());
  }
  CHECK_FALSE(Git(dir.path()).operation_in_progress());
}

TEST_CASE("a merge that stopped at a conflict is seen, in a linked work tree too") {
  const TempDir dir;
  make_repository(dir);
  git(dir, {"checkout", "-q", "-b", "side"});
  dir.write("first.yaml", "a: side\n");
  git(dir, {"commit", "-q", "-a", "-m", "Side"});
  git(dir, {"checkout", "-q", "main"});
  dir.write("first.yaml", "a: main\n");
  git(dir, {"commit", "-q", "-a", "-m", "Main"});
  git(dir, {"worktree", "add", "-q", "linked", "-b", "other"});
  vcs::run({"git", "merge", "-q", "side"}, dir / "linked");
  CHECK(Git(dir / "linked").operation_in_progress() == "merge");
  CHECK_FALSE(Git(dir.path()).operation_in_progress());
}

TEST_CASE("git's own user is read from its configuration") {
  const TempDir dir;
  make_repository(dir);
  CHECK(Git(dir.path()).user_email() == "wang.fang@example.com");
  CHECK(Git(dir.path()).user_name() == "Wang Fang");
}

TEST_CASE("a file at a revision has the bytes of that revision, and none elsewhere") {
  const TempDir dir;
  make_repository(dir);
  dir.write("first.yaml", "a: 2\r\n");
  const Git repository(dir.path());
  CHECK(repository.show("HEAD", "first.yaml") == "a: 1\n");
  CHECK_FALSE(repository.show("HEAD", "other.yaml"));
  CHECK_FALSE(repository.show("no-such-revision", "first.yaml"));
  CHECK_FALSE(repository.show("--output=x", "first.yaml"));
  CHECK(repository.list("HEAD", "nowhere").empty());
}

TEST_CASE("one git process shows many files in order, with gaps for those that are not there") {
  const TempDir dir;
  make_repository(dir);
  std::vector<std::string> files;
  for (int i = 0; i < 300; ++i) {
    files.push_back("many/用户 " + std::to_string(i) + ".yaml");
    if (i % 3 != 0) dir.write(files.back(), std::string(static_cast<std::size_t>(i) * 100, 'x') + "\nmissing\n");
  }
  git(dir, {"add", "many"});
  git(dir, {"commit", "-q", "-m", "Many"});
  std::size_t seen = 0;
  Git(dir.path()).show_all("HEAD", files, [&](const std::string& file, const std::optional<std::string>& bytes) {
    REQUIRE(file == files[seen]);
    REQUIRE(bytes.has_value() == (seen % 3 != 0));
    if (bytes) REQUIRE(*bytes == dir.read(file));
    ++seen;
  });
  CHECK(seen == files.size());
}

TEST_CASE("hundreds of files, new ones among them, are one commit of exactly these") {
  const TempDir dir;
  make_repository(dir);
  std::vector<std::filesystem::path> files;
  for (int i = 0; i < 450; ++i) {
    files.push_back("many/用 " + std::to_string(i) + "*.yaml");
    dir.write(files.back(), "a: 1\n");
  }
  dir.write("staged.yaml", "b: 1\n");
  git(dir, {"add", "staged.yaml", "many/用 0*.yaml"});
  const Git repository(dir.path());
  CHECK_FALSE(repository.is_committed(files));
  REQUIRE(repository.commit(files, "Many\n\nof them\n", "li.na"));
  CHECK(repository.is_committed(files));
  CHECK(out(dir, {"log", "--format=%B", "-1"}) == "Many\n\nof them\n\nActing-As: li.na");
  CHECK(split(out(dir, {"show", "--name-only", "--format=", "HEAD"}), '\n').size() == 450);
  CHECK(out(dir, {"diff", "--cached", "--name-only"}) == "staged.yaml");
  for (const auto& file : files) dir.write(file, "a: 2\n");
  CHECK_FALSE(repository.is_committed(files));
  REQUIRE(repository.commit(files, "Again"));
  CHECK(split(out(dir, {"show", "--name-only", "--format=", "HEAD"}), '\n').size() == 450);
  CHECK(out(dir, {"diff", "--cached", "--name-only"}) == "staged.yaml");
}

TEST_CASE("what git refuses of hundreds of new files leaves the index as it was") {
  const TempDir dir;
  make_repository(dir);
  dir.write(".git/hooks/pre-commit", "#!/bin/sh\necho no >&2\nexit 1\n");
  std::filesystem::permissions(dir / ".git/hooks/pre-commit", std::filesystem::perms::owner_all);
  std::vector<std::filesystem::path> files;
  for (int i = 0; i < 450; ++i) {
    files.push_back("many/" + std::to_string(i) + ".yaml");
    dir.write(files.back(), "a: 1\n");
  }
  const auto result = Git(dir.path()).commit(files, "Many");
  REQUIRE_FALSE(result);
  CHECK(result.error() == "no");
  CHECK(out(dir, {"ls-files"}) == "first.yaml");
}
