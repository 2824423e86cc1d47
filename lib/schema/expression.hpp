#pragma once
// What an effect writes: `actor`, `at`, `at+180d`, `id`, `via`, `via.FIELD`, `input.FIELD`, `field.FIELD`, or the text
// itself.

#include <string>
#include <string_view>

#include "base/time.hpp"

namespace itss::schema {

struct Expression {
  // actor: who acts. at: the instant of the event, `later` after it. id: the record. via: the record whose move carries
  // this one. via_field, input, field: a field by its name, of that record, of the command, of the record before.
  enum class Kind { literal, actor, at, id, via, via_field, input, field } kind = Kind::literal;
  std::string name;  // of the field; of a literal the text
  Duration later;    // at: days of the calendar and hours of the clock
};

// Any text is one.
Expression read_expression(std::string_view text);

}  // namespace itss::schema
