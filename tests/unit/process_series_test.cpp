// When records of a series recur, which of them stand where, and what the next one takes over from the last.
#include <doctest/doctest.h>

#include "process_test_kit.hpp"
#include "sla/recurrence.hpp"

using namespace itss;
using namespace itss::testing;

namespace {

std::string at(const char* day_and_time) { return std::string("2026-") + day_and_time + ":00+08:00"; }

class Series : public Stage {
 public:
  Series() {
    world.add_calendar(
        "office-cn",
        "zone: Asia/Shanghai\nweekly: {mon-fri: [09:00-12:00, 13:00-18:00]}\n"
        "holidays: {2026-10-01..2026-10-07: 国庆节, 2026-02-15..2026-02-23: 春节, 2026-06-18..2026-06-19: 端午节}\n"
        "workdays: {2026-06-21: fri}\n");
    world.add_person("pm", {"pm"});
  }

  // A record that was taken over, or changed so, at these times.
  void put(const char* type, const char* id, std::vector<std::pair<const char*, Fields>> events) {
    record::Record made;
    made.id = id;
    made.type = type;
    for (auto& [time, set] : events) {
      record::Event event;
      event.at = instant(at(time).c_str());
      event.by = "pm";
      event.verb = "import";
      for (auto& [name, value] : set) (value.is_map() ? event.put : event.set)[name] = value;
      made.events.push_back(std::move(event));
    }
    made.fields = record::replay(made);
    world.add(made);
  }

  void project(const char* id, const char* from, const char* to = nullptr) {
    std::vector<std::pair<const char*, Fields>> events = {{"01-01T09:00", {{"status", "planned"}, {"name", id}}},
                                                          {from, {{"status", "active"}}}};
    if (to != nullptr) events.push_back({to, {{"status", "finished"}}});
    put("project", id, std::move(events));
  }

  // `Thu 09-03 16:00` of each occurrence, `->` where it is moved to and why, `-` if it is left out, `+` if it took
  // place.
  std::string found(const char* from, const char* to, const char* of = "billing") const {
    const auto& type = *world.schemas().find("meeting");
    const Window window{instant(at(from).c_str()), instant(at(to).c_str())};
    std::string text;
    for (const auto& each : sla::occurrences_of(type, type.series.front(), *world.find(of), window, world)) {
      text += text.empty() ? "" : ", ";
      text += to_string(each.slot).substr(5, 11);
      if (each.left_out)
        text += " -";
      else if (!each.moved_for.empty())
        text += " -> " + to_string(each.when.from).substr(5, 11) + " " + each.moved_for;
      if (each.took_place) text += " +";
      for (const auto& record : each.records) text += " " + record->id.substr(13);
    }
    return text;
  }
};

Fields meeting(const char* status, const char* slot, const char* start) {
  Fields fields{{"status", status}, {"kind", "weekly"}, {"project", "billing"}, {"start", at(start)}};
  if (slot != nullptr) fields["slot"] = at(slot);
  return fields;
}

}  // namespace

TEST_CASE("a series recurs on its weekday at its time, in a half-open window") {
  Series series;
  series.project("billing", "08-01T09:00");
  CHECK(series.found("09-03T16:00", "09-17T16:00") == "09-03T16:00, 09-10T16:00");
  CHECK(series.found("09-03T16:01", "09-17T16:01") == "09-10T16:00, 09-17T16:00");
  CHECK(series.found("09-04T00:00", "09-05T00:00").empty());
}

TEST_CASE("one of a day off is moved to the nearest working day of its week, an earlier one first") {
  Series series;
  series.project("billing", "01-05T09:00");
  CHECK(series.found("10-01T00:00", "10-02T00:00") == "10-01T16:00 -> 09-30T16:00 国庆节");
  // Thursday and Friday are off, Monday to Wednesday are worked.
  CHECK(series.found("06-18T00:00", "06-19T00:00") == "06-18T16:00 -> 06-17T16:00 端午节");
}

TEST_CASE("a week without a working day is left out") {
  Series series;
  series.project("billing", "01-05T09:00");
  CHECK(series.found("02-16T00:00", "02-27T00:00") == "02-19T16:00 -, 02-26T16:00");
}

TEST_CASE("it recurs only while the record that it is of runs: from the start on, not any more when that ends") {
  Series series;
  series.project("billing", "09-10T16:00", "09-24T16:00");
  CHECK(series.found("09-01T00:00", "10-01T00:00") == "09-10T16:00, 09-17T16:00");
  series.put("project", "never", {{"01-01T09:00", {{"status", "planned"}, {"name", "x"}}}});
  CHECK(series.found("09-01T00:00", "10-01T00:00", "never").empty());
}

