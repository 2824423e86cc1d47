#include "calendar/feed.hpp"
#include "calendar_make.hpp"

namespace itss::calendar {

namespace {

using Days = std::vector<std::pair<const char*, const char*>>;

Result<Growth> grown(const std::string& text, const Days& days, FeedRules rules = {}) {
  Diagnostics findings;
  const auto document = yaml::Document::parse(text, "calendars/test.yaml", findings);
  REQUIRE(document);
  std::vector<FeedDay> feed;
  for (const auto& [date, summary] : days) feed.push_back({parse_date(date).value(), summary});
  return grow(*document, feed, rules);
}

std::string refusal(const std::string& text, const Days& days, const FeedRules& rules = {}) {
  const auto growth = grown(text, days, rules);
  if (!growth) return growth.error();
  return growth->conflicts.empty() ? "" : growth->conflicts.front();
}

const std::string kFile =
    "# our office\nzone: Asia/Shanghai\ncovers: 2026-01-01..2026-12-31  # until the next notice\n"
    "weekly: {mon-fri: [09:00-17:00]}\nholidays:\n  2026-05-01: 劳动节  # keep\nworkdays: {2026-05-09: fri}\n";

}  // namespace

TEST_CASE("days of a feed join a calendar and leave the rest of its file as it was") {
  FeedRules rules;
  rules.covers = "2026-01-01..2027-12-31";
  const auto growth = grown(kFile,
                            {{"2027-01-02", "元旦"},
                             {"2027-01-01", "元旦"},
                             {"2026-05-01", "劳动节"},
                             {"2027-01-03", "元旦补班"},
                             {"2027-01-05", "other"}},
                            rules);
  REQUIRE(growth);
  CHECK(growth->bytes ==
        "# our office\nzone: Asia/Shanghai\ncovers: 2026-01-01..2027-12-31  # until the next notice\n"
        "weekly: {mon-fri: [09:00-17:00]}\nholidays:\n  2026-05-01: 劳动节  # keep\n"
        "  2027-01-01..2027-01-02: 元旦\n  2027-01-05: other\n"
        "workdays: {2026-05-09: fri, 2027-01-03: fri}\n");
  CHECK(growth->holiday_days == 3);
  CHECK(growth->workday_days == 1);
  CHECK(growth->known == 1);
  CHECK(growth->rewritten.empty());
}

TEST_CASE("a calendar without lists gets them where they belong; a feed that is known changes nothing") {
  const std::string bare = "zone: UTC\nweekly: {mon-fri: [09:00-17:00]}\nversions: []\n";
  const auto growth = grown(bare, {{"2027-01-01", "no"}, {"2027-01-02", "Make-Up day"}});
  REQUIRE(growth);
  CHECK(growth->bytes ==
        "zone: UTC\nweekly: {mon-fri: [09:00-17:00]}\nholidays: {2027-01-01: \"no\"}\n"
        "workdays: {2027-01-02: fri}\nversions: []\n");
  const auto again = grown(growth->bytes, {{"2027-01-01", "no"}, {"2027-01-02", "Make-Up day"}});
  REQUIRE(again);
  CHECK(again->bytes == growth->bytes);
  CHECK(again->known == 2);
}

TEST_CASE("which days are worked, and like which weekday, may be said") {
  FeedRules rules;
  rules.worked = {"duty"};
  rules.workday_as = "mon";
  const auto growth = grown(kFile, {{"2027-01-02", "DUTY"}, {"2027-01-03", "不上班"}}, rules);
  REQUIRE(growth);
  REQUIRE(growth->workdays.size() == 1);
  CHECK(growth->workdays.front().value == "mon");
  CHECK(growth->holidays.front().value == "不上班");
  rules.workday_as = "friday";
  CHECK(refusal(kFile, {}, rules) == "'friday' is not a weekday; use mon, tue, wed, thu, fri, sat or sun");
  rules.workday_as = "sun";
  CHECK(refusal(kFile, {{"2027-01-02", "duty"}}, rules) == "'2027-01-02' is worked like 'sun', which has no hours");
}

TEST_CASE("a day that is off here and worked there is refused by name") {
  CHECK(refusal(kFile, {{"2026-05-09", "holiday"}}) ==
        "2026-05-09 is a holiday in the feed ('holiday') and a working day in the calendar ('2026-05-09')");
  CHECK(refusal(kFile, {{"2026-05-01", "补班"}}) ==
        "2026-05-01 is a working day in the feed ('补班') and a holiday in the calendar ('劳动节')");
  CHECK(refusal(kFile, {{"2027-01-01", "补班"}, {"2027-01-01", "元旦"}}) ==
        "2027-01-01 is a holiday ('元旦') and a working day ('补班') in the feed");
  // An exception to a holiday of every year is none.
  CHECK(refusal("zone: UTC\nweekly: {fri: [09:00-17:00]}\nholidays: {12-24..01-02: x}\n", {{"2027-01-02", "补班"}}) ==
        "");
}

TEST_CASE("dates that were declared stay declared") {
  FeedRules rules;
  rules.covers = "2027-01-01..2027-12-31";
  CHECK(refusal(kFile, {}, rules) ==
        "'2027-01-01..2027-12-31' gives up dates that the calendar covers (2026-01-01..2026-12-31)");
  for (const char* wrong : {"2027", "2027-01-01", "01-01..12-31", "2027-12-31..2027-01-01"}) {
    rules.covers = wrong;
    CHECK(refusal(kFile, {}, rules) ==
          "'" + std::string(wrong) + "' is no span of dates; it is such as 2024-01-01..2027-12-31");
  }
}

TEST_CASE("declared dates that get other working time are told") {
  const auto growth = grown(kFile, {{"2026-03-02", "x"}, {"2026-03-07", "x"}, {"2026-03-08", "补班"}});
  REQUIRE(growth);
  REQUIRE(growth->rewritten.size() == 2);  // Saturday was free before
  CHECK(itss::to_string(growth->rewritten[0]) == "2026-03-02");
  CHECK(itss::to_string(growth->rewritten[1]) == "2026-03-08");
}

TEST_CASE("a version with days or covers of its own is left to people") {
  const std::string with_own = kFile + "versions: [{from: 2027-01-01, covers: 2027-01-01..2027-12-31, holidays: {}}]\n";
  CHECK(refusal(with_own, {{"2027-05-01", "x"}}) ==
        "the version from 2027-01-01 has days of its own: add 2027-05-01 there by hand");
  CHECK(refusal(with_own, {{"2026-12-31", "x"}}) == "");
  FeedRules rules;
  rules.covers = "2026-01-01..2027-12-31";
  CHECK(refusal(with_own, {}, rules) == "the version from 2027-01-01 has a 'covers' of its own: change that by hand");
}

TEST_CASE("a file that cannot be added to in place says how to write it") {
  CHECK(refusal("zone: UTC\nweekly: {fri: [09:00-17:00]}\nholidays: {2026-01-01: x,  # why\n  2026-01-02: y}\n",
                {{"2027-01-01", "z"}}) ==
        "'calendars/test.yaml' has a layout that cannot be added to; write 'holidays' and 'workdays' with a line for "
        "each entry");
}

}  // namespace itss::calendar
