#include "sla_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace itss::model {

namespace {

using record::Event;
using record::Record;

constexpr Time kDeskOffset = 8 * 3600L;

Time known_since(const Event& event) { return event.known_since().utc.time_since_epoch().count(); }
Time time_of(const Event& event) { return event.at.utc.time_since_epoch().count(); }

// What of the record's fields matters to clocks.
struct State {
  std::string status, priority, service, why, consent;
  std::optional<Time> until;
  Time on_hold_since = 0;
  bool waiting = false;
  bool at_rest = false;  // of the clock: stopped, and perhaps reopened later
};

// The events that happened until `now` and were known at `known_at`, in order; without what was retracted, equal ones
// once.
std::vector<const Event*> history_of(const Record& record, Time now, std::optional<Time> known_at) {
  std::vector<const Event*> known, out;
  std::set<std::string> ids, retracted;
  for (const Event& event : record.events)
    if ((!known_at || known_since(event) <= *known_at) && ids.insert(event.id()).second) known.push_back(&event);
  std::stable_sort(known.begin(), known.end(), [](auto a, auto b) { return a->at < b->at; });
  for (auto at = known.rbegin(); at != known.rend(); ++at)
    if ((*at)->verb == record::kRetract && retracted.count((*at)->id()) == 0) retracted.insert((*at)->retracts);
  for (const Event* event : known)
    if (time_of(*event) <= now && event->verb != record::kRetract && retracted.count(event->id()) == 0)
      out.push_back(event);
  return out;
}

State apply(State state, const Event& event) {
  const std::string before = state.status;
  const auto read = [&](const char* field, std::string& into) {
    if (std::find(event.unset.begin(), event.unset.end(), field) != event.unset.end()) into.clear();
    if (const auto found = event.set.find(field); found != event.set.end()) into = found->second.text();
  };
  std::string until;
  if (state.until) until = "as it was";
  read("status", state.status);
  read("priority", state.priority);
  read("service", state.service);
  read("why", state.why);
  read("consent", state.consent);
  read("until", until);
  if (until.empty()) state.until.reset();
  if (const auto instant = parse_instant(until)) state.until = instant->utc.time_since_epoch().count();
  state.waiting = state.status == "waiting";
  if (state.waiting && before != "waiting") state.on_hold_since = time_of(event);
  return state;
}

// The answer is further away than a test should look.
struct TooFar {};

class Walk {
 public:
  Walk(const std::string& name, const Record& record, const World& world, Time now, std::optional<Time> known_at)
      : world_(world), now_(now), history_(history_of(record, now, known_at)) {
    clock_.name = name;
    pauses_ = name != "response";
    for (const Agreement& agreement : world.agreements) {
      service_matters_ |= !agreement.service.empty();
      if (agreement.to_open) arrivals_.insert(agreement.from());
    }
  }

  Clock run() {
    if (history_.empty()) return clock_;
    clock_.started = opened_ = cycle_ = time_of(*history_.front());
    start_known_ = known_since(*history_.front());
    std::size_t next = 0;
    for (Time at = opened_; at <= now_; ++at) {
      // A version that comes into force in the second of an event is there before it.
      if (at > opened_ && arrivals_.count(at) > 0) news_of_agreement(at);
      while (next < history_.size() && time_of(*history_[next]) == at) take(*history_[next++]);
      look();
      if (at == now_) break;
      if (states_.empty() || changed_) states_.push_back(state_);
      changed_ = false;
      seconds_.push_back(states_.size() - 1);
      tick(at);
    }
    finish();
    return clock_;
  }

 private:
  bool is(std::string_view name) const { return clock_.name == name; }
  bool running() const { return begun_ && !clock_.stopped && !clock_.cancelled; }
  Promise* current() {
    return clock_.promises.empty() || clock_.promises.back().until ? nullptr : &clock_.promises.back();
  }

  // The agreement for the clock: one for the service before one for all; of a series the version in force at the
  // opening, or a later one that reaches open records.
  const Agreement* agreement_at(Time at) const {
    const auto reaches = [&](const Agreement& agreement) {
      return agreement.from() <= opened_ || (agreement.to_open && agreement.from() <= at);
    };
    const Agreement* best = nullptr;
    for (const Agreement& agreement : world_.agreements) {
      if (!reaches(agreement) || agreement.terms.count(clock_.name) == 0) continue;
      if (!agreement.service.empty() && agreement.service != state_.service) continue;
      const bool replaced =
          std::any_of(world_.agreements.begin(), world_.agreements.end(), [&](const Agreement& other) {
            return other.series == agreement.series && other.from() > agreement.from() && reaches(other);
          });
      if (replaced) continue;
      if (best == nullptr || (best->service.empty() && !agreement.service.empty())) best = &agreement;
    }
    return best;
  }

