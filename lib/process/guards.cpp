// judge: each guard word of itss-schema(5) as one function that says what is missing.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "process/apart.hpp"
#include "process/attempt.hpp"
#include "process/checks.hpp"
#include "process/condition_text.hpp"
#include "schema/paths.hpp"

namespace itss::process {

namespace {

using record::AsOf;
using record::Event;
using Refusals = std::vector<Refusal>;

template <class... Arguments>
std::string say(const char* text, const Arguments&... arguments) {
  return fmt::format(fmt::runtime(tr(text)), arguments...);
}

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Tests one guard of an attempt; what it finds is appended to `out`.
class Judge {
 public:
  Judge(const Attempt& attempt, Refusals& out) : a_(attempt), facts_(attempt), out_(out) {}

  void operator()(const schema::Requires& guard) {
    for (const auto& asked : guard.fields) {
      if (filled(asked)) continue;
      const std::string field = input_name(asked);
      refuse("REQUIRES", say("{} is needed", named(a_.schema, field)), fill_hint(field));
      if (const auto* declared = a_.schema.find_field(field)) out_.back().clause = declared->clause;
    }
  }

  void operator()(const schema::AnyOf& guard) {
    if (std::any_of(guard.fields.begin(), guard.fields.end(), [&](const auto& field) { return filled(field); })) return;
    std::vector<std::string> options;
    for (const auto& field : guard.fields) options.push_back(fill_hint(input_name(field)));
    refuse("ANY_OF", say("one of {} is needed", join(guard.fields, ", ")), join(options, " | "));
  }

  void operator()(const schema::Actor& guard) {
    const bool role = std::any_of(guard.roles.begin(), guard.roles.end(),
                                  [&](const auto& r) { return holds(a_.event.by, r, a_.event.at); });
    const bool person =
        std::any_of(guard.by.begin(), guard.by.end(), [&](const auto& field) { return is_named_in(field); });
    const bool enough = guard.together ? (role && person) : (role || person);
    if (enough) return;
    std::vector<std::string> who;
    if (!guard.roles.empty()) who.push_back(say("the role {}", join(guard.roles, " | ")));
    for (const auto& field : guard.by) who.push_back(person_in(field));
    const std::string all = join(who, guard.together ? tr(" and ") : tr(" or "));
    refuse("ROLE", say("'{}' may not do this; it takes {}", a_.event.by, all), "--as PERSON");
  }

  void operator()(const schema::NotBy& guard) {
    const std::string actor = resolve_person(a_.world, a_.event.by);
    std::set<std::string> done;
    for (const auto* event : live_events(a_))
      if (contains(guard.moves, event->verb) && resolve_person(a_.world, event->by) == actor) done.insert(event->verb);
    for (const auto& move : done)
      refuse("NOT_BY", say("'{}' did '{}'; another person must do this", a_.event.by, move), "--as PERSON");
  }

  void operator()(const schema::After& guard) {
    const auto events = live_events(a_);
    auto from = events.begin();
    for (auto at = events.begin(); at != events.end(); ++at)
      if (contains(guard.since, (*at)->verb)) from = at + 1;
    long count = 0;
    std::set<Date> days;
    for (; from != events.end(); ++from) {
      if (!counts(guard, **from)) continue;
      ++count;
      days.insert(a_.world.zone().date_at((*from)->at.utc));
    }
    const long reached = guard.distinct_days ? static_cast<long>(days.size()) : count;
    if (reached < guard.count) refuse("AFTER", after_text(guard, reached), after_hint(guard));
  }

  void operator()(const schema::Same& guard) {
    std::vector<std::string> shown;
    std::set<std::string> values;
    for (const auto& path : guard.paths) {
      const Value value = facts_.value(path);
      values.insert(to_canonical_json(value));
      const bool confidential = schema::resolve(path, a_.schema, a_.world.schemas()).confidential;
      const std::string text = confidential ? schema::kMask : to_text(value);
      shown.push_back(fmt::format("{} = {}", path, value.empty() ? "-" : "'" + text + "'"));
    }
    if (values.size() == 1 && !facts_.value(guard.paths.front()).empty()) return;
    refuse("SAME", say("these must be equal: {}", join(shown, ", ")), {});
  }

