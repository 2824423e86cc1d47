#include "calendar/reader.hpp"

#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "yaml/reporter.hpp"

namespace itss::calendar {

namespace {

using yaml::Kind;
using yaml::Node;

const std::vector<std::string> kCalendarKeys = {"zone", "covers", "weekly", "holidays", "workdays", "versions"};
const std::vector<std::string> kVersionKeys = {"from", "covers", "weekly", "holidays", "workdays"};

// After 28 years a yearly date falls on the same weekdays again.
constexpr int kFirstYear = 2020, kYearsOfWeekdays = 28;

// A yearly date (month * 32 + day) in one year; nothing if that has no 29th of February.
std::optional<Day> day_in(int year, int month_day) {
  const Date date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month_day / 32)),
                  std::chrono::day(static_cast<unsigned>(month_day % 32))};
  return date.ok() ? std::optional(Day(date)) : std::nullopt;
}

class Reader : yaml::Reporter {
 public:
  using Reporter::Reporter;

  std::optional<Definition> read() {
    const Node& root = document().root();
    if (!is_mapping(root)) return std::nullopt;
    const std::size_t before = findings().size();
    check_keys(Code::CALENDAR_KEY, root, kCalendarKeys);
    const auto zone = read_zone(root);
    if (root.find("weekly") == nullptr) report(Code::MISSING_FIELD, root, {"weekly"});
    std::vector<Hours> versions(1);
    read_hours(root, versions.front());
    if (zone) read_versions(root, *zone, versions);
    if (findings().size() != before || !zone) return std::nullopt;
    return Definition{*zone, std::move(versions)};
  }

 private:
  // Whether what stands under `name` is a mapping; a finding if it is none.
  bool has_entries(const Node& node, std::string_view name) {
    if (node.kind == Kind::mapping) return true;
    report(Code::WRONG_TYPE, node, {std::string(name), tr("a mapping")});
    return false;
  }

  std::optional<Zone> read_zone(const Node& root) {
    const Node* node = root.find("zone");
    if (node == nullptr) {
      report(Code::MISSING_FIELD, root, {"zone"});
      return std::nullopt;
    }
    auto zone = Zone::find(node->text);
    if (zone) return *zone;
    report(Code::CALENDAR_ZONE, *node, {node->text}, tr("use a name such as Asia/Shanghai or UTC"));
    return std::nullopt;
  }

  // Reads what the node says over what `hours` already has, then checks the whole.
  void read_hours(const Node& node, Hours& hours) {
    const std::size_t before = findings().size();
    if (const Node* covers = node.find("covers")) read_covers(*covers, hours);
    if (const Node* weekly = node.find("weekly")) read_weekly(*weekly, hours);
    if (const Node* holidays = node.find("holidays")) read_holidays(*holidays, hours);
    if (const Node* workdays = node.find("workdays")) read_workdays(*workdays, hours);
    if (findings().size() != before) return;
    check_week(node, hours);
    check_workdays(node, hours);
    const Node* weekly = node.find("weekly");
    // A calendar without the key is told so already; a version may also be emptied by its holidays.
    if (findings().size() == before && (weekly != nullptr || node.find("from") != nullptr) && !has_working_time(hours))
      report(Code::CALENDAR_EMPTY, weekly == nullptr ? node : *weekly, {});
  }

  void read_covers(const Node& node, Hours& hours) {
    const auto dates = parse_dates(node.text);
    if (!dates || dates->yearly || node.text.find("..") == std::string::npos)
      return report(Code::CALENDAR_DATE, node, {node.text}, tr("covers: takes two dates: 2026-01-01..2026-12-31"));
    hours.covers = {Day(std::chrono::days(dates->first)), Day(std::chrono::days(dates->last))};
  }

  void read_weekly(const Node& node, Hours& hours) {
    hours.weekly = {};
    if (node.kind == Kind::scalar && node.text == "24x7") {
      hours.weekly.fill({Shift{0, kMinutesPerDay}});
      return;
    }
    if (node.kind != Kind::mapping) return report(Code::WRONG_TYPE, node, {"weekly", tr("24x7, or shifts by weekday")});
    std::array<bool, kDaysPerWeek> seen{};
    yaml::each_entry(node, [&](const Node& key, const Node& value) {
      const Shifts shifts = read_shifts(value);
      for (const unsigned day : read_weekdays(key)) {
        if (seen.at(day)) report(Code::CALENDAR_DAY_TWICE, key, {std::string(weekday_name(day))});
        seen.at(day) = true;
        hours.weekly.at(day) = shifts;
      }
    });
  }

