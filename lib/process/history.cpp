// Corrections of a history: retract and adopt.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "process/attempt.hpp"
#include "process/difference.hpp"
#include "process/in_use.hpp"
#include "process/inputs.hpp"
#include "process/plan.hpp"
#include "process/steps.hpp"
#include "process/via.hpp"

namespace itss::process {

namespace {

template <class... Arguments>
std::string say(const char* text, const Arguments&... arguments) {
  return fmt::format(fmt::runtime(tr(text)), arguments...);
}

void refuse(Plan& plan, const char* code, std::string message, std::string hint = {}) {
  plan.refusals.push_back({.code = code, .message = std::move(message), .hint = std::move(hint), .clause = {}});
}

// The events that count, retractions among them, whose ids begin with the text.
std::vector<const record::Event*> named_events(const record::Record& record, std::string_view id) {
  std::vector<const record::Event*> found;
  for (const auto& events : {record::effective_events(record), record::effective_retractions(record)})
    for (const auto* event : events)
      if (!id.empty() && starts_with(event->id(), id)) found.push_back(event);
  return found;
}

bool may_retract(const record::World& world, const schema::Schema& schema, const record::Event& event,
                 const std::string& actor, const Instant& at) {
  if (record::resolve_person(world, event.by) == record::resolve_person(world, actor)) return true;
  return std::any_of(schema.retract_roles.begin(), schema.retract_roles.end(), [&](const auto& role) {
    return record::holds_role(world, actor, role, {at, std::nullopt});
  });
}

// Whether the record began with the event.
bool made(const record::Record& record, const record::Event& event) {
  const auto earlier = [](const auto& a, const auto& b) { return a.at < b.at; };
  return event.verb == record::kNew ||
         (event.is_import() && &event == &*std::min_element(record.events.begin(), record.events.end(), earlier));
}

// The earliest instant at which something changes if the event counts no longer: a retraction gives back what it named.
Instant changed_from(const record::Record& record, const record::Event& target) {
  Instant from = target.at;
  std::string id = target.retracts;
  for (auto at = record.events.rbegin(); at != record.events.rend() && !id.empty(); ++at)
    if (at->id() == id) {
      from = std::min(from, at->at);
      id = at->retracts;
    }
  return from;
}

record::Event correction(std::string_view verb, const std::string& actor, const Instant& now) {
  record::Event event;
  event.at = now;
  event.by = actor;
  event.verb = verb;
  return event;
}

Change change_with(const record::RecordPtr& record, record::Event event) {
  mark_out_of_order(event, *record);
  Change change{.type = record->type, .id = record->id, .before = record, .after = *record};
  change.after.events.push_back(std::move(event));
  change.after.fields = record::replay(change.after);
  return change;
}

// For a record that should not be there: a move that ends it without naming another one, or else what may be done.
std::string way_out(const record::Record& record, const schema::Schema& schema, const std::string& actor,
                    const Instant& at, const record::World& world) {
  const auto is_link = [&](const std::string& name) {
    const auto* field = schema.find_field(name);
    return field != nullptr && (field->type == schema::FieldType::link || field->type == schema::FieldType::links);
  };
  for (const auto& option : options(record, world, actor, at)) {
    const auto* state = schema.find_state(option.to);
    if (!option.by_actor || state == nullptr || !state->final || std::ranges::any_of(option.missing, is_link)) continue;
    std::string verb = option.verb;
    std::ranges::replace(verb, '_', '-');
    return fmt::format("itss {} {} {}", record.type, verb, record.id);
  }
  return "itss show " + record.id;
}

}  // namespace

std::vector<Refusal> problems_of_retraction(const record::Record& record, const record::Event& target,
                                            const std::string& actor, const Instant& at, const schema::Schema& schema,
                                            const record::World& world) {
  Plan plan;
  if (made(record, target))
    refuse(plan, "FIRST_EVENT", say("the event that made '{}' cannot be retracted", record.id),
           way_out(record, schema, actor, at, world));
  if (!may_retract(world, schema, target, actor, at))
    refuse(plan, "ROLE",
           say("'{}' did not make this event and has no role that may retract it: {}", actor,
               schema.retract_roles.empty() ? "-" : join(schema.retract_roles, ", ")),
           "--as PERSON");
  return std::move(plan.refusals);
}

Plan retract(const record::RecordPtr& record, std::string_view event_id, std::string_view reason,
             std::string_view actor, const Instant& now, const record::World& world) {
  Plan plan;
  const schema::Schema* schema = world.schemas().find(record->type);
  const auto person = world.find(actor, schema::kPersonType);
  if (!person) refuse(plan, "UNKNOWN_PERSON", say("nobody is called '{}' here", actor));
  const auto found = named_events(*record, event_id);
  const std::string log = "itss log " + record->id;
  if (found.empty())
    refuse(plan, "UNKNOWN_EVENT", say("'{}' has no event '{}' that still counts", record->id, event_id), log);
  if (found.size() > 1) refuse(plan, "UNKNOWN_EVENT", say("'{}' names {} events", event_id, found.size()), log);
  if (schema == nullptr || !plan.allowed()) return plan;

  const record::Event& target = *found.front();
  plan.refusals = problems_of_retraction(*record, target, person->id, now, *schema, world);
  for (const auto& other : caused_by(target, *record, world))
    refuse(plan, "LATER_EVENT", say("it moved '{}' too: take that back first", other), "itss log " + other);
  record::Event event = correction(record::kRetract, person->id, now);
  event.retracts = target.id();
  event.note = reason;
  check_texts(event, plan.refusals);
  if (has_twin(*record, event))
    refuse(plan, "SAME_SECOND", say("the very same was recorded for {}, and other things since", to_string(event.at)),
           log);
  Change change = change_with(record, event);
  if (const auto broken = first_new_problem(*record, change.after, *schema, world, changed_from(*record, target)))
    refuse(plan, "LATER_EVENT", say("the later event {} would become illegal: {}", broken->event, broken->problem),
           log);
  if (plan.allowed()) plan.changes.push_back(std::move(change));
  return plan;
}

Plan adopt(const record::RecordPtr& record, std::string_view actor, const Instant& now, const record::World& world) {
  Plan plan;
  const schema::Schema* schema = world.schemas().find(record->type);
  const auto person = world.find(actor, schema::kPersonType);
  if (!person) refuse(plan, "UNKNOWN_PERSON", say("nobody is called '{}' here", actor));
  if (schema == nullptr || !plan.allowed()) return plan;

  record::Event event = correction(record::kEdit, person->id, now);
  const Fields replayed = record::replay(*record);
  const Request written_by{.type = record->type, .record = record, .id = record->id, .now = now};
  const auto adopt_field = [&](const std::string& name, const schema::Field* field) {
    const Value& written = get(record->fields, name);
    if (written == get(replayed, name)) return;
    if (field == nullptr || schema->is_guarded(name))
      return refuse(
          plan, "GUARDED_FIELD",
          say("{} is changed by moves only; put back '{}'", named(*schema, name), to_text(get(replayed, name))));
    if (field->required && written.empty())
      return refuse(plan, "REQUIRES", say("{} is needed", named(*schema, name)), option_of(name));
    const Value& before = get(replayed, name);
    if (written.absent()) return append_difference(event, *field, before, written);
    if (const auto value = read_value(written_by, *schema, world, *field, written, plan.refusals))
      append_difference(event, *field, before, *value);
  };
  adopt_field("status", nullptr);
  for (const auto& field : schema->fields) adopt_field(field.name, &field);
  append_not_in_use({world, *schema, *record, replayed, record->fields, event}, plan.refusals);
  if (plan.allowed() && changes_nothing(event))
    refuse(plan, "NOTHING", say("'{}' agrees with its history", record->id));
  if (plan.allowed()) plan.changes.push_back(change_with(record, event));
  return plan;
}

}  // namespace itss::process
