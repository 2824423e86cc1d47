#include "period.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace itss::cmd {

namespace {

using Kind = Period::Kind;

// An option that names a period of its kind.
struct KindOption {
  std::string PeriodWords::*word;
  const char* name;
  Kind kind;
};
constexpr std::array<KindOption, 4> kKindOptions = {{{&PeriodWords::month, "--month", Kind::month},
                                                     {&PeriodWords::week, "--week", Kind::week},
                                                     {&PeriodWords::quarter, "--quarter", Kind::quarter},
                                                     {&PeriodWords::year, "--year", Kind::year}}};

// One end of a span: of a date or period its first instant or the one after its last, else the time itself.
Instant edge_of(App& app, const std::string& text, Instant Window::*edge, const std::string& option) {
  if (const auto period = parse_period(text, app.now(), app.zone())) return period->window.*edge;
  return app.when(text, option);
}

Period span(App& app, const std::string& from, const std::string& to, const std::string& from_option,
            const std::string& to_option) {
  const Window window{edge_of(app, from, &Window::from, from_option), edge_of(app, to, &Window::to, to_option)};
  if (window.to <= window.from) throw Failure(Exit::usage, trf("the period '{}..{}' is empty", from, to));
  return span_of(window, app.zone());
}

Period named(App& app, const std::string& text) {
  if (const auto dots = text.find(".."); dots != std::string::npos)
    return span(app, text.substr(0, dots), text.substr(dots + 2), "PERIOD", "PERIOD");
  const auto period = parse_period(text, app.now(), app.zone());
  if (!period)
    throw Failure(Exit::usage, period.error(),
                  tr("a period is such as 2026-11, 2026-W12, 2026-Q4, 2026, 2026-11-24 or 2026-11-01..2026-11-15"));
  return *period;
}

void check_one_way(const PeriodWords& words) {
  const auto given = std::count_if(kKindOptions.begin(), kKindOptions.end(),
                                   [&](const KindOption& option) { return !(words.*option.word).empty(); }) +
                     (words.period.empty() ? 0 : 1) + (words.from.empty() && words.to.empty() ? 0 : 1);
  if (given > 1)
    throw Failure(Exit::usage, tr("the period is given in two ways"),
                  tr("give one of PERIOD, --month, --week, --quarter, --year, or --from with --to"));
  if (words.from.empty() && !words.to.empty())
    throw Failure(Exit::usage, tr("--to needs --from"), "--from 2026-11-01 --to 2026-11-15");
}

}  // namespace

void add_period(Parser& parser, PeriodWords& words) {
  parser.argument("PERIOD", words.period,
                  tr("2026-11, 2026-W12, 2026-Q4, 2026, 2026-11-24, last-month, this-week, today or A..B, B included "
                     "(else this month)"));
  parser.group(tr("What to count"));
  const Completes near{Completes::With::words, {"this", "last"}, {}};
  parser.option("--month", words.month, "MONTH", tr("2026-11; this, last, or -2 for the one before the last"))
      .completes = near;
  parser.option("--week", words.week, "WEEK", tr("2026-W48, Monday to Sunday; this, last, -2")).completes = near;
  parser.option("--quarter", words.quarter, "QUARTER", tr("2026-Q4; this, last, -2")).completes = near;
  parser.option("--year", words.year, "YEAR", tr("2026; this, last, -1")).completes = near;
  parser.option("--from", words.from, "TIME", tr("from the first instant of this date, or from this time"));
  parser.option("--to", words.to, "TIME",
                tr("to the end of this date, which is included, or until before this time (else to the end of today)"));
}

Period period_of(App& app, const PeriodWords& words) {
  check_one_way(words);
  for (const auto& option : kKindOptions) {
    const std::string& text = words.*option.word;
    if (text.empty()) continue;
    const auto period = parse_period(text, option.kind, app.now(), app.zone());
    if (!period) throw Failure(Exit::usage, fmt::format("{}: {}", option.name, period.error()));
    return *period;
  }
  if (!words.from.empty()) return span(app, words.from, words.to.empty() ? "today" : words.to, "--from", "--to");
  return named(app, words.period.empty() ? "this-month" : words.period);
}

}  // namespace itss::cmd
