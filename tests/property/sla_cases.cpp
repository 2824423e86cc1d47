#include "sla_cases.hpp"

#include <fmt/format.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

namespace itss::model {

namespace {

template <class T>
T one_of(const std::vector<T>& items) {
  return items[static_cast<std::size_t>(pick(0, static_cast<long>(items.size())))];
}

std::string one_word(const std::vector<std::string>& words) { return one_of(words); }

// In order, without overlaps, within 24 hours from `morning`; times that are multiples of the grain.
std::vector<Shift> any_shifts(const Scale& scale, int morning) {
  const int step = static_cast<int>(std::max(scale.grain / 60, 1L));
  std::set<int> edges;
  for (long left = chance(10) ? 0 : pick(1, 4) * 2; left > 0; --left)
    // Often in the hours in which clocks are turned.
    edges.insert(morning + static_cast<int>(pick(0, (chance(25) ? 240 : 1440) / step + 1)) * step);
  std::vector<Shift> shifts;
  for (auto at = edges.begin(); at != edges.end() && std::next(at) != edges.end(); ++at) {
    if (*at >= 1440 || (!shifts.empty() && shifts.back().to == *at && chance(70))) continue;
    shifts.push_back({*at, *std::next(at)});
  }
  return shifts;
}

Dates any_dates(const Scale& scale) {
  const Date first = scale.base / 86400 + pick(-3, 7);
  const Date last = first + (chance(50) ? pick(1, 4) : 0);
  if (chance(70)) return {false, first, last};
  const auto month_and_day = [](Date date) {
    const std::chrono::year_month_day parts{std::chrono::sys_days(std::chrono::days(date))};
    return static_cast<long>(unsigned(parts.month()) * 100 + unsigned(parts.day()));
  };
  return {true, month_and_day(first), month_and_day(last)};
}

Version any_version(const Scale& scale, bool whole) {
  Version version;
  if (whole) {
    version.weekly.fill({Shift{0, 1440}});
  } else {
    const int step = static_cast<int>(std::max(scale.grain / 60, 1L));
    const int morning = chance(40) ? 0 : static_cast<int>(pick(0, 600 / step)) * step;
    do {
      const auto most_days = any_shifts(scale, morning);
      for (auto& shifts : version.weekly) shifts = chance(60) ? most_days : any_shifts(scale, morning);
    } while (std::all_of(version.weekly.begin(), version.weekly.end(), [](const auto& day) { return day.empty(); }));
    std::set<std::string> taken;
    for (long left = chance(50) ? 0 : pick(1, 3); left > 0; --left)
      if (const Dates dates = any_dates(scale); taken.insert(dates.text()).second) version.holidays.push_back(dates);
    for (long left = chance(50) ? 0 : pick(1, 3); left > 0; --left) {
      const Dates dates = any_dates(scale);
      const auto like = static_cast<int>(pick(0, 7));
      if (!taken.insert(dates.text()).second) continue;
      if (chance(50) && !version.weekly[static_cast<std::size_t>(like)].empty())
        version.make_ups.push_back({dates, like});
      else
        version.make_ups.push_back({dates, -1, any_shifts(scale, morning)});
    }
  }
  return version;
}

const std::vector<std::string> kLevels = {"P1", "P2", "P3"};

Amount any_amount(const Scale& scale) {
  Amount amount;
  if (chance(8)) amount.days = pick(1, 3);
  amount.seconds = amount.days > 0 && chance(60) ? 0 : (1 + pick(0, scale.span / 4 / scale.grain)) * scale.grain;
  return amount;
}

Terms any_terms(const Scale& scale) {
  const std::vector<std::string> names = {"C", "C", "D", "D", "B", "B", "B"};
  Terms terms;
  terms.calendar = one_word(names);
  if (chance(25)) {
    terms.targets["every"] = any_amount(scale);
    return terms;
  }
  for (const auto& level : kLevels) {
    terms.targets[level] = any_amount(scale);
    if (chance(15)) terms.calendars[level] = one_word(names);
  }
  terms.targets["unclassified"] = any_amount(scale);
  return terms;
}

Agreement any_agreement(const Scale& scale, const std::string& id) {
  Agreement made;
  made.id = made.series = id;
  for (const char* clock : {"response", "progress", "resolution"}) made.terms[clock] = any_terms(scale);
  const auto change = one_word({"", "", "retroactive", "from_change", "proportional"});
  if (!change.empty()) made.on_change = change;
  made.on_reopen = one_word({"continue", "continue", "new_cycle", "first_only"});
  if (chance(20)) made.pauses = {"waiting_vendor", "waiting_user"};
  if (chance(10)) made.pauses = {};
  if (chance(30)) made.expires = any_amount(scale);
  made.late_breach = chance(25);
  made.follow = chance(35);
  return made;
}

// What somebody may do with a record in this state; now and then what nobody may.
std::string any_act(const std::string& state) {
  if (chance(4)) return one_word({"resume", "reopen", "accept", "hold"});
  if (state == "dropped") return "note";
  if (state == "solved") return one_word({"reopen", "reopen", "reopen", "classify", "log", "serve", "note", "drop"});
  if (state == "waiting")
    return one_word({"resume", "resume", "resolve", "log", "classify", "serve", "agree", "extend"});
  return one_word({"accept", "accept", "classify", "classify", "classify", "classify", "log", "log", "hold", "hold",
                   "hold", "resolve", "serve", "note"});
}

}  // namespace

long pick(long from, long to) {
  return to - from <= 1 ? from : *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(from, to));
}

