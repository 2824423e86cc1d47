#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "base/text.hpp"
#include "kpi/measure.hpp"
#include "kpi/words.hpp"
#include "schema/set.hpp"

using namespace itss;
using namespace itss::kpi;

namespace {

const char* kGood = R"(
reasons:
  void: {label: {en: void, zh: 作废}, when: {status: cancelled}}
measures:
  volume:
    label: {en: Volume, zh: 数量}
    explanation: {en: opened, zh: 登记}
    clause: 台B 1.2
    record: [ticket, contact]
    by: opened
    formula: count
  answered:
    label: {en: Answered, zh: 响应}
    explanation: {en: met / all, zh: 达标率}
    record: ticket
    counts: clock response
    by: clock
    where: {kind: incident}
    excludes: [void]
    formula: ratio
    good: {clock.verdict: met}
    unit: percent
    target: {at_least: 95}
    floor: 90
  grade:
    label: {en: Grade, zh: 评分}
    explanation: {en: mean grade, zh: 平均分}
    record: ticket
    by: [told, 'entered:resolved']
    formula: percentile
    percentile: 90
    amount: {path: grade, scores: {good: 100, bad: 0}}
    facts: moment
    unit: points
)";

// The measure `m` with one line more, or without the line that starts so.
std::string measure_with(const std::string& line, const std::string& without = {}) {
  std::string text = "measures:\n  m:\n";
  for (const char* each : {"label: {en: M, zh: 度量}", "explanation: {en: how, zh: 算法}", "record: ticket",
                           "by: opened", "formula: ratio", "good: {priority: P1}", "unit: percent"})
    if (!(starts_with(each, "unit") && starts_with(line, "unit")) && (without.empty() || !starts_with(each, without)))
      text += std::string("    ") + each + "\n";
  return text + (line.empty() ? "" : "    " + line + "\n");
}

Diagnostics findings_of(const std::string& text) {
  Diagnostics findings;
  read_measures({"kpis.yaml", text}, findings);
  return findings;
}

}  // namespace

TEST_CASE("a measure is read with all its words") {
  Diagnostics findings;
  const auto measures = read_measures({"kpis.yaml", kGood}, findings);
  for (const auto& finding : findings) MESSAGE(to_text(finding));
  CHECK(findings.empty());
  REQUIRE(measures.size() == 3);
  CHECK(measures[0].records == std::vector<std::string>{"ticket", "contact"});
  CHECK(measures[0].aim == Aim::none);
  const Measure& answered = *find_measure(measures, "answered");
  CHECK(answered.counts.form == Subject::Form::clock);
  CHECK(answered.counts.names == std::vector<std::string>{"response"});
  CHECK(answered.aim == Aim::at_least);
  CHECK(answered.target == 95);
  CHECK(answered.floor == 90);
  REQUIRE(answered.excludes.size() == 1);
  CHECK(answered.excludes[0].label.zh == "作废");
  CHECK(answered.place.line > 0);
  CHECK(measures[2].percentile == 90);
  CHECK(measures[2].amount.scores.at("good") == 100);
  CHECK(measures[2].facts_at_moment);
  CHECK(measures[2].by.size() == 2);
  CHECK(find_measure(measures, "nothing") == nullptr);
}

TEST_CASE("a word that no measure has is found, with the near one") {
  const auto findings = findings_of(measure_with("exclude: [void]"));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].code == Code::KPI_KEY);
  CHECK(to_text(findings[0]).find("kpis.yaml:10:5: error: 'exclude' is not a word of a measure [KPI_KEY]") == 0);
  CHECK(findings[0].hint == "did you mean 'excludes'?");
}

TEST_CASE("what a measure needs and does not have is found") {
  for (const char* needed : {"label", "explanation", "record", "by", "formula", "good"}) {
    const auto findings = findings_of(measure_with("", needed));
    REQUIRE_MESSAGE(!findings.empty(), needed);
    CHECK(findings[0].code == Code::KPI_MISSING);
    CHECK(findings[0].message.find(needed) != std::string::npos);
  }
}

