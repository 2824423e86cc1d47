#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>

#include "base/hash.hpp"
#include "store/atomic_file.hpp"
#include "store/errors.hpp"
#include "store/journal.hpp"
#include "store/lock.hpp"
#include "store/transaction.hpp"
#include "temp_dir.hpp"

using namespace itss;
using namespace itss::store;
using itss::test::TempDir;

namespace {

using Texts = std::vector<std::optional<std::string>>;
const std::vector<std::string> kNames = {"a.yaml", "sub/b.yaml", "sub/new.yaml", "gone.yaml"};
const Texts kOld = {"a: old\n", "b: old\n", std::nullopt, "gone: old\n"};
const Texts kNew = {"a: new\n", "b: new\n", "new: 1\n", std::nullopt};

void make_old(const TempDir& dir) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kOld[i]) dir.write(kNames[i], *kOld[i]);
  make_cache_directory(dir.path());
}

std::vector<FileChange> changes() {
  std::vector<FileChange> all;
  for (std::size_t i = 0; i < kNames.size(); ++i) all.push_back({kNames[i], kOld[i], kNew[i]});
  return all;
}

Texts now(const TempDir& dir) {
  Texts texts;
  for (const auto& name : kNames) texts.push_back(dir.has(name) ? std::optional(dir.read(name)) : std::nullopt);
  return texts;
}

// Counts the points, and does something at one of them, or at it and all later ones.
struct Cut {
  int at = -1;
  bool for_good = false;
  std::function<void(std::string_view)> act;
  int seen = 0;
  Faults faults() {
    return {[this](std::string_view operation) {
      const int point = seen++;
      if (point == at || (for_good && point > at && at >= 0)) act(operation);
    }};
  }
};

int count_points() {
  const TempDir dir;
  make_old(dir);
  Cut cut;
  apply_changes(dir.path(), changes(), cut.faults());
  CHECK(now(dir) == kNew);
  return cut.seen;
}

}  // namespace

TEST_CASE("several files change together, made, replaced and removed") {
  const TempDir dir;
  make_old(dir);
  apply_changes(dir.path(), changes(), {});
  CHECK(now(dir) == kNew);
  CHECK_FALSE(has_journal(dir.path()));
  CHECK_FALSE(dir.has_file_ending(kTempSuffix));
}

TEST_CASE("a write that fails at any point leaves all files as they were") {
  const int points = count_points();
  // Write and fsync of 3 files and the journal, 4 renames, 2 removals, 4 fsyncs of directories.
  REQUIRE(points == 18);
  int tried = 0, after_all = 0;
  for (int at = 0; at < points; ++at) {
    CAPTURE(at);
    const TempDir dir;
    make_old(dir);
    Cut cut{.at = at, .act = [](std::string_view operation) { throw Error("cut at " + std::string(operation)); }};
    try {
      apply_changes(dir.path(), changes(), cut.faults());
      CHECK(now(dir) == kNew);  // only the journal's removal failed
      ++after_all;
    } catch (const Error&) {
      CHECK(now(dir) == kOld);
      CHECK_FALSE(has_journal(dir.path()));
    }
    if (has_journal(dir.path())) recover(dir.path());
    CHECK((now(dir) == kOld || now(dir) == kNew));
    CHECK_FALSE(dir.has_file_ending(kTempSuffix));
    ++tried;
  }
  CHECK(tried == points);
  CHECK(after_all == 2);
}

TEST_CASE("many files are made durable together, before the first of them is put in place") {
  std::vector<FileChange> many;
  for (int i = 0; i < 40; ++i) many.push_back({"many/" + std::to_string(i) + ".yaml", std::nullopt, "x: 1\n"});
  const TempDir counted;
  make_old(counted);
  std::vector<std::string> operations;
  apply_changes(counted.path(), many, {[&](std::string_view operation) { operations.emplace_back(operation); }});
  const auto flushed = std::find(operations.begin(), operations.end(), "fsync");
  CHECK(std::count(operations.begin(), operations.end(), "fsync") == 2);  // the file system, the journal
  CHECK(std::count(operations.begin(), flushed, "write") == 40);
  CHECK(std::count(operations.begin(), flushed, "rename") == 0);
  for (int at = 0; at < static_cast<int>(operations.size()); ++at) {
    CAPTURE(at);
    const TempDir dir;
    make_old(dir);
    Cut cut{.at = at, .for_good = true, .act = [](std::string_view) { throw Error("broken"); }};
    try {
      apply_changes(dir.path(), many, cut.faults());
    } catch (const Error&) {
    }
    if (has_journal(dir.path())) recover(dir.path());
    std::size_t made = 0;
    for (const auto& change : many) made += dir.has(change.path.generic_string()) ? 1 : 0;
    CHECK((made == 0 || made == many.size()));
  }
}

