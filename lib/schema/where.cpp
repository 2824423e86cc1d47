// parse_where: the one-line form of a condition for the command line.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/condition.hpp"

namespace itss::schema {

namespace {

struct Sign {
  std::string_view text;
  Op op;
};
// The longer sign first where one begins with the other.
constexpr std::array kSigns = {Sign{">=", Op::ge}, Sign{"<=", Op::le}, Sign{"!=", Op::in},  Sign{">", Op::gt},
                               Sign{"<", Op::lt},  Sign{"=", Op::in},  Sign{"~", Op::match}};

Condition test_of(std::string_view path, Op op, std::vector<std::string> operands = {}) {
  Condition test;
  test.form = Condition::Form::test;
  test.path = std::string(path);
  test.op = op;
  test.operands = std::move(operands);
  return test;
}

Condition negated(Condition condition) {
  Condition none;
  none.form = Condition::Form::none;
  none.children.push_back(std::move(condition));
  return none;
}

// Letters of any script, digits, `_`, `-`, `.` and `*` (every key of a map).
bool is_path(std::string_view text) {
  return !text.empty() && text.front() != '.' && text.back() != '.' &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return c >= 0x80 || std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.' || c == '*';
         });
}

std::vector<std::string> values_of(std::string_view text) {
  std::vector<std::string> values;
  for (const auto& part : split(text, ','))
    if (const auto value = trim(part); !value.empty()) values.emplace_back(value);
  return values;
}

Result<Condition> no_condition(std::string_view text) {
  return failure(fmt::format(
      fmt::runtime(tr("'{}' is not a condition; use field=a,b, field!=a, field>=x, field~text, field, !field, "
                      "overdue:CLOCK or breached:CLOCK")),
      text));
}

Result<Condition> compared(std::string_view text, std::string_view path, const Sign& sign, std::string_view operand) {
  if (operand.substr(0, 1) == "=") return no_condition(text);
  if (sign.op == Op::in) {
    auto values = values_of(operand);
    auto test = values.empty() ? test_of(path, Op::empty) : test_of(path, Op::in, std::move(values));
    return sign.text == "!=" ? negated(std::move(test)) : std::move(test);
  }
  if (operand.empty()) return no_condition(text);
  return test_of(path, sign.op, {std::string(operand)});
}

std::string_view op_word(Op op) {
  switch (op) {
    case Op::overdue:
      return "overdue";
    case Op::breached:
      return "breached";
    case Op::filled:
      return "filled";
    case Op::empty:
      return "empty";
    case Op::gt:
      return "gt";
    case Op::ge:
      return "ge";
    case Op::lt:
      return "lt";
    case Op::le:
      return "le";
    case Op::match:
      return "match";
    default:
      return "in";
  }
}

// What stands behind the field in a condition's map.
Value operand_value(const Condition& test) {
  const bool plain = test.op == Op::in || test.op == Op::overdue || test.op == Op::breached;
  Value operands = test.operands.size() == 1 ? Value(test.operands.front()) : Value(test.operands);
  if (plain) return operands;
  if (test.operands.empty()) return Value(std::string(op_word(test.op)));
  return Value::Map{{std::string(op_word(test.op)), std::move(operands)}};
}

}  // namespace

Result<Condition> parse_where(std::string_view text) {
  const auto whole = trim(text);
  for (const auto& [prefix, op] :
       {std::pair{std::string_view("overdue:"), Op::overdue}, std::pair{std::string_view("breached:"), Op::breached}}) {
    if (!starts_with(whole, prefix)) continue;
    auto clocks = values_of(whole.substr(prefix.size()));
    if (clocks.empty()) return no_condition(text);
    return test_of({}, op, std::move(clocks));
  }
  const auto at = whole.find_first_of("=<>~", starts_with(whole, "!") ? 1 : 0);
  if (at == std::string_view::npos) {
    if (is_path(whole)) return test_of(whole, Op::filled);
    if (starts_with(whole, "!") && is_path(trim(whole.substr(1)))) return test_of(trim(whole.substr(1)), Op::empty);
    return no_condition(text);
  }
  const auto begin = at > 0 && whole[at] == '=' && whole[at - 1] == '!' ? at - 1 : at;
  const auto path = trim(whole.substr(0, begin));
  if (!is_path(path)) return no_condition(text);
  for (const auto& sign : kSigns)
    if (starts_with(whole.substr(begin), sign.text))
      return compared(text, path, sign, trim(whole.substr(begin + sign.text.size())));
  return no_condition(text);
}

Result<Value> condition_value(const std::vector<std::string>& wheres) {
  Value::Map out;
  for (const auto& text : wheres) {
    auto condition = parse_where(text);
    if (!condition) return failure(condition.error());
    const bool is_not = condition->form == Condition::Form::none;
    const Condition& test = is_not ? condition->children.front() : *condition;
    const bool of_clock = test.op == Op::overdue || test.op == Op::breached;
    const std::string key = of_clock ? std::string(op_word(test.op)) : test.path;
    Value value = operand_value(test);
    if (is_not) value = Value::Map{{"not", std::move(value)}};
    if (!out.emplace(key, std::move(value)).second)
      return failure(fmt::format(fmt::runtime(tr("'{}' is named twice")), key));
  }
  return Value(std::move(out));
}

}  // namespace itss::schema
