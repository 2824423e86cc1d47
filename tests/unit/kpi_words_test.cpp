// The words of measures that reckon with more than one record's moments: shares, spans, days, rates and remainders.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "kpi/attainment.hpp"
#include "kpi/evaluate.hpp"
#include "kpi/scope.hpp"
#include "kpi_desk.hpp"

using namespace itss;
using namespace itss::kpi;
using itss::testing::Desk;
using itss::testing::instant;

namespace {

Measure measure_of(const std::string& text) {
  Diagnostics findings;
  auto measures = read_measures(
      {"kpis.yaml", "measures: {m: {label: {en: M, zh: 度量}, explanation: {en: how, zh: 算法}, " + text + "}}"},
      findings);
  for (const auto& finding : findings) MESSAGE(to_text(finding));
  REQUIRE(measures.size() == 1);
  for (const auto& finding : verify(measures, schema::SchemaSet())) FAIL(to_text(finding));
  return measures.front();
}

// The seven tickets of March, or others.
class Room {
 public:
  explicit Room(const std::string& measure, bool with_march = true) : measures_{measure_of(measure)} {
    if (with_march) desk.open_for_march();
    query.now = instant("2026-04-10T00:00:00+08:00");
    query.window = *parse_window("2026-03", desk.zone());
    query.keep_items = true;
  }

  std::vector<Figure> figures() const { return evaluate(measures_, desk, query); }
  Figure figure() const { return figures().front(); }
  std::string value() const { return text(figure()); }
  // `all=1 P1=2`
  std::string groups() const {
    std::string out;
    for (const auto& each : figures())
      out += (out.empty() ? "" : " ") + (each.group.empty() ? "all" : join(each.group, "+")) + "=" + text(each);
    return out;
  }
  static std::string text(const Figure& figure) { return figure.value ? fmt::format("{:.4g}", *figure.value) : "n/a"; }

  Desk desk;
  Query query;

 private:
  std::vector<Measure> measures_;  // to which the figures point
};

std::string records(const Figure& figure) {
  std::string out;
  for (const auto& item : figure.items) {
    const char* role = item.role == Item::Role::good ? "+" : item.role == Item::Role::excluded ? "-" : "";
    out += (out.empty() ? "" : " ") + std::string(role) + item.record;
  }
  return out;
}

void add_service(Desk& desk, const std::string& id, const std::string& hours) {
  desk.add("service",
           "id: " + id + "\nname: " + id +
               "\nhistory:\n  - at: 2026-01-01T00:00:00+08:00\n    by: wang\n    do: import\n    set: {status: active" +
               (hours.empty() ? "" : ", hours: " + hours) + "}\n");
}

std::string outage(const std::string& service, const std::string& from, const std::string& to) {
  return "status: new, service: " + service + ", outages: {a: {from: 2026-03-" + from + ":00+08:00, to: 2026-03-" + to +
         ":00+08:00}}";
}

const std::string kAvailability =
    "record: ticket, counts: items outages, by: overlap, formula: remainder, unit: percent, "
    "amount: {from: item:from, to: [item:to, window_end], in: service.hours, once: service}, "
    "per: {record: service, by: window_end, where: {status: active}, amount: {from: window_start, to: window_end, in: "
    "hours}}";

}  // namespace

TEST_CASE("min and max are of the amounts") {
  const std::string rest = ", record: ticket, by: told, amount: {from: opened, to: told}, unit: minutes";
  CHECK(Room("formula: min" + rest).value() == "5");
  CHECK(Room("formula: max" + rest).value() == "60");
}

TEST_CASE("a list adds how many it has") {
  Room room("record: ticket, by: opened, formula: sum, amount: {path: knowledge}");
  room.desk.ticket("H", {{"25T09:00", "new", "status: new, knowledge: [KB-1, KB-2]"}});
  CHECK(room.value() == "2");
  CHECK(room.figure().exclusions.at(std::string(kNotMeasurable)) == 7);
}

