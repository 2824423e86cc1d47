// Backdating, retracting, adopting, checking: what may be done to a history and what is found in one.
#include <doctest/doctest.h>

#include "process_test_kit.hpp"

using namespace itss;
using namespace itss::testing;

namespace {

constexpr const char* kSchema = R"(
record: job
label: {en: Job, zh: 作业}
prefix: JOB
directory: jobs
title: title
retract: {roles: [l1_lead]}
fields:
  title: {type: text, required: true}
  size: {type: code, codes: [small, large]}
  owner: {type: person, guarded: true}
  result: {type: text}
  parent: {type: link, to: job}
states:
  open: {label: {en: Open, zh: 待办}, initial: true}
  doing: {label: {en: Doing, zh: 进行中}}
  paused: {label: {en: Paused, zh: 暂停}}
  done: {label: {en: Done, zh: 完成}, final: true}
moves:
  new: {label: {en: Open, zh: 新建}}
  take: {label: {en: Take, zh: 领取}, from: open, to: doing, roles: [l1], sets: {owner: actor}}
  pause: {label: {en: Pause, zh: 暂停}, from: [open, doing], to: paused}
  resume: {label: {en: Resume, zh: 恢复}, from: paused, to: previous}
  unnest: {label: {en: Unnest, zh: 移出}, from: doing, when: {parent: filled}, unsets: [parent]}
  nest: {label: {en: Nest, zh: 归入}, from: open, requires: [parent], check: ['no_cycle:parent']}
  finish: {label: {en: Finish, zh: 完成}, from: doing, to: done, by: [owner], requires: [result]}
)";

constexpr const char* kJob = "JOB-20261124-AAAAA";

Stage job_stage() {
  Stage stage(std::vector<schema::Source>{{"job.yaml", kSchema}});
  stage.world.add_person("wang", {"l1"});
  stage.world.add_person("li", {"l1"});
  stage.world.add_person("lead", {"l1_lead"});
  return stage;
}

Act at(Act act, const char* when, const char* now = nullptr) {
  act.at = when;
  act.now = now;
  return act;
}

constexpr const char* k9 = "2026-11-24T09:00:00+08:00";
constexpr const char* k10 = "2026-11-24T10:00:00+08:00";
constexpr const char* k11 = "2026-11-24T11:00:00+08:00";
constexpr const char* k12 = "2026-11-24T12:00:00+08:00";

// A job opened at 9, taken by wang at 10, finished at 11.
Stage finished_job() {
  Stage stage = job_stage();
  stage.act("job", kJob, at({"li", "new", {{"title", "x"}}}, k9));
  stage.act("job", kJob, at({"wang", "take"}, k10));
  stage.act("job", kJob, at({"wang", "finish", {{"result", "ok"}}}, k11));
  return stage;
}

Codes codes_of(const process::Plan& plan) {
  Codes codes;
  for (const auto& refusal : plan.refusals) codes.push_back(refusal.code);
  return codes;
}

Codes audit_codes(Stage& stage, const char* id) {
  Codes codes;
  for (const auto& finding : process::audit(*stage.world.find(id), stage.world, instant(k12)))
    codes.push_back(info(finding.code).name);
  return codes;
}

}  // namespace

TEST_CASE("a backdated event is planned against the record as it was then, and says when it was recorded") {
  Stage stage = finished_job();
  stage.act("job", kJob, at({"wang", "comment", {}, {}, {}, "called"}, "2026-11-24T10:30:00+08:00", k12));
  const auto& events = stage.world.find(kJob)->events;
  CHECK(*events.back().recorded == instant(k12));
  CHECK(stage.status(kJob) == "done");
  CHECK(audit_codes(stage, kJob).empty());
}

TEST_CASE("a backdated move that makes a later event illegal is refused and names it") {
  Stage stage = finished_job();
  const auto plan = stage.attempt("job", kJob, at({"li", "pause"}, "2026-11-24T10:30:00+08:00", k12));
  REQUIRE(codes_of(plan) == Codes{"LATER_EVENT"});
  CHECK(plan.refusals[0].message.find("finish") != std::string::npos);
}

TEST_CASE("a future time and a time before the record existed are refused") {
  Stage stage = finished_job();
  CHECK(stage.refused("job", kJob, at({"li", "comment", {}, {}, {}, "x"}, k12, k11)) == Codes{"FUTURE"});
  CHECK(stage.refused("job", kJob, at({"li", "comment", {}, {}, {}, "x"}, "2026-11-24T08:00:00+08:00", k12)) ==
        Codes{"FUTURE"});
}

