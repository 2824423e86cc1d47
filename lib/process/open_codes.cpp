#include "process/open_codes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "process/attempt.hpp"

namespace itss::process {

namespace {

const schema::Field* channel_field(const schema::Schema& schema) {
  for (const auto& move : schema.moves)
    for (const auto& rule : move.rules)
      if (!rule.told_from.empty()) return schema.find_field(rule.told_from);
  return nullptr;
}

}  // namespace

std::vector<Refusal> near_misses(const schema::Schema& schema, const record::Event& event) {
  std::vector<Refusal> out;
  const auto look_at = [&](const schema::Field* field, std::string_view name, const Value& value) {
    if (field == nullptr || !field->open_codes) return;
    const auto codes = names_of(field->codes);
    for (const auto& text : value.texts()) {
      const bool known = std::find(codes.begin(), codes.end(), text) != codes.end();
      const auto near = known ? std::nullopt : suggest(text, codes);
      if (near)
        out.push_back({.code = "VALUE",
                       .message = fmt::format(fmt::runtime(tr("{}: '{}' is not in its table; did you mean '{}'?")),
                                              named(schema, name), text, *near),
                       .hint = option_of(name),
                       .clause = field->clause,
                       .severity = Severity::warning});
    }
  };
  for (const auto& [name, value] : event.set) look_at(schema.find_field(name), name, value);
  if (!event.told.empty()) look_at(channel_field(schema), "told", event.told);
  return out;
}

}  // namespace itss::process
