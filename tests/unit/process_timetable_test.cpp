// Which windows get in each other's way, among jobs on machines, batches that take jobs along, and quiet times.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "fake_world.hpp"
#include "process/timetable.hpp"

using namespace itss;
using namespace itss::testing;
using process::Clash;

namespace {

constexpr const char* kMachine = R"(
record: machine
directory: machines
title: title
fields:
  title: {type: text}
  runs_on: {type: links, to: machine, spreads: back}
states:
  used: {initial: true}
  gone: {final: true}
moves:
  drop: {from: used, to: gone}
)";

constexpr const char* kJob = R"(
record: job
directory: jobs
title: title
window: span
fields:
  title: {type: text}
  kind: {type: code, codes: [small, big]}
  machines: {type: links, to: machine}
  with: {type: links, to: job}
  batch: {type: link, to: batch}
  span: {type: map, fields: {from: {type: instant}, to: {type: instant}}}
states:
  planned: {initial: true}
  done: {final: true}
moves:
  plan:
    from: planned
    guards:
      - {when: {kind: big}, clause: 发布 2.1-3, apart: {window: span, of: quiet.span, where: {status: on, machines: empty}, except: {all: kind, in: kinds}}}
      - {when: {kind: big}, apart: {window: span, of: quiet.span, where: {status: on}, sharing: machines}}
  finish: {from: planned, to: done}
)";

constexpr const char* kBatch = R"(
record: batch
directory: batches
title: title
window: span
fields:
  title: {type: text}
  machines: {type: links, to: machine}
  jobs: {type: links, to: job}
  span: {type: map, fields: {from: {type: instant}, to: {type: instant}}}
states:
  planned: {initial: true}
  done: {final: true}
moves:
  finish: {from: planned, to: done}
)";

constexpr const char* kQuiet = R"(
record: quiet
directory: quiets
title: title
window: span
fields:
  title: {type: text}
  machines: {type: links, to: machine}
  kinds: {type: list}
  span: {type: map, fields: {from: {type: instant}, to: {type: instant}}}
states:
  on: {initial: true}
  off: {final: true}
moves:
  lift: {from: on, to: off}
)";

// The hours of 1 December 2026 in Shanghai.
std::string hour(int at) { return fmt::format("2026-12-01T{:02}:00:00+08:00", at); }

class Site : public FakeWorld {
 public:
  Site() : FakeWorld({{"machine.yaml", kMachine}, {"job.yaml", kJob}, {"batch.yaml", kBatch}, {"quiet.yaml", kQuiet}}) {
    // web runs on app, app on host; host2 stands apart; the two rings run on each other.
    machine("host");
    machine("app", "runs_on: [host]");
    machine("web", "runs_on: [app]");
    machine("host2");
    machine("ring1", "runs_on: [ring2]");
    machine("ring2", "runs_on: [ring1]");
  }

  // `fields`: lines of the record's file.
  void record(const std::string& type, const std::string& id, const std::string& state, const std::string& fields) {
    add(type, "id: " + id + "\ntitle: t\nstatus: " + state + "\n" + fields +
                  "\nhistory:\n  - at: 2026-01-01T00:00:00+08:00\n    by: a\n    do: new\n    set: {status: " + state +
                  ", title: t}\n");
  }
  void machine(const std::string& id, const std::string& fields = {}) { record("machine", id, "used", fields); }
  // A record that lasts from one hour to another.
  void lasting(const std::string& type, const std::string& id, int from, int to, const std::string& fields = {},
               const std::string& state = {}) {
    const std::string initial = type == "quiet" ? "on" : "planned";
    record(type, id, state.empty() ? initial : state,
           "span: {from: " + hour(from) + ", to: " + hour(to) + "}\n" + fields);
  }
  void job(const std::string& id, int from, int to, const std::string& machines, const std::string& more = {}) {
    lasting("job", id, from, to, "machines: [" + machines + "]\n" + more);
  }

