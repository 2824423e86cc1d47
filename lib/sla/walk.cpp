// Walks through a record's history, event by event, and writes down what it does to one clock. Within one event,
// changes of the target apply before a stop.
#include <algorithm>

#include "base/text.hpp"
#include "record/facts.hpp"
#include "sla/course.hpp"

namespace itss::sla {

namespace {

using record::Step;

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// The target that an agreement has for a clock of a record, as the record is at one moment.
struct Choice {
  const Agreement* agreement = nullptr;
  const calendar::Calendar* calendar = nullptr;
  std::string level;
  Duration target;

  explicit operator bool() const { return agreement != nullptr; }
  bool same_as(const Pledge& pledge) const { return agreement == pledge.agreement && level == pledge.shown.level; }
};

// The wider of two calendars has more working time in the four weeks from `at`; the clock started at `start`.
bool is_wider(const Choice& choice, const Pledge& old, SysSeconds start, SysSeconds at) {
  if (choice.calendar == old.calendar) return false;
  const SysSeconds end = at + std::chrono::weeks(4);
  return choice.calendar->between(at, end, {choice.calendar->version_at(start), calendar::Versions::pinned}) >
         old.calendar->between(at, end, old.use);
}

// What is left of the old promise, as a share of its level's target, of the new level's target; rounded up.
Seconds proportional(Seconds total, const Pledge& old, Seconds spent) {
  const Seconds left = old.shown.target - spent;
  if (left <= Seconds(0)) return Seconds(0);
  const auto whole = old.level_target.count();
  return Seconds((total.count() * left.count() + whole - 1) / whole);
}

class Walk {
 public:
  explicit Walk(const Question& question) : q_(question), rule_(question.rule) {}

  Course run() {
    const auto& steps = q_.steps;
    if (steps.empty()) return std::move(course_);
    opened_ = steps.front().event->at.utc;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      take(steps[i]);
      arrive(steps[i], i + 1 < steps.size() ? steps[i + 1].event->at.utc : q_.now.utc);
    }
    course_.reply_unknown = rule_.stops_when_told && steps.front().event->is_import() && !told_;
    return std::move(course_);
  }

 private:
  std::string state(const Fields& fields) const {
    const std::string& name = get(fields, "status").text();
    const auto renamed = q_.schema.renamed_states.find(name);
    return renamed == q_.schema.renamed_states.end() ? name : renamed->second;
  }

  void take(const Step& step) {
    const std::string before = state(step.before);
    const std::string after = state(step.after);
    const bool told = !step.event->told.empty();
    leave_hold(step);
    if (!course_.started) {
      if (rule_.starts_in.empty() || contains(rule_.starts_in, after)) start(step);
      if (course_.started) stop_if(step, told, before, after);
    } else if (running()) {
      if (changes_target(step)) reconsider(step, step.event->at, &step);
      const bool stopped = stop_if(step, told, before, after);
      if (!stopped && rule_.told_restarts && told && !is_reply(before, after)) restart(step, "told");
    } else if (may_reopen_ && contains(rule_.stops_in, before) && !contains(rule_.stops_in, after) &&
               !contains(rule_.cancelled_in, after)) {
      reopen(step);
    } else if (changes_target(step) && !classifies(step)) {
      changed_at_rest_ = true;
    }
    told_ = told_ || told;
    enter_hold(step, before, after);
  }

  // The reply by the move that accepts the record is no progress, even where the requester was told before: it is the
  // move out of the initial state, or the first one that tells where the history begins in a later state.
  bool is_reply(const std::string& before, const std::string& after) const {
    const schema::State* state = q_.schema.find_state(before);
    const bool accepts = !told_ || (state != nullptr && state->initial);
    return accepts && before != after;
  }

  bool running() const { return course_.started && !course_.stopped && !course_.cancelled; }

  void start(const Step& step) {
    course_.started = true;
    course_.start = step.event->at;
    course_.cycle_start = step.event->at.utc;
    course_.start_known = step.event->is_import() ? step.event->at.utc : step.event->known_since().utc;
    if (const Choice choice = choose(step, step.event->at))
      add(choice, "opening", "from_start", course_.start, course_.start);
  }

