#include <doctest/doctest.h>
#include <fmt/format.h>

#include "store/import_history.hpp"

using namespace itss;
using namespace itss::store;

namespace {

constexpr std::string_view kDay = "2026-03-02T";

Instant at(const std::string& clock) { return *parse_instant(std::string(kDay) + clock + ":00+00:00"); }

// A log of one incident in words: rows as `Word 10:30 [field=value]`, the columns of final instants apart.
struct Log {
  explicit Log(std::string opening) : opened(std::move(opening)) {
    map.system = "desk";
    map.first_state = "new";
    map.states = {{"New", {"new", {}}},
                  {"Active", {"in_progress", {}}},
                  {"Waiting", {"on_hold", {{"hold_reason", "waiting_user"}}}},
                  {"Resolved", {"resolved", {}}},
                  {"Closed", {"closed", {}}},
                  {"stray", {"same", {}}}};
    map.instants = {{"resolved", {"resolved_at"}, true}, {"closed", {"closed_at"}, false}};
  }

  Log& row(const char* word, const char* clock, Fields fields = {}) {
    ImportRow row;
    row.line = rows.size() + 2;
    row.at = at(clock);
    row.opened = at(opened);
    row.state = &map.states.at(word);
    row.fields = std::move(fields);
    row.source = {{"system", "desk"}, {"ref", "1"}, {"line", std::to_string(row.line)}};
    rows.push_back(std::move(row));
    return *this;
  }
  Log& resolved(const char* clock) { return resolved_at = at(clock), *this; }
  Log& closed(const char* clock) { return closed_at = at(clock), *this; }

  ImportHistory history() {
    for (auto& row : rows) row.entered = {resolved_at, closed_at};
    return import_history(rows, map, "importer", *parse_instant("2026-11-24T00:00:00Z"));
  }
  // The events as `10:30 status=new priority=P3 -hold_reason;...`.
  std::string told() {
    std::string text;
    for (const auto& event : history().events) {
      text += (text.empty() ? "" : "; ") + to_string(event.at).substr(kDay.size(), 5);
      if (event.set.count("status") > 0) text += " " + get(event.set, "status").text();
      for (const auto& [name, value] : event.set)
        if (name != "status") text += " " + name + "=" + value.text();
      for (const auto& name : event.unset) text += " -" + name;
    }
    return text;
  }

  std::string opened;
  std::optional<Instant> resolved_at, closed_at;
  ImportMap map;
  std::vector<ImportRow> rows;
};

}  // namespace

TEST_CASE("the first event lies at the opening, each further row at its own time with only what changed") {
  Log log("08:00");
  log.row("New", "08:10", {{"priority", "P3"}, {"group", "a"}})
      .row("Active", "09:00", {{"priority", "P3"}, {"group", "b"}})
      .row("Active", "09:30", {{"priority", "P1"}})
      .row("Resolved", "10:00", {{"priority", "P1"}})
      .row("Closed", "12:00", {{"priority", "P1"}})
      .resolved("10:00")
      .closed("12:00");
  CHECK(log.told() ==
        "08:00 new group=a priority=P3; 09:00 in_progress group=b; 09:30 priority=P1 -group; 10:00 resolved; 12:00 "
        "closed");
  CHECK(log.history().unchanged == 1);  // the first row says nothing that the opening did not
}

TEST_CASE("an imported event says who imported it, when, and where it stands in the log") {
  const auto events = Log("08:00").row("New", "08:00").history().events;
  REQUIRE(events.size() == 1);
  CHECK(events[0].by == "importer");
  CHECK(events[0].verb == "import");
  CHECK(to_string(*events[0].recorded) == "2026-11-24T00:00:00+00:00");
  CHECK(get(events[0].source, "line").text() == "2");
}

TEST_CASE("a row that changes nothing gives no event and is counted") {
  Log log("08:00");
  log.row("New", "08:00").row("New", "08:05").row("New", "08:06");
  CHECK(log.told() == "08:00 new");
  CHECK(log.history().unchanged == 2);
}

