#include "times.hpp"

#include "base/text.hpp"

namespace itss::cmd {

std::string time_text(App& app, const Instant& instant) {
  return app.terminal.out ? short_text(app.zone().at(instant.utc)) : to_string(instant);
}

std::string relative_text(App& app, const Instant& instant) {
  const long seconds = (app.now().utc - instant.utc).count();
  const long span = seconds < 0 ? -seconds : seconds;
  std::string amount;
  if (span < 60)
    amount = trf("{} s", span);
  else if (span < 3600)
    amount = trf("{} min", span / 60);
  else if (span < 2L * 86400)
    amount = trf("{} h", span / 3600);
  else
    amount = trf("{} d", span / 86400);
  return seconds < 0 ? trf("in {}", amount) : trf("{} ago", amount);
}

Seconds span_of(const std::string& text, const std::string& option) {
  const auto amount = parse_duration(text);
  if (!amount) throw Failure(Exit::usage, option + ": " + amount.error(), tr("an amount is such as 30m, 2h or 1d"));
  if (amount->negative)
    throw Failure(Exit::usage, trf("{}: '{}' lies in the past", option, text),
                  tr("an amount is such as 30m, 2h or 1d"));
  return amount->seconds + std::chrono::hours(24) * amount->days;
}

}  // namespace itss::cmd
