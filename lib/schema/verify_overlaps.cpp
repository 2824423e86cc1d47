// The rules of one move: which of them may fit at once.
#include "base/translate.hpp"
#include "schema/disjoint.hpp"
#include "schema/verifier.hpp"

namespace itss::schema {

namespace {

bool is_always(const Condition& condition) { return condition.form == Condition::Form::always; }

// The first state in which both may start, or nothing. `new` starts from no state at all.
std::optional<std::string> common_start(const Schema& schema, const Rule& a, const Rule& b) {
  if (a.from.form == From::Form::nothing || b.from.form == From::Form::nothing)
    return a.from.form == b.from.form ? std::optional<std::string>("new") : std::nullopt;
  for (const auto& state : schema.states)
    if (schema.fits(a.from, state.name) && schema.fits(b.from, state.name)) return state.name;
  return std::nullopt;
}

}  // namespace

void verify_overlaps(const Verified& v) {
  const auto is_single = [&](std::string_view path) {
    const Target target = resolve(path, v.schema, v.all);
    const bool is_map = target.field != nullptr && target.field->type == FieldType::map;
    return target.kind != Target::Kind::unknown && !target.several && !is_map;
  };
  for (const auto& move : v.schema.moves)
    for (std::size_t i = 0; i < move.rules.size(); ++i)
      for (std::size_t j = i + 1; j < move.rules.size(); ++j) {
        const Rule& first = move.rules[i];
        const Rule& second = move.rules[j];
        // A carried move looks for the rule that is made for its carrier first.
        if (first.via != second.via) continue;
        const auto state = common_start(v.schema, first, second);
        const bool is_else = is_always(second.when) && !is_always(first.when);
        if (!state || is_else || are_disjoint(first.when, second.when, is_single)) continue;
        v.findings.report(Code::SCHEMA_OVERLAP, second.line, {}, {move.name, *state, std::to_string(first.line)},
                          tr("give both a 'when' that excludes the other, or let the last have none"));
      }
}

}  // namespace itss::schema
