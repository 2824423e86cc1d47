#include "process/via.hpp"

#include <algorithm>
#include <set>

#include "process/attempt.hpp"
#include "record/facts.hpp"
#include "schema/renames.hpp"

namespace itss::process {

namespace {

// One move of the record that `via` names, and what it is said to have caused.
struct Cause {
  const record::World& world;
  const record::Record& carrier;
  const record::Step& move;
  const record::Record& caused;
  const record::Step& step;
};

bool names(const Cause& cause, const Value& ids, const record::Record& record) {
  const auto texts = ids.texts();
  return std::any_of(texts.begin(), texts.end(), [&](const auto& id) {
    if (id == record.id) return true;
    const auto found = cause.world.find(id, record.type);
    return found && found->id == record.id;
  });
}

// A link counts as it was then or is now: a backdated move carries what is linked when it is entered.
bool carries(const Cause& cause, const schema::Schema& schema, const schema::Carry& carry) {
  const auto& verbs = carry.verbs;
  if (std::find(verbs.begin(), verbs.end(), cause.step.event->verb) == verbs.end()) return false;
  if (carry.children)
    return carry.type == cause.caused.type && (names(cause, get(cause.step.before(), carry.field), cause.carrier) ||
                                               names(cause, get(cause.caused.fields, carry.field), cause.carrier));
  const schema::Field* field = schema.find_field(carry.field);
  return field != nullptr && field->to == cause.caused.type &&
         names(cause, get(cause.move.after(), carry.field), cause.caused);
}

bool creates(const Cause& cause, const schema::Create& creation) {
  return cause.step.event->verb == record::kNew && creation.type == cause.caused.type &&
         (creation.link.empty() || names(cause, get(cause.step.after(), creation.link), cause.carrier));
}

bool did(const Cause& cause, const schema::Schema& schema, const schema::Move& move) {
  const Attempt attempt{cause.world, schema, cause.carrier, cause.move.before(), cause.move.after(), *cause.move.event};
  const schema::Rule* rule = pick_rule(attempt, move, via_move_of(*cause.move.event, cause.world));
  if (rule == nullptr) return false;
  return std::any_of(rule->carries.begin(), rule->carries.end(),
                     [&](const auto& carry) { return carries(cause, schema, carry); }) ||
         std::any_of(rule->creates.begin(), rule->creates.end(),
                     [&](const auto& creation) { return creates(cause, creation); });
}

// What a `via` names: the record, its type, and the move by its present name; null if there is no such record.
struct Carrier {
  record::RecordPtr record;
  const schema::Schema* schema = nullptr;
  std::string move;
};

Carrier carrier_of(const record::Event& event, const record::World& world) {
  const auto dot = event.via.rfind('.');
  if (dot == std::string::npos) return {};
  Carrier carrier;
  carrier.record = world.find(event.via.substr(0, dot), {});
  carrier.schema = carrier.record ? world.schemas().find(carrier.record->type) : nullptr;
  carrier.move = event.via.substr(dot + 1);
  if (carrier.schema != nullptr) carrier.move = schema::present_move(*carrier.schema, carrier.move);
  return carrier;
}

// Most moves do not, and a check of all records asks of each event.
bool carries_links(const schema::Move& move) {
  return std::any_of(move.rules.begin(), move.rules.end(), [](const schema::Rule& rule) {
    return std::any_of(rule.carries.begin(), rule.carries.end(), [](const auto& carry) { return !carry.children; });
  });
}

bool has_event_of(const record::Record& other, const Instant& at, const std::vector<std::string>& verbs) {
  return std::any_of(other.events.begin(), other.events.end(), [&](const record::Event& event) {
    return event.at == at && std::find(verbs.begin(), verbs.end(), event.verb) != verbs.end();
  });
}

// Whether the record was there, under the condition, when the event was entered: whatever came in that second came
// before or after it, which the files do not say.
bool was_wanted(const record::Record& other, const schema::Carry& carry, const record::Event& event,
                const record::World& world) {
  Instant before = event.known_since();
  before.utc -= std::chrono::seconds(1);
  for (const auto& known_at : {before, event.known_since()}) {
    const record::AsOf then{std::nullopt, known_at};
    if (record::effective_events(other, then).empty()) return false;
    const Fields fields = record::replay(other, then);
    if (!holds(carry.where, record::RecordFacts(other, fields, world, event.at, then))) return false;
  }
  return true;
}

}  // namespace

std::string via_move_of(const record::Event& event, const record::World& world) {
  const Carrier carrier = carrier_of(event, world);
  return carrier.record ? carrier.record->type + "." + carrier.move : std::string();
}

bool is_caused(const record::Step& step, const record::Record& record, const record::World& world) {
  if (step.event->via.empty()) return true;
  const Carrier carrier = carrier_of(*step.event, world);
  const schema::Move* move = carrier.schema == nullptr ? nullptr : carrier.schema->find_move(carrier.move);
  if (move == nullptr) return false;
  record::Record mover = *carrier.record;
  // A record stays when the move that made it is taken back.
  if (step.event->verb == record::kNew)
    std::erase_if(mover.events, [](const auto& event) { return event.verb == record::kRetract; });
  const auto moves = record::steps(mover);
  return std::any_of(moves.begin(), moves.end(), [&](const record::Step& each) {
    return each.event->verb == move->name && each.event->at == step.event->at &&
           did({world, mover, each, record, step}, *carrier.schema, *move);
  });
}

std::vector<std::string> not_carried(const record::Step& step, const record::Record& record,
                                     const record::World& world) {
  const schema::Schema* schema = world.schemas().find(record.type);
  const schema::Move* move = schema == nullptr ? nullptr : schema->find_move(step.event->verb);
  if (move == nullptr || step.event->is_import() || !carries_links(*move)) return {};
  const Attempt attempt{world, *schema, record, step.before(), step.after(), *step.event};
  const schema::Rule* rule = pick_rule(attempt, *move, via_move_of(*step.event, world));
  std::vector<std::string> missing;
  if (rule == nullptr) return missing;
  for (const auto& carry : rule->carries) {
    const schema::Field* field = carry.children ? nullptr : schema->find_field(carry.field);
    if (field == nullptr) continue;
    for (const auto& id : get(attempt.after, carry.field).texts()) {
      const auto other = world.find(id, field->to);
      if (other && !has_event_of(*other, step.event->at, carry.verbs) && was_wanted(*other, carry, *step.event, world))
        missing.push_back(other->id);
    }
  }
  return missing;
}

std::vector<std::string> caused_by(const record::Event& event, const record::Record& record,
                                   const record::World& world) {
  const schema::Schema* schema = world.schemas().find(record.type);
  const schema::Move* move = schema == nullptr ? nullptr : schema->find_move(event.verb);
  if (move == nullptr) return {};
  std::set<std::string> ids;
  const auto is_cause = [&](const record::Event& each) {
    const Carrier carrier = each.via.empty() ? Carrier() : carrier_of(each, world);
    return carrier.record && carrier.record->id == record.id && carrier.record->type == record.type &&
           carrier.move == event.verb;
  };
  const auto look_at = [&](const record::RecordPtr& other) {
    for (const auto* each : record::effective_events(*other))
      if (each->at == event.at && is_cause(*each)) ids.insert(other->id);
  };
  for (const auto& rule : move->rules) {
    for (const auto& carry : rule.carries) {
      const schema::Field* field = schema->find_field(carry.field);
      if (carry.children)
        world.each_linking(carry.type, carry.field, record.id, look_at);
      else if (field != nullptr)
        for (const auto& id : get(record.fields, carry.field).texts())
          if (const auto other = world.find(id, field->to)) look_at(other);
    }
  }
  return {ids.begin(), ids.end()};
}

}  // namespace itss::process
