#include "format/icalendar.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <limits>
#include <memory>

#include "base/say.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"

namespace itss::format {

namespace {

namespace chrono = std::chrono;

constexpr unsigned kMostWeeks = 999;

struct Free {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
  void operator()(char* text) const { icalmemory_free_buffer(text); }
};
using Component = std::unique_ptr<icalcomponent, Free>;

icalproperty_method method_of(Method method) {
  switch (method) {
    case Method::publish:
      return ICAL_METHOD_PUBLISH;
    case Method::request:
      return ICAL_METHOD_REQUEST;
    case Method::cancel:
      return ICAL_METHOD_CANCEL;
  }
  return ICAL_METHOD_NONE;
}

icaltimetype utc_time(SysSeconds utc) {
  return icaltime_from_timet_with_zone(utc.time_since_epoch().count(), 0, icaltimezone_get_utc_timezone());
}

bool is_utc(const Zone& zone) { return zone.name() == "UTC"; }

// A reading of the clock that occurs twice means its first occurrence.
bool is_second_reading(SysSeconds utc, const Zone& zone) { return zone.to_utc(zone.to_local(utc)) != utc; }

std::optional<std::string> defect_of_series(const Invitation& invitation, const Zone& zone) {
  if (!invitation.repeats) return std::nullopt;
  const auto& repeats = *invitation.repeats;
  if (invitation.instead_of) return say(tr("'{}' replaces one start of a series and repeats"), invitation.uid);
  if (repeats.weeks == 0 || repeats.weeks > kMostWeeks)
    return say(tr("'{}' repeats every {} weeks; 1 to {} is possible"), invitation.uid, repeats.weeks, kMostWeeks);
  if (repeats.until < invitation.from.utc) return say(tr("'{}' repeats until a time before its start"), invitation.uid);
  if (is_second_reading(invitation.from.utc, zone))
    return say(tr("'{}' is to repeat from an hour that the clocks show twice"), invitation.uid);
  return std::nullopt;
}

std::optional<std::string> defect_of_people(const Invitation& invitation, Method method) {
  std::vector<Mailbox> people;
  if (method != Method::publish || !invitation.organizer.address.empty()) people.push_back(invitation.organizer);
  for (const auto& attendee : invitation.attendees)
    if (!attendee.who.address.empty()) people.push_back(attendee.who);
  for (const auto& person : people)
    if (const auto good = checked(person); !good) return good.error();
  return std::nullopt;
}

std::optional<std::string> defect(const Invitation& invitation, Method method, const Zone& zone) {
  for (const auto* line : {&invitation.uid, &invitation.url})
    if (const auto good = checked_header(*line); !good) return good.error();
  if (invitation.uid.empty()) return tr("an invitation has no uid");
  for (const auto* text : {&invitation.summary, &invitation.location, &invitation.description})
    if (find_invalid_utf8(*text)) return say(tr("a text of '{}' is not UTF-8"), invitation.uid);
  if (invitation.to <= invitation.from) return say(tr("'{}' does not end after its start"), invitation.uid);
  if (invitation.sequence < 0 || invitation.sequence > std::numeric_limits<int>::max())
    return say(tr("'{}': {} is no number of a version"), invitation.uid, invitation.sequence);
  if (auto wrong = defect_of_series(invitation, zone)) return wrong;
  return defect_of_people(invitation, method);
}

std::string lines_of(const std::string& text) {
  std::vector<std::string> lines = split(text, '\n');
  for (auto& line : lines) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    line = printable(line);
  }
  return join(lines, "\n");
}

std::string mail_url(const Mailbox& person) { return "mailto:" + person.address; }

icalparameter_partstat answer_of(Attendee::Answer answer) {
  switch (answer) {
    case Attendee::Answer::open:
      return ICAL_PARTSTAT_NEEDSACTION;
    case Attendee::Answer::accepted:
      return ICAL_PARTSTAT_ACCEPTED;
    case Attendee::Answer::declined:
      return ICAL_PARTSTAT_DECLINED;
    case Attendee::Answer::delegated:
      return ICAL_PARTSTAT_DELEGATED;
  }
  return ICAL_PARTSTAT_NEEDSACTION;
}

void name(icalproperty* property, const Mailbox& person) {
  if (!person.name.empty()) icalproperty_add_parameter(property, icalparameter_new_cn(person.name.c_str()));
}

icalproperty* attendee_property(const Attendee& attendee, Method method) {
  auto* property = icalproperty_new_attendee(mail_url(attendee.who).c_str());
  name(property, attendee.who);
  icalproperty_add_parameter(
      property, icalparameter_new_role(attendee.required ? ICAL_ROLE_REQPARTICIPANT : ICAL_ROLE_OPTPARTICIPANT));
  icalproperty_add_parameter(property, icalparameter_new_partstat(answer_of(attendee.answer)));
  const bool asked = method == Method::request && attendee.answer == Attendee::Answer::open;
  icalproperty_add_parameter(property, icalparameter_new_rsvp(asked ? ICAL_RSVP_TRUE : ICAL_RSVP_FALSE));
  return property;
}

// One VEVENT.
class Event {
 public:
  Event(const Invitation& invitation, Method method, const Zone& zone)
      : event_(icalcomponent_new_vevent()), zone_(zone) {
    add(icalproperty_new_uid(invitation.uid.c_str()));
    add(icalproperty_new_dtstamp(utc_time(invitation.stamp.utc)));
    add(icalproperty_new_sequence(static_cast<int>(invitation.sequence)));
    const bool cancelled = invitation.cancelled || method == Method::cancel;
    add(icalproperty_new_status(cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
    put_times(invitation);
    put_texts(invitation);
    put_people(invitation, method);
  }

  icalcomponent* release() { return event_.release(); }

 private:
  void add(icalproperty* property) { icalcomponent_add_property(event_.get(), property); }

  icalproperty* timed(icalproperty* make(icaltimetype), SysSeconds utc) const {
    if (is_utc(zone_) || is_second_reading(utc, zone_)) return make(utc_time(utc));
    const auto reading = zone_.to_local(utc).time_since_epoch().count();
    auto* property = make(icaltime_from_timet_with_zone(reading, 0, nullptr));
    icalproperty_add_parameter(property, icalparameter_new_tzid(zone_.name().c_str()));
    return property;
  }

  void put_times(const Invitation& invitation) {
    if (invitation.instead_of) add(timed(icalproperty_new_recurrenceid, *invitation.instead_of));
    add(timed(icalproperty_new_dtstart, invitation.from.utc));
    add(timed(icalproperty_new_dtend, invitation.to.utc));
    if (!invitation.repeats) return;
    add(icalproperty_new_rrule(rule_of(invitation)));
    for (const auto& start : invitation.repeats->but) add(timed(icalproperty_new_exdate, start));
  }

  icalrecurrencetype rule_of(const Invitation& invitation) const {
    icalrecurrencetype rule;
    icalrecurrencetype_clear(&rule);
    rule.freq = ICAL_WEEKLY_RECURRENCE;
    rule.interval = static_cast<short>(invitation.repeats->weeks);
    rule.until = utc_time(invitation.repeats->until);
    const chrono::weekday day(chrono::sys_days(zone_.date_at(invitation.from.utc)));
    rule.by_day[0] = static_cast<short>(ICAL_SUNDAY_WEEKDAY + day.c_encoding());
    return rule;
  }

  void put_texts(const Invitation& invitation) {
    add(icalproperty_new_summary(lines_of(invitation.summary).c_str()));  // always there, RFC 5546
    const auto put = [&](icalproperty* make(const char*), const std::string& text) {
      if (!text.empty()) add(make(lines_of(text).c_str()));
    };
    put(icalproperty_new_location, invitation.location);
    put(icalproperty_new_description, invitation.description);
    put(icalproperty_new_url, invitation.url);
  }

  void put_people(const Invitation& invitation, Method method) {
    if (!invitation.organizer.address.empty()) {
      auto* organizer = icalproperty_new_organizer(mail_url(invitation.organizer).c_str());
      name(organizer, invitation.organizer);
      add(organizer);
    }
    if (method == Method::publish) return;
    for (const auto& attendee : invitation.attendees)
      if (!attendee.who.address.empty()) add(attendee_property(attendee, method));
  }

  Component event_;
  const Zone& zone_;
};

// The earliest time that is written.
SysSeconds earliest_of(const std::vector<Invitation>& invitations) {
  SysSeconds earliest = SysSeconds::max();
  for (const auto& invitation : invitations) {
    earliest = std::min(earliest, invitation.from.utc);
    if (invitation.instead_of) earliest = std::min(earliest, *invitation.instead_of);
  }
  return earliest;
}

icalproperty* first_of(icalcomponent* component, icalproperty_kind kind) {
  return icalcomponent_get_first_property(component, kind);
}

void remove(icalcomponent* component, icalproperty_kind kind) {
  while (auto* property = first_of(component, kind)) {
    icalcomponent_remove_property(component, property);
    icalproperty_free(property);
  }
}

std::vector<icalcomponent*> parts_of(icalcomponent* rules) {
  std::vector<icalcomponent*> parts;
  for (auto* part = icalcomponent_get_first_component(rules, ICAL_ANY_COMPONENT); part != nullptr;
       part = icalcomponent_get_next_component(rules, ICAL_ANY_COMPONENT))
    parts.push_back(part);
  return parts;
}

// Whether `later` is the rule that goes on where `earlier` ends: tzdata lists the changes until 2037, and says apart
// what holds from then on. From which offset is not asked, since libical tells that wrongly for the first year apart.
bool goes_on(icalcomponent* earlier, icalcomponent* later) {
  auto *before = first_of(earlier, ICAL_RRULE_PROPERTY), *after = first_of(later, ICAL_RRULE_PROPERTY);
  if (before == nullptr || after == nullptr || icalcomponent_isa(earlier) != icalcomponent_isa(later)) return false;
  icalrecurrencetype ended = icalproperty_get_rrule(before), open = icalproperty_get_rrule(after);
  const auto start = icalcomponent_get_dtstart(later);
  if (ended.freq != ICAL_YEARLY_RECURRENCE || icaltime_is_null_time(ended.until) ||
      !icaltime_is_null_time(open.until) || start.year != ended.until.year + 1)
    return false;
  for (const auto kind : {ICAL_TZOFFSETTO_PROPERTY, ICAL_TZNAME_PROPERTY})
    if (std::string_view(icalproperty_get_value_as_string(first_of(earlier, kind))) !=
        icalproperty_get_value_as_string(first_of(later, kind)))
      return false;
  ended.until = icaltime_null_time();
  return std::string_view(icalrecurrencetype_as_string(&ended)) == icalrecurrencetype_as_string(&open);
}

// Makes one rule of two that are parted in time alone, since not every reader understands the end of a rule; whether
// there were such.
bool join_two(icalcomponent* rules) {
  for (auto* earlier : parts_of(rules))
    for (auto* later : parts_of(rules)) {
      if (!goes_on(earlier, later)) continue;
      const auto rule = icalproperty_get_rrule(first_of(later, ICAL_RRULE_PROPERTY));
      icalproperty_set_rrule(first_of(earlier, ICAL_RRULE_PROPERTY), rule);
      icalcomponent_remove_component(rules, later);
      icalcomponent_free(later);
      return true;
    }
  return false;
}

// The rules of the zone from the year of `first` on; nothing if libical does not know the zone.
Component rules_of(const Zone& zone, SysSeconds first) {
  Component rules(icaltzutil_fetch_timezone(zone.name().c_str()));
  if (rules == nullptr) return rules;
  const Date date(chrono::floor<chrono::days>(first));
  const SysSeconds year = chrono::sys_days(date.year() / chrono::January / 1);
  icaltimezone_truncate_vtimezone(rules.get(), utc_time(year), icaltime_null_time(), 0);
  while (join_two(rules.get())) {
  }
  remove(rules.get(), ICAL_TZID_PROPERTY);
  remove(rules.get(), ICAL_X_PROPERTY);
  icalcomponent_add_property(rules.get(), icalproperty_new_tzid(zone.name().c_str()));
  return rules;
}

}  // namespace

const char* name_of(Method method) { return icalproperty_method_to_string(method_of(method)); }

Result<std::string> calendar_bytes(const std::vector<Invitation>& invitations, Method method, const Zone& zone) {
  for (const auto& invitation : invitations)
    if (const auto wrong = defect(invitation, method, zone)) return failure(*wrong);
  const Component calendar(icalcomponent_new_vcalendar());
  icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//itss//itss//EN"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_method(method_of(method)));
  if (!invitations.empty() && !is_utc(zone)) {
    auto rules = rules_of(zone, earliest_of(invitations));
    if (rules == nullptr) return failure(say(tr("the rules of the time zone '{}' cannot be read"), zone.name()));
    icalcomponent_add_component(calendar.get(), rules.release());
  }
  for (const auto& invitation : invitations)
    icalcomponent_add_component(calendar.get(), Event(invitation, method, zone).release());
  const std::unique_ptr<char, Free> bytes(icalcomponent_as_ical_string_r(calendar.get()));
  return std::string(bytes.get());
}

}  // namespace itss::format
