#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "kpi/evaluate.hpp"
#include "kpi_desk.hpp"

using namespace itss;
using namespace itss::kpi;
using itss::testing::Desk;
using itss::testing::instant;

namespace {

struct March {
  Desk desk;
  std::vector<Measure> measures;
  Query query;

  March() {
    desk.open_for_march();
    Diagnostics findings;
    measures = load_measures(std::nullopt, findings);
    query.now = instant("2026-04-10T00:00:00+08:00");
    query.window = *parse_window("2026-03", desk.zone());
    query.keep_items = true;
  }
  void measure(const std::string& text) {
    Diagnostics findings;
    measures = read_measures(
        {"kpis.yaml",
         "measures: {m: {label: {en: M, zh: 度量}, explanation: {en: how, zh: 算法}, record: ticket, " + text + "}}"},
        findings);
    for (const auto& finding : findings) MESSAGE(to_text(finding));
    REQUIRE(measures.size() == 1);
  }
  Figure figure(std::string_view name = "m") const {
    for (const auto& each : evaluate(measures, desk, query))
      if (each.measure->name == name && each.group.empty()) return each;
    FAIL("no figure " << name);
    return {};
  }
};

std::string value(const Figure& figure) { return figure.value ? fmt::format("{:.4g}", *figure.value) : "n/a"; }

// `counted: A B; excluded: C (cancelled)`
std::string records(const Figure& figure) {
  std::string good, counted, excluded;
  for (const auto& item : figure.items) {
    if (item.role == Item::Role::good) good += " " + item.record;
    if (item.role == Item::Role::counted) counted += " " + item.record;
    if (item.role == Item::Role::excluded) excluded += " " + item.record + "(" + item.reason + ")";
  }
  return "good:" + good + "; counted:" + counted + "; excluded:" + excluded;
}

}  // namespace

TEST_CASE("ticket_volume counts every ticket opened in the window, cancelled ones too") {
  const Figure figure = March().figure("ticket_volume");
  CHECK(value(figure) == "7");
  CHECK(figure.verdict == Figure::Verdict::none);
  CHECK(figure.exclusions.empty());
}

TEST_CASE("response_on_time is clocks met by clocks decided, without cancelled and duplicate tickets") {
  const Figure figure = March().figure("response_on_time");
  CHECK(records(figure) == "good: A E G; counted: B F; excluded: C(cancelled) D(duplicate)");
  CHECK(value(figure) == "60");
  CHECK(figure.numerator == 3);
  CHECK(figure.denominator == 5);
  CHECK(figure.verdict == Figure::Verdict::missed);
  CHECK(figure.below_floor);
  CHECK(figure.exclusions == std::map<std::string, long>{{"cancelled", 1}, {"duplicate", 1}});
}

TEST_CASE("response_2h compares with two hours whatever the target") {
  const Figure figure = March().figure("response_2h");
  CHECK(records(figure) == "good: A B E G; counted: F; excluded: C(cancelled) D(duplicate)");
  CHECK(value(figure) == "80");
}

TEST_CASE("response_2h does not judge an unanswered ticket before two hours are over") {
  March march;
  march.desk.ticket("H", {{"25T09:00", "new", "status: new, priority: P1"}});
  march.query.now = instant("2026-03-25T10:00:00+08:00");
  CHECK(records(march.figure("response_2h")).find("H(undecided_2h)") != std::string::npos);
  CHECK(records(march.figure("response_on_time")).find("counted: B F H;") != std::string::npos);
  march.query.now = instant("2026-03-25T11:00:01+08:00");
  CHECK(records(march.figure("response_2h")).find("counted: F H;") != std::string::npos);
}

TEST_CASE("resolve_on_time takes holds by consent off and counts what was due in the window") {
  March march;
  const Figure figure = march.figure("resolve_on_time");
  CHECK(records(figure) == "good: A G; counted: B F; excluded: C(cancelled) D(duplicate)");
  CHECK(value(figure) == "50");
  march.query.window = *parse_window("2026-04", march.desk.zone());
  CHECK(records(march.figure("resolve_on_time")) == "good:; counted: E; excluded:");
}