  Promise choose(Time at) const {
    Promise promise;
    promise.agreement = agreement_at(at);
    if (promise.agreement == nullptr) return promise;
    const Terms& terms = promise.agreement->terms.at(clock_.name);
    promise.level = state_.priority.empty() ? "unclassified" : state_.priority;
    if (terms.targets.count(promise.level) == 0) promise.level = "every";
    const auto own = terms.calendars.find(promise.level);
    promise.calendar_name = own == terms.calendars.end() ? terms.calendar : own->second;
    promise.calendar = world_.calendars.at(promise.calendar_name).get();
    promise.use = promise.agreement->follow ? kFollow : promise.calendar->version_at(opened_);
    return promise;
  }

  // A target of days is the working time from where it counts to where they lead.
  static long seconds_of(const Amount& amount, const Promise& promise, Time from) {
    if (amount.days == 0) return amount.seconds;
    const auto day = promise.calendar->days(from, amount.days, promise.use);
    const auto end = day ? promise.calendar->forward(*day, amount.seconds, promise.use) : std::nullopt;
    if (!day || !end) throw TooFar();
    return promise.calendar->between(from, amount.seconds == 0 ? *day : *end, promise.use);
  }

  const Amount& amount_of(const Promise& promise) const {
    return promise.agreement->terms.at(clock_.name).targets.at(promise.level);
  }

  // A promise comes into force: all that was worked since it counts is counted anew, second by second.
  void promise(Promise promise, const char* policy, const char* method, Time counted_from, Time at,
               std::optional<long> target = {}) {
    promise.policy = policy;
    promise.method = method;
    promise.counted_from = counted_from;
    promise.in_force_from = at;
    promise.target = target.value_or(seconds_of(amount_of(promise), promise, counted_from));
    promise.level_target = target ? promise.level_target : promise.target;
    promise.elapsed = 0;
    promise.due.reset();
    promise.until.reset();
    promise.broken_at.reset();
    if (promise.target == 0) promise.due = counted_from;
    for (Time second = counted_from; second < at; ++second) count(promise, second, state_during(second));
    clock_.promises.push_back(std::move(promise));
  }

  const State& state_during(Time second) const { return states_[seconds_[static_cast<std::size_t>(second - opened_)]]; }

  void count(Promise& promise, Time second, const State& state) const {
    if (!counts(promise, second, state)) return;
    ++promise.elapsed;
    if (promise.elapsed == promise.target) promise.due = second + 1;
    if (promise.elapsed == std::max(promise.target, 0L) + 1) promise.exceeded = second;
  }

  bool counts(const Promise& promise, Time second, const State& state) const {
    return promise.calendar->open(second, promise.use) && !state.at_rest && !paused(promise, second, state);
  }

  bool may_pause(const Promise& promise, const State& state) const {
    if (!pauses_ || !state.waiting) return false;
    const auto& reasons = promise.agreement->pauses;
    return !state.consent.empty() && std::find(reasons.begin(), reasons.end(), state.why) != reasons.end();
  }

  // The contract does not say of which time `expires` is: the engine takes the working time of the promise's calendar.
  bool paused(const Promise& promise, Time second, const State& state) const {
    if (!may_pause(promise, state) || (state.until && second >= *state.until)) return false;
    if (!promise.agreement->expires) return true;
    const Amount& amount = *promise.agreement->expires;
    const std::tuple question{promise.agreement, promise.calendar, promise.use, state.on_hold_since};
    if (question != asked_) {
      const auto day = amount.days == 0 ? std::optional(state.on_hold_since)
                                        : promise.calendar->days(state.on_hold_since, amount.days, promise.use);
      const auto end = day && (amount.seconds != 0 || amount.days == 0)
                           ? promise.calendar->forward(*day, amount.seconds, promise.use)
                           : day;
      if (!end) throw TooFar();
      expiry_ = *end;
      asked_ = question;
    }
    return second < expiry_;
  }

  bool lapsed(const Promise& promise, Time second, const State& state) const {
    return may_pause(promise, state) && !paused(promise, second, state);
  }