  void operator()(const schema::Covers& guard) {
    std::vector<std::string> have;
    for (const auto& path : guard.in) {
      for (auto& text : held_at(path).texts()) have.push_back(std::move(text));
      if (a_.event.remove.count(path) > 0)  // what the move itself takes out was there
        for (auto& text : get(a_.before, path).texts()) have.push_back(std::move(text));
    }
    std::vector<std::string> missing;
    for (const auto& wanted : facts_.value(guard.all).texts())
      if (!contains(have, wanted)) missing.push_back(wanted);
    if (!missing.empty())
      refuse("COVERS", say("'{}' lacks {} of '{}'", join(guard.in, " + "), join(missing, ", "), guard.all), {});
  }

  void operator()(const schema::Disjoint& guard) {
    std::map<std::string, std::string> seen;  // each value, and the path that has it
    for (const auto& path : guard.paths) {
      const auto texts = facts_.value(path).texts();
      for (const auto& text : std::set<std::string>(texts.begin(), texts.end())) {
        const auto [first, is_new] = seen.try_emplace(text, path);
        if (!is_new) refuse("DISJOINT", say("'{}' stands in '{}' and in '{}'", text, first->second, path), {});
      }
    }
  }

  void operator()(const schema::Each& guard) {
    const Value value = facts_.value(guard.in);
    if (value.map().empty())
      refuse("EACH", say("{} needs at least one entry", named(a_.schema, guard.in)), put_hint(guard, "KEY"));
    for (const auto& [key, sub] : value.map())
      for (const auto& name : guard.has)
        if (sub[name].empty()) refuse("EACH", say("'{}.{}' lacks '{}'", guard.in, key, name), put_hint(guard, key));
    if (guard.same.empty()) return;
    for (const auto& [key, sub] : value.map()) {
      std::set<std::string> values;
      for (const auto& name : guard.same) values.insert(to_text(sub[name]));
      if (values.size() > 1)
        refuse("EACH", say("'{}.{}': {} must be equal", guard.in, key, join(guard.same, tr(" and "))), {});
    }
  }

  void operator()(const schema::Linked& guard) {
    const auto ids = get(a_.after, guard.field).texts();
    const auto count = static_cast<long>(ids.size());
    if (count < guard.min)
      refuse("LINKS", say("{} needs at least {}", named(a_.schema, guard.field), guard.min), fill_hint(guard.field));
    if (guard.max && count > *guard.max)
      refuse("LINKS", say("{} may have at most {}", named(a_.schema, guard.field), *guard.max), fill_hint(guard.field));
    const schema::Field* field = a_.schema.find_field(guard.field);
    const auto type = field == nullptr ? std::string_view() : schema::linked_type(*field);
    for (const auto& id : ids) {
      const auto other = a_.world.find(id, type);
      if (!other)
        refuse("LINKS", say("'{}' does not exist", id), {});
      else
        judge_linked(guard, *other);
    }
  }

  void operator()(const schema::Children& guard) {
    a_.world.each_linking(guard.type, guard.field, a_.record.id,
                          [&](const record::RecordPtr& other) { fits("CHILDREN", *other, guard.states, guard.where); });
  }

  void operator()(const schema::Parties& guard) {
    const std::string side = facts_.value(guard.of).text();
    if (!contains(guard.all, side))
      refuse("PARTIES", say("'{}' is none of the parties {}", a_.event.by, join(guard.all, ", ")), "--as PERSON");
  }

  void operator()(const schema::During& guard) {
    const auto window = window_of(a_.after, guard.field);
    if (!window) return refuse("DURING", say("{} needs 'from' and 'to'", named(a_.schema, guard.field)), {});
    if (window->contains(a_.event.at)) return;
    refuse("DURING",
           say("{} lies outside the window {} .. {}", to_string(a_.event.at), to_string(window->from),
               to_string(window->to)),
           {});
  }

