#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "base/translate.hpp"
#include "kpi_desk.hpp"
#include "report/kpi.hpp"
#include "report/sla.hpp"

using namespace itss;
using itss::testing::Desk;
using itss::testing::instant;
using nlohmann::json;

namespace {

struct March {
  Desk desk;
  std::vector<kpi::Measure> measures;
  kpi::Query query;

  March() {
    desk.open_for_march();
    Diagnostics findings;
    measures = kpi::load_measures(std::nullopt, findings);
    query.now = instant("2026-04-10T00:00:00+08:00");
    query.window = *parse_window("2026-03", desk.zone());
  }
  const kpi::Measure& measure(std::string_view name) const { return *kpi::find_measure(measures, name); }
};

json json_of(const format::Document& document) { return json::parse(format::show(document, {format::Form::json})); }

std::string text_of(const format::Document& document) {
  return format::show(document, {format::Form::text, 0, false, true});
}

json row(const json& rows, const char* key, const std::string& value) {
  for (const auto& each : rows)
    if (each[key] == value) return each;
  return nullptr;
}

// Sets the language for one test.
struct Speak {
  explicit Speak(Language language) { choose_language(language); }
  ~Speak() { choose_language(Language::en); }
};

}  // namespace

TEST_CASE("the KPI report has numbers as numbers under stable keys") {
  March march;
  const json report = json_of(report::kpi_report(march.measures, march.desk, march.query));
  CHECK(report["from"] == "2026-03-01T00:00:00+08:00");
  CHECK(report["to"] == "2026-04-01T00:00:00+08:00");
  CHECK(report["zone"] == "Asia/Shanghai");
  CHECK(report["measures"].size() == march.measures.size());
  const json line = row(report["measures"], "measure", "response_on_time");
  CHECK(line["value"] == 60);
  CHECK(line["unit"] == "percent");
  CHECK(line["numerator"] == 3);
  CHECK(line["denominator"] == 5);
  CHECK(line["target"] == 95);
  CHECK(line["aim"] == "at_least");
  CHECK(line["verdict"] == "missed");
  CHECK(line["excluded"] == 2);
  CHECK(line["clause"] == "台A 3-2; SLA 3d");
  CHECK(row(report["measures"], "measure", "mttr")["verdict"] == "met");
}

TEST_CASE("a count has neither a denominator nor a verdict, and no fraction is shown where there is none") {
  March march;
  const json line =
      row(json_of(report::kpi_report(march.measures, march.desk, march.query))["measures"], "measure", "backlog");
  CHECK(line["value"] == 2);
  CHECK(line["denominator"].is_null());
  CHECK(line["verdict"].is_null());
  CHECK(line["target"].is_null());
}

TEST_CASE("a figure without records is n/a in text and null in JSON") {
  March march;
  march.query.window = *parse_window("2026-02", march.desk.zone());
  const auto document = report::kpi_report({march.measure("mttr")}, march.desk, march.query);
  CHECK(json_of(document)["measures"][0]["value"].is_null());
  CHECK(text_of(document).find("n/a") != std::string::npos);
}

TEST_CASE("what was left out is listed below with how many and why") {
  March march;
  const auto document = report::kpi_report({march.measure("response_on_time")}, march.desk, march.query);
  CHECK(json_of(document)["exclusions"] ==
        json::parse(R"([{"measure": "response_on_time", "reason": "cancelled", "count": 1},
                        {"measure": "response_on_time", "reason": "duplicate", "count": 1}])"));
  const std::string text = text_of(document);
  CHECK(text.find("Answered on time     60  %        3 / 5    ≥ 95  missed") != std::string::npos);
  CHECK(text.find("Left out\n") != std::string::npos);
  CHECK(text.find("Answered on time  cancelled      1\n") != std::string::npos);
}

TEST_CASE("groups have columns of their own, with the code for machines and the label for people") {
  March march;
  march.query.by = {"tier"};
  const auto document = report::kpi_report({march.measure("mttr")}, march.desk, march.query);
  const json rows = json_of(document)["measures"];
  REQUIRE(rows.size() == 3);
  CHECK(rows[0]["tier"].is_null());
  CHECK(rows[1]["tier"] == "1");
  CHECK(rows[1]["numerator"] == 7);
  CHECK(rows[2]["tier"] == "2");
  CHECK(rows[2]["value"] == 11);
  CHECK(text_of(document).find("First line") != std::string::npos);
}