  void take(const Event& event) {
    const State before = state_;
    state_ = apply(state_, event);
    changed_ = true;
    const bool first = !begun_;
    const bool told = !event.told.empty();
    if (first) {
      begun_ = true;
      if (const Promise chosen = choose(opened_); chosen.agreement != nullptr)
        promise(chosen, "opening", "from_start", opened_, opened_);
      stop_if(event, before);
    } else if (running()) {
      changed(event, before);
      // The reply by the move that accepts the record is no progress: the move out of the initial state, or the first
      // one that tells (silent in the contract: as the engine has it).
      const bool reply = before.status != state_.status && (!told_ || before.status == "fresh");
      if (!stop_if(event, before) && is("progress") && told && !reply) anew(time_of(event), "told");
    } else if (clock_.stopped && !clock_.cancelled && before.status == "solved" && state_.status != "solved" &&
               state_.status != "dropped" && !is("response") && !over_) {
      reopen(event, before);
    } else if (sets(event, before) == Sets::change) {
      changed_at_rest_ = true;
    }
    told_ = told_ || told;
  }

  // Whether an event says for the first time what an agreement or its targets depend on, or says it anew.
  enum class Sets { nothing, first, change };
  Sets sets(const Event& event, const State& before) const {
    const bool priority = event.set.count("priority") > 0;
    const bool service = service_matters_ && event.set.count("service") > 0;
    if (!priority && !service) return Sets::nothing;
    const bool other_priority = !before.priority.empty() && before.priority != state_.priority;
    const bool other_service = service_matters_ && !before.service.empty() && before.service != state_.service;
    return other_priority || other_service ? Sets::change : Sets::first;
  }

  bool same(const Promise& chosen) const {
    const Promise& last = clock_.promises.back();
    return chosen.agreement == last.agreement && chosen.level == last.level;
  }

  void changed(const Event& event, const State& before) {
    const Sets what = sets(event, before);
    if (what == Sets::nothing) return;
    const Time at = time_of(event);
    const Promise chosen = choose(at);
    if (!same(chosen)) replace(chosen, at, what == Sets::first);
  }

  void news_of_agreement(Time at) {
    if (!running()) {
      if (agreement_at(at - 1) != agreement_at(at)) changed_at_rest_ = true;
      return;
    }
    const Promise chosen = choose(at);
    if (!same(chosen)) replace(chosen, at, false);
  }

  void replace(const Promise& chosen, Time at, bool classification) {
    end(at, true);
    if (classification) return promise(chosen, "classification", "from_start", cycle_, at);
    const Promise old = clock_.promises.back();
    const char* policy = old.agreement == chosen.agreement ? "priority_change" : "agreement_change";
    const std::string how = chosen.agreement->on_change.value_or(is_wider(chosen, old) ? "from_change" : "retroactive");
    if (how == "retroactive") return promise(chosen, policy, "from_start", cycle_, at);
    if (how == "from_change") return promise(chosen, policy, "from_change", at, at);
    // What is left of the old promise, as a share of its level's target, of the new level's; rounded up.
    Promise next = chosen;
    next.level_target = seconds_of(amount_of(next), next, cycle_);
    const long left = std::max(old.target - old.elapsed, 0L);
    promise(next, policy, "proportional", at, at, (next.level_target * left + old.level_target - 1) / old.level_target);
  }

  // The contract does not say what is wider: the engine takes more working time in the four weeks from the start.
  bool is_wider(const Promise& chosen, const Promise& old) const {
    if (chosen.calendar == old.calendar) return false;
    const Time end = cycle_ + 28L * 86400;
    return chosen.calendar->between(cycle_, end, chosen.calendar->version_at(opened_)) >
           old.calendar->between(cycle_, end, old.use);
  }

  // A promise of its own from here.
  void anew(Time at, const char* policy) {
    end(at, true);
    cycle_ = at;
    if (const Promise chosen = choose(at); chosen.agreement != nullptr) promise(chosen, policy, "from_start", at, at);
  }

  // A promise that another one took the place of was in force only if it was for a second.
  void end(Time at, bool replaced) {
    Promise* promise = current();
    if (promise == nullptr) return;
    if (!replaced || promise->in_force_from < at) break_if(*promise);
    promise->until = at;
  }

  bool stop_if(const Event& event, const State& before) {
    const bool dropped = state_.status == "dropped";
    const bool solved = state_.status == "solved" && before.status != "solved";
    const bool answered = is("response") && !event.told.empty();
    if (!dropped && !solved && !answered) return false;
    if (Promise* promise = current(); promise != nullptr && !dropped) promise->stop_known = known_since(event);
    end(time_of(event), false);
    clock_.stopped = time_of(event);
    if (dropped) {
      clock_.cancelled = true;
      return true;
    }
    state_.at_rest = true;
    return true;
  }

