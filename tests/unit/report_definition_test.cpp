#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "report/definition.hpp"

using namespace itss;
using report::read_definitions;

namespace {

constexpr const char* kGood = R"(reports:
  mine:
    title: {en: Mine, zh: 我的}
    about: {en: what is mine, zh: 我的情况}
    clause: 质量 2.3
    sections:
      - name: people
        title: {en: By person, zh: 按人员}
        measures: [ticket_volume, mttr]
        by: [owner, priority]
        limit: 10
        sort: mttr
        chart: bars
        columns: [value, share]
      - name: ages
        title: {en: Ages, zh: 时长}
        measures: backlog
        ages: [8h, 1d, 30d]
        chart: sparkline
        periods: 12
)";

// A report with one section, whose lines are these besides name, title and measures.
std::string with(const std::string& line) {
  return "reports:\n  r:\n    title: {en: R, zh: 报}\n    sections:\n      - name: s\n        title: {en: S, zh: 节}\n"
         "        measures: [ticket_volume]\n        " +
         line + "\n";
}

Diagnostics findings_of(const std::string& text) {
  Diagnostics findings;
  read_definitions({"reports.yaml", text}, findings);
  return findings;
}

std::vector<kpi::Measure> shipped_measures() {
  Diagnostics findings;
  return kpi::load_measures(std::nullopt, findings);
}

}  // namespace

TEST_CASE("a report has a title, and sections with measures, groups, ages and a chart") {
  Diagnostics findings;
  const auto reports = read_definitions({"reports.yaml", kGood}, findings);
  CHECK(findings.empty());
  REQUIRE(reports.size() == 1);
  CHECK(reports[0].name == "mine");
  CHECK(reports[0].title.zh == "我的");
  CHECK(reports[0].about.en == "what is mine");
  CHECK(reports[0].clause == "质量 2.3");
  REQUIRE(reports[0].sections.size() == 2);
  const auto& people = reports[0].sections[0];
  CHECK(people.measures == std::vector<std::string>{"ticket_volume", "mttr"});
  CHECK(people.by == std::vector<std::string>{"owner", "priority"});
  CHECK(people.limit == 10);
  CHECK(people.sort == "mttr");
  CHECK(people.chart == report::Chart::bars);
  CHECK(people.columns == std::vector<report::Show>{report::Show::value, report::Show::share});
  const auto& ages = reports[0].sections[1];
  CHECK(ages.measures == std::vector<std::string>{"backlog"});
  CHECK(ages.ages == std::vector<Seconds>{Seconds(8 * 3600), Seconds(24 * 3600), Seconds(30 * 24 * 3600)});
  CHECK(ages.chart == report::Chart::sparkline);
  CHECK(ages.periods == 12);
}

TEST_CASE("an unknown word of a report is found at its place, with what was likely meant") {
  const auto findings = findings_of(with("chrat: bars"));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].code == Code::REPORT_KEY);
  const std::string text = to_text(findings[0]);
  CHECK(text.find("reports.yaml:8:9: error: 'chrat' is not a word of a section of a report [REPORT_KEY]") == 0);
  CHECK(text.find("did you mean 'chart'?") != std::string::npos);
  CHECK(findings_of("reprots: {}\n")[0].code == Code::REPORT_KEY);
  CHECK(findings_of("reports:\n  r: {titel: {en: R, zh: 报}, sections: []}\n")[0].code == Code::REPORT_KEY);
}

TEST_CASE("a title that an unquoted comma cuts is found where the rest of it stands") {
  const auto findings = findings_of(
      "reports:\n  r:\n    title: {en: one, two, zh: 报}\n"
      "    sections: [{name: s, title: {en: S, zh: 节}, measures: [m]}]\n");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].code == Code::REPORT_KEY);
  CHECK(findings[0].hint == "a text with a comma stands in quotes");
}

TEST_CASE("what a report must have is told where it is missing") {
  for (const char* text :
       {"reports:\n  r:\n    title: {en: R, zh: 报}\n",
        "reports:\n  r:\n    title: {zh: 报}\n    sections: [{name: s, title: {en: S, zh: 节}, measures: [m]}]\n",
        "reports:\n  r:\n    title: {en: R, zh: 报}\n    sections: [{title: {en: S, zh: 节}, measures: [m]}]\n",
        "reports:\n  r:\n    title: {en: R, zh: 报}\n    sections: [{name: s, measures: [m]}]\n",
        "reports:\n  r:\n    title: {en: R, zh: 报}\n    sections: [{name: s, title: {en: S, zh: 节}}]\n"}) {
    const auto findings = findings_of(text);
    REQUIRE_MESSAGE(findings.size() == 1, text);
    CHECK_MESSAGE(findings[0].code == Code::REPORT_MISSING, text);
    CHECK(findings[0].place.line > 0);
  }
}

TEST_CASE("sections that are no list, or an empty one, are refused at their place") {
  for (const char* sections : {"[]", "{name: s}", "s"}) {
    const auto findings =
        findings_of(std::string("reports:\n  r:\n    title: {en: R, zh: 报}\n    sections: ") + sections + "\n");
    REQUIRE_MESSAGE(findings.size() == 1, sections);
    CHECK(findings[0].message == "'sections' is not a list of one section or more");
    CHECK(findings[0].place.line == 4);
  }
}

TEST_CASE("a report without Chinese is read, and warned of") {
  Diagnostics findings;
  const auto reports = read_definitions(
      {"reports.yaml",
       "reports:\n  r:\n    title: {en: R}\n    sections: [{name: s, title: {en: S, zh: 节}, measures: [m]}]\n"},
      findings);
  CHECK(reports.size() == 1);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::warning);
}

