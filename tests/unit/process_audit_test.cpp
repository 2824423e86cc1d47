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

constexpr const char* kTask = "TSK-20261124-AAAAA";
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
  Desk() : Stage(std::vector<schema::Source>{{"task.yaml", kSchema}}) {
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
  record::Record faked = *desk.world.find(kTask);
  faked.events.erase(faked.events.begin() + 2);
  desk.world.add(faked);
  REQUIRE(desk.findings().size() == 1);
  CHECK(desk.retract(2).allowed());
}
