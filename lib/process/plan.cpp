#include "process/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "process/attempt.hpp"
#include "process/effects.hpp"
#include "process/gather.hpp"
#include "process/in_use.hpp"
#include "process/inputs.hpp"
#include "process/open_codes.hpp"
#include "process/overlay.hpp"
#include "process/steps.hpp"

namespace itss::process {

namespace {

template <class... Arguments>
std::string say(const char* text, const Arguments&... arguments) {
  return fmt::format(fmt::runtime(tr(text)), arguments...);
}

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// The stored states from which a person may make a move, in the schema's order.
std::vector<std::string> starting_states(const schema::Schema& schema, const schema::Move& move) {
  std::vector<std::string> from;
  for (const auto& state : schema.states)
    if (!state.derived() && std::any_of(move.rules.begin(), move.rules.end(), [&](const auto& rule) {
          return rule.via.empty() && schema.fits(rule.from, state.name);
        }))
      from.push_back(state.name);
  return from;
}

// Whether a move would say again what its last time on this record said, word for word; where it was never made,
// whether it says nothing at all.
bool says_nothing_new(const record::Record& record, const Fields& before, const Fields& after,
                      const record::Event& event) {
  const record::Event nothing;
  const record::Event* last = &nothing;
  for (const auto* each : record::effective_events(record))
    if (each->verb == event.verb) last = each;
  return after == before && event.note == last->note && event.for_whom == last->for_whom &&
         event.evidence == last->evidence;
}

// The command of a move that leads from the present state to one of the wanted ones, or one that shows the record.
std::string way_to(const schema::Schema& schema, std::string_view state, const std::vector<std::string>& wanted,
                   const std::string& id) {
  for (const auto& move : schema.moves)
    for (const auto& rule : move.rules)
      if (rule.via.empty() && schema.fits(rule.from, state) && contains(wanted, rule.to))
        return fmt::format("itss {} {} {}", schema.record, move.name, id);
  return "itss show " + id;
}

// Plans a request and all that it creates and carries; each change is seen by the ones after it.
class Planner {
 public:
  explicit Planner(const record::World& world) : world_(world) {}

  Plan run(const Request& request) {
    step(request);
    for (const auto& [file, id] : overlay_.unreadable())
      refuse("UNREADABLE", say("'{}' cannot be read, and it may name '{}'", file, id), "itss check");
    if (!plan_.allowed()) plan_.changes.clear();
    return std::move(plan_);
  }

 private:
  void refuse(const char* code, std::string message, std::string hint = {}, std::string clause = {}) {
    plan_.refusals.push_back(
        {.code = code, .message = std::move(message), .hint = std::move(hint), .clause = std::move(clause)});
  }

  // Plans one record's event. What stands against a carried record is said with its id.
  void step(const Request& request) {
    const std::size_t first = plan_.refusals.size();
    if (++depth_ > kDeepest)
      refuse("VALUE", say("'{}' creates or carries itself without end", request.via_move), "itss schema check");
    else
      plan_one(request);
    --depth_;
    if (request.via.empty()) return;
    for (std::size_t i = first; i < plan_.refusals.size(); ++i) {
      if (!plan_.refusals[i].of.empty()) continue;  // what stands against one that this record carries
      plan_.refusals[i].message = fmt::format("{}: {}", request.id, plan_.refusals[i].message);
      plan_.refusals[i].of = request.id;
    }
  }

  void plan_one(const Request& request) {
    const schema::Schema* schema = world_.schemas().find(request.type);
    if (schema == nullptr)
      return refuse("VALUE", say("there is no record type '{}'", request.type), "itss schema list");
    record::Record record = request.record ? *request.record : record::Record{.id = request.id, .type = request.type};
    record::Event event = begin_event(request);
    check_texts(event, plan_.refusals);
    if (request.at > request.now) refuse("FUTURE", say("{} lies in the future", to_string(request.at)), "--at TIME");
    const auto actor = world_.find(request.actor, schema::kPersonType);
    if (!actor)
      return refuse("UNKNOWN_PERSON", say("nobody is called '{}' here", request.actor),
                    "itss person new " + request.actor);
    event.by = actor->id;
    const Fields before = record::replay(record, {request.at, std::nullopt});
    if (request.record && before.empty())
      return refuse("FUTURE", say("'{}' did not exist yet at {}", record.id, to_string(request.at)), "--at TIME");
    if (request.verb == "comment")
      plan_comment(request, *schema, record, event);
    else if (request.verb == "set")
      plan_set(request, *schema, record, before, event);
    else
      plan_move(request, *schema, record, before, event);
  }

