// What crosses from one record to another: values of the one that carries a move, templates, links that have moved
// since, windows that stay apart, back-links.
#include <doctest/doctest.h>

#include "process_test_kit.hpp"
#include "record/facts.hpp"

using namespace itss;
using namespace itss::testing;

namespace {

constexpr const char* kPlan = R"(
record: plan
prefix: PLN
directory: plans
title: title
fields:
  title: {type: text}
  parts: {type: links, to: part}
  model: {type: link, to: model}
  advice: {type: text}
  steps: {type: prose}
  span: {type: map, fields: {from: {type: instant}, to: {type: instant}}}
  told: {type: list}
  audience: {type: list}
  notices: {type: map, key: text, fields: {sent_at: {type: instant}}}
  copies: {type: map, key: text, fields: {wanted: {type: text}, found: {type: text}}}
  kind: {type: text}
  allows: {type: list}
  review_by: {type: date}
  reminder: {type: instant}
states: {draft: {initial: true}, doing: {}, done: {final: true}}
moves:
  new: {fills: {from: model, fields: [advice, steps, span]}, takes: [model]}
  try-out: {from: draft, links: {parts: {state: draft}}}
  advise: {from: draft, requires: [advice], carries: {parts: [hear]}}
  notify: {from: draft, requires: [input.audience], puts: {notices: {key: input.audience, sent_at: at}}}
  begin:
    from: draft
    to: doing
    sets: {review_by: at+180d, reminder: at+1d2h}
    apart: {window: span, of: plan.span, where: {status: doing}, sharing: parts, except: {all: kind, in: allows}}
  close:
    from: doing
    to: done
    links: {parts: {moved: {move: refresh, since: begin, naming: plan, unless: {sealed: filled}}}}
    guards: [{when: {copies: filled}, each: {in: copies, same: [wanted, found]}}]
)";

constexpr const char* kModel = R"(
record: model
directory: models
fields:
  advice: {type: text}
  steps: {type: prose}
  span: {type: map, fields: {from: {type: instant}, to: {type: instant}}}
states: {draft: {initial: true}}
)";

constexpr const char* kPart = R"(
record: part
directory: parts
fields:
  advice: {type: text}
  adviser: {type: link, to: plan}
  sealed: {type: text}
  plan: {type: link, to: plan}
  plans: {type: computed, formula: {named_by: plan.parts}}
  running: {type: computed, formula: {named_by: plan.parts, where: {status: doing}}}
  load: {type: computed, formula: {count: plans}}
states: {draft: {initial: true}, worn: {final: true}}
moves:
  wear-out: {from: draft, to: worn}
  hear: {from: any, via: plan.advise, sets: {advice: via.advice, adviser: via}}
  refresh: {from: any, takes: [plan]}
)";

constexpr const char* kA = "PLN-20261124-AAAAA";
constexpr const char* kB = "PLN-20261124-BBBBB";

class Plans : public Stage {
 public:
  Plans() : Stage({{"plan.yaml", kPlan}, {"model.yaml", kModel}, {"part.yaml", kPart}}) {
    world.add_person("li", {});
    for (const char* part : {"pump", "valve"}) act("part", part, {"li", "new", {}, {}, {}, {}, kBefore});
    act("model", "usual",
        {"li",
         "new",
         {{"advice", "看阀门"}, {"steps", "1. 关阀"}},
         {{"span", Value::Map{{"from", kFrom}, {"to", kTo}}}},
         {},
         {},
         kBefore});
  }

  void make(const char* id, Fields set, Fields put = {}) {
    act("plan", id, {"li", "new", std::move(set), std::move(put), {}, {}, "2026-11-24T09:00:00+08:00"});
  }

  // What a path of a record leads to.
  Value at(const char* id, const char* path) const {
    const auto record = world.find(id);
    return record::RecordFacts(*record, record->fields, world, instant("2026-11-25T00:00:00+08:00")).value(path);
  }

  static constexpr const char* kBefore = "2026-11-24T08:00:00+08:00";
  static constexpr const char* kFrom = "2026-11-24T20:00:00+08:00";
  static constexpr const char* kTo = "2026-11-24T22:00:00+08:00";
};