  bool stop_if(const Step& step, bool told, const std::string& before, const std::string& after) {
    if (contains(rule_.cancelled_in, after)) {
      course_.cancelled = step.event->at;
      end_pledge(step.event->at);
      return true;
    }
    const bool by_told = told && rule_.stops_when_told;
    const bool by_state = contains(rule_.stops_in, after) && !(contains(rule_.stops_in, before));
    if (!by_told && !by_state) return false;
    course_.stopped = step.event->at;
    course_.stop_known = step.event->is_import() ? step.event->at.utc : step.event->known_since().utc;
    may_reopen_ = !rule_.stops_when_told;  // a clock that a reply stops never starts again
    end_pledge(step.event->at);
    return true;
  }

  void end_pledge(const Instant& at) {
    if (!course_.pledges.empty() && !course_.pledges.back().shown.until) course_.pledges.back().shown.until = at;
  }

  void reopen(const Step& step) {
    const Instant& at = step.event->at;
    const Agreement* agreement = course_.pledges.empty() ? nullptr : course_.pledges.back().agreement;
    if (agreement != nullptr && agreement->on_reopen == OnReopen::first_only) {
      may_reopen_ = false;
      return;
    }
    course_.rests.push_back({course_.stopped->utc, at.utc});
    course_.stopped.reset();
    const bool afresh = rule_.told_restarts || (agreement != nullptr && agreement->on_reopen == OnReopen::new_cycle);
    if (afresh) return restart(step, "reopen");
    if (agreement == nullptr) return reconsider(step, at, &step);
    const Choice choice = choose(step, at);
    if (!choice || !choice.same_as(course_.pledges.back())) return reconsider(step, at, &step);
    Pledge again = course_.pledges.back();
    again.replaced = false;
    again.shown.policy = "reopen";
    again.shown.in_force_from = at;
    again.shown.until.reset();
    course_.pledges.push_back(std::move(again));
  }

  // A promise of its own from here.
  void restart(const Step& step, const char* policy) {
    const Instant& at = step.event->at;
    replace_pledge(at);
    course_.cycle_start = at.utc;
    if (const Choice choice = choose(step, at)) add(choice, policy, "from_start", at, at);
  }

  void replace_pledge(const Instant& at) {
    if (course_.pledges.empty() || course_.pledges.back().shown.until) return;
    course_.pledges.back().shown.until = at;
    course_.pledges.back().replaced = true;
  }

  // Versions of agreements that reach open records between two events.
  void arrive(const Step& step, SysSeconds until) {
    for (const SysSeconds at : q_.agreements.arrivals(step.event->at.utc, until))
      if (running()) reconsider(step, q_.world.zone().at(at), nullptr);
  }

  bool changes_target(const Step& step) const {
    const auto concerns = [&](const std::string& field) {
      return field == rule_.target_by || contains(q_.agreements.fields_named(), field);
    };
    const record::Event& event = *step.event;
    for (const Fields* changes : {&event.set, &event.add, &event.remove, &event.put, &event.drop})
      for (const auto& [field, value] : *changes)
        if (concerns(field)) return true;
    return std::any_of(event.unset.begin(), event.unset.end(), concerns);
  }

  record::RecordFacts facts(const Fields& fields, const Instant& at) const {
    return record::RecordFacts(q_.record, fields, q_.world, at, {at, q_.known_at});
  }

  Choice choose(const Step& step, const Instant& at) const {
    const auto now = facts(step.after, at);
    const Agreement* agreement = q_.agreements.choose(rule_.name, now, opened_, at.utc);
    if (agreement == nullptr) return {};
    const Terms& terms = agreement->terms.find(rule_.name)->second;
    std::string level = now.value(rule_.target_by).text();
    if (level.empty()) level = kUnclassified;
    auto target = terms.targets.find(level);
    if (target == terms.targets.end()) target = terms.targets.find(kEvery);
    if (target == terms.targets.end()) return {};
    const calendar::Calendar* calendar = q_.world.calendar(terms.calendar);
    if (calendar == nullptr) return {};
    return {agreement, calendar, target->first, target->second};
  }

  // Whether the event fills only what was empty among the fields that choose the target.
  bool classifies(const Step& step) const {
    const auto before = facts(step.before, step.event->at);
    const auto after = facts(step.after, step.event->at);
    const auto overwritten = [&](const std::string& path) {
      const Value old = before.value(path);
      return !old.empty() && old != after.value(path);
    };
    const auto& paths = q_.agreements.paths_named();
    return !overwritten(rule_.target_by) && std::none_of(paths.begin(), paths.end(), overwritten);
  }

