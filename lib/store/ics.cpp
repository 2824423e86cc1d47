#include "store/ics.hpp"

#include <fmt/format.h>
#include <libical/ical.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "base/say.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"

namespace itss::store {

namespace {

namespace chrono = std::chrono;
using Day = chrono::sys_days;

constexpr int kLongestEvent = 366;         // days
constexpr int kMostOccurrences = 100'000;  // that are looked at: a rule without any in the years must end too

// What makes an event's days; an error elsewhere in it does not matter here.
const std::vector<std::string> kOfTime = {"DTSTART", "DTEND",  "DURATION",      "RRULE",
                                          "RDATE",   "EXDATE", "RECURRENCE-ID", "EXRULE"};

struct Free {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
  void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};
using Component = std::unique_ptr<icalcomponent, Free>;
using Iterator = std::unique_ptr<icalrecur_iterator, Free>;

std::string text_of(const char* text) { return text == nullptr ? std::string() : std::string(trim(text)); }

std::optional<Day> day_of(const icaltimetype& time) {
  const Date date{chrono::year(time.year), chrono::month(static_cast<unsigned>(time.month)),
                  chrono::day(static_cast<unsigned>(time.day))};
  return !icaltime_is_null_time(time) && date.ok() ? std::optional(Day(date)) : std::nullopt;
}

icalproperty* first_of(icalcomponent* event, icalproperty_kind kind) {
  return icalcomponent_get_first_property(event, kind);
}

template <class Visit>
void each_property(icalcomponent* event, icalproperty_kind kind, Visit visit) {
  for (auto* property = first_of(event, kind); property != nullptr;
       property = icalcomponent_get_next_property(event, kind))
    visit(property);
}

using Years = std::optional<std::pair<Date, Date>>;

// One event; its failures name it.
class Event {
 public:
  explicit Event(icalcomponent* event) : event_(event) {}

  std::string summary() const { return text_of(icalcomponent_get_summary(event_)); }
  std::string uid() const { return text_of(icalcomponent_get_uid(event_)); }
  bool is_cancelled() const { return icalcomponent_get_status(event_) == ICAL_STATUS_CANCELLED; }
  bool is_timed() const {
    const auto* start = first_of(event_, ICAL_DTSTART_PROPERTY);
    return start != nullptr && icalproperty_get_dtstart(start).is_date == 0;
  }

  // The date of the occurrence that it stands for, if it is a change of one.
  std::optional<Day> replaces() const {
    const auto* property = first_of(event_, ICAL_RECURRENCEID_PROPERTY);
    return property == nullptr ? std::nullopt : day_of(icalproperty_get_recurrenceid(property));
  }

  // Its days, but for the occurrences that other events replace.
  Result<std::vector<Day>> days(const Years& years, const std::set<Day>& replaced) const {
    if (const auto name = unread()) return wrong(say(tr("its {} cannot be understood"), *name));
    const auto* property = first_of(event_, ICAL_DTSTART_PROPERTY);
    const auto start = property == nullptr ? std::nullopt : day_of(icalproperty_get_dtstart(property));
    if (!start) return wrong(tr("it has no DTSTART that is a date"));
    const auto length = days_from(*start);
    if (!length) return wrong(length.error());
    std::set<Day> starts = {*start};
    for (auto* rule = first_of(event_, ICAL_RRULE_PROPERTY); rule != nullptr;
         rule = icalcomponent_get_next_property(event_, ICAL_RRULE_PROPERTY))
      if (const auto reason = add_occurrences(icalproperty_get_rrule(rule), *start, years, starts))
        return wrong(*reason);
    const bool recurs = first_of(event_, ICAL_RRULE_PROPERTY) != nullptr;
    if (recurs && years && (Date(*start) < years->first || years->second < Date(*start))) starts.erase(*start);
    change_by_dates(starts);
    std::vector<Day> days;
    for (const Day day : starts)
      for (int i = 0; replaced.count(day) == 0 && i < *length; ++i) days.push_back(day + chrono::days(i));
    return days;
  }

 private:
  tl::unexpected<std::string> wrong(const std::string& why) const {
    const std::string name = summary().empty() ? uid() : summary();
    return failure(name.empty() ? say(tr("an event: {}"), why) : say(tr("the event '{}': {}"), name, why));
  }

  // libical drops what it cannot read and leaves a remark.
  std::optional<std::string> unread() const {
    std::optional<std::string> found;
    each_property(event_, ICAL_XLICERROR_PROPERTY, [&](icalproperty* property) {
      const std::string remark = text_of(icalproperty_get_xlicerror(property));
      for (const auto& name : kOfTime)
        if (remark.find(" " + name + " ") != std::string::npos) found = name;
    });
    return found;
  }

