// Business-time cases from independent sources where the data is at hand, and a few of our own in the same form.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <map>

#include "base/text.hpp"
#include "calendar_make.hpp"

namespace itss::calendar {

namespace {

using Row = std::map<std::string, std::string>;

std::vector<std::string> csv_cells(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      cells.emplace_back();
    else
      cells.back() += c;
  }
  return cells;
}

std::vector<Row> read_rows(std::istream& in) {
  std::vector<Row> rows;
  std::string line;
  std::getline(in, line);
  const auto names = csv_cells(line);
  while (std::getline(in, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const auto cells = csv_cells(line);
    Row row;
    for (std::size_t i = 0; i < std::min(names.size(), cells.size()); ++i) row[names[i]] = cells[i];
    rows.push_back(row);
  }
  return rows;
}

// `a=x,y;b=z` as lines `  a: [x,y]`.
std::string entries(const std::string& text) {
  std::string out;
  for (const auto& part : split(text, ';')) {
    if (part.empty()) continue;
    const auto equals = part.find('=');
    out += fmt::format("  {}: [{}]\n", part.substr(0, equals), part.substr(equals + 1));
  }
  return out;
}

std::string calendar_file(Row row) {
  std::string out = "zone: " + row["tz"] + "\nweekly:\n" + entries(row["schedule"]);
  if (!row["holidays"].empty()) out += "holidays:\n";
  for (const auto& day : split(row["holidays"], ' '))
    if (!day.empty()) out += "  " + day + ": off\n";
  if (!row["overrides"].empty()) out += "workdays:\n" + entries(row["overrides"]);
  return out;
}

Seconds paused(const Calendar& calendar, const std::string& pauses, SysSeconds from, SysSeconds to) {
  Seconds sum{0};
  for (const auto& pause : split(pauses, ' ')) {
    if (pause.empty()) continue;
    const auto ends = split(pause, '/');
    const auto begin = std::max(from, utc(ends.at(0)));
    const auto end = std::min(to, utc(ends.at(1)));
    if (begin < end) sum += calendar.between(begin, end);
  }
  return sum;
}

void check(Row row) {
  CAPTURE(row["id"]);
  const auto calendar = make_calendar(calendar_file(row));
  const auto start = utc(row["start"]);
  const std::string op = row["op"];
  if (op == "between") {
    const auto end = utc(row["end"]);
    CHECK(std::to_string((calendar.between(start, end) - paused(calendar, row["pauses"], start, end)).count()) ==
          row["expected"]);
  } else if (op == "is_open") {
    CHECK(calendar.is_open(start) == (row["expected"] == "true"));
  } else if (op == "is_workday") {
    CHECK(calendar.is_workday(calendar.zone().date_at(start)) == (row["expected"] == "true"));
  } else {
    REQUIRE((op == "add" || op == "sub"));
    const Seconds amount(std::stol(row["delta"]));
    const auto end =
        op == "add" ? calendar.add(start, amount) : calendar.add(start, -amount, {}, Calendar::Direction::back);
    REQUIRE(end);
    CHECK(to_string(Instant{end->at}) == to_string(Instant{utc(row["end"])}));
  }
}

}  // namespace

TEST_CASE("business-time vectors of other projects") {
  std::ifstream in(std::string(ITSS_SOURCE_DIR) + "/../shared/data/business_hours_vectors.csv");
  if (!in) return;
  for (const auto& row : read_rows(in)) {
    if (!row.at("pauses").empty() && row.at("op") != "between") continue;
    check(row);
  }
}

TEST_CASE("business-time vectors of our own") {
  std::istringstream in(R"(id,op,tz,schedule,holidays,overrides,pauses,start,delta,end,expected
O1,add,UTC,mon=09:00-17:00;tue=10:00-16:00,,,,2026-03-02T16:00:00Z,5400,2026-03-03T10:30:00Z,
O2,sub,UTC,mon=09:00-17:00;tue=10:00-16:00,,,,2026-03-03T10:30:00Z,5400,2026-03-02T16:00:00Z,
O3,between,UTC,mon=09:00-17:00,2026-03-09,,,2026-03-01T00:00:00Z,,2026-03-16T00:00:00Z,28800
O4,is_open,UTC,mon=09:00-17:00,,2026-03-02=10:00-11:00,,2026-03-02T09:30:00Z,,,false
O5,is_workday,UTC,mon=09:00-17:00,,2026-03-01=10:00-11:00,,2026-03-01T00:00:00Z,,,true
O6,add,Europe/Berlin,sat=22:00-24:00;sun=00:00-04:00,,,,2026-03-28T22:00:00+01:00,14400,2026-03-29T03:00:00+02:00,
O7,between,UTC,mon=00:00-24:00,,,2026-03-02T10:00:00Z/2026-03-02T11:00:00Z,2026-03-02T09:00:00Z,,2026-03-02T12:00:00Z,7200
)");
  for (const auto& row : read_rows(in)) check(row);
}

}  // namespace itss::calendar
