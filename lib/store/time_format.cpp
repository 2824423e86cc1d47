#include "store/time_format.hpp"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "base/translate.hpp"

namespace itss::store {

namespace {

namespace chrono = std::chrono;

constexpr std::string_view kLetters = "YymbdHMSfIpz%";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What a text says, part by part.
class Scan {
 public:
  explicit Scan(std::string_view text) : text_(text) {}

  bool part(char letter) {
    switch (letter) {
      case 'Y':
        return number(4, 4, year);
      case 'y':
        return two_digit_year();
      case 'm':
        return number(1, 2, month);
      case 'b':
        return month_name();
      case 'd':
        return number(1, 2, day);
      case 'H':
        return number(1, 2, hour) && hour < 24;
      case 'I':
        return number(1, 2, hour) && hour >= 1 && hour <= 12;
      case 'M':
        return number(1, 2, minute) && minute < 60;
      case 'S':
        return number(1, 2, second) && second < 60;
      case 'f':
        return fraction();
      case 'p':
        return half_of_day();
      case 'z':
        return east();
      default:
        return literal(letter);
    }
  }
  bool literal(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool at_end() const { return text_.empty(); }

  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  std::optional<bool> afternoon;
  std::optional<Seconds> offset;

 private:
  bool number(std::size_t least, std::size_t most, int& value) {
    std::size_t digits = 0;
    value = 0;
    while (digits < most && digits < text_.size() && is_digit(text_[digits]))
      value = value * 10 + (text_[digits++] - '0');
    text_.remove_prefix(digits);
    return digits >= least;
  }
  bool two_digit_year() {
    if (!number(2, 2, year)) return false;
    year += 2000;
    return true;
  }
  bool month_name() {
    constexpr std::string_view kNames = "janfebmaraprmayjunjulaugsepoctnovdec";
    const std::string word = lower(text_.substr(0, 3));
    const std::size_t at = word.size() == 3 ? kNames.find(word) : std::string_view::npos;
    if (at == std::string_view::npos || at % 3 != 0) return false;
    month = static_cast<int>(at / 3) + 1;
    text_.remove_prefix(3);
    return true;
  }
  bool fraction() {
    if (!literal('.') && !literal(',')) return true;
    std::size_t digits = 0;
    while (digits < text_.size() && is_digit(text_[digits])) ++digits;
    text_.remove_prefix(digits);
    return digits > 0;
  }
  bool half_of_day() {
    const std::string word = lower(text_.substr(0, 2));
    if (word != "am" && word != "pm") return false;
    afternoon = word == "pm";
    text_.remove_prefix(2);
    return true;
  }
  bool east() {
    offset = Seconds(0);
    if (literal('Z')) return true;
    const bool west = !text_.empty() && text_.front() == '-';
    if (!literal('+') && !literal('-')) return false;
    int hours = 0, minutes = 0;
    if (!number(2, 2, hours)) return false;
    literal(':');
    if (!number(2, 2, minutes) || hours > 14 || minutes > 59) return false;
    offset = Seconds((west ? -1 : 1) * (hours * 3600 + minutes * 60));
    return true;
  }

  std::string_view text_;
};

}  // namespace

Result<TimeFormat> TimeFormat::make(std::string_view pattern, const Zone& zone) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') continue;
    const char letter = i + 1 < pattern.size() ? pattern[++i] : ' ';
    if (kLetters.find(letter) == std::string_view::npos)
      return failure(fmt::format(
          fmt::runtime(tr("'%{}' is no part of a time; known are %Y %y %m %b %d %H %M %S %f %I %p %z")), letter));
  }
  const auto has = [&](std::string_view letter) { return pattern.find(letter) != std::string_view::npos; };
  for (const auto& [needed, other] : {std::pair("%Y", "%y"), std::pair("%m", "%b"), std::pair("%d", "%d")})
    if (!has(needed) && !has(other))
      return failure(fmt::format(fmt::runtime(tr("the form of times '{}' has no {}")), pattern, needed));
  return TimeFormat(std::string(pattern), zone);
}

Result<Instant> TimeFormat::parse(std::string_view text) const {
  const auto misfit = [&] {
    return failure(fmt::format(fmt::runtime(tr("'{}' is not a time of the form '{}'")), text, pattern_));
  };
  Scan scan(text);
  for (std::size_t i = 0; i < pattern_.size(); ++i) {
    const bool fits = pattern_[i] == '%' ? scan.part(pattern_[++i]) : scan.literal(pattern_[i]);
    if (!fits) return misfit();
  }
  const Date date{chrono::year(scan.year), chrono::month(static_cast<unsigned>(scan.month)),
                  chrono::day(static_cast<unsigned>(scan.day))};
  if (!scan.at_end()) return misfit();
  if (!date.ok()) return failure(fmt::format(fmt::runtime(tr("'{}' is a date that does not exist")), text));
  if (scan.afternoon) scan.hour = scan.hour % 12 + (*scan.afternoon ? 12 : 0);
  const Seconds of_day = chrono::hours(scan.hour) + chrono::minutes(scan.minute) + Seconds(scan.second);
  if (scan.offset) return Instant{chrono::sys_days(date) + of_day - *scan.offset, *scan.offset};
  return zone_.at(zone_.to_utc(LocalSeconds(chrono::local_days(date).time_since_epoch() + of_day)));
}

}  // namespace itss::store
