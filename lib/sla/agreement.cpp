#include "sla/agreement.hpp"

#include <algorithm>
#include <set>

#include "calendar/calendar.hpp"
#include "sla/agreement_reader.hpp"

namespace itss::sla {

namespace {

bool more_specific(const Agreement& a, const Agreement& b) {
  if (a.conditions != b.conditions) return a.conditions > b.conditions;
  if (a.rank != b.rank) return a.rank > b.rank;
  return a.id < b.id;
}

bool asks_for_absence(const schema::Condition& condition) {
  if (condition.form == schema::Condition::Form::test)
    return condition.op == schema::Op::empty || condition.op == schema::Op::filled;
  return std::any_of(condition.children.begin(), condition.children.end(), asks_for_absence);
}

// As conditions hold elsewhere, but what is excluded by a field that is not set yet is not covered: it may be set to
// just that.
bool covers(const schema::Condition& condition, const schema::Facts& facts) {
  using Form = schema::Condition::Form;
  const auto& children = condition.children;
  const auto covered = [&](const schema::Condition& child) { return covers(child, facts); };
  switch (condition.form) {
    case Form::all:
      return std::all_of(children.begin(), children.end(), covered);
    case Form::any:
      return std::any_of(children.begin(), children.end(), covered);
    case Form::none: {
      const auto paths = schema::paths_of(condition);
      const auto is_set = [&](const std::string& path) { return !facts.value(path).empty(); };
      return holds(condition, facts) &&
             (asks_for_absence(condition) || std::all_of(paths.begin(), paths.end(), is_set));
    }
    default:
      return holds(condition, facts);
  }
}

}  // namespace

const Agreement& process_terms() {
  static const Agreement terms = [] {
    std::vector<std::string> none;
    return read_agreement({}, Zone::find("UTC").value(), none);
  }();
  return terms;
}

const std::string& Terms::calendar_of(std::string_view level) const {
  const auto own = calendars.find(level);
  return own == calendars.end() ? calendar : own->second;
}

Agreements::~Agreements() = default;
Agreements::Agreements(Agreements&&) noexcept = default;
Agreements& Agreements::operator=(Agreements&&) noexcept = default;

Agreements::Agreements(const record::World& world, std::optional<Instant> known_at)
    : round_the_clock_(std::make_unique<calendar::Calendar>(calendar::Calendar::round_the_clock(world.zone()))) {
  const record::AsOf as_of{std::nullopt, known_at};
  each_agreement(world, [&](const schema::Schema& schema, const record::RecordPtr& record) {
    if (auto agreement = agreement_of(*record, schema, world, as_of)) all_.push_back(std::move(*agreement));
  });
  std::sort(all_.begin(), all_.end(), more_specific);
  replacers_.resize(all_.size());
  for (std::size_t i = 0; i < all_.size(); ++i)
    for (std::size_t k = 0; k < all_.size(); ++k)
      if (all_[k].series == all_[i].series && all_[k].from > all_[i].from) replacers_[i].push_back(k);
  std::set<std::string> paths, fields;
  for (const auto& agreement : all_)
    for (const auto& path : schema::paths_of(agreement.covers)) {
      paths.insert(path);
      fields.insert(path.substr(0, path.find('.')));
    }
  paths_named_.assign(paths.begin(), paths.end());
  fields_named_.assign(fields.begin(), fields.end());
}

const Agreement* Agreements::choose(std::string_view clock, const schema::Facts& facts, SysSeconds opened,
                                    SysSeconds at, const Agreement* held) const {
  const auto reaches = [&](const Agreement& agreement) {
    if (agreement.in_force(opened)) return true;
    return agreement.reaches_open && opened < agreement.from && (agreement.in_force(at) || &agreement == held);
  };
  // A later version of the series takes the place of an earlier one, even where it no longer covers the record.
  for (std::size_t i = 0; i < all_.size(); ++i) {
    const Agreement& agreement = all_[i];
    if (agreement.terms.count(clock) == 0 || !reaches(agreement)) continue;
    const auto& later = replacers_[i];
    if (std::any_of(later.begin(), later.end(), [&](std::size_t k) { return reaches(all_[k]); })) continue;
    if (covers(agreement.covers, facts)) return &agreement;
  }
  return nullptr;
}

std::vector<SysSeconds> Agreements::arrivals(SysSeconds after, SysSeconds until) const {
  std::vector<SysSeconds> out;
  for (const auto& agreement : all_)
    if (agreement.reaches_open && after < agreement.from && agreement.from <= until) out.push_back(agreement.from);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace itss::sla