TEST_CASE("a clock that still runs is left out as undecided, and an empty denominator is n/a") {
  March march;
  march.query.window = *parse_window("2026-04", march.desk.zone());
  march.query.now = instant("2026-04-01T00:00:00+08:00");
  const Figure figure = march.figure("resolve_on_time");
  CHECK(records(figure) == "good:; counted:; excluded: E(undecided)");
  CHECK_FALSE(figure.value);
  CHECK(figure.verdict == Figure::Verdict::none);
}

TEST_CASE("first_response_time is the mean of first reply less opening") {
  const Figure figure = March().figure("first_response_time");
  CHECK(records(figure) == "good:; counted: A B E G; excluded: C(cancelled) D(duplicate)");
  CHECK(figure.numerator == 125);
  CHECK(value(figure) == "31.25");
  CHECK(figure.verdict == Figure::Verdict::missed);
  CHECK(figure.items[1].amount == 45);
}

TEST_CASE("an import without a reply has no response time, and a resolution without a reply is one") {
  March march;
  march.desk.ticket("H", {{"25T09:00", "import", "status: new"}, {"25T10:00", "import", "status: resolved"}});
  march.desk.ticket("I", {{"25T09:00", "new", "status: new"}, {"25T09:20", "resolve", "status: resolved"}});
  const Figure figure = march.figure("first_response_time");
  CHECK(figure.exclusions.at("reply_unknown") == 1);
  CHECK(figure.denominator == 5);
  CHECK(figure.numerator == 145);
}

TEST_CASE("mttr takes holds by consent and the time before a reopening off") {
  const Figure figure = March().figure("mttr");
  CHECK(records(figure) == "good:; counted: A B G; excluded: D(duplicate)");
  REQUIRE(figure.items.size() == 4);
  CHECK(figure.items[0].amount == 3);
  CHECK(figure.items[1].amount == 11);
  CHECK(figure.items[3].amount == 4);
  CHECK(value(figure) == "6");
  CHECK(figure.verdict == Figure::Verdict::met);
}

TEST_CASE("mttr works on imported histories, by the states that they entered") {
  March march;
  march.desk.ticket("H", {{"25T09:00", "import", "status: new"},
                          {"25T14:00", "import", "status: resolved"},
                          {"27T09:00", "import", "status: closed"}});
  CHECK(march.figure("mttr").denominator == 4);
  CHECK(march.figure("mttr").numerator == 23);
}

TEST_CASE("first_line_rate asks for the tier at the time of the resolution") {
  March march;
  CHECK(records(march.figure("first_line_rate")) == "good: A G; counted: B; excluded: D(duplicate)");
  CHECK(value(march.figure("first_line_rate")) == "66.67");
  march.desk.ticket("H", {{"25T09:00", "new", "status: new, tier: 1"},
                          {"25T10:00", "resolve", "status: resolved"},
                          {"26T10:00", "reopen", "status: in_progress"},
                          {"26T11:00", "escalate", "status: assigned, tier: 2"}});
  march.desk.ticket("I", {{"25T09:00", "import", "status: resolved"}});
  CHECK(records(march.figure("first_line_rate")) == "good: A G H; counted: B; excluded: D(duplicate) I(tier_unknown)");
}

TEST_CASE("reopen_rate counts tickets that went back to an earlier state, imported ones too") {
  March march;
  CHECK(records(march.figure("reopen_rate")) == "good: B; counted: A G; excluded: D(duplicate)");
  CHECK(value(march.figure("reopen_rate")) == "33.33");
  march.desk.ticket("H", {{"25T09:00", "import", "status: resolved"},
                          {"25T10:00", "import", "status: closed"},
                          {"26T10:00", "import", "status: new"}});
  CHECK(records(march.figure("reopen_rate")) == "good: B H; counted: A G; excluded: D(duplicate)");
}

TEST_CASE("escalation_rate is tier 2 by tickets accepted in the window") {
  const Figure figure = March().figure("escalation_rate");
  CHECK(records(figure) == "good: B; counted: A E G; excluded: C(cancelled) D(duplicate)");
  CHECK(value(figure) == "25");
  CHECK(figure.verdict == Figure::Verdict::none);
}

