#include "kpi/part_facts.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "kpi/words.hpp"
#include "schema/paths.hpp"

namespace itss::kpi {

namespace {

std::string seconds_text(Seconds seconds) { return to_string(Duration{0, seconds, false}); }
Value instant_value(const std::optional<Instant>& instant) { return instant ? Value(to_string(*instant)) : Value(); }

// The promise that decided the clock: the first broken one, else the last.
const sla::Promise* deciding(const sla::Clock& clock) {
  for (const auto& promise : clock.promises)
    if (promise.broken_at) return &promise;
  return clock.promises.empty() ? nullptr : &clock.promises.back();
}

// One that another followed was kept if it ended by what it asked for, and replaced if only the target changed.
std::string_view verdict_of(const sla::Clock& clock, const sla::Promise& promise) {
  using sla::Verdict;
  if (promise.broken_at) return sla::name_of(Verdict::breached);
  if (&promise != &clock.promises.back()) {
    const std::string& next = (&promise + 1)->policy;
    return next == "told" || next == "handed_on" || next == "reopen" ? sla::name_of(Verdict::met) : kReplaced;
  }
  if (clock.verdict != Verdict::breached) return sla::name_of(clock.verdict);
  return sla::name_of(clock.cancelled ? Verdict::cancelled : clock.stopped ? Verdict::met : Verdict::running);
}

Value promise_fact(const sla::Clock& clock, const sla::Promise& promise, std::string_view name) {
  if (name == "verdict") return std::string(verdict_of(clock, promise));
  if (name == "elapsed") return seconds_text(promise.elapsed);
  if (name == "overrun") return seconds_text(std::max(promise.elapsed - promise.target, Seconds(0)));
  return instant_value(&promise == &clock.promises.back() ? clock.stopped : promise.until);
}

Value clock_fact(const sla::Clock& clock, const sla::Promise* promise, std::string_view name) {
  const sla::Promise* told = promise == nullptr ? deciding(clock) : promise;
  const bool of_promise = name == "verdict" || name == "elapsed" || name == "overrun" || name == "stopped";
  if (promise != nullptr && of_promise) return promise_fact(clock, *promise, name);
  if (name == "name") return clock.name;
  if (name == "verdict") return std::string(sla::name_of(clock.verdict));
  if (name == "cause") return clock.cause;
  if (name == "elapsed") return seconds_text(clock.elapsed);
  if (name == "overrun") return seconds_text(clock.overrun());
  if (name == "stopped") return instant_value(clock.stopped);
  if (name == "due") return instant_value(promise == nullptr ? clock.due : promise->due);
  if (name == "breached") return instant_value(promise == nullptr ? clock.breached_at : promise->broken_at);
  if (name == "late_entry") return clock.late_entry ? "yes" : "no";
  if (name == "excused") return clock.excused ? "yes" : "no";
  if (told != nullptr && name == "level") return told->level;
  if (told != nullptr && name == "policy") return told->policy;
  if (told != nullptr && name == "agreement") return told->agreement;
  return {};
}

}  // namespace

PartFacts::PartFacts(const View& view, const Part& part, const Fields& fields, std::optional<Instant> at)
    : view_(view),
      part_(part),
      at_(at.value_or(view.query_.now)),
      clocks_(at ? nullptr : &view),
      facts_(view.record_, fields, view.world_, at_, {at_, view.query_.known_at}) {
  record::ClockAnswers answers;
  answers.overdue = [this](std::string_view name) { return late(name, false); };
  answers.breached = [this](std::string_view name) { return late(name, true); };
  facts_.set_clocks(std::move(answers));
}

Value PartFacts::value(std::string_view path) const {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) return facts_.value(path);
  const std::string_view head = path.substr(0, dot);
  const std::string_view rest = path.substr(dot + 1);
  if (head == "clock") return part_.clock == nullptr ? Value() : clock_fact(*part_.clock, part_.promise, rest);
  if (head == "clocks") return named_clock(rest);
  if (head == "covered") return covered(rest);
  if (head == "history") return history(rest);
  if (head == "event" && part_.event != nullptr) return event(rest);
  if (head == "item" && part_.item != nullptr) return rest == "key" ? Value(*part_.key) : (*part_.item)[rest];
  if (head == "occurrence" && part_.occurrence != nullptr) {
    if (rest == "took_place") return part_.occurrence->took_place ? "yes" : "no";
    if (rest == "left_out") return part_.occurrence->left_out ? "yes" : "no";
  }
  if (head == "span" && part_.span != nullptr) return span(rest);
  return facts_.value(path);
}

const sla::Clock* PartFacts::clock(std::string_view name) const {
  const auto& clocks = clocks_ == nullptr ? view_.clocks_at(at_) : clocks_->clocks();
  const auto found = std::find_if(clocks.begin(), clocks.end(), [&](const auto& each) { return each.name == name; });
  return found == clocks.end() ? nullptr : &*found;
}

