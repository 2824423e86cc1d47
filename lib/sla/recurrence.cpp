#include "sla/recurrence.hpp"

#include <algorithm>
#include <array>

#include "calendar/calendar.hpp"
#include "record/facts.hpp"
#include "record/replay.hpp"

namespace itss::sla {

namespace {

using Days = std::chrono::sys_days;

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

Days monday_of(Date date) {
  const Days day(date);
  return day - (std::chrono::weekday(day) - std::chrono::Monday);
}

Instant at_time(Days day, Seconds time, const Zone& zone) {
  return zone.at(zone.to_utc(LocalSeconds(std::chrono::seconds(day.time_since_epoch()) + time)));
}

// The name of the holiday that the date is; `-` for another day off.
std::string name_of_day_off(const calendar::Calendar& calendar, Date date) {
  const auto from = calendar.zone().start_of(date);
  const auto to = calendar.zone().start_of(Date(Days(date) + std::chrono::days(1)));
  for (const auto& interval : calendar.intervals(from, to, {calendar.version_at(from)}))
    if (!interval.name.empty()) return interval.name;
  return "-";
}

bool is_worked(const calendar::Calendar& calendar, Days day) {
  return calendar.is_workday(Date(day), {calendar.version_at(calendar.zone().start_of(Date(day)))});
}

// The day of the regular one's week on which it takes place: the nearest that is worked, an earlier one first. Nothing
// if none is.
std::optional<Days> working_day(const calendar::Calendar& calendar, Days regular) {
  if (is_worked(calendar, regular)) return regular;
  const Days monday = monday_of(Date(regular));
  for (Days day = regular - std::chrono::days(1); day >= monday; day -= std::chrono::days(1))
    if (is_worked(calendar, day)) return day;
  for (Days day = regular + std::chrono::days(1); day < monday + std::chrono::days(7); day += std::chrono::days(1))
    if (is_worked(calendar, day)) return day;
  return std::nullopt;
}

bool was_running(const std::vector<record::StateSpan>& spans, const schema::Series& series, const Instant& at) {
  return std::any_of(spans.begin(), spans.end(), [&](const auto& span) {
    return contains(series.running, span.state) && span.from <= at && (!span.to || at < *span.to);
  });
}

// The start of a record, by the type's window.
std::optional<Instant> start_of(const schema::Schema& type, const Fields& fields) {
  const auto dots = type.window.find("..");
  const auto instant = parse_instant(
      (dots == std::string::npos ? get(fields, type.window)["from"] : get(fields, type.window.substr(0, dots))).text());
  return instant ? std::optional(*instant) : std::nullopt;
}

void place(const schema::Schema& type, const schema::Series& series, const record::World& world,
           const record::RecordPtr& record, std::vector<Occurrence>& all) {
  const Zone& zone = world.zone();
  const auto slot = parse_instant(get(record->fields, series.slot).text());
  const auto start = start_of(type, record->fields);
  const auto found = std::find_if(all.begin(), all.end(), [&](const Occurrence& each) {
    if (slot) return each.slot == *slot;
    return start && monday_of(zone.date_at(start->utc)) == monday_of(zone.date_at(each.slot.utc));
  });
  if (found == all.end()) return;
  found->records.push_back(record);
  found->took_place |= contains(series.took_place, get(record->fields, "status").text());
}

}  // namespace

bool has_calendar(const schema::Series& series, const record::World& world) {
  return world.calendar(series.calendar) != nullptr;
}

std::vector<Occurrence> occurrences_of(const schema::Schema& type, const schema::Series& series,
                                       const record::Record& of, const Window& window, const record::World& world) {
  std::vector<Occurrence> all;
  const calendar::Calendar* calendar = world.calendar(series.calendar);
  if (calendar == nullptr || !series.from || !series.to) return all;
  const Zone& zone = world.zone();
  const auto spans = record::state_spans(of);
  Days day(zone.date_at(window.from.utc));
  while (schema::weekday_name(Date(day)) != series.weekday) day += std::chrono::days(1);
  for (; at_time(day, *series.from, zone) < window.to; day += std::chrono::days(7)) {
    Occurrence occurrence;
    occurrence.slot = at_time(day, *series.from, zone);
    if (occurrence.slot < window.from || !was_running(spans, series, occurrence.slot)) continue;
    const auto worked = working_day(*calendar, day);
    occurrence.left_out = !worked;
    const Days when = worked.value_or(day);
    if (!worked || *worked != day) occurrence.moved_for = name_of_day_off(*calendar, Date(day));
    occurrence.when = {at_time(when, *series.from, zone), at_time(when, *series.to, zone)};
    all.push_back(std::move(occurrence));
  }
  if (all.empty()) return all;
  world.each_linking(type.record, series.of, of.id, [&](const record::RecordPtr& record) {
    const record::RecordFacts facts(*record, record->fields, world, window.to);
    if (schema::holds(series.where, facts)) place(type, series, world, record, all);
  });
  return all;
}

}  // namespace itss::sla