TEST_CASE("a target of below is missed by its own value") {
  Room room("record: ticket, by: opened, formula: count, target: {below: 7}");
  CHECK(room.figure().verdict == Figure::Verdict::missed);
  room.query.window = *parse_window("2026-04", room.desk.zone());
  CHECK(room.figure().verdict == Figure::Verdict::met);
}

TEST_CASE("a rate stands upon another population: escalations per hundred tickets") {
  const std::string words =
      "record: ticket, counts: events escalate, by: event, formula: rate, unit: percent, per: {record: ticket, by: "
      "opened}";
  Room room(words);
  const Figure figure = room.figure();
  CHECK(figure.numerator == 1);
  CHECK(figure.denominator == 7);
  CHECK(Room::text(figure) == "14.29");
  CHECK(records(figure) == "+B A B C D E F G");  // what stands above the line, and what below
  room.query.window = *parse_window("2026-04", room.desk.zone());
  CHECK(room.value() == "n/a");
}

TEST_CASE("a rate leaves out above and below its line for their own reasons, and tells both") {
  Diagnostics findings;
  const auto measures = read_measures(
      {"kpis.yaml",
       "reasons: {void: {label: {en: void, zh: 作废}, when: {status: cancelled}}, twin: {label: {en: twin, zh: 重复}, "
       "when: "
       "{resolution: duplicate}}}\nmeasures: {m: {label: {en: M, zh: 度量}, explanation: {en: how, zh: 算法}, record: "
       "ticket, "
       "by: entered:resolved, excludes: [twin], formula: rate, per: {record: ticket, by: opened, excludes: [void]}}}"},
      findings);
  REQUIRE(measures.size() == 1);
  Desk desk;
  desk.open_for_march();
  Query query;
  query.window = *parse_window("2026-03", desk.zone());
  query.now = instant("2026-04-10T00:00:00+08:00");
  const Figure figure = evaluate(measures, desk, query).front();
  CHECK(figure.exclusions == std::map<std::string, long>{{"twin", 1}, {"void", 1}});
  CHECK(figure.numerator == 3);
  CHECK(figure.denominator == 6);
}

TEST_CASE("groups of a rate have what stands below their own line, also where nothing stands above") {
  Room room("record: ticket, counts: events escalate, by: event, formula: rate, per: {record: ticket, by: opened}");
  room.query.by = {"tier"};
  CHECK(room.groups() == "all=0.1429 1=0 2=n/a");  // B was opened at tier 1, and escalated at tier 2
}

TEST_CASE("shares are of a fact, of now or of the moment") {
  const std::string words = "record: ticket, by: opened, formula: shares, of: priority, unit: percent";
  const auto shares = [](const Figure& figure) {
    std::string out;
    for (const auto& share : figure.shares) out += fmt::format(" {}={}", share.value, share.numerator);
    return out;
  };
  CHECK(shares(Room(words).figure()) == " P3=3 P2=2 =1 P1=1");
  CHECK(shares(Room(words + ", facts: moment").figure()) == " =7");
}

TEST_CASE("whole stretches of a record's life are counted until it came into a final state") {
  const std::string words = "record: ticket, counts: spans 24h, by: span, formula: count";
  Room room(words, false);
  room.desk.ticket("A", {{"02T09:00", "new", "status: new"}, {"05T08:59", "close", "status: closed"}});
  CHECK(room.value() == "2");
  room.desk.ticket("A", {{"02T09:00", "new", "status: new"}, {"05T09:00", "close", "status: closed"}});
  CHECK(room.value() == "3");
  room.desk.ticket("A", {{"02T09:00", "new", "status: new"}});
  room.query.now = instant("2026-03-04T08:59:59+08:00");
  CHECK(room.value() == "1");
}

TEST_CASE("a stretch belongs to the window in which it ends") {
  Room room("record: ticket, counts: spans 24h, by: span, formula: count", false);
  room.desk.ticket("A", {{"2026-02-27T00:00:00+08:00", "new", "status: new"}});
  CHECK(room.value() == "31");  // the first ends at the window's first second, the last a day before its end
  CHECK(room.figure().items.front().part == "2026-02-28T00:00:00+08:00");
  room.query.window = *parse_window("2026-02", room.desk.zone());
  CHECK(room.value() == "1");
}

