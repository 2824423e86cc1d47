#include "sla/choice.hpp"

#include <algorithm>

namespace itss::sla {

namespace {

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

std::string first_part(const std::string& path) { return path.substr(0, path.find('.')); }

// An instant, or the end of a date, which is wholly at one's disposal.
std::optional<SysSeconds> end_of(const std::string& text, const Zone& zone) {
  if (const auto instant = parse_instant(text)) return instant->utc;
  if (const auto date = parse_date(text))
    return zone.start_of(Date(std::chrono::sys_days(*date) + std::chrono::days(1)));
  return std::nullopt;
}

// So much working time before an instant; nothing without the calendar, or if it has no such instant.
std::optional<SysSeconds> before(SysSeconds at, Duration amount, const calendar::Calendar* calendar) {
  amount.negative = true;
  const auto moment = calendar == nullptr ? std::nullopt : calendar->add(at, amount);
  return moment ? std::optional(moment->at) : std::nullopt;
}

}  // namespace

bool Choice::same_as(const Pledge& pledge) const {
  return agreement == pledge.agreement && level == pledge.shown.level && date == pledge.date;
}

Chooser::Chooser(const Question& question) : q_(question), opened_(question.steps.front().event->at.utc) {}

record::RecordFacts Chooser::facts(const Fields& fields, const Instant& at) const {
  return record::RecordFacts(q_.record, fields, q_.world, at, {at, q_.known_at});
}

Choice Chooser::choose(const record::Step& step, const Instant& at, const Agreement* held) const {
  const auto now = facts(step.after(), at);
  if (!q_.rule.due.empty()) return dated(now);
  const Agreement* agreement = q_.agreements.choose(q_.rule.name, now, opened_, at.utc, held);
  const Choice choice = agreement == nullptr ? Choice() : promised(*agreement, now.value(q_.rule.target_by).text());
  return choice ? choice : own();
}

Choice Chooser::dated(const record::RecordFacts& facts) const {
  auto date = end_of(facts.value(q_.rule.due).text(), q_.world.zone());
  if (date && q_.rule.lead) date = before(*date, *q_.rule.lead, q_.world.calendar(q_.rule.calendar));
  if (!date) return {};
  return {&process_terms(), &q_.agreements.round_the_clock(), std::string(kEvery), {}, date};
}

Choice Chooser::promised(const Agreement& agreement, const std::string& level) const {
  const Terms& terms = agreement.terms.find(q_.rule.name)->second;
  auto target = terms.targets.find(level.empty() ? kUnclassified : std::string_view(level));
  if (target == terms.targets.end()) target = terms.targets.find(kEvery);
  if (target == terms.targets.end()) return {};
  const calendar::Calendar* calendar = q_.world.calendar(terms.calendar_of(target->first));
  if (calendar == nullptr) return {};
  return {&agreement, calendar, target->first, target->second, std::nullopt};
}

Choice Chooser::own() const {
  const calendar::Calendar* calendar = q_.rule.target ? q_.world.calendar(q_.rule.calendar) : nullptr;
  if (calendar == nullptr) return {};
  return {&process_terms(), calendar, std::string(kEvery), *q_.rule.target, std::nullopt};
}

bool Chooser::is_touched_by(const record::Step& step) const {
  const auto concerns = [&](const std::string& field) {
    if (!q_.rule.due.empty()) return field == first_part(q_.rule.due);
    return field == q_.rule.target_by || contains(q_.agreements.fields_named(), field);
  };
  const record::Event& event = *step.event;
  for (const Fields* changes : {&event.set, &event.add, &event.remove, &event.put, &event.drop})
    for (const auto& [field, value] : *changes)
      if (concerns(field)) return true;
  return std::any_of(event.unset.begin(), event.unset.end(), concerns);
}

bool Chooser::is_classified_by(const record::Step& step) const {
  const auto before = facts(step.before(), step.event->at);
  const auto after = facts(step.after(), step.event->at);
  const auto overwritten = [&](const std::string& path) {
    const Value old = before.value(path);
    return !old.empty() && old != after.value(path);
  };
  if (!q_.rule.due.empty()) return !overwritten(q_.rule.due);
  const auto& paths = q_.agreements.paths_named();
  return !overwritten(q_.rule.target_by) && std::none_of(paths.begin(), paths.end(), overwritten);
}

}  // namespace itss::sla
