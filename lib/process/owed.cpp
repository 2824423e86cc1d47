#include "process/owed.hpp"

#include <algorithm>

#include "process/at_hand.hpp"
#include "process/attempt.hpp"
#include "record/fold.hpp"
#include "schema/possible.hpp"

namespace itss::process {

namespace {

using Names = std::vector<std::string>;

bool contains(const Names& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// The instant of a value: itself, or the end of a date.
std::optional<SysSeconds> end_of(const std::string& text, const Zone& zone) {
  if (const auto instant = parse_instant(text)) return instant->utc;
  if (const auto date = parse_date(text))
    return zone.start_of(Date(std::chrono::sys_days(*date) + std::chrono::days(1)));
  return std::nullopt;
}

// One record, asked what it waits for.
class Waiting {
 public:
  Waiting(const Present& present, const std::vector<sla::Clock>& clocks) : p_(present), clocks_(clocks) {}

  bool fits(const schema::Owed& owed, const std::string& state, const std::string& shown,
            const record::ClockAnswers& answers) const {
    if (!owed.states.empty() && !contains(owed.states, state) && !contains(owed.states, shown)) return false;
    if (owed.states.empty() && !p_.schema.is_open(state)) return false;
    auto facts = p_.facts();
    facts.set_clocks(answers);
    return schema::holds(owed.when, facts);
  }

  std::optional<Instant> due_of(const schema::Owed& owed) const {
    if (!owed.clock.empty()) {
      const auto clock =
          std::find_if(clocks_.begin(), clocks_.end(), [&](const auto& each) { return each.name == owed.clock; });
      return clock != clocks_.end() && clock->is_running() ? clock->due : std::nullopt;
    }
    const Zone& zone = p_.world.zone();
    const auto end = owed.due.empty() ? std::nullopt : end_of(p_.facts().value(owed.due).text(), zone);
    if (!end) return std::nullopt;
    if (!owed.lead) return zone.at(*end);
    const auto local = zone.to_local(*end) - std::chrono::days(owed.lead->days);
    return zone.at(zone.to_utc(local) - owed.lead->seconds);
  }

  // Who owe it, and the roles by which they do.
  void name_people(const schema::Owed& owed, const schema::Move& move, const schema::Rule& rule,
                   const std::map<std::string, Names, std::less<>>& holders, Duty& duty) const {
    Names people = first_filled(owed.by), roles;
    const auto groups = guards_at_hand(p_, move, rule);
    if (people.empty()) {
      for (const auto* group : groups)
        for (const auto& test : group->tests)
          if (const auto* actor = std::get_if<schema::Actor>(&test)) {
            for (auto& each : people_at(p_, actor->by)) people.push_back(std::move(each));
            roles.insert(roles.end(), actor->roles.begin(), actor->roles.end());
          }
      if (!people.empty()) roles.clear();
    }
    for (const auto& role : roles)
      if (const auto found = holders.find(role); found != holders.end())
        people.insert(people.end(), found->second.begin(), found->second.end());
    const Names barred = barred_by(groups);
    for (auto& person : people)
      if (!contains(barred, person) && !contains(duty.people, person)) duty.people.push_back(std::move(person));
    duty.roles = std::move(roles);
  }

 private:
  Names first_filled(const Names& paths) const {
    for (const auto& path : paths)
      if (auto people = people_at(p_, {path}); !people.empty()) return people;
    return {};
  }

  // Who may not make the move: by what they did, or as whom the record names them.
  Names barred_by(const std::vector<const schema::GuardGroup*>& groups) const {
    const record::Event now{.at = p_.now};
    const auto events = live_events({p_.world, p_.schema, p_.record, p_.record.fields, p_.record.fields, now});
    Names barred;
    for (const auto* group : groups)
      for (const auto& test : group->tests) {
        if (const auto* not_by = std::get_if<schema::NotBy>(&test)) {
          for (const auto* event : events)
            if (contains(not_by->moves, event->verb)) barred.push_back(resolve_person(p_.world, event->by));
        } else if (const auto* disjoint = std::get_if<schema::Disjoint>(&test)) {
          if (contains(disjoint->paths, "actor"))
            for (auto& person : people_at(p_, disjoint->paths)) barred.push_back(std::move(person));
        }
      }
    return barred;
  }

  const Present& p_;
  const std::vector<sla::Clock>& clocks_;
};

bool is_sooner(const Duty& a, const Duty& b) {
  if (a.due.has_value() != b.due.has_value()) return a.due.has_value();
  return a.due && *a.due < *b.due;
}

}  // namespace

Duties::Duties(const record::World& world, const Instant& now) : world_(world), now_(now), clockwork_(world) {
  const schema::Schema* type = world.schemas().find(schema::kPersonType);
  if (type == nullptr) return;
  world.each(schema::kPersonType, [&](const record::RecordPtr& person) {
    if (!type->is_open(get(person->fields, "status").text())) return;
    staff_.insert(person->id);
    for (const auto& role : get(person->fields, schema::kRolesField.data()).texts())
      holders_[role].push_back(person->id);
  });
}

std::vector<Duty> Duties::of(const record::Record& record) const {
  std::vector<Duty> duties;
  const schema::Schema* type = world_.schemas().find(record.type);
  if (type == nullptr || type->owed.empty()) return duties;
  const Present present{*type, record, world_, now_};
  const std::string& state = get(record.fields, "status").text();
  const std::string shown = record::shown_state(record, record.fields, world_, now_);
  const auto clocks = type->clocks.empty() ? std::vector<sla::Clock>() : clockwork_.clocks_of(record, now_);
  const Waiting waiting(present, clocks);
  const auto answers = sla::clock_answers(record, clockwork_, now_);
  const auto spans = record::state_spans(record);
  for (const auto& owed : type->owed) {
    const schema::Move* move = type->find_move(owed.move);
    if (move == nullptr || !waiting.fits(owed, state, shown, answers)) continue;
    const schema::Rule* rule = rule_at_hand(present, *move);
    if (rule == nullptr) continue;
    Duty duty;
    duty.type = type;
    duty.id = record.id;
    duty.title = to_text(get(record.fields, type->title_field));
    duty.move = owed.move;
    duty.due = waiting.due_of(owed);
    duty.overdue = duty.due && *duty.due < now_;
    if (!spans.empty()) duty.since = spans.back().from;
    waiting.name_people(owed, *move, *rule, holders_, duty);
    std::erase_if(duty.people, [&](const auto& person) { return staff_.count(person) == 0; });
    const auto same =
        std::find_if(duties.begin(), duties.end(), [&](const auto& each) { return each.move == duty.move; });
    if (same == duties.end())
      duties.push_back(std::move(duty));
    else if (is_sooner(duty, *same))
      *same = std::move(duty);
  }
  return duties;
}

namespace {

// What some records of one type wait for.
struct Sum {
  const Duties* duties;
  std::vector<Duty> all;
  void add(const record::Record& record, record::Matters /*to*/) {
    for (auto& duty : duties->of(record)) all.push_back(std::move(duty));
  }
  void merge(Sum later) { std::move(later.all.begin(), later.all.end(), std::back_inserter(all)); }
};

}  // namespace

std::vector<Duty> Duties::of_type(const schema::Schema& type) const {
  Sum total{this, {}};
  if (type.owed.empty()) return {};
  record::Scope scope;
  scope.past = schema::settled_states(type);
  for (const auto& owed : type.owed)
    for (const auto& state : owed.states) scope.past.erase(state);
  record::fold_records(world_, type.record, {scope}, Sum{this, {}}, total);
  return std::move(total.all);
}

void sort_by_due(std::vector<Duty>& duties) { std::stable_sort(duties.begin(), duties.end(), is_sooner); }

}  // namespace itss::process
