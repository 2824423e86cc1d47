// The documents' own scenarios of meetings (domain F7, and F8 of leave), a test case for each sentence.
#include <doctest/doctest.h>

#include "process_test_kit.hpp"

using namespace itss;
using namespace itss::testing;

namespace {

constexpr const char* kMeeting = "MTG-20261124-AAAAA";
constexpr const char* kThursday = "2026-11-26T16:00:00+08:00";

class Meetings : public Stage {
 public:
  Meetings() {
    person("pm", {"pm"}, "5");
    person("he", {"module_lead"}, "3");
    person("ma", {"module_lead"}, "3");
    person("luo", {}, "2");
    person("xie", {"recorder"}, "2");
    record::Record project;
    project.id = "billing";
    project.type = "project";
    record::Event taken;
    taken.at = instant("2026-01-01T09:00:00+08:00");
    taken.by = "pm";
    taken.verb = "import";
    taken.set = {{"name", "计费"}, {"pm", "pm"}, {"team", Value::List{"he", "luo"}}, {"status", "active"}};
    project.events.push_back(taken);
    project.fields = record::replay(project);
    world.add(project);
  }

  void person(const char* id, Value::List roles, const char* level) {
    record::Record made;
    made.id = id;
    made.type = "person";
    record::Event taken;
    taken.at = instant("2026-01-01T08:00:00+08:00");
    taken.by = id;
    taken.verb = "import";
    taken.set = {{"name", id}, {"level", level}, {"side", "provider"}, {"status", "active"}};
    if (!roles.empty()) taken.set["roles"] = std::move(roles);
    made.events.push_back(std::move(taken));
    made.fields = record::replay(made);
    world.add(made);
  }

  // A weekly meeting that lacks nothing but what `without` names.
  void plan(const std::string& without = {}, const char* start = kThursday) {
    const std::string end = std::string(start).replace(11, 2, "18");
    Fields set{{"title", "例会"}, {"kind", "weekly"},  {"project", "billing"}, {"start", start},
               {"end", end},      {"place", "会议室"}, {"recorder", "xie"},    {"required", Value::List{"he", "luo"}}};
    Fields put{{"agenda", Value::Map{{"进展", Value::Map{{"presenter", "he"}}}}},
               {"issues", Value::Map{{"接口", Value::Map{{"raised_by", "he"}}}}}};
    set.erase(without);
    put.erase(without);
    act("meeting", kMeeting, {"pm", "new", set, put, {}, {}, "2026-11-23T09:00:00+08:00"});
  }

  Codes notify() { return refused("meeting", kMeeting, {"pm", "notify", {}, {}, {}, {}, "2026-11-23T10:00:00+08:00"}); }
};

}  // namespace

TEST_CASE("F7: a notice without agenda is refused") {
  Meetings meetings;
  meetings.plan("agenda");
  CHECK(meetings.notify() == Codes{"REQUIRES"});
}

TEST_CASE("F7: a notice without recorder is refused") {
  Meetings meetings;
  meetings.plan("recorder");
  CHECK(meetings.notify() == Codes{"REQUIRES"});
}

TEST_CASE("F7: a complete notice is allowed") {
  Meetings meetings;
  meetings.plan();
  CHECK(meetings.notify().empty());
}

TEST_CASE("F7: a weekly meeting on a Wednesday is allowed with a warning, and refused under --strict") {
  Meetings meetings;
  meetings.plan({}, "2026-11-25T16:00:00+08:00");
  process::Request request{
      .type = "meeting", .record = meetings.world.find(kMeeting), .id = kMeeting, .verb = "notify"};
  request.actor = "pm";
  request.at = request.now = instant("2026-11-23T10:00:00+08:00");
  const auto plan = process::plan(request, meetings.world);
  CHECK(plan.allowed());
  REQUIRE(plan.warnings.size() == 1);
  CHECK(plan.warnings[0].clause == "沟通 2.3.1-c");
  request.strict = true;
  CHECK_FALSE(process::plan(request, meetings.world).allowed());
}

TEST_CASE("F8: leave with a delegate of a lower level is refused, of the same level it is asked and approved") {
  Meetings meetings;
  meetings.plan();
  meetings.act("meeting", kMeeting, {"pm", "notify", {}, {}, {}, {}, "2026-11-23T10:00:00+08:00"});
  const auto leave = [](const char* delegate) {
    return Act{"he", "leave", {{"reason", "出差"}, {"delegate", delegate}}, {}, {}, {}, "2026-11-24T09:00:00+08:00"};
  };
  CHECK(meetings.refused("meeting", kMeeting, leave("luo")) == Codes{"SAME"});
  meetings.act("meeting", kMeeting, leave("ma"));
  meetings.act("meeting", kMeeting,
               {"pm", "approve-leave", {{"person", "he"}}, {}, {}, {}, "2026-11-24T10:00:00+08:00"});
  CHECK(meetings.field(kMeeting, "excused") == Value(Value::List{"he"}));
}

TEST_CASE("F8: the level is the one at the time of the event") {
  Meetings meetings;
  meetings.plan();
  meetings.act("meeting", kMeeting, {"pm", "notify", {}, {}, {}, {}, "2026-11-23T10:00:00+08:00"});
  record::Record luo = *meetings.world.find("luo");
  record::Event raised;
  raised.at = instant("2026-11-24T12:00:00+08:00");
  raised.by = "pm";
  raised.verb = "import";
  raised.set = {{"level", "3"}};
  luo.events.push_back(raised);
  luo.fields = record::replay(luo);
  meetings.world.add(luo);
  const auto at = [](const char* time) {
    return Act{"he", "leave", {{"reason", "出差"}, {"delegate", "luo"}}, {}, {}, {}, time};
  };
  CHECK(meetings.refused("meeting", kMeeting, at("2026-11-24T11:00:00+08:00")) == Codes{"SAME"});
  CHECK(meetings.refused("meeting", kMeeting, at("2026-11-24T13:00:00+08:00")).empty());
}