  static record::Event begin_event(const Request& request) {
    record::Event event;
    event.at = request.at;
    if (request.at != request.now) event.recorded = request.now;
    event.verb = request.verb;
    event.told = request.told;
    event.note = request.note;
    event.for_whom = request.for_whom;
    event.evidence = request.evidence;
    event.via = request.via;
    return event;
  }

  void plan_comment(const Request& request, const schema::Schema& schema, const record::Record& record,
                    record::Event& event) {
    if (event.note.empty()) refuse("REQUIRES", say("{} is needed", "'note'"), "--note");
    finish(request, schema, record, event);
  }

  void plan_set(const Request& request, const schema::Schema& schema, const record::Record& record,
                const Fields& before, record::Event& event) {
    read_inputs(request, schema, overlay_, {}, event, plan_.refusals);
    drop_unchanged(before, event);
    if (changes_nothing(event) && plan_.allowed()) refuse("NOTHING", tr("nothing would change"));
    Fields after = before;
    record::apply(after, event);
    const Attempt attempt{overlay_, schema, record, before, after, event};
    append_not_in_use(attempt, plan_.refusals);
    const Date day = day_of_entry(attempt);
    for (const auto& field : schema.fields)
      if (field.required && field.valid.covers(day) && get(after, field.name).empty())
        refuse("REQUIRES", say("{} is needed", named(schema, field.name)), option_of(field.name), field.clause);
    finish(request, schema, record, event);
  }

  void plan_move(const Request& request, const schema::Schema& schema, const record::Record& record,
                 const Fields& before, record::Event& event) {
    const schema::Move* move = schema.find_move(request.verb);
    if (move == nullptr)
      return refuse("UNKNOWN_MOVE", say("'{}' is not a move of '{}'", request.verb, schema.record),
                    "itss help " + schema.record);
    if (!move->valid.covers(world_.zone().date_at(request.now.utc))) plan_.refusals.push_back(not_in_use_now(*move));
    read_inputs(request, schema, overlay_, allowed_inputs(schema, *move), event, plan_.refusals);
    if (!request.record) fill_defaults(schema, world_.zone(), request.now, event);

    Fields after = before;
    record::apply(after, event);
    const schema::Rule* rule = pick_rule({overlay_, schema, record, before, after, event}, *move, request.via_move);
    if (rule == nullptr)
      return refuse_state(schema, *move, record, before, says_nothing_new(record, before, after, event));
    apply_fills(*rule, schema, overlay_, before, event);
    apply_gathers(*rule, schema, overlay_, record.id, before, event);
    apply_effects(*rule, schema, overlay_, record.id, before, event);
    fill_told(*rule, after, event);
    after = before;
    record::apply(after, event);
    const std::string to = request.record       ? target_state({overlay_, schema, record, before, after, event}, *rule)
                           : rule->to == "same" ? schema.initial().name
                                                : rule->to;
    if (to != get(before, "status").text()) event.set["status"] = to;
    record::apply(after, event);

    append_not_in_use({overlay_, schema, record, before, after, event}, plan_.refusals);
    judge_rule(request, schema, record, before, after, event, *move, *rule);
    if (!finish(request, schema, record, event)) return;
    create(request, schema, record.id, after, event, *rule);
    carry(request, schema, record.id, after, event, *rule);
  }

  // The channel by which the requester was told, where the move tells him and the command did not say.
  static void fill_told(const schema::Rule& rule, const Fields& after, record::Event& event) {
    if (rule.told && event.told.empty() && !rule.told_from.empty()) event.told = get(after, rule.told_from).text();
  }

