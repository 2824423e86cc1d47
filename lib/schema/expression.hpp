#pragma once
// What an effect writes: `actor`, `at`, `at+180d`, `id`, `key`, `via`, `via.FIELD`, `input.PATH`, `field.PATH`, or the
// text itself. A path goes on through links and into maps; an expression in braces stands for a part of it:
// `field.leave.{input.person}.delegate`.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace itss::schema {

struct Expression {
  // actor: who acts. at: the instant of the event, `later` after it. id: the record. key: of the sub-record that is
  // written. via: the record whose move carries this one, via_field: a field of it. input, field: a path from what the
  // command gives, from the record before.
  enum class Kind { literal, actor, at, id, key, via, via_field, input, field } kind = Kind::literal;
  std::string name;  // the path; of a literal the text
  Duration later;    // at: days of the calendar and hours of the clock
};

// Any text is one.
Expression read_expression(std::string_view text);
// The expressions in braces within a path, in their order; none in a literal.
std::vector<std::string> inner_expressions(std::string_view text);
// The path with each of them replaced by what `value` says of it.
std::string with_inner(const std::string& path, const std::function<std::string(const std::string&)>& value);

}  // namespace itss::schema