TEST_CASE("a value that a word does not take is refused") {
  for (const char* line :
       {"chart: pie", "limit: 0\n        by: owner", "limit: ten\n        by: owner", "limit: 1001\n        by: owner",
        "periods: 121", "ages: [1d, 8h]", "ages: [8h, 8h]", "ages: [-8h]", "ages: [0s]", "ages: [8]",
        "columns: [values]", "columns: value", "sort: mttr\n        by: owner", "limit: 5", "sort: name",
        "limit: 5\n        by: owner\n        ages: [8h]"}) {
    Diagnostics findings;
    CHECK_MESSAGE(read_definitions({"reports.yaml", with(line)}, findings).empty(), line);
    REQUIRE_MESSAGE(!findings.empty(), line);
    CHECK_MESSAGE(findings[0].code == Code::REPORT_VALUE, line);
    CHECK_MESSAGE(findings[0].place.line >= 8, line);
  }
  CHECK(findings_of(with("by: owner\n        sort: name")).empty());
  CHECK(findings_of(with("sort: ticket_volume\n        by: owner")).empty());
}

TEST_CASE("two sections of one name are refused, and so is a report's name that could not be typed") {
  const auto twice =
      findings_of(with("by: owner\n      - name: s\n        title: {en: S, zh: 节}\n        measures: [m]"));
  REQUIRE(twice.size() == 1);
  CHECK(twice[0].code == Code::REPORT_VALUE);
  for (const char* name : {"My Report", "-x", "报告"}) {
    const auto findings =
        findings_of("reports:\n  '" + std::string(name) +
                    "': {title: {en: R, zh: 报}, sections: [{name: s, title: {en: S, zh: 节}, measures: [m]}]}\n");
    REQUIRE_MESSAGE(findings.size() == 1, name);
    CHECK(findings[0].code == Code::REPORT_VALUE);
  }
}

TEST_CASE("what is no mapping is refused, and the other reports of the file are kept") {
  CHECK(findings_of("reports: [desk]\n")[0].code == Code::NOT_A_MAPPING);
  Diagnostics findings;
  const auto reports = read_definitions({"reports.yaml", std::string(kGood) + "  other: 3\n"}, findings);
  CHECK(reports.size() == 1);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].code == Code::NOT_A_MAPPING);
}

TEST_CASE("a team's report replaces the shipped one of its name, others are added") {
  Diagnostics findings;
  const auto shipped = report::load_definitions(std::nullopt, findings);
  const schema::Source team{".itss/reports.yaml",
                            std::string(kGood) +
                                "  desk:\n    title: {en: Ours, zh: 自定}\n"
                                "    sections: [{name: s, title: {en: S, zh: 节}, measures: [backlog]}]\n"};
  const auto all = report::load_definitions(team, findings);
  CHECK(findings.empty());
  CHECK(all.size() == shipped.size() + 1);
  CHECK(report::find_definition(all, "desk")->title.en == "Ours");
  CHECK(report::find_definition(all, "mine") != nullptr);
  CHECK(report::find_definition(all, "backlog")->title.en == report::find_definition(shipped, "backlog")->title.en);
  CHECK(report::find_definition(all, "none") == nullptr);
}

TEST_CASE("the shipped reports are read without a finding, and name only measures and fields that there are") {
  Diagnostics findings;
  const auto shipped = report::load_definitions(std::nullopt, findings);
  CHECK(findings.empty());
  for (const char* name : {"desk", "channel", "backlog", "problem", "change", "release", "asset", "knowledge"})
    CHECK(report::find_definition(shipped, name) != nullptr);
  CHECK(report::verify(shipped, kpi::Catalogue{shipped_measures(), {}, true}, schema::SchemaSet()).empty());
}

TEST_CASE("the example of the manual page can be read") {
  std::ifstream stream(ITSS_SOURCE_DIR "/man/itss-reports.5");
  const std::string page{std::istreambuf_iterator<char>(stream), {}};
  const auto begin = page.find(".nf\n") + 4;
  const auto end = page.find(".fi\n", begin);
  REQUIRE(end != std::string::npos);
  Diagnostics findings;
  const auto reports = read_definitions({"reports.yaml", page.substr(begin, end - begin)}, findings);
  CHECK(findings.empty());
  REQUIRE(reports.size() == 1);
  CHECK(reports[0].name == "weekly");
  CHECK(report::verify(reports, kpi::Catalogue{shipped_measures(), {}, true}, schema::SchemaSet()).empty());
}

TEST_CASE("a measure or field that does not exist is found where it stands") {
  Diagnostics findings;
  const auto reports = read_definitions(
      {"reports.yaml",
       with("by: [owner, colour]\n      - name: t\n        title: {en: T, zh: 节}\n        measures: [backlgo]")},
      findings);
  CHECK(findings.empty());
  const auto unknown = report::verify(reports, kpi::Catalogue{shipped_measures(), {}, true}, schema::SchemaSet());
  REQUIRE(unknown.size() == 2);
  CHECK(unknown[0].code == Code::REPORT_NAME);
  CHECK(to_text(unknown[0])
            .find("reports.yaml:8:21: error: the report 'r' names the field 'colour', which does not exist") == 0);
  CHECK(to_text(unknown[1])
            .find("reports.yaml:11:20: error: the report 'r' names the measure 'backlgo', which does not exist") == 0);
  CHECK(unknown[1].hint == "did you mean 'backlog'?");
}
