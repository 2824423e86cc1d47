#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kpi_desk.hpp"
#include "report/kpi.hpp"
#include "report/sla.hpp"

using namespace itss;
using itss::testing::Desk;
using itss::testing::instant;
using nlohmann::json;

namespace {

// February: 1 ticket, resolved after 2 h. March: 3, resolved after 1 h, 3 h and 8 h. January has none.
struct Spring {
  Desk desk;
  std::vector<kpi::Measure> measures;
  kpi::Query query;

  Spring() {
    Diagnostics findings;
    measures = kpi::load_measures(std::nullopt, findings);
    query.now = instant("2026-04-10T00:00:00+08:00");
    query.window = *parse_window("2026-03", desk.zone());
    resolved("A", "2026-02-10T09:00:00+08:00", "2026-02-10T11:00:00+08:00", "phone");
    resolved("B", "2026-03-02T09:00:00+08:00", "2026-03-02T10:00:00+08:00", "phone");
    resolved("C", "2026-03-03T09:00:00+08:00", "2026-03-03T12:00:00+08:00", "email");
    resolved("D", "2026-03-04T09:00:00+08:00", "2026-03-04T17:00:00+08:00", "email");
  }
  void resolved(const std::string& id, const std::string& opened, const std::string& solved,
                const std::string& channel) {
    desk.ticket(id, {{opened, "new", "status: new, tier: 1, channel: " + channel},
                     {solved, "resolve", "status: resolved, priority: P1", "phone"}});
  }
  std::vector<kpi::Measure> only(std::string_view name) const { return {*kpi::find_measure(measures, name)}; }
  report::Course course(std::size_t trend, bool compare, const char* period = "2026-03") const {
    return report::course_to(*parse_period(period, query.now, desk.zone()), trend, compare, desk.zone());
  }
  json kpi(std::string_view name, const report::Course& course) const {
    return json::parse(format::show(report::kpi_report(only(name), desk, query, course), {format::Form::json}));
  }
};

std::string text_of(const format::Document& document) {
  return format::show(document, {format::Form::text, 0, false, true});
}

std::vector<json> column(const json& rows, const char* name) {
  std::vector<json> values;
  for (const auto& row : rows) values.push_back(row[name]);
  return values;
}

}  // namespace

TEST_CASE("a trend has the measure's figure in each of the last periods, oldest first") {
  const Spring spring;
  const json rows = spring.kpi("ticket_volume", spring.course(3, false))["trend"];
  CHECK(column(rows, "period") == std::vector<json>{"2026-01", "2026-02", "2026-03"});
  CHECK(column(rows, "value") == std::vector<json>{0, 1, 3});
  CHECK(rows[1]["from"] == "2026-02-01T00:00:00+08:00");
  CHECK(rows[1]["to"] == "2026-03-01T00:00:00+08:00");
}

TEST_CASE("a period without anything is n/a in a trend of rates or means, never 0") {
  const Spring spring;
  const json rows = spring.kpi("mttr", spring.course(3, false))["trend"];
  CHECK(column(rows, "value") == std::vector<json>{nullptr, 2, 4});
  const std::string text =
      text_of(report::kpi_report(spring.only("mttr"), spring.desk, spring.query, spring.course(3, false)));
  CHECK(text.find("Measure               Unit  Trend  2026-01  2026-02  2026-03\n") != std::string::npos);
  CHECK(text.find("Mean time to resolve  h     ·▅█        n/a        2        4\n") != std::string::npos);
}

TEST_CASE("the figures of a trend are those of the report of each period") {
  const Spring spring;
  const json rows = spring.kpi("mttr", spring.course(2, false))["trend"];
  Spring before;
  before.query.window = *parse_window("2026-02", before.desk.zone());
  const json alone = before.kpi("mttr", {})["measures"][0];
  for (const char* name : {"value", "numerator", "denominator", "verdict", "excluded"})
    CHECK_MESSAGE(rows[0][name] == alone[name], name);
}

TEST_CASE("a comparison gives the value of the period before, the difference, and better or worse by the aim") {
  const Spring spring;
  const json slower = spring.kpi("mttr", spring.course(0, true));
  CHECK(slower["compared_with"] == "2026-02");
  CHECK(slower["measures"][0]["previous"] == 2);
  CHECK(slower["measures"][0]["difference"] == 2);
  CHECK(slower["measures"][0]["change"] == "worse");  // at most 8 h: less is better
  const json rate = spring.kpi("resolve_on_time", spring.course(0, true))["measures"][0];
  CHECK(rate["previous"] == 100);
  CHECK(rate["value"].get<double>() == doctest::Approx(200.0 / 3));
  CHECK(rate["change"] == "worse");
  const std::string text =
      text_of(report::kpi_report(spring.only("mttr"), spring.desk, spring.query, spring.course(0, true)));
  CHECK(text.find("▲ 2") != std::string::npos);
  CHECK(text.find("worse") != std::string::npos);
}

TEST_CASE("a measure without an aim becomes more or less, neither better nor worse") {
  const Spring spring;
  const json row = spring.kpi("ticket_volume", spring.course(0, true))["measures"][0];
  CHECK(row["previous"] == 1);
  CHECK(row["difference"] == 2);
  CHECK(row["change"].is_null());
}

