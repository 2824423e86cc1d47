// The engine and the model, which was written from the contract alone and looks at every second, give the same clocks.
#include <fmt/format.h>
#include <rapidcheck.h>

#include "sla_cases.hpp"

namespace {

using namespace itss;
using model::lines;
using model::show;

// Where the engine's stretches do not count the seconds that the model counts; empty if they do.
std::string stretches_differ(const sla::Clock& clock, const model::Clock& wanted) {
  model::Time at = wanted.started;
  for (const auto& stretch : clock.stretches) {
    const model::Time from = stretch.from.utc.time_since_epoch().count();
    const model::Time to = stretch.to.utc.time_since_epoch().count();
    if (from != at) return fmt::format("a gap at {}", show(stretch.from));
    long counted = 0;
    for (; at < to; ++at)
      if (at - wanted.started < static_cast<long>(wanted.counted.size()) &&
          wanted.counted[static_cast<std::size_t>(at - wanted.started)])
        ++counted;
    if (counted != stretch.counted.count())
      return fmt::format("{} to {}: {} s {}, the model counts {} s", show(stretch.from), show(stretch.to),
                         stretch.counted.count(), stretch.why, counted);
    if (counted != 0 && counted != to - from) return fmt::format("a mixed stretch at {}", show(stretch.from));
  }
  if (at != wanted.started + static_cast<model::Time>(wanted.counted.size())) return "the stretches end too early";
  return {};
}

void agree(const model::Case& made, std::optional<model::Time> known_at) {
  const auto given = sla::clocks_of(made.record, *made.desk, model::instant(made.now),
                                    known_at ? std::optional(model::instant(*known_at)) : std::nullopt);
  for (const auto& clock : given) {
    const auto wanted = model::clock_of(clock.name, made.record, made.world, made.now, known_at);
    if (!wanted) continue;  // further away than the model looks
    if (clock.name == "resolution") RC_TAG(std::string(name_of(clock.verdict)) + " " + clock.cause);
    const std::string known = known_at ? "known at " + show(known_at) + "\n" : "";
    if (wanted->promises.empty() && wanted->verdict != "breached") {
      RC_ASSERT(clock.promises.empty());
      RC_ASSERT(clock.verdict == sla::Verdict::none);
      continue;
    }
    if (lines(clock) != lines(*wanted))
      RC_FAIL(made.text() + known + "engine " + lines(clock) + "model  " + lines(*wanted));
    if (wanted->promises.empty()) continue;
    if (const auto difference = stretches_differ(clock, *wanted); !difference.empty())
      RC_FAIL(made.text() + known + clock.name + ": " + difference);
  }
}

}  // namespace

int main() {
  const bool good = rc::check("every clock of every history is what a walk through its seconds says", [] {
    model::Case made = model::any_desk();
    model::live(made);
    agree(made, std::nullopt);
    if (model::chance(30)) agree(made, made.now - made.scale.some(made.scale.span));
  });
  return good ? 0 : 1;
}