TEST_CASE("rows of one minute keep the order of the file") {
  Log log("08:00");
  log.row("New", "08:00")
      .row("Active", "08:00")
      .row("Waiting", "08:00")
      .row("Active", "08:00")
      .row("Resolved", "08:00")
      .resolved("08:00");
  CHECK(log.told() ==
        "08:00 new; 08:00 in_progress; 08:00 on_hold hold_reason=waiting_user; 08:00 in_progress -hold_reason; 08:00 "
        "resolved");
}

TEST_CASE("a record shown as resolved before the log's time of resolution is resolved at that time") {
  Log log("08:00");
  log.row("New", "08:00")
      .row("Resolved", "09:00")
      .row("Resolved", "11:00")
      .row("Closed", "12:00")
      .resolved("11:00")
      .closed("12:00");
  CHECK(log.told() == "08:00 new; 11:00 resolved; 12:00 closed");
}

TEST_CASE("a time of resolution between the rows is an event of its own") {
  Log log("08:00");
  log.row("Active", "08:30").row("Resolved", "09:00").row("Closed", "12:00").resolved("10:15").closed("12:00");
  CHECK(log.told() == "08:00 new; 08:30 in_progress; 10:15 resolved; 12:00 closed");
}

TEST_CASE("a resolution that did not last stays, the last one is at the log's time of resolution") {
  Log log("08:00");
  log.row("New", "08:00")
      .row("Resolved", "09:00")
      .row("Active", "10:00")
      .row("Resolved", "11:00")
      .row("Closed", "12:00");
  log.resolved("11:00").closed("12:00");
  CHECK(log.told() == "08:00 new; 09:00 resolved; 10:00 in_progress; 11:00 resolved; 12:00 closed");
}

TEST_CASE("without a time of resolution the record is never resolved, though a row says so") {
  Log log("08:00");
  log.row("New", "08:00").row("Resolved", "09:00").row("Closed", "12:00").closed("12:00");
  CHECK(log.told() == "08:00 new; 12:00 closed");
  CHECK_FALSE(log.history().without_instant);
}

TEST_CASE("a record that ends resolved without a time of resolution is so at its last row, and counted") {
  Log log("08:00");
  log.row("New", "08:00").row("Resolved", "09:00").row("Resolved", "09:30");
  CHECK(log.told() == "08:00 new; 09:30 resolved");
  CHECK(log.history().without_instant);
}

TEST_CASE("a row from before the opening counts from the opening") {
  Log log("08:00");
  log.row("Active", "06:00").row("Active", "08:20").row("Resolved", "09:00").resolved("09:00");
  CHECK(log.told() == "08:00 in_progress; 09:00 resolved");
  CHECK(log.history().moved == 1);
}

TEST_CASE("where one row's time contradicts the order of the file, the order is believed") {
  Log log("08:00");
  log.row("New", "08:02").row("Active", "09:20").row("New", "08:04").row("Resolved", "09:15").row("Closed", "12:00");
  log.resolved("09:15").closed("12:00");
  CHECK(log.told() == "08:00 new; 08:02 in_progress; 08:04 new; 09:15 resolved; 12:00 closed");
  CHECK(log.history().moved == 1);
}

TEST_CASE("what comes before the last resolution is not later than it") {
  Log log("08:00");
  log.row("Active", "09:00")
      .row("Active", "10:30", {{"priority", "P1"}})
      .row("Resolved", "11:00")
      .row("Closed", "12:00");
  log.resolved("10:00").closed("12:00");
  CHECK(log.told() == "08:00 new; 09:00 in_progress; 10:00 priority=P1; 10:00 resolved; 11:00 -priority; 12:00 closed");
}

TEST_CASE("a record closed, then touched again, is closed at the log's closing time") {
  Log log("08:00");
  log.row("New", "08:00")
      .row("Resolved", "09:00")
      .row("Closed", "09:01")
      .row("Closed", "12:00")
      .resolved("09:00")
      .closed("12:00");
  CHECK(log.told() == "08:00 new; 09:00 resolved; 12:00 closed");
}