TEST_CASE("a write whose disk fails for good at any point is put right by the next command") {
  const int points = count_points();
  for (int at = 0; at < points; ++at) {
    CAPTURE(at);
    const TempDir dir;
    make_old(dir);
    Cut cut{.at = at, .for_good = true, .act = [](std::string_view) { throw Error("broken"); }};
    try {
      apply_changes(dir.path(), changes(), cut.faults());
    } catch (const Error&) {
    }
    if (has_journal(dir.path())) recover(dir.path());
    CHECK((now(dir) == kOld || now(dir) == kNew));
    CHECK_FALSE(has_journal(dir.path()));
  }
}

TEST_CASE("a process that dies at any point of a write leaves the old or the new files, never a mixture") {
  const int points = count_points();
  int old_state = 0, new_state = 0;
  for (int at = 0; at < points; ++at) {
    CAPTURE(at);
    const TempDir dir;
    make_old(dir);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      Cut cut{.at = at, .act = [](std::string_view) { ::_exit(7); }};
      apply_changes(dir.path(), changes(), cut.faults());
      ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WEXITSTATUS(status) == 7);
    if (has_journal(dir.path())) CHECK_FALSE(has_errors(recover(dir.path())));
    const Texts texts = now(dir);
    CHECK((texts == kOld || texts == kNew));
    ++(texts == kOld ? old_state : new_state);
    // Whatever was left behind does not stand in the way of the next write.
    if (texts == kOld) apply_changes(dir.path(), changes(), {});
    CHECK(now(dir) == kNew);
    CHECK_FALSE(dir.has_file_ending(kTempSuffix));
  }
  CHECK(old_state > 5);
  CHECK(new_state > 5);
  CHECK(old_state + new_state == points);
}

TEST_CASE("a recovery that dies at any point is finished by the next one") {
  const TempDir master;
  make_old(master);
  std::vector<Intent> intents;
  for (std::size_t i = 0; i < kNames.size(); ++i)
    intents.push_back({kNames[i], kOld[i] ? std::optional(sha256_hex(*kOld[i])) : std::nullopt, kNew[i]});
  int points = 1;
  for (int at = 0; at < points; ++at) {
    CAPTURE(at);
    const TempDir dir;
    make_old(dir);
    write_journal(dir.path(), intents, {});
    Cut cut{.at = at, .act = [](std::string_view) { throw Error("cut"); }};
    try {
      recover(dir.path(), cut.faults());
    } catch (const Error&) {
      points = at + 2;
    }
    if (has_journal(dir.path())) recover(dir.path());
    CHECK(now(dir) == kNew);
  }
  CHECK(points > 10);
}

TEST_CASE("a file that is not the one that was read stops the whole write") {
  const TempDir dir;
  make_old(dir);
  dir.write("sub/b.yaml", "b: somebody else's\n");
  CHECK_THROWS_WITH_AS(apply_changes(dir.path(), changes(), {}), "'sub/b.yaml' was changed since it was read", Changed);
  CHECK(dir.read("a.yaml") == "a: old\n");
  dir.write("sub/b.yaml", "b: old\n");
  dir.write("sub/new.yaml", "taken\n");
  CHECK_THROWS_WITH_AS(apply_changes(dir.path(), changes(), {}), "'sub/new.yaml' exists already", Changed);
  std::filesystem::remove(dir / "sub/new.yaml");
  std::filesystem::remove(dir / "a.yaml");
  CHECK_THROWS_WITH_AS(apply_changes(dir.path(), changes(), {}), "'a.yaml' was removed since it was read", Changed);
}

