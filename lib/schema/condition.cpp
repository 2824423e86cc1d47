#include "schema/condition.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "base/text.hpp"

namespace itss::schema {

namespace {

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::int64_t seconds_of(const Duration& duration) {
  const std::int64_t seconds = duration.seconds.count() + std::int64_t{86400} * duration.days;
  return duration.negative ? -seconds : seconds;
}

// The instant of a text that holds an instant or a date.
std::optional<Instant> moment_of(const std::string& text, const Facts& facts) {
  if (const auto instant = parse_instant(text)) return *instant;
  if (const auto date = parse_date(text)) return facts.zone().at(facts.zone().start_of(*date));
  return std::nullopt;
}

template <class T>
int order(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

// How a value stands to an operand: below 0, 0, above 0; nothing where a time meets what is none.
std::optional<int> compare(const std::string& value, const std::string& operand, const Facts& facts) {
  if (const auto moment = moment_of(value, facts)) {
    const auto other = parse_when(operand, facts.now(), facts.zone());
    if (!other) return std::nullopt;
    return order(moment->utc, other->utc);
  }
  const auto number = number_of(value), other_number = number_of(operand);
  if (number && other_number) return order(*number, *other_number);
  const auto duration = parse_duration(value), other_duration = parse_duration(operand);
  if (duration && other_duration) return order(seconds_of(*duration), seconds_of(*other_duration));
  return order(value, operand);
}

bool is_in_order(Op op, int order) {
  switch (op) {
    case Op::before:
    case Op::lt:
      return order < 0;
    case Op::after:
    case Op::gt:
      return order > 0;
    case Op::ge:
      return order >= 0;
    default:
      return order <= 0;
  }
}

bool within(const std::string& value, const std::string& operand, const Facts& facts) {
  const auto moment = moment_of(value, facts);
  const auto span = parse_duration(operand);
  if (!moment || !span) return false;
  const SysSeconds now = facts.now().utc;
  const SysSeconds other = now + Seconds(seconds_of(*span));
  return span->negative ? other <= moment->utc && moment->utc <= now : now <= moment->utc && moment->utc <= other;
}

// What the zone's calendar and clock show at a date or instant.
bool on_weekday(const std::string& value, const std::vector<std::string>& weekdays, const Facts& facts) {
  const auto moment = moment_of(value, facts);
  return moment &&
         std::find(weekdays.begin(), weekdays.end(), weekday_name(facts.zone().date_at(moment->utc))) != weekdays.end();
}

bool at_time(const std::string& value, const std::string& time, const Facts& facts) {
  const auto moment = moment_of(value, facts);
  if (!moment) return false;
  const auto local = facts.zone().to_local(moment->utc);
  return parse_time_of_day(time) == local - std::chrono::floor<std::chrono::days>(local);
}

// What a test looks at: the texts of a list, the one text, the keys of a map.
Value::List texts_of(const Value& value) {
  if (!value.is_map()) return value.texts();
  Value::List keys;
  for (const auto& [key, sub] : value.map()) keys.push_back(key);
  return keys;
}

bool fits(const Condition& test, const std::string& text, const Facts& facts) {
  const std::string& operand = test.operands.front();
  switch (test.op) {
    case Op::in:
      return std::find(test.operands.begin(), test.operands.end(), text) != test.operands.end();
    case Op::match:
      return lower(text).find(lower(operand)) != std::string::npos;
    case Op::within:
      return within(text, operand, facts);
    case Op::weekday:
      return on_weekday(text, test.operands, facts);
    case Op::time:
      return at_time(text, operand, facts);
    default: {
      const auto order = compare(text, operand, facts);
      return order && is_in_order(test.op, *order);
    }
  }
}

bool test_holds(const Condition& test, const Facts& facts) {
  const auto any_clock = [&](const auto& answer) {
    return std::any_of(test.operands.begin(), test.operands.end(), answer);
  };
  if (test.op == Op::overdue) return any_clock([&](const auto& clock) { return facts.overdue(clock).value_or(false); });
  if (test.op == Op::breached)
    return any_clock([&](const auto& clock) { return facts.breached(clock).value_or(false); });

  const Value value = facts.value(test.path);
  if (test.op == Op::empty) return value.empty();
  if (test.op == Op::filled) return !value.empty();
  if (value.empty() || test.operands.empty()) return false;
  const auto texts = texts_of(value);
  if (test.op == Op::min_count)
    return static_cast<double>(texts.size()) >= number_of(test.operands.front()).value_or(0);
  return std::any_of(texts.begin(), texts.end(), [&](const auto& text) { return fits(test, text, facts); });
}

void add_once(std::vector<std::string>& to, const std::string& text) {
  if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
}

// Calls `visit` for each test of a condition.
template <class Visit>
void each_test(const Condition& condition, const Visit& visit) {
  if (condition.form == Condition::Form::test) visit(condition);
  for (const auto& child : condition.children) each_test(child, visit);
}

constexpr std::array<std::string_view, 7> kWeekdays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

}  // namespace

bool is_weekday(std::string_view text) {
  return std::find(kWeekdays.begin(), kWeekdays.end(), text) != kWeekdays.end();
}

std::string_view weekday_name(Date date) { return kWeekdays.at(std::chrono::weekday(date).c_encoding()); }

std::optional<Seconds> parse_time_of_day(std::string_view text) {
  const auto digits = [&](std::size_t at) {
    return text[at] >= '0' && text[at] <= '9' && text[at + 1] >= '0' && text[at + 1] <= '9'
               ? (text[at] - '0') * 10 + (text[at + 1] - '0')
               : 99;
  };
  if ((text.size() != 5 && text.size() != 8) || text[2] != ':' || (text.size() == 8 && text[5] != ':'))
    return std::nullopt;
  const int hours = digits(0), minutes = digits(3), seconds = text.size() == 8 ? digits(6) : 0;
  if (hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
  return Seconds(hours * 3600 + minutes * 60 + seconds);
}

Condition Condition::all_of(std::vector<Condition> children) {
  if (children.empty()) return {};
  if (children.size() == 1) return std::move(children.front());
  Condition all;
  all.form = Form::all;
  all.children = std::move(children);
  return all;
}

bool holds(const Condition& condition, const Facts& facts) {
  const auto child_holds = [&](const Condition& child) { return holds(child, facts); };
  const auto& children = condition.children;
  switch (condition.form) {
    case Condition::Form::always:
      return true;
    case Condition::Form::all:
      return std::all_of(children.begin(), children.end(), child_holds);
    case Condition::Form::any:
      return std::any_of(children.begin(), children.end(), child_holds);
    case Condition::Form::none:
      return std::none_of(children.begin(), children.end(), child_holds);
    case Condition::Form::test:
      return test_holds(condition, facts);
  }
  return false;
}

std::vector<std::string> paths_of(const Condition& condition) {
  std::vector<std::string> paths;
  each_test(condition, [&](const Condition& test) {
    if (!test.path.empty()) add_once(paths, test.path);
  });
  return paths;
}

std::vector<std::string> clocks_of(const Condition& condition) {
  std::vector<std::string> clocks;
  each_test(condition, [&](const Condition& test) {
    if (test.op == Op::overdue || test.op == Op::breached)
      for (const auto& clock : test.operands) add_once(clocks, clock);
  });
  return clocks;
}

}  // namespace itss::schema