TEST_CASE("each formula has what it reckons with") {
  CHECK(findings_of(measure_with("formula: portion", "formula")).front().code == Code::KPI_VALUE);
  for (const char* formula : {"sum", "mean", "median", "min", "max"})
    CHECK_MESSAGE(findings_of(measure_with(std::string("formula: ") + formula, "formula")).front().message ==
                      "the measure 'm' has no 'amount'",
                  formula);
  CHECK(findings_of(measure_with("formula: shares", "formula")).front().message == "the measure 'm' has no 'of'");
  CHECK(findings_of(measure_with("formula: rate", "formula")).front().message == "the measure 'm' has no 'per'");
  CHECK(findings_of(measure_with("formula: remainder", "formula")).front().message == "the measure 'm' has no 'per'");
}

TEST_CASE("what stands below the line is read like a measure, by its own words") {
  Diagnostics findings;
  const auto measures = read_measures(
      {"kpis.yaml",
       measure_with("per: {record: service, by: window_end, amount: {from: window_start, to: window_end}}")},
      findings);
  CHECK(findings.empty());
  REQUIRE(measures.size() == 1);
  REQUIRE(measures[0].per.size() == 1);
  CHECK(measures[0].per[0].records == std::vector<std::string>{"service"});
  CHECK(measures[0].per[0].formula == Formula::sum);
  CHECK(findings_of(measure_with("per: {record: service}")).front().code == Code::KPI_MISSING);
  CHECK(findings_of(measure_with("per: {record: service, by: opened, formula: count}")).front().code == Code::KPI_KEY);
  CHECK(findings_of(measure_with("per: service")).front().code == Code::NOT_A_MAPPING);
  CHECK(findings_of(measure_with("amount: {from: opened, too: told}")).front().code == Code::KPI_KEY);
}

TEST_CASE("a word at the top of the file that is none is found, with its place and a suggestion") {
  const auto findings = findings_of("measure:\n  m: {}\n");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].code == Code::KPI_KEY);
  CHECK(findings[0].place.line == 1);
  CHECK(findings[0].hint == "did you mean 'measures'?");
  CHECK(findings_of("- m\n").front().code == Code::NOT_A_MAPPING);
  CHECK(findings_of("# nothing yet\n").front().code == Code::EMPTY_FILE);
}

TEST_CASE("a measure's place is where its name stands") {
  Diagnostics findings;
  const auto measures = read_measures({"kpis.yaml", kGood}, findings);
  CHECK(measures[0].place.line == 5);
  CHECK(measures[0].place.file == "kpis.yaml");
}

TEST_CASE("a formula and an amount are told in the words of the file") {
  Diagnostics findings;
  const auto measures = read_measures({"kpis.yaml", kGood}, findings);
  CHECK(formula_text(measures[2]) == "percentile 90");
  CHECK(to_text(measures[2].amount) == "{path: grade, scores: {bad: 0, good: 100}}");
  const auto shipped = load_measures(std::nullopt, findings);
  CHECK(formula_text(*find_measure(shipped, "channel_mix")) == "shares of channel");
  CHECK(formula_text(*find_measure(shipped, "desk_hours")) == "min of each day");
  CHECK(to_text(find_measure(shipped, "availability")->amount) ==
        "{from: item:from, to: [item:to, entered:resolved, entered:closed, entered:cancelled, window_end], in: "
        "service.hours, once: service}");
}

TEST_CASE("a missing Chinese label is a warning, and the measure is kept") {
  Diagnostics findings;
  const auto measures = read_measures({"kpis.yaml", measure_with("label: {en: M}", "label")}, findings);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::warning);
  CHECK(measures.size() == 1);
}

