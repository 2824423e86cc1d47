#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "kpi_desk.hpp"
#include "report/block.hpp"
#include "report/described.hpp"
#include "report/figure_table.hpp"
#include "report/kpi.hpp"

using namespace itss;
using itss::testing::Desk;
using itss::testing::instant;
using nlohmann::json;

namespace {

// Seven tickets of March 2026 by channel, owner and category. Resolved: A after 1 h, B 3 h, C 8 h. Open at the end of
// March: D since 4 h, E since 1 d, F since 2 d and 12 h, G since 20 d.
struct Channels {
  Desk desk;
  std::vector<kpi::Measure> measures;
  kpi::Query query;
  std::string period = "2026-03";

  Channels() {
    Diagnostics findings;
    measures = kpi::load_measures(std::nullopt, findings);
    query.now = instant("2026-04-10T00:00:00+08:00");
    query.window = *parse_window("2026-03", desk.zone());
    resolved("A", "phone", "wang", "02T09:00", "02T10:00");
    resolved("B", "phone", "wang", "03T09:00", "03T12:00");
    resolved("C", "email", "li", "04T09:00", "04T17:00");
    open("D", "phone", "li", "2026-03-31T19:59:59+08:00");
    open("E", "email", "wang", "2026-03-30T23:59:59+08:00");
    open("F", "wechat", "zhao", "2026-03-29T11:59:59+08:00");
    open("G", "rtx", "zhao", "2026-03-11T23:59:59+08:00");
  }
  void resolved(const std::string& id, const std::string& channel, const std::string& owner, const std::string& at,
                const std::string& solved) {
    desk.ticket(id, {{at, "new", "status: new, tier: 1, channel: " + channel},
                     {solved, "resolve", "status: resolved, priority: P1, owner: " + owner, "phone"}});
  }
  void open(const std::string& id, const std::string& channel, const std::string& owner, const std::string& at) {
    desk.ticket(id, {{at, "new", "status: new, channel: " + channel},
                     {at, "accept", "status: accepted, owner: " + owner, "phone"}});
  }
  // A report of one section with these lines.
  format::Document report(const std::string& lines, std::size_t trend = 0, bool compare = false) const {
    Diagnostics findings;
    const auto reports =
        report::read_definitions({"reports.yaml",
                                  "reports:\n  r:\n    title: {en: Report, zh: 报告}\n    sections:\n      - name: s\n"
                                  "        title: {en: Section, zh: 节}\n" +
                                      lines},
                                 findings);
    REQUIRE_MESSAGE(reports.size() == 1, lines);
    const auto course = report::course_to(*parse_period(period, query.now, desk.zone()), trend, compare, desk.zone(),
                                          report::periods_of(reports[0]));
    return report::described_report(reports[0], measures, desk, query, course);
  }
  json figures(const std::string& lines, std::size_t trend = 0, bool compare = false) const {
    return json::parse(format::show(report(lines, trend, compare), {format::Form::json}))["figures"];
  }
};

std::string text_of(const format::Document& document, std::size_t width = 0) {
  return format::show(document, {format::Form::text, width, false, true, format::Overflow::below});
}

std::vector<json> column(const json& rows, const char* name, const char* kind = nullptr) {
  std::vector<json> values;
  for (const auto& row : rows)
    if (kind == nullptr || row["row"] == kind) values.push_back(row[name]);
  return values;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a section without groups is a table of figures") {
  const Channels march;
  const auto document = march.report("        measures: [ticket_volume, mttr, reopen_rate]\n");
  const json report = json::parse(format::show(document, {format::Form::json}));
  CHECK(report["title"] == "Report");
  CHECK(report["report"] == "r");
  CHECK(column(report["figures"], "measure") == std::vector<json>{"ticket_volume", "mttr", "reopen_rate"});
  CHECK(column(report["figures"], "value") == std::vector<json>{7, 4, 0});
  CHECK(report["figures"][1]["numerator"] == 12);
  CHECK(report["figures"][1]["denominator"] == 3);
  CHECK(report["figures"][1]["verdict"] == "met");
  CHECK(has(text_of(document), "Section\nMeasure               Value  Unit  Reckoned  Target  Verdict  Left out\n"));
  CHECK(has(text_of(document), "Mean time to resolve      4  h       12 / 3     ≤ 8  met             0\n"));
}

TEST_CASE("a column in which no figure has anything is not shown") {
  const Channels march;
  const std::string text =
      text_of(march.report("        measures: [ticket_volume]\n        columns: [value, target, verdict]\n"));
  CHECK(has(text, "Section\nMeasure         Value\nTickets logged      7\n"));
}

TEST_CASE("groups are rows, the largest first, with their share and their whole") {
  const Channels march;
  const std::string lines =
      "        measures: [ticket_volume]\n        by: channel\n        columns: [value, share]\n        chart: bars\n";
  const json rows = march.figures(lines);
  CHECK(column(rows, "channel") == std::vector<json>{"phone", "email", "rtx", "wechat", nullptr});
  CHECK(column(rows, "value") == std::vector<json>{3, 2, 1, 1, 7});
  CHECK(column(rows, "row") == std::vector<json>{"group", "group", "group", "group", "all"});
  CHECK(rows[4]["share"] == 100);
  CHECK(rows[0]["share"].get<double>() == doctest::Approx(300.0 / 7));
  CHECK(has(text_of(march.report(lines)),
            "Channel        Tickets logged    Share\n"
            "Service phone               3   42.9 %  ████████████\n"
            "Mail                        2   28.6 %  ████████\n"
            "RTX                         1   14.3 %  ████\n"
            "WeChat                      1   14.3 %  ████\n"
            "all                         7  100.0 %\n"));
}

TEST_CASE("groups of two fields are pairs, and add up to the whole") {
  const Channels march;
  const json rows = march.figures("        measures: [resolved_volume]\n        by: [channel, owner]\n");
  REQUIRE(rows.size() == 3);
  CHECK(rows[0]["channel"] == "phone");
  CHECK(rows[0]["owner"] == "wang");
  CHECK(rows[0]["value"] == 2);
  CHECK(rows[1]["channel"] == "email");
  CHECK(rows[1]["owner"] == "li");
  CHECK(rows[1]["value"] == 1);
  CHECK(rows[2]["row"] == "all");
  CHECK(rows[2]["value"] == 3);
}

TEST_CASE("what is counted at its opening has the first value that a field gets later") {
  const Channels march;
  const json rows = march.figures("        measures: [ticket_volume]\n        by: owner\n");
  CHECK(column(rows, "owner", "group") == std::vector<json>{"wang", "li", "zhao"});
  CHECK(column(rows, "value", "group") == std::vector<json>{3, 2, 2});
}

TEST_CASE("the groups behind the limit are one row that sums them up") {
  const Channels march;
  const json rows = march.figures("        measures: [ticket_volume, mttr]\n        by: channel\n        limit: 2\n");
  std::vector<json> volumes, means;
  for (const auto& row : rows) (row["measure"] == "mttr" ? means : volumes).push_back(row);
  CHECK(column(volumes, "row") == std::vector<json>{"group", "group", "others", "all"});
  CHECK(column(volumes, "value") == std::vector<json>{3, 2, 2, 7});
  CHECK(column(means, "value") == std::vector<json>{2, 8, nullptr, 4});
  CHECK(has(text_of(march.report("        measures: [ticket_volume]\n        by: channel\n        limit: 2\n")),
            "2 others"));
}

TEST_CASE("a limit that would leave out one group leaves out none") {
  const Channels march;
  const json rows = march.figures("        measures: [ticket_volume]\n        by: channel\n        limit: 3\n");
  CHECK(column(rows, "row") == std::vector<json>{"group", "group", "group", "group", "all"});
}

TEST_CASE("ratios and means of the others are reckoned from their sums, medians are n/a") {
  const Channels march;
  kpi::Measure ratio = *kpi::find_measure(march.measures, "resolve_on_time");
  kpi::Figure a = kpi::empty_figure(ratio, {"a"}), b = kpi::empty_figure(ratio, {"b"});
  a.numerator = 1, a.denominator = 4, b.numerator = 2, b.denominator = 2;
  CHECK(report::summed(ratio, {&a, &b}).value == 50);
  CHECK_FALSE(report::summed(ratio, {}).value);
  ratio.formula = kpi::Formula::median;
  CHECK_FALSE(report::summed(ratio, {&a, &b}).value);
}

TEST_CASE("groups are ranked by another measure, or stand by name") {
  const Channels march;
  const auto order = [&](const std::string& sort) {
    return column(march.figures("        measures: [ticket_volume, mttr]\n        by: channel\n" + sort), "channel",
                  "group");
  };
  const auto by_mean = order("        sort: mttr\n");
  CHECK(by_mean[0] == "email");  // 8 h
  CHECK(by_mean[2] == "phone");  // 2 h; two rows for each group
  CHECK(by_mean[4] == "rtx");    // n/a
  CHECK(order("        sort: name\n")[0] == "email");
  CHECK(order("        sort: name\n")[2] == "phone");
}

TEST_CASE("ages part the records by how long they were open, each part from its bound on") {
  const Channels march;
  const json rows = march.figures("        measures: [backlog]\n        ages: [4h, 1d, 3d]\n");
  CHECK(column(rows, "age") == std::vector<json>{"<4h", "4h..1d", "1d..3d", ">=3d", nullptr});
  CHECK(column(rows, "value") == std::vector<json>{0, 1, 2, 1, 4});  // D is exactly 4 h old, E exactly 1 d
  const std::string text = text_of(march.report("        measures: [backlog]\n        ages: [4h, 1d, 3d]\n"));
  CHECK(has(text, "under 4h"));
  CHECK(has(text, "4h to 1d"));
  CHECK(has(text, "3d and more"));
}

TEST_CASE("ages part a measure of times by its own amounts") {
  const Channels march;
  const json rows = march.figures("        measures: [mttr]\n        ages: [3h, 8h]\n");
  CHECK(column(rows, "denominator") == std::vector<json>{1, 1, 1, 3});
  CHECK(column(rows, "value") == std::vector<json>{1, 3, 8, 4});
}

TEST_CASE("every part of the ages is there although nothing lies in it, in each group that there is") {
  Channels march;
  const std::string lines = "        measures: [backlog, mttr]\n        ages: [4h, 1d, 3d]\n";
  march.period = "2026-02";
  const json rows = march.figures(lines);
  CHECK(rows.size() == 10);
  for (const auto& row : rows) CHECK(row["value"] == (row["measure"] == "mttr" ? json(nullptr) : json(0)));
  march.period = "2026-03";
  const json grouped = march.figures("        measures: [backlog]\n        by: channel\n        ages: [2d]\n");
  CHECK(column(grouped, "channel", "group") ==
        std::vector<json>{"email", "email", "phone", "phone", "rtx", "rtx", "wechat", "wechat"});
  CHECK(column(grouped, "value", "group") == std::vector<json>{1, 0, 1, 0, 0, 1, 0, 1});
}

TEST_CASE("a period without records has n/a and 0, no division, and no bar") {
  Channels march;
  march.period = "2026-01";
  const auto document = march.report("        measures: [resolve_on_time, mttr, ticket_volume]\n        chart: bars\n");
  const json rows = json::parse(format::show(document, {format::Form::json}))["figures"];
  CHECK(column(rows, "value") == std::vector<json>{nullptr, nullptr, 0});
  CHECK(column(rows, "share") == std::vector<json>{nullptr, nullptr, nullptr});
  CHECK(has(text_of(document), "n/a"));
  CHECK_FALSE(has(text_of(document), "█"));
  CHECK(has(text_of(march.report("        measures: [ticket_volume]\n        by: channel\n")),
            "all                   0\n"));
}

TEST_CASE("a report without a limit on its periods draws a sparkline of its own, --trend one of as many as asked for") {
  const Channels march;
  const auto own = march.report("        measures: [ticket_volume]\n        chart: sparkline\n        periods: 3\n");
  CHECK(has(text_of(own), "▁▁█"));
  CHECK(json::parse(format::show(own, {format::Form::json}))["figures"].size() == 1);
  const auto asked = march.report("        measures: [ticket_volume]\n        by: channel\n", 2);
  CHECK(has(text_of(asked), "▁█"));
  const json rows = json::parse(format::show(asked, {format::Form::json}))["figures"];
  CHECK(rows[0]["period"] == "2026-02");
  CHECK(rows[0]["value"] == 0);
  CHECK(rows[1]["period"] == "2026-03");
  CHECK(rows[1]["value"] == 3);
}

TEST_CASE("a comparison stands beside each value") {
  const Channels march;
  const json rows = march.figures("        measures: [ticket_volume, mttr]\n", 0, true);
  CHECK(rows[0]["previous"] == 0);
  CHECK(rows[0]["difference"] == 7);
  CHECK(rows[1]["previous"].is_null());
  CHECK(rows[1]["change"].is_null());
  CHECK(has(text_of(march.report("        measures: [ticket_volume]\n", 0, true)), "▲ 7"));
}

TEST_CASE("--by groups the sections that have the field further, behind their own groups") {
  Channels march;
  march.query.by = {"owner"};
  const json grouped = march.figures("        measures: [resolved_volume]\n        by: channel\n");
  CHECK(column(grouped, "channel", "group") == std::vector<json>{"phone", "email"});
  CHECK(column(grouped, "owner", "group") == std::vector<json>{"wang", "li"});
  const std::string text = text_of(march.report("        measures: [resolved_volume, mttr]\n"));
  CHECK(has(text, "Measure               Owner  Value"));
  CHECK(has(text, "Tickets resolved      all        3"));
  CHECK(has(text, "Tickets resolved      wang       2"));
  march.query.by = {"channel"};
  CHECK(march.figures("        measures: [ticket_volume]\n        by: channel\n").size() == 5);
}

TEST_CASE("a measure whose records lack a field shows its whole alone") {
  Channels march;
  Diagnostics findings;
  auto contacts = kpi::read_measures({"kpis.yaml", R"(
measures:
  calls:
    label: {en: Calls, zh: 来电}
    explanation: {en: calls, zh: 来电}
    record: contact
    by: opened
    formula: count
)"},
                                     findings);
  REQUIRE(findings.empty());
  march.measures = kpi::merge_measures(march.measures, contacts);
  march.desk.add(
      "contact",
      "id: X\nhistory:\n  - {at: 2026-03-02T09:00:00+08:00, by: wang.fang, do: new, set: {status: logged}}\n");
  const json rows = march.figures("        measures: [ticket_volume, calls]\n        by: owner\n");
  std::vector<json> calls;
  for (const auto& row : rows)
    if (row["measure"] == "calls") calls.push_back(row);
  REQUIRE(calls.size() == 1);
  CHECK(calls[0]["row"] == "all");
  CHECK(calls[0]["value"] == 1);
  march.query.by = {"owner"};
  const json report =
      json::parse(format::show(report::kpi_report(march.measures, march.desk, march.query), {format::Form::json}));
  CHECK(std::count_if(report["measures"].begin(), report["measures"].end(),
                      [](const json& row) { return row["measure"] == "calls"; }) == 1);
}

TEST_CASE("CSV is one table of all sections, and an absent number is empty") {
  const Channels march;
  const std::string csv =
      format::show(march.report("        measures: [mttr]\n        by: channel\n"), {format::Form::csv});
  CHECK(csv.find("section,measure,label,row,channel,value,unit,") == 0);
  CHECK(csv.find("s,mttr,Mean time to resolve,group,phone,2,hours,") != std::string::npos);
  CHECK(csv.find("n/a") == std::string::npos);
}

TEST_CASE("a field that is named like a column has another name for machines") {
  CHECK(report::group_column_name("owner") == "owner");
  CHECK(report::group_column_name("value") == "by.value");
  CHECK(report::group_column_name("period") == "by.period");
}

TEST_CASE("every figure of a report is that of the KPI report") {
  const Channels march;
  Diagnostics findings;
  const auto reports = report::load_definitions(std::nullopt, findings);
  const json kpis = json::parse(
      format::show(report::kpi_report(march.measures, march.desk, march.query), {format::Form::json}))["measures"];
  for (const auto& definition : reports) {
    const json figures =
        json::parse(format::show(report::described_report(definition, march.measures, march.desk, march.query, {}),
                                 {format::Form::json}))["figures"];
    for (const auto& row : figures) {
      if (row["row"] != "all") continue;
      const auto same =
          std::find_if(kpis.begin(), kpis.end(), [&](const json& each) { return each["measure"] == row["measure"]; });
      REQUIRE(same != kpis.end());
      for (const char* name : {"value", "numerator", "denominator", "verdict", "excluded"})
        CHECK_MESSAGE(row[name] == (*same)[name], definition.name << " " << row["measure"]);
    }
  }
}

TEST_CASE("a report speaks the chosen language and keeps to the window") {
  choose_language(Language::zh);
  const Channels march;
  const std::string text =
      text_of(march.report("        measures: [ticket_volume, mttr, resolve_on_time]\n        by: channel\n"), 60);
  choose_language(Language::en);
  CHECK(has(text, "工单量"));
  CHECK(has(text, "运维电话"));
  for (const auto& line : split(text, '\n')) CHECK_MESSAGE(display_width(line) <= 60, line);
}
