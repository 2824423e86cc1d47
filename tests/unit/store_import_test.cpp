#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "base/text.hpp"
#include "record/replay.hpp"
#include "store/import.hpp"

using namespace itss;
using namespace itss::store;
namespace fs = std::filesystem;

namespace {

constexpr const char* kMap = R"(
system: desk
record: ticket
group: no
times: {format: '%Y-%m-%d %H:%M', zone: UTC}
time: at
status: {column: state, values: {New: new, Active: in_progress, Resolved: resolved, Closed: closed}}
fields: {title: what, group: {column: team, creates: group}, assignee: who}
creates: {group: {set: {name: '{value}'}}}
)";

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// A repository of its own in an empty directory, which stays where a test fails.
struct Desk {
  fs::path root;
  std::unique_ptr<Repository> repository;
  std::optional<ImportMap> map;
  ImportOptions options;

  explicit Desk(const std::string& map_text = kMap) {
    std::string pattern = (fs::temp_directory_path() / "itss-import-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    root = fs::canonical(pattern);
    std::ofstream(root / "itss.yaml") << "name: desk\nzone: Asia/Shanghai\n";
    repository = Repository::open(root);
    Diagnostics findings;
    const auto document = yaml::Document::parse(map_text, "map.yaml", findings);
    REQUIRE(document);
    map = read_import_map(*document, repository->schemas(), repository->zone(), findings);
    for (const auto& finding : findings) MESSAGE(to_text(finding));
    REQUIRE(map);
    options.actor = "wang.fang";
    options.now = *parse_instant("2026-11-24T10:00:00+08:00");
  }
  ~Desk() { fs::remove_all(root); }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  ImportReport import(const std::string& rows) {
    return import_table(*repository, read_csv("no,at,state,what,team,who\n" + rows), *map, options);
  }
  std::string all() const {
    std::string text;
    for (const auto& entry : fs::recursive_directory_iterator(root))
      if (entry.path().extension() == ".yaml") text += entry.path().string() + "\n" + text_of(entry.path());
    return text;
  }
  std::vector<record::RecordPtr> tickets() const {
    std::vector<record::RecordPtr> found;
    repository->each("ticket", [&](const record::RecordPtr& record) { found.push_back(record); });
    return found;
  }
};

std::string reasons(const ImportReport& report) {
  std::string text;
  for (const auto& reject : report.rejects) text += fmt::format("{}: {}\n", reject.line, reject.reason);
  return text;
}

constexpr const char* kRows =
    "7,2026-01-05 09:00,New,Lamp,Team 1,\n"
    "7,2026-01-05 10:00,Active,Lamp,Team 2,\n"
    "8,2026-01-05 23:30,New,Door,Team 1,\n";

}  // namespace

TEST_CASE("a log becomes records with their history, and the groups that it names") {
  Desk desk;
  const ImportReport report = desk.import(kRows);
  CHECK(report.rows == 3);
  CHECK(report.records_new == 2);
  CHECK(report.events == 3);
  CHECK(report.created == std::map<std::string, std::size_t>{{"group", 2}});
  CHECK(report.paths.size() == 4);
  const auto tickets = desk.tickets();
  REQUIRE(tickets.size() == 2);
  CHECK(get(tickets[0]->fields, "status").text() == "in_progress");
  CHECK(get(tickets[0]->fields, "group").text() == "team-2");
  CHECK(tickets[0]->events.size() == 2);
  CHECK(tickets[0]->id.substr(0, 13) == "TKT-20260105-");
  CHECK(tickets[1]->id.substr(0, 13) == "TKT-20260106-");  // the repository's date
  const auto group = desk.repository->find("team-1", "group");
  REQUIRE(group);
  CHECK(get(group->fields, "name").text() == "Team 1");
  CHECK(get(group->fields, "status").text() == "active");
  CHECK(to_string(group->events.front().at) == "2026-01-05T09:00:00+00:00");
}

TEST_CASE("what is made for a name exists since the earliest record that names it, wherever in the file that stands") {
  Desk desk;
  desk.import("8,2026-02-05 23:30,New,Door,Team 1,\n7,2026-01-05 09:00,New,Lamp,Team 1,\n");
  CHECK(to_string(desk.repository->find("team-1", "group")->events.front().at) == "2026-01-05T09:00:00+00:00");
}

