#include "period.hpp"

#include "base/text.hpp"

namespace itss::cmd {

namespace {

// One end of `A..B`: of a period its first or the instant after its last, else the time itself.
Instant edge_of(App& app, const std::string& text, Instant Window::*edge) {
  if (const auto period = parse_window(text, app.zone())) return (*period).*edge;
  return app.when(text, "PERIOD");
}

Window period_of(App& app, const std::string& text) {
  const auto dots = text.find("..");
  if (dots != std::string::npos)
    return {edge_of(app, text.substr(0, dots), &Window::from), edge_of(app, text.substr(dots + 2), &Window::to)};
  const auto window = parse_window(text.empty() ? month_text(app.zone().date_at(app.now().utc)) : text, app.zone());
  if (!window)
    throw Failure(Exit::usage, window.error(),
                  tr("a period is such as 2026-11, 2026-W12, 2026-Q4, 2026, 2026-11-24 or 2026-11-01..2026-11-15"));
  return *window;
}

}  // namespace

void add_period(Parser& parser, std::string& period, std::string& month) {
  parser.argument("PERIOD", period,
                  tr("2026-11, 2026-W12, 2026-Q4, 2026, 2026-11-24 or A..B, B included (else this month)"));
  parser.group(tr("What to count"));
  parser.option("--month", month, "PERIOD", tr("the same, named: --month 2026-11"));
}

Window window_of(App& app, const std::string& period, const std::string& month) {
  if (!month.empty() && !period.empty()) throw Failure(Exit::usage, tr("give a PERIOD or --month, not both"));
  const std::string& text = month.empty() ? period : month;
  const Window window = period_of(app, text);
  if (window.to <= window.from) throw Failure(Exit::usage, trf("the period '{}' is empty", text));
  return window;
}

}  // namespace itss::cmd