  void operator()(const schema::Apart& guard) {
    const auto window = window_of(a_.after, guard.window);
    if (!window) return;
    std::set<std::string> seen;
    const auto look_at = [&](const record::RecordPtr& other) {
      if ((other->id == a_.record.id && other->type == a_.schema.record) || !seen.insert(other->id).second) return;
      const AsOf as_of{a_.event.at, std::nullopt};
      const Fields fields = record::replay(*other, as_of);
      const auto theirs = window_of(fields, guard.field);
      if (!theirs || !overlap(*window, *theirs)) return;
      const record::RecordFacts facts(*other, fields, a_.world, a_.event.at, as_of);
      if (!schema::holds(guard.where, facts) || is_excepted(guard.except, facts_, facts)) return;
      refuse(
          "APART",
          say("the window overlaps that of '{}', {} .. {}", other->id, to_string(theirs->from), to_string(theirs->to)),
          "itss show " + other->id);
    };
    if (guard.sharing.empty()) return a_.world.each(guard.type, look_at);
    for (const auto& id : get(a_.after, guard.sharing).texts())
      a_.world.each_linking(guard.type, guard.sharing, id, look_at);
  }

  void operator()(const schema::Holds& guard) {
    if (!schema::holds(guard.condition, facts_))
      refuse("HOLDS", say("this must be so: {}", condition_text(guard.condition)), {});
  }

  void operator()(const schema::Named& guard) {
    if (const auto problem = run_check(guard.check, a_)) refuse("CHECK", *problem, {});
  }

 private:
  void refuse(const char* code, std::string message, std::string hint) {
    out_.push_back({.code = code, .message = std::move(message), .hint = std::move(hint), .clause = {}});
  }

  // A field of the record, or one of the event's own parts.
  bool filled(const std::string& field) const {
    if (field == "note") return !a_.event.note.empty();
    if (field == "told") return !a_.event.told.empty();
    if (field == "for") return !a_.event.for_whom.empty();
    if (field == "evidence") return !a_.event.evidence.empty();
    if (!facts_.value(field).empty()) return true;
    const Fields given = with_inputs(a_);  // what the move itself empties was filled all the same
    return !AttemptFacts(a_, given).value(field).empty();
  }

  // `input.reason` asks that the field is given with this very command.
  static std::string input_name(const std::string& field) {
    return starts_with(field, "input.") ? field.substr(6) : field;
  }

  bool holds(const std::string& person, const std::string& role, const Instant& at) const {
    return record::holds_role(a_.world, person, role, AsOf{at, std::nullopt});
  }

  // Keys of sub-records count without those that the move itself writes.
  Value held_at(const std::string& path) const {
    const bool keys = path.size() > 2 && path.compare(path.size() - 2, 2, ".*") == 0;
    if (!keys || a_.event.put.count(path.substr(0, path.size() - 2)) == 0) return facts_.value(path);
    const Fields given = with_inputs(a_);
    return AttemptFacts(a_, given).value(path);
  }

  // Whom a person field names counts as it was before the move: nobody names himself by his own input. Of a record that
  // the move makes, a link that the command gives leads on.
  Value named_at(const std::string& path) const {
    if (path.find('.') == std::string::npos) return get(a_.before, path);
    return AttemptFacts(a_, a_.before.empty() ? a_.after : a_.before).value(path);
  }

  bool is_named_in(const std::string& field) const {
    const std::string actor = resolve_person(a_.world, a_.event.by);
    const auto names = named_at(field).texts();
    return std::any_of(names.begin(), names.end(),
                       [&](const auto& name) { return resolve_person(a_.world, name) == actor; });
  }

  std::string person_in(const std::string& field) const {
    const Value people = named_at(field);
    return people.empty() ? fmt::format("{} (-)", field) : fmt::format("{} ({})", field, to_text(people));
  }

