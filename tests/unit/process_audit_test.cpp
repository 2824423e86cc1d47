// That commands and check agree: what no command would write is found, and what one wrote is not.
#include <doctest/doctest.h>

#include "process_test_kit.hpp"

using namespace itss;
using namespace itss::testing;

namespace {

constexpr const char* kSchema = R"(
record: task
label: {en: Task, zh: 任务}
prefix: TSK
directory: tasks
title: title
retract: {roles: [l1_lead]}
fields:
  title: {type: text, required: true}
  owner: {type: person, guarded: true}
  result: {type: text, guarded: true}
  rank: {type: code, codes: [high, low], guarded: true, default: low}
  parent: {type: link, to: task, guarded: true}
states:
  open: {label: {en: Open, zh: 待办}, initial: true}
  doing: {label: {en: Doing, zh: 进行中}}
  done: {label: {en: Done, zh: 完成}, final: true}
moves:
  new: {label: {en: Open, zh: 新建}}
  take: {label: {en: Take, zh: 领取}, from: open, to: doing, roles: [l1], sets: {owner: actor}}
  call: {label: {en: Call, zh: 联系}, from: doing, by: [owner]}
  hand: {label: {en: Hand over, zh: 移交}, from: doing, roles: [l1_lead], requires: [input.owner]}
  tell: {label: {en: Tell, zh: 告知}, from: doing, told: true}
  rename: {label: {en: Rename, zh: 改名}, from: doing, takes: [title]}
  clear: {label: {en: Clear, zh: 清除}, from: doing, unsets: [title]}
  nest: {label: {en: Nest, zh: 归入}, from: any, requires: [parent], links: {parent: {state: [open, doing]}}}
  finish:
    label: {en: Finish, zh: 完成}
    rules:
      - from: doing
        to: done
        by: [owner]
        requires: [result]
        after: [{move: call, count: 2}]
        carries: {task.parent: {moves: [finish], where: {status: doing}}}
      - {from: doing, to: done, via: task.finish}
)";

// A process with a clock and a hold.
constexpr const char* kPromise = R"(
record: promise
label: {en: Promise, zh: 承诺}
prefix: PRM
directory: promises
fields:
  late_reason: {type: text, guarded: true}
states:
  one: {label: {en: One, zh: 一}, initial: true}
  two: {label: {en: Two, zh: 二}}
  held: {label: {en: Held, zh: 挂起}}
  kept: {label: {en: Kept, zh: 兑现}, final: true}
moves:
  new: {label: {en: Promise, zh: 承诺}}
  go: {label: {en: Go, zh: 前进}, from: one, to: two}
  hold: {label: {en: Hold, zh: 挂起}, from: open, to: held}
  rework: {label: {en: Rework, zh: 返工}, from: open, voids: [go]}
  resume: {label: {en: Resume, zh: 恢复}, from: held, to: previous}
  keep: {label: {en: Keep, zh: 兑现}, from: open, to: kept, guards: [{when: {overdue: resolution}, requires: [late_reason]}]}
clocks:
  resolution: {label: {en: Resolution, zh: 解决}, stops: {states: [kept]}}
)";
constexpr const char* kAgreement = R"(id: all
title: all
status: active
history:
  - {at: 2020-01-01T00:00:00+08:00, by: wang, do: import, set: {title: all, status: active, kind: sla, series: all, targets: {resolution: {calendar: 24x7, every: 1h}}}}
)";

constexpr const char* kTask = "TSK-20261124-AAAAA";
constexpr const char* kChild = "TSK-20261124-BBBBB";
constexpr const char* kLater = "2026-11-25T09:00:00+08:00";

Codes codes_of(const process::Plan& plan) {
  Codes codes;
  for (const auto& refusal : plan.refusals) codes.push_back(refusal.code);
  return codes;
}

Act at(const char* when, Act act, const char* now = nullptr) {
  act.at = when;
  act.now = now;
  return act;
}