bool chance(int percent) { return pick(0, 100) >= 100 - percent; }

Instant instant(Time at, long offset) { return {SysSeconds(Seconds(at)), Seconds(offset)}; }
Instant instant(Time at) { return instant(at, one_of<long>({8 * 3600L, 0, -5 * 3600L, 5 * 3600L + 2700})); }

Scale any_scale() {
  struct Turn {
    const char* zone;
    const char* at;
  };
  // Of the clocks, by half an hour on Lord Howe, over midnight in Havana; of the year; of a leap year's February.
  static const std::vector<Turn> kTurns = {
      {"America/Havana", "2026-03-08T05:00:00Z"},      {"America/Havana", "2026-11-01T05:00:00Z"},
      {"America/New_York", "2026-03-08T07:00:00Z"},    {"America/New_York", "2026-11-01T06:00:00Z"},
      {"Australia/Lord_Howe", "2026-04-04T15:00:00Z"}, {"Australia/Lord_Howe", "2026-10-03T15:30:00Z"},
      {"Asia/Shanghai", "2026-12-31T16:00:00Z"},       {"Asia/Kathmandu", "2028-02-29T00:00:00Z"}};
  const Turn turn = one_of(kTurns);
  Scale scale;
  scale.grain = one_of<long>({1, 60, 900, 3600});
  scale.span = one_of<long>({1, 1, 2, 4, 8, 24}) * 3600;
  scale.base = parse_instant(turn.at).value().utc.time_since_epoch().count();
  scale.zone = turn.zone;
  return scale;
}

Plan any_plan(const Scale& scale) {
  Plan plan;
  plan.zone = chance(60) ? scale.zone
                         : one_word({"Asia/Shanghai", "UTC", "Asia/Kathmandu", "America/New_York", "America/Havana",
                                     "Australia/Lord_Howe"});
  plan.versions.push_back(any_version(scale, chance(10)));
  if (!chance(40)) return plan;
  plan.versions.push_back(any_version(scale, chance(10)));
  if (chance(50))
    plan.versions.back().from_date = scale.base / 86400 + pick(-1, 3);
  else
    plan.versions.back().from_at = scale.base - scale.span / 2 + scale.some(2 * scale.span);
  return plan;
}

Case any_desk() {
  Case made;
  made.scale = any_scale();
  // One for all cases, as reading its schemas costs more than a case.
  static const auto desk = std::make_shared<sla::Desk>();
  made.desk = desk;
  made.plans["C"] = any_plan(made.scale);
  made.plans["D"] = any_plan(made.scale);
  for (const auto& [name, plan] : made.plans) {
    Diagnostics findings;
    const auto document = yaml::Document::parse(plan.yaml(), name, findings);
    RC_PRE(calendar::Calendar::read(document.value(), name, findings).has_value());
    made.desk->calendar(name, plan.yaml());
    made.world.calendars.emplace(name, std::make_shared<const Calendar>(plan));
  }
  Plan whole{"Asia/Shanghai", std::vector<Version>(1)};
  whole.versions.front().weekly.fill({Shift{0, 1440}});
  made.world.calendars.emplace("B", std::make_shared<const Calendar>(whole));

  auto& agreements = made.world.agreements;
  agreements.push_back(any_agreement(made.scale, "general"));
  if (chance(40)) {
    agreements.push_back(any_agreement(made.scale, "mail"));
    agreements.back().service = "mail";
    if (chance(30)) agreements.back().terms.erase("response");
  }
  if (chance(25)) {
    agreements.push_back(any_agreement(made.scale, "general-2"));
    agreements.back().series = "general";
    agreements.back().valid_from = made.scale.base / 86400 + pick(-1, 2);
    agreements.back().to_open = chance(70);
  }
  for (const char* id : {"general", "mail", "general-2"}) made.desk->agreement(id, "{}", "draft");
  for (const auto& agreement : agreements) made.desk->agreement(agreement.id, agreement.yaml());
  return made;
}