  void judge_linked(const schema::Linked& guard, const record::Record& other) {
    fits("LINKS", other, guard.states, guard.where);
    has_moved(guard, other);
  }

  // Whether a condition holds of another record at the time of the event.
  bool is_so(const schema::Condition& condition, const record::Record& other) const {
    const AsOf as_of{a_.event.at, std::nullopt};
    const Fields fields = record::replay(other, as_of);
    return schema::holds(condition, record::RecordFacts(other, fields, a_.world, a_.event.at, as_of));
  }

  // Whether a linked record made its move since this one's, and for it.
  void has_moved(const schema::Linked& guard, const record::Record& other) {
    if (!guard.moved) return;
    const schema::Moved& moved = *guard.moved;
    if (moved.unless && is_so(*moved.unless, other)) return;
    std::optional<Instant> since;
    for (const auto* event : live_events(a_))
      if (contains(moved.since, event->verb)) since = event->at;
    const auto events = record::effective_events(other, {a_.event.at, std::nullopt});
    const bool done = std::any_of(events.begin(), events.end(), [&](const Event* event) {
      if (event->verb != moved.move || (since && event->at < *since)) return false;
      return moved.naming.empty() || contains(get(event->set, moved.naming).texts(), a_.record.id);
    });
    if (done) return;
    std::string text = say("'{}' has not made '{}'", other.id, moved.move);
    if (since) text += say(" since {}", to_string(*since));
    if (!moved.naming.empty()) text += say(" for '{}'", a_.record.id);
    std::string hint = fmt::format("itss {} {} {}", other.type, moved.move, other.id);
    if (!moved.naming.empty()) hint += fmt::format(" {} {}", option_of(moved.naming), a_.record.id);
    refuse("LINKS", std::move(text), std::move(hint));
  }

  bool counts(const schema::After& guard, const Event& event) const {
    if (event.verb != guard.move) return false;
    if (guard.other && resolve_person(a_.world, event.by) == resolve_person(a_.world, a_.event.by)) return false;
    return guard.roles.empty() || std::any_of(guard.roles.begin(), guard.roles.end(),
                                              [&](const auto& role) { return holds(event.by, role, event.at); });
  }

  static std::string after_text(const schema::After& guard, long reached) {
    std::string text =
        guard.count == 1 ? say("'{}' must come before", guard.move)
        : guard.distinct_days
            ? say("'{}' must come before on {} different days; so far {}", guard.move, guard.count, reached)
            : say("'{}' must come before {} times; so far {}", guard.move, guard.count, reached);
    if (!guard.since.empty()) text += say(", after '{}'", join(guard.since, " | "));
    if (!guard.roles.empty()) text += say(", by the role {}", join(guard.roles, " | "));
    if (guard.other) text += tr(", by another person");
    return text;
  }

  std::string after_hint(const schema::After& guard) const {
    return fmt::format("itss {} {} {}", a_.schema.record, guard.move, a_.record.id);
  }

  std::string put_hint(const schema::Each& guard, const std::string& key) const {
    std::vector<std::string> hints;
    for (const auto& name : guard.has) hints.push_back(fill_hint(fmt::format("{}.{}.{}", guard.in, key, name)));
    return join(hints, " ");
  }

  // What fills a field, or a part of a map as `field.key.part`: an option of the move if it takes the field.
  std::string fill_hint(const std::string& path) const {
    const std::string name = path.substr(0, path.find('.'));
    const schema::Field* field = a_.schema.find_field(name);
    const schema::Move* move = a_.schema.find_move(a_.event.verb);
    const bool taken = move != nullptr && contains(inputs_of(a_.schema, *move), name);
    if (name == path) return taken || field == nullptr ? option_of(path) : set_command(path + "=...");
    if (field == nullptr || field->type != schema::FieldType::map) return {};
    if (taken) return fmt::format("{} {}=...", option_of(name), path.substr(name.size() + 1));
    return set_command("--put " + path + "=...");
  }

