#include <doctest/doctest.h>

#include "moves_desk.hpp"

using namespace itss;
using namespace itss::testing;

namespace {

Value field(const Desk& desk, const char* name) { return get(desk.record()->fields, name); }

// The acts up to the solution, at one time.
void solve(Desk& desk) {
  for (const char* name : {"new", "accept", "assign", "start", "resolve"}) desk.happen(name, "24T10:00");
}

}  // namespace

TEST_CASE("a paper order received at 09:00, typed at 10:30 and answered at 11:10 was answered after 2 h 10 min") {
  Desk desk("ticket");
  desk.happen("new-paper", "24T09:00", "24T10:30");
  desk.happen("accept-paper", "24T11:10");
  const auto response = desk.clock("response", "24T11:10");
  CHECK(response.elapsed == Seconds(2 * 3600 + 600));
  CHECK(response.verdict == sla::Verdict::breached);
  CHECK(to_string(*response.breached_at) == "2026-11-24T11:00:00+08:00");
}

TEST_CASE("a progress note told at 23 h meets the 24 h duty and leaves the ticket due for its solution") {
  Desk desk("ticket");
  desk.happen("new", "24T09:00");
  desk.happen("accept-p3", "24T09:10");
  desk.happen("update", "25T08:00");
  CHECK(desk.clock("progress", "25T20:00").verdict == sla::Verdict::running);
  CHECK(desk.clock("resolution", "25T08:59").verdict == sla::Verdict::running);
  CHECK(desk.clock("resolution", "25T09:01").verdict == sla::Verdict::breached);
  CHECK(desk.clock("progress", "26T08:01").verdict == sla::Verdict::breached);
}

TEST_CASE("the reply that accepting gives is no progress") {
  Desk desk("ticket");
  desk.happen("new", "24T09:00");
  desk.happen("accept-p3", "24T09:10");
  CHECK(desk.clock("response", "24T09:10").verdict == sla::Verdict::met);
  CHECK(desk.clock("progress", "25T09:01").verdict == sla::Verdict::breached);
}

TEST_CASE("accepting tells the requester by the way of the request, unless another is named") {
  Desk desk("ticket");
  desk.happen("new", "24T09:00");
  Case accept = desk.table.cases.at("accept");
  accept.told.clear();
  CHECK(desk.attempt(accept).changes.front().after.events.back().told == "phone");
  accept.told = "email";
  CHECK(desk.attempt(accept).changes.front().after.events.back().told == "email");
}

TEST_CASE("a 'no' on the result sends the ticket back to work and is recorded") {
  Desk desk("ticket");
  solve(desk);
  desk.happen("confirm-result-no", "24T10:30");
  CHECK(desk.state() == "in_progress");
  CHECK(field(desk, "result_ok") == Value("no"));
  CHECK(field(desk, "resolution").absent());
  CHECK(desk.record()->events.back().verb == "confirm");
}

TEST_CASE("closing before both answers are yes is refused, changes nothing, and names 'confirm'") {
  Desk desk("ticket");
  solve(desk);
  const auto plan = desk.attempt(desk.table.cases.at("close"));
  REQUIRE_FALSE(plan.allowed());
  CHECK(plan.changes.empty());
  const bool named = std::any_of(plan.refusals.begin(), plan.refusals.end(), [](const auto& refusal) {
    return refusal.hint == "itss ticket confirm TKT-20261124-AAAAA";
  });
  CHECK(named);
  CHECK(desk.state() == "resolved");
}

TEST_CASE("an unsatisfying process with a good result leaves the ticket resolved; only the lead may close it then") {
  Desk desk("ticket");
  solve(desk);
  desk.happen("confirm-process-no", "24T10:30");
  CHECK(desk.state() == "resolved");
  desk.happen("close-reserved", "24T11:00");
  CHECK(field(desk, "deviation") == Value("台B 2.2-9"));
}

TEST_CASE("escalating changes the assignee and the tier, never the owner") {
  Desk desk("ticket");
  for (const char* name : {"new", "accept", "assign", "start"}) desk.happen(name, "24T10:00");
  Case escalate = desk.table.cases.at("escalate");
  escalate.set["assignee"] = "qian";
  const auto plan = desk.attempt(escalate);
  REQUIRE(plan.allowed());
  const Fields& after = plan.changes.front().after.fields;
  CHECK(get(after, "assignee") == Value("qian"));
  CHECK(get(after, "tier") == Value("2"));
  CHECK(get(after, "owner") == field(desk, "owner"));
}