TEST_CASE("a stretch knows its events, the moves among them and how often the user was told") {
  const auto with = [](const std::string& where) {
    Room room("record: ticket, counts: spans 24h, by: span, formula: count, where: " + where, false);
    room.desk.ticket("A", {{"02T09:00", "new", "status: new"},
                           {"02T10:00", "accept", "status: accepted", "phone"},
                           {"03T09:00", "update", ""},
                           {"03T10:00", "update", ""},
                           {"05T09:00", "close", "status: closed"}});
    return room.value();
  };
  CHECK(with("{span.told: 1}") == "1");
  CHECK(with("{span.moves.update: 2}") == "1");
  CHECK(with("{span.events: 2}") == "2");
  CHECK(with("{span.events: 0}") == "1");
  CHECK(with("{span.to: {le: 2026-03-04T09:00:00+08:00}}") == "2");
}

TEST_CASE("the facts of the window's end are those of the clocks then, too") {
  const std::string words = "record: ticket, by: window_end, formula: count, where: {overdue: resolution}";
  Room room(words);
  CHECK(records(room.figure()) == "F");
  room.query.window = *parse_window("2026-03-20", room.desk.zone());
  CHECK(records(room.figure()).empty());  // F is due on the 21st
  room.query.window = *parse_window("2026-03-03", room.desk.zone());
  CHECK(records(room.figure()).empty());
  room.query.window.to = instant("2026-03-03T18:00:00+08:00");
  CHECK(records(room.figure()) == "B");  // resolved at 19:00, an hour late and more
}

TEST_CASE("the facts of a moment know the history until then") {
  Room room(
      "record: ticket, counts: events resolve, by: event, formula: count, facts: moment, where: "
      "{history.moves.resolve: 1}");
  CHECK(records(room.figure()) == "A B D G");  // not the second one of B
  Room then(
      "record: ticket, counts: events escalate, by: event, formula: count, facts: moment, where: "
      "{history.returns.resolved: 0}");
  CHECK(records(then.figure()) == "B");  // it came back only later
}

TEST_CASE("what brought a record on after an event is known") {
  Room room("record: ticket, counts: events accept, by: event, formula: count, where: {event.next: resolve}");
  CHECK(records(room.figure()) == "A D");
}

TEST_CASE("each promise of a clock has a verdict of its own") {
  const auto with = [](const std::string& verdict) {
    Room room("record: ticket, counts: promises resolution, by: opened, formula: count, where: {clock.verdict: " +
                  verdict + "}",
              false);
    room.desk.ticket("A", {{"02T09:00", "new", "status: new"},
                           {"02T10:00", "accept", "status: accepted, priority: P3"},
                           {"02T11:00", "classify", "priority: P2"},
                           {"02T12:00", "resolve", "status: resolved"}});
    return room.value();
  };
  CHECK(with("replaced") == "2");
  CHECK(with("met") == "1");
  CHECK(with("breached") == "0");
}

TEST_CASE("spans count in a calendar that a fact names, without the pauses in it") {
  Room room(
      "record: ticket, by: entered:resolved, formula: sum, unit: hours, amount: {from: opened, to: entered:resolved, "
      "in: "
      "service.hours, less: [in:on_hold]}",
      false);
  room.desk.add_calendar("office", "zone: Asia/Shanghai\nweekly: {mon-fri: [09:00-17:00]}\n");
  add_service(room.desk, "portal", "office");
  add_service(room.desk, "mail", "");
  const auto on_hold = [](const char* service) {
    return std::vector<itss::testing::Happening>{{"02T16:00", "new", std::string("status: new, service: ") + service},
                                                 {"02T16:30", "hold", "status: on_hold"},
                                                 {"03T10:00", "resume", "status: in_progress"},
                                                 {"03T11:00", "resolve", "status: resolved"}};
  };
  room.desk.ticket("A", on_hold("portal"));
  CHECK(room.value() == "1.5");
  room.desk.ticket("A", on_hold("mail"));
  CHECK(room.value() == "1.5");
  room.desk.ticket("A",
                   {{"02T16:00", "new", "status: new, service: portal"}, {"03T10:00", "resolve", "status: resolved"}});
  CHECK(room.value() == "2");
}

