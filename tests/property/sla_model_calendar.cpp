#include "sla_model_calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace itss::model {

namespace {

constexpr int kMinutes = 1440;
constexpr int kFurthestClockChange = 70;  // minutes by which a zone's clocks are ever turned

long floor_div(long a, long b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

// What a zone's clocks show at a minute, the most that they have shown until then, and the least that they will show
// from it and after it: minutes since 1970 of the zone's own clock. All are one but where the clocks are turned back.
struct Reading {
  long now = 0, most = 0, least = 0, least_after = 0;
};

// The readings of one day of UTC, kept for all calendars.
const std::vector<Reading>& readings(const Zone& zone, Date utc_day) {
  static std::map<std::pair<std::string, Date>, std::vector<Reading>> kept;
  auto& day = kept[{zone.name(), utc_day}];
  if (!day.empty()) return day;
  std::vector<long> shown;
  const long begin = utc_day * kMinutes - kFurthestClockChange;
  for (long minute = begin; minute < begin + kMinutes + 2L * kFurthestClockChange; ++minute)
    shown.push_back(minute + zone.offset_at(SysSeconds(Seconds(minute * 60))).count() / 60);
  for (int i = 0; i < kMinutes; ++i) {
    const auto here = shown.begin() + i + kFurthestClockChange;
    day.push_back({*here, *std::max_element(here - kFurthestClockChange, here + 1),
                   *std::min_element(here, here + kFurthestClockChange),
                   *std::min_element(here + 1, here + kFurthestClockChange)});
  }
  return day;
}

const Reading& reading(const Zone& zone, Time at) {
  const Date day = floor_div(at, 86400);
  return readings(zone, day)[static_cast<std::size_t>((at - day * 86400) / 60)];
}

std::string shifts_text(const std::vector<Shift>& shifts) {
  std::string out;
  for (const Shift& shift : shifts) {
    const int to = shift.to > kMinutes ? shift.to - kMinutes : shift.to;
    out += fmt::format("{}'{:02}:{:02}-{:02}:{:02}'", out.empty() ? "" : ", ", shift.from / 60, shift.from % 60,
                       to / 60, to % 60);
  }
  return "[" + out + "]";
}

const std::array<const char*, 7> kWeekdays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

long month_and_day(Date date) {
  const std::chrono::year_month_day parts{std::chrono::sys_days(std::chrono::days(date))};
  return static_cast<long>(unsigned(parts.month())) * 100 + static_cast<long>(unsigned(parts.day()));
}

std::string version_yaml(const Version& version, const char* indent) {
  std::string out;
  if (version.covers)
    out +=
        fmt::format("{}covers: {}..{}\n", indent, date_text(version.covers->first), date_text(version.covers->second));
  out += fmt::format("{}weekly: {{", indent);
  for (std::size_t day = 0; day < 7; ++day)
    out += fmt::format("{}{}: {}", day == 0 ? "" : ", ", kWeekdays[day], shifts_text(version.weekly[day]));
  out += fmt::format("}}\n{}holidays: {{", indent);
  for (const auto& dates : version.holidays)
    out += fmt::format("{}{}: off", &dates == version.holidays.data() ? "" : ", ", dates.text());
  out += fmt::format("}}\n{}workdays: {{", indent);
  for (const auto& make_up : version.make_ups)
    out +=
        fmt::format("{}{}: {}", &make_up == version.make_ups.data() ? "" : ", ", make_up.dates.text(),
                    make_up.like >= 0 ? kWeekdays[static_cast<std::size_t>(make_up.like)] : shifts_text(make_up.own));
  return out + "}\n";
}

}  // namespace

std::string date_text(Date date) {
  return itss::to_string(std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(date))));
}

bool Dates::contains(Date date) const {
  const long at = yearly ? month_and_day(date) : date;
  if (first <= last) return first <= at && at <= last;
  return at >= first || at <= last;  // over New Year
}