TEST_CASE("three calls on one day are not three tries") {
  Desk desk("ticket");
  solve(desk);
  for (const char* time : {"25T09:00", "25T11:00", "25T15:00", "26T09:00"}) desk.happen("call-back", time);
  CHECK_FALSE(desk.attempt_at(desk.table.cases.at("close-silent"), instant("2026-11-26T10:00:00+08:00"),
                              instant("2026-11-26T10:00:00+08:00"))
                  .allowed());
  desk.happen("call-back", "27T09:00");
  desk.happen("close-silent", "27T10:00");
}

TEST_CASE("calls after the first solution do not count for the second one, given by an answer") {
  Desk desk("ticket");
  for (const char* name : {"new", "accept", "answer-incident"}) desk.happen(name, "24T10:00");
  for (const char* time : {"25T09:00", "26T09:00", "27T09:00"}) desk.happen("call-back", time);
  desk.happen("reopen", "27T09:30");
  const auto happen = [&](Case act, const char* at) {
    const auto plan = desk.attempt_at(act, instant(at), instant(at));
    for (const auto& refusal : plan.refusals) MESSAGE(act.name << ": " << refusal.code << " " << refusal.message);
    REQUIRE(plan.allowed());
    for (const auto& change : plan.changes) desk.world.add(change.after);
  };
  Case handover = desk.table.cases.at("handover");
  handover.actor = "wang";
  handover.set["assignee"] = "li";
  happen(handover, "2026-11-27T09:40:00+08:00");
  desk.happen("return", "27T09:41");
  Case answer = desk.table.cases.at("answer-incident");
  answer.set["late_reason"] = "重开";
  happen(answer, "2026-11-27T09:50:00+08:00");
  const Instant then = instant("2026-11-27T09:57:00+08:00");
  const auto plan = desk.attempt_at(desk.table.cases.at("close-silent"), then, then);
  REQUIRE(plan.refusals.size() == 1);
  CHECK(plan.refusals.front().code == "AFTER");
}

TEST_CASE("a parent's solution resolves its open children in the same command, as their reply too") {
  Desk desk("ticket");
  for (const char* name : {"new", "accept", "assign", "start", "new-other", "attach-other"})
    desk.happen(name, "24T10:00");
  desk.happen("resolve", "24T10:30");
  CHECK(desk.state("BBBBB") == "resolved");
  const auto& carried = desk.record("BBBBB")->events.back();
  CHECK(carried.verb == "resolve");
  CHECK(carried.via == "TKT-20261124-AAAAA.resolve");
  CHECK(get(desk.record("BBBBB")->fields, "resolution") == Value("fixed"));
}

TEST_CASE("the priority is half the sum of impact and urgency, rounded down") {
  for (int impact = 1; impact <= 4; ++impact)
    for (int urgency = 1; urgency <= 4; ++urgency) {
      CAPTURE(impact);
      CAPTURE(urgency);
      Desk desk("ticket");
      desk.happen("new", "24T09:00");
      Case accept = desk.table.cases.at("accept-p3");
      accept.set["impact"] = std::to_string(impact);
      accept.set["urgency"] = std::to_string(urgency);
      const auto plan = desk.attempt(accept);
      REQUIRE(plan.allowed());
      const Fields& after = plan.changes.front().after.fields;
      CHECK(get(after, "priority") == Value("P" + std::to_string(std::max(1, (impact + urgency) / 2))));
      CHECK(get(after, "support_mode") == Value(urgency <= 2 ? "remote" : "feedback"));
    }
}

TEST_CASE("a second hold does not inherit the consent of the first") {
  Desk desk("ticket");
  for (const char* name : {"new", "accept", "assign", "start", "hold"}) desk.happen(name, "24T10:00");
  desk.happen("resume", "24T11:00");
  CHECK(field(desk, "hold_consent").absent());
  CHECK(field(desk, "hold_until").absent());
}