TEST_CASE("a text that an unquoted comma cuts is found where the rest of it stands") {
  for (const char* word : {"label", "explanation"}) {
    const auto findings = findings_of(measure_with(std::string(word) + ": {en: one, two, zh: 一}", word));
    REQUIRE_MESSAGE(findings.size() == 1, word);
    CHECK(findings[0].code == Code::KPI_KEY);
    CHECK(findings[0].message.find("'two'") != std::string::npos);
    CHECK(findings[0].hint == "a text with a comma stands in quotes");
  }
}

TEST_CASE("a value that is none of the possible ones is found, and the measure is left out") {
  for (const char* line : {"counts: clocks response all",
                           "counts: tickets",
                           "unit: days",
                           "target: {above: 3}",
                           "target: 95",
                           "target: {at_least: many}",
                           "percentile: 101",
                           "facts: later",
                           "amount: {from: opened}",
                           "floor: low",
                           "amount: {from: opened, to: told, less: [held]}",
                           "amount: {path: grade, scores: {good: very}}",
                           "amount: {path: grade, once: service}",
                           "counts: spans day",
                           "counts: spans 1d",
                           "counts: spans 5s",
                           "each: week",
                           "each: day",
                           "amount: {from: item:on, to: told}",
                           "amount: {from: opened, to: clock}"}) {
    Diagnostics findings;
    CHECK_MESSAGE(read_measures({"kpis.yaml", measure_with(line)}, findings).empty(), line);
    REQUIRE_MESSAGE(!findings.empty(), line);
    CHECK_MESSAGE(findings[0].code == Code::KPI_VALUE, line);
  }
  for (const char* by : {"by: closing", "by: entered", "by: 'entered:'", "by: 'opened:x'", "by: clock", "by: event",
                         "by: span", "by: overlap", "by: [overlap, opened]"}) {
    const auto findings = findings_of(measure_with(by, "by"));
    REQUIRE_MESSAGE(!findings.empty(), by);
    CHECK_MESSAGE(findings[0].code == Code::KPI_VALUE, by);
  }
}

TEST_CASE("a floor on the wrong side of the target is found at its place") {
  for (const char* lines : {"target: {at_least: 95}\n    floor: 97", "target: {at_most: 5}\n    floor: 3",
                            "target: {below: 5}\n    floor: 4.5"}) {
    const auto findings = findings_of(measure_with(lines));
    REQUIRE_MESSAGE(findings.size() == 1, lines);
    CHECK(findings[0].code == Code::KPI_VALUE);
    CHECK(findings[0].place.column == 12);
  }
  CHECK(findings_of(measure_with("target: {at_least: 95}\n    floor: 90")).empty());
  CHECK(findings_of(measure_with("target: {at_most: 5}\n    floor: 8")).empty());
}

TEST_CASE("a ratio without a unit is warned of, and kept") {
  Diagnostics findings;
  CHECK(read_measures({"kpis.yaml", measure_with("", "unit")}, findings).size() == 1);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == Severity::warning);
  CHECK(findings[0].message == "the measure 'm' has no 'unit'");
}

TEST_CASE("a number out of its range is told the range") {
  const auto findings = findings_of(measure_with("percentile: 101"));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message == "'101' is not a number from 0 to 100");
}

TEST_CASE("a reason that is not declared is found") {
  const auto findings = findings_of(measure_with("excludes: [lost]"));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].code == Code::KPI_NAME);
  CHECK(findings[0].message == "the measure 'm' names the reason 'lost', which does not exist");
}

TEST_CASE("moments, subjects and spans are read as they are written") {
  for (const char* text :
       {"opened", "told", "entered:resolved", "first:resolved", "move:accept", "field:due", "window_start",
        "window_end", "span", "overlap", "clock", "clock:response", "due:response", "event", "item:held_on"}) {
    const auto moment = parse_moment(text);
    REQUIRE_MESSAGE(moment, text);
    CHECK(to_text(Moments{*moment}) == text);
  }
  for (const char* text : {"record", "clock response", "clocks", "promises progress", "events escalate",
                           "events assign escalate", "items attendance", "spans 24h"}) {
    const auto subject = parse_subject(text);
    REQUIRE_MESSAGE(subject, text);
    CHECK(to_text(*subject) == text);
  }
  for (const char* text : {"", "clock", "clock ", "recording", "items"}) CHECK_FALSE(parse_subject(text));
  for (const char* text : {"", "paused", "paused:", "on:hold"}) CHECK_FALSE(parse_less(text));
}

