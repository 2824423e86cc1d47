#include "sla/clock.hpp"

#include <algorithm>
#include <set>

#include "sla/course.hpp"

namespace itss::sla {

namespace {

// What is answered about one clock, and the course behind it.
struct Answer {
  Clock clock;
  Course course;
};

bool on_lapsed_hold(const Course& course, const Pledge& pledge, SysSeconds at) {
  return std::any_of(course.holds.begin(), course.holds.end(), [&](const Hold& hold) {
    if (at < hold.from || at >= hold.to) return false;
    const auto pause = pause_of(hold, pledge);
    return is_agreed(hold, pledge) && !hold.consent.empty() && (!pause || at >= pause->to);
  });
}

bool in_pause(const Course& course, const Pledge& pledge, SysSeconds at) {
  return std::any_of(course.holds.begin(), course.holds.end(), [&](const Hold& hold) {
    const auto pause = pause_of(hold, pledge);
    return pause && pause->from <= at && at < pause->to;
  });
}

// Why a promise was broken: it was entered late, its target was used up already when it came, or the work took too
// long.
std::string cause_of(const Course& course, const Pledge& pledge) {
  const Promise& shown = pledge.shown;
  const auto breaking = breaking_second(course, pledge);
  if (pledge.late_stop || !breaking) return "late_entry";
  if (std::max(*breaking, shown.in_force_from.utc) < course.start_known) return "late_entry";
  const bool changed =
      shown.policy == "priority_change" || shown.policy == "agreement_change" || shown.policy == "due_change";
  if (changed && *breaking < shown.in_force_from.utc) return shown.policy;
  return on_lapsed_hold(course, pledge, *breaking) ? "hold_expired" : "work";
}

// Fills in what counting says of a promise until `now`.
void count(const Course& course, Pledge& pledge, const Instant& now, const Zone& zone) {
  Promise& shown = pledge.shown;
  const SysSeconds end = shown.until ? std::min(shown.until->utc, now.utc) : now.utc;
  shown.elapsed = worked(course, pledge, shown.counted_from.utc, end);
  if (const auto due = due_of(course, pledge)) {
    shown.due = zone.at(due->at);
    shown.provisional = due->provisional;
  }
  const bool ever_in_force = !pledge.replaced || shown.in_force_from < *shown.until;
  if (!ever_in_force || !shown.due) return;
  const Instant start_known = zone.at(course.start_known);
  if (shown.elapsed > shown.target) {
    shown.broken_at = std::max(*shown.due, shown.in_force_from);
    // A record entered when it was late already is breached at entry: no closed window learns of it.
    if (*breaking_second(course, pledge) < course.start_known)
      shown.broken_at = std::max(*shown.broken_at, start_known);
    return;
  }
  // A stop by the due time that was entered only after it counts, but is told apart; or it does not, if the agreement
  // says so.
  pledge.late_stop = pledge.stop_known && *shown.until <= *shown.due && *pledge.stop_known > shown.due->utc;
  if (pledge.late_stop && pledge.agreement->late_entry == LateEntry::breach)
    shown.broken_at = std::max(*shown.due, start_known);
}

void break_clock(Clock& clock, const Instant& at, std::string cause) {
  clock.verdict = Verdict::breached;
  clock.breached_at = at;
  clock.cause = std::move(cause);
}

// The promise that was broken first; null if none was.
const Pledge* first_broken(const Course& course) {
  const Pledge* first = nullptr;
  for (const Pledge& pledge : course.pledges)
    if (pledge.shown.broken_at && (first == nullptr || *pledge.shown.broken_at < *first->shown.broken_at))
      first = &pledge;
  return first;
}

void judge(Answer& answer) {
  Clock& clock = answer.clock;
  const Course& course = answer.course;
  clock.verdict = Verdict::none;
  if (course.pledges.empty() || course.reply_unknown) return;
  if (const Pledge* broken = first_broken(course)) {
    break_clock(clock, *broken->shown.broken_at, cause_of(course, *broken));
    clock.late_entry = broken->late_stop;
  } else if (course.cancelled) {
    clock.verdict = Verdict::cancelled;
  } else if (!course.uncovered) {
    clock.verdict = clock.stopped ? Verdict::met : Verdict::running;
    clock.late_entry = std::any_of(course.pledges.begin(), course.pledges.end(),
                                   [](const Pledge& pledge) { return pledge.late_stop; });
  }
}

// What is told of the promise that holds last.
void describe_last(Answer& answer, const Instant& now) {
  Clock& clock = answer.clock;
  const Course& course = answer.course;
  const Pledge& last = course.pledges.back();
  const SysSeconds end = clock.stopped ? clock.stopped->utc : now.utc;
  clock.due = last.shown.due;
  clock.provisional = last.shown.provisional;
  clock.elapsed = worked(course, last, course.cycle_start, end);
  if (clock.stopped) return;
  clock.paused = in_pause(course, last, now.utc);
  clock.hold_lapsed = on_lapsed_hold(course, last, now.utc);
  for (const int percent : last.agreement->warn_at)
    if (last.shown.elapsed.count() * 100 >= last.shown.target.count() * percent) clock.warned = percent;
}

// By the terms of the cycle that runs, or for earlier ones of the promise that was in force.
std::vector<Pause> pauses_of(const Course& course, const Instant& now, const Zone& zone) {
  std::vector<Pause> pauses;
  for (const Hold& hold : course.holds) {
    const Pledge* terms = &course.pledges.back();
    if (hold.from < course.cycle_start)
      for (const Pledge& pledge : course.pledges)
        if (&pledge == &course.pledges.front() || pledge.shown.in_force_from.utc <= hold.from) terms = &pledge;
    const auto pause = pause_of(hold, *terms);
    if (pause && pause->from < now.utc) pauses.push_back({zone.at(pause->from), zone.at(std::min(pause->to, now.utc))});
  }
  return pauses;
}

Answer answer_for(const Question& question) {
  Answer answer;
  answer.course = walk(question);
  Course& course = answer.course;
  Clock& clock = answer.clock;
  clock.name = question.rule.name;
  if (course.started) clock.started = course.start;
  clock.stopped = course.cancelled ? course.cancelled : course.stopped;
  clock.cancelled = course.cancelled.has_value();
  for (Pledge& pledge : course.pledges) count(course, pledge, question.now, question.world.zone());
  judge(answer);
  if (!course.pledges.empty()) {
    describe_last(answer, question.now);
    clock.pauses = pauses_of(course, question.now, question.world.zone());
  }
  return answer;
}

// The seconds at which something about the record's past became known, each with whether it was a retraction. What an
// import adds or takes back is none: the other system knew it in time.
std::map<SysSeconds, bool> late_news(const record::Record& record, const Question& question) {
  std::map<SysSeconds, bool> news;
  for (const auto& event : record.events) {
    const bool known = !question.known_at || event.known_since() <= *question.known_at;
    const bool retraction = event.verb == record::kRetract;
    const bool imported = event.is_import() || (retraction && !event.source.empty());
    if (!known || event.known_since() > question.now || imported) continue;
    if (retraction || event.recorded) news[event.known_since().utc] |= retraction;
  }
  return news;
}

// The answer at `at`, from what was known at `known`.
Answer answer_then(const Question& question, SysSeconds at, SysSeconds known_at) {
  const Instant then = question.world.zone().at(at);
  const Instant known = question.world.zone().at(known_at);
  const auto steps = record::steps(question.record, {then, known});
  return answer_for(
      {question.record, question.schema, question.rule, question.world, question.agreements, steps, then, known});
}

// Whether the clock is breached, and was so at this instant already.
bool breached_by(const Clock& clock, const Instant& at) {
  return clock.verdict == Verdict::breached && *clock.breached_at <= at;
}

// A breach that was known before the news that un-made it or moved it to a later time: a retraction leaves it listed,
// other late news make it a late entry. It stays the first one, whatever is broken later.
void keep_known_breaches(Answer& answer, const Question& question) {
  Clock& clock = answer.clock;
  for (const auto& [at, retraction] : late_news(question.record, question)) {
    const Clock before = answer_then(question, at, at - Seconds(1)).clock;
    if (before.verdict != Verdict::breached || breached_by(clock, *before.breached_at)) continue;
    const Answer after = answer_then(question, at, at);
    if (breached_by(after.clock, *before.breached_at)) continue;  // not this news
    if (retraction) {
      break_clock(clock, *before.breached_at, "corrected");
    } else if (clock.verdict != Verdict::none) {
      // By the agreement as it was then: one that is chosen later says nothing about it.
      const auto& pledges = after.course.pledges;
      const bool stays = !pledges.empty() && pledges.back().agreement->late_entry == LateEntry::breach;
      if (stays || clock.verdict != Verdict::breached) clock.late_entry = true;
      if (stays) break_clock(clock, *before.breached_at, "late_entry");
    }
  }
}

// Every counted second: of the whole clock by its last promise, and of earlier promises that the whole does not show.
void explain(Answer& answer, const Instant& now, const Zone& zone) {
  Course& course = answer.course;
  if (course.pledges.empty()) return;
  const Instant end = answer.clock.stopped.value_or(now);
  answer.clock.stretches = stretches_of(course, end.utc, zone);
  for (std::size_t i = 0; i + 1 < course.pledges.size(); ++i) {
    Pledge& pledge = course.pledges[i];
    const bool by_itself = pledge.shown.counted_from.utc < course.cycle_start;
    if (by_itself || pledge.shown.broken_at)
      pledge.shown.stretches = stretches_of(course, pledge, pledge.shown.until.value_or(end).utc, zone);
  }
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::running:
      return "running";
    case Verdict::met:
      return "met";
    case Verdict::breached:
      return "breached";
    case Verdict::cancelled:
      return "cancelled";
    case Verdict::none:
      break;
  }
  return "n/a";
}

std::optional<Instant> Clock::counted_at() const {
  if (verdict == Verdict::none || verdict == Verdict::cancelled) return std::nullopt;
  return breached_at ? breached_at : due;
}

Seconds Clock::left() const { return promises.empty() ? Seconds(0) : promises.back().target - promises.back().elapsed; }

Seconds Clock::overrun() const { return std::max(-left(), Seconds(0)); }

bool Clock::is_running() const {
  return !stopped && !promises.empty() && verdict != Verdict::none && verdict != Verdict::cancelled;
}

bool Clock::is_overdue() const { return is_running() && overrun() > Seconds(0); }

bool Clock::is_alarming() const { return verdict == Verdict::breached && !excused; }

struct Clockwork::Body {
  const record::World& world;
  std::optional<Instant> known_at;
  Agreements agreements;
};

Clockwork::Clockwork(const record::World& world, std::optional<Instant> known_at)
    : body_(new Body{world, known_at, Agreements(world, known_at)}) {}
Clockwork::~Clockwork() = default;
Clockwork::Clockwork(Clockwork&&) noexcept = default;
Clockwork& Clockwork::operator=(Clockwork&&) noexcept = default;

std::vector<Clock> Clockwork::clocks_of(const record::Record& record, const Instant& now, Detail detail) const {
  const schema::Schema* schema = body_->world.schemas().find(record.type);
  if (schema == nullptr) return {};
  if (schema->clocks.empty()) return {};
  const auto steps = record::steps(record, {now, body_->known_at});
  std::vector<Clock> clocks;
  for (const auto& rule : schema->clocks) {
    const Question question{record, *schema, rule, body_->world, body_->agreements, steps, now, body_->known_at};
    Answer answer = answer_for(question);
    keep_known_breaches(answer, question);
    Clock& clock = answer.clock;
    if (clock.verdict == Verdict::breached) clock.excused = answer.course.excuse;
    if (detail == Detail::stretches) explain(answer, now, body_->world.zone());
    for (Pledge& pledge : answer.course.pledges) clock.promises.push_back(std::move(pledge.shown));
    clocks.push_back(std::move(clock));
  }
  return clocks;
}

std::string Clockwork::agreement_for(std::string_view clock, const schema::Facts& facts, const Instant& at) const {
  const Agreement* agreement = body_->agreements.choose(clock, facts, at.utc, at.utc);
  return agreement == nullptr ? std::string() : agreement->id;
}

std::vector<Clock> clocks_of(const record::Record& record, const record::World& world, const Instant& now,
                             std::optional<Instant> known_at) {
  return Clockwork(world, known_at).clocks_of(record, now, Detail::stretches);
}

namespace {

// `compute` gives the clocks when they are first asked for: most conditions name none.
record::ClockAnswers lazy_answers(std::function<std::vector<Clock>()> compute) {
  auto clocks = std::make_shared<std::optional<std::vector<Clock>>>();
  const auto find = [clocks, compute = std::move(compute)](std::string_view name) -> const Clock* {
    if (!*clocks) *clocks = compute();
    for (const Clock& clock : **clocks)
      if (clock.name == name) return &clock;
    return nullptr;
  };
  record::ClockAnswers answers;
  answers.overdue = [find](std::string_view name) -> std::optional<bool> {
    const Clock* clock = find(name);
    if (clock == nullptr) return std::nullopt;
    return clock->is_overdue();
  };
  answers.breached = [find](std::string_view name) -> std::optional<bool> {
    const Clock* clock = find(name);
    if (clock == nullptr) return std::nullopt;
    return clock->verdict == Verdict::breached;
  };
  return answers;
}

}  // namespace

record::ClockAnswers clock_answers(const record::Record& record, const record::World& world, const Instant& now) {
  return lazy_answers([&record, &world, now] { return Clockwork(world).clocks_of(record, now); });
}

record::ClockAnswers clock_answers(const record::Record& record, const Clockwork& clockwork, const Instant& now) {
  return lazy_answers([&record, &clockwork, now] { return clockwork.clocks_of(record, now); });
}

}  // namespace itss::sla
