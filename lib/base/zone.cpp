#include "base/zone.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <array>

#include "base/text.hpp"
#include "base/translate.hpp"

namespace itss {

namespace chrono = std::chrono;

namespace {

// A week starts on Monday; the week of the year's first Thursday is week 1 (ISO 8601).
chrono::sys_days iso_week_start(int year, int week) {
  const chrono::sys_days fourth(Date{chrono::year(year), chrono::January, chrono::day(4)});
  const auto monday = fourth - (chrono::weekday(fourth) - chrono::Monday);
  return monday + chrono::weeks(week - 1);
}

std::optional<int> number(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos || text.size() > 6)
    return std::nullopt;
  return std::stoi(std::string(text));
}

std::optional<chrono::sys_days> parse_iso_week(std::string_view text) {
  if (text.size() < 7 || text.substr(4, 2) != "-W") return std::nullopt;
  const auto year = number(text.substr(0, 4));
  const auto week = number(text.substr(6));
  if (!year || !week || *week < 1 || *week > 53) return std::nullopt;
  const auto start = iso_week_start(*year, *week);
  if (*week == 53 && start == iso_week_start(*year + 1, 1)) return std::nullopt;  // this year has 52
  return start;
}

std::optional<Seconds> parse_clock(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
  const std::array<int, 3> limits = {24, 60, 60};
  Seconds clock{0};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto part = i < parts.size() ? number(parts[i]) : std::optional(0);
    if (!part || *part >= limits[i] || (i < parts.size() && parts[i].size() != 2)) return std::nullopt;
    clock = clock * 60 + Seconds(*part);
  }
  return clock;
}

// `2026-11-24T09:15+08:00` with the seconds that parse_instant wants.
std::string with_seconds(std::string_view text) {
  constexpr std::size_t kMinutesEnd = 16;
  const bool ends_in_minutes =
      text.size() > kMinutesEnd && std::string_view("+-Zz").find(text[kMinutesEnd]) != std::string_view::npos;
  return ends_in_minutes ? fmt::format("{}:00{}", text.substr(0, kMinutesEnd), text.substr(kMinutesEnd))
                         : std::string(text);
}

std::optional<Date> parse_day_word(std::string_view text, Date today) {
  const chrono::sys_days day(today);
  if (text == "today") return today;
  if (text == "yesterday") return Date(day - chrono::days(1));
  if (text == "tomorrow") return Date(day + chrono::days(1));
  static constexpr std::array<std::string_view, 7> kWeekdays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
  for (unsigned i = 0; i < kWeekdays.size(); ++i)
    if (text == kWeekdays.at(i)) return Date(day - (chrono::weekday(day) - chrono::weekday(i)));
  if (const auto date = parse_date(text)) return *date;
  if (const auto week = parse_iso_week(text)) return Date(*week);
  return std::nullopt;
}

// The span of UTC in which the last offset asked for holds; most questions are about one year. Each thread has its own.
struct Span {
  const date::time_zone* zone = nullptr;
  SysSeconds from{}, to{};
  Seconds offset{0};
};

Span& last_span() {
  thread_local Span span;
  return span;
}

}  // namespace

Zone::Zone(const date::time_zone* zone) : zone_(zone), name_(zone->name()) {}

Result<Zone> Zone::find(std::string_view name) {
  try {
    return Zone(date::locate_zone(std::string(name)));
  } catch (const std::runtime_error&) {
    return failure(
        fmt::format(fmt::runtime(tr("unknown time zone '{}'; use a name such as Asia/Shanghai or UTC")), name));
  }
}

const std::string& Zone::name() const { return name_; }

Seconds Zone::offset_at(SysSeconds utc) const {
  Span& span = last_span();
  if (span.zone != zone_ || utc < span.from || utc >= span.to) {
    const auto info = zone_->get_info(utc);
    span = {zone_, info.begin, info.end, info.offset};
  }
  return span.offset;
}

Instant Zone::at(SysSeconds utc) const { return {utc, offset_at(utc)}; }