TEST_CASE("labels are in the chosen language") {
  const Speak chinese(Language::zh);
  March march;
  const std::string text = text_of(report::kpi_report(march.measures, march.desk, march.query));
  CHECK(text.find("按时响应率") != std::string::npos);
  CHECK(text.find("重复工单") != std::string::npos);
}

TEST_CASE("the records of a figure are told with their part in it") {
  March march;
  const auto document = report::kpi_records(march.measure("response_on_time"), march.desk, march.query);
  const json report = json_of(document);
  REQUIRE(report["records"].size() == 7);
  CHECK(report["value"] == 60);
  CHECK(row(report["records"], "id", "A")["role"] == "numerator");
  CHECK(row(report["records"], "id", "B")["role"] == "denominator");
  CHECK(row(report["records"], "id", "B")["moment"] == "2026-03-03T09:45:00+08:00");
  CHECK(row(report["records"], "id", "C")["role"] == "excluded");
  CHECK(row(report["records"], "id", "C")["reason"] == "cancelled");
  const json amounts = json_of(report::kpi_records(march.measure("mttr"), march.desk, march.query))["records"];
  CHECK(row(amounts, "id", "B")["amount"] == 11);
  CHECK(row(amounts, "id", "D")["amount"].is_null());
}

TEST_CASE("an explanation has the formula, the population, each exclusion with its condition, and the numbers") {
  March march;
  const auto document = report::kpi_explanation(march.measure("response_on_time"), march.desk, march.query);
  const json report = json_of(document);
  CHECK(report["measure"]["counts"] == "clock response");
  CHECK(report["measure"]["by"] == "clock");
  CHECK(report["measure"]["good"] == "{clock.verdict: met}");
  CHECK(report["measure"]["target"] == 95);
  CHECK(report["measure"]["value"] == 60);
  CHECK(report["measure"]["result"] == "3 / 5 = 60 %");
  CHECK(row(report["exclusions"], "reason", "duplicate")["count"] == 1);
  CHECK(row(report["exclusions"], "reason", "undecided")["when"] == "{clock.verdict: running}");
  CHECK(text_of(document).find("response clocks met / response clocks met or breached") != std::string::npos);
}

TEST_CASE("the catalogue lists every measure with its target") {
  March march;
  const json rows = json_of(report::kpi_catalogue(march.measures))["measures"];
  CHECK(rows.size() == march.measures.size());
  CHECK(row(rows, "name", "mttr")["target"] == 8);
}

TEST_CASE("the SLA report counts clocks by priority, and n/a, running and cancelled ones apart") {
  March march;
  march.desk.ticket("H", {{"31T23:00", "new", "status: new"}, {"31T23:10", "cancel", "status: cancelled"}});
  const json report = json_of(report::sla_report(march.measures, march.desk, march.query));
  json response, progress;
  for (const auto& line : report["clocks"]) {
    if (line["level"].is_null() && line["clock"] == "response") response = line;
    if (line["level"].is_null() && line["clock"] == "progress") progress = line;
  }
  CHECK(response["type"] == "ticket");
  CHECK(response["counted"] == 5);
  CHECK(response["met"] == 3);
  CHECK(response["breached"] == 2);
  CHECK(response["attainment"] == 60);
  CHECK(progress["counted"] == 0);
  CHECK(progress["attainment"].is_null());
  CHECK(progress["none"] == 8);
  const json p2 = row(report["clocks"], "level", "P2");
  CHECK(p2["clock"] == "response");
  CHECK(p2["met"] == 1);
  CHECK(p2["breached"] == 1);
}

TEST_CASE("a clock cancelled before a breach is listed as cancelled and in no denominator") {
  March march;
  march.desk.ticket("H", {{"25T09:00", "new", "status: new"}, {"25T09:10", "cancel", "status: cancelled"}});
  const json clocks = json_of(report::sla_report(march.measures, march.desk, march.query))["clocks"];
  const json unclassified = row(clocks, "level", "unclassified");
  CHECK(unclassified["clock"] == "response");
  CHECK(unclassified["cancelled"] == 1);
  CHECK(unclassified["counted"] == 1);
}

TEST_CASE("a duplicate resolved in time leaves the SLA report's rate as it leaves the measures") {
  March march;
  const json d = row(json_of(report::sla_report(march.measures, march.desk, march.query))["clocks"], "level", "P3");
  CHECK(d["clock"] == "response");
  CHECK(d["counted"] == 1);  // E; C was cancelled, D is a duplicate
  CHECK(d["cancelled"] == 2);
  march.desk.ticket(
      "H", {{"25T09:00", "new", "status: new"}, {"25T12:00", "resolve", "status: resolved, resolution: duplicate"}});
  const json breached = json_of(report::sla_report(march.measures, march.desk, march.query))["breaches"];
  CHECK(row(breached, "id", "H")["cause"] == "work");
}