  // How many days an occurrence lasts.
  Result<int> days_from(Day start) const {
    int days = 1;
    if (const auto* end = first_of(event_, ICAL_DTEND_PROPERTY)) {
      const auto day = day_of(icalproperty_get_dtend(end));
      if (!day) return failure(say(tr("its {} cannot be understood"), "DTEND"));
      if (*day < start) return failure(tr("it ends before it starts"));
      days = static_cast<int>((*day - start).count());
    } else if (const auto* duration = first_of(event_, ICAL_DURATION_PROPERTY)) {
      const auto span = icalproperty_get_duration(duration);
      if (span.is_neg != 0) return failure(tr("it ends before it starts"));
      const bool part = span.hours != 0 || span.minutes != 0 || span.seconds != 0;
      days = static_cast<int>(span.days + 7 * span.weeks) + (part ? 1 : 0);
    }
    if (days > kLongestEvent) return failure(say(tr("it lasts {} days"), days));
    return std::max(days, 1);  // an end at the start is how many programs write one day
  }

  // Adds the first days of the occurrences of a rule; returns what is wrong with it.
  static std::optional<std::string> add_occurrences(icalrecurrencetype rule, Day start, const Years& years,
                                                    std::set<Day>& starts) {
    if (rule.freq < ICAL_DAILY_RECURRENCE || rule.freq > ICAL_YEARLY_RECURRENCE)
      return tr("days do not recur by the hour");
    const bool ends = rule.count > 0 || icaltime_is_null_time(rule.until) == 0;
    if (!ends && !years) return tr("it recurs for ever");
    rule.until.is_date = 1;  // the end of a rule for days is a day, whatever hour it names
    const Date from(start);
    icaltimetype first = icaltime_null_time();  // the null date has hours before midnight
    first.is_date = 1;
    first.year = static_cast<int>(from.year());
    first.month = static_cast<int>(static_cast<unsigned>(from.month()));
    first.day = static_cast<int>(static_cast<unsigned>(from.day()));
    const Iterator iterator(icalrecur_iterator_new(rule, first));
    if (!iterator) return say(tr("its {} cannot be understood"), "RRULE");
    for (int i = 0; i < kMostOccurrences; ++i) {
      const auto day = day_of(icalrecur_iterator_next(iterator.get()));
      if (!day || (years && *day > Day(years->second))) return std::nullopt;
      if (!years || *day >= Day(years->first)) starts.insert(*day);
    }
    return tr("it recurs too often");
  }

  void change_by_dates(std::set<Day>& starts) const {
    each_property(event_, ICAL_RDATE_PROPERTY, [&](icalproperty* property) {
      if (const auto day = day_of(icalproperty_get_rdate(property).time)) starts.insert(*day);
    });
    each_property(event_, ICAL_EXDATE_PROPERTY, [&](icalproperty* property) {
      if (const auto day = day_of(icalproperty_get_exdate(property))) starts.erase(*day);
    });
  }

  icalcomponent* event_;
};

// Calls visit(event) for each VEVENT of a VCALENDAR, or of several.
template <class Visit>
bool each_event(icalcomponent* root, Visit visit) {
  if (icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT) {
    for (auto* event = icalcomponent_get_first_component(root, ICAL_VEVENT_COMPONENT); event != nullptr;
         event = icalcomponent_get_next_component(root, ICAL_VEVENT_COMPONENT))
      visit(Event(event));
    return true;
  }
  if (icalcomponent_isa(root) != ICAL_XROOT_COMPONENT) return false;
  bool any = false;
  for (auto* part = icalcomponent_get_first_component(root, ICAL_ANY_COMPONENT); part != nullptr;
       part = icalcomponent_get_next_component(root, ICAL_ANY_COMPONENT)) {
    if (!each_event(part, visit)) return false;
    any = true;
  }
  return any;
}

Component parse(const std::string& bytes) {
  icalerror_set_errors_are_fatal(0);
  const bool has_bom = bytes.compare(0, 3, "\xEF\xBB\xBF") == 0;
  return Component(icalparser_parse_string(bytes.c_str() + (has_bom ? 3 : 0)));
}

}  // namespace

Result<IcsDays> read_ics(const std::string& bytes, const Years& years) {
  const char* const kNone = ITSS_TR_NOOP("this is not an iCalendar file, or not a whole one");
  if (find_invalid_utf8(bytes)) return failure(tr("the text is not UTF-8"));
  const Component root = bytes.find('\0') == std::string::npos ? parse(bytes) : nullptr;
  std::map<std::string, std::set<Day>> replaced;
  const bool whole = root && each_event(root.get(), [&](const Event& event) {
                       if (const auto day = event.replaces()) replaced[event.uid()].insert(*day);
                     });
  if (!whole) return failure(tr(kNone));
  IcsDays read;
  std::optional<std::string> defect;
  each_event(root.get(), [&](const Event& event) {
    if (event.is_cancelled() || defect) return;
    if (event.is_timed()) {
      ++read.timed;
      return;
    }
    const auto days = event.days(years, event.replaces() ? std::set<Day>() : replaced[event.uid()]);
    if (!days) {
      defect = days.error();
      return;
    }
    for (const Day day : *days) read.days.push_back({Date(day), event.summary()});
  });
  if (defect) return failure(*defect);
  return read;
}

}  // namespace itss::store