TEST_CASE("what a calendar that does not exist would count cannot be measured") {
  Room room(
      "record: ticket, by: entered:resolved, formula: sum, unit: hours, amount: {from: opened, to: entered:resolved, "
      "in: service.hours}",
      false);
  add_service(room.desk, "portal", "nights");
  room.desk.ticket("A",
                   {{"02T16:00", "new", "status: new, service: portal"}, {"03T10:00", "resolve", "status: resolved"}});
  CHECK(room.figure().exclusions.at(std::string(kNotMeasurable)) == 1);
}

TEST_CASE("spans with the same value of a fact count once where they overlap, each of its items what it adds") {
  Room room(
      "record: ticket, counts: items outages, by: overlap, formula: sum, unit: hours, amount: {from: item:from, to: "
      "item:to, once: service}",
      false);
  add_service(room.desk, "mail", "");
  add_service(room.desk, "portal", "");
  room.desk.ticket("A", {{"02T09:00", "new", outage("mail", "02T09:00", "02T11:00")}});
  room.desk.ticket("B", {{"02T09:00", "new", outage("mail", "02T10:00", "02T12:00")}});
  room.desk.ticket("C", {{"02T09:00", "new", outage("portal", "02T10:00", "02T12:00")}});
  room.desk.ticket("D", {{"02T09:00", "new", outage("mail", "02T09:30", "02T10:30")}});
  CHECK(room.value() == "5");
  double sum = 0;
  for (const auto& item : room.figure().items) sum += item.amount;
  CHECK(sum == 5);
}

TEST_CASE("by overlap only what lies in the window is added") {
  Room room(
      "record: ticket, counts: items outages, by: overlap, formula: sum, unit: hours, amount: {from: item:from, to: "
      "item:to}",
      false);
  add_service(room.desk, "mail", "");
  room.desk.ticket("A", {{"02T09:00", "new", outage("mail", "02T22:00", "04T02:00")}});
  room.query.window = *parse_window("2026-03-02", room.desk.zone());
  CHECK(room.value() == "2");
  room.query.window = *parse_window("2026-03-03", room.desk.zone());
  CHECK(room.value() == "24");
  room.query.window = *parse_window("2026-03-05", room.desk.zone());
  CHECK(room.figure().items.empty());
}

TEST_CASE("a remainder is told for each group, in which a record of its population stands for itself") {
  Room room(kAvailability, false);
  room.desk.add_calendar("office", "zone: Asia/Shanghai\nweekly: {mon-fri: [09:00-17:00]}\n");
  add_service(room.desk, "mail", "");
  add_service(room.desk, "portal", "office");
  room.desk.ticket("A", {{"02T09:00", "new", outage("portal", "02T09:00", "02T13:00")}});
  room.query.window = *parse_window("2026-03-02", room.desk.zone());
  room.query.by = {"service"};
  CHECK(room.groups() == "all=87.5 mail=100 portal=50");
  room.query.window = *parse_window("2026-03-01", room.desk.zone());  // a Sunday
  CHECK(room.groups() == "all=100 mail=100 portal=n/a");
}

TEST_CASE("the items of a remainder tell what was taken, and what is left of each record of its population") {
  Room room(kAvailability, false);
  add_service(room.desk, "mail", "");
  add_service(room.desk, "portal", "");
  room.desk.ticket("A", {{"02T09:00", "new", outage("mail", "02T09:00", "02T15:00")}});
  room.query.window = *parse_window("2026-03-02", room.desk.zone());
  std::string items;
  for (const auto& item : room.figure().items)
    items += fmt::format(" {}{}={}-{}", item.per ? "per " : "", item.record, item.amount, item.taken);
  CHECK(items == " A=6-0 per mail=18-6 per portal=24-0");
}

