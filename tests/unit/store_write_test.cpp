#include <doctest/doctest.h>
#include <sys/wait.h>

#include "store/atomic_file.hpp"
#include "store/journal.hpp"
#include "store/lock.hpp"
#include "store_kit.hpp"

using namespace itss;
using namespace itss::store;
using namespace itss::test;

namespace {

const std::vector<std::string> kIds = {"VIS-20261124-00001", "VIS-20261124-00002", "VIS-20261124-00003"};

std::string file_of(const std::string& id) { return "visits/2026/11/" + id + ".yaml"; }

// Two visits that are to end, and a third one that is to be made.
void make_two(const Desk& desk) {
  for (int i = 0; i < 2; ++i)
    desk.dir.write(file_of(kIds[static_cast<std::size_t>(i)]), visit_text(kIds[static_cast<std::size_t>(i)]));
}

std::vector<process::Change> three(const Repository& repository) {
  return {ending(repository, kIds[0]), ending(repository, kIds[1]), making(kIds[2], "third")};
}

// `old`, `new` or `mixed`, as a fresh look at the repository says.
std::string state(const Desk& desk) {
  const auto repository = desk.open();
  int fresh = 0, old = 0;
  for (const auto& id : kIds) {
    const Loaded loaded = repository->load(id);
    if (!loaded.findings.empty()) return "broken";
    const bool made = loaded.record != nullptr;
    const bool over = made && get(loaded.record->fields, "status").text() == "over";
    if (id == kIds[2] ? made : over)
      ++fresh;
    else
      ++old;
  }
  return fresh == 3 ? "new" : old == 3 ? "old" : "mixed";
}

int points_of_three() {
  const Desk desk;
  make_two(desk);
  int points = 0;
  const auto repository = desk.open();
  repository->write(three(*repository), {[&](std::string_view) { ++points; }});
  REQUIRE(state(desk) == "new");
  return points;
}

}  // namespace

TEST_CASE("a change appends to the history and touches no other line") {
  const Desk desk;
  desk.dir.write(kVisitFile, visit_text(kVisit));
  const auto repository = desk.open();
  const auto written = repository->write({ending(*repository, kVisit)});
  CHECK(written == std::vector<std::filesystem::path>{kVisitFile});
  const std::string text = desk.dir.read(kVisitFile);
  CHECK(text.find("# kept\nid: VIS-20261124-7K3QF\ntitle: 用户 visit\nstatus: over\nhistory:\n") == 0);
  CHECK(text.find("do: end") != std::string::npos);
  CHECK(get(repository->find(kVisit)->fields, "status").text() == "over");
  CHECK(repository->find(kVisit)->events.size() == 2);
}

TEST_CASE("a new record is written where its id says") {
  const Desk desk;
  const auto repository = desk.open();
  repository->write({making(kVisit, "no: 1.10")});
  REQUIRE(desk.dir.has(kVisitFile));
  CHECK(get(desk.open()->find(kVisit)->fields, "title").text() == "no: 1.10");
}

TEST_CASE("a new record never replaces one that is there already") {
  const Desk desk;
  const auto repository = desk.open();
  desk.dir.write(kVisitFile, visit_text(kVisit, "first"));
  CHECK_THROWS_AS(repository->write({making(kVisit, "second")}), Changed);
  CHECK(desk.dir.read(kVisitFile) == visit_text(kVisit, "first"));
}

TEST_CASE("a record that somebody else changed since it was read is not overwritten") {
  const Desk desk;
  desk.dir.write(kVisitFile, visit_text(kVisit));
  const auto repository = desk.open();
  const auto change = ending(*repository, kVisit);
  const std::string theirs = visit_text(kVisit) + "note: theirs\n";
  desk.dir.write(kVisitFile, theirs);
  CHECK_THROWS_WITH_AS(repository->write({change}), ("'" + kVisitFile + "' was changed since it was read").c_str(),
                       Changed);
  CHECK(desk.dir.read(kVisitFile) == theirs);
  // Read again, it can be written.
  repository->write({ending(*repository, kVisit)});
  CHECK(desk.dir.read(kVisitFile).find("note: theirs") != std::string::npos);
}

TEST_CASE("a record that came from a scan is written if its file still says the same") {
  const Desk desk;
  desk.dir.write(kVisitFile, visit_text(kVisit));
  const auto repository = desk.open();
  record::RecordPtr record;
  repository->each("visit", [&](const record::RecordPtr& each) { record = each; });
  auto change = ending(*repository, kVisit);
  change.before = record;
  repository->forget();
  repository->write({change});
  change.before = record;
  CHECK_THROWS_AS(repository->write({change}), Changed);
}

TEST_CASE("two changes of one record in a plan are one change of its file") {
  const Desk desk;
  desk.dir.write(kVisitFile, visit_text(kVisit));
  const auto repository = desk.open();
  auto first = ending(*repository, kVisit, 1);
  auto second = first;
  second.before = std::make_shared<const record::Record>(first.after);
  second.after.events.push_back(event("comment", "over", 2));
  CHECK(repository->write({first, second}).size() == 1);
  CHECK(desk.open()->find(kVisit)->events.size() == 3);
}

TEST_CASE("a file that cannot be edited in place is refused, and the command that mends it is named") {
  const Desk desk;
  const std::string flow =
      "id: " + kVisit + "\ntitle: t\nstatus: planned\nhistory: [{at: 2026-11-24T09:15:00+08:00, by: li.na, do: new}]\n";
  desk.dir.write(kVisitFile, flow);
  const auto repository = desk.open();
  try {
    repository->write({ending(*repository, kVisit)});
    FAIL("edited");
  } catch (const Error& error) {
    CHECK(std::string(error.what()).find("'itss fmt " + kVisit + "' rewrites it") != std::string::npos);
  }
  CHECK(desk.dir.read(kVisitFile) == flow);
}