  process::Timetable table(const std::string& type = "job", bool closed_too = false, const std::string& on = {},
                           int from = 0, int to = 23) const {
    process::TimetableQuery query;
    query.type = schemas().find(type);
    REQUIRE(query.type != nullptr);
    query.period = {instant(hour(from)), instant(hour(to))};
    query.closed_too = closed_too;
    query.on_type = "machine";
    query.on = on;
    query.now = instant("2026-11-24T09:00:00+08:00");
    return process::timetable(*this, query);
  }
};

std::string text_of(const process::Timetable& table) {
  std::string text;
  for (const auto& clash : table.clashes) {
    text += text.empty() ? "" : "; ";
    text += table.slots[clash.first].record->id + "-" + table.slots[clash.second].record->id;
    text += clash.why == Clash::Why::shared ? " shared" : clash.why == Clash::Why::dependent ? " dependent" : " rule";
    for (const auto& id : clash.on) text += " " + id;
  }
  return text;
}

std::string listed(const process::Timetable& table) {
  std::string text;
  for (std::size_t i = 0; i < table.own; ++i) text += (i == 0 ? "" : " ") + table.slots[i].record->id;
  return text;
}

}  // namespace

TEST_CASE("windows on the same record that overlap clash, those that only touch do not") {
  Site site;
  site.job("a", 1, 3, "host2");
  site.job("b", 2, 4, "host2, host");
  site.job("c", 4, 5, "host2");
  const auto table = site.table();
  CHECK_EQ(listed(table), "a b c");
  CHECK_EQ(text_of(table), "a-b shared host2");
  CHECK_EQ(to_string(table.clashes[0].window.from), hour(2));
  CHECK_EQ(to_string(table.clashes[0].window.to), hour(3));
}

TEST_CASE("windows clash on records of which one fails with the other, over several links, and say the way") {
  Site site;
  site.job("a", 1, 3, "web");
  site.job("b", 1, 3, "host");
  site.job("c", 1, 3, "host2");
  const auto table = site.table();
  CHECK_EQ(text_of(table), "a-b dependent host app web");
  REQUIRE_EQ(table.clashes[0].over.size(), 2);
  CHECK_EQ(table.clashes[0].over[0]->name, "runs_on");
}

TEST_CASE("the same record counts before a dependent one, and the nearer of two before the farther") {
  Site site;
  site.job("a", 1, 3, "host, web");
  site.job("b", 1, 3, "host, app");
  CHECK_EQ(text_of(site.table()), "a-b shared host");
  site.job("b", 1, 3, "app");
  CHECK_EQ(site.table().clashes[0].over.size(), 1);
}

TEST_CASE("records that run on each other end no walk, and clash once") {
  Site site;
  site.job("a", 1, 3, "ring1");
  site.job("b", 1, 3, "ring2");
  CHECK_EQ(text_of(site.table()), "a-b dependent ring1 ring2");
}

TEST_CASE("windows of another type clash too, but not that of what takes a record along") {
  Site site;
  site.job("a", 1, 3, "host");
  site.job("b", 1, 3, "host", "batch: big\n");
  site.lasting("batch", "big", 1, 3, "machines: [host]\n");
  CHECK_EQ(text_of(site.table()), "a-b shared host; a-big shared host");
  CHECK_EQ(text_of(site.table("batch")), "big-a shared host");
}

TEST_CASE("records that one other record takes along, or that name each other, are one piece of work") {
  Site site;
  site.job("a", 1, 3, "host", "batch: big\n");
  site.job("b", 1, 3, "host", "batch: big\n");
  site.lasting("batch", "big", 1, 3, "machines: [host]\n");
  CHECK_EQ(text_of(site.table()), "");
  site.job("c", 4, 6, "host", "with: [d]\n");
  site.job("d", 4, 6, "host");
  CHECK_EQ(text_of(site.table()), "");
}