  void judge_rule(const Request& request, const schema::Schema& schema, const record::Record& record,
                  const Fields& before, const Fields& after, const record::Event& event, const schema::Move& move,
                  const schema::Rule& rule) {
    for (auto& refusal : judge({overlay_, schema, record, before, after, event}, move, rule)) {
      if (refusal.code == "REQUIRES" && was_no_value(refusal.hint)) continue;  // it was given, and that is said
      weigh(request, std::move(refusal));
    }
  }

  // A warning refuses too if the command is strict.
  void weigh(const Request& request, Refusal refusal) {
    const bool warning = refusal.severity != Severity::error && !request.strict;
    (warning ? plan_.warnings : plan_.refusals).push_back(std::move(refusal));
  }

  bool was_no_value(const std::string& option) const {
    return std::any_of(plan_.refusals.begin(), plan_.refusals.end(),
                       [&](const auto& refusal) { return refusal.code == "VALUE" && refusal.hint == option; });
  }

  static std::vector<std::string> allowed_inputs(const schema::Schema& schema, const schema::Move& move) {
    std::vector<std::string> allowed = inputs_of(schema, move);
    if (allowed.empty()) allowed.emplace_back();  // a move without inputs takes none
    return allowed;
  }

  static void fill_defaults(const schema::Schema& schema, const Zone& zone, const Instant& now, record::Event& event) {
    for (const auto& field : schema.fields) {
      Value value = fitted(field.fallback, &field, zone);
      if (value.absent() || event.set.count(field.name) > 0) continue;
      if (!out_of_use(field, {}, value, zone.date_at(now.utc))) event.set[field.name] = std::move(value);
    }
  }

  // `repeated`: nothing is lost if the move is taken for one that was made already.
  void refuse_state(const schema::Schema& schema, const schema::Move& move, const record::Record& record,
                    const Fields& before, bool repeated) {
    const std::string& state = get(before, "status").text();
    const auto from = starting_states(schema, move);
    const auto carried = std::find_if(move.rules.begin(), move.rules.end(), [&](const auto& rule) {
      return !rule.via.empty() && schema.fits(rule.from, state);
    });
    const bool reached =
        std::any_of(move.rules.begin(), move.rules.end(), [&](const auto& rule) { return rule.to == state; });
    if (carried != move.rules.end() && (from.empty() || contains(from, state)))
      refuse("VIA", say("'{}' is done by '{}'", move.name, carried->via), {}, move.clause);
    else if (contains(from, state))
      refuse("MOVE_STATE", say("no rule of '{}' fits these values", move.name),
             "itss help " + schema.record + " " + move.name, move.clause);
    else if (reached && repeated)
      refuse("ALREADY", say("'{}' is {} already", record.id, state));
    else
      refuse("MOVE_STATE",
             say("'{}' is {}; '{}' starts from {}", record.id, state, move.name, from.empty() ? "-" : join(from, ", ")),
             way_to(schema, state, from, record.id), move.clause);
  }

  // Equal events are one. Where the first still stands nothing is lost; where it was undone or changed since within the
  // same second, it would be taken for the one that was.
  void refuse_twin(const record::Record& record, const record::Event& event) {
    const Fields before = record::replay(record, {event.at, std::nullopt});
    Fields after = before;
    record::apply(after, event);
    if (after == before)
      refuse("NOTHING", say("the very same was recorded for {} already", to_string(event.at)));
    else
      refuse("SAME_SECOND", say("the very same was recorded for {}, and other things since", to_string(event.at)),
             "--at TIME");
  }

  // The record as it is with the event; refused if an event later in time becomes illegal by it.
  bool finish(const Request& request, const schema::Schema& schema, const record::Record& record,
              record::Event& event) {
    for (auto& warning : near_misses(schema, event)) weigh(request, std::move(warning));
    if (!plan_.allowed()) return false;
    mark_out_of_order(event, record);
    if (has_twin(record, event)) {
      refuse_twin(record, event);
      return false;
    }
    record::Record after = record;
    after.type = schema.record;
    after.events.push_back(event);
    after.fields = record::replay(after);
    overlay_.put(after);
    if (const auto broken = first_new_problem(record, after, schema, overlay_, event.at)) {
      refuse("LATER_EVENT", say("the later event {} would become illegal: {}", broken->event, broken->problem),
             "itss log " + record.id);
      return false;
    }
    if (!request.record) after.file.clear();
    plan_.changes.push_back(
        {.type = schema.record, .id = record.id, .before = request.record, .after = std::move(after)});
    return true;
  }