TEST_CASE("what a person changed after the interruption is kept, and the other text is kept beside") {
  const TempDir dir;
  make_old(dir);
  write_journal(dir.path(),
                {{"a.yaml", sha256_hex("a: old\n"), "a: new\n"}, {"sub/b.yaml", sha256_hex("b: old\n"), "b: new\n"}},
                {});
  dir.write("sub/b.yaml", "b: by hand\n");
  const Diagnostics found = recover(dir.path());
  REQUIRE(found.size() == 2);
  CHECK(to_text(found[0]) ==
        "a.yaml: warning: an interrupted command was finished here; git may not have it yet [RECOVERED]");
  CHECK(to_text(found[1]) ==
        "sub/b.yaml: error: an interrupted command left work undone: the file was changed since; what was meant for it "
        "is in .itss/cache/rescued [JOURNAL]");
  CHECK(dir.read("a.yaml") == "a: new\n");
  CHECK(dir.read("sub/b.yaml") == "b: by hand\n");
  CHECK(dir.read(".itss/cache/rescued/sub_b.yaml") == "b: new\n");
}

TEST_CASE("a journal that is cut short or altered anywhere is not followed") {
  const std::string text =
      encode_journal({{"a.yaml", std::string(64, 'f'), "new\n12 - 3\n"}, {"b 用.yaml", std::nullopt, std::nullopt}});
  const auto intents = decode_journal(text);
  REQUIRE(intents);
  CHECK(encode_journal(*intents) == text);
  CHECK((*intents)[0].new_bytes == "new\n12 - 3\n");
  CHECK_FALSE((*intents)[1].old_hash);
  for (std::size_t i = 0; i < text.size(); ++i) {
    CHECK_FALSE(decode_journal(text.substr(0, i)));
    std::string altered = text;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    CHECK_FALSE(decode_journal(altered));
  }
}

TEST_CASE("an incomplete journal is dropped, since nothing was begun") {
  const TempDir dir;
  make_old(dir);
  const std::string text = encode_journal({{"a.yaml", sha256_hex("a: old\n"), "a: new\n"}});
  dir.write(".itss/cache/journal", text.substr(0, text.size() / 2));
  CHECK(recover(dir.path()).empty());
  CHECK(now(dir) == kOld);
  CHECK_FALSE(has_journal(dir.path()));
}

TEST_CASE("a journal cannot name a file outside the repository") {
  const TempDir dir;
  make_old(dir);
  for (const std::string path : {"../outside.yaml", "/tmp/outside.yaml", "sub/../../outside.yaml"}) {
    write_journal(dir.path(), {{path, std::nullopt, "x: 1\n"}}, {});
    CHECK_THROWS_AS(recover(dir.path()), Error);
  }
}

TEST_CASE("no path and no link leads a write out of the repository") {
  const TempDir dir;
  const TempDir outside;
  outside.write("victim.yaml", "v: 1\n");
  make_old(dir);
  std::filesystem::create_directory_symlink(outside.path(), dir / "out");
  std::filesystem::create_symlink(outside / "victim.yaml", dir / "link.yaml");
  for (const std::string path : {"../x.yaml", "/tmp/itss-x.yaml", "sub/../../x.yaml", "out/x.yaml"}) {
    CAPTURE(path);
    CHECK_THROWS_AS(apply_changes(dir.path(), {{path, std::nullopt, "x: 1\n"}}, {}), Error);
  }
  CHECK_THROWS_AS(apply_changes(dir.path(), {{"link.yaml", "v: 1\n", "v: 2\n"}}, {}), Error);
  CHECK(outside.read("victim.yaml") == "v: 1\n");
}

TEST_CASE("a link inside the repository is written where it leads to, and stays a link") {
  const TempDir dir;
  make_old(dir);
  std::filesystem::create_symlink("a.yaml", dir / "link.yaml");
  apply_changes(dir.path(), {{"link.yaml", "a: old\n", "a: new\n"}}, {});
  CHECK(std::filesystem::is_symlink(dir / "link.yaml"));
  CHECK(dir.read("a.yaml") == "a: new\n");
}