TEST_CASE("clocks met only by a late entry are met and told apart") {
  March march;
  march.desk.add("ticket", R"(
id: H
history:
  - {at: 2026-03-25T09:00:00+08:00, by: wang.fang, do: new, set: {status: new}}
  - {at: 2026-03-25T10:00:00+08:00, recorded: 2026-03-25T15:00:00+08:00, by: wang.fang, do: accept, set: {status: accepted}, told: phone}
)");
  const json report = json_of(report::sla_report(march.measures, march.desk, march.query));
  CHECK(report["late_entries"] == 1);
  CHECK(row(report["clocks"], "level", "unclassified")["met"] == 1);
  CHECK(row(report["clocks"], "level", "unclassified")["late_entry"] == 1);
}

TEST_CASE("clocks breached because their record was entered late are told apart") {
  March march;
  const auto late = [&] {
    return json_of(report::sla_report(march.measures, march.desk, march.query))["breached_by_late_entry"].get<int>();
  };
  const int before = late();
  march.desk.add("ticket", R"(
id: H
history:
  - {at: 2026-03-23T09:00:00+08:00, recorded: 2026-03-25T15:00:00+08:00, by: wang.fang, do: new, set: {status: new}}
)");
  CHECK(before == 0);
  CHECK(late() > 0);
}

TEST_CASE("the SLA report lists each breach with due time, cause and overrun") {
  March march;
  const json breaches = json_of(report::sla_report(march.measures, march.desk, march.query))["breaches"];
  REQUIRE(breaches.size() == 4);
  CHECK(breaches[0]["id"] == "B");
  CHECK(breaches[0]["clock"] == "response");
  CHECK(breaches[0]["due"] == "2026-03-03T09:30:00+08:00");
  CHECK(breaches[0]["breached_at"] == "2026-03-03T09:45:00+08:00");
  CHECK(breaches[0]["cause"] == "work");
  CHECK(breaches[0]["overrun_seconds"] == 900);
  CHECK(breaches[0]["running"] == false);
  CHECK(breaches[1]["clock"] == "resolution");
  CHECK(breaches[1]["breached_at"] == "2026-03-03T17:00:00+08:00");
  CHECK(breaches[2]["id"] == "F");
  CHECK(breaches[2]["running"] == true);
}

TEST_CASE("a clock counts in the window of its breach, else of its due time") {
  March march;
  march.query.window = *parse_window("2026-04", march.desk.zone());
  const json report = json_of(report::sla_report(march.measures, march.desk, march.query));
  REQUIRE(report["breaches"].size() == 1);
  CHECK(report["breaches"][0]["id"] == "E");
  CHECK(report["clocks"].size() == 2);  // the whole and its level
}

TEST_CASE("the SLA report gives attainment with excused breaches and without them") {
  March march;
  march.desk.ticket("F", {{"20T09:00", "new", "status: new, tier: 1"},
                          {"21T09:00", "exclude", "excused_clock: response, excuse: force_majeure"}});
  const json report = json_of(report::sla_report(march.measures, march.desk, march.query));
  const json response = report["clocks"][0];
  CHECK(response["excused"] == 1);
  CHECK(response["attainment"] == 60);
  CHECK(response["attainment_without_excused"] == 75);
  CHECK(row(report["breaches"], "id", "F")["excused"] == "force_majeure");
}

TEST_CASE("the KPI report gives the value without excused breaches, to people only where there are any") {
  March march;
  const auto before = report::kpi_report({march.measure("response_on_time")}, march.desk, march.query);
  CHECK(json_of(before)["measures"][0]["without_excused"] == 60);
  CHECK(text_of(before).find("Without excused") == std::string::npos);
  march.desk.ticket("F", {{"20T09:00", "new", "status: new, tier: 1"},
                          {"21T09:00", "exclude", "excused_clock: response, excuse: force_majeure"}});
  const auto after = report::kpi_report({march.measure("response_on_time")}, march.desk, march.query);
  CHECK(json_of(after)["measures"][0]["without_excused"] == 75);
  CHECK(json_of(after)["measures"][0]["excused"] == 1);
  CHECK(text_of(after).find("Without excused") != std::string::npos);
  const auto records = report::kpi_records(march.measure("response_on_time"), march.desk, march.query);
  CHECK(row(json_of(records)["records"], "id", "F")["role"] == "excused");
}