TEST_CASE("a second import of the same log changes nothing, later and by somebody else") {
  Desk desk;
  desk.import(kRows);
  const std::string before = desk.all();
  desk.options.actor = "li.na";
  desk.options.now = *parse_instant("2026-11-25T10:00:00+08:00");
  const ImportReport again = desk.import(kRows);
  CHECK(again.records_unchanged == 2);
  CHECK(again.records_new + again.records_extended + again.events == 0);
  CHECK(again.events_known == 3);
  CHECK(again.created.empty());
  CHECK(again.paths.empty());
  CHECK(desk.all() == before);
}

TEST_CASE("another cut of the same log, with other line numbers, changes nothing either") {
  Desk desk;
  desk.import(kRows);
  const std::string before = desk.all();
  desk.import("9,,,,,\n8,2026-01-05 23:30,New,Door,Team 1,\n");
  CHECK(desk.all() == before);
}

TEST_CASE("a log that has grown adds only its new events") {
  Desk desk;
  desk.import(kRows);
  const ImportReport grown =
      desk.import(std::string(kRows) + "7,2026-01-05 12:00,Closed,Lamp,Team 2,\n9,2026-01-07 08:00,New,Roof,Team 1,\n");
  CHECK(grown.records_new == 1);
  CHECK(grown.records_extended == 1);
  CHECK(grown.records_unchanged == 1);
  CHECK(grown.events == 2);
  const auto lamp = desk.tickets().front();
  CHECK(get(lamp->fields, "status").text() == "closed");
  CHECK(lamp->events.size() == 3);
}

TEST_CASE("a history that says the same twice is known by how often it does") {
  Desk desk;
  const std::string twice =
      "7,2026-01-05 09:00,New,Lamp,,\n7,2026-01-05 09:00,Active,Lamp,,\n7,2026-01-05 09:00,New,Lamp,,\n";
  desk.import(twice);
  const ImportReport more = desk.import(twice + "7,2026-01-05 09:00,Active,Lamp,,\n");
  CHECK(more.events == 1);
  CHECK(desk.tickets().front()->events.size() == 4);
}

TEST_CASE("bad rows are set aside with their lines and reasons, the others are imported") {
  Desk desk;
  const ImportReport report = desk.import(
      "7,2026-01-05 09:00,New,Lamp,Team 1,\n"
      "7,2026-01-05\n"
      "8,yesterday,New,Door,Team 1,\n"
      "9,2026-01-05 09:00,Broken,Roof,Team 1,\n"
      ",2026-01-05 09:00,New,Roof,Team 1,\n"
      "7,2026-01-05 11:00,Active,Lamp,!!,\n"
      "7,2026-01-05 11:30,Active,Lamp,team-1,\n"
      "7,2026-01-05 12:00,Active,Lamp,Team 1,nobody\n"
      "7,2026-01-05 13:00,Active,Lamp,Team 1,\n");
  CHECK(report.records_new == 1);
  CHECK(report.events == 2);
  CHECK(reasons(report) ==
        "3: 2 fields where the header has 6\n"
        "4: column 'at': 'yesterday' is not a time of the form '%Y-%m-%d %H:%M'\n"
        "5: column 'state': the map has no state for 'Broken'\n"
        "6: column 'no': the row names no record\n"
        "7: column 'team': no id can be made of '!!'\n"
        "8: 'Team 1' and 'team-1' would share the id 'team-1'\n"
        "9: column 'who': there is no person 'nobody'\n");
}

TEST_CASE("the file of rejects, mended, makes the record that the mended log would have made") {
  const std::string header = "no,at,state,what,team,who\n";
  const std::string good =
      "7,2026-01-05 09:00,New,Lamp,Team 1,\n"
      "8,2026-01-05 09:00,New,Door,Team 1,\n"
      "7,2026-01-05 10:00,Active,Lamp,Team 2,\n"
      "7,2026-01-05 11:00,Resolved,Lamp,Team 2,\n"
      "7,2026-01-05 12:00,Closed,Lamp,Team 2,\n";
  for (const char* bad : {"11:00,Solved", "11:00,Res\xCB\xF8olved", "11:00,x,Resolved", "11:00,\"Resolved"}) {
    CAPTURE(bad);
    std::string log = header + good;
    log.replace(log.find("11:00,Resolved"), 14, bad);
    Desk desk, whole;
    whole.import(good);
    const CsvTable table = read_csv(log);
    const ImportReport report = import_table(*desk.repository, table, *desk.map, desk.options);
    CHECK(report.rejects.size() == 1);
    CHECK(report.companions.size() == 3);
    auto rows = report.rejects;
    rows.insert(rows.end(), report.companions.begin(), report.companions.end());
    std::string mended = reject_file(table, rows);
    mended.replace(mended.find(bad), std::string(bad).size(), "11:00,Resolved");
    const ImportReport second = import_table(*desk.repository, read_csv(mended), *desk.map, desk.options);
    CHECK(second.rejects.empty());
    CHECK(second.unused_columns.empty());
    CHECK(second.records_extended == 1);
    const auto spans = [](const Desk& of) {
      std::string text;
      for (const auto& ticket : of.tickets())
        for (const auto& span : record::state_spans(*ticket)) text += span.state + " " + to_string(span.from) + ";";
      return text;
    };
    CHECK(spans(desk) == spans(whole));
    CHECK(desk.import(good).records_unchanged == 2);
  }
}