TEST_CASE("a hold is left to the state before it") {
  Stage stage = job_stage();
  stage.act("job", kJob, at({"li", "new", {{"title", "x"}}}, k9));
  stage.act("job", kJob, at({"li", "pause"}, k9));
  stage.act("job", kJob, at({"li", "resume"}, k9));
  CHECK(stage.status(kJob) == "open");
  stage.act("job", kJob, at({"wang", "take"}, k10));
  stage.act("job", kJob, at({"li", "pause"}, k10));
  stage.act("job", kJob, at({"li", "resume"}, k11));
  CHECK(stage.status(kJob) == "doing");
}

TEST_CASE("an event is retracted by its author or by the role, and replay skips it") {
  Stage stage = finished_job();
  const auto job = stage.world.find(kJob);
  const std::string finish = job->events[2].id();
  CHECK(codes_of(process::retract(job, finish, "", "li", instant(k12), stage.world)) == Codes{"ROLE"});
  for (const char* who : {"wang", "lead"}) {
    const auto plan = process::retract(job, finish.substr(0, 6), "wrong job", who, instant(k12), stage.world);
    REQUIRE(plan.allowed());
    CHECK(get(plan.changes[0].after.fields, "status") == Value("doing"));
    CHECK(get(plan.changes[0].after.fields, "result").absent());
    CHECK(plan.changes[0].after.events.size() == 4);
  }
}

TEST_CASE("an event on which a later one rests is not retracted, nor the one that made the record") {
  Stage stage = finished_job();
  const auto job = stage.world.find(kJob);
  const auto plan = process::retract(job, job->events[1].id(), "", "wang", instant(k12), stage.world);
  CHECK(codes_of(plan) == Codes{"LATER_EVENT"});
  CHECK(plan.refusals[0].message.find("finish") != std::string::npos);
  CHECK(codes_of(process::retract(job, job->events[0].id(), "", "li", instant(k12), stage.world)).front() ==
        "FIRST_EVENT");
  CHECK(codes_of(process::retract(job, "ffffffffff", "", "li", instant(k12), stage.world)) == Codes{"UNKNOWN_EVENT"});
}

TEST_CASE("a hand edit of a free field is adopted as one event; of the state or a guarded field it is refused") {
  Stage stage = finished_job();
  record::Record edited = *stage.world.find(kJob);
  edited.fields["title"] = "y";
  edited.fields["size"] = "LARGE";
  auto plan = process::adopt(std::make_shared<record::Record>(edited), "li", instant(k12), stage.world);
  REQUIRE(plan.allowed());
  CHECK(plan.changes[0].after.events.back().verb == "edit");
  CHECK(get(plan.changes[0].after.fields, "size") == Value("large"));

  edited.fields["status"] = "open";
  edited.fields["owner"] = "li";
  CHECK(codes_of(process::adopt(std::make_shared<record::Record>(edited), "li", instant(k12), stage.world)) ==
        Codes{"GUARDED_FIELD", "GUARDED_FIELD"});
}

TEST_CASE("a text of an event that is not UTF-8 is refused, and the option is named") {
  Stage stage = finished_job();
  const Act note{.actor = "li", .verb = "comment", .note = "a\xFF", .at = k12};
  const auto plan = stage.attempt("job", kJob, note);
  REQUIRE(plan.refusals.size() == 1);
  CHECK(plan.refusals[0].code == "VALUE");
  CHECK(plan.refusals[0].message == "'note': not valid UTF-8");
  CHECK(plan.refusals[0].hint == "--note");
  CHECK(stage.refused("job", kJob, {.actor = "li", .verb = "comment", .told = "\xFF", .note = "a", .at = k12}) ==
        Codes{"VALUE"});
  const std::string last = stage.world.find(kJob, "job")->events.back().id();
  CHECK(codes_of(process::retract(stage.world.find(kJob, "job"), last, "\xFF", "lead", instant(k12), stage.world)) ==
        Codes{"VALUE"});
}

TEST_CASE("set changes free fields only, and needs a change") {
  Stage stage = finished_job();
  stage.act("job", kJob, at({"li", "set", {{"size", "small"}}}, k12));
  CHECK(stage.refused("job", kJob, at({"li", "set", {{"size", "small"}}}, k12)) == Codes{"NOTHING"});
  CHECK(stage.refused("job", kJob, at({"li", "set", {{"owner", "li"}}}, k12)) == Codes{"GUARDED_FIELD"});
  CHECK(stage.refused("job", kJob, at({"li", "set", {{"colour", "red"}}}, k12)) == Codes{"VALUE"});
  CHECK(stage.refused("job", kJob, at({"li", "set", {{"size", "medium"}}}, k12)) == Codes{"VALUE"});
  CHECK(stage.refused("job", kJob, at({"li", "set", {{"title", ""}}}, k12)) == Codes{"REQUIRES"});
}