TEST_CASE("closing never lies before the resolution") {
  Log log("08:00");
  log.row("New", "08:00").row("Resolved", "09:00").row("Closed", "09:30").resolved("10:00");
  CHECK(log.told() == "08:00 new; 10:00 resolved; 10:00 closed");
}

TEST_CASE("a record that is open again after a resolution shows both") {
  Log log("08:00");
  log.row("New", "08:00").row("Resolved", "09:00").row("Active", "10:00").resolved("09:00");
  CHECK(log.told() == "08:00 new; 09:00 resolved; 10:00 in_progress");
}

TEST_CASE("a resolution that no row shows is still entered") {
  Log log("08:00");
  log.row("Active", "08:00").row("Closed", "12:00").resolved("11:00").closed("12:00");
  CHECK(log.told() == "08:00 in_progress; 11:00 resolved; 12:00 closed");
}

TEST_CASE("a time of resolution behind the last row has not come yet if that row shows the record being worked on") {
  Log open("08:00");
  open.row("Active", "08:00").resolved("11:00");
  CHECK(open.told() == "08:00 in_progress");
  CHECK_FALSE(open.history().without_instant);
  Log same_minute("08:00");
  same_minute.row("New", "08:00").row("Active", "11:00").resolved("11:00");
  CHECK(same_minute.told() == "08:00 new; 11:00 in_progress");
  Log back("08:00");
  back.row("Resolved", "09:00").row("Closed", "10:00").row("Resolved", "11:00").resolved("11:00").closed("12:00");
  CHECK(back.told() == "08:00 new; 10:00 closed; 11:00 resolved");
}

TEST_CASE("a time of resolution between rows that show the record being worked on is a resolution that did not last") {
  Log open("08:00");
  open.row("Active", "08:00").row("Active", "12:00").resolved("11:00");
  CHECK(open.told() == "08:00 in_progress; 11:00 resolved; 12:00 in_progress");
}

TEST_CASE("an instant before the opening is taken for none, and counted") {
  Log log("08:00");
  log.row("New", "08:00").row("Resolved", "09:00").row("Closed", "12:00").resolved("07:00").closed("12:00");
  CHECK(log.told() == "08:00 new; 12:00 closed");
  CHECK(log.history().instant_ignored);
}

TEST_CASE("a stray word leaves the state as it is") {
  Log log("08:00");
  log.row("stray", "08:00").row("Active", "08:30").row("stray", "09:00", {{"priority", "P1"}});
  CHECK(log.told() == "08:00 new; 08:30 in_progress; 09:00 priority=P1");
}

TEST_CASE("a field may count only in some states") {
  Log log("08:00");
  ImportField steps;
  steps.field = "steps";
  steps.in = {"resolved", "closed"};
  log.map.fields = {steps};
  log.row("New", "08:00", {{"steps", "x"}})
      .row("Resolved", "09:00", {{"steps", "x"}})
      .row("Active", "10:00", {{"steps", "x"}});
  log.resolved("09:00");
  CHECK(log.told() == "08:00 new; 09:00 resolved steps=x; 10:00 in_progress -steps");
}

TEST_CASE("times that contradict the order are those outside a longest run that never goes back") {
  const auto told = [](const std::vector<int>& minutes) {
    std::vector<SysSeconds> times;
    for (const int each : minutes) times.emplace_back(std::chrono::minutes(each));
    std::string text;
    for (const bool kept : in_order(times)) text += kept ? 'k' : '.';
    return text;
  };
  CHECK(told({}).empty());
  CHECK(told({5}) == "k");
  CHECK(told({1, 2, 2, 3}) == "kkkk");
  CHECK(told({1, 9, 2, 3}) == "k.kk");
  CHECK(told({5, 6, 1, 7}) == "kk.k");
  CHECK(told({1, 2, 0, 0, 0, 3}) == "..kkkk");
}