TEST_CASE("a dry run finds out the same and writes nothing") {
  Desk desk;
  const std::string before = desk.all();
  desk.options.dry_run = true;
  const ImportReport report = desk.import(kRows);
  CHECK(report.records_new == 2);
  CHECK(report.paths.empty());
  CHECK(desk.all() == before);
}

TEST_CASE("a record whose file cannot be read is left alone, and its rows are set aside") {
  Desk desk;
  desk.import(kRows);
  const fs::path file = desk.root / desk.tickets().front()->file;
  std::ofstream(file) << "id: [\n";
  const ImportReport report = desk.import(kRows);
  CHECK(report.records_unchanged == 1);
  CHECK(report.rejects.size() == 2);
  CHECK(text_of(file) == "id: [\n");
}

TEST_CASE("what a person did after the import stays when the log is imported again") {
  Desk desk;
  desk.import(kRows);
  const auto before = desk.tickets().front();
  record::Record after = *before;
  record::Event comment;
  comment.at = desk.options.now;
  comment.by = "wang.fang";
  comment.verb = record::kComment;
  comment.note = "called back";
  after.events.push_back(comment);
  desk.repository->write({{after.type, after.id, before, after}});
  desk.import(std::string(kRows) + "7,2026-01-05 12:00,Closed,Lamp,Team 2,\n");
  const auto now = desk.tickets().front();
  CHECK(now->events.size() == 4);
  CHECK(get(now->fields, "status").text() == "closed");
}

namespace {

constexpr const char* kResolved =
    "7,2026-01-05 09:00,New,Lamp,Team 1,\n"
    "7,2026-01-05 10:00,Resolved,Lamp,Team 1,\n";

// Verbs and states in the file's order.
std::string verbs(const record::Record& record) {
  std::string text;
  for (const auto& event : record.events) text += event.verb + " " + get(event.set, "status").text() + ";";
  return text;
}

}  // namespace

TEST_CASE("what a log tells otherwise than before is retracted, not removed, and a third import changes nothing") {
  Desk desk;
  desk.import(kResolved);
  const std::string mended =
      "7,2026-01-05 09:00,New,Lamp,Team 1,\n"
      "7,2026-01-05 10:00,Active,Lamp,Team 1,\n"
      "7,2026-01-05 11:00,Closed,Lamp,Team 1,\n";
  const ImportReport report = desk.import(mended);
  CHECK(report.records_extended == 1);
  CHECK(report.events_known == 1);
  CHECK(report.events_retracted == 1);
  CHECK(report.events == 2);
  const auto lamp = desk.tickets().front();
  CHECK(verbs(*lamp) == "import new;import resolved;retract ;import in_progress;import closed;");
  const auto spans = record::state_spans(*lamp);
  REQUIRE(spans.size() == 3);
  CHECK(spans[1].state == "in_progress");
  CHECK(get(lamp->events[2].source, "ref").text() == "7");
  CHECK(desk.import(mended).records_unchanged == 1);
  // Back again within the same second: the new event is not the retracted one.
  const ImportReport back = desk.import(std::string(kResolved) + "7,2026-01-05 11:00,Closed,Lamp,Team 1,\n");
  CHECK(back.events == 1);
  CHECK(record::state_spans(*desk.tickets().front())[1].state == "resolved");
}

TEST_CASE("events of one second keep the order of the log when one is added between them") {
  Desk desk;
  desk.import("7,2026-01-05 09:00,New,Lamp,,\n7,2026-01-05 10:00,Active,Lamp,,\n7,2026-01-05 10:00,Closed,Lamp,,\n");
  desk.import(
      "7,2026-01-05 09:00,New,Lamp,,\n7,2026-01-05 10:00,Active,Lamp,,\n7,2026-01-05 10:00,Resolved,Lamp,,\n"
      "7,2026-01-05 10:00,Closed,Lamp,,\n");
  const auto spans = record::state_spans(*desk.tickets().front());
  REQUIRE(spans.size() == 4);
  CHECK(spans[2].state == "resolved");
  CHECK(spans[3].state == "closed");
}

