// Business-time cases from independent sources where the data is at hand, and a few of our own in the same form.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <map>

#include "base/text.hpp"
#include "calendar/pauses.hpp"
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

Pauses pauses_of(const std::string& text) {
  std::vector<Pause> all;
  for (const auto& pause : split(text, ' ')) {
    if (pause.empty()) continue;
    const auto ends = split(pause, '/');
    all.push_back({utc(ends.at(0)), utc(ends.at(1))});
  }
  return Pauses(std::move(all));
}

void check(Row row) {
  CAPTURE(row["id"]);
  const auto calendar = make_calendar(calendar_file(row));
  const auto start = utc(row["start"]);
  const std::string op = row["op"];
  if (op == "between") {
    const auto end = utc(row["end"]);
    CHECK(std::to_string(between(calendar, start, end, pauses_of(row["pauses"])).count()) == row["expected"]);
  } else if (op == "is_open") {
    CHECK(calendar.is_open(start) == (row["expected"] == "true"));
  } else if (op == "is_workday") {
    CHECK(calendar.is_workday(calendar.zone().date_at(start)) == (row["expected"] == "true"));
  } else {
    REQUIRE((op == "add" || op == "sub"));
    const Seconds amount(std::stol(row["delta"]));
    const auto pauses = pauses_of(row["pauses"]);
    const auto end = op == "add" ? add(calendar, start, amount, pauses)
                                 : add(calendar, start, -amount, pauses, {}, Calendar::Direction::back);
    REQUIRE(end);
    CHECK(to_string(Instant{end->at}) == to_string(Instant{utc(row["end"])}));
  }
}

}  // namespace

TEST_CASE("business-time vectors of other projects") {
  std::ifstream in(std::string(ITSS_SOURCE_DIR) + "/../shared/data/business_hours_vectors.csv");
  if (!in) return;
  for (const auto& row : read_rows(in)) check(row);
}

TEST_CASE("business-time vectors of our own") {
  std::ifstream in(std::string(ITSS_SOURCE_DIR) + "/tests/data/business_hours.csv");
  REQUIRE(in);
  for (const auto& row : read_rows(in)) check(row);
}

}  // namespace itss::calendar