  void reopen(const Event& event, const State& before) {
    const Time at = time_of(event);
    const std::string how = clock_.promises.empty() ? "continue" : clock_.promises.back().agreement->on_reopen;
    if (how == "first_only") {
      over_ = true;
      return;
    }
    clock_.stopped.reset();
    state_.at_rest = false;
    const bool changed_meanwhile = std::exchange(changed_at_rest_, false);
    if (is("progress") || how == "new_cycle") return anew(at, "reopen");
    const Promise chosen = choose(at);
    if (!same(chosen)) return replace(chosen, at, !changed_meanwhile && sets(event, before) != Sets::change);
    Promise again = clock_.promises.back();
    again.stop_known.reset();
    again.late_stop = false;
    promise(again, "reopen", again.method.c_str(), again.counted_from, at, again.target);
  }

  // One second passes.
  void tick(Time second) {
    if (Promise* promise = current()) count(*promise, second, state_);
  }

  // A promise is broken at the first instant, while in force, at which more than its target has elapsed; a record that
  // was late already when it was entered is so from then.
  void break_if(Promise& promise) {
    if (promise.broken_at || promise.elapsed <= promise.target) return;
    promise.broken_at = std::max(*promise.due, promise.in_force_from);
    if (*promise.exceeded < start_known_) promise.broken_at = std::max(*promise.broken_at, start_known_);
  }
  void look() {
    if (Promise* promise = current()) break_if(*promise);
  }

  const State& state_at(Time at) const { return at < now_ ? state_during(at) : state_; }

  // Where the target will be used up if nothing else happens. The contract does not say what a pause that goes on means
  // for a promise that has ended: the engine lets none count after it.
  void project(Promise& promise) const {
    if (promise.due) return;
    Promise ahead = promise;
    const State nothing;
    const Time from = promise.until.value_or(now_);
    for (Time at = from; !ahead.due; ++at) {
      if (at > from + kHorizon) throw TooFar();
      while (!ahead.calendar->open(at, ahead.use)) {
        at = ahead.calendar->alike_until(at, ahead.use);
        if (at > from + kHorizon) throw TooFar();
      }
      if (!promise.until && !state_.until && !promise.agreement->expires && paused(promise, at, state_)) return;
      count(ahead, at, promise.until ? nothing : state_);
    }
    promise.due = ahead.due;
  }

  void finish() {
    if (clock_.promises.empty()) return;
    for (Promise& promise : clock_.promises) {
      project(promise);
      judge_stop(promise);
    }
    const Promise& last = clock_.promises.back();
    clock_.due = last.due;
    const Time end = clock_.stopped.value_or(now_);
    for (Time at = clock_.started; at < end; ++at)
      clock_.counted.push_back(at >= cycle_ && counts(last, at, state_during(at)));
    clock_.elapsed = std::count(clock_.counted.begin(), clock_.counted.end(), char(true));
    if (!clock_.stopped) {
      clock_.paused = paused(last, now_, state_);
      clock_.hold_lapsed = lapsed(last, now_, state_);
    }
    judge();
  }

  // Who stops a clock by its due time but enters it only after that is told apart, or late if the agreement says so.
  void judge_stop(Promise& promise) const {
    if (promise.broken_at || !promise.stop_known || !promise.due) return;
    promise.late_stop = *promise.until <= *promise.due && *promise.stop_known > *promise.due;
    if (promise.late_stop && promise.agreement->late_breach) promise.broken_at = std::max(*promise.due, start_known_);
  }

  void judge() {
    const Promise* broken = nullptr;
    for (const Promise& promise : clock_.promises)
      if (promise.broken_at && (broken == nullptr || *promise.broken_at < *broken->broken_at)) broken = &promise;
    if (broken != nullptr) {
      clock_.late_entry = broken->late_stop;
      return breach(*broken->broken_at, cause_of(*broken));
    }
    clock_.verdict = clock_.cancelled ? "cancelled" : clock_.stopped ? "met" : "running";
    for (const Promise& promise : clock_.promises)
      if (promise.late_stop && !clock_.cancelled) clock_.late_entry = true;
  }

  void breach(Time at, const std::string& cause) {
    clock_.verdict = "breached";
    clock_.breached_at = at;
    clock_.cause = cause;
  }

