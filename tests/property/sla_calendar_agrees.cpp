// Working time by the engine and by the model, which asks every second, on the same random calendars.
#include <fmt/format.h>
#include <rapidcheck.h>

#include "sla_cases.hpp"

namespace {

using namespace itss;
using model::chance;
using model::pick;
using model::Time;

constexpr Time kDay = 86400;

SysSeconds sys(Time at) { return SysSeconds(Seconds(at)); }
Time time_of(SysSeconds at) { return at.time_since_epoch().count(); }

struct Pair {
  model::Scale scale;
  model::Plan plan;
  std::unique_ptr<calendar::Calendar> engine;
  std::unique_ptr<model::Calendar> naive;
  calendar::Use use;
  int model_use = 0;

  // Mostly near where clocks are turned.
  Time any_time() const {
    const Time reach = chance(60) ? 6 * 3600 : 3 * kDay;
    return scale.base + (pick(-reach, reach) / scale.grain) * scale.grain + pick(-1, 2);
  }
  std::string text() const {
    return plan.yaml() + (model_use == model::kFollow ? "follow" : fmt::format("version {}", model_use));
  }
};

Pair any_pair() {
  Pair pair;
  pair.scale = model::any_scale();
  pair.plan = model::any_plan(pair.scale);
  for (auto& version : pair.plan.versions)
    if (chance(20)) {
      const model::Date first = pair.scale.base / kDay + pick(-6, 1);
      version.covers = {first, first + pick(0, 12)};
    }
  // A version says only what changes: it inherits them.
  for (std::size_t i = 1; i < pair.plan.versions.size(); ++i)
    if (auto& covers = pair.plan.versions[i].covers; !covers) covers = pair.plan.versions[i - 1].covers;
  Diagnostics findings;
  const auto document = yaml::Document::parse(pair.plan.yaml(), "random", findings);
  auto made = calendar::Calendar::read(document.value(), "random", findings);
  RC_PRE(made.has_value());
  pair.engine = std::make_unique<calendar::Calendar>(std::move(*made));
  pair.naive = std::make_unique<model::Calendar>(pair.plan);
  if (chance(40)) {
    pair.model_use = model::kFollow;
    pair.use.versions = calendar::Versions::follow;
  } else {
    pair.model_use = pair.naive->version_at(pair.any_time());
    pair.use.version = static_cast<std::size_t>(pair.model_use);
  }
  return pair;
}

// Whether a date on the way lies beyond the declared ones.
bool needs_undeclared(const Pair& pair, Time from, Time to) {
  const model::Calendar& naive = *pair.naive;
  if (to < from) std::swap(from, to);
  for (Time at = from;; at = std::min(at + 60, to)) {
    const auto version = pair.model_use == model::kFollow ? naive.version_at(at) : pair.model_use;
    if (!naive.covered(naive.owner(at, pair.model_use).value_or(naive.date_at(at)), version)) return true;
    if (at == to) return false;
  }
}

// The engine's answer against the model's; where the model found none, the engine's is further away than it looked.
void same_moment(const Pair& pair, const std::string& question, Time from,
                 const std::optional<calendar::Calendar::Moment>& given, const std::optional<Time>& wanted) {
  if (!wanted) {
    if (given && std::abs(time_of(given->at) - from) < model::kHorizon - 4 * kDay)
      RC_FAIL(pair.text() + "\n" + question + " = " + model::show(time_of(given->at)) + ", the model finds none");
    return;
  }
  const auto answer = given ? std::optional(time_of(given->at)) : std::nullopt;
  if (answer != wanted)
    RC_FAIL(pair.text() + "\n" + question + " = " + model::show(answer) + ", the model says " + model::show(wanted));
}

}  // namespace