Value list(std::initializer_list<std::string> texts) { return Value::List(texts); }
Value span(const char* from, const char* to) {
  const auto time = [](const char* hour) { return "2026-11-24T" + std::string(hour) + ":00:00+08:00"; };
  return Value::Map{{"from", time(from)}, {"to", time(to)}};
}

}  // namespace

TEST_CASE("a new record is filled from the one that its link names, but for what the command gives") {
  Plans plans;
  plans.make(kA, {{"model", "usual"}, {"advice", "自己的"}});
  CHECK(plans.field(kA, "advice") == Value("自己的"));
  CHECK(plans.field(kA, "steps") == Value("1. 关阀"));
  CHECK(plans.field(kA, "span")["from"] == Value(Plans::kFrom));
  plans.make(kB, {{"title", "无模板"}});
  CHECK(plans.field(kB, "steps").absent());
}

TEST_CASE("a carried move takes over what the carrying record says, and which one it is") {
  Plans plans;
  plans.make(kA, {{"parts", list({"pump"})}});
  plans.act("plan", kA, {"li", "advise", {{"advice", "换垫圈"}}});
  CHECK(plans.field("pump", "advice") == Value("换垫圈"));
  CHECK(plans.field("pump", "adviser") == Value(kA));
}

TEST_CASE("a sub-record is put for each value of its key") {
  Plans plans;
  plans.make(kA, {});
  plans.act("plan", kA, {"li", "notify", {{"audience", list({"财务部", "仓库"})}}});
  CHECK(plans.field(kA, "notices").map().size() == 2);
  CHECK(plans.field(kA, "notices")["仓库"]["sent_at"] == Value("2026-11-24T10:00:00+08:00"));
}

TEST_CASE("a date is set so many days after the event, an instant days by the calendar and hours by the clock") {
  Plans plans;
  plans.make(kA, {});
  plans.act("plan", kA, {"li", "begin"});
  CHECK(plans.field(kA, "review_by") == Value("2027-05-23"));
  CHECK(plans.field(kA, "reminder") == Value("2026-11-25T12:00:00+08:00"));
}

TEST_CASE("every linked record must have moved since, and for this record") {
  Plans plans;
  plans.make(kA, {{"parts", list({"pump", "valve"})}});
  const auto refresh = [&](const char* part, const char* plan, const char* time) {
    Act act{"li", "refresh", {{"plan", plan}}};
    act.at = time;
    plans.act("part", part, act);
  };
  refresh("pump", kA, "2026-11-24T09:30:00+08:00");
  plans.act("plan", kA, {"li", "begin"});
  refresh("valve", kA, "2026-11-24T10:00:00+08:00");
  Act close{"li", "close"};
  close.at = "2026-11-24T12:00:00+08:00";
  SUBCASE("one moved too early") { CHECK(plans.refused("plan", kA, close) == Codes{"LINKS"}); }
  SUBCASE("one moved for another record") {
    plans.make(kB, {});
    refresh("pump", kB, "2026-11-24T11:00:00+08:00");
    CHECK(plans.refused("plan", kA, close) == Codes{"LINKS"});
    const auto refusal = plans.attempt("plan", kA, close).refusals.front();
    CHECK(refusal.message.find("pump") != std::string::npos);
    CHECK(refusal.hint == std::string("itss part refresh pump --plan ") + kA);
  }
  SUBCASE("one moved only later than the event") {
    refresh("pump", kA, "2026-11-24T12:00:01+08:00");
    CHECK(plans.refused("plan", kA, close) == Codes{"LINKS"});
  }
  SUBCASE("one need not move") {
    plans.act("part", "pump", {"li", "set", {{"sealed", "2026"}}});
    plans.act("plan", kA, close);
    CHECK(plans.status(kA) == "done");
  }
  SUBCASE("all have moved, one in the very second") {
    refresh("pump", kA, "2026-11-24T11:00:00+08:00");
    plans.act("plan", kA, close);
    CHECK(plans.status(kA) == "done");
  }
}