  std::string cause_of(const Promise& promise) const {
    if (promise.late_stop) return "late_entry";
    const Time at = *promise.exceeded;
    if (std::max(at, promise.in_force_from) < start_known_) return "late_entry";
    const bool changed = promise.policy == "priority_change" || promise.policy == "agreement_change";
    if (changed && at < promise.in_force_from) return promise.policy;
    return lapsed(promise, at, state_at(at)) ? "hold_expired" : "work";
  }

  const World& world_;
  Time now_;
  std::vector<const Event*> history_;
  std::set<Time> arrivals_;  // of versions that reach open records
  Clock clock_;
  State state_;
  std::vector<State> states_;         // those there were
  std::vector<std::size_t> seconds_;  // which of them each second from the start had
  mutable std::tuple<const Agreement*, const Calendar*, int, Time> asked_;  // the expiry last asked for, and its answer
  mutable Time expiry_ = 0;
  Time opened_ = 0, cycle_ = 0, start_known_ = 0;
  bool pauses_ = false, changed_ = false, begun_ = false, told_ = false, over_ = false, changed_at_rest_ = false,
       service_matters_ = false;
};

// A breach that was known before the news that un-made it, or moved it to a later time: after a retraction it stays
// listed; after a late entry it does if the agreement says so, else it is told apart. What is broken stays broken.
void keep_known_breaches(Clock& clock, const Record& record, const World& world, Time now,
                         std::optional<Time> known_at) {
  std::map<Time, bool> news;
  for (const Event& event : record.events) {
    if ((known_at && known_since(event) > *known_at) || known_since(event) > now) continue;
    if (event.recorded || event.verb == record::kRetract) news[known_since(event)] |= event.verb == record::kRetract;
  }
  for (const auto& [at, retraction] : news) {
    const Clock before = Walk(clock.name, record, world, at, at - 1).run();
    if (before.verdict != "breached") continue;
    if (clock.verdict == "breached" && *clock.breached_at <= *before.breached_at) continue;
    const Clock after = Walk(clock.name, record, world, at, at).run();
    if (after.verdict == "breached" && *after.breached_at <= *before.breached_at) continue;
    const bool stays = retraction || (!after.promises.empty() && after.promises.back().agreement->late_breach);
    if (stays) {
      clock.verdict = "breached";
      clock.breached_at = before.breached_at;
      clock.cause = retraction ? "corrected" : "late_entry";
    }
    if (!retraction && clock.verdict != "n/a" && (stays || clock.verdict != "breached")) clock.late_entry = true;
  }
}

}  // namespace

std::string Amount::text() const {
  return days == 0 ? fmt::format("{}s", seconds) : fmt::format("{}d{}s", days, seconds);
}

Time Agreement::from() const { return valid_from ? *valid_from * 86400 - kDeskOffset : -(1L << 40); }

std::string Agreement::yaml() const {
  std::string out = "{series: " + series + ", targets: {", own;
  for (const auto& [clock, terms_of_clock] : terms) {
    out += fmt::format("{}{}: {{calendar: {}", out.back() == '{' ? "" : ", ", clock, terms_of_clock.calendar);
    for (const auto& [level, target] : terms_of_clock.targets) out += fmt::format(", {}: {}", level, target.text());
    out += "}";
    if (terms_of_clock.calendars.empty()) continue;
    own += (own.empty() ? "" : ", ") + clock + ": {";
    for (const auto& [level, name] : terms_of_clock.calendars)
      own += fmt::format("{}{}: {}", own.back() == '{' ? "" : ", ", level, name);
    own += "}";
  }
  out += "}, calendars: {" + own + "}, on_reopen: " + on_reopen;
  out += fmt::format(", pauses: [{}]", fmt::join(pauses, ", "));
  if (on_change) out += ", on_change: " + *on_change;
  if (expires) out += ", expires: " + expires->text();
  if (late_breach) out += ", late_entry: breach";
  if (follow) out += ", calendar_change: follow";
  if (!service.empty()) out += ", covers: {service: " + service + "}";
  if (valid_from) out += ", valid_from: " + date_text(*valid_from);
  if (to_open) out += ", applies_to: open";
  return out + "}";
}

std::optional<Clock> clock_of(const std::string& name, const Record& record, const World& world, Time now,
                              std::optional<Time> known_at) {
  try {
    Clock clock = Walk(name, record, world, now, known_at).run();
    keep_known_breaches(clock, record, world, now, known_at);
    return clock;
  } catch (const TooFar&) {
    return std::nullopt;
  }
}

}  // namespace itss::model