record::Event any_event(const Scale& scale, Time at, std::string& state) {
  const std::string act = any_act(state);
  record::Event event;
  event.at = instant(at);
  event.by = one_word({"wang.fang", "li.na"});
  event.verb = act;
  const auto to = [&](const char* next) { event.set["status"] = state = next; };
  const auto until = [&] { event.set["until"] = to_string(instant(at + scale.some(scale.span / 2))); };
  if (act == "accept") to("busy"), event.told = "phone", event.set["priority"] = one_word(kLevels);
  if (act == "classify") event.set["priority"] = one_word(kLevels);
  if (act == "log") event.told = "phone";
  if (act == "serve") event.set["service"] = one_word({"mail", "chat"});
  if (act == "drop") to("dropped");
  if (act == "resolve") to("solved");
  if (act == "reopen" || act == "resume") to("busy"), event.unset = {"why", "until", "consent"};
  if (act == "extend") until();
  if (act == "agree") event.set["consent"] = "zhang.san";
  if (act == "hold") {
    to("waiting");
    event.set["why"] = one_word({"waiting_user", "waiting_user", "agreed_date", "waiting_vendor"});
    if (chance(85)) until();
    if (chance(80)) event.set["consent"] = "zhang.san";
  }
  if (act == "note") event.note = "noted";
  // Several things at once.
  if (chance(8)) event.set["priority"] = one_word(kLevels);
  if (chance(5)) event.set["service"] = one_word({"mail", "chat"});
  if (chance(8)) event.told = "mail";
  if (chance(2) && state != "fresh") to("dropped");
  return event;
}

void sort_as_entered(record::Record& record) {
  std::stable_sort(record.events.begin(), record.events.end(),
                   [](const auto& a, const auto& b) { return a.known_since() < b.known_since(); });
}

void live(Case& made) {
  const Scale& scale = made.scale;
  Time at = scale.base - scale.some(scale.span);
  auto& events = made.record.events;
  made.record.id = "CASE-1";
  made.record.type = "case";
  record::Event opening;
  opening.at = instant(at);
  opening.by = "wang.fang";
  opening.verb = "new";
  opening.set["status"] = "fresh";
  if (chance(30)) opening.set["priority"] = one_word(kLevels);
  if (chance(30)) opening.set["service"] = one_word({"mail", "chat"});
  if (chance(5)) opening.told = "phone";
  if (chance(12)) opening.recorded = instant(at + scale.some(scale.span / 2));
  events.push_back(opening);
  std::string state = "fresh";
  const long count = pick(0, 9);
  for (long i = 0; i < count; ++i) {
    if (!chance(15)) at += scale.some(2 * scale.span / (count + 1));
    events.push_back(any_event(scale, at, state));
    auto& event = events.back();
    const Time entered = opening.recorded ? opening.known_since().utc.time_since_epoch().count() : at;
    if (chance(12)) event.recorded = instant(std::max(at, entered) + scale.some(scale.span / 2));
    if (!event.recorded && entered > at) event.recorded = instant(entered);
  }
  // What is taken back, and now and then that again.
  for (long left = chance(40) ? pick(1, 4) : 0; left > 0; --left) {
    const auto taken = static_cast<std::size_t>(pick(1, static_cast<long>(events.size()) + 1));
    if (taken >= events.size()) continue;
    record::Event retraction;
    retraction.at = instant(events[taken].known_since().utc.time_since_epoch().count() + scale.some(scale.span / 2));
    retraction.by = "li.na";
    retraction.verb = record::kRetract;
    retraction.retracts = events[taken].id();
    if (chance(15)) retraction.recorded = instant(retraction.at.utc.time_since_epoch().count() + scale.some(3600));
    events.push_back(std::move(retraction));
  }
  sort_as_entered(made.record);
  Time latest = at;
  for (const auto& event : events)
    latest = std::max(latest, static_cast<Time>(event.known_since().utc.time_since_epoch().count()));
  made.now = chance(70) ? latest + scale.some(scale.span / 2)
                        : opening.at.utc.time_since_epoch().count() +
                              scale.some(latest - opening.at.utc.time_since_epoch().count());
}