  // `mon`, `mon-fri`, `sat-mon`, `mon,wed`.
  std::vector<unsigned> read_weekdays(const Node& key) {
    std::vector<unsigned> days;
    for (const auto& part : split(key.text, ',')) {
      const auto dash = part.find('-');
      const auto first = parse_weekday(trim(std::string_view(part).substr(0, dash)));
      const auto last =
          dash == std::string::npos ? first : parse_weekday(trim(std::string_view(part).substr(dash + 1)));
      if (!first || !last) {
        report(Code::CALENDAR_WEEKDAY, key, {key.text},
               tr("use mon, tue, wed, thu, fri, sat, sun or a range: mon-fri"));
        return {};
      }
      for (unsigned day = *first;; day = (day + 1) % kDaysPerWeek) {
        days.push_back(day);
        if (day == *last) break;
      }
    }
    return days;
  }

  Shifts read_shifts(const Node& node) {
    Shifts shifts;
    if (node.kind == Kind::scalar) {
      read_shift(node, shifts);
    } else if (node.kind == Kind::sequence) {
      for (const Node& item : node.children) read_shift(item, shifts);
    } else {
      report(Code::WRONG_TYPE, node, {"shifts", tr("a list of shifts such as [09:00-12:00, 13:00-18:00]")});
    }
    std::sort(shifts.begin(), shifts.end(), [](const Shift& a, const Shift& b) { return a.from < b.from; });
    for (std::size_t i = 1; i < shifts.size(); ++i)
      if (shifts[i].from < shifts[i - 1].to)
        report(Code::CALENDAR_OVERLAP, node, {to_string(shifts[i]), to_string(shifts[i - 1])});
    return shifts;
  }

  void read_shift(const Node& node, Shifts& shifts) {
    const auto shift = node.kind == Kind::scalar ? parse_shift(node.text) : std::nullopt;
    if (shift) return shifts.push_back(*shift);
    report(Code::CALENDAR_SHIFT, node, {node.text}, tr("use 09:00-12:00, 18:00-24:00, or 22:00-06:00 over midnight"));
  }

  std::optional<Dates> read_dates(const Node& key) {
    auto dates = parse_dates(key.text);
    if (!dates)
      report(Code::CALENDAR_DATE, key, {key.text},
             tr("use 2026-02-14, 2026-02-15..2026-02-23, 12-25 (every year) or 12-24..01-02"));
    return dates;
  }

  void read_holidays(const Node& node, Hours& hours) {
    hours.holidays.clear();
    if (!has_entries(node, "holidays")) return;
    yaml::each_entry(node, [&](const Node& key, const Node& value) {
      if (value.kind != Kind::scalar) return report(Code::WRONG_TYPE, value, {key.text, tr("the name of a holiday")});
      if (const auto dates = read_dates(key)) hours.holidays.push_back({*dates, value.is_null() ? "" : value.text});
    });
  }

  void read_workdays(const Node& node, Hours& hours) {
    hours.workdays.clear();
    if (!has_entries(node, "workdays")) return;
    yaml::each_entry(node, [&](const Node& key, const Node& value) {
      const auto dates = read_dates(key);
      if (!dates) return;
      Workday entry{.dates = *dates, .like = std::nullopt, .shifts = {}};
      if (value.kind == Kind::scalar && value.text.find(':') == std::string::npos) {
        entry.like = parse_weekday(value.text);
        if (!entry.like)
          return report(Code::CALENDAR_WEEKDAY, value, {value.text}, tr("use a weekday such as fri, or shifts in [ ]"));
      } else {
        entry.shifts = read_shifts(value);
      }
      hours.workdays.push_back(std::move(entry));
    });
  }

  // A shift over midnight may not run into the first shift of the next weekday.
  void check_week(const Node& node, const Hours& hours) {
    const Node* weekly = node.find("weekly");
    if (weekly == nullptr) return;
    for (unsigned day = 0; day < kDaysPerWeek; ++day)
      report_overlap(*weekly, hours.weekly.at(day), hours.weekly.at((day + 1) % kDaysPerWeek));
  }

  bool report_overlap(const Node& node, const Shifts& today, const Shifts& tomorrow) {
    if (today.empty() || tomorrow.empty() || today.back().to - kMinutesPerDay <= tomorrow.front().from) return false;
    report(Code::CALENDAR_OVERLAP, node, {to_string(today.back()), to_string(tomorrow.front())});
    return true;
  }