TEST_CASE("what a numerator asks beside its condition is told as it is written, and stands alone too") {
  const auto measure = [](const std::string& lines) {
    Diagnostics findings;
    const auto measures = read_measures({"kpis.yaml", measure_with(lines, "good")}, findings);
    for (const auto& finding : findings) MESSAGE(to_text(finding));
    REQUIRE(measures.size() == 1);
    return measures.front();
  };
  CHECK(measure("same: [tier, priority]").same == std::vector<std::string>{"tier", "priority"});
  CHECK(to_text(measure("repeats: {same: [assets, cause], within: 30d}").repeats) ==
        "{same: [assets, cause], within: 30d}");
  const std::string moved = "{field: assets, move: verify, naming: ticket, since: first:resolved, within: 48h}";
  CHECK(to_text(measure("moved: " + moved).moved) == moved);
  CHECK(to_text(measure("moved: {field: assets, move: verify}").moved) == "{field: assets, move: verify}");
  CHECK(
      to_text(measure("good: {tier: 1}\n    amount: {named_by: ticket.parent, where: {tier: 1}, within: 7d}").amount) ==
      "{named_by: ticket.parent, where: {tier: 1}, within: 7d}");
}

TEST_CASE("what a numerator asks beside its condition has its words and belongs to a ratio") {
  for (const char* line :
       {"same: [tier]", "repeats: {same: [cause], within: soon}", "repeats: {same: [cause], within: 0h}",
        "moved: {field: assets, move: verify, within: -2d}", "moved: {field: assets, move: verify, since: due}",
        "amount: {named_by: ticket}", "amount: {path: tier, named_by: ticket.parent}",
        "amount: {path: tier, within: 7d}", "amount: {named_by: ticket.parent, once: service}"})
    CHECK_MESSAGE(findings_of(measure_with(line)).front().code == Code::KPI_VALUE, line);
  for (const char* line : {"repeats: {same: [cause]}", "repeats: {within: 30d}", "moved: {move: verify}"})
    CHECK_MESSAGE(findings_of(measure_with(line)).front().code == Code::KPI_MISSING, line);
  for (const char* line : {"repeats: {same: [cause], in: 30d}", "moved: {field: assets, move: verify, by: who}"})
    CHECK_MESSAGE(findings_of(measure_with(line)).front().code == Code::KPI_KEY, line);
  CHECK(findings_of(measure_with("formula: count\n    same: [tier, priority]", "formula")).front().code ==
        Code::KPI_VALUE);
}

TEST_CASE("a team's measures replace those of the same name and add the others") {
  const schema::Source team{".itss/kpis.yaml", R"(
measures:
  backlog:
    label: {en: Our backlog, zh: 我们的积压}
    explanation: {en: open, zh: 未结}
    record: ticket
    by: window_end
    excludes: [cancelled]
    formula: count
  spare:
    label: {en: Spare, zh: 备用}
    explanation: {en: open, zh: 未结}
    record: ticket
    by: opened
    formula: count
)"};
  Diagnostics findings;
  const auto shipped = load_measures(std::nullopt, findings);
  const auto both = load_measures(team, findings);
  for (const auto& finding : findings) MESSAGE(to_text(finding));
  CHECK(findings.empty());
  CHECK(both.size() == shipped.size() + 1);
  CHECK(both.back().name == "spare");
  REQUIRE(find_measure(both, "backlog") != nullptr);
  CHECK(find_measure(both, "backlog")->label.en == "Our backlog");
  CHECK(find_measure(both, "backlog")->excludes[0].label.en == "cancelled");
}

