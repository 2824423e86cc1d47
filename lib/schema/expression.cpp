#include "schema/expression.hpp"

#include "base/text.hpp"

namespace itss::schema {

Expression read_expression(std::string_view text) {
  using Kind = Expression::Kind;
  if (text == "actor") return {Kind::actor, {}, {}};
  if (text == "at") return {Kind::at, {}, {}};
  if (text == "id") return {Kind::id, {}, {}};
  if (text == "key") return {Kind::key, {}, {}};
  if (text == "via") return {Kind::via, {}, {}};
  if (starts_with(text, "at+"))
    if (const auto later = parse_duration(text.substr(3)); later && !later->negative) return {Kind::at, {}, *later};
  for (const auto& [word, kind] :
       {std::pair{"via.", Kind::via_field}, {"input.", Kind::input}, {"field.", Kind::field}})
    if (starts_with(text, word)) return {kind, std::string(text.substr(std::string_view(word).size())), {}};
  return {Kind::literal, std::string(text), {}};
}

std::string with_inner(const std::string& path, const std::function<std::string(const std::string&)>& value) {
  std::string whole;
  std::size_t at = 0;
  for (auto open = path.find('{'); open != std::string::npos; open = path.find('{', at)) {
    const auto close = path.find('}', open);
    if (close == std::string::npos) break;
    whole += path.substr(at, open - at) + value(path.substr(open + 1, close - open - 1));
    at = close + 1;
  }
  return whole + path.substr(at);
}

std::vector<std::string> inner_expressions(std::string_view text) {
  std::vector<std::string> inner;
  const Expression read = read_expression(text);
  if (read.kind == Expression::Kind::literal) return inner;
  with_inner(read.name, [&](const std::string& each) {
    inner.push_back(each);
    return std::string();
  });
  return inner;
}

}  // namespace itss::schema
