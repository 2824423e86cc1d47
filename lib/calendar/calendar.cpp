#include "calendar/calendar.hpp"

#include <algorithm>
#include <mutex>

#include "calendar/reader.hpp"
#include "calendar/timeline.hpp"

namespace itss::calendar {

namespace chrono = std::chrono;

namespace {

constexpr chrono::days kOneDay(1);
// A shift may start on the day before, and a zone's date may differ from UTC's.
constexpr chrono::days kMargin(2);
constexpr chrono::days kFirstReach(60);
constexpr chrono::days kFurthestReach(36'525);  // 100 years
constexpr chrono::days kPiece(366 * 100);

Day day_of(SysSeconds at) { return chrono::floor<chrono::days>(at); }

// Calls attempt(reach) with ever more days until it gives an answer or a hundred years are searched.
template <class Attempt>
auto search(Attempt attempt) -> decltype(attempt(kFirstReach)) {
  for (auto reach = kFirstReach;; reach *= 2) {
    if (auto answer = attempt(std::min(reach, kFurthestReach))) return answer;
    if (reach >= kFurthestReach) return std::nullopt;
  }
}

// The first span of the date that lies `days` working dates after (or before) the one of spans[index].
std::optional<std::size_t> nth_date(const std::vector<Span>& spans, std::size_t index, long days) {
  for (long left = std::abs(days); left > 0; --left) {
    const Day today = spans[index].day;
    while (days < 0 ? spans[index].day >= today : spans[index].day <= today) {
      if (days < 0 ? index == 0 : index + 1 == spans.size()) return std::nullopt;
      days < 0 ? --index : ++index;
    }
  }
  // Where versions change, a night shift of the date before may lie among the spans of a date.
  const Day wanted = spans[index].day;
  for (std::size_t i = index; i > 0 && spans[i - 1].day + kOneDay >= wanted; --i)
    if (spans[i - 1].day == wanted) index = i - 1;
  return index;
}

// An instant and the date to which it belongs.
struct Where {
  SysSeconds at{};
  Day day{};
};

}  // namespace

struct Calendar::Body {
  std::string name;
  Definition definition;
  // One timeline per version, and the one that follows the versions at the end. Filled on demand, hence the lock, which
  // whoever reads a timeline holds: threads share a calendar, and each question is short.
  mutable std::vector<std::unique_ptr<Timeline>> timelines;
  mutable std::mutex mutex;

  Body(std::string its_name, Definition read) : name(std::move(its_name)), definition(std::move(read)) {
    timelines.resize(definition.versions.size() + 1);
  }

  const std::vector<Hours>& versions() const { return definition.versions; }
  const Zone& zone() const { return definition.zone; }

  const Hours& hours(const Use& use, SysSeconds at) const {
    return versions()[use.versions == Versions::follow ? version_at(at) : std::min(use.version, versions().size() - 1)];
  }

  std::size_t version_at(SysSeconds at) const {
    std::size_t index = 0;
    while (index + 1 < versions().size() && versions()[index + 1].from <= at) ++index;
    return index;
  }

  // Whether every second counts, whatever the dates.
  bool always_open(const Use& use) const {
    if (use.versions == Versions::pinned) return hours(use, {}).always_open();
    return std::all_of(versions().begin(), versions().end(), [](const Hours& hours) { return hours.always_open(); });
  }

  Timeline& timeline(const Use& use) const {
    const bool follow = use.versions == Versions::follow;
    const std::size_t index = follow ? versions().size() : std::min(use.version, versions().size() - 1);
    auto& timeline = timelines[index];
    if (timeline) return *timeline;
    std::vector<Reign> reigns;
    for (std::size_t i = 0; i < versions().size(); ++i) {
      if (!follow && i != index) continue;
      const bool last = !follow || i + 1 == versions().size();
      reigns.push_back({&versions()[i], follow && i > 0 ? versions()[i].from : SysSeconds::min(),
                        last ? SysSeconds::max() - chrono::days(4) : versions()[i + 1].from});
    }
    timeline = std::make_unique<Timeline>(zone(), std::move(reigns));
    return *timeline;
  }

