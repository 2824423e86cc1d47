// Clocks, and how their breaches are excused.
#include <algorithm>

#include "base/translate.hpp"
#include "schema/verifier.hpp"

namespace itss::schema {

namespace {

void verify_states(const Verified& v, const std::vector<std::string>& states, const ClockRule& clock) {
  for (const auto& name : states) {
    verify_state(v, name, v.schema, clock.line);
    const State* state = v.schema.find_state(name);
    if (state != nullptr && state->derived())
      v.findings.report(Code::SCHEMA_DERIVED, clock.line, name,
                        {name, tr("is never entered, so no clock can wait for it")});
  }
}

void verify_reasons(const Verified& v, const ClockRule& clock) {
  const Field* reason = v.schema.find_field(clock.pause_reason);
  if (reason == nullptr) return;
  for (const auto& code : clock.pauses_for) verify_value(v, *reason, code, clock.line);
}

// Who has the record is one value at a time.
void verify_holder(const Verified& v, const ClockRule& clock) {
  const Field* field = v.schema.find_field(clock.per);
  if (field == nullptr) return;
  switch (field->type) {
    case FieldType::people:
    case FieldType::links:
    case FieldType::list:
    case FieldType::map:
    case FieldType::computed:
      v.findings.report(Code::SCHEMA_FORM, clock.line, clock.per, {clock.per, tr("a field of one value")});
      break;
    default:
      break;
  }
}

// A promise that follows a date needs one date or instant.
void verify_due(const Verified& v, const ClockRule& clock) {
  if (clock.due.empty() || !verify_path(v, clock.due, v.schema, clock.line)) return;
  const Target target = resolve(clock.due, v.schema, v.all);
  const bool dated = target.kind == Target::Kind::field && !target.several &&
                     (target.field->type == FieldType::date || target.field->type == FieldType::instant);
  if (!dated) v.findings.report(Code::SCHEMA_FORM, clock.line, clock.due, {clock.due, tr("a date or an instant")});
}

void verify_clock(const Verified& v, const ClockRule& clock) {
  for (const auto* states : {&clock.starts_in, &clock.stops_in, &clock.pauses_in, &clock.cancelled_in})
    verify_states(v, *states, clock);
  for (const auto* moves : {&clock.starts_by, &clock.stops_by})
    for (const auto& move : *moves) verify_move(v, move, v.schema, clock.line);
  for (const auto* field : {&clock.pause_reason, &clock.pause_until, &clock.pause_consent, &clock.per})
    if (!field->empty()) verify_field(v, *field, v.schema, clock.line);
  // Without a word the clock asks for the usual field; a type that has none has one target for all.
  if (clock.target_by != ClockRule().target_by) verify_field(v, clock.target_by, v.schema, clock.line);
  verify_condition(v, clock.starts_when, v.schema, clock.line);
  verify_reasons(v, clock);
  verify_holder(v, clock);
  verify_due(v, clock);
}

// The clock is named by a code, so that a slip is refused and the shell completes it.
void verify_excusing(const Verified& v) {
  const Excusing& excusing = v.schema.excusing;
  const std::size_t line = excusing.line;
  verify_move(v, excusing.move, v.schema, line);
  verify_field(v, excusing.reason, v.schema, line);
  const Field* field = verify_field(v, excusing.clock, v.schema, line);
  if (field == nullptr) return;
  if (field->type != FieldType::code)
    v.findings.report(Code::SCHEMA_FORM, field->line, field->name, {field->name, tr("a code for each clock")});
  const auto known = names_of(v.schema.clocks);
  for (const auto& code : field->codes)
    if (std::find(known.begin(), known.end(), code.name) == known.end())
      v.findings.unknown(tr("clock"), code.name, field->line, known);
  for (const auto& clock : known)
    if (field->find_code(clock) == nullptr)
      v.findings.report(Code::SCHEMA_MISSING, field->line, field->name, {"'" + field->name + "'", clock});
}

}  // namespace

void verify_clocks(const Verified& v) {
  for (const auto& clock : v.schema.clocks) verify_clock(v, clock);
  if (v.schema.excusing.given()) verify_excusing(v);
}

}  // namespace itss::schema