TEST_CASE("a measure of the team's with an error hides the shipped one of its name") {
  Diagnostics findings;
  const auto all = load_catalogue(schema::Source{"kpis.yaml", "measures: {mttr: {record: ticket}}\n"}, findings);
  CHECK(has_errors(findings));
  CHECK(find_measure(all.measures, "mttr") == nullptr);
  CHECK(find_measure(all.unsound, "mttr") != nullptr);
  CHECK(find_measure(all.measures, "backlog") != nullptr);
  CHECK(all.complete);
  CHECK_FALSE(load_catalogue(schema::Source{"kpis.yaml", "measures: [mttr]\n"}, findings).complete);
  CHECK_FALSE(load_catalogue(schema::Source{"kpis.yaml", "measurse: {}\n"}, findings).complete);
}

TEST_CASE("the example of the manual page can be read") {
  std::ifstream stream(ITSS_SOURCE_DIR "/man/itss-kpis.5");
  const std::string page{std::istreambuf_iterator<char>(stream), {}};
  const auto begin = page.find(".nf\n") + 4;
  const auto end = page.find(".fi\n", begin);
  REQUIRE(end != std::string::npos);
  Diagnostics findings;
  const auto measures = load_measures(schema::Source{"kpis.yaml", page.substr(begin, end - begin)}, findings);
  const auto names = verify(measures, schema::SchemaSet());
  findings.insert(findings.end(), names.begin(), names.end());
  for (const auto& finding : findings) MESSAGE(to_text(finding));
  CHECK(findings.empty());
  CHECK(measures.back().name == "p1_on_time");
}

TEST_CASE("the shipped measures name only what the schemas have, and have a clause") {
  Diagnostics findings;
  const auto measures = load_measures(std::nullopt, findings);
  const auto names = verify(measures, schema::SchemaSet());
  findings.insert(findings.end(), names.begin(), names.end());
  for (const auto& finding : findings) MESSAGE(to_text(finding));
  CHECK(findings.empty());
  std::set<std::string> known;
  for (const auto& measure : measures) {
    CHECK(known.insert(measure.name).second);
    CHECK_FALSE(measure.clause.empty());
  }
  for (const char* name : {"ticket_volume", "response_on_time", "response_2h", "resolve_on_time", "first_response_time",
                           "mttr", "first_line_rate", "reopen_rate", "escalation_rate", "backlog", "sla_attainment"})
    CHECK_MESSAGE(known.count(name) == 1, name);
}