TEST_CASE("what is already done is told apart from what cannot be done") {
  Stage stage = finished_job();
  CHECK(stage.refused("job", kJob, at({"wang", "finish", {{"result", "ok"}}}, k12)) == Codes{"ALREADY"});
  CHECK(stage.refused("job", kJob, at({"wang", "take"}, k12)) == Codes{"MOVE_STATE"});
  CHECK(stage.refused("job", kJob, at({"ghost", "take"}, k12)) == Codes{"UNKNOWN_PERSON"});
  CHECK(stage.refused("job", kJob, at({"wang", "fly"}, k12)) == Codes{"UNKNOWN_MOVE"});
}

TEST_CASE("a record is not its own ancestor") {
  Stage stage = job_stage();
  const char* child = "JOB-20261124-BBBBB";
  stage.act("job", kJob, at({"li", "new", {{"title", "a"}}}, k9));
  stage.act("job", child, at({"li", "new", {{"title", "b"}}}, k9));
  stage.act("job", child, at({"li", "nest", {{"parent", kJob}}}, k10));
  CHECK(stage.refused("job", kJob, at({"li", "nest", {{"parent", child}}}, k10)) == Codes{"CHECK"});
  CHECK(stage.refused("job", kJob, at({"li", "nest", {{"parent", kJob}}}, k10)) == Codes{"CHECK"});
}

TEST_CASE("what may be done next names who may do it and what it still needs") {
  Stage stage = job_stage();
  stage.act("job", kJob, at({"li", "new", {{"title", "x"}}}, k9));
  stage.act("job", kJob, at({"wang", "take"}, k10));
  const auto options = process::options(*stage.world.find(kJob), stage.world, "wang", instant(k11));
  REQUIRE(options.size() == 2);
  CHECK(options[0].verb == "pause");
  CHECK(options[1].verb == "finish");
  CHECK(options[1].people == Codes{"wang"});
  CHECK(options[1].missing == Codes{"result"});
  CHECK(options[1].by_actor);
  CHECK_FALSE(process::options(*stage.world.find(kJob), stage.world, "li", instant(k11))[1].by_actor);
}

TEST_CASE("a history made by commands has no findings; a faked one has") {
  Stage stage = finished_job();
  CHECK(audit_codes(stage, kJob).empty());
  const auto fake = [&](auto change) {
    record::Record record = *finished_job().world.find(kJob);
    change(record.events);
    record.fields = record::replay(record);
    stage.world.add(record);
    return audit_codes(stage, kJob);
  };
  using Events = std::vector<record::Event>;
  CHECK(fake([](Events& events) { events.erase(events.begin() + 1); }) == Codes{"ILLEGAL_MOVE"});
  CHECK(fake([](Events& events) { events[2].by = "li"; }) == Codes{"ILLEGAL_MOVE"});
  CHECK(fake([](Events& events) { events[2].set.erase("result"); }) == Codes{"ILLEGAL_MOVE"});
  CHECK(fake([](Events& events) { events[2].set["status"] = "open"; }) == Codes{"ILLEGAL_MOVE"});
  CHECK(fake([](Events& events) { events[1].verb = "tak"; }) == Codes{"UNKNOWN_MOVE"});
  CHECK(fake([](Events& events) { events[2].by = "ghost"; }) == Codes{"DANGLING_LINK", "ILLEGAL_MOVE"});
  CHECK(fake([](Events& events) { std::swap(events[1], events[2]); }) == Codes{"EVENT_ORDER"});
  CHECK(fake([](Events& events) { events[2].at = instant("2026-11-24T23:00:00+08:00"); }) == Codes{"EVENT_IN_FUTURE"});
  CHECK(fake([](Events& events) {
          record::Event event = events[2];
          event.verb = "set";
          event.at = instant(k12);
          event.set = {{"owner", "li"}};
          events.push_back(event);
        }) == Codes{"ILLEGAL_MOVE"});
}

TEST_CASE("imported events are no moves and are judged by nobody, but the moves after them are") {
  Stage stage = job_stage();
  record::Record record;
  record.id = kJob;
  record.type = "job";
  record::Event import;
  import.at = instant(k9);
  import.by = "li";
  import.verb = "import";
  import.set = {{"status", "doing"}, {"title", "x"}, { "owner", "wang" }};
  record.events.push_back(import);
  record.fields = record::replay(record);
  stage.world.add(record);
  CHECK(audit_codes(stage, kJob).empty());
  CHECK(stage.refused("job", kJob, at({"li", "finish", {{"result", "ok"}}}, k10)) == Codes{"ROLE"});
  stage.act("job", kJob, at({"wang", "finish", {{"result", "ok"}}}, k10));
  CHECK(audit_codes(stage, kJob).empty());
}