  // The days may be those of the version before, which this one's weekly hours or holidays do not suit.
  void check_workdays(const Node& node, const Hours& hours) {
    const Node* own = node.find("workdays");
    for (std::size_t i = 0; i < hours.workdays.size(); ++i) {
      const Workday& entry = hours.workdays[i];
      const Node& key = own == nullptr ? node : own->children.at(2 * i);
      for (const auto& holiday : hours.holidays)
        if (holiday.dates.single() && entry.dates.single() && holiday.dates.yearly == entry.dates.yearly &&
            holiday.dates.first == entry.dates.first)
          report(Code::CALENDAR_CONFLICT, key, {to_string(entry.dates)});
      if (entry.like && hours.weekly.at(*entry.like).empty())
        report(Code::CALENDAR_NO_HOURS, key, {to_string(entry.dates), std::string(weekday_name(*entry.like))});
      check_neighbours(key, hours, entry);
    }
  }

  // Shifts over midnight of a range may not run into its next day, nor its ends into the days around.
  void check_neighbours(const Node& key, const Hours& hours, const Workday& entry) {
    const Dates& dates = entry.dates;
    const Shifts& own = entry.like ? hours.weekly.at(*entry.like) : entry.shifts;
    if (!dates.single() && report_overlap(key, own, own)) return;
    if (!dates.yearly) {
      check_ends(key, hours, Day{std::chrono::days(dates.first)}, Day{std::chrono::days(dates.last)});
      return;
    }
    for (int year = kFirstYear; year < kFirstYear + kYearsOfWeekdays; ++year) {
      const auto first = day_in(year, dates.first);
      const auto last = day_in(dates.last < dates.first ? year + 1 : year, dates.last);
      if (first && last && check_ends(key, hours, *first, *last)) return;
    }
  }

  bool check_ends(const Node& key, const Hours& hours, Day first, Day last) {
    constexpr std::chrono::days kOne(1);
    return report_overlap(key, *hours.plan(first - kOne).shifts, *hours.plan(first).shifts) ||
           report_overlap(key, *hours.plan(last).shifts, *hours.plan(last + kOne).shifts);
  }

  // Holidays of single years leave time before and after them; those of every year may leave none.
  static bool has_working_time(const Hours& hours) {
    for (const auto& entry : hours.workdays)
      if (!entry.shifts.empty() || entry.like) return true;
    Hours yearly;
    yearly.weekly = hours.weekly;
    std::copy_if(hours.holidays.begin(), hours.holidays.end(), std::back_inserter(yearly.holidays),
                 [](const Holiday& holiday) { return holiday.dates.yearly; });
    const Day start{std::chrono::year(kFirstYear) / 1 / 1};
    for (int i = 0; i < 366 * kYearsOfWeekdays; ++i)
      if (!yearly.plan(start + std::chrono::days(i)).shifts->empty()) return true;
    return false;
  }

  void read_versions(const Node& root, const Zone& zone, std::vector<Hours>& versions) {
    const Node* list = root.find("versions");
    if (list == nullptr || list->is_null()) return;
    if (list->kind != Kind::sequence) return report(Code::WRONG_TYPE, *list, {"versions", tr("a list")});
    for (const Node& item : list->children) {
      if (!has_entries(item, "versions")) continue;
      check_keys(Code::CALENDAR_KEY, item, kVersionKeys);
      const Node* from = item.find("from");
      if (from == nullptr) {
        report(Code::MISSING_FIELD, item, {"from"});
        continue;
      }
      Hours hours = versions.back();  // a version says only what changes
      const auto start = read_start(*from, zone);
      if (!start) continue;
      if (versions.size() > 1 && *start <= versions.back().from)
        report(Code::CALENDAR_VERSION_ORDER, *from, {from->text});
      hours.from = *start;
      read_hours(item, hours);
      versions.push_back(std::move(hours));
    }
  }

  std::optional<SysSeconds> read_start(const Node& node, const Zone& zone) {
    if (const auto date = parse_date(node.text)) return zone.start_of(*date);
    if (const auto instant = parse_instant(node.text)) return instant->utc;
    report(Code::CALENDAR_DATE, node, {node.text}, tr("from: takes a date, or an instant with its offset"));
    return std::nullopt;
  }
};

}  // namespace

std::optional<Definition> read_definition(const yaml::Document& document, Diagnostics& findings) {
  return Reader(document, findings).read();
}

}  // namespace itss::calendar