TEST_CASE("backlog is what was unresolved at the window's end, not what is now") {
  March march;
  march.desk.ticket("H",
                    {{"30T09:00", "new", "status: new"}, {"2026-04-02T09:00:00+08:00", "resolve", "status: resolved"}});
  march.desk.ticket("I", {{"2026-04-01T00:00:00+08:00", "new", "status: new"}});
  CHECK(records(march.figure("backlog")) == "good:; counted: E F H; excluded:");
  march.query.window = *parse_window("2026-04", march.desk.zone());
  CHECK(records(march.figure("backlog")) == "good:; counted: E F I; excluded:");
}

TEST_CASE("mttr takes off the holds with consent of every cycle, whatever a reopening does to the clock") {
  for (const char* policy : {"continue", "new_cycle", "first_only"}) {
    CAPTURE(policy);
    March march;
    march.desk.agree(std::string("on_reopen: ") + policy);
    const std::string hold = "status: on_hold, hold_reason: waiting_user, hold_consent: zhang.san, hold_until: ";
    march.desk.ticket("H", {{"2026-05-02T09:00:00+08:00", "new", "status: in_progress, priority: P3"},
                            {"2026-05-02T10:00:00+08:00", "hold", hold + "2026-05-02T12:00:00+08:00"},
                            {"2026-05-02T12:00:00+08:00", "resume", "status: in_progress"},
                            {"2026-05-02T13:00:00+08:00", "resolve", "status: resolved"},
                            {"2026-05-02T15:00:00+08:00", "reopen", "status: in_progress"},
                            {"2026-05-02T15:00:00+08:00", "hold", hold + "2026-05-02T15:30:00+08:00"},
                            {"2026-05-02T15:30:00+08:00", "resume", "status: in_progress"},
                            {"2026-05-02T16:00:00+08:00", "resolve", "status: resolved"}});
    march.query.window = *parse_window("2026-05", march.desk.zone());
    march.query.now = instant("2026-06-01T00:00:00+08:00");
    CHECK(value(march.figure("mttr")) == "2.5");
  }
}

TEST_CASE("sla_attainment counts all clocks, and those without a promise are left out") {
  const Figure figure = March().figure("sla_attainment");
  CHECK(figure.numerator == 5);
  CHECK(figure.denominator == 9);
  CHECK(figure.exclusions.at("no_promise") == 5);
  CHECK(figure.items[0].part == "response");
}

TEST_CASE("a clock breached before its ticket was cancelled stays in the rate") {
  March march;
  march.desk.ticket("H", {{"25T09:00", "new", "status: new"}, {"25T12:00", "cancel", "status: cancelled"}});
  CHECK(records(march.figure("response_on_time")) ==
        "good: A E G; counted: B F H; excluded: C(cancelled) D(duplicate)");
}

TEST_CASE("a window has its first instant and not its last, in the repository's zone") {
  March march;
  march.desk.ticket("H", {{"2026-02-28T16:00:00+00:00", "new", "status: new"}});
  march.desk.ticket("I", {{"2026-04-01T00:00:00+08:00", "new", "status: new"}});
  march.desk.ticket("J", {{"2026-03-31T15:59:59+00:00", "new", "status: new"}});
  CHECK(value(march.figure("ticket_volume")) == "9");
}

TEST_CASE("events recorded after known_at do not exist") {
  March march;
  march.query.known_at = instant("2026-03-03T18:00:00+08:00");
  march.query.now = *march.query.known_at;
  CHECK(value(march.figure("ticket_volume")) == "2");
  CHECK(records(march.figure("mttr")) == "good:; counted: A; excluded:");
}

TEST_CASE("groups take the value at the counting moment and stand sorted behind the whole") {
  March march;
  march.desk.ticket("G", {{"16T08:00", "new", "status: new, priority: P3"}, {"17T08:00", "classify", "priority: P1"}});
  march.query.by = {"priority"};
  std::string groups;
  for (const auto& figure : evaluate(march.measures, march.desk, march.query))
    if (figure.measure->name == "ticket_volume")
      groups += " " + (figure.group.empty() ? "all" : figure.group[0]) + "=" + value(figure);
  // G was P3 when it was opened; F never got a priority; the others had none before they were accepted.
  CHECK(groups == " all=7 =1 P1=1 P2=1 P3=4");
}

