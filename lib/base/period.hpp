#pragma once
// Named stretches of the calendar that a report counts, and those before and after them.

#include <string>
#include <string_view>

#include "base/zone.hpp"

namespace itss {

struct Period {
  enum class Kind { day, week, month, quarter, year, span } kind = Kind::span;
  Window window;     // half-open
  std::string name;  // `2026-11-24`, `2026-W48`, `2026-11`, `2026-Q4`, `2026`; a span: `2026-11-01..2026-11-15`
};

// The period of this kind that the date lies in. REQUIRES: not a span.
Period period_around(Period::Kind kind, Date date, const Zone& zone);

// Any window. The end of one from midnight to midnight is named by its last day, of others both are times.
Period span_of(const Window& window, const Zone& zone);

// The period so many steps later, earlier if negative. Spans follow each other without a gap: by whole days if they
// begin and end at midnight, else by their seconds.
Period shifted(const Period& period, int steps, const Zone& zone);

// A name of a day, week, month, quarter or year; `today`, `yesterday`, `mon`..`sun` (the last such day);
// `this-week`, `last-month`, `this-quarter`, `last-year`.
Result<Period> parse_period(std::string_view text, const Instant& now, const Zone& zone);

// One of this kind: its name, `this`, `last`, or `-2` for the second one before this. A failure says what it is not.
// REQUIRES: not a span.
Result<Period> parse_period(std::string_view text, Period::Kind kind, const Instant& now, const Zone& zone);

}  // namespace itss
