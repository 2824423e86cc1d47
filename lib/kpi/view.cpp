#include "kpi/view.hpp"

#include <algorithm>
#include <tuple>

#include "base/text.hpp"
#include "calendar/calendar.hpp"
#include "kpi/part_facts.hpp"
#include "kpi/words.hpp"

namespace itss::kpi {

namespace {

std::optional<Instant> instant_of(const Value& value, const Zone& zone) {
  if (const auto instant = parse_instant(value.text())) return *instant;
  if (const auto date = parse_date(value.text())) return zone.at(zone.start_of(*date));
  return std::nullopt;
}

// A number without a unit is in the measure's own. A list or map adds how many it has.
std::optional<double> number_of(const Value& value, const Measure& measure) {
  const auto& scores = measure.amount.scores;
  if (value.absent()) return std::nullopt;
  if (value.is_list()) return static_cast<double>(value.list().size());
  if (value.is_map()) return static_cast<double>(value.map().size());
  if (!scores.empty()) {
    const auto score = scores.find(value.text());
    return score == scores.end() ? std::nullopt : std::optional(score->second);
  }
  if (const auto duration = parse_duration(value.text())) {
    const double seconds = static_cast<double>((duration->seconds + std::chrono::hours(24) * duration->days).count());
    return duration->negative ? -seconds : seconds;
  }
  try {
    std::size_t used = 0;
    const double number = std::stod(value.text(), &used);
    if (used == value.text().size()) return number * seconds_in(measure.unit);
  } catch (const std::logic_error&) {
    // not a number
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::pair<Instant, Instant>> disjoint(std::vector<std::pair<Instant, Instant>> spans) {
  std::sort(spans.begin(), spans.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::pair<Instant, Instant>> out;
  for (const auto& span : spans) {
    if (span.second <= span.first) continue;
    if (out.empty() || out.back().second < span.first)
      out.push_back(span);
    else
      out.back().second = std::max(out.back().second, span.second);
  }
  return out;
}

std::optional<double> seconds_of(const Covered& span, const record::World& world) {
  if (span.calendar.empty()) return static_cast<double>((span.to.utc - span.from.utc).count());
  const calendar::Calendar* calendar = world.calendar(span.calendar);
  if (calendar == nullptr) return std::nullopt;
  const calendar::Use use{calendar->version_at(span.from.utc), calendar::Versions::follow};
  return static_cast<double>(calendar->between(span.from.utc, span.to.utc, use).count());
}

double seconds_in(Unit unit) { return unit == Unit::minutes ? 60 : unit == Unit::hours ? 3600 : 1; }

namespace {

bool has_derived_states(const record::World& world, const std::string& type) {
  const auto* schema = world.schemas().find(type);
  return schema == nullptr ||
         std::any_of(schema->states.begin(), schema->states.end(), [](const auto& state) { return state.derived(); });
}

}  // namespace

View::View(const record::Record& record, const record::World& world, const sla::Clockwork& clockwork,
           const Query& query, const Conditions* conditions)
    : record_(record),
      world_(world),
      clockwork_(clockwork),
      query_(query),
      conditions_(conditions),
      events_(record::effective_events(record, {query.now, query.known_at})),
      has_derived_states_(has_derived_states(world, record.type)) {}

const Fields& View::fields_after(std::size_t events) const {
  const auto later = fields_.upper_bound(events);
  const auto known = later == fields_.begin() ? fields_.end() : std::prev(later);
  if (known != fields_.end() && known->first == events) return known->second;
  std::size_t from = 0;
  Fields fields;
  if (known != fields_.end()) std::tie(from, fields) = *known;
  for (; from < events; ++from) record::apply(fields, *events_[from]);
  return fields_.emplace(events, std::move(fields)).first->second;
}

const Fields& View::fields() const { return fields_after(events_.size()); }

const Fields& View::fields_at(const Instant& at) const { return fields_after(events_until(at)); }

std::size_t View::events_until(const Instant& at) const {
  const auto later =
      std::partition_point(events_.begin(), events_.end(), [&](const auto* event) { return event->at <= at; });
  return static_cast<std::size_t>(later - events_.begin());
}

const std::vector<record::StateSpan>& View::spans() const {
  if (!spans_) spans_ = record::state_spans(record_, {query_.now, query_.known_at});
  return *spans_;
}

const std::vector<sla::Clock>& View::clocks() const {
  if (!clocks_) clocks_ = find_clocks();
  return *clocks_;
}

// No later event moves a figure of a closed window: a clock that was decided within the window, and by its end, is
// counted there although it was started again since. What it comes to then is counted where that is decided.
std::vector<sla::Clock> View::find_clocks() const {
  auto clocks = clockwork_.clocks_of(record_, query_.now);
  const Instant last = window_end();
  if (events_.empty() || events_.back()->at <= last) return clocks;
  const auto& then = clocks_at(last);
  const auto decided_here = [&](const sla::Clock& clock) {
    const bool decided = clock.verdict == sla::Verdict::met || clock.verdict == sla::Verdict::breached;
    const auto at = clock.counted_at();
    return decided && at && query_.window.contains(*at);
  };
  for (std::size_t i = 0; i < clocks.size(); ++i)
    if (decided_here(then[i]) && !decided_here(clocks[i])) clocks[i] = then[i];
  return clocks;
}

const std::vector<sla::Clock>& View::clocks_at(const Instant& at) const {
  if (at == query_.now) return clocks();
  const auto [found, fresh] = clocks_then_.try_emplace(at.utc);
  if (fresh) found->second = clockwork_.clocks_of(record_, at);
  return found->second;
}

const sla::Clock* View::clock(std::string_view name) const {
  for (const auto& clock : clocks())
    if (clock.name == name) return &clock;
  return nullptr;
}

Instant View::window_end() const {
  const Instant last{query_.window.to.utc - Seconds(1), query_.window.to.offset};
  return std::min(last, query_.now);
}

std::vector<Part::Stretch> View::stretches(Seconds length) const {
  std::vector<Part::Stretch> out;
  if (events_.empty()) return out;
  const Instant opened = events_.front()->at;
  Instant end = query_.now;
  const schema::Schema* schema = world_.schemas().find(record_.type);
  const schema::State* last = schema == nullptr || spans().empty() ? nullptr : schema->find_state(spans().back().state);
  if (last != nullptr && last->final) end = std::min(end, spans().back().from);
  const auto before = std::max(Seconds(0), query_.window.from.utc - opened.utc - Seconds(1)) / length;
  Part::Stretch span{{opened.utc + before * length, opened.offset},
                     {opened.utc + (before + 1) * length, opened.offset}};
  for (; span.to <= end && span.to < query_.window.to; span = {span.to, {span.to.utc + length, opened.offset}}) {
    if (!query_.window.contains(span.to)) continue;
    span.quiet = std::none_of(events_.begin(), events_.end(),
                              [&](const auto* event) { return span.from <= event->at && event->at < span.to; });
    out.push_back(span);
  }
  return out;
}

std::optional<Instant> View::moment(const Moments& moments, const Part& part) const {
  std::optional<Instant> earliest;
  for (const auto& each : moments)
    if (const auto at = one_moment(each, part); at && (!earliest || *at < *earliest)) earliest = at;
  return earliest;
}

// The end of the window as a bound of time, other than as a moment, which is its last second.
std::optional<Instant> View::end_of_amount(const Moments& moments, const Part& part) const {
  std::optional<Instant> earliest;
  for (const auto& each : moments) {
    const auto at = each.form == Moment::Form::window_end ? std::optional(std::min(query_.window.to, query_.now))
                                                          : one_moment(each, part);
    if (at && (!earliest || *at < *earliest)) earliest = at;
  }
  return earliest;
}

std::optional<Covered> View::covered(const Measure& measure, const Part& part) const {
  const Amount& amount = measure.amount;
  auto from = moment(amount.from, part);
  auto to = end_of_amount(amount.to, part);
  if (!from || !to || *to < *from) return std::nullopt;
  if (measure.by.front().form == Moment::Form::overlap) {
    from = std::max(*from, query_.window.from);
    to = std::min(*to, query_.window.to);
    if (*to <= *from) return std::nullopt;
  }
  return Covered{*from, *to, amount.calendar.empty() ? std::string() : fact(amount.calendar, part).text()};
}

std::optional<double> View::amount(const Measure& measure, const Part& part) const {
  const Amount& amount = measure.amount;
  if (!amount.path.empty()) return number_of(fact(amount.path, part), measure);
  const auto span = covered(measure, part);
  if (!span) return std::nullopt;
  std::vector<std::pair<Instant, Instant>> off;
  for (const auto& less : amount.less) take_off(less, span->from, span->to, off);
  auto seconds = seconds_of(*span, world_);
  for (const auto& [begin, end] : disjoint(std::move(off)))
    if (seconds) *seconds -= seconds_of({begin, end, span->calendar}, world_).value_or(0);
  return seconds;
}

bool View::answer(const schema::Condition& condition, const Part& part, const std::optional<Instant>& at) const {
  return schema::holds(condition, PartFacts(*this, part, at ? fields_at(*at) : fields(), at));
}

View::Answer* View::place_of(const Conditions::Node& node, const Part& part, const std::optional<Instant>& at) const {
  Answers* answers = nullptr;
  if (node.of_span && part.span != nullptr && part.span->quiet)
    answers = &quiet_answers_;
  else if (!node.of_record)
    return nullptr;
  else if (!at)
    answers = &answers_;
  else if (node.of_events && !has_derived_states_)
    answers = &answers_after_[events_until(*at)];
  else
    answers = &answers_then_[at->utc];
  if (answers->empty()) answers->resize(conditions_->count(), Answer::unknown);
  return &(*answers)[node.number];
}

bool View::holds(const schema::Condition& condition, const Part& part, const std::optional<Instant>& at) const {
  using Form = schema::Condition::Form;
  if (condition.form == Form::always) return true;
  const auto* node = conditions_ == nullptr ? nullptr : conditions_->find(condition);
  if (node == nullptr) return answer(condition, part, at);
  if (Answer* const known = place_of(*node, part, at)) {
    if (*known == Answer::unknown) {
      const bool does_hold = answer(condition, part, at);
      *place_of(*node, part, at) = does_hold ? Answer::yes : Answer::no;
      return does_hold;
    }
    return *known == Answer::yes;
  }
  if (condition.form == Form::test) return answer(condition, part, at);
  const auto child_holds = [&](const auto& child) { return holds(child, part, at); };
  const auto& children = condition.children;
  if (condition.form == Form::all) return std::all_of(children.begin(), children.end(), child_holds);
  const bool any = std::any_of(children.begin(), children.end(), child_holds);
  return condition.form == Form::any ? any : !any;
}

Value View::fact(std::string_view path, const Part& part, std::optional<Instant> at) const {
  return PartFacts(*this, part, at ? fields_at(*at) : fields(), at).value(path);
}

std::vector<std::string> View::group_at(const std::vector<std::string>& fields, const Instant& at) const {
  const Fields& then = fields_at(at);
  const record::RecordFacts facts(record_, then, world_, at, {at, query_.known_at});
  std::vector<std::string> group;
  group.reserve(fields.size());
  for (const auto& field : fields) group.push_back(to_text(facts.value(field)));
  return group;
}

std::vector<std::string> View::group_since(const std::vector<std::string>& fields, const Instant& at) const {
  std::vector<std::string> group = group_at(fields, at);
  for (const auto* event : events_) {
    if (std::none_of(group.begin(), group.end(), [](const std::string& value) { return value.empty(); })) break;
    if (event->at <= at) continue;
    const auto later = group_at(fields, event->at);
    for (std::size_t i = 0; i < group.size(); ++i)
      if (group[i].empty()) group[i] = later[i];
  }
  return group;
}

const std::vector<sla::Occurrence>& View::occurrences(const std::string& series) const {
  const auto [place, is_new] = occurrences_.try_emplace(series);
  const auto dot = series.find('.');
  const schema::Schema* type = is_new ? world_.schemas().find(series.substr(0, dot)) : nullptr;
  if (type == nullptr) return place->second;
  const Window window{query_.window.from, std::min(query_.window.to, query_.now)};
  for (const auto& each : type->series)
    if (each.name == series.substr(dot + 1)) place->second = sla::occurrences_of(*type, each, record_, window, world_);
  return place->second;
}

std::optional<Instant> View::one_moment(const Moment& moment, const Part& part) const {
  using Form = Moment::Form;
  if (is_of_clock(moment.form)) return clock_moment(moment, part);
  switch (moment.form) {
    case Form::opened:
      return events_.empty() ? std::nullopt : std::optional(events_.front()->at);
    case Form::recorded:
      return events_.empty() ? std::nullopt : std::optional(events_.front()->known_since());
    case Form::window_start:
      return query_.window.from;
    case Form::window_end:
      return window_end();
    case Form::span:
      return part.span == nullptr ? std::nullopt : std::optional(part.span->to);
    case Form::slot:
      return part.occurrence == nullptr ? std::nullopt : std::optional(part.occurrence->slot);
    case Form::event:
      return part.event == nullptr ? std::nullopt : std::optional(part.event->at);
    case Form::field:
      return instant_of(fact(moment.name, part), world_.zone());
    case Form::item:
      return part.item == nullptr ? std::nullopt : instant_of((*part.item)[moment.name], world_.zone());
    case Form::told:
      for (const auto* event : events_)
        if (!event->told.empty()) return event->at;
      return std::nullopt;
    case Form::move:
      for (auto at = events_.rbegin(); at != events_.rend(); ++at)
        if ((*at)->verb == moment.name) return (*at)->at;
      return std::nullopt;
    case Form::first:
      for (const auto& span : spans())
        if (span.state == moment.name) return span.from;
      return std::nullopt;
    case Form::entered:
      for (auto span = spans().rbegin(); span != spans().rend(); ++span)
        if (span->state == moment.name) return span->from;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

// A clock that is not decided, or never will be, still has a place in time where it is listed as left out: when it was
// due, else when it ended or began.
std::optional<Instant> View::clock_moment(const Moment& moment, const Part& part) const {
  using Form = Moment::Form;
  const sla::Clock* named = moment.name.empty() ? part.clock : clock(moment.name);
  if (named == nullptr) return std::nullopt;
  const sla::Promise* promise = moment.name.empty() ? part.promise : nullptr;
  const auto breached = promise == nullptr ? named->breached_at : promise->broken_at;
  const auto due = promise == nullptr ? named->due : promise->due;
  switch (moment.form) {
    case Form::started:
      return promise == nullptr ? named->started : std::optional(promise->in_force_from);
    case Form::stopped:
      return promise == nullptr ? named->stopped : promise->until;
    case Form::due:
      return due;
    case Form::breached:
      return breached;
    default:
      break;
  }
  if (breached) return breached;
  if (due) return due;
  return named->stopped ? named->stopped : named->started;
}

void View::take_off(const Less& less, const Instant& from, const Instant& to,
                    std::vector<std::pair<Instant, Instant>>& off) const {
  const auto add = [&](const Instant& begin, const Instant& end) {
    if (begin < to && end > from) off.emplace_back(std::max(begin, from), std::min(end, to));
  };
  if (less.form == Less::Form::in_state) {
    for (const auto& span : spans())
      if (span.state == less.name) add(span.from, span.to.value_or(to));
    return;
  }
  const sla::Clock* paused = clock(less.name);
  if (paused == nullptr) return;
  for (const auto& pause : paused->pauses) add(pause.from, pause.to);
}

}  // namespace itss::kpi