constexpr const char* k9 = "2026-11-24T09:00:00+08:00";
constexpr const char* k10 = "2026-11-24T10:00:00+08:00";
constexpr const char* k11 = "2026-11-24T11:00:00+08:00";
constexpr const char* k12 = "2026-11-24T12:00:00+08:00";
constexpr const char* k13 = "2026-11-24T13:00:00+08:00";

struct Desk : Stage {
  Desk() : Stage(std::vector<schema::Source>{{"task.yaml", kSchema}, {"promise.yaml", kPromise}}) {
    world.add_person("wang", {"l1"});
    world.add_person("li", {"l1"});
    world.add_person("lead", {"l1_lead"});
  }
  void does(const char* when, const Act& act, const char* id = kTask) { Stage::act("task", id, at(when, act)); }
  // A task that wang took at 10, called about at 11 and 12, and finished at 13.
  void finish(const char* id = kTask) {
    does(k9, {"li", "new", {{"title", "x"}}}, id);
    does(k10, {"wang", "take"}, id);
    does(k11, {"wang", "call"}, id);
    does(k12, {"wang", "call"}, id);
    does(k13, {"wang", "finish", {{"result", "ok"}}}, id);
  }
  // A task in work and another one below it, which its finish at 13 carries.
  void finish_both() {
    does(k9, {"li", "new", {{"title", "y"}}}, kChild);
    does(k10, {"li", "take"}, kChild);
    does(k9, {"li", "new", {{"title", "x"}}});
    does(k10, {"wang", "take"});
    does(k11, {"wang", "call"});
    does(k11, {"li", "nest", {{"parent", kTask}}}, kChild);
    does(k12, {"wang", "call"});
    does(k13, {"wang", "finish", {{"result", "ok"}}});
  }
  // Changes the events of a record by hand, its fields with them.
  template <class Change>
  void fake(Change change, const char* id = kTask) {
    record::Record faked = *world.find(id);
    change(faked.events);
    faked.fields = record::replay(faked);
    world.add(std::move(faked));
  }
  process::Plan retract(std::size_t index, const char* who = "wang", const char* now = kLater) {
    const auto task = world.find(kTask);
    return process::retract(task, task->events[index].id(), "", who, instant(now), world);
  }
  // What check says of a record, as `CODE: message`.
  std::vector<std::string> findings(const char* id = kTask) {
    std::vector<std::string> out;
    for (const auto& finding : process::audit(*world.find(id), world, instant("2027-01-01T00:00:00+08:00"))) {
      std::string text = std::string(info(finding.code).name) + ":";
      for (const auto& argument : finding.arguments) text += " " + argument;
      out.push_back(std::move(text));
    }
    return out;
  }
};

using Events = std::vector<record::Event>;

record::Event event_of(const char* verb, Fields set = {}) {
  record::Event event;
  event.at = instant(kLater);
  event.by = "li";
  event.verb = verb;
  event.set = std::move(set);
  return event;
}

// What check says of the finished task after a change by hand.
std::vector<std::string> faked(const std::function<void(Events&)>& change) {
  Desk desk;
  desk.finish();
  desk.fake(change);
  return desk.findings();
}

}  // namespace

TEST_CASE("an event that a later guard counts is not retracted") {
  Desk desk;
  desk.finish();
  const auto plan = desk.retract(2);
  REQUIRE(codes_of(plan) == Codes{"LATER_EVENT"});
  CHECK(plan.refusals[0].message.find("'finish' at 2026-11-24T13:00:00+08:00") != std::string::npos);
}

TEST_CASE("a backdated event after which a later actor had no right to act is refused") {
  Desk desk;
  desk.finish();
  const auto plan =
      desk.attempt("task", kTask, at("2026-11-24T10:30:00+08:00", {"lead", "hand", {{"owner", "li"}}}, kLater));
  REQUIRE(codes_of(plan) == Codes{"LATER_EVENT"});
  CHECK(plan.refusals[0].message.find("'call' at 2026-11-24T11:00:00+08:00") != std::string::npos);
}