  void create(const Request& request, const schema::Schema& schema, const std::string& id, const Fields& after,
              const record::Event& event, const schema::Rule& rule) {
    for (const auto& creation : rule.creates) {
      Request made = sub_request(request, schema, id, event);
      made.type = creation.type;
      made.verb = record::kNew;
      made.id = request.new_id ? request.new_id(creation.type) : std::string();
      made.set.clear();
      if (!creation.link.empty()) made.set[creation.link] = id;
      const schema::Schema* type = world_.schemas().find(creation.type);
      for (const auto& [name, expression] : creation.set) {
        Value value = fitted(evaluate(expression, {overlay_, schema.record, id, after, event}),
                             type == nullptr ? nullptr : type->find_field(name), world_.zone());
        if (!value.absent()) made.set[name] = std::move(value);
      }
      step(made);
    }
  }

  void carry(const Request& request, const schema::Schema& schema, const std::string& id, const Fields& after,
             const record::Event& event, const schema::Rule& rule) {
    for (const auto& carried : rule.carries) {
      std::vector<std::pair<std::string, std::string>> others;  // type, id
      const schema::Field* field = schema.find_field(carried.field);
      const std::string type = carried.children ? carried.type : field == nullptr ? std::string() : field->to;
      const auto wanted = [&](const record::Record& other) {
        return holds(carried.where, record::RecordFacts(other, other.fields, overlay_, event.at));
      };
      if (carried.children) {
        overlay_.each_linking(type, carried.field, id, [&](const record::RecordPtr& other) {
          if (wanted(*other)) others.emplace_back(type, other->id);
        });
      } else {
        for (const auto& other : get(after, carried.field).texts()) {
          const auto found = overlay_.find(other, type);
          if (!found)
            refuse("LINKS", say("'{}' does not exist", other), "itss check");
          else if (wanted(*found))
            others.emplace_back(type, found->id);
        }
      }
      for (const auto& [other_type, other] : others)
        for (const auto& verb : carried.verbs) {
          const std::size_t before = plan_.refusals.size();
          carry_one(request, schema, id, event, other_type, other, verb);
          if (plan_.refusals.size() > before) break;  // what comes after it needs what it would have made
        }
    }
  }

  void carry_one(const Request& request, const schema::Schema& schema, const std::string& id,
                 const record::Event& event, const std::string& type, const std::string& other,
                 const std::string& verb) {
    // Records that carry each other are carried once.
    if (std::any_of(plan_.changes.begin(), plan_.changes.end(), [&](const Change& planned) {
          return planned.type == type && planned.id == other && planned.after.events.back().verb == verb;
        }))
      return;
    Request moved = sub_request(request, schema, id, event);
    moved.type = type;
    moved.record = overlay_.find(other, type);
    moved.id = other;
    moved.verb = verb;
    moved.told = event.told;
    moved.set.clear();
    // The inputs of the carrying move that the carried one takes too.
    const schema::Schema* other_schema = world_.schemas().find(type);
    const schema::Move* move = other_schema == nullptr ? nullptr : other_schema->find_move(verb);
    if (move != nullptr)
      for (const auto& name : other_schema->inputs_of(*move)) {
        if (const Value& value = get(event.set, name); !value.absent()) moved.set[name] = value;
        if (const Value& parts = get(event.put, name); !parts.absent()) moved.put[name] = parts;
      }
    step(moved);
  }

  static Request sub_request(const Request& request, const schema::Schema& schema, const std::string& id,
                             const record::Event& event) {
    Request sub;
    sub.actor = request.actor;
    sub.at = request.at;
    sub.now = request.now;
    sub.strict = request.strict;
    sub.new_id = request.new_id;
    sub.via = id + "." + event.verb;
    sub.via_move = schema.record + "." + event.verb;
    return sub;
  }

  static constexpr int kDeepest = 100;  // records that carry or create one another

  const record::World& world_;
  int depth_ = 0;
  Overlay overlay_{world_};
  Plan plan_;
};

}  // namespace

Plan plan(const Request& request, const record::World& world) { return Planner(world).run(request); }

}  // namespace itss::process
