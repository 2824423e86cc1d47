// Walks through a record's history, event by event, and writes down what it does to one clock. Within one event,
// changes of the target apply before a stop.
#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "record/facts.hpp"
#include "sla/choice.hpp"

namespace itss::sla {

namespace {

using record::Step;

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

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
  // REQUIRES: the question has steps.
  explicit Walk(const Question& question) : q_(question), rule_(question.rule), chooser_(question) {}

  Course run() {
    const auto& steps = q_.steps;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      take(steps[i]);
      arrive(steps[i], i + 1 < steps.size() ? steps[i + 1].event->at.utc : q_.now.utc);
    }
    course_.reply_unknown = rule_.stops_when_told && steps.front().event->is_import() && !told_;
    return std::move(course_);
  }

 private:
  void take(const Step& step) {
    const std::string before = get(step.before(), "status").text();
    const std::string after = get(step.after(), "status").text();
    const bool told = !step.event->told.empty();
    leave_hold(step);
    if (!course_.started) {
      if (begins(step, before, after)) start(step);
      if (course_.started) stop_if(step, told, before, after);
    } else if (running()) {
      run_on(step, told, before, after);
    } else if (may_reopen_ && starts_again(step, before, after)) {
      reopen(step, before, after);
    } else if (chooser_.is_touched_by(step) && !chooser_.is_classified_by(step)) {
      changed_at_rest_ = true;
    }
    told_ = told_ || told;
    enter_hold(step, before, after);
    note_excuse(*step.event);
  }

  void run_on(const Step& step, bool told, const std::string& before, const std::string& after) {
    const bool handed_on = !holder(step.after()).empty() && holder(step.before()) != holder(step.after());
    if (handed_on)
      restart(step, "handed_on");
    else if (chooser_.is_touched_by(step))
      reconsider(step, step.event->at, &step);
    const bool stopped = stop_if(step, told, before, after);
    if (!stopped && rule_.told_restarts && told && !is_reply(before, after)) restart(step, "told");
  }

  // Whose value the clock runs for; empty for a clock that runs for no field.
  std::string holder(const Fields& fields) const { return rule_.per.empty() ? "" : get(fields, rule_.per).text(); }

  // Whether the step does what the rule names as a start.
  bool enters_start(const Step& step, const std::string& before, const std::string& after) const {
    const bool by_state = contains(rule_.starts_in, after) && !contains(rule_.starts_in, before);
    return (by_state || contains(rule_.starts_by, step.event->verb)) && may_start(step);
  }

  bool begins(const Step& step, const std::string& before, const std::string& after) const {
    if (!rule_.per.empty() && holder(step.after()).empty()) return false;
    return (rule_.starts_in.empty() && rule_.starts_by.empty()) ? may_start(step) : enters_start(step, before, after);
  }

  bool may_start(const Step& step) const {
    if (rule_.starts_when.form == schema::Condition::Form::always) return true;
    const Instant& at = step.event->at;
    return schema::holds(rule_.starts_when,
                         record::RecordFacts(q_.record, step.after(), q_.world, at, {at, std::nullopt}));
  }

  bool leaves_stop(const std::string& before, const std::string& after) const {
    return contains(rule_.stops_in, before) && !contains(rule_.stops_in, after);
  }

  bool starts_again(const Step& step, const std::string& before, const std::string& after) const {
    if (contains(rule_.cancelled_in, after) || contains(rule_.stops_in, after)) return false;
    if (!rule_.per.empty()) return !holder(step.after()).empty();
    return leaves_stop(before, after) || enters_start(step, before, after);
  }