std::string Dates::text() const {
  const auto one = [&](long date) {
    return yearly ? fmt::format("{:02}-{:02}", date / 100, date % 100) : date_text(date);
  };
  return first == last ? one(first) : one(first) + ".." + one(last);
}

// Make-up days before holidays before the week. Among make-up days the contract says nothing: the engine takes a single
// date before a range before a yearly one.
std::vector<Shift> Version::shifts_of(Date date) const {
  const auto rank = [](const Dates& dates) { return dates.yearly ? 2 : dates.first == dates.last ? 0 : 1; };
  const MakeUp* best = nullptr;
  for (const auto& make_up : make_ups)
    if (make_up.dates.contains(date) && (best == nullptr || rank(make_up.dates) < rank(best->dates))) best = &make_up;
  if (best != nullptr) return best->like >= 0 ? weekly[static_cast<std::size_t>(best->like)] : best->own;
  for (const auto& holiday : holidays)
    if (holiday.contains(date)) return {};
  return weekly[static_cast<std::size_t>((date % 7 + 11) % 7)];  // 1970-01-01 was a Thursday
}

std::string Plan::yaml() const {
  std::string out = "zone: " + zone + "\n" + version_yaml(versions.front(), "");
  if (versions.size() > 1) out += "versions:\n";
  for (std::size_t i = 1; i < versions.size(); ++i) {
    const Version& version = versions[i];
    out += "  - from: " +
           (version.from_date ? date_text(*version.from_date)
                              : itss::to_string(Instant{SysSeconds(Seconds(*version.from_at)), Seconds(0)})) +
           "\n" + version_yaml(version, "    ");
  }
  return out;
}

Calendar::Calendar(const Plan& plan) : plan_(plan), zone_(Zone::find(plan.zone).value()), days_(plan.versions.size()) {
  for (const auto& version : plan.versions)
    starts_.push_back(version.from_date ? first_second_of(*version.from_date)
                      : version.from_at ? *version.from_at
                                        : std::numeric_limits<Time>::min());
}

// The first second at which the zone's clocks show the date, or a later one if its beginning is skipped.
Time Calendar::first_second_of(Date date) const {
  Time at = (date - 1) * 86400;
  while (reading(zone_, at).most < date * kMinutes) at += 60;
  return at;
}

int Calendar::version_at(Time at) const {
  int version = 0;
  for (std::size_t i = 0; i < starts_.size(); ++i)
    if (starts_[i] <= at) version = static_cast<int>(i);
  return version;
}

// A shift is open from the first moment at which the clocks have shown its start, and while they show less than its
// end or will show its end yet. So an edge in a skipped hour is the first instant after it; in a repeated hour a start
// is the first and an end the second occurrence. Where two dates claim a second, the earlier one has it.
std::vector<int> Calendar::paint(int version, Date utc_day) const {
  const Version& rules = plan_.versions[static_cast<std::size_t>(version)];
  std::vector<int> owners;
  std::vector<std::pair<Date, std::vector<Shift>>> near;
  for (Date date = utc_day - 3; date <= utc_day + 2; ++date) near.emplace_back(date, rules.shifts_of(date));
  for (const Reading& reading : readings(zone_, utc_day)) {
    int owner = 0;
    for (const auto& [date, shifts] : near)
      for (const Shift& shift : shifts)
        if (const long start = date * kMinutes + shift.from, end = date * kMinutes + shift.to;
            owner == 0 && reading.most >= start && (reading.least < end || reading.least_after <= end))
          owner = static_cast<int>(date);
    owners.push_back(owner);
  }
  return owners;
}

void Calendar::show(int version, Time at) const {
  const Date day = floor_div(at, 86400);
  auto& minutes = days_[static_cast<std::size_t>(version)][day];
  if (minutes.empty()) minutes = paint(version, day);
  shown_version_ = version;
  shown_from_ = day * 86400;
  shown_ = &minutes;
}

