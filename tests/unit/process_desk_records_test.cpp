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

TEST_CASE("an agreement that is kept goes on with a date of review to come") {
  Stage stage = desk_stage();
  stage.world.add_person("slm", {"slm"}, "side: provider");
  stage.world.add("agreement",
                  "id: mail\ntitle: mail\nhistory:\n  - at: 2026-01-01T00:00:00+08:00\n    by: slm\n    do: import\n"
                  "    set: {title: mail, status: reviewing, review_due: 2026-11-20}\n");
  const Act keep = noted({"slm", "keep"}, "达标");
  CHECK(stage.refused("agreement", "mail", keep) == Codes{"HOLDS"});
  Act with_date = keep;
  with_date.set["review_due"] = "2026-11-24";
  CHECK(stage.refused("agreement", "mail", with_date) == Codes{"HOLDS"});
  with_date.set["review_due"] = "2027-05-24";
  stage.act("agreement", "mail", with_date);
  CHECK(stage.status("mail") == "active");
  CHECK(stage.field("mail", "review_due") == Value("2027-05-24"));
}

TEST_CASE("an agreement without a date of review is kept without one") {
  Stage stage = desk_stage();
  stage.world.add_person("slm", {"slm"}, "side: provider");
  stage.world.add("agreement",
                  "id: mail\ntitle: mail\nhistory:\n  - at: 2026-01-01T00:00:00+08:00\n    by: slm\n    do: import\n"
                  "    set: {title: mail, status: reviewing}\n");
  stage.act("agreement", "mail", noted({"slm", "keep"}, "达标"));
}

TEST_CASE("a roster is published with whole shifts, and changed afterwards only with a reason") {
  Stage stage = desk_stage();
  const std::string id = "RST-20261124-AAAAA";
  const Value::Map early = {{"from", "2026-11-25T08:00:00+08:00"},
                            {"to", "2026-11-25T17:00:00+08:00"},
                            {"person", "wang"},
                            {"duty", "desk"}};
  CHECK(stage.refused("roster", id, {"wang", "new", {{"title", "十一月"}}}) == Codes{"ROLE"});
  CHECK(stage.refused("roster", id, {"manager", "new"}) == Codes{"REQUIRES"});
  stage.act("roster", id, {"manager", "new", {{"title", "十一月"}}});
  CHECK(stage.refused("roster", id, {"manager", "publish"}) == Codes{"EACH", "REQUIRES"});
  Act half{"manager", "arrange"};
  half.put["shifts"] = Value::Map{{"early", Value::Map{{"from", "2026-11-25T08:00:00+08:00"}}}};
  CHECK(stage.refused("roster", id, half) == Codes{"EACH"});
  Act whole{"manager", "arrange"};
  whole.put["shifts"] = Value::Map{{"early", early}};
  Act by_wang = whole;
  by_wang.actor = "wang";
  CHECK(stage.refused("roster", id, by_wang) == Codes{"ROLE"});
  stage.act("roster", id, whole);
  CHECK(stage.refused("roster", id, {"wang", "publish"}) == Codes{"ROLE"});
  stage.act("roster", id, {"manager", "publish"});
  CHECK(stage.status(id) == "published");
  CHECK(stage.refused("roster", id, {"manager", "publish"}) == Codes{"ALREADY"});
  CHECK(stage.refused("roster", id, whole) == Codes{"REQUIRES"});
  stage.act("roster", id, noted(whole, "换班"));
  CHECK(stage.refused("roster", id, {"manager", "withdraw"}) == Codes{"REQUIRES"});
  stage.act("roster", id, noted({"manager", "withdraw"}, "重排"));
  CHECK(stage.refused("roster", id, noted(whole, "换班")) == Codes{"MOVE_STATE"});
}