  void note_excuse(const record::Event& event) {
    const schema::Excusing& excusing = q_.schema.excusing;
    if (excusing.given() && event.verb == excusing.move && get(event.set, excusing.clock).text() == rule_.name)
      course_.excuse = Excuse{get(event.set, excusing.reason).text(), event.by, event.note, event.at};
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
      may_reopen_ = false;
      end_pledge(step.event->at);
      return true;
    }
    const bool by_told = told && rule_.stops_when_told;
    const bool by_state = contains(rule_.stops_in, after) && !(contains(rule_.stops_in, before));
    const bool by_move = contains(rule_.stops_by, step.event->verb);
    const bool given_up = !rule_.per.empty() && holder(step.after()).empty();
    if (!by_told && !by_state && !by_move && !given_up) return false;
    course_.stopped = step.event->at;
    may_reopen_ = !rule_.stops_when_told;  // a clock that a reply stops never starts again
    if (running_pledge() != nullptr)
      running_pledge()->stop_known = step.event->is_import() ? step.event->at.utc : step.event->known_since().utc;
    end_pledge(step.event->at);
    return true;
  }

  Pledge* running_pledge() {
    return course_.pledges.empty() || course_.pledges.back().shown.until ? nullptr : &course_.pledges.back();
  }

  void end_pledge(const Instant& at) {
    if (Pledge* pledge = running_pledge()) pledge->shown.until = at;
  }

  void reopen(const Step& step, const std::string& before, const std::string& after) {
    const Instant& at = step.event->at;
    const Agreement* agreement = held();
    if (leaves_stop(before, after) && agreement != nullptr && agreement->on_reopen == OnReopen::first_only) {
      may_reopen_ = false;
      return;
    }
    course_.rests.push_back({course_.stopped->utc, at.utc});
    course_.stopped.reset();
    const bool changed = std::exchange(changed_at_rest_, false);
    const bool new_cycle = agreement != nullptr && agreement->on_reopen == OnReopen::new_cycle;
    if (rule_.told_restarts || !rule_.per.empty() || new_cycle || enters_start(step, before, after))
      return restart(step, "reopen");
    const Choice choice = agreement == nullptr ? Choice() : choose(step, at);
    if (!choice || !choice.same_as(course_.pledges.back())) return reconsider(step, at, changed ? nullptr : &step);
    Pledge again = course_.pledges.back();
    again.replaced = false;
    again.stop_known.reset();
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
    const Zone& zone = q_.world.zone();
    for (const SysSeconds at : q_.agreements.arrivals(step.event->at.utc, until)) {
      if (running()) {
        reconsider(step, zone.at(at), nullptr);
      } else if (course_.stopped) {
        const Agreement* before = choose(step, zone.at(at - Seconds(1))).agreement;
        changed_at_rest_ |= before != choose(step, zone.at(at)).agreement;
      }
    }
  }

  // The agreement by which the clock is judged until now; null if none is.
  const Agreement* held() const { return course_.pledges.empty() ? nullptr : course_.pledges.back().agreement; }

  Choice choose(const Step& step, const Instant& at) const { return chooser_.choose(step, at, held()); }

  // A new promise, if another target holds now. `event`: the step that changed it; null if a new version did, or what
  // happened while the clock stood still.
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
    const bool first = event != nullptr && chooser_.is_classified_by(*event);
    if (first) {
      replace_pledge(at);
      return add(choice, "classification", "from_start", cycle, at);
    }
    const bool other = !had || course_.pledges.back().agreement != choice.agreement;
    change(choice, choice.date ? "due_change" : other ? "agreement_change" : "priority_change", cycle, at);
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
    pledge.rule = &rule_;
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
    if (choice.date) {
      pledge.date = choice.date;
      shown.method = "date";
      shown.target = *choice.date - counted_from.utc;
    } else {
      shown.target = choice.calendar->target_seconds(counted_from.utc, choice.target, pledge.use);
    }
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
    hold.reason = get(step.after(), rule_.pause_reason).text();
    hold.consent = get(step.after(), rule_.pause_consent).text();
    hold.by = hold_by_;
    const std::string& until = get(step.after(), rule_.pause_until).text();
    if (const auto instant = parse_instant(until))
      hold.until = instant->utc;
    else if (const auto date = parse_date(until))
      hold.until = q_.world.zone().start_of(*date);
    course_.holds.push_back(std::move(hold));
  }

  const Question& q_;
  const schema::ClockRule& rule_;
  Chooser chooser_;
  Course course_;
  SysSeconds hold_entered_{};
  std::string hold_by_;  // who put it on hold
  bool told_ = false;
  bool may_reopen_ = false;
  bool changed_at_rest_ = false;  // the target was changed while the clock stood still
};

}  // namespace

Course walk(const Question& question) { return question.steps.empty() ? Course() : Walk(question).run(); }

}  // namespace itss::sla