TEST_CASE("what is counted at another moment than its opening has the value of that moment, empty or not") {
  March march;
  march.desk.ticket("H", {{"17T08:00", "new", "status: new"},
                          {"17T09:00", "resolve", "status: resolved"},
                          {"17T10:00", "classify", "priority: P1"}});
  march.query.by = {"priority"};
  std::string groups;
  for (const auto& figure : evaluate(march.measures, march.desk, march.query))
    if (figure.measure->name == "resolved_volume")
      groups += " " + (figure.group.empty() ? "all" : figure.group[0]) + "=" + value(figure);
  CHECK(groups == " all=4 =1 P1=1 P2=2 P3=0");  // D is left out as a duplicate
}

TEST_CASE(
    "measures that are grouped each on its own come to the same as all grouped alike, those with a line below too") {
  March march;
  march.query.by = {"priority"};
  const auto alike = evaluate(march.measures, march.desk, march.query);
  march.query.groupings.assign(march.measures.size(), {march.query.by, {}});
  march.query.by.clear();
  const auto apart = evaluate(march.measures, march.desk, march.query);
  REQUIRE(alike.size() == apart.size());
  for (std::size_t i = 0; i < alike.size(); ++i) {
    CHECK(alike[i].measure == apart[i].measure);
    CHECK(alike[i].group == apart[i].group);
    CHECK(value(alike[i]) == value(apart[i]));
  }
  march.query.groupings.assign(march.measures.size(), {});
  CHECK(evaluate(march.measures, march.desk, march.query).size() == march.measures.size());
}

TEST_CASE("two fields group together") {
  March march;
  march.query.by = {"priority", "tier"};
  std::string groups;
  for (const auto& figure : evaluate(march.measures, march.desk, march.query))
    if (figure.measure->name == "escalation_rate") groups += " " + join(figure.group, "+") + "=" + value(figure);
  CHECK(groups == " =25 P1+1=0 P2+1=50 P3+1=0");
}

TEST_CASE("median, percentile and sum are of the amounts") {
  March march;
  march.measure("by: told, amount: {from: opened, to: told}, unit: minutes, formula: median");
  CHECK(value(march.figure()) == "20");  // 5 10 10 30 45 60, without the one that was never told
  march.measure("by: told, amount: {from: opened, to: told}, unit: minutes, formula: percentile, percentile: 90");
  CHECK(value(march.figure()) == "60");
  march.measure("by: told, amount: {from: opened, to: told}, unit: minutes, formula: percentile, percentile: 50");
  CHECK(value(march.figure()) == "10");
  march.measure("by: told, amount: {from: opened, to: told}, unit: hours, formula: sum");
  CHECK(value(march.figure()) == "2.667");
}

TEST_CASE("an amount that cannot be told is left out with that reason") {
  March march;
  march.measure("by: opened, amount: {from: told, to: entered:resolved}, unit: hours, formula: mean");
  CHECK(march.figure().exclusions.at(std::string(kNotMeasurable)) == 3);  // C, E, F
  march.measure("by: opened, amount: {from: entered:resolved, to: opened}, unit: hours, formula: mean");
  CHECK(march.figure().denominator == 0);
  CHECK(value(march.figure()) == "n/a");
}

TEST_CASE("a fact can be the amount: a score by code, a number, a clock's elapsed time") {
  March march;
  march.measure("by: opened, amount: {path: priority, scores: {P1: 100, P2: 50}}, unit: points, formula: mean");
  CHECK(value(march.figure()) == "66.67");
  march.measure("by: opened, where: {priority: filled}, amount: {path: tier}, formula: sum");
  CHECK(value(march.figure()) == "7");
  march.measure(
      "counts: clock response, by: clock, where: {clock.verdict: met}, amount: {path: clock.elapsed}, unit: minutes, "
      "formula: sum");
  CHECK(value(march.figure()) == "115");  // A 10, C 5, D 30, E 60, G 10
}

TEST_CASE("events and promises can be counted one by one") {
  March march;
  march.measure("counts: events resolve, by: event, formula: count");
  CHECK(value(march.figure()) == "5");
  march.measure("counts: promises response, by: clock, formula: count, where: {clock.level: unclassified}");
  CHECK(value(march.figure()) == "7");
}