TEST_CASE("a later event that was illegal already stands in nobody's way") {
  Desk desk;
  desk.finish();
  desk.fake([](Events& events) { events.erase(events.begin() + 2); });
  REQUIRE(desk.findings().size() == 1);
  CHECK(desk.retract(2).allowed());
}

TEST_CASE("a comment changes nothing, and a move only what it takes or sets") {
  CHECK(faked([](Events& events) {
          events.push_back(event_of("comment", {{"rank", "high"}, {"status", "open"}}));
        }) == Codes{"ILLEGAL_MOVE: comment 'comment' does not take 'rank' (NO_INPUT)",
                    "ILLEGAL_MOVE: comment 'comment' does not take 'status' (NO_INPUT)"});
  CHECK(faked([](Events& events) {
          events[2].set = {{"rank", "high"}, {"title", "y"}};
        }) == Codes{"ILLEGAL_MOVE: call 'call' does not take 'rank' (NO_INPUT)",
                    "ILLEGAL_MOVE: call 'call' does not take 'title' (NO_INPUT)"});
  CHECK(faked([](Events& events) { events[0].set["owner"] = "li"; }) ==
        Codes{"ILLEGAL_MOVE: new 'new' does not take 'owner' (NO_INPUT)"});
  CHECK(faked([](Events& events) { events[0].set["rank"] = "low"; }).empty());
}

TEST_CASE("what a move sets from who makes it cannot be another's") {
  Desk desk;
  desk.does(k9, {"li", "new", {{"title", "x"}}});
  desk.does(k10, {"wang", "take"});
  desk.fake([](Events& events) { events[1].set["owner"] = "li"; });
  CHECK(desk.findings() == Codes{"ILLEGAL_MOVE: take 'take' sets 'owner' to 'wang', not to 'li' (VALUE)"});
}

TEST_CASE("a move that tells the requester does not do so without a channel") {
  Desk desk;
  desk.does(k9, {"li", "new", {{"title", "x"}}});
  desk.does(k10, {"wang", "take"});
  CHECK(desk.refused("task", kTask, at(k11, {"li", "tell"})) == Codes{"REQUIRES"});
  desk.does(k11, {"li", "tell", {}, {}, "phone"});
  CHECK(desk.findings().empty());
  desk.fake([](Events& events) { events[2].told.clear(); });
  REQUIRE(desk.findings().size() == 1);
  CHECK(desk.findings()[0].find("by which channel") != std::string::npos);
}

TEST_CASE("a required field is never emptied: not by an input, an effect, a set or an edit") {
  Desk desk;
  desk.does(k9, {"li", "new", {{"title", "x"}}});
  desk.does(k10, {"wang", "take"});
  CHECK(desk.refused("task", kTask, at(k11, {"wang", "rename", {{"title", ""}}})) == Codes{"REQUIRES"});
  CHECK(desk.refused("task", kTask, at(k11, {"wang", "clear"})) == Codes{"REQUIRES"});
  const record::Record original = *desk.world.find(kTask);
  for (const char* verb : {"set", "edit", "rename", "clear"}) {
    desk.world.add(original);
    record::Event event = event_of(verb);
    event.unset = {"title"};
    desk.fake([&](Events& events) { events.push_back(event); });
    CHECK(desk.findings() == Codes{std::string("ILLEGAL_MOVE: ") + verb + " 'title' is needed (REQUIRES)"});
  }
}

TEST_CASE("a required field that an import left empty stands in no move's way") {
  Desk desk;
  record::Record task{.id = kTask, .type = "task"};
  task.events = {event_of("import", {{"status", "doing"}, {"owner", "wang"}})};
  task.fields = record::replay(task);
  desk.world.add(task);
  desk.does(kLater, {"wang", "call"});
  CHECK(desk.findings().empty());
}