TEST_CASE("windows of records that share a link stay apart, half-open") {
  Plans plans;
  plans.make(kA, {{"parts", list({"pump"})}}, {{"span", span("20", "22")}});
  plans.act("plan", kA, {"li", "begin"});
  const auto begins = [&](const Value& parts, const Value& window) {
    plans.make(kB, {{"parts", parts}}, window.absent() ? Fields() : Fields{{"span", window}});
    return plans.refused("plan", kB, {"li", "begin"});
  };
  SUBCASE("overlapping") { CHECK(begins(list({"pump", "valve"}), span("21", "23")) == Codes{"APART"}); }
  SUBCASE("within") { CHECK(begins(list({"pump"}), span("20", "21")) == Codes{"APART"}); }
  SUBCASE("one after the other") { CHECK(begins(list({"pump"}), span("22", "23")).empty()); }
  SUBCASE("with nothing in common") { CHECK(begins(list({"valve"}), span("20", "22")).empty()); }
  SUBCASE("without a window") { CHECK(begins(list({"pump"}), Value()).empty()); }
  SUBCASE("with one that allows what this record is") {
    plans.act("plan", kA, {"li", "set", {{"allows", list({"urgent"})}}});
    plans.make(kB, {{"parts", list({"pump"})}, {"kind", "urgent"}}, {{"span", span("20", "22")}});
    CHECK(plans.refused("plan", kB, {"li", "begin"}).empty());
  }
  SUBCASE("with one that allows something else") {
    plans.act("plan", kA, {"li", "set", {{"allows", list({"urgent"})}}});
    plans.make(kB, {{"parts", list({"pump"})}, {"kind", "usual"}}, {{"span", span("20", "22")}});
    CHECK(plans.refused("plan", kB, {"li", "begin"}) == Codes{"APART"});
  }
  SUBCASE("with one that does not matter any more") {
    plans.act("part", "pump", {"li", "refresh", {{"plan", kA}}});
    Act close{"li", "close"};
    close.at = "2026-11-24T10:30:00+08:00";
    plans.act("plan", kA, close);
    Act begin{"li", "begin"};
    begin.at = "2026-11-24T11:00:00+08:00";
    plans.make(kB, {{"parts", list({"pump"})}}, {{"span", span("20", "22")}});
    CHECK(plans.refused("plan", kB, begin).empty());
  }
}

TEST_CASE("parts of each sub-record are equal") {
  Plans plans;
  plans.make(kA, {{"parts", list({"pump"})}},
             {{"copies", Value::Map{{"a.rpm", Value::Map{{"wanted", "1"}, {"found", "2"}}}}}});
  plans.act("plan", kA, {"li", "begin"});
  plans.act("part", "pump", {"li", "refresh", {{"plan", kA}}});
  CHECK(plans.refused("plan", kA, {"li", "close"}) == Codes{"EACH"});
}

TEST_CASE("back-links are computed: who names the record, under a condition, how many, and what they say") {
  Plans plans;
  plans.make(kA, {{"title", "甲"}, {"parts", list({"pump"})}});
  plans.make(kB, {{"title", "乙"}, {"parts", list({"pump", "valve"})}});
  plans.act("plan", kB, {"li", "begin"});
  CHECK(plans.at("pump", "plans") == list({kA, kB}));
  CHECK(plans.at("pump", "running") == list({kB}));
  CHECK(plans.at("pump", "plans.title") == list({"甲", "乙"}));
  CHECK(plans.at("pump", "load") == Value("2"));
  CHECK(plans.at("valve", "plans") == list({kB}));
}

TEST_CASE("what a linked record did in the same second may have come after the event; what it did before did not") {
  Plans plans;
  plans.make(kA, {{"parts", list({"pump"})}});
  plans.act("plan", kA, {"li", "try-out"});
  Act worn{"li", "wear-out"};
  const auto findings = [&] {
    return process::audit(*plans.world.find(kA), plans.world, instant("2026-11-25T00:00:00+08:00")).size();
  };
  SUBCASE("in the same second") {
    plans.act("part", "pump", worn);
    CHECK(findings() == 0);
  }
  SUBCASE("a second before, which was entered later") {
    worn.at = "2026-11-24T09:59:59+08:00";
    worn.now = "2026-11-24T11:00:00+08:00";
    plans.act("part", "pump", worn);
    CHECK(findings() == 1);
  }
  SUBCASE("a plan has no such doubt") {
    plans.act("part", "pump", worn);
    plans.make(kB, {{"parts", list({"pump"})}});
    CHECK(plans.refused("plan", kB, {"li", "try-out"}) == Codes{"LINKS"});
  }
}