  // A new promise, if another target holds now. `event`: the step that changed it, null if a new version did.
  void reconsider(const Step& step, const Instant& at, const Step* event) {
    const bool had = !course_.pledges.empty();
    const Choice choice = choose(step, at);
    if (!choice) {
      course_.uncovered = had;
      return replace_pledge(at);
    }
    if (had && !course_.pledges.back().shown.until && choice.same_as(course_.pledges.back())) return;
    course_.uncovered = false;
    const Instant cycle = q_.world.zone().at(course_.cycle_start);
    const bool first = event != nullptr && !changed_at_rest_ && classifies(*event);
    changed_at_rest_ = false;
    if (first) {
      replace_pledge(at);
      return add(choice, "classification", "from_start", cycle, at);
    }
    const bool other = !had || course_.pledges.back().agreement != choice.agreement;
    change(choice, other ? "agreement_change" : "priority_change", cycle, at);
  }

  void change(const Choice& choice, const char* policy, const Instant& cycle, const Instant& at) {
    const bool had = !course_.pledges.empty();
    const bool wider = had && is_wider(choice, course_.pledges.back(), course_.start.utc, course_.cycle_start);
    const OnChange how = choice.agreement->on_change.value_or(wider ? OnChange::from_change : OnChange::retroactive);
    const bool shares = how == OnChange::proportional && had;
    replace_pledge(at);
    if (how == OnChange::retroactive) return add(choice, policy, "from_start", cycle, at);
    add(choice, policy, shares ? "proportional" : "from_change", at, at);
    if (!shares) return;
    Pledge& pledge = course_.pledges.back();
    const Pledge& old = course_.pledges[course_.pledges.size() - 2];
    pledge.level_target = pledge.calendar->target_seconds(course_.cycle_start, choice.target, pledge.use);
    const Seconds spent = worked(course_, old, old.shown.counted_from.utc, old.shown.until->utc);
    pledge.shown.target = proportional(pledge.level_target, old, spent);
  }

  void add(const Choice& choice, const char* policy, const char* method, const Instant& counted_from,
           const Instant& at) {
    Pledge pledge;
    pledge.agreement = choice.agreement;
    pledge.calendar = choice.calendar;
    pledge.use.version = choice.calendar->version_at(course_.start.utc);
    if (choice.agreement->follows_calendar) pledge.use.versions = calendar::Versions::follow;
    Promise& shown = pledge.shown;
    shown.agreement = choice.agreement->id;
    shown.calendar = choice.calendar->name();
    shown.level = choice.level;
    shown.policy = policy;
    shown.method = method;
    shown.counted_from = counted_from;
    shown.in_force_from = at;
    shown.target = choice.calendar->target_seconds(counted_from.utc, choice.target, pledge.use);
    pledge.level_target = shown.target;
    course_.pledges.push_back(std::move(pledge));
  }

  void leave_hold(const Step& step) {
    if (course_.holds.empty() || course_.holds.back().to != SysSeconds::max()) return;
    course_.holds.back().to = step.event->at.utc;
    if (course_.holds.back().from == course_.holds.back().to) course_.holds.pop_back();
  }

  void enter_hold(const Step& step, const std::string& before, const std::string& after) {
    if (!contains(rule_.pauses_in, after)) return;
    Hold hold;
    hold.from = step.event->at.utc;
    if (before != after) {
      hold_entered_ = hold.from;
      hold_by_ = step.event->by;
    }
    hold.entered = hold_entered_;
    hold.reason = get(step.after, rule_.pause_reason).text();
    hold.consent = get(step.after, rule_.pause_consent).text();
    hold.by = hold_by_;
    const std::string& until = get(step.after, rule_.pause_until).text();
    if (const auto instant = parse_instant(until))
      hold.until = instant->utc;
    else if (const auto date = parse_date(until))
      hold.until = q_.world.zone().start_of(*date);
    course_.holds.push_back(std::move(hold));
  }

  const Question& q_;
  const schema::ClockRule& rule_;
  Course course_;
  SysSeconds opened_{};
  SysSeconds hold_entered_{};
  std::string hold_by_;  // who put it on hold
  bool told_ = false;
  bool may_reopen_ = false;
  bool changed_at_rest_ = false;  // the target was changed while the clock stood still
};

}  // namespace

Course walk(const Question& question) { return Walk(question).run(); }

}  // namespace itss::sla