TEST_CASE("a retraction names an event before it, and its author had the right to take that back") {
  const auto retraction = [](const Events& events, std::size_t index, const char* by) {
    record::Event event = event_of("retract");
    event.by = by;
    event.retracts = index < events.size() ? events[index].id() : "0123456789";
    return event;
  };
  CHECK(faked([&](Events& events) { events.push_back(retraction(events, 4, "wang")); }).empty());
  CHECK(faked([&](Events& events) { events.push_back(retraction(events, 4, "lead")); }).empty());
  CHECK(
      faked([&](Events& events) { events.push_back(retraction(events, 4, "li")); }) ==
      Codes{"ILLEGAL_MOVE: retract 'li' did not make this event and has no role that may retract it: l1_lead (ROLE)"});
  CHECK(faked([&](Events& events) { events.push_back(retraction(events, 9, "wang")); }) ==
        Codes{"ILLEGAL_MOVE: retract 'TSK-20261124-AAAAA' has no event '0123456789' (UNKNOWN_EVENT)"});
  CHECK(faked([&](Events& events) {
          events.insert(events.begin() + 4, retraction(events, 4, "wang"));
          events[4].at = events[5].at;
        }).size() == 1);
}

TEST_CASE("a carried move is one only if the other record made the move then and is linked") {
  Desk desk;
  desk.finish_both();
  CHECK(desk.status(kChild) == "done");
  CHECK(desk.findings(kChild).empty());
  CHECK(desk.findings().empty());
  const record::Record original = *desk.world.find(kChild);
  const auto child = [&](auto change) {
    desk.world.add(original);
    desk.fake([&](Events& events) { change(events.back()); }, kChild);
    return desk.findings(kChild);
  };
  const Codes not_caused = {"ILLEGAL_MOVE: finish 'TSK-20261124-AAAAA.finish' did not cause it (VIA)"};
  CHECK(child([](record::Event& event) { event.at = instant("2026-11-24T13:00:01+08:00"); }) == not_caused);
  CHECK(child([](record::Event& event) { event.via = "TSK-20261124-BBBBB.finish"; }).size() == 1);
  CHECK(child([](record::Event& event) { event.via = "TSK-20261124-AAAAA.call"; }).size() >= 1);
  CHECK(child([](record::Event& event) { event.via = "nothing"; }).size() >= 1);
  desk.world.add(original);
  desk.fake([](Events& events) { events.erase(events.begin() + 2); }, kChild);
  CHECK(desk.findings(kChild) == not_caused);
}

TEST_CASE("a move is not taken back while what it moved on another record still counts") {
  Desk desk;
  desk.finish_both();
  REQUIRE(codes_of(desk.retract(4)) == Codes{"LATER_EVENT"});
  CHECK(desk.retract(4).refusals[0].message.find(kChild) != std::string::npos);
  const auto child = desk.world.find(kChild);
  const auto plan = process::retract(child, child->events.back().id(), "", "wang", instant(kLater), desk.world);
  REQUIRE(plan.allowed());
  desk.world.add(plan.changes[0].after);
  CHECK(desk.retract(4).allowed());
  CHECK(desk.findings(kChild).empty());
}

TEST_CASE("an event that stands in the file twice is one event, and can be taken back") {
  Desk desk;
  desk.finish();
  desk.fake([](Events& events) { events.push_back(events[4]); });
  CHECK(desk.findings().empty());
  CHECK(desk.retract(4).allowed());
}

TEST_CASE("whether a clock was overdue is asked of the time before the move that stopped it") {
  Desk desk;
  desk.world.add_calendar("24x7", "zone: Asia/Shanghai\nweekly: 24x7\n");
  desk.world.add("agreement", kAgreement);
  const char* id = "PRM-20261124-AAAAA";
  desk.act("promise", id, at(k9, {"li", "new"}));
  CHECK(desk.refused("promise", id, at(k12, {"li", "keep"})) == Codes{"REQUIRES"});
  desk.act("promise", id, at(k12, {"li", "keep", {{"late_reason", "busy"}}}));
  CHECK(desk.findings(id).empty());
  desk.fake([](Events& events) { events[1].set.erase("late_reason"); }, id);
  CHECK(desk.findings(id) == Codes{"ILLEGAL_MOVE: keep 'late_reason' (late reason) is needed (REQUIRES)"});
  desk.fake([](Events& events) { events[1].at = instant("2026-11-24T10:00:00+08:00"); }, id);
  CHECK(desk.findings(id).empty());
}