TEST_CASE("an outage that lasts counts until now, and so do the hours that were agreed") {
  Room room(kAvailability, false);
  add_service(room.desk, "mail", "");
  room.desk.ticket(
      "A", {{"02T09:00", "new", "status: new, service: mail, outages: {a: {from: 2026-03-02T06:00:00+08:00}}"}});
  room.query.window = *parse_window("2026-03-02", room.desk.zone());
  room.query.now = instant("2026-03-02T12:00:00+08:00");
  CHECK(room.figure().denominator == 12);
  CHECK(room.value() == "50");
}

TEST_CASE("without its population a remainder is n/a") {
  Room room(kAvailability, false);
  CHECK(room.value() == "n/a");
}

TEST_CASE("the days of a window have amounts of their own, those that nobody covers too") {
  const std::string words =
      "record: roster, counts: items shifts, by: overlap, each: day, unit: hours, amount: {from: item:from, to: "
      "item:to}, ";
  const auto with = [&](const std::string& formula, const char* now = "2026-04-10T00:00:00+08:00") {
    Room room(words + formula, false);
    room.desk.add("roster",
                  "id: R\ntitle: R\nhistory:\n  - at: 2026-02-01T00:00:00+08:00\n    by: wang\n    do: new\n    set:\n"
                  "      status: published\n      shifts:\n"
                  "        a: {from: 2026-03-02T22:00:00+08:00, to: 2026-03-03T06:00:00+08:00}\n"
                  "        b: {from: 2026-03-03T05:00:00+08:00, to: 2026-03-03T09:00:00+08:00}\n");
    room.query.window = *parse_window("2026-W10", room.desk.zone());  // 2 to 8 March
    room.query.now = instant(now);
    return room.value();
  };
  CHECK(with("formula: sum") == "11");
  CHECK(with("formula: max") == "9");
  CHECK(with("formula: min") == "0");
  CHECK(with("formula: median") == "0");
  CHECK(with("formula: mean", "2026-03-03T12:00:00+08:00") == "5.5");  // of the days that have begun
  CHECK(with("formula: min", "2026-03-02T12:00:00+08:00") == "2");
}

TEST_CASE("days are those of the repository's zone") {
  Room room(
      "record: roster, counts: items shifts, by: overlap, each: day, unit: hours, formula: max, amount: {from: "
      "item:from, to: item:to}",
      false);
  room.desk.add("roster",
                "id: R\ntitle: R\nhistory:\n  - at: 2026-02-01T00:00:00+08:00\n    by: wang\n    do: new\n    set: "
                "{status: published, shifts: "
                "{a: {from: 2026-03-02T00:00:00+00:00, to: 2026-03-03T00:00:00+00:00}}}\n");
  CHECK(room.value() == "16");
  CHECK(room.figure().items[1].part == "2026-03-02");
}

TEST_CASE("without any span there are no days, and the figure is n/a") {
  Room room(
      "record: roster, counts: items shifts, by: overlap, each: day, unit: hours, formula: min, amount: {from: "
      "item:from, to: item:to}",
      false);
  CHECK(room.value() == "n/a");
}

TEST_CASE("an agreement that would cover the tickets of a service is known by each clock") {
  Room room("record: service, by: window_end, formula: count, where: {covered.progress: empty}", false);
  add_service(room.desk, "mail", "");
  CHECK(room.value() == "1");  // the desk promises an answer and a solution, nothing else
  Room answered("record: service, by: window_end, formula: count, where: {covered.response: desk}", false);
  add_service(answered.desk, "mail", "");
  CHECK(answered.value() == "1");
}

