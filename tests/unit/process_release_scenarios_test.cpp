// What the rules say of changes and releases, as acts of their tables of moves.
#include <doctest/doctest.h>

#include "moves_desk.hpp"

using namespace itss;
using namespace itss::testing;

namespace {

// The act of a case after those that come before it in the table, as a plan that may be refused.
struct Trial {
  Trial(const char* type, const char* name) : desk(type), act(desk.table.cases.at(name)) {}

  Trial& set(const char* field, Value value) {
    act.set[field] = std::move(value);
    return *this;
  }
  Trial& without(const char* name) {
    act.set.erase(name);
    std::erase(act.after, name);
    return *this;
  }
  Trial& instead(const char* name, const char* other) {
    std::replace(act.after.begin(), act.after.end(), std::string(name), std::string(other));
    return *this;
  }
  Trial& after(const char* last) {
    act.after.erase(std::find(act.after.begin(), act.after.end(), last) + 1, act.after.end());
    return *this;
  }
  process::Plan plan() {
    desk.prepare(act);
    return desk.attempt(act);
  }
  // `CODE clause` of each refusal.
  Codes refusals() {
    std::set<std::string> codes;
    for (const auto& refusal : plan().refusals) codes.insert(refusal.code + " " + refusal.clause);
    return {codes.begin(), codes.end()};
  }
  bool allowed() { return refusals().empty(); }

  Desk desk;
  Case act;
};

const char* const kDeploying = "发布 1.2-2; 发布 1.4-prod";

Value window(const char* from, const char* to) { return Value::Map{{"from", from}, {"to", to}}; }

}  // namespace

TEST_CASE("what was not tested does not go into production, and nothing does before staging") {
  CHECK(Trial("release", "deploy").after("build").refusals() == Codes{std::string("MOVE_STATE ") + kDeploying});
  CHECK(Trial("release", "deploy").after("test-pass").refusals() == Codes{std::string("MOVE_STATE ") + kDeploying});
}

TEST_CASE(
    "a rebuilt artefact is refused: its fingerprint differs from the tested one and from the definitive medium's") {
  Trial rebuilt("release", "deploy");
  CHECK(rebuilt.set("sha256", "dead").refusals() == Codes{"COVERS 发布 1.2-6", std::string("SAME ") + kDeploying});
}

TEST_CASE("tests are waived for no release, in no emergency") {
  CHECK(Trial("release", "deploy-hot").after("build-hot").refusals() == Codes{std::string("MOVE_STATE ") + kDeploying});
}

TEST_CASE("a release is rejected for a reason of the list, and never without one") {
  CHECK(Trial("release", "reject").without("reject_reason").refusals() == Codes{"REQUIRES 发布 2.1-1"});
  CHECK(Trial("release", "reject").set("reject_reason", "unwanted").refusals() == Codes{"VALUE 发布 2.1-1"});
  for (const char* reason : {"irrelevant", "infeasible", "unnecessary", "risk"})
    CHECK(Trial("release", "reject").set("reject_reason", reason).allowed());
}

TEST_CASE("a release is not closed while one of its configuration items is not updated") {
  CHECK(Trial("change", "release-close").allowed());
  CHECK(Trial("change", "release-close").without("update-db").refusals() == Codes{"LINKS 发布 1.2-6"});
}

TEST_CASE("a change that touches two assets cannot be scheduled without a release") {
  Trial two("change", "schedule");
  two.act.after = {"new", "request-two", "review-two", "approve-two"};
  CHECK(two.refusals() == Codes{"HOLDS 发布 1.3-2c"});
  CHECK(Trial("change", "schedule-by-hand").allowed());
}

TEST_CASE("a bundled change is started by its release, not by hand") {
  Trial start("change", "start");
  start.act.after = start.desk.table.cases.at("build").after;
  CHECK(start.refusals() == Codes{"VIA 流程 12; 发布 1.2-2"});
}

TEST_CASE("deploying implements the bundled changes in the same command, each by two events of its own") {
  Trial deploy("release", "deploy");
  const auto plan = deploy.plan();
  REQUIRE(plan.allowed());
  REQUIRE(plan.changes.size() == 3);
  CHECK(plan.changes[1].after.events.back().verb == "start");
  CHECK(plan.changes[2].after.events.back().verb == "complete");
  CHECK(plan.changes[2].after.events.back().via == "REL-20261124-AAAAA.deploy");
}

TEST_CASE("in a freeze only the kinds of change that it allows are scheduled") {
  const Value spring = window("2027-02-10T20:00:00+08:00", "2027-02-10T23:00:00+08:00");
  CHECK(Trial("change", "schedule").set("window", spring).refusals() == Codes{"APART 发布 2.1-3"});
  Trial emergency("change", "schedule");
  emergency.act.after = {"new", "request", "review", "approve", "as-emergency"};
  CHECK(emergency.set("window", spring).allowed());
  for (const char* kind : {"as-standard", "as-major"}) {
    Trial other("change", "schedule");
    other.act.after = {"new", "request", "review", "approve", kind};
    CHECK(other.set("window", spring).refusals() == Codes{"APART 发布 2.1-3"});
  }
}

TEST_CASE("a freeze of some assets leaves the others alone, and one that was lifted binds nobody") {
  const Value audit = window("2026-12-05T20:00:00+08:00", "2026-12-05T23:00:00+08:00");
  CHECK(Trial("change", "schedule").set("window", audit).refusals() == Codes{"APART 发布 2.1-3"});
  Trial elsewhere("change", "schedule");
  elsewhere.act.after = {"new", "request-web", "review", "approve"};
  CHECK(elsewhere.set("window", audit).allowed());
  const Value beside = window("2026-12-06T00:00:00+08:00", "2026-12-06T03:00:00+08:00");
  CHECK(Trial("change", "schedule").set("window", beside).allowed());
}

TEST_CASE("who is concerned is told of a new date before production, and the manager says go again") {
  Trial postponed("release", "deploy");
  postponed.act.after.push_back("postpone-staged");
  CHECK(postponed.refusals() == Codes{std::string("AFTER ") + kDeploying, "COVERS 发布 1.2-3"});
}

TEST_CASE("an emergency change is reviewed within two working days after it went ahead") {
  Desk desk("change");
  desk.happen("new", "27T16:00");  // a Friday
  desk.happen("request-emergency", "27T16:01");
  desk.happen("emergency", "27T16:10");
  CHECK(to_string(*desk.clock("post_review", "27T16:10").due) == "2026-12-01T16:10:00+08:00");
}

TEST_CASE("staging that an emergency left out is due two working days after production") {
  Trial hot("release", "deploy-hot");
  hot.desk.prepare(hot.act);
  hot.desk.happen("deploy-hot", "27T16:00");
  CHECK(to_string(*hot.desk.clock("staging_after", "27T16:00").due) == "2026-12-01T16:00:00+08:00");
  Trial usual("release", "deploy");
  usual.desk.accept(usual.plan());
  CHECK(usual.desk.clock("staging_after", "24T20:00").verdict == sla::Verdict::none);
}
