#include "process/condition_text.hpp"

#include <fmt/format.h>

#include <vector>

#include "base/text.hpp"
#include "base/translate.hpp"

namespace itss::process {

namespace {

template <class... Arguments>
std::string say(const char* text, const Arguments&... arguments) {
  return fmt::format(fmt::runtime(tr(text)), arguments...);
}

std::string test_text(const schema::Condition& test) {
  using schema::Op;
  const std::string operands = join(test.operands, ", ");
  switch (test.op) {
    case Op::in:
      return say("{} is {}", test.path, operands);
    case Op::filled:
      return say("{} is filled", test.path);
    case Op::empty:
      return say("{} is empty", test.path);
    case Op::min_count:
      return say("{} has at least {}", test.path, operands);
    case Op::before:
      return say("{} before {}", test.path, operands);
    case Op::after:
      return say("{} after {}", test.path, operands);
    case Op::gt:
      return fmt::format("{} > {}", test.path, operands);
    case Op::ge:
      return fmt::format("{} >= {}", test.path, operands);
    case Op::lt:
      return fmt::format("{} < {}", test.path, operands);
    case Op::le:
      return fmt::format("{} <= {}", test.path, operands);
    case Op::weekday:
      return say("{} falls on {}", test.path, operands);
    case Op::time:
      return say("{} at {}", test.path, operands);
    case Op::match:
      return say("{} contains {}", test.path, operands);
    case Op::overdue:
      return say("the clock {} is overdue", operands);
    case Op::breached:
      return say("the clock {} is breached", operands);
    default:
      return test.path;
  }
}

}  // namespace

std::string condition_text(const schema::Condition& condition) {
  using Form = schema::Condition::Form;
  if (condition.form == Form::always) return tr("always");
  if (condition.form == Form::test) return test_text(condition);
  std::vector<std::string> parts;
  for (const auto& child : condition.children) parts.push_back(condition_text(child));
  if (condition.form == Form::none) return say("not ({})", join(parts, ", "));
  return join(parts, condition.form == Form::all ? tr(" and ") : tr(" or "));
}

}  // namespace itss::process