TEST_CASE("a replaced file keeps its mode, a new one gets the usual one") {
  const TempDir dir;
  make_old(dir);
  ::chmod((dir / "a.yaml").c_str(), 0640);
  const mode_t before = ::umask(027);
  apply_changes(dir.path(), {{"a.yaml", "a: old\n", "a: new\n"}, {"n.yaml", std::nullopt, "n: 1\n"}}, {});
  ::umask(before);
  struct stat status {};
  ::stat((dir / "a.yaml").c_str(), &status);
  CHECK((status.st_mode & 0777) == 0640);
  ::stat((dir / "n.yaml").c_str(), &status);
  CHECK((status.st_mode & 0777) == 0640);
}

TEST_CASE("a full disk is told with the path and the reason, and changes nothing") {
  const TempDir dir;
  make_old(dir);
  // A limit on the size of files is the full disk that a test can have.
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1000, 1000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    int status = 1;
    try {
      apply_changes(dir.path(),
                    {{"a.yaml", "a: old\n", "a: new\n"}, {"sub/b.yaml", "b: old\n", std::string(5000, 'x')}}, {});
    } catch (const Error& error) {
      const std::string text = error.what();
      if (text.find("sub/b.yaml': file too large") != std::string::npos) status = 0;
    }
    ::_exit(status);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(WEXITSTATUS(status) == 0);
  CHECK(now(dir) == kOld);
  CHECK_FALSE(dir.has_file_ending(kTempSuffix));
}

TEST_CASE("a path below a file is told with the path and the reason") {
  const TempDir dir;
  make_old(dir);
  try {
    apply_changes(dir.path(), {{"a.yaml/x.yaml", std::nullopt, "x: 1\n"}}, {});
    FAIL("written below a file");
  } catch (const Error& error) {
    CHECK(std::string(error.what()).find("a.yaml/x.yaml': not a directory") != std::string::npos);
  }
}

TEST_CASE("a command of hundreds of files that is killed at any point has changed all of them or none") {
  constexpr int kFiles = 300;
  std::vector<FileChange> many;
  for (int i = 0; i < kFiles; ++i)
    many.push_back({"m" + std::to_string(i % 7) + "/" + std::to_string(i) + ".yaml", "x: 1\n", "x: 2\n"});
  const auto make = [&](const TempDir& dir) {
    for (const auto& change : many) dir.write(change.path, *change.before);
    make_cache_directory(dir.path());
  };
  const auto changed = [&](const TempDir& dir) {
    return std::count_if(many.begin(), many.end(),
                         [&](const auto& change) { return dir.read(change.path) == *change.after; });
  };
  const TempDir counted;
  make(counted);
  Cut count;
  apply_changes(counted.path(), many, count.faults());
  CHECK(changed(counted) == kFiles);
  int half_done = 0;
  for (int at = 0; at < count.seen; at += 41) {
    CAPTURE(at);
    const TempDir dir;
    make(dir);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      Cut cut{.at = at, .act = [](std::string_view) { ::_exit(7); }};
      apply_changes(dir.path(), many, cut.faults());
      ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    const auto before = changed(dir);
    half_done += before > 0 && before < kFiles ? 1 : 0;
    const bool journalled = has_journal(dir.path());
    if (journalled) CHECK(recover(dir.path()).size() == kFiles);
    CHECK(changed(dir) == (journalled || before == kFiles ? kFiles : 0));
    CHECK_FALSE(has_journal(dir.path()));
  }
  CHECK(half_done > 3);
}

TEST_CASE("a recovery of many files makes them durable together, before the first of them is put in place") {
  std::vector<Intent> intents;
  for (int i = 0; i < 40; ++i) intents.push_back({"many/" + std::to_string(i) + ".yaml", std::nullopt, "x: 1\n"});
  const TempDir dir;
  make_old(dir);
  write_journal(dir.path(), intents, {});
  std::vector<std::string> operations;
  recover(dir.path(), {[&](std::string_view operation) { operations.emplace_back(operation); }});
  const auto flushed = std::find(operations.begin(), operations.end(), "fsync");
  CHECK(std::count(operations.begin(), operations.end(), "fsync") == 1);
  CHECK(std::count(operations.begin(), flushed, "write") == 40);
  CHECK(std::count(operations.begin(), flushed, "rename") == 0);
  CHECK(dir.read("many/39.yaml") == "x: 1\n");
}