TEST_CASE("the number of threads changes nothing: many records give the sums of a few") {
  March march;
  const double mean = *march.figure("first_response_time").value;
  for (int i = 0; i < 400; ++i) {
    const std::string id = fmt::format("Z{:03}", i);
    march.desk.ticket(
        id, {{"05T09:00", "new", "status: new"}, {"05T09:10", "accept", "status: accepted, priority: P1", "phone"}});
  }
  const Figure figure = march.figure("first_response_time");
  CHECK(figure.denominator == 404);
  CHECK(figure.numerator == mean * 4 + 4000);
  CHECK(figure.items.size() == 406);
  CHECK(std::is_sorted(figure.items.begin(), figure.items.end(),
                       [](const Item& a, const Item& b) { return a.record < b.record; }));
}

TEST_CASE("what was met in a closed window stays there when the record is reopened later") {
  March march;
  march.query.now = instant("2026-06-01T00:00:00+08:00");
  march.desk.ticket("A", {{"02T09:00", "new", "status: new, tier: 1"},
                          {"02T09:10", "accept", "status: accepted, priority: P1", "phone"},
                          {"02T12:00", "resolve", "status: resolved"},
                          {"2026-04-03T09:00:00+08:00", "reopen", "status: in_progress"},
                          {"2026-04-03T12:00:00+08:00", "resolve", "status: resolved"}});
  CHECK(records(march.figure("resolve_on_time")).find("good: A ") != std::string::npos);
  march.query.window = *parse_window("2026-04", march.desk.zone());
  CHECK(records(march.figure("resolve_on_time")).find("counted: A") != std::string::npos);  // now it was late
}

TEST_CASE("record_delay is the mean time from what happened to its record, without imports") {
  March march;
  march.desk.ticket("A",
                    {{"02T09:00", "new", "status: new}\n    recorded: 2026-03-02T10:30:00+08:00\n    remark: {a: b"}});
  march.desk.ticket("B", {{"02T09:00", "import", "status: new"}});
  const Figure figure = march.figure("record_delay");
  CHECK(figure.numerator == 90);
  CHECK(records(figure).find("B(imported)") != std::string::npos);
}

TEST_CASE("a rate is given with an excused breach and without it") {
  March march;
  march.desk.ticket("F", {{"20T09:00", "new", "status: new, tier: 1"},
                          {"21T09:00", "exclude", "excused_clock: response, excuse: force_majeure"}});
  const Figure figure = march.figure("response_on_time");
  CHECK(value(figure) == "60");
  CHECK(figure.excused == 1);
  CHECK(*figure.value_without_excused == 75);
  CHECK(records(figure).find("counted: B F;") != std::string::npos);
  CHECK(figure.items.back().excused == (figure.items.back().record == "F"));
}

TEST_CASE("a count of breaches is given with the excused ones and without them") {
  March march;
  march.measure("formula: count, counts: clock response, by: clock, where: {clock.verdict: breached}");
  CHECK(value(march.figure()) == "2");
  march.desk.ticket("F", {{"20T09:00", "new", "status: new, tier: 1"},
                          {"21T09:00", "exclude", "excused_clock: response, excuse: force_majeure"}});
  CHECK(value(march.figure()) == "2");
  CHECK(*march.figure().value_without_excused == 1);
}

TEST_CASE("of an excused clock only the promise that was broken is excused") {
  March march;
  march.measure("formula: count, counts: promises resolution, by: opened");
  const double before = *march.figure().value;
  march.desk.ticket("F", {{"20T09:00", "new", "status: new, tier: 1"},
                          {"20T10:00", "classify", "priority: P3"},
                          {"22T09:00", "exclude", "excused_clock: resolution, excuse: force_majeure"}});
  const Figure figure = march.figure();
  CHECK(*figure.value >= before);
  CHECK(figure.excused == 1);
}

TEST_CASE("where all that counts was excused, the rate without it is n/a") {
  March march;
  march.measure(
      "formula: ratio, counts: clock response, by: clock, where: {clock.excused: 'yes'}, good: {clock.verdict: met}, "
      "unit: percent");
  march.desk.ticket("F", {{"20T09:00", "new", "status: new, tier: 1"},
                          {"21T09:00", "exclude", "excused_clock: response, excuse: force_majeure"}});
  CHECK(value(march.figure()) == "0");
  CHECK_FALSE(march.figure().value_without_excused);
}