LocalSeconds Zone::to_local(SysSeconds utc) const { return LocalSeconds(utc.time_since_epoch() + offset_at(utc)); }

SysSeconds Zone::to_utc(LocalSeconds local, Repeated repeated) const {
  // Away from a transition the last offset answers both ways.
  const Span& span = last_span();
  const SysSeconds guess(local.time_since_epoch() - span.offset);
  constexpr auto kMargin = chrono::hours(26);
  if (span.zone == zone_ && guess >= span.from + kMargin && guess + kMargin < span.to) return guess;
  const auto info = zone_->get_info(date::local_seconds(local.time_since_epoch()));
  if (info.result == date::local_info::nonexistent) return info.first.end;
  const bool second = info.result == date::local_info::ambiguous && repeated == Repeated::second;
  return SysSeconds(local.time_since_epoch() - (second ? info.second.offset : info.first.offset));
}

SysSeconds Zone::start_of(Date date) const { return to_utc(LocalSeconds(chrono::sys_days(date).time_since_epoch())); }

Date Zone::date_at(SysSeconds utc) const {
  return Date(chrono::sys_days(chrono::floor<chrono::days>(to_local(utc).time_since_epoch())));
}

Result<Instant> parse_when(std::string_view text, const Instant& now, const Zone& zone) {
  if (const auto instant = parse_instant(with_seconds(text))) return *instant;
  if (text == "now") return zone.at(now.utc);
  const Date today = zone.date_at(now.utc);
  if (const auto day = parse_day_word(text, today)) return zone.at(zone.start_of(*day));
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    if (const auto amount = parse_duration(text.substr(1)); amount && !amount->negative) {
      const int sign = text.front() == '-' ? -1 : 1;
      const auto local = zone.to_local(now.utc) + sign * chrono::days(amount->days);
      return zone.at(zone.to_utc(local) + sign * amount->seconds);
    }
  }
  const auto blank = text.find_first_of(" T");
  const auto date =
      blank == std::string_view::npos ? std::optional(today) : parse_day_word(text.substr(0, blank), today);
  const auto clock = parse_clock(blank == std::string_view::npos ? text : text.substr(blank + 1));
  if (date && clock) {
    const LocalSeconds midnight(chrono::sys_days(*date).time_since_epoch());
    return zone.at(zone.to_utc(midnight + *clock));
  }
  return failure(fmt::format(
      fmt::runtime(tr("'{}' is not a time; use 2026-11-24T09:15:00+08:00, '2026-11-24 09:15', today, mon or -3d")),
      text));
}

Result<Window> parse_window(std::string_view text, const Zone& zone) {
  const auto days = [&](Date from, Date to) {
    return Window{zone.at(zone.start_of(from)), zone.at(zone.start_of(to))};
  };
  const auto year = number(text.substr(0, 4));
  if (year && text.size() == 4) {
    const chrono::year y(*year);
    return days(y / 1 / 1, (y + chrono::years(1)) / 1 / 1);
  }
  if (const auto day = parse_date(text)) return days(*day, Date(chrono::sys_days(*day) + chrono::days(1)));
  if (const auto week = parse_iso_week(text)) return days(Date(*week), Date(*week + chrono::days(7)));
  if (year && text.size() == 7 && text[4] == '-') {
    if (text[5] == 'Q' && text[6] >= '1' && text[6] <= '4') {
      const auto first = chrono::year(*year) / chrono::month(static_cast<unsigned>(text[6] - '1') * 3 + 1);
      return days(first / 1, (first + chrono::months(3)) / 1);
    }
    const auto month = number(text.substr(5));
    if (month && *month >= 1 && *month <= 12) {
      const auto first = chrono::year(*year) / chrono::month(static_cast<unsigned>(*month));
      return days(first / 1, (first + chrono::months(1)) / 1);
    }
  }
  return failure(
      fmt::format(fmt::runtime(tr("'{}' is not a period; use 2026-11, 2026-W12, 2026-Q4, 2026 or 2026-11-24")), text));
}

}  // namespace itss