std::optional<bool> PartFacts::late(std::string_view name, bool ever) const {
  const sla::Clock* found = clock(name);
  if (found == nullptr) return std::nullopt;
  if (ever) return found->verdict == sla::Verdict::breached;
  return found->is_overdue();
}

Value PartFacts::named_clock(std::string_view rest) const {
  const std::size_t dot = rest.find('.');
  const sla::Clock* found = clock(rest.substr(0, dot));
  if (found == nullptr || dot == std::string_view::npos) return {};
  return clock_fact(*found, nullptr, rest.substr(dot + 1));
}

// The agreement that would promise the clock to a record that names this one by a field which asks for one.
Value PartFacts::covered(std::string_view clock) const {
  for (const auto& type : view_.world_.schemas().types()) {
    const schema::Schema* schema = view_.world_.schemas().find(type);
    if (schema == nullptr || schema->clocks.empty()) continue;
    for (const auto& field : schema->fields) {
      if (field.covered.empty() || schema::linked_type(field) != view_.record_.type) continue;
      record::Record naming;
      naming.type = type;
      naming.fields[field.name] = view_.record_.id;
      const record::RecordFacts facts(naming, naming.fields, view_.world_, at_);
      if (auto id = view_.clockwork_.agreement_for(clock, facts, at_); !id.empty()) return id;
    }
  }
  return {};
}

Value PartFacts::event(std::string_view name) const {
  if (name == "by") return part_.event->by;
  if (name == "told") return part_.event->told;
  if (name == "do") return part_.event->verb;
  if (name == "next") return next_verb();
  return get(part_.event->set, name);
}

// What brought the record into the state after that into which the event brought it.
Value PartFacts::next_verb() const {
  const auto& events = view_.events();
  auto at = std::find(events.begin(), events.end(), part_.event);
  while (at != events.end() && ++at != events.end())
    if ((*at)->at <= at_ && (*at)->set.count("status") == 1) return (*at)->verb;
  return {};
}

Value PartFacts::span(std::string_view path) const {
  const Part::Stretch& span = *part_.span;
  if (path == "from") return to_string(span.from);
  if (path == "to") return to_string(span.to);
  const auto count = [&](const auto& fits) {
    return std::to_string(std::count_if(view_.events().begin(), view_.events().end(), [&](const auto* event) {
      return span.from <= event->at && event->at < span.to && fits(*event);
    }));
  };
  if (path == "events") return count([](const record::Event&) { return true; });
  if (path == "told") return count([](const record::Event& event) { return !event.told.empty(); });
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos || path.substr(0, dot) != "moves") return {};
  return count([&](const record::Event& event) { return event.verb == path.substr(dot + 1); });
}

Value PartFacts::history(std::string_view path) const {
  const auto& events = view_.events();
  const auto known =
      std::partition_point(events.begin(), events.end(), [&](const auto* each) { return each->at <= at_; });
  if (path == "told") {
    const auto told = std::find_if(events.begin(), known, [](const auto* each) { return !each->told.empty(); });
    return told == known ? Value() : Value(to_string((*told)->at));
  }
  if (path == "imported")
    return std::any_of(events.begin(), known, [](const auto* each) { return each->is_import(); }) ? "yes" : "no";
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) return {};
  const std::string_view name = path.substr(dot + 1);
  const std::string_view what = path.substr(0, dot);
  if (what == "moves")
    return std::to_string(std::count_if(events.begin(), known, [&](const auto* each) { return each->verb == name; }));
  if (what == "entries") return std::to_string(entries(name));
  if (what == "returns") return std::to_string(returns(name));
  return {};
}

long PartFacts::entries(std::string_view state) const {
  return std::count_if(view_.spans().begin(), view_.spans().end(),
                       [&](const auto& span) { return span.state == state && span.from <= at_; });
}

// How often the record, once in this state, went to one that stands before it in the schema. It may have gone on to
// later states in between.
long PartFacts::returns(std::string_view state) const {
  const schema::Schema* schema = view_.world_.schemas().find(view_.record_.type);
  if (schema == nullptr) return 0;
  const auto place = [&](std::string_view name) {
    return std::find_if(schema->states.begin(), schema->states.end(),
                        [&](const auto& each) { return each.name == name; });
  };
  const auto mark = place(state);
  long count = 0;
  bool reached = false;
  for (const auto& span : view_.spans()) {
    if (span.from > at_) break;
    const bool earlier = place(span.state) < mark;
    if (reached && earlier) ++count;
    reached = span.state == state || (reached && !earlier);
  }
  return count;
}

}  // namespace itss::kpi
