// The index as its users see it: what is read again and what is not, and what becomes of a file that is no index.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "kpi/evaluate.hpp"
#include "kpi/measure.hpp"
#include "record/search.hpp"
#include "store/index.hpp"
#include "store/packed.hpp"
#include "store/record_bytes.hpp"
#include "store_kit.hpp"

using namespace itss;
using namespace itss::test;

namespace {

// What a repository opened now says of the visits.
std::vector<std::string> titles(const store::Repository& repository, const record::Scope& scope = {}) {
  std::vector<std::string> found;
  repository.read_all("visit", scope, [&](const auto& path, const store::Loaded& loaded) {
    found.push_back(loaded.record ? get(loaded.record->fields, "title").text() : "unusable " + path.string());
  });
  return found;
}

std::vector<std::string> titles(const Desk& desk) { return titles(*desk.open()); }

using Texts = std::vector<std::string>;

std::string file_of(int number) { return fmt::format("visits/2026/11/VIS-20261124-{:05}.yaml", number); }
void write_visit(const Desk& desk, int number, const std::string& title) {
  desk.dir.write(file_of(number), visit_text(fmt::format("VIS-20261124-{:05}", number), title));
}

// So that a later change shows: the files are older than the clock's next step.
void let_time_pass() { std::this_thread::sleep_for(std::chrono::milliseconds(20)); }

std::size_t files_read(const Desk& desk) { return desk.open()->update_index()->read; }

}  // namespace

TEST_CASE("a file that has not changed is not read again") {
  const Desk desk;
  write_visit(desk, 1, "one");
  write_visit(desk, 2, "two");
  let_time_pass();
  CHECK(files_read(desk) == 2);
  CHECK(files_read(desk) == 0);
  write_visit(desk, 2, "zwei");
  let_time_pass();
  CHECK(files_read(desk) == 1);
  CHECK(titles(desk) == Texts{"one", "zwei"});
  CHECK(files_read(desk) == 0);
}

TEST_CASE("a change within one step of the file system's clock is seen") {
  const Desk desk;
  for (int i = 0; i < 300; ++i) {
    write_visit(desk, 1, "even");
    CHECK(titles(desk) == Texts{"even"});
    write_visit(desk, 1, "odd.");  // as many bytes
    REQUIRE(titles(desk) == Texts{"odd."});
  }
}

