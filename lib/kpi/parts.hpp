#pragma once
// The things of a record that a measure counts, and when. Inside kpi/ only.

#include <algorithm>
#include <optional>
#include <string>

#include "kpi/view.hpp"

namespace itss::kpi {

inline bool is_by_overlap(const Measure& measure) { return measure.by.front().form == Moment::Form::overlap; }
inline bool is_at_end(const Measure& measure) { return measure.by.front().form == Moment::Form::window_end; }

// Calls `visit` with each part of the record that the measure counts, wherever it lies in time.
template <class Visit>
void each_part(const Measure& measure, const View& view, const Visit& visit) {
  using Form = Subject::Form;
  const Subject& counts = measure.counts;
  if (counts.form == Form::record) visit(Part{});
  if (counts.form == Form::clock || counts.form == Form::promise)
    for (const auto& clock : view.clocks()) {
      if (counts.names.front() != "*" && counts.names.front() != clock.name) continue;
      if (counts.form == Form::clock) {
        visit(Part{&clock});
        continue;
      }
      for (const auto& promise : clock.promises) visit(Part{&clock, &promise});
    }
  if (counts.form == Form::event)
    for (const auto* event : view.events())
      if (std::find(counts.names.begin(), counts.names.end(), event->verb) != counts.names.end())
        visit(Part{nullptr, nullptr, event});
  if (counts.form == Form::item)
    for (const auto& [key, item] : get(view.fields(), counts.names.front()).map())
      visit(Part{nullptr, nullptr, nullptr, &key, &item});
  if (counts.form == Form::span)
    for (const auto& span : view.stretches(counts.length))
      visit(Part{nullptr, nullptr, nullptr, nullptr, nullptr, &span});
  if (counts.form == Form::occurrence)
    for (const auto& occurrence : view.occurrences(counts.names.front())) {
      Part part;
      part.occurrence = &occurrence;
      visit(part);
    }
}

inline std::string part_name(const Part& part) {
  if (part.clock != nullptr) return part.clock->name;
  if (part.event != nullptr) return part.event->verb;
  if (part.span != nullptr) return to_string(part.span->from);
  if (part.occurrence != nullptr) return to_string(part.occurrence->slot);
  return part.key == nullptr ? std::string() : *part.key;
}

// The moment that puts the part into the query's window; nothing if it lies outside.
inline std::optional<Instant> counted_at(const Measure& measure, const View& view, const Part& part,
                                         const Query& query) {
  if (is_by_overlap(measure)) {
    const auto span = view.covered(measure, part);
    return span ? std::optional(span->from) : std::nullopt;
  }
  const auto at = view.moment(measure.by, part);
  if (!at) return std::nullopt;
  const bool inside = is_at_end(measure) ? view.events().front()->at <= *at : query.window.contains(*at);
  return inside ? at : std::nullopt;
}

}  // namespace itss::kpi