  std::string set_command(const std::string& words) const {
    return fmt::format("itss {} set {} {}", a_.schema.record, a_.record.id, words);
  }

  void fits(const char* code, const record::Record& other, const std::vector<std::string>& states,
            const schema::Condition& where) {
    const auto misfit = misfit_of(other, states, where);
    if (misfit && !did_fit_within_the_second(other, states, where)) refuse(code, *misfit, "itss show " + other.id);
  }

  std::optional<std::string> misfit_of(const record::Record& other, const std::vector<std::string>& states,
                                       const schema::Condition& where) const {
    const AsOf as_of{a_.event.at, std::nullopt};
    const Fields fields = record::replay(other, as_of);
    const std::string state = record::shown_state(other, fields, a_.world, a_.event.at);
    if (!states.empty() && !contains(states, state))
      return say("'{}' is {}; it must be {}", other.id, state.empty() ? "-" : state, join(states, " | "));
    if (!schema::holds(where, record::RecordFacts(other, fields, a_.world, a_.event.at, as_of)))
      return say("'{}' does not fulfil what is asked of it", other.id);
    return std::nullopt;
  }

  // Of an event that stands in the history: what the other record did in the very second may have come after it.
  bool did_fit_within_the_second(const record::Record& other, const std::vector<std::string>& states,
                                 const schema::Condition& where) const {
    const auto& history = a_.record.events;
    if (std::none_of(history.begin(), history.end(), [&](const Event& event) { return &event == &a_.event; }))
      return false;
    record::Record earlier = other;
    for (;;) {
      const auto events = record::effective_events(earlier, {a_.event.at, std::nullopt});
      if (events.empty() || events.back()->at != a_.event.at) return false;
      earlier.events.erase(earlier.events.begin() + (events.back() - earlier.events.data()));
      if (!misfit_of(earlier, states, where)) return true;
    }
  }

  const Attempt& a_;
  AttemptFacts facts_;
  Refusals& out_;
};

// What is asked for without a guard: the channel by which the requester was told, and that no required field is left
// empty by the event (one that was empty before it is not its fault).
void judge_unasked(const Attempt& attempt, const schema::Move& move, const schema::Rule& rule, Refusals& out) {
  if (rule.told && attempt.event.told.empty())
    out.push_back({.code = "REQUIRES",
                   .message = say("{} is needed: by which channel the requester was told", "'told'"),
                   .hint = "--told CHANNEL",
                   .clause = move.clause});
  for (auto& refusal : emptied_fields(attempt))
    if (std::none_of(out.begin(), out.end(), [&](const auto& each) {
          return each.severity == Severity::error && each.code == refusal.code && each.hint == refusal.hint;
        }))
      out.push_back(std::move(refusal));
}

}  // namespace

std::vector<Refusal> emptied_fields(const Attempt& attempt) {
  Refusals out;
  const Date day = day_of_entry(attempt);
  for (const auto& field : attempt.schema.fields)
    if (field.required && field.valid.covers(day) && get(attempt.after, field.name).empty() &&
        (attempt.before.empty() || !get(attempt.before, field.name).empty()))
      out.push_back({.code = "REQUIRES",
                     .message = say("{} is needed", named(attempt.schema, field.name)),
                     .hint = option_of(field.name),
                     .clause = field.clause});
  return out;
}

std::vector<Refusal> judge(const Attempt& attempt, const schema::Move& move, const schema::Rule& rule) {
  Refusals out;
  for (const auto* group : binding_guards(attempt, rule)) {
    const std::size_t first = out.size();
    for (const auto& test : group->tests) std::visit(Judge(attempt, out), test);
    for (std::size_t i = first; i < out.size(); ++i) {
      if (out[i].clause.empty()) out[i].clause = group->clause.empty() ? move.clause : group->clause;
      out[i].severity = group->severity;
    }
  }
  judge_unasked(attempt, move, rule, out);
  return out;
}

}  // namespace itss::process