int main() {
  bool good = rc::check("a second is open or closed, and stretches and sums of them too, as the model says", [] {
    const Pair pair = any_pair();
    const auto open = [&](Time at) { return pair.naive->open(at, pair.model_use); };
    for (int i = 0; i < 30; ++i) {
      const Time at = pair.any_time();
      if (pair.engine->is_open(sys(at), pair.use) != open(at))
        RC_FAIL(pair.text() + "\nis open at " + model::show(at) + ", or the model says so");
      RC_ASSERT(pair.engine->version_at(sys(at)) == static_cast<std::size_t>(pair.naive->version_at(at)));
    }
    Time from = pair.any_time(), to = pair.any_time();
    if (to < from) std::swap(from, to);
    const auto given = pair.engine->between(sys(from), sys(to), pair.use).count();
    const auto wanted = pair.naive->between(from, to, pair.model_use);
    if (given != wanted)
      RC_FAIL(pair.text() + fmt::format("\nbetween {} and {}: {} s, the model says {} s", model::show(from),
                                        model::show(to), given, wanted));
    for (const auto& part : pair.engine->intervals(sys(from), sys(to), pair.use)) {
      const long length = (part.to - part.from).count();
      RC_ASSERT(pair.naive->between(time_of(part.from), time_of(part.to), pair.model_use) == (part.open ? length : 0));
    }
  });
  good &= rc::check("an amount of working time leads to where stepping second by second leads, forward and back", [] {
    const Pair pair = any_pair();
    const Time from = pair.any_time();
    const long amount = chance(20) ? 0 : pair.scale.some(40 * 3600);
    const auto ahead = pair.engine->add(sys(from), Seconds(amount), pair.use);
    const auto there = pair.naive->forward(from, amount, pair.model_use);
    same_moment(pair, fmt::format("{} + {} s", model::show(from), amount), from, ahead, there);
    if (ahead && there) {
      const Time last = amount == 0 ? *there : *there - 1;
      if (ahead->provisional != needs_undeclared(pair, from, std::max(last, from)))
        RC_FAIL(pair.text() + fmt::format("\n{} + {} s = {}, provisional: {}", model::show(from), amount,
                                          model::show(there), ahead->provisional));
    }
    const auto back = pair.engine->add(sys(from), Seconds(-amount), pair.use, calendar::Calendar::Direction::back);
    same_moment(pair, fmt::format("{} - {} s", model::show(from), amount), from, back,
                pair.naive->back(from, amount, pair.model_use));
  });
  good &= rc::check("working days lead to the same clock time of the working date that stepping finds", [] {
    const Pair pair = any_pair();
    const Time from = pair.any_time();
    const Duration amount{pick(1, 5), Seconds(chance(50) ? 0 : 1 + pair.scale.some(10 * 3600)), chance(40)};
    const long sign = amount.negative ? -1 : 1;
    const auto day = pair.naive->days(from, sign * amount.days, pair.model_use);
    if (!day) return;
    auto wanted = day;
    if (amount.seconds.count() > 0)
      wanted = amount.negative ? pair.naive->back(*day, amount.seconds.count(), pair.model_use)
                               : pair.naive->forward(*day, amount.seconds.count(), pair.model_use);
    same_moment(pair, model::show(from) + " + " + to_string(amount), from,
                pair.engine->add(sys(from), amount, pair.use), wanted);
    if (!amount.negative && wanted)
      RC_ASSERT(pair.engine->target_seconds(sys(from), amount, pair.use).count() ==
                pair.naive->between(from, *wanted, pair.model_use));
  });
  good &= rc::check("working time is additive, never negative, and the inverse of adding it", [] {
    const Pair pair = any_pair();
    std::array<Time, 3> at = {pair.any_time(), pair.any_time(), pair.any_time()};
    std::sort(at.begin(), at.end());
    const auto between = [&](Time from, Time to) { return pair.engine->between(sys(from), sys(to), pair.use).count(); };
    RC_ASSERT(between(at[0], at[1]) >= 0);
    RC_ASSERT(between(at[0], at[1]) <= at[1] - at[0]);
    RC_ASSERT(between(at[0], at[1]) + between(at[1], at[2]) == between(at[0], at[2]));
    const long amount = 1 + pair.scale.some(60 * 3600);
    if (const auto end = pair.engine->add(sys(at[0]), Seconds(amount), pair.use)) {
      RC_ASSERT(between(at[0], time_of(end->at)) == amount);
      RC_ASSERT(between(at[0], time_of(end->at) - 1) == amount - 1);
    }
    if (const auto begin = pair.engine->add(sys(at[0]), Seconds(-amount), pair.use)) {
      RC_ASSERT(between(time_of(begin->at), at[0]) == amount);
      RC_ASSERT(between(time_of(begin->at) + 1, at[0]) == amount - 1);
    }
  });
  return good ? 0 : 1;
}
