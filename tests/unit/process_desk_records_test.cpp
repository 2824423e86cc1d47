#include <doctest/doctest.h>

#include "process_test_kit.hpp"

using namespace itss;
using namespace itss::testing;

namespace {

Stage desk_stage() {
  Stage stage;
  stage.world.add_person("owner", {"process_owner"}, "side: provider");
  stage.world.add_person("wang", {"l1"}, "side: provider");
  stage.world.add_person("manager", {"svc_manager"}, "side: provider");
  return stage;
}

Act noted(Act act, const char* note) {
  act.note = note;
  return act;
}

}  // namespace

TEST_CASE("only a process owner adds people and changes roles, and nobody by a plain edit") {
  Stage stage = desk_stage();
  const Act add{"owner", "new", {{"name", "李娜"}, {"side", "provider"}, {"roles", Value::List{"l2"}}}};
  Act by_wang = add;
  by_wang.actor = "wang";
  CHECK(stage.refused("person", "li.na", by_wang) == Codes{"ROLE"});
  stage.act("person", "li.na", add);
  const Act appoint = noted({"owner", "appoint", {{"roles", Value::List{"l1", "l1_lead"}}}}, "升任组长");
  Act by_li = appoint;
  by_li.actor = "li.na";
  CHECK(stage.refused("person", "li.na", by_li) == Codes{"ROLE"});
  CHECK(stage.refused("person", "li.na", {"owner", "set", {{"roles", Value::List{"l1"}}}}) == Codes{"GUARDED_FIELD"});
  stage.act("person", "li.na", appoint);
  CHECK(stage.field("li.na", "roles") == Value(Value::List{"l1", "l1_lead"}));
}

TEST_CASE("a role that nobody has heard of is refused") {
  Stage stage = desk_stage();
  CHECK(stage.refused("person", "wang", noted({"owner", "appoint", {{"roles", Value::List{"l9"}}}}, "x")) ==
        Codes{"VALUE"});
}

TEST_CASE("who leaves has no roles any more") {
  Stage stage = desk_stage();
  stage.act("person", "wang", noted({"owner", "leave"}, "离职"));
  CHECK(stage.status("wang") == "left");
  CHECK(stage.field("wang", "roles").absent());
  CHECK_FALSE(record::holds_role(stage.world, "wang", "l1", {instant("2026-11-24T10:00:00+08:00"), {}}));
  CHECK(record::holds_role(stage.world, "wang", "l1", {instant("2026-11-24T09:59:59+08:00"), {}}));
}

TEST_CASE("an authorized party names who authorized it") {
  Stage stage = desk_stage();
  Act add{"owner", "new", {{"name", "赵工"}, {"side", "authorized"}}};
  CHECK(stage.refused("person", "zhao", add) == Codes{"REQUIRES"});
  add.set["authorized_by"] = "某公司";
  stage.act("person", "zhao", add);
}

TEST_CASE("a contact with a ticket is filed at once; one without waits for it, or is dismissed with a reason") {
  Stage stage = desk_stage();
  stage.act("ticket", "TKT-20261124-AAAAA",
            {"wang", "new", {{"title", "登录"}, {"channel", "phone"}, {"requester", "张三"}, {"contact", "8001"}}});
  const Fields call = {{"channel", "phone"}, {"outcome", "answered"}, {"duration", "90s"}};
  Fields with_ticket = call;
  with_ticket["ticket"] = "TKT-20261124-AAAAA";
  stage.act("contact", "CNT-20261124-AAAAA", {"wang", "new", with_ticket});
  CHECK(stage.status("CNT-20261124-AAAAA") == "filed");
  stage.act("contact", "CNT-20261124-BBBBB", {"wang", "new", call});
  CHECK(stage.status("CNT-20261124-BBBBB") == "logged");
  CHECK(stage.field("CNT-20261124-BBBBB", "duration") == Value("1m30s"));
  CHECK(stage.refused("contact", "CNT-20261124-BBBBB", {"wang", "dismiss"}) == Codes{"REQUIRES"});
  stage.act("contact", "CNT-20261124-BBBBB", {"wang", "file", {{"ticket", "TKT-20261124-AAAAA"}}});
  CHECK(stage.status("CNT-20261124-BBBBB") == "filed");
}

TEST_CASE("a service goes live when it has an owner and a description") {
  Stage stage = desk_stage();
  stage.act("service", "portal", {"manager", "new", {{"name", "门户"}}});
  CHECK(stage.refused("service", "portal", {"manager", "activate"}) == Codes{"REQUIRES"});
  stage.act("service", "portal", {"manager", "appoint", {{"owner", "wang"}}});
  stage.act("service", "portal", {"manager", "set", {{"description", "员工门户"}}});
  stage.act("service", "portal", {"manager", "activate"});
  CHECK(stage.status("portal") == "active");
}