  // The date to which `from` belongs: that of the shift in which it lies, else its own. REQUIRES: `line` covers it.
  Day date_of(const Timeline& line, SysSeconds from) const {
    const std::size_t next = line.first_ending_after(from);
    const bool inside = next < line.spans().size() && line.spans()[next].from <= from;
    return inside ? line.spans()[next].day : Day(zone().date_at(from));
  }

  // Whether a date between those to which two instants belong lies beyond the ones that its version declares.
  bool provisional(const Timeline& line, Where from, Where to, const Use& use) const {
    if (to.at < from.at) std::swap(from, to);
    if (use.versions == Versions::pinned)
      return !hours(use, from.at).covered(from.day) || !hours(use, to.at).covered(to.day);
    const std::size_t last = version_at(to.at);
    for (std::size_t i = version_at(from.at); i <= last; ++i) {
      if (!versions()[i].covered(from.day)) return true;
      const SysSeconds next = i < last ? versions()[i + 1].from : SysSeconds::max();
      if (!versions()[i].covered(i < last ? date_of(line, next - Seconds(1)) : to.day)) return true;
      if (i < last) from.day = date_of(line, next);
    }
    return false;
  }

  bool declared(SysSeconds from, SysSeconds to, const Use& use) const;
  std::optional<Moment> add_seconds(SysSeconds from, Seconds amount, const Use& use, Direction direction) const;
  std::optional<Moment> forward(SysSeconds from, Seconds amount, const Use& use) const;
  std::optional<Moment> back(SysSeconds from, Seconds amount, const Use& use) const;
  std::optional<Moment> add_days(SysSeconds from, long days, const Use& use) const;
  std::optional<Moment> onward(SysSeconds start, long days, const Use& use) const;
  Seconds between(SysSeconds from, SysSeconds to, const Use& use) const;
  void append_closed(std::vector<Interval>& out, SysSeconds from, SysSeconds to, const Use& use) const;
};

bool Calendar::Body::declared(SysSeconds from, SysSeconds to, const Use& use) const {
  if (from >= to) return true;
  const std::lock_guard guard(mutex);
  Timeline& line = timeline(use);
  const SysSeconds end = to - Seconds(1);
  line.cover(day_of(end) - kMargin, day_of(end) + kMargin);
  const Where last{end, date_of(line, end)};
  line.cover(day_of(from) - kMargin, day_of(from) + kMargin);
  return !provisional(line, {from, date_of(line, from)}, last, use);
}

// The earliest instant with so much work behind it; with nothing to work, the first open one.
std::optional<Calendar::Moment> Calendar::Body::forward(SysSeconds from, Seconds amount, const Use& use) const {
  const std::lock_guard guard(mutex);
  Timeline& line = timeline(use);
  return search([&](chrono::days reach) -> std::optional<Moment> {
    line.cover(day_of(from) - kMargin, day_of(from) + reach);
    const auto& spans = line.spans();
    const Seconds wanted = line.worked_until(from) + amount;
    auto found = spans.begin() + static_cast<std::ptrdiff_t>(line.first_ending_after(from));
    if (amount > Seconds(0))
      found = std::partition_point(found, spans.end(),
                                   [&](const Span& span) { return span.before + span.length() < wanted; });
    if (found == spans.end()) return std::nullopt;
    const SysSeconds at = std::max(found->from + (wanted - found->before), found->from);
    const Where last{std::max(found->from, at - Seconds(1)), found->day};
    return Moment{at, provisional(line, {from, date_of(line, from)}, last, use)};
  });
}

// The latest instant with so much work between it and `from`; with nothing to work, the latest open one, which is the
// end of a shift if `from` is closed.
std::optional<Calendar::Moment> Calendar::Body::back(SysSeconds from, Seconds amount, const Use& use) const {
  const std::lock_guard guard(mutex);
  Timeline& line = timeline(use);
  return search([&](chrono::days reach) -> std::optional<Moment> {
    line.cover(day_of(from) - reach, day_of(from) + kMargin);
    const auto& spans = line.spans();
    const Seconds wanted = line.worked_until(from) - amount;
    // The last span that starts at or before `from` and has no more than the wanted work before it.
    const auto end = std::partition_point(spans.begin(), spans.end(),
                                          [&](const Span& span) { return span.from <= from && span.before <= wanted; });
    if (wanted < Seconds(0) || end == spans.begin()) return std::nullopt;
    const Span& span = *(end - 1);
    const SysSeconds at = std::min(span.from + (wanted - span.before), span.to);
    const Where last{std::min(at, span.to - Seconds(1)), span.day};
    return Moment{at, provisional(line, {from, date_of(line, from)}, last, use)};
  });
}

std::optional<Calendar::Moment> Calendar::Body::add_seconds(SysSeconds from, Seconds amount, const Use& use,
                                                            Direction direction) const {
  if (chrono::abs(amount) > kFurthestReach) return std::nullopt;
  if (always_open(use)) return Moment{from + amount, false};
  const bool backward = amount < Seconds(0) || (amount == Seconds(0) && direction == Direction::back);
  return backward ? back(from, -amount, use) : forward(from, amount, use);
}

std::optional<Calendar::Moment> Calendar::Body::add_days(SysSeconds from, long days, const Use& use) const {
  if (std::abs(days) > kFurthestReach.count()) return std::nullopt;
  if (always_open(use)) return Moment{zone().to_utc(zone().to_local(from) + chrono::days(days)), false};
  const auto start = add_seconds(from, Seconds(0), use, days < 0 ? Direction::back : Direction::forward);
  if (!start) return std::nullopt;
  auto end = onward(start->at, days, use);
  if (end) end->provisional = end->provisional || start->provisional;
  return end;
}

// `days` working dates from the open instant `start`, at the same clock time of the date to which its shift belongs.
std::optional<Calendar::Moment> Calendar::Body::onward(SysSeconds start, long days, const Use& use) const {
  const std::lock_guard guard(mutex);
  Timeline& line = timeline(use);
  return search([&](chrono::days reach) -> std::optional<Moment> {
    const Day today = day_of(start);
    line.cover(today - (days < 0 ? reach : kMargin), today + (days < 0 ? kMargin : reach));
    const auto& spans = line.spans();
    const auto begun =
        std::partition_point(spans.begin(), spans.end(), [&](const Span& span) { return span.from <= start; });
    if (begun == spans.begin()) return std::nullopt;
    const Day owner = (begun - 1)->day;
    const auto wanted = nth_date(spans, static_cast<std::size_t>(begun - spans.begin()) - 1, days);
    if (!wanted) return std::nullopt;
    const auto clock = zone().to_local(start) - LocalSeconds(owner.time_since_epoch());
    const SysSeconds same = zone().to_utc(LocalSeconds(spans[*wanted].day.time_since_epoch()) + clock);
    std::size_t index = *wanted;
    for (std::size_t i = index + 1; i < spans.size() && spans[i].from <= same; ++i)
      if (spans[i].day == spans[index].day) index = i;
    const SysSeconds at = std::clamp(same, spans[index].from, spans[index].to);
    const Where last{std::min(at, spans[index].to - Seconds(1)), spans[index].day};
    return Moment{at, provisional(line, {start, owner}, last, use)};
  });
}

Seconds Calendar::Body::between(SysSeconds from, SysSeconds to, const Use& use) const {
  if (always_open(use)) return to - from;
  const std::lock_guard guard(mutex);
  Timeline& line = timeline(use);
  Seconds sum{0};
  while (from < to) {  // in pieces, so that a span of thousands of years needs no more memory than one of a hundred
    const SysSeconds end = std::min(to, from + kPiece);
    line.cover(day_of(from) - kMargin, day_of(end) + kMargin);
    sum += line.worked_until(end) - line.worked_until(from);
    from = end;
  }
  return sum;
}

// Closed time, cut where the date changes between holidays and other days.
void Calendar::Body::append_closed(std::vector<Interval>& out, SysSeconds from, SysSeconds to, const Use& use) const {
  while (from < to) {
    const Day date(zone().date_at(from));
    const SysSeconds end = std::min(to, std::max(zone().start_of(Date(date + kOneDay)), from + Seconds(1)));
    const Hours::Plan plan = hours(use, from).plan(date);
    const bool holiday = plan.why == Interval::Why::holiday;
    Interval part{from, end, false, holiday ? Interval::Why::holiday : Interval::Why::closed, {}};
    if (holiday) part.name = plan.name;
    if (!out.empty() && !out.back().open && out.back().why == part.why && out.back().name == part.name)
      out.back().to = end;
    else
      out.push_back(std::move(part));
    from = end;
  }
}

Calendar::Calendar() = default;
Calendar::Calendar(Calendar&&) noexcept = default;
Calendar& Calendar::operator=(Calendar&&) noexcept = default;
Calendar::~Calendar() = default;

std::optional<Calendar> Calendar::read(const yaml::Document& document, std::string name, Diagnostics& findings) {
  auto definition = read_definition(document, findings);
  if (!definition) return std::nullopt;
  Calendar calendar;
  calendar.body_ = std::make_unique<Body>(std::move(name), std::move(*definition));
  return calendar;
}

Calendar Calendar::round_the_clock(const Zone& zone) {
  Definition definition{zone, std::vector<Hours>(1)};
  definition.versions.front().weekly.fill({Shift{0, kMinutesPerDay}});
  Calendar calendar;
  calendar.body_ = std::make_unique<Body>(std::string(), std::move(definition));
  return calendar;
}

const std::string& Calendar::name() const { return body_->name; }
const Zone& Calendar::zone() const { return body_->zone(); }
std::size_t Calendar::version_at(SysSeconds at) const { return body_->version_at(at); }

std::size_t Calendar::version_count() const { return body_->versions().size(); }

std::optional<std::pair<Date, Date>> Calendar::covers(std::size_t version) const {
  const auto& covers = body_->versions().at(version).covers;
  return covers ? std::optional(std::pair(Date(covers->first), Date(covers->second))) : std::nullopt;
}

bool Calendar::declared(SysSeconds from, SysSeconds to, Use use) const { return body_->declared(from, to, use); }

Seconds Calendar::between(SysSeconds from, SysSeconds to, Use use) const { return body_->between(from, to, use); }

std::optional<Calendar::Moment> Calendar::add(SysSeconds from, Seconds amount, Use use, Direction zero) const {
  return body_->add_seconds(from, amount, use, zero);
}

std::optional<Calendar::Moment> Calendar::add(SysSeconds from, const Duration& amount, Use use) const {
  const auto direction = amount.negative ? Direction::back : Direction::forward;
  const Seconds seconds = amount.negative ? -amount.seconds : amount.seconds;
  if (amount.days == 0) return body_->add_seconds(from, seconds, use, direction);
  const auto start = body_->add_days(from, amount.negative ? -amount.days : amount.days, use);
  if (!start || seconds == Seconds(0)) return start;
  auto end = body_->add_seconds(start->at, seconds, use, direction);
  if (end) end->provisional = end->provisional || start->provisional;
  return end;
}

Seconds Calendar::target_seconds(SysSeconds from, const Duration& amount, Use use) const {
  if (amount.days == 0) return amount.negative ? -amount.seconds : amount.seconds;
  const auto end = add(from, Duration{.days = amount.days, .negative = amount.negative}, use);
  if (!end) return Seconds(0);
  if (amount.negative) return -between(end->at, from, use) - amount.seconds;
  return between(from, end->at, use) + amount.seconds;
}

bool Calendar::is_open(SysSeconds at, Use use) const { return between(at, at + Seconds(1), use) == Seconds(1); }

bool Calendar::is_workday(Date date, Use use) const {
  const Hours& hours = body_->hours(use, zone().start_of(date));
  return !hours.plan(Day(date)).shifts->empty();
}

std::vector<Interval> Calendar::intervals(SysSeconds from, SysSeconds to, Use use) const {
  if (from >= to) return {};
  if (body_->always_open(use)) return {{from, to, true, Interval::Why::shift, {}}};
  const std::lock_guard guard(body_->mutex);
  Timeline& line = body_->timeline(use);
  line.cover(day_of(from) - kMargin, day_of(to) + kMargin);
  std::vector<Interval> out;
  for (std::size_t i = line.first_ending_after(from); i < line.spans().size() && line.spans()[i].from < to; ++i) {
    const Span& span = line.spans()[i];
    body_->append_closed(out, from, std::max(from, span.from), use);
    from = std::max(from, span.from);
    out.push_back({from, std::min(span.to, to), true, span.why, std::string(span.name)});
    from = out.back().to;
  }
  body_->append_closed(out, from, to, use);
  return out;
}

}  // namespace itss::calendar
