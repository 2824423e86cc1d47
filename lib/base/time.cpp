#include "base/time.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/translate.hpp"

namespace itss {

namespace chrono = std::chrono;

namespace {

// Reads exactly `digits` digits at the front of `text` and removes them.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, value);
  if (error != std::errc{} || end != text.data() + digits || text.front() == '-') return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Date> take_date(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  const Date date{chrono::year(*year), chrono::month(static_cast<unsigned>(*month)),
                  chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return date;
}

std::optional<Seconds> take_clock(std::string_view& text) {
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || !take(text, ':')) return std::nullopt;
  const auto second = take_number(text, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return chrono::hours(*hour) + chrono::minutes(*minute) + Seconds(*second);
}

std::optional<Seconds> take_offset(std::string_view& text) {
  if (take(text, 'Z') || take(text, 'z')) return Seconds(0);
  const bool west = !text.empty() && text.front() == '-';
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  const Seconds offset = chrono::hours(*hour) + chrono::minutes(*minute);
  return west ? -offset : offset;
}

}  // namespace

Result<Instant> parse_instant(std::string_view text) {
  std::string_view rest = text;
  const auto bad = [&](const char* why) { return failure(fmt::format("'{}' {}", text, why)); };
  const auto date = take_date(rest);
  if (!date || !(take(rest, 'T') || take(rest, ' '))) return bad("is not an instant such as 2026-11-24T09:15:00+08:00");
  const auto clock = take_clock(rest);
  if (!clock) return bad("is not an instant such as 2026-11-24T09:15:00+08:00");
  if (rest.empty()) return bad("has no offset from UTC, such as +08:00");
  const auto offset = take_offset(rest);
  if (!offset || !rest.empty()) return bad("is not an instant such as 2026-11-24T09:15:00+08:00");
  return Instant{chrono::sys_days(*date) + *clock - *offset, *offset};
}

std::string to_string(const Instant& instant) {
  const auto local = instant.utc + instant.offset;
  const auto day = chrono::floor<chrono::days>(local);
  const auto clock = (local - day).count();
  const auto offset = instant.offset.count();
  const auto size = offset < 0 ? -offset : offset;
  return fmt::format("{}T{:02}:{:02}:{:02}{}{:02}:{:02}", to_string(Date(day)), clock / 3600, clock / 60 % 60,
                     clock % 60, offset < 0 ? '-' : '+', size / 3600, size / 60 % 60);
}

std::string short_text(const Instant& instant) {
  const std::string text = to_string(instant);
  const std::string minute = text.substr(0, 10) + " " + text.substr(11, 5), seconds = text.substr(16, 3);
  return seconds == ":00" ? minute : minute + seconds;
}

Result<Date> parse_date(std::string_view text) {
  std::string_view rest = text;
  const auto date = take_date(rest);
  if (!date || !rest.empty())
    return failure(fmt::format(fmt::runtime(tr("'{}' is not a date such as 2026-11-24")), text));
  return *date;
}

std::string to_string(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", int(date.year()), unsigned(date.month()), unsigned(date.day()));
}

std::string month_text(Date date) { return fmt::format("{:04}-{:02}", int(date.year()), unsigned(date.month())); }

Date local_date(const Instant& instant) { return Date(chrono::floor<chrono::days>(instant.utc + instant.offset)); }

Result<Duration> parse_duration(std::string_view text) {
  const auto bad = [&] {
    return failure(fmt::format(fmt::runtime(tr("'{}' is not a duration such as 90s, 15m, 4h, 1h30m or 2d")), text));
  };
  std::string_view rest = text;
  Duration out;
  out.negative = take(rest, '-');
  if (rest.empty()) return bad();
  std::size_t last = 0;  // units must come in the order d h m s, each once
  while (!rest.empty()) {
    long amount = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), amount);
    if (error != std::errc{} || rest.front() == '-' || amount > 100'000'000'000 || end == rest.data() + rest.size())
      return bad();
    const auto unit = std::string_view("dhms").find(*end) + 1;
    if (unit == 0 || unit <= last) return bad();
    last = unit;
    if (unit == 1) out.days = amount;
    if (unit == 2) out.seconds += chrono::hours(amount);
    if (unit == 3) out.seconds += chrono::minutes(amount);
    if (unit == 4) out.seconds += Seconds(amount);
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()) + 1);
  }
  return out;
}

std::string to_string(const Duration& duration) {
  const auto all = duration.seconds.count();
  std::string out = duration.negative ? "-" : "";
  if (duration.days != 0) out += fmt::format("{}d", duration.days);
  if (all / 3600 != 0) out += fmt::format("{}h", all / 3600);
  if (all / 60 % 60 != 0) out += fmt::format("{}m", all / 60 % 60);
  if (all % 60 != 0 || (all == 0 && duration.days == 0)) out += fmt::format("{}s", all % 60);
  return out;
}

std::string clock_text(Seconds seconds) {
  const auto all = seconds.count() < 0 ? -seconds.count() : seconds.count();
  const char* sign = seconds.count() < 0 ? "-" : "";
  if (all < 60) return fmt::format("{}{}s", sign, all);
  if (all < 3600) return fmt::format("{}{}m {:02}s", sign, all / 60, all % 60);
  return fmt::format("{}{}h {:02}m {:02}s", sign, all / 3600, all / 60 % 60, all % 60);
}

}  // namespace itss