TEST_CASE("the same value is no change, and n/a has no difference") {
  Spring spring;
  spring.query.window = *parse_window("2026-02", spring.desk.zone());
  const json first = spring.kpi("mttr", spring.course(0, true, "2026-02"))["measures"][0];
  CHECK(first["previous"].is_null());
  CHECK(first["difference"].is_null());
  CHECK(first["change"].is_null());
  CHECK(report::change_of(80, 80, kpi::Aim::at_least).turn == report::Change::Turn::same);
  CHECK(report::change_of(80, 90, kpi::Aim::at_least).turn == report::Change::Turn::better);
  CHECK(report::change_of(80, 90, kpi::Aim::at_most).turn == report::Change::Turn::worse);
  CHECK(report::change_of(90, 80, kpi::Aim::at_most).turn == report::Change::Turn::better);
  CHECK(report::change_of(90, std::nullopt, kpi::Aim::at_most).turn == report::Change::Turn::unknown);
  CHECK(*report::change_of(93.2, 95.5, kpi::Aim::at_least).difference == 2.3);
}

TEST_CASE("what falls on the boundary of two periods is counted in the later one") {
  Spring spring;
  spring.resolved("E", "2026-02-28T23:59:59+08:00", "2026-03-01T00:00:00+08:00", "phone");
  const json opened = spring.kpi("ticket_volume", spring.course(2, false))["trend"];
  CHECK(column(opened, "value") == std::vector<json>{2, 3});
  const json solved = spring.kpi("resolved_volume", spring.course(2, false))["trend"];
  CHECK(column(solved, "value") == std::vector<json>{1, 4});
}

TEST_CASE("a group that one period lacks counts 0 there, in the trend and in the comparison") {
  Spring spring;
  spring.query.by = {"channel"};
  const json report = spring.kpi("ticket_volume", spring.course(2, true));
  REQUIRE(report["measures"].size() == 3);
  CHECK(column(report["measures"], "channel") == std::vector<json>{nullptr, "email", "phone"});
  CHECK(column(report["measures"], "previous") == std::vector<json>{1, 0, 1});
  CHECK(column(report["measures"], "value") == std::vector<json>{3, 2, 1});
  CHECK(report["trend"].size() == 6);
  CHECK(report["trend"][0]["previous"] == 0);  // January, before the trend's first
}

TEST_CASE("with a trend CSV has its rows alone, this period's among them") {
  const Spring spring;
  const std::string csv =
      format::show(report::kpi_report(spring.only("ticket_volume"), spring.desk, spring.query, spring.course(2, false)),
                   {format::Form::csv});
  CHECK(csv.find("measure,label,period,from,to,value,unit,") == 0);
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 3);
}

TEST_CASE("the SLA report groups each clock by the values at its counting moment, in place of its levels") {
  Spring spring;
  spring.query.by = {"channel"};
  const json report =
      json::parse(format::show(report::sla_report(spring.measures, spring.desk, spring.query), {format::Form::json}));
  std::vector<json> resolution;
  for (const auto& line : report["clocks"])
    if (line["clock"] == "resolution") resolution.push_back(line);
  REQUIRE(resolution.size() == 3);
  CHECK(resolution[0]["channel"].is_null());
  CHECK(resolution[0]["counted"] == 3);
  CHECK(resolution[1]["channel"] == "email");
  CHECK(resolution[1]["counted"] == 2);
  CHECK(resolution[1]["breached"] == 1);
  CHECK(resolution[1]["attainment"] == 50);
  CHECK(resolution[1]["verdict"] == "missed");
  CHECK(resolution[1]["target"] == 90);
  CHECK(resolution[2]["channel"] == "phone");
  CHECK(resolution[2]["attainment"] == 100);
  CHECK(resolution[2]["verdict"] == "met");
}

TEST_CASE("the SLA report has a trend and a comparison of what was kept") {
  const Spring spring;
  const json report = json::parse(
      format::show(report::sla_report(spring.measures, spring.desk, spring.query, {}, spring.course(3, true)),
                   {format::Form::json}));
  CHECK(report["compared_with"] == "2026-02");
  std::vector<json> kept;
  for (const auto& row : report["trend"])
    if (row["clock"] == "resolution" && row["level"].is_null()) kept.push_back(row);
  REQUIRE(kept.size() == 3);
  CHECK(kept[0]["period"] == "2026-01");
  CHECK(kept[0]["attainment"].is_null());
  CHECK(kept[1]["attainment"] == 100);
  CHECK(kept[1]["change"].is_null());
  CHECK(kept[2]["previous"] == 100);
  CHECK(kept[2]["change"] == "worse");
}

TEST_CASE("the records of a clock's figure are those of its rate, and make up the attainment") {
  const Spring spring;
  const auto rate = report::clock_rate(spring.measures, spring.desk.schemas(), {"ticket"}, "resolution");
  REQUIRE(rate);
  const json records =
      json::parse(format::show(report::kpi_records(*rate, spring.desk, spring.query), {format::Form::json}));
  int good = 0, counted = 0;
  for (const auto& row : records["records"]) {
    good += row["role"] == "numerator" ? 1 : 0;
    counted += row["role"] != "excluded" ? 1 : 0;
  }
  CHECK(good == 2);
  CHECK(counted == 3);
  const auto progress = report::clock_rate(spring.measures, spring.desk.schemas(), {"ticket"}, "progress");
  REQUIRE(progress);
  CHECK(kpi::to_text(progress->counts) == "clock progress");
  CHECK_FALSE(report::clock_rate(spring.measures, spring.desk.schemas(), {"ticket"}, "none"));
}