// Whether such a change can happen depends on the kernel; this is what the index holds on to.
TEST_CASE("what was stamped at the time of the look, or later, has no signature yet") {
  const Desk desk;
  write_visit(desk, 1, "one");
  struct stat status {};
  REQUIRE(::stat((desk.dir.path() / file_of(1)).c_str(), &status) == 0);
  const auto signature_at = [&](const timespec& time, long later) {
    const store::Stamp stamp{time.tv_sec, time.tv_nsec + later};
    const auto tree = store::look_at_tree(desk.dir.path(), "visits", {}, stamp, store::Look::files);
    REQUIRE(tree.in_order.size() == 1);
    return tree.in_order.front().entry->signature;
  };
  CHECK(signature_at(status.st_ctim, -1) == 0);
  CHECK(signature_at(status.st_ctim, 0) == 0);
  CHECK(signature_at(status.st_ctim, 1) != 0);
  const std::array<timespec, 2> ahead = {timespec{4'000'000'000L, 0}, timespec{4'000'000'000L, 0}};
  ::utimensat(AT_FDCWD, (desk.dir.path() / file_of(1)).c_str(), ahead.data(), 0);
  CHECK(signature_at(timespec{4'000'000'000L, 0}, 0) == 0);
  CHECK(signature_at(timespec{4'000'000'000L, 0}, 1) != 0);
}

TEST_CASE("a file that carries the time of tomorrow, or of long ago, is seen to change") {
  const Desk desk;
  for (const long second : {4'000'000'000L, 1L}) {
    const std::array<timespec, 2> times = {timespec{second, 0}, timespec{second, 0}};
    const auto stamp = [&] { ::utimensat(AT_FDCWD, (desk.dir.path() / file_of(1)).c_str(), times.data(), 0); };
    write_visit(desk, 1, "one");
    stamp();
    let_time_pass();
    CHECK(titles(desk) == Texts{"one"});
    write_visit(desk, 1, "two");
    stamp();
    CHECK(titles(desk) == Texts{"two"});
  }
}

TEST_CASE("files and directories that come, go and take each other's place") {
  const Desk desk;
  write_visit(desk, 1, "one");
  write_visit(desk, 2, "two");
  let_time_pass();
  CHECK(titles(desk).size() == 2);
  std::filesystem::remove(desk.dir.path() / file_of(1));
  CHECK(titles(desk) == Texts{"two"});
  std::filesystem::rename(desk.dir.path() / "visits/2026", desk.dir.path() / "visits/2025");
  CHECK(titles(desk) == Texts{"unusable visits/2025/11/VIS-20261124-00002.yaml"});
  std::filesystem::rename(desk.dir.path() / "visits/2025", desk.dir.path() / "visits/2026");
  CHECK(titles(desk) == Texts{"two"});
  std::filesystem::remove_all(desk.dir.path() / "visits");
  CHECK(titles(desk).empty());
}

TEST_CASE("the order is that of whole paths, also where a directory's name begins like a file's") {
  const Desk desk;
  for (const char* file :
       {"visits/a.yaml", "visits/a/x.yaml", "visits/a-b.yaml", "visits/a.yaml.yaml", "visits/a0.yaml"})
    desk.dir.write(file, "x");
  Texts files, told;
  for (const auto& path : desk.open()->files("visit")) files.push_back("unusable " + path.generic_string());
  CHECK(titles(desk) == files);
}

TEST_CASE("an unusable file is told each time, and no more once it is mended") {
  const Desk desk;
  write_visit(desk, 1, "one");
  desk.dir.write(file_of(2), "id: [\n");
  let_time_pass();
  for (int i = 0; i < 3; ++i) CHECK(titles(desk) == Texts{"one", "unusable " + file_of(2)});
  write_visit(desk, 2, "two");
  CHECK(titles(desk) == Texts{"one", "two"});
}

TEST_CASE("an index that is damaged, cut short, foreign or of another version is made anew, with a word") {
  const Desk desk;
  write_visit(desk, 1, "one");
  let_time_pass();
  CHECK(titles(desk) == Texts{"one"});
  const auto file = store::Index::file_of(desk.dir.path());
  const std::string good = desk.dir.read(".itss/cache/index.sqlite");
  const auto spoilt = [&](const std::string& bytes) {
    store::Index::remove(desk.dir.path());
    desk.dir.write(".itss/cache/index.sqlite", bytes);
    Texts notes;
    const auto repository = desk.open();
    repository->set_index_note([&](const std::string& note) { notes.push_back(note); });
    CHECK(titles(*repository) == Texts{"one"});
    CHECK(titles(desk) == Texts{"one"});
    return notes;
  };
  CHECK(spoilt("this is a diary, and no index of anything, whatever its name may say of it").size() == 1);
  CHECK(spoilt(good.substr(0, good.size() / 2)).size() == 1);
  std::string other = good;
  other[60] = '\x7f';  // the user version of SQLite's header
  CHECK(spoilt(other).size() == 1);
  std::string changed = good;
  changed[changed.rfind("one")] = 'O';  // within a record's bytes: SQLite does not notice
  CHECK(spoilt(changed).size() == 1);
  CHECK(spoilt("").empty());  // nothing was lost
}

TEST_CASE("words are found among many records, whether or not their texts were asked for before") {
  const Desk desk;
  constexpr int kMany = 600;  // more than one thread's worth, and more than are read into memory
  for (int i = 0; i < kMany; ++i) write_visit(desk, i, i % 100 == 7 ? "登录 failed" : "nothing");
  let_time_pass();
  const auto found = [&](const std::string& word) {
    std::size_t count = 0;
    const auto repository = desk.open();
    repository->read_with_words("visit", {{word}, {}}, [&](const auto&, const store::Loaded& loaded) {
      const auto text = record::search_text(*loaded.record, *repository->schemas().find("visit"));
      count += record::fits(text, {{word}, {}}) ? 1 : 0;
    });
    return count;
  };
  CHECK(found("登录") == 6);
  CHECK(found("failed") == 6);
  write_visit(desk, 1, "failed too");
  write_visit(desk, 7, "mended");
  CHECK(found("failed") == 6);
  CHECK(found("mended") == 1);
  CHECK(found("nothing") == kMany - 7);
}

TEST_CASE("what a schema of the team changes about records is seen at once") {
  const Desk desk;
  write_visit(desk, 1, "one");
  let_time_pass();
  CHECK(titles(desk) == Texts{"one"});
  std::string renamed = kVisitSchema;
  renamed.replace(renamed.find("directory: visits"), 17, "directory: guests");
  desk.dir.write(".itss/schemas/visit.yaml", renamed);
  CHECK(titles(desk).empty());
}

TEST_CASE("where nothing can be written, answers come from the files") {
  const Desk desk;
  write_visit(desk, 1, "one");
  desk.dir.write(".itss/cache", "in the way");
  CHECK(titles(desk) == Texts{"one"});
  CHECK_FALSE(desk.open()->update_index());
}

TEST_CASE("records in a past state are left out only if all of them lies before") {
  const Desk desk;
  write_visit(desk, 1, "planned");
  desk.dir.write(file_of(2), visit_text("VIS-20261124-00002", "over", "") +
                                 "  - at: 2026-11-25T10:00:00+08:00\n    by: li.na\n    do: end\n    set: "
                                 "{status: over}\n");
  std::string text = desk.dir.read(file_of(2));
  text.replace(text.find("status: planned"), 15, "status: over");
  desk.dir.write(file_of(2), text);
  const auto instant = [](const char* written) { return parse_instant(written).value().utc; };
  const auto repository = desk.open();
  const auto past = [&](const char* from) { return titles(*repository, {{"over"}, instant(from), {}}); };
  CHECK(titles(*repository, {{"over"}, {}, {}}) == Texts{"planned"});
  CHECK(past("2026-11-25T10:00:00+08:00") == Texts{"planned", "over"});
  CHECK(past("2026-11-25T10:00:01+08:00") == Texts{"planned"});
  CHECK(titles(*repository, {{}, {}, instant("2026-11-24T09:15:00+08:00")}).empty());
  CHECK(titles(*repository, {{}, {}, instant("2026-11-24T09:15:01+08:00")}).size() == 2);
  const auto since = [&](const char* time) { return titles(*repository, {{}, {}, {}, instant(time)}); };
  CHECK(since("2026-11-24T09:15:00+08:00") == Texts{"planned", "over"});
  CHECK(since("2026-11-24T09:15:01+08:00") == Texts{"over"});
  CHECK(since("2026-11-25T10:00:01+08:00").empty());
}

TEST_CASE("in runs each record is told with the scopes that it may matter to") {
  const Desk desk;
  write_visit(desk, 1, "one");
  desk.dir.write(file_of(2), "id: [");
  const auto repository = desk.open();
  const auto instant = [](const char* written) { return parse_instant(written).value().utc; };
  const record::Scope before = {{}, {}, instant("2026-11-24T09:15:00+08:00")}, all;
  Texts told;
  repository->read_in_runs(
      "visit", {before, all}, [](std::size_t runs) { CHECK(runs == 1); },
      [&](std::size_t run, const store::Loaded& loaded, record::Matters to) {
        const std::string title = loaded.record ? get(loaded.record->fields, "title").text() : "unreadable";
        told.push_back(std::to_string(run) + " " + title + " " + to.to_string());
      });
  CHECK(told == Texts{"0 one 0010", "0 unreadable 0011"});
  told.clear();
  repository->each_in_runs(
      "visit", {before}, [](std::size_t) {},
      [&](std::size_t, const record::RecordPtr& record, record::Matters) { told.push_back(record->id); });
  CHECK(told.empty());
}

TEST_CASE("a record as bytes comes back whole; other bytes are refused") {
  const Desk desk;
  desk.dir.write(kVisitFile, visit_text(kVisit, "用户", "aliases: [V1]\nmine: {a: [1, 2], b: {c: ''}}\n"));
  const auto record = desk.open()->find(kVisit);
  const std::string bytes = store::to_bytes(*record);
  const auto back = store::from_bytes(bytes, record->type, record->file);
  CHECK(back.fields == record->fields);
  CHECK(back.unknown == record->unknown);
  CHECK(back.aliases == record->aliases);
  CHECK(back.events.front().id() == record->events.front().id());
  CHECK(store::to_bytes(back) == bytes);
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK_THROWS_AS(store::from_bytes(bytes.substr(0, size), "visit", ""), store::Corrupt);
  CHECK_THROWS_AS(store::from_bytes(bytes + "x", "visit", ""), store::Corrupt);
}

namespace {

constexpr const char* kTaskSchema = R"(record: task
label: {en: Task, zh: 任务}
directory: tasks
fields:
  seen: {type: instant, label: {en: Seen, zh: 查看}}
  other: {type: link, to: task, label: {en: Other, zh: 其他}}
states:
  begun: {label: {en: Begun, zh: 开始}, initial: true}
  over: {label: {en: Over, zh: 结束}, final: true}
moves:
  new: {label: {en: New, zh: 新建}}
  end: {label: {en: End, zh: 结束}, from: begun, to: over}
)";

// Made and over in January; `more` is written at the top level, `set` by its first event.
std::string task_text(const std::string& id, const std::string& more, const std::string& set) {
  return fmt::format(
      "id: {0}\nstatus: over\n{1}history:\n  - {{at: 2026-01-01T09:00:00+08:00, by: li.na, do: new, set: {{status: "
      "begun{2}}}}}\n  - {{at: 2026-01-02T09:00:00+08:00, by: li.na, do: end, set: {{status: over}}}}\n",
      id, more, set);
}

// How many tasks a measure counts in March, with the index and without.
std::pair<double, double> counts(const Desk& desk, const std::string& measure, const std::string& now) {
  Diagnostics findings;
  const auto measures = kpi::read_measures(
      {"kpis.yaml",
       "measures: {m: {label: {en: M, zh: 度量}, explanation: {en: how, zh: 算法}, record: task, formula: "
       "count, " +
           measure + "}}"},
      findings);
  REQUIRE(findings.empty());
  const auto repository = desk.open();
  kpi::Query query;
  query.now = parse_instant(now).value();
  query.window = parse_window("2026-03", repository->zone()).value();
  const auto count = [&] { return kpi::evaluate(measures, *repository, query).front().numerator; };
  const double with = count();
  repository->do_without_index();
  return {with, count()};
}

}  // namespace

TEST_CASE("a measure by a date finds what the history says, though the top level says something else") {
  const Desk desk;
  desk.dir.write(".itss/schemas/task.yaml", kTaskSchema);
  desk.dir.write("tasks/a.yaml", task_text("a", "", ", seen: 2026-03-10T09:00:00+08:00"));
  CHECK(counts(desk, "by: 'field:seen'", "2026-06-01T00:00:00+08:00") == std::pair(1.0, 1.0));
}

TEST_CASE("a measure by a date finds what held at an earlier time") {
  const Desk desk;
  desk.dir.write(".itss/schemas/task.yaml", kTaskSchema);
  desk.dir.write("tasks/a.yaml",
                 "id: a\nstatus: begun\nseen: 2026-08-01T09:00:00+08:00\nhistory:\n  - {at: 2026-04-01T09:00:00+08:00, "
                 "by: li.na, do: new, set: {status: begun, seen: 2026-03-10T09:00:00+08:00}}\n  - {at: "
                 "2026-05-01T09:00:00+08:00, by: li.na, do: set, set: {seen: 2026-08-01T09:00:00+08:00}}\n");
  CHECK(counts(desk, "by: 'field:seen'", "2026-04-10T00:00:00+08:00") == std::pair(1.0, 1.0));
  CHECK(counts(desk, "by: 'field:seen'", "2026-06-01T00:00:00+08:00") == std::pair(0.0, 0.0));
}

TEST_CASE("a measure by the window's start counts every record, be it over or not yet opened") {
  const Desk desk;
  desk.dir.write(".itss/schemas/task.yaml", kTaskSchema);
  desk.dir.write("tasks/a.yaml", task_text("a", "", ""));
  CHECK(counts(desk, "by: window_start", "2026-06-01T00:00:00+08:00") == std::pair(1.0, 1.0));
}

TEST_CASE("an agreement that comes into force finds a clock that runs on in a final state") {
  const Desk desk;
  desk.dir.write(".itss/schemas/task.yaml",
                 std::string(kTaskSchema) + "clocks:\n  run: {label: {en: Run, zh: 计时}, kind: sla}\n");
  desk.dir.write("calendars/24x7.yaml", "zone: Asia/Shanghai\nweekly: 24x7\n");
  const std::string terms =
      "title: late, kind: sla, status: active, series: late, valid_from: 2026-03-20, applies_to: open, targets: {run: "
      "{calendar: 24x7, every: 48h}}";
  desk.dir.write("agreements/late.yaml",
                 "id: late\nhistory:\n  - {at: 2025-01-01T00:00:00+08:00, by: li.na, do: import, "
                 "source: {system: old}, set: {" +
                     terms + "}}\n");
  desk.dir.write("tasks/a.yaml", task_text("a", "", ""));
  CHECK(counts(desk, "counts: clock run, by: clock", "2026-06-01T00:00:00+08:00") == std::pair(1.0, 1.0));
}

TEST_CASE("a clock that follows another record's date is found before its own record was opened") {
  const Desk desk;
  desk.dir.write(".itss/schemas/task.yaml",
                 std::string(kTaskSchema) +
                     "clocks:\n  far: {label: {en: Far, zh: 远}, due: other.seen, stops: {states: [over]}}\n");
  desk.dir.write("tasks/a.yaml", task_text("a", "", ", seen: 2026-12-10T09:00:00+08:00"));
  desk.dir.write("tasks/b.yaml",
                 "id: b\nstatus: over\nother: a\nhistory:\n  - {at: 2026-04-01T09:00:00+08:00, by: "
                 "li.na, do: new, set: {status: over, other: a}}\n");
  let_time_pass();
  desk.open()->update_index();
  desk.dir.write("tasks/a.yaml", task_text("a", "", ", seen: 2026-03-10T09:00:00+08:00"));
  CHECK(counts(desk, "counts: clock far, by: due", "2026-06-01T00:00:00+08:00") == std::pair(1.0, 1.0));
}

TEST_CASE("a row's number never comes again, though another process has made the index anew") {
  const Desk desk;
  write_visit(desk, 1, "one");
  write_visit(desk, 2, "two");
  let_time_pass();
  CHECK(files_read(desk) == 2);
  const auto early = desk.open();
  early->update_index();
  std::filesystem::remove(desk.dir.path() / file_of(1));
  desk.dir.write(".itss/schemas/badge.yaml", std::string(kBadgeSchema) + "# changed\n");
  CHECK(titles(desk) == Texts{"two"});
  CHECK(files_read(desk) == 0);
  CHECK(titles(*early) == Texts{"two"});
}

TEST_CASE("a cache that cannot be used now is not called damaged, nor thrown away") {
  const Desk desk;
  write_visit(desk, 1, "one");
  let_time_pass();
  CHECK(titles(desk) == Texts{"one"});
  std::filesystem::remove(desk.dir.path() / ".itss/cache/index.stamp");
  std::filesystem::create_directory(desk.dir.path() / ".itss/cache/index.stamp");
  Texts notes;
  const auto repository = desk.open();
  repository->set_index_note([&](const std::string& note) { notes.push_back(note); });
  CHECK(repository->match("00001", "visit").records.size() == 1);
  CHECK(titles(*repository) == Texts{"one"});
  CHECK(notes.empty());
  CHECK(std::filesystem::exists(store::Index::file_of(desk.dir.path())));
}

TEST_CASE("a type's directory may be a link, however deep it lies") {
  const Desk desk;
  std::string deep = kVisitSchema;
  deep.replace(deep.find("directory: visits"), 17, "directory: a/visits");
  desk.dir.write(".itss/schemas/visit.yaml", deep);
  desk.dir.write("elsewhere/2026/11/" + kVisit + ".yaml", visit_text(kVisit, "one"));
  std::filesystem::create_directories(desk.dir.path() / "a");
  std::filesystem::create_directory_symlink("../elsewhere", desk.dir.path() / "a/visits");
  CHECK(titles(desk) == Texts{"one"});
}

TEST_CASE("any number of words may be asked for at once") {
  const Desk desk;
  write_visit(desk, 1, "one two");
  const auto found = [&](const Texts& words) {
    Texts notes, ids;
    const auto repository = desk.open();
    repository->set_index_note([&](const std::string& note) { notes.push_back(note); });
    repository->read_with_words("visit", {words, {}},
                                [&](const auto&, const store::Loaded& loaded) { ids.push_back(loaded.record->id); });
    CHECK(notes.empty());
    return ids.size();
  };
  CHECK(found(Texts(3000, "on")) == 1);
  CHECK(found(Texts(3000, "one")) == 1);
}

TEST_CASE("who has other schemas than the index is made by now answers from the files, and leaves it alone") {
  const Desk desk;
  const auto write = [&](int number) {
    const std::string id = fmt::format("VIS-20261124-{:05}", number);
    desk.dir.write(file_of(number), visit_text(id, "some words", "host: zhang.san\nroom: R1\n"));
  };
  write(1);
  let_time_pass();
  files_read(desk);
  const auto early = desk.open();
  CHECK(titles(*early) == Texts{"some words"});
  const auto later = desk.open();
  CHECK(later->match("nobody", "badge").records.empty());  // it has opened the index, and not looked at visits
  std::string more = kVisitSchema;
  more.replace(more.find("  host:"), 0, "  room: {type: text, label: {en: Room, zh: 房间}}\n");
  desk.dir.write(".itss/schemas/visit.yaml", more);
  const auto rooms = [&] {
    Texts found;
    desk.open()->read_with_words("visit", {{"some"}, {}}, [&](const auto&, const store::Loaded& loaded) {
      found.push_back(get(loaded.record->fields, "room").text());
    });
    return found;
  };
  CHECK(rooms() == Texts{"R1"});
  Texts linking, holding;
  early->each_linking("visit", "host", "zhang.san", [&](const auto& record) { linking.push_back(record->id); });
  early->read_with_words("visit", {{"some"}, {}},
                         [&](const auto& path, const auto&) { holding.push_back(path.stem()); });
  CHECK(linking.size() == 1);
  CHECK(holding.size() == 1);
  write(2);
  let_time_pass();
  CHECK(titles(*later).size() == 2);
  CHECK(rooms() == Texts{"R1", "R1"});
}
