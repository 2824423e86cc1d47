#include "calendar/rewritten.hpp"
#include "calendar_make.hpp"

namespace itss::calendar {

namespace {

Definition definition(const std::string& text) {
  Diagnostics findings;
  const auto document = yaml::Document::parse(text, "calendars/test.yaml", findings);
  REQUIRE(document);
  auto read = read_definition(*document, findings);
  REQUIRE(read);
  return std::move(*read);
}

// The first date that changed between two files, seen on 2026-11-24.
std::string first(const std::string& before, const std::string& after) {
  const auto found = first_rewritten(definition(before), definition(after), parse_date("2026-11-24").value());
  return found ? itss::to_string(*found) : "none";
}

const std::string kYear = "zone: Asia/Shanghai\ncovers: 2026-01-01..2026-12-31\nweekly: {mon-fri: [09:00-17:00]}\n";
const std::string kOpen = "zone: Asia/Shanghai\nweekly: {mon-fri: [09:00-17:00]}\n";

}  // namespace

TEST_CASE("a change between declared dates is found, whether they are past or to come") {
  CHECK(first(kYear, kYear + "holidays: {2026-03-02: x}\n") == "2026-03-02");
  CHECK(first(kYear, kYear + "holidays: {2026-12-28..2026-12-29: x}\n") == "2026-12-28");
  CHECK(first(kYear, kYear + "workdays: {2026-03-07: [10:00-11:00]}\n") == "2026-03-07");
  CHECK(first(kYear + "holidays: {2026-03-02: x}\n", kYear) == "2026-03-02");
  CHECK(first(kYear, "zone: Asia/Shanghai\ncovers: 2026-01-01..2026-12-31\nweekly: {mon-fri: [09:00-18:00]}\n") ==
        "2026-01-01");
  CHECK(first(kYear, "zone: Asia/Tokyo\ncovers: 2026-01-01..2026-12-31\nweekly: {mon-fri: [09:00-17:00]}\n") ==
        "2026-01-01");
}

TEST_CASE("days after the end of what was declared, and a later end, are no change") {
  CHECK(first(kYear,
              "zone: Asia/Shanghai\ncovers: 2026-01-01..2027-12-31\nweekly: {mon-fri: [09:00-17:00]}\n"
              "holidays: {2027-01-01: x}\n") == "none");
  CHECK(first(kYear, kYear + "holidays: {2025-12-31: x}\n") == "none");
}

TEST_CASE("what is said otherwise but means the same is no change") {
  CHECK(first(kYear + "holidays: {2026-03-02..2026-03-03: x}\n",
              kYear + "holidays: {2026-03-03: z, 2026-03-02: y}\n") == "none");
  CHECK(first(kYear, kYear + "holidays: {2026-03-07: a Saturday}\n") == "none");
  CHECK(first(kYear, "zone: PRC\ncovers: 2026-01-01..2026-12-31\nweekly: {mon-thu: 09:00-17:00, fri: 09:00-17:00}\n") ==
        "none");
  CHECK(first(kYear, kOpen) == "none");
}

TEST_CASE("a new version is how a change is made") {
  const std::string version = "versions: [{from: 2026-12-01, weekly: {mon-fri: [09:00-18:00]}}]\n";
  CHECK(first(kYear, kYear + version) == "none");
  CHECK(first(kOpen, kOpen + version) == "none");
  // Once there, it is declared like the rest.
  CHECK(first(kYear + version, kYear) == "2026-12-01");
  CHECK(first(kYear + version, kYear + "versions: [{from: 2026-12-01, weekly: {mon-fri: [09:00-19:00]}}]\n") ==
        "2026-12-01");
  CHECK(first(kYear + version, kYear + "versions: [{from: 2026-12-15, weekly: {mon-fri: [09:00-18:00]}}]\n") ==
        "2026-12-01");
  CHECK(first(kYear + version, kYear + "versions: [{from: 2026-12-01, weekly: {mon-fri: [09:00-18:00]}}, "
                                       "{from: 2026-12-15, weekly: {mon-fri: [09:00-16:00]}}]\n") == "none");
}

TEST_CASE("without covers, a change of the past is found and one of the future is none") {
  CHECK(first(kOpen, kOpen + "holidays: {2026-11-23: x}\n") == "2026-11-23");
  CHECK(first(kOpen, kOpen + "holidays: {2026-11-24: today}\n") == "none");
  CHECK(first(kOpen, kOpen + "holidays: {2027-01-01: x}\n") == "none");
  CHECK(first(kOpen, kOpen + "holidays: {12-25: x}\n") == "2025-12-25");
  CHECK(first(kOpen + "holidays: {2019-05-01: x}\n", kOpen) == "2019-05-01");
  CHECK(first(kOpen, "zone: Asia/Shanghai\nweekly: {mon-fri: [09:00-18:00]}\n") == "2025-11-24");
}

}  // namespace itss::calendar