TEST_CASE("a hold is left to the state before it, even if the move that led there was voided since") {
  Desk desk;
  const char* id = "PRM-20261124-AAAAA";
  for (const char* verb : {"new", "go", "hold", "rework", "resume"}) desk.act("promise", id, at(k9, {"li", verb}));
  CHECK(desk.status(id) == "two");
  CHECK(desk.findings(id).empty());
}

TEST_CASE("an event by a clock that is behind says that it was entered behind a later one") {
  Desk desk;
  desk.does(k9, {"li", "new", {{"title", "x"}}});
  desk.does("2026-11-24T10:01:00+08:00", {"li", "comment", {}, {}, {}, "ahead"});
  desk.does("2026-11-24T10:00:30+08:00", {"li", "comment", {}, {}, {}, "behind"});
  const auto task = desk.world.find(kTask);
  CHECK_FALSE(task->events[1].recorded);
  REQUIRE(task->events[2].recorded);
  CHECK(*task->events[2].recorded == task->events[2].at);
  CHECK(desk.findings().empty());
  const auto plan = desk.retract(1, "li", "2026-11-24T10:00:45+08:00");
  REQUIRE(plan.allowed());
  desk.world.add(plan.changes[0].after);
  CHECK(desk.findings().empty());
}

TEST_CASE("what happened to two records in one second may have happened in either order") {
  Desk desk;
  desk.finish();
  desk.does(k9, {"li", "new", {{"title", "y"}}}, kChild);
  Act nest = at(k13, {"li", "nest", {{"parent", kTask}}});
  CHECK(desk.refused("task", kChild, nest) == Codes{"LINKS"});
  desk.fake(
      [&](Events& events) {
        events.push_back(event_of("nest", {{"parent", kTask}}));
        events.back().at = instant(k13);
      },
      kChild);
  CHECK(desk.findings(kChild).empty());
  desk.fake([](Events& events) { events.back().at = instant("2026-11-24T13:00:01+08:00"); }, kChild);
  CHECK(desk.findings(kChild).size() == 1);
}

TEST_CASE("a retraction is retracted, which gives back what it had named") {
  Desk desk;
  desk.finish();
  const auto take_back = [&](std::size_t index, const char* now) {
    const auto plan = desk.retract(index, "wang", now);
    if (plan.allowed()) desk.world.add(plan.changes[0].after);
    return codes_of(plan);
  };
  CHECK(take_back(4, "2026-11-25T09:00:00+08:00").empty());
  CHECK(desk.status(kTask) == "doing");
  CHECK(take_back(5, "2026-11-25T10:00:00+08:00").empty());
  CHECK(desk.status(kTask) == "done");
  CHECK(desk.findings().empty());
  CHECK(take_back(6, "2026-11-25T11:00:00+08:00").empty());
  CHECK(desk.status(kTask) == "doing");
  CHECK(desk.findings().empty());
  CHECK(codes_of(desk.retract(4)) == Codes{"UNKNOWN_EVENT"});
}

TEST_CASE("a retraction is not retracted if what it gives back is not possible any more") {
  Desk desk;
  desk.finish();
  const auto first = desk.retract(4, "wang", "2026-11-25T09:00:00+08:00");
  REQUIRE(first.allowed());
  desk.world.add(first.changes[0].after);
  desk.does("2026-11-25T10:00:00+08:00", {"lead", "hand", {{"owner", "li"}}});
  CHECK(codes_of(desk.retract(5, "wang", "2026-11-25T11:00:00+08:00")) == Codes{"LATER_EVENT"});
}