TEST_CASE("a time in which nothing may happen clashes with what a rule keeps out of it, and says which") {
  Site site;
  site.job("a", 1, 3, "host", "kind: big\n");
  site.job("b", 1, 3, "web", "kind: small\n");
  site.lasting("quiet", "night", 2, 6);
  site.lasting("quiet", "lifted", 2, 6, {}, "off");
  const auto table = site.table();
  CHECK_EQ(text_of(table), "a-b dependent host app web; a-night rule");
  const auto& clash = table.clashes[1];
  CHECK_EQ(clash.ruling->record, "job");
  CHECK_EQ(clash.move, "plan");
  CHECK_EQ(clash.guard->clause, "发布 2.1-3");
  CHECK_EQ(text_of(site.table("quiet")), "night-a rule");
}

TEST_CASE("such a time does not clash with what it allows") {
  Site site;
  site.job("a", 1, 3, "host", "kind: big\n");
  site.lasting("quiet", "night", 2, 6, "kinds: [big]\n");
  CHECK_EQ(text_of(site.table()), "");
  CHECK_EQ(text_of(site.table("quiet")), "");
  site.lasting("quiet", "dawn", 2, 6, "kinds: [small]\n");
  CHECK_EQ(text_of(site.table()), "a-dawn rule");
}

TEST_CASE("what takes a record along is kept out of such a time with it") {
  Site site;
  site.job("a", 1, 3, "host", "kind: big\nbatch: big\n");
  site.job("b", 1, 3, "host2", "kind: small\nbatch: small\n");
  site.lasting("batch", "big", 1, 3, "machines: [host]\n");
  site.lasting("batch", "small", 1, 3, "machines: [host2]\n");
  site.lasting("quiet", "night", 2, 6);
  CHECK_EQ(text_of(site.table("batch")), "big-night rule");
}

TEST_CASE("one that is for some records only clashes on these and on what depends on them; two never clash") {
  Site site;
  site.job("a", 1, 3, "host", "kind: big\n");
  site.job("b", 1, 3, "web", "kind: big\nwith: [a]\n");
  site.job("c", 1, 3, "host2", "kind: big\n");
  site.lasting("quiet", "webs", 2, 6, "machines: [web]\n");
  site.lasting("quiet", "more", 5, 7, "machines: [web]\n");
  CHECK_EQ(text_of(site.table()), "a-webs rule host app web; b-webs rule web");
  CHECK_EQ(text_of(site.table("quiet")), "webs-a rule host app web; webs-b rule web");
}

TEST_CASE("closed records are left out unless they are asked for, and so are windows without an end") {
  Site site;
  site.job("a", 1, 3, "host");
  site.lasting("job", "b", 2, 4, "machines: [host]\n", "done");
  site.record("job", "c", "planned", "span: {from: " + hour(2) + "}\nmachines: [host]");
  site.record("job", "d", "planned", "span: {from: " + hour(4) + ", to: " + hour(2) + "}\nmachines: [host]");
  CHECK_EQ(listed(site.table()), "a");
  CHECK_EQ(text_of(site.table()), "");
  CHECK_EQ(text_of(site.table("job", true)), "a-b shared host");
}

TEST_CASE("only the period is listed, and what clashes with it from outside is named") {
  Site site;
  site.job("a", 1, 6, "host");
  site.job("b", 5, 7, "host");
  site.job("c", 8, 9, "host");
  const auto table = site.table("job", false, {}, 0, 5);
  CHECK_EQ(listed(table), "a");
  CHECK_EQ(text_of(table), "a-b shared host");
}

TEST_CASE("only what works on one record is listed, with all that it clashes with") {
  Site site;
  site.job("a", 1, 3, "host");
  site.job("b", 2, 4, "web");
  const auto table = site.table("job", false, "web");
  CHECK_EQ(listed(table), "b");
  CHECK_EQ(text_of(table), "b-a dependent host app web");
}

TEST_CASE("what a type's records work on is what faults spread among") {
  Site site;
  CHECK_EQ(process::touched_types(site.schemas(), *site.schemas().find("job")), std::vector<std::string>{"machine"});
  CHECK(process::touched_types(site.schemas(), *site.schemas().find("machine")).empty());
}