TEST_CASE("records stand for the slot that they keep, without one for their week; other kinds for none") {
  Series series;
  series.project("billing", "08-01T09:00");
  series.put("meeting", "MTG-20260901-SLOT1", {{"09-01T09:00", meeting("held", "09-03T16:00", "09-09T10:00")}});
  series.put("meeting", "MTG-20260901-WEEK2", {{"09-01T09:00", meeting("archived", nullptr, "09-08T10:00")}});
  series.put("meeting", "MTG-20260901-GONE3", {{"09-01T09:00", meeting("cancelled", "09-17T16:00", "09-17T16:00")}});
  Fields topic = meeting("held", nullptr, "09-24T16:00");
  topic["kind"] = "topic";
  series.put("meeting", "MTG-20260901-TOPIC", {{"09-01T09:00", topic}});
  CHECK(series.found("09-01T00:00", "10-01T00:00") ==
        "09-03T16:00 + SLOT1, 09-10T16:00 + WEEK2, 09-17T16:00 GONE3, 09-24T16:00");
}

TEST_CASE("without its calendar nothing is said") {
  Series series;
  series.project("billing", "08-01T09:00");
  Stage bare;
  const auto& type = *bare.world.schemas().find("meeting");
  CHECK_FALSE(sla::has_calendar(type.series.front(), bare.world));
  CHECK(sla::has_calendar(type.series.front(), series.world));
}

namespace {

constexpr const char* kNext = "MTG-20260901-NEXT0";

class Run : public Series {
 public:
  Run() {
    project("billing", "08-01T09:00");
    earlier("MTG-20260901-LAST1", "09-03T16:00", "minuted",
            Value::Map{{"开放", Value::Map{{"raised_by", "pm"}, {"outcome", "unsolved"}, {"conclusion", "再议"}}},
                       {"未记", Value::Map{{"raised_by", "pm"}}},
                       {"已解决", Value::Map{{"outcome", "solved"}}}});
    earlier("MTG-20260901-OLDER", "08-27T16:00", "archived", Value::Map{{"更早", Value::Map{{"outcome", "unsolved"}}}});
    earlier("MTG-20260901-LATER", "09-17T16:00", "held", Value::Map{{"更晚", Value::Map{}}});
    earlier("MTG-20260901-NONE2", "09-04T16:00", "cancelled", Value::Map{{"取消", Value::Map{}}});
  }

  void earlier(const char* id, const char* start, const char* status, Value issues) {
    Fields fields = meeting(status, nullptr, start);
    if (!issues.map().empty()) fields["issues"] = std::move(issues);
    put("meeting", id, {{"08-01T10:00", std::move(fields)}});
  }

  void next(Fields more = {}) {
    Fields fields = meeting("planned", nullptr, "09-10T16:00");
    fields["organizer"] = "pm";
    fields.merge(more);
    put("meeting", kNext, {{"08-02T10:00", std::move(fields)}});
  }
};

}  // namespace

TEST_CASE("the next record of a run takes over what the last one that took place left open, and whence") {
  Run run;
  run.next();
  run.act("meeting", kNext, {"pm", "prepare", {}, {}, {}, {}, "2026-09-05T09:00:00+08:00"});
  const Value issues = run.field(kNext, "issues");
  CHECK(issues.map().size() == 2);
  CHECK(issues["开放"]["carried_from"] == Value("MTG-20260901-LAST1"));
  CHECK(issues["开放"]["raised_by"] == Value("pm"));
  CHECK(issues["开放"]["outcome"].empty());
  CHECK(issues["未记"]["carried_from"] == Value("MTG-20260901-LAST1"));
}

TEST_CASE("what the record has already is left alone") {
  Run run;
  run.next({{"issues", Value::Map{{"开放", Value::Map{{"raised_by", "li"}}}}}});
  run.act("meeting", kNext, {"pm", "prepare", {}, {}, {}, {}, "2026-09-05T09:00:00+08:00"});
  CHECK(run.field(kNext, "issues")["开放"]["raised_by"] == Value("li"));
  CHECK(run.field(kNext, "issues")["开放"]["carried_from"].empty());
}

TEST_CASE("another project's meetings are of another run") {
  Run run;
  run.project("other", "08-01T09:00");
  run.next({});
  Fields fields = meeting("planned", nullptr, "09-10T16:00");
  fields["project"] = "other";
  fields["organizer"] = "pm";
  run.put("meeting", kNext, {{"08-02T10:00", fields}});
  run.act("meeting", kNext, {"pm", "prepare", {}, {}, {}, {}, "2026-09-05T09:00:00+08:00"});
  CHECK(run.field(kNext, "issues").empty());
}