TEST_CASE("whole files are written together, each still as it was loaded") {
  const Desk desk;
  desk.dir.write(kVisitFile, visit_text(kVisit));
  const auto repository = desk.open();
  repository->load(kVisit);
  const std::string other = "visits/2026/11/VIS-20261124-00009.yaml";
  repository->write_files({{kVisitFile, visit_text(kVisit, "b")}, {other, visit_text("VIS-20261124-00009")}});
  CHECK(get(repository->find(kVisit)->fields, "title").text() == "b");
  desk.dir.write(kVisitFile, visit_text(kVisit, "by hand"));
  CHECK_THROWS_AS(repository->write_files({{kVisitFile, visit_text(kVisit, "c")}}), Changed);
  CHECK_THROWS_AS(repository->write_files({{kVisitFile, ""}}), Error);
  CHECK_THROWS_AS(repository->write_files({{"../outside.yaml", "x: 1\n"}}), Error);
}

TEST_CASE("a writer that waits too long says who is writing") {
  const Desk desk;
  desk.dir.write(kVisitFile, visit_text(kVisit));
  const auto repository = desk.open();
  repository->set_lock_wait(std::chrono::milliseconds(20));
  const auto change = ending(*repository, kVisit);
  const auto lock = Lock::take(desk.dir.path(), std::chrono::milliseconds(0), "itss visit edit");
  CHECK_THROWS_AS(repository->write({change}), LockBusy);
  CHECK(desk.dir.read(kVisitFile) == visit_text(kVisit));
}

TEST_CASE("three records written by a command that dies at any point are all old or all new at the next opening") {
  const int points = points_of_three();
  int old_state = 0, new_state = 0;
  for (int at = 0; at < points; ++at) {
    CAPTURE(at);
    const Desk desk;
    make_two(desk);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      int seen = 0;
      const auto repository = desk.open();
      repository->write(three(*repository), {[&](std::string_view) {
                          if (seen++ == at) ::_exit(7);
                        }});
      ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WEXITSTATUS(status) == 7);
    const std::string found = state(desk);
    CHECK((found == "old" || found == "new"));
    ++(found == "old" ? old_state : new_state);
    CHECK_FALSE(has_journal(desk.dir.path()));
    // The next writer clears away what the dead one left, wherever it lies.
    desk.open()->write_files({{"calendars/other.yaml", "zone: UTC\nweekly: 24x7\n"}});
    CHECK_FALSE(desk.dir.has_file_ending(kTempSuffix));
  }
  CHECK(old_state + new_state == points);
  // Everything up to the journal's rename is old, everything behind it new.
  CHECK(old_state == 9);
  CHECK(new_state == 7);
}

TEST_CASE("three records written by a command that fails at any point are all as they were") {
  const int points = points_of_three();
  for (int at = 0; at < points; ++at) {
    CAPTURE(at);
    const Desk desk;
    make_two(desk);
    const auto repository = desk.open();
    int seen = 0;
    bool failed = false;
    try {
      repository->write(three(*repository), {[&](std::string_view operation) {
                          if (seen++ == at) throw Error("no space left at " + std::string(operation));
                        }});
    } catch (const Error&) {
      failed = true;
    }
    CHECK(state(desk) == (failed ? "old" : "new"));
  }
}

TEST_CASE("a reader that opens while a writer is at work leaves its journal alone") {
  const Desk desk;
  make_two(desk);
  make_cache_directory(desk.dir.path());
  write_journal(desk.dir.path(), {{file_of(kIds[0]), std::nullopt, "x: 1\n"}}, {});
  {
    const auto lock = Lock::take(desk.dir.path(), std::chrono::milliseconds(0), "itss visit end");
    desk.open();
    CHECK(has_journal(desk.dir.path()));
  }
  desk.open(Recovery::leave);
  CHECK(has_journal(desk.dir.path()));
  CHECK(info(desk.open()->configuration_findings().front().code).name == std::string("JOURNAL"));
  CHECK_FALSE(has_journal(desk.dir.path()));
}

TEST_CASE("eight processes that write at once lose nothing") {
  constexpr int kProcesses = 8, kEach = 5;
  const Desk desk("ids: serial\nlock: {wait: 60s}\n");
  desk.dir.write(kVisitFile, visit_text(kVisit));
  std::vector<pid_t> children;
  for (int p = 0; p < kProcesses; ++p) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      for (int i = 0; i < kEach; ++i) {
        const auto repository = desk.open();
        while (true) try {
            auto shared = ending(*repository, kVisit);
            shared.after.events.back().verb = "comment";
            shared.after.events.back().note = fmt::format("{} {}", p, i);
            const auto id = repository->new_id(*repository->schemas().find("visit"), parse_date("2026-11-24").value(),
                                               [] { return 0U; });
            repository->write({shared, making(id, fmt::format("{} {}", p, i))});
            break;
          } catch (const Changed&) {
          } catch (const std::exception&) {
            ::_exit(1);
          }
      }
      ::_exit(0);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(WEXITSTATUS(status) == 0);
  }
  const auto repository = desk.open();
  CHECK(repository->find(kVisit)->events.size() == 1 + kProcesses * kEach);
  std::set<std::string> titles;
  repository->each("visit",
                   [&](const record::RecordPtr& record) { titles.insert(get(record->fields, "title").text()); });
  CHECK(titles.size() == 1 + kProcesses * kEach);
}
