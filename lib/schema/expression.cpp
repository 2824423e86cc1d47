#include "schema/expression.hpp"

#include "base/text.hpp"

namespace itss::schema {

Expression read_expression(std::string_view text) {
  using Kind = Expression::Kind;
  if (text == "actor") return {Kind::actor, {}, {}};
  if (text == "at") return {Kind::at, {}, {}};
  if (text == "id") return {Kind::id, {}, {}};
  if (text == "via") return {Kind::via, {}, {}};
  if (starts_with(text, "at+"))
    if (const auto later = parse_duration(text.substr(3)); later && !later->negative) return {Kind::at, {}, *later};
  for (const auto& [word, kind] :
       {std::pair{"via.", Kind::via_field}, {"input.", Kind::input}, {"field.", Kind::field}})
    if (starts_with(text, word)) return {kind, std::string(text.substr(std::string_view(word).size())), {}};
  return {Kind::literal, std::string(text), {}};
}

}  // namespace itss::schema
