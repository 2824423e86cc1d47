// The four hardest moves that the schema language was designed for, on small schemas of this test's own.
#include <doctest/doctest.h>

#include "process_test_kit.hpp"

using namespace itss;
using namespace itss::testing;

namespace {

Stage hard_stage() {
  std::vector<schema::Source> team;
  for (const char* name : {"release", "change", "meeting", "pact"}) {
    const std::string file = "tests/unit/data/hard/" + std::string(name) + ".yaml";
    team.push_back({file, read_text(file)});
  }
  Stage stage(std::move(team));
  stage.world.add_person("rel", {"releaser"});
  stage.world.add_person("mgr", {"svc_manager"});
  stage.world.add_person("both", {"releaser", "svc_manager"});
  stage.world.add_person("test", {"tester", "onsite_ops"});
  stage.world.add_person("sup", {"svc_supervisor"});
  stage.world.add_person("impl", {"l2"});
  return stage;
}

constexpr const char* kRelease = "REL-20261124-AAAAA";
constexpr const char* kChange = "CHG-20261124-AAAAA";

void schedule_change(Stage& stage, bool bundled) {
  stage.act("change", kChange, {"impl", "new", {{"title", "new pool size"}, {"implementer", "impl"}}});
  if (bundled) stage.act("change", kChange, {"impl", "set", {{"release", kRelease}}});
  stage.act("change", kChange, {"sup", "schedule", {{"notices", Value::List{"desk"}}}});
}

const Value kHash = Value("h1");

// A release in `staged` with the manager's go, all told, one scheduled change.
void stage_release(Stage& stage) {
  stage.act("release", kRelease, {"rel", "new", {{"title", "v2"}, {"stakeholders", Value::List{"desk", "users"}}}});
  schedule_change(stage, true);
  Fields builds, media, notices;
  for (const char* env : {"dev", "test", "staging"}) builds["builds"].map()[env].map()["sha256"] = kHash;
  for (const char* to : {"desk", "users"}) builds["notices"].map()[to].map()["to"] = to;
  builds["media"].map()["app"] =
      Value::Map{{"location", "vault"}, {"sha256", kHash}, {"verified_at", "2026-11-24T09:00:00+08:00"}};
  Act set{"rel", "set", {{"changes", Value::List{kChange}}}};
  set.put = builds;
  stage.act("release", kRelease, set);
  stage.act("release", kRelease, {"rel", "submit"});
  stage.act("release", kRelease, {"test", "test-pass"});
  stage.act("release", kRelease, {"test", "stage-pass"});
}

const Act kDeploy{"rel", "deploy", {{"sha256", "h1"}}};

}  // namespace

TEST_CASE("a release with every guard fulfilled deploys, and carries its changes in the same command") {
  Stage stage = hard_stage();
  stage_release(stage);
  stage.act("release", kRelease, {"mgr", "go"});
  stage.act("release", kRelease, kDeploy);
  CHECK(stage.status(kRelease) == "deployed");
  CHECK(stage.status(kChange) == "implemented");
  const auto& events = stage.world.find(kChange)->events;
  CHECK(events[events.size() - 2].via == std::string(kRelease) + ".deploy");
}

TEST_CASE("deploying without the manager's go since the last staging pass is refused") {
  Stage stage = hard_stage();
  stage_release(stage);
  CHECK(stage.refused("release", kRelease, kDeploy) == Codes{"AFTER"});
}

TEST_CASE("nobody gives the go and deploys, nor gives the go to what he submitted") {
  Stage stage = hard_stage();
  stage_release(stage);
  stage.act("release", kRelease, {"both", "go"});
  Act deploy = kDeploy;
  deploy.actor = "both";
  CHECK(stage.refused("release", kRelease, deploy) == Codes{"NOT_BY"});
}

TEST_CASE("another artefact than the tested one is refused") {
  Stage stage = hard_stage();
  stage_release(stage);
  stage.act("release", kRelease, {"mgr", "go"});
  Act deploy = kDeploy;
  deploy.set["sha256"] = "h2";
  CHECK(stage.refused("release", kRelease, deploy) == Codes{"SAME"});
}

TEST_CASE("all that is missing is listed at once") {
  Stage stage = hard_stage();
  stage_release(stage);
  Act unset{"rel", "set", {{"weight", "major"}, {"stakeholders", Value::List{"desk", "users", "board"}}}};
  unset.put["media"].map()["db"] = Value::Map{{"location", "vault"}};
  stage.act("release", kRelease, unset);
  CHECK(stage.refused("release", kRelease, {"mgr", "deploy"}) == Codes{"AFTER", "COVERS", "EACH", "ROLE", "SAME"});
}

TEST_CASE("a carried move that is refused refuses the whole command and changes nothing") {
  Stage stage = hard_stage();
  stage_release(stage);
  stage.act("release", kRelease, {"mgr", "go"});
  stage.act("change", "CHG-20261124-BBBBB", {"impl", "new", {{"title", "not yet scheduled"}, {"release", kRelease}}});
  stage.act("release", kRelease, {"rel", "set", {{"changes", Value::List{kChange, "CHG-20261124-BBBBB"}}}});
  const auto plan = stage.attempt("release", kRelease, kDeploy);
  CHECK_FALSE(plan.allowed());
  CHECK(plan.changes.empty());
}