TEST_CASE("the clocks of a window have those that follow a date only where there is one") {
  const auto lines = [](const std::string& more) {
    Room room("record: ticket, by: opened, formula: count", false);
    room.desk.add("agreement",
                  "id: mail\ntitle: mail\nhistory:\n  - at: 2026-03-02T09:00:00+08:00\n    by: wang\n    do: import\n"
                  "    set: {status: active" +
                      more + "}\n");
    return attainment({}, room.desk, room.query, {"agreement"}).lines;
  };
  CHECK(lines("").empty());
  const auto dated = lines(", review_due: 2026-03-10");
  REQUIRE_FALSE(dated.empty());
  CHECK(dated.front().breached == 1);
}

TEST_CASE("a record of which nothing lies in the window is looked at only where its state may count all the same") {
  const schema::SchemaSet schemas;
  Query query;
  query.window = *parse_window("2026-03", *Zone::find("Asia/Shanghai"));
  query.now = instant("2026-04-10T00:00:00+08:00");
  // The states in which it is looked at.
  const auto looked_at = [&](const std::string& text, const char* type = "ticket") {
    const auto scope = scope_of({measure_of(text)}, *schemas.find(type), query);
    std::vector<std::string> states;
    for (const auto& state : schemas.find(type)->states)
      if (scope.past.count(state.name) == 0) states.push_back(state.name);
    return join(states, " ") + (scope.to ? "" : " (whenever opened)");
  };
  const std::string open = "new accepted assigned in_progress on_hold resolved confirmed",
                    all = open + " closed cancelled";
  CHECK(looked_at("record: ticket, formula: count, by: opened") == "");
  CHECK(looked_at("record: ticket, formula: count, by: window_end") == all);
  CHECK(looked_at("record: ticket, formula: count, by: window_end, where: {status: [new, closed]}") == "new closed");
  CHECK(looked_at("record: ticket, formula: count, by: window_end, where: {status: [new, on_hold], tier: 1}") ==
        "new on_hold");
  CHECK(looked_at("record: ticket, formula: count, by: window_end, where: {not: {status: [closed, cancelled]}}") ==
        open);
  CHECK(looked_at("record: ticket, counts: spans 24h, by: span, formula: count") == open);
  CHECK(looked_at("record: ticket, formula: count, by: field:service.status") == all + " (whenever opened)");
  const std::string outages = "record: ticket, counts: items outages, formula: sum, by: overlap, amount: ";
  CHECK(looked_at(outages + "{from: item:from, to: item:to}") == "");
  CHECK(looked_at(outages + "{from: item:from, to: [item:to, window_end]}") == all);
  CHECK(looked_at(outages + "{from: item:from, to: [item:to, entered:closed, window_end]}") == open + " cancelled");
  CHECK(looked_at(outages + "{from: window_start, to: item:to}") == " (whenever opened)");
  CHECK(looked_at(outages + "{from: field:service.status, to: item:to}") == all + " (whenever opened)");
}

TEST_CASE("a thing repeats the last one before it, each chain as long as its steps are short") {
  Room room("record: ticket, by: opened, formula: ratio, unit: percent, repeats: {same: [cause], within: 10d}", false);
  const auto fault = [&](const char* id, const char* at, const char* cause) {
    room.desk.ticket(id, {{at, "new", std::string("status: new, cause: ") + cause}});
  };
  fault("A", "2026-02-20T09:00:00+08:00", "data");
  fault("B", "02T09:00", "data");      // exactly ten days later
  fault("C", "12T09:00", "data");      // after B
  fault("D", "22T09:01", "data");      // too late after C
  fault("E", "23T09:00", "hardware");  // as none before
  CHECK(records(room.figure()) == "+B +C D E");
  room.query.by = {"cause"};
  CHECK(room.groups() == "all=50 data=66.67 hardware=0");
}

TEST_CASE("of two things at the same moment the later id repeats the other") {
  Room room("record: ticket, by: opened, formula: ratio, unit: percent, repeats: {same: [cause], within: 1d}", false);
  for (const char* id : {"A", "B"}) room.desk.ticket(id, {{"02T09:00", "new", "status: new, cause: data"}});
  CHECK(records(room.figure()) == "A +B");
}