TEST_CASE("an imported event that a person took back stays so") {
  Desk desk;
  desk.import(kResolved);
  const auto before = desk.tickets().front();
  record::Record after = *before;
  record::Event retraction;
  retraction.at = desk.options.now;
  retraction.by = "wang.fang";
  retraction.verb = record::kRetract;
  retraction.retracts = before->events[1].id();
  after.events.push_back(retraction);
  after.fields = record::replay(after);
  desk.repository->write({{after.type, after.id, before, after}});
  CHECK(desk.import(kResolved).records_unchanged == 1);
  const ImportReport more = desk.import(std::string(kResolved) + "7,2026-01-05 12:00,Active,Lamp,Team 2,\n");
  CHECK(more.events == 1);
  CHECK(record::state_spans(*desk.tickets().front()).size() == 2);
}

TEST_CASE("a column that the map leaves out may be absent, one that it reads may not") {
  Desk desk(std::string(kMap) + "ignored: [mood]\n");
  CHECK(desk.import(kRows).records_new == 2);
  const auto without = [&] {
    import_table(*desk.repository, read_csv("no,at,state,what,team\n"), *desk.map, desk.options);
  };
  CHECK_THROWS_WITH_AS(without(), doctest::Contains("the table has no column 'who', which the map names"), Error);
}

TEST_CASE("some rows of a record are not taken for all of them") {
  Desk desk;
  desk.import(kResolved);
  const std::string before = desk.all();
  const ImportReport part = desk.import("7,2026-01-05 09:30,Active,Lamp,Team 1,\n");
  CHECK(part.records_extended == 0);
  CHECK(reasons(part) == "2: rows of '7' that were imported before are missing here; import all its rows\n");
  CHECK(desk.all() == before);
  const ImportReport older = desk.import("7,2026-01-05 09:00,New,Lamp,Team 1,\n");
  CHECK(older.records_unchanged == 1);
  CHECK(older.rejects.empty());
  CHECK(desk.all() == before);
}

TEST_CASE("an id follows from system and reference, and counts on where it is taken") {
  const Date date = *parse_date("2026-01-05");
  const std::string id = import_id("TKT", date, "desk", "7");
  CHECK(id == import_id("TKT", date, "desk", "7"));
  CHECK(parse_dated_id(id));
  CHECK(id != import_id("TKT", date, "desk", "8"));
  CHECK(id != import_id("TKT", date, "other", "7"));
  CHECK(id != import_id("TKT", date, "desk", "7", 1));

  Desk desk;
  record::Record other;
  other.id = id;
  other.type = "ticket";
  record::Event event;
  event.at = *parse_instant("2026-01-05T09:00:00+08:00");
  event.by = "wang.fang";
  event.verb = record::kNew;
  event.set = {{"status", "new"}, {"title", "Something else"}};
  other.events = {event};
  other.fields = event.set;
  desk.repository->write({{other.type, other.id, nullptr, other}});
  CHECK(desk.import(kRows).records_new == 2);
  CHECK(desk.tickets().size() == 3);
  CHECK(desk.repository->find(import_id("TKT", date, "desk", "7", 1), "ticket") != nullptr);
  CHECK(desk.import(kRows).records_unchanged == 2);
}

TEST_CASE("progress is told after each batch, and batches give the same as one") {
  Desk desk;
  desk.options.batch = 1;
  std::string told;
  desk.options.progress = [&](std::size_t done, std::size_t total) { told += fmt::format("{}/{} ", done, total); };
  desk.import(kRows);
  CHECK(told == "1/2 2/2 ");
  CHECK(desk.tickets().size() == 2);
  CHECK(desk.import(kRows).records_unchanged == 2);
}

TEST_CASE("the imported files are as the tool itself would write them") {
  Desk desk;
  desk.import(kRows);
  for (const auto& record : desk.tickets()) {
    const Loaded loaded = desk.repository->load(record->id, "ticket");
    CHECK(loaded.findings.empty());
    const schema::Schema& schema = *desk.repository->schemas().find("ticket");
    CHECK(record::check_form(*loaded.document, schema).empty());
    CHECK(record::drift(*record, schema, *loaded.document).empty());
  }
}