// Shifts begin and end with a minute, versions with any second.
Time Calendar::alike_until(Time at, int use) const {
  Time end = (at / 60 + 1) * 60;
  if (use == kFollow)
    for (const Time start : starts_)
      if (at < start && start < end) end = start;
  return end;
}

long Calendar::between(Time from, Time to, int use) const {
  long sum = 0;
  for (Time at = from, next; at < to; at = next) {
    next = std::min(alike_until(at, use), to);
    if (open(at, use)) sum += next - at;
  }
  return sum;
}

std::optional<Time> Calendar::forward(Time from, long amount, int use) const {
  long passed = 0;
  for (Time at = from; at < from + kHorizon;) {
    if (amount == 0 ? open(at, use) : passed == amount) return at;
    if (open(at, use))
      ++passed, ++at;
    else
      at = alike_until(at, use);
  }
  return std::nullopt;
}

// With nothing to take away: the latest instant at which it is open, or at which it was open until then.
std::optional<Time> Calendar::back(Time from, long amount, int use) const {
  long passed = 0;
  for (Time at = from; at > from - kHorizon; --at) {
    if (amount == 0 ? (at == from && open(at, use)) || open(at - 1, use) : passed == amount) return at;
    if (open(at - 1, use)) ++passed;
  }
  return std::nullopt;
}

// Whether no second is ever closed, in the version or in all.
bool Calendar::never_closed(int use) const {
  for (std::size_t i = 0; i < plan_.versions.size(); ++i) {
    const Version& version = plan_.versions[i];
    if (use != kFollow && use != static_cast<int>(i)) continue;
    const bool plain = version.holidays.empty() && version.make_ups.empty() && !version.covers;
    for (const auto& day : version.weekly)
      if (!plain || day.size() != 1 || day.front().from != 0 || day.front().to != kMinutes) return false;
  }
  return true;
}

std::optional<Time> Calendar::days(Time from, long count, int use) const {
  const auto start = count < 0 ? back(from, 0, use) : forward(from, 0, use);
  if (!start) return std::nullopt;
  // A date is worked if any second belongs to one of its shifts. The dates in order, each with its seconds' bounds.
  // Round the clock, a second belongs to the date that the clocks show, also where midnight is repeated.
  const bool plain = never_closed(use);
  const Date origin = plain ? date_at(*start) : open(*start, use) ? *owner(*start, use) : *owner(*start - 1, use);
  const int step = count < 0 ? -1 : 1;
  Date date = origin;
  long left = count < 0 ? -count : count;
  if (plain) date += std::exchange(left, 0) * step;
  for (Time at = *start; left > 0; at += step) {
    if (at > *start + kHorizon || at < *start - kHorizon) return std::nullopt;
    const auto here = owner(at, use);
    // Where versions change, a night shift of the date before may follow: it is no further date.
    if (!here || (*here - date) * step <= 0) continue;
    date = *here;
    --left;
  }
  // The same clock time: of the shift's own date, so past 24:00 for the part after midnight. Skipped: the first instant
  // after the gap; repeated: the first occurrence (the contract is silent; so the engine has it).
  const long reading_wanted = reading(zone_, *start).now + (date - origin) * kMinutes;
  Time same = (date - 2) * 86400;
  while (reading(zone_, same).most < reading_wanted) same += 60;
  if (reading(zone_, same).now == reading_wanted) same += *start % 60;
  if (plain || owner(same, use) == date) return same;
  for (Time at = same - 1; at > same - 4 * 86400L; --at)
    if (owner(at, use) == date) return at + 1;
  for (Time at = same;; ++at)
    if (owner(at, use) == date) return at;
}

bool Calendar::covered(Date date, int version) const {
  const auto& covers = plan_.versions[static_cast<std::size_t>(version)].covers;
  return !covers || (covers->first <= date && date <= covers->second);
}

Date Calendar::date_at(Time at) const { return floor_div(reading(zone_, at).now, kMinutes); }

}  // namespace itss::model