TEST_CASE("a name that the schema does not have is found wherever it stands") {
  struct Case {
    const char* line;
    const char* without;
    const char* message;
  };
  for (const Case& each :
       {Case{"record: tickets", "record", "the type 'tickets'"},
        Case{"by: first:resolvd", "by", "the state 'resolvd'"},
        Case{"by: move:resolvd", "by", "the move 'resolvd'"},
        Case{"by: due:respond", "by", "the clock 'respond'"},
        Case{"where: {priorty: P1}", "x", "the field 'priorty'"},
        Case{"where: {priority: P9}", "x", "the code 'P9'"},
        Case{"where: {status: shut}", "x", "the state 'shut'"},
        Case{"where: {status: shut, any: [{status: shut}, {tier: 2}]}", "x", "the state 'shut'"},
        Case{"where: {overdue: respond}", "x", "the clock 'respond'"},
        Case{"where: {history.moves.resolv: 1}", "x", "the move 'resolv'"},
        Case{"where: {clock.verdict: none}", "x", "the verdict 'none'"},
        Case{"where: {history.ended: yes}", "x", "the fact 'history.ended'"},
        Case{"counts: items attendances", "x", "the field 'attendances'"},
        Case{"counts: events assign bounce", "x", "the move 'bounce'"},
        Case{"where: {covered.respond: filled}", "x", "the clock 'respond'"},
        Case{"where: {span.moves.updat: 1}", "x", "the move 'updat'"},
        Case{"where: {clock.verdict: replaced}", "x", "the verdict 'replaced'"},
        Case{"amount: {from: opened, to: told, in: servic.hours}", "x", "the field 'servic'"},
        Case{"amount: {from: opened, to: told, once: servic}", "x", "the field 'servic'"},
        Case{"of: chanel", "x", "the field 'chanel'"},
        Case{"same: [chanel, priority]", "x", "the field 'chanel'"},
        Case{"repeats: {same: [chanel], within: 30d}", "x", "the field 'chanel'"},
        Case{"moved: {field: asset, move: verify}", "x", "the field 'asset'"},
        Case{"moved: {field: assets, move: verfy}", "x", "the move 'verfy'"},
        Case{"moved: {field: assets, move: verify, naming: tickt}", "x", "the field 'tickt'"},
        Case{"moved: {field: assets, move: verify, since: first:resolvd}", "x", "the state 'resolvd'"},
        Case{"amount: {named_by: tiket.parent}", "x", "the type 'tiket'"},
        Case{"amount: {named_by: ticket.parnt}", "x", "the field 'parnt'"},
        Case{"amount: {named_by: ticket.parent, where: {status: shut}}", "x", "the state 'shut'"},
        Case{"per: {record: services, by: opened}", "x", "the type 'services'"},
        Case{"per: {record: service, by: first:resolvd}", "x", "the state 'resolvd'"}}) {
    Diagnostics findings;
    const auto measures = read_measures({"kpis.yaml", measure_with(each.line, each.without)}, findings);
    REQUIRE_MESSAGE(findings.empty(), each.line);
    const auto names = verify(measures, schema::SchemaSet());
    REQUIRE_MESSAGE(names.size() == 1, each.line);
    CHECK(names[0].code == Code::KPI_NAME);
    CHECK_MESSAGE(names[0].message.find(each.message) != std::string::npos, names[0].message);
  }
}

TEST_CASE("what others should do or name is a link between the two types") {
  const auto found = [](const char* line) {
    Diagnostics findings;
    const auto measures = read_measures({"kpis.yaml", measure_with(line, "x")}, findings);
    REQUIRE_MESSAGE(findings.empty(), line);
    findings = verify(measures, schema::SchemaSet());
    return findings.empty() ? std::string() : findings.front().message;
  };
  CHECK(found("moved: {field: channel, move: verify}") == "'channel' is not a link");
  CHECK(found("moved: {field: assets, move: verify, naming: change}") ==
        "'change' is not a link to the record type ticket");
  CHECK(found("moved: {field: assets, move: verify, naming: ticket}") == "");
  CHECK(found("amount: {named_by: asset.change}") == "'change' is not a link to the record type ticket");
  CHECK(found("amount: {named_by: asset.ticket}") == "");
}

TEST_CASE("what a condition of a measure compares with can be compared with the field") {
  const auto found = [](const char* line) {
    Diagnostics findings;
    const auto measures = read_measures({"kpis.yaml", measure_with(line, "x")}, findings);
    REQUIRE_MESSAGE(findings.empty(), line);
    findings = verify(measures, schema::SchemaSet());
    return findings.empty() ? std::string() : findings.front().message;
  };
  CHECK(found("where: {opened: {ge: tomorow}}") == "'tomorow' is not a time such as 2026-11-24, now, today or -7d");
  CHECK(found("where: {title: {before: now}}") == "'now' is not asked of a date or an instant");
  CHECK(found("where: {opened: {ge: -7d}, clock.elapsed: {le: 2h}, priority: {le: P2}}") == "");
}

TEST_CASE("a condition is told in the words of the file") {
  Diagnostics findings;
  const auto measures =
      read_measures({"kpis.yaml", measure_with("where: {priority: [P1, P2], any: [{tier: 2}, {owner: empty}], not: "
                                               "{opened: {ge: 2026-01-01}}, breached: response}")},
                    findings);
  REQUIRE(measures.size() == 1);
  CHECK(to_text(measures[0].where) ==
        "{priority: [P1, P2], any: [{tier: 2}, {owner: empty}], not: {opened: {ge: 2026-01-01}}, breached: response}");
}