TEST_CASE("an emergency release goes from tested with a reason for skipping staging") {
  Stage stage = hard_stage();
  stage.act("release", kRelease, {"rel", "new", {{"title", "hotfix"}, {"weight", "emergency"}}});
  schedule_change(stage, true);
  stage.act("release", kRelease, {"rel", "set", {{"changes", Value::List{kChange}}}});
  stage.act("release", kRelease, {"rel", "submit"});
  CHECK(stage.refused("release", kRelease, {"rel", "deploy"}) == Codes{"MOVE_STATE"});
  stage.act("release", kRelease, {"test", "test-pass"});
  CHECK(stage.refused("release", kRelease, {"rel", "deploy"}) == Codes{"REQUIRES"});
  stage.act("release", kRelease, {"rel", "deploy", {{"staging_waiver_reason", "outage"}}});
  CHECK(stage.status(kRelease) == "deployed");
}

TEST_CASE("a change that touches two assets needs a release before it is scheduled") {
  Stage stage = hard_stage();
  stage.act("change", kChange, {"impl", "new", {{"title", "x"}, {"assets", Value::List{"a", "b"}}}});
  const Act schedule{"sup", "schedule", {{"notices", Value::List{"desk"}}}};
  const auto plan = stage.attempt("change", kChange, schedule);
  REQUIRE(plan.refusals.size() == 1);
  CHECK(plan.refusals[0].code == "REQUIRES");
  CHECK(plan.refusals[0].clause == "发布 1.3-2c");
}

TEST_CASE("a bundled change cannot be started by hand; a single one only inside its window, by its implementer") {
  Stage stage = hard_stage();
  stage.act("release", kRelease, {"rel", "new", {{"title", "v2"}}});
  schedule_change(stage, true);
  CHECK(stage.refused("change", kChange, {"impl", "start"}) == Codes{"VIA"});

  Stage alone = hard_stage();
  schedule_change(alone, false);
  CHECK(alone.refused("change", kChange, {"sup", "start"}) == Codes{"DURING", "ROLE"});
  Act during{"impl", "set"};
  during.set["window"] = Value::Map{{"from", "2026-11-24T22:00:00+08:00"}, {"to", "2026-11-24T23:00:00+08:00"}};
  alone.act("change", kChange, during);
  Act start{"impl", "start"};
  CHECK(alone.refused("change", kChange, start) == Codes{"DURING"});
  start.at = "2026-11-24T23:00:00+08:00";  // the window's end lies outside
  CHECK(alone.refused("change", kChange, start) == Codes{"DURING"});
  start.at = "2026-11-24T22:00:00+08:00";
  alone.act("change", kChange, start);
  CHECK(alone.status(kChange) == "implementing");
}

TEST_CASE("leave is asked with a delegate of equal level and approved by the host, not by oneself") {
  Stage stage = hard_stage();
  stage.world.add_person("wang", {}, "level: senior");
  stage.world.add_person("li", {}, "level: senior");
  stage.world.add_person("zhao", {}, "level: junior");
  stage.world.add_person("host", {}, "level: senior");
  const char* id = "MTG-20261126-AAAAA";
  stage.act("meeting", id, {"host", "new", {{"host", "host"}, {"required", Value::List{"wang", "host"}}}});
  CHECK(stage.refused("meeting", id, {"wang", "leave", {{"reason", "ill"}, {"delegate", "zhao"}}}) == Codes{"SAME"});
  CHECK(stage.refused("meeting", id, {"li", "leave", {{"reason", "ill"}, {"delegate", "wang"}}}) == Codes{"ROLE"});
  stage.act("meeting", id, {"wang", "leave", {{"reason", "ill"}, {"delegate", "li"}}});
  CHECK(stage.field(id, "attendance")["wang"]["status"] == Value("leave_asked"));
  CHECK(stage.refused("meeting", id, {"wang", "approve-leave", {{"person", "wang"}}}) == Codes{"NOT_BY", "ROLE"});
  stage.act("meeting", id, {"host", "approve-leave", {{"person", "wang"}}});
  CHECK(stage.field(id, "attendance")["wang"]["status"] == Value("leave"));
}

TEST_CASE("an agreement is signed when both sides have signed, and a changed text needs both signatures again") {
  Stage stage = hard_stage();
  stage.world.add_person("ours", {}, "side: provider");
  stage.world.add_person("theirs", {}, "side: customer");
  const char* id = "PCT-20261124-AAAAA";
  stage.act("pact", id, {"ours", "new"});
  stage.act("pact", id, {"ours", "negotiate", {{"targets", "4h"}}});
  CHECK(stage.refused("pact", id, {"ours", "sign"}) == Codes{"REQUIRES"});
  stage.act("pact", id, {"ours", "negotiate", {{"exceptions", "none"}}});
  stage.act("pact", id, {"ours", "sign"});
  CHECK(stage.status(id) == "negotiating");
  stage.act("pact", id, {"theirs", "negotiate", {{"targets", "2h"}}});
  stage.act("pact", id, {"theirs", "sign"});
  CHECK(stage.status(id) == "negotiating");  // our signature was for the old text
  stage.act("pact", id, {"ours", "sign"});
  CHECK(stage.status(id) == "signed");
  CHECK(stage.refused("pact", id, {"impl", "sign"}) == Codes{"ALREADY"});
}

TEST_CASE("a move takes only its own inputs") {
  Stage stage = hard_stage();
  stage.act("change", kChange, {"impl", "new", {{"title", "new pool size"}, {"implementer", "impl"}}});
  const Fields set = {{"notices", Value::List{"desk"}}, {"implementer", "mgr"}};
  CHECK(stage.refused("change", kChange, {"sup", "schedule", set}) == Codes{"NO_INPUT"});
}