std::string text_of(const record::Record& record) {
  std::string out;
  for (const auto& event : record.events) {
    out += "  " + to_string(Instant{event.at.utc, Seconds(0)}) + " " + event.verb;
    if (event.recorded) out += " recorded " + to_string(Instant{event.recorded->utc, Seconds(0)});
    for (const auto& [field, value] : event.set) out += " " + field + "=" + value.text();
    if (!event.told.empty()) out += " told";
    if (event.verb == record::kRetract)
      for (const auto& other : record.events)
        if (other.id() == event.retracts)
          out += " of " + other.verb + " at " + to_string(Instant{other.at.utc, Seconds(0)});
    out += "\n";
  }
  return out;
}

std::string Case::text() const {
  std::string out;
  for (const auto& [name, plan] : plans) out += name + ":\n" + plan.yaml();
  for (const auto& agreement : world.agreements) out += agreement.id + ": " + agreement.yaml() + "\n";
  return out + text_of(record) + "  now " + to_string(Instant{SysSeconds(Seconds(now)), Seconds(0)}) + "\n";
}

std::string show(const std::optional<Instant>& at) {
  return at ? to_string(Instant{at->utc, Seconds(0)}) : std::string("never");
}
std::string show(const std::optional<Time>& at) {
  return at ? show(Instant{SysSeconds(Seconds(*at)), Seconds(0)}) : std::string("never");
}

std::string lines(const sla::Clock& clock) {
  std::string out =
      fmt::format("{} {} started {} stopped {} due {} breached {} {} elapsed {}{}{}{}{}\n", clock.name,
                  name_of(clock.verdict), show(clock.started), show(clock.stopped), show(clock.due),
                  show(clock.breached_at), clock.cause, clock.elapsed.count(), clock.cancelled ? " cancelled" : "",
                  clock.late_entry ? " late" : "", clock.paused ? " paused" : "", clock.hold_lapsed ? " lapsed" : "");
  for (const auto& promise : clock.promises)
    out += fmt::format("  {} {} {} {} {} target {} in force {} until {} from {} due {} broken {} elapsed {}\n",
                       promise.agreement, promise.calendar, promise.level, promise.policy, promise.method,
                       promise.target.count(), show(promise.in_force_from), show(promise.until),
                       show(promise.counted_from), show(promise.due), show(promise.broken_at), promise.elapsed.count());
  return out;
}

std::string lines(const Clock& clock) {
  std::string out =
      fmt::format("{} {} started {} stopped {} due {} breached {} {} elapsed {}{}{}{}{}\n", clock.name, clock.verdict,
                  show(clock.started), show(clock.stopped), show(clock.due), show(clock.breached_at), clock.cause,
                  clock.elapsed, clock.cancelled ? " cancelled" : "", clock.late_entry ? " late" : "",
                  clock.paused ? " paused" : "", clock.hold_lapsed ? " lapsed" : "");
  for (const auto& promise : clock.promises)
    out += fmt::format("  {} {} {} {} {} target {} in force {} until {} from {} due {} broken {} elapsed {}\n",
                       promise.agreement->id, promise.calendar_name, promise.level, promise.policy, promise.method,
                       promise.target, show(promise.in_force_from), show(promise.until), show(promise.counted_from),
                       show(promise.due), show(promise.broken_at), promise.elapsed);
  return out;
}

std::string everything(const std::vector<sla::Clock>& clocks) {
  std::string out;
  for (const auto& clock : clocks) {
    out += lines(clock);
    out += fmt::format("  warned {} provisional {} left {} overrun {} counted at {}\n", clock.warned, clock.provisional,
                       clock.left().count(), clock.overrun().count(), show(clock.counted_at()));
    for (const auto& pause : clock.pauses) out += "  pause " + show(pause.from) + " " + show(pause.to) + "\n";
    for (const auto& stretch : clock.stretches)
      out += fmt::format("  {} {} {} {} {}\n", show(stretch.from), show(stretch.to), stretch.counted.count(),
                         stretch.why, stretch.detail);
  }
  return out;
}

}  // namespace itss::model