TEST_CASE("a thing whose list names a value twice does not repeat itself") {
  Room room("record: ticket, by: opened, formula: ratio, unit: percent, repeats: {same: [assets], within: 1d}", false);
  room.desk.ticket("A", {{"02T09:00", "new", "status: new, assets: [db, db]"}});
  CHECK(records(room.figure()) == "A");
}

TEST_CASE("what repeats is known as of the time that is asked for") {
  Room room("record: ticket, by: opened, formula: ratio, unit: percent, repeats: {same: [cause], within: 10d}", false);
  for (const char* id : {"A", "B"})
    room.desk.ticket(id, {{"02T09:00", "new", "status: new"}, {"05T09:00", "set", "cause: data"}});
  CHECK(records(room.figure()) == "A +B");
  room.query.now = instant("2026-03-04T09:00:00+08:00");
  CHECK(records(room.figure()) == "A B");
}

TEST_CASE("an amount can be how many records name the counted one, and which of them") {
  const auto value = [](const std::string& more) {
    Room room(
        "record: ticket, by: opened, where: {tier: 2}, formula: sum, amount: {named_by: ticket.parent" + more + "}",
        false);
    room.desk.ticket("A", {{"02T09:00", "new", "status: new, tier: 2"}});
    room.desk.ticket("B", {{"02T10:00", "new", "status: new, tier: 1"}, {"03T09:00", "attach", "parent: A"}});
    room.desk.ticket("C", {{"03T09:01", "new", "status: new, tier: 1, parent: A"}});
    room.desk.ticket("D", {{"01T09:00", "new", "status: new, tier: 1, parent: A, priority: P1"}});
    room.desk.ticket("E", {{"02T10:00", "new", "status: new, parent: A"}, {"02T11:00", "detach", "parent: null"}});
    return room.value();
  };
  CHECK(value("") == "3");
  CHECK(value(", within: 24h") == "1");
  CHECK(value(", where: {priority: P1}") == "1");
}

TEST_CASE("facts that should be the same must be there") {
  Room room("record: ticket, by: opened, formula: ratio, unit: percent, same: [owner, assignee]", false);
  room.desk.ticket("A", {{"02T09:00", "new", "status: new, owner: wang, assignee: wang"}});
  room.desk.ticket("B", {{"02T09:00", "new", "status: new, owner: wang, assignee: li"}});
  room.desk.ticket("C", {{"02T09:00", "new", "status: new"}});
  CHECK(records(room.figure()) == "+A B C");
}

TEST_CASE("what others should do counts once it is done, is awaited while there is time, and missed afterwards") {
  Room room(
      "record: ticket, by: first:resolved, formula: ratio, unit: percent, "
      "moved: {field: assets, move: verify, within: 48h}",
      false);
  const auto asset = [&](const char* id, const std::string& events) {
    room.desk.add("asset", std::string("id: ") + id + "\ntitle: x\nhistory:\n" + events);
  };
  const auto event = [](const char* at, const char* verb) {
    return std::string("  - {at: 2026-03-") + at + ":00+08:00, by: wang, do: " + verb + ", set: {}}\n";
  };
  asset("x", event("01T09:00", "verify") + event("04T09:00", "verify"));
  asset("y", event("04T09:01", "verify"));
  for (const auto& [id, assets] : {std::pair("A", "[x]"), std::pair("B", "[y]"), std::pair("C", "[x, y]"),
                                   std::pair("D", "[]"), std::pair("E", "[none]")})
    room.desk.ticket(id, {{"01T09:00", "new", std::string("status: new, assets: ") + assets},
                          {"02T09:00", "resolve", "status: resolved"}});
  CHECK(records(room.figure()) == "+A B C +D E");
  room.query.now = instant("2026-03-03T09:00:00+08:00");
  const Figure early = room.figure();
  CHECK(records(early) == "-A -B -C +D -E");
  CHECK(early.exclusions == std::map<std::string, long>{{"undecided", 4}});
  CHECK(reason_label(*early.measure, "undecided") == "not decided yet");
}
