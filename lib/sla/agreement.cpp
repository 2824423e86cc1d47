#include "sla/agreement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "calendar/calendar.hpp"

namespace itss::sla {

namespace {

const std::vector<int> kWarnAt = {75, 90};
const std::vector<std::string> kPauses = {"waiting_user", "agreed_date"};

template <class T>
struct Word {
  std::string_view name;
  T value;
};

constexpr Word<OnChange> kOnChange[] = {{"retroactive", OnChange::retroactive},
                                        {"from_change", OnChange::from_change},
                                        {"proportional", OnChange::proportional}};
constexpr Word<OnReopen> kOnReopen[] = {
    {"continue", OnReopen::carry_on}, {"new_cycle", OnReopen::new_cycle}, {"first_only", OnReopen::first_only}};
constexpr Word<LateEntry> kLateEntry[] = {{"met", LateEntry::met}, {"breach", LateEntry::breach}};
constexpr Word<bool> kAppliesTo[] = {{"new", false}, {"open", true}};
constexpr Word<bool> kCalendarChange[] = {{"pinned", false}, {"follow", true}};

// Reads the fields of an agreement; what cannot be read is named in `problems` and left out.
class AgreementReader {
 public:
  AgreementReader(const Fields& fields, const Zone& zone, std::vector<std::string>& problems)
      : fields_(fields), zone_(zone), problems_(problems) {}

  Agreement read() {
    Agreement out;
    out.series = get(fields_, "series").text();
    out.kind = get(fields_, "kind").text();
    out.rank = number("rank").value_or(0);
    read_covers(out);
    read_validity(out);
    read_targets(out);
    read_warn_at(out);
    const Value& pauses = get(fields_, "pauses");
    out.pauses = pauses.absent() ? kPauses : pauses.texts();
    if (!get(fields_, "expires").absent()) out.expires = amount("expires", get(fields_, "expires").text());
    out.on_change = word("on_change", kOnChange);
    out.on_reopen = word("on_reopen", kOnReopen).value_or(OnReopen::carry_on);
    out.late_entry = word("late_entry", kLateEntry).value_or(LateEntry::met);
    out.reaches_open = word("applies_to", kAppliesTo).value_or(false);
    out.follows_calendar = word("calendar_change", kCalendarChange).value_or(false);
    return out;
  }

 private:
  template <class... Arguments>
  void problem(const char* text, const Arguments&... arguments) {
    problems_.push_back(fmt::format(fmt::runtime(tr(text)), arguments...));
  }

  std::optional<long> number(const char* name) {
    const std::string& text = get(fields_, name).text();
    if (text.empty()) return std::nullopt;
    long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc{} && end == text.data() + text.size()) return value;
    problem("'{}' of '{}' is not a whole number", text, name);
    return std::nullopt;
  }

  template <class T, std::size_t kCount>
  std::optional<T> word(const char* name, const Word<T> (&words)[kCount]) {
    const std::string& text = get(fields_, name).text();
    if (text.empty()) return std::nullopt;
    std::vector<std::string> known;
    for (const auto& each : words) {
      if (each.name == text) return each.value;
      known.emplace_back(each.name);
    }
    problem("'{}' of '{}' is none of {}", text, name, join(known, ", "));
    return std::nullopt;
  }

  // A positive amount of working time.
  std::optional<Duration> amount(std::string_view name, const std::string& text) {
    const auto duration = parse_duration(text);
    if (!duration) {
      problem("{}: {}", name, duration.error());
    } else if (duration->negative || (duration->days == 0 && duration->seconds == Seconds(0))) {
      problem("{}: a target of {} can never be met", name, text);
    } else {
      return *duration;
    }
    return std::nullopt;
  }

  void read_covers(Agreement& out) {
    const Value& covers = get(fields_, "covers");
    if (covers.empty()) return;
    const auto condition = schema::read_condition(covers);
    if (!condition) {
      problem("covers: {}", condition.error());
      out.until = out.from;  // never in force: nobody knows for whom
      return;
    }
    out.covers = *condition;
    out.conditions = condition->form == schema::Condition::Form::all ? condition->children.size() : 1;
  }

  std::optional<SysSeconds> start_of(const char* name, int days_later) {
    const std::string& text = get(fields_, name).text();
    if (text.empty()) return std::nullopt;
    if (const auto date = parse_date(text))
      return zone_.start_of(Date(std::chrono::sys_days(*date) + std::chrono::days(days_later)));
    if (const auto instant = parse_instant(text)) return instant->utc;
    problem("'{}' of '{}' is no date", text, name);
    return std::nullopt;
  }

  void read_validity(Agreement& out) {
    if (const auto from = start_of("valid_from", 0)) out.from = *from;
    if (const auto until = start_of("valid_until", 1)) out.until = std::min(out.until, *until);
  }

  void read_targets(Agreement& out) {
    const Value& targets = get(fields_, "targets");
    for (const auto& [clock, rows] : targets.map()) {
      Terms terms;
      for (const auto& [level, target] : rows.map()) {
        if (level == "calendar")
          terms.calendar = target.text();
        else if (const auto read = amount(fmt::format("{}.{}", clock, level), target.text()))
          terms.targets[level] = *read;
      }
      if (terms.calendar.empty())
        problem("{}: the calendar is missing", clock);
      else if (terms.targets.empty())
        problem("{}: there is no target", clock);
      else
        out.terms[clock] = std::move(terms);
    }
  }

  void read_warn_at(Agreement& out) {
    const Value& percentages = get(fields_, "warn_at");
    if (percentages.absent()) {
      out.warn_at = kWarnAt;
      return;
    }
    for (const auto& text : percentages.texts()) {
      int value = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      if (error != std::errc{} || end != text.data() + text.size() || value <= 0)
        problem("'{}' of '{}' is not a percentage", text, "warn_at");
      else
        out.warn_at.push_back(value);
    }
    std::sort(out.warn_at.begin(), out.warn_at.end());
  }

  const Fields& fields_;
  const Zone& zone_;
  std::vector<std::string>& problems_;
};

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// Calls visit(schema, record) for each record that is an agreement.
template <class Visit>
void each_agreement(const record::World& world, Visit visit) {
  for (const auto& type : world.schemas().types()) {
    const schema::Schema* schema = world.schemas().find(type);
    if (schema == nullptr || schema->agreement_states.empty()) continue;
    world.each(type, [&](const record::RecordPtr& record) { visit(*schema, record); });
  }
}

// The agreement that a record is, if it ever came into force.
std::optional<Agreement> read_agreement(const schema::Schema& schema, const record::Record& record, const Zone& zone,
                                        const record::AsOf& as_of) {
  const auto spans = record::state_spans(record, as_of);
  const auto last = std::find_if(spans.rbegin(), spans.rend(),
                                 [&](const auto& span) { return contains(schema.agreement_states, span.state); });
  if (last == spans.rend()) return std::nullopt;
  std::vector<std::string> problems;
  Agreement agreement = AgreementReader(record::replay(record, as_of), zone, problems).read();
  agreement.id = record.id;
  if (agreement.series.empty()) agreement.series = record.id;
  if (last->to) agreement.until = std::min(agreement.until, last->to->utc);
  return agreement;
}

bool more_specific(const Agreement& a, const Agreement& b) {
  if (a.conditions != b.conditions) return a.conditions > b.conditions;
  if (a.rank != b.rank) return a.rank > b.rank;
  return a.id < b.id;
}

// Whether the two conditions test a field for values that exclude each other.
bool exclude_each_other(const schema::Condition& a, const schema::Condition& b) {
  using schema::Condition;
  if (a.form == Condition::Form::all)
    return std::any_of(a.children.begin(), a.children.end(),
                       [&](const auto& child) { return exclude_each_other(child, b); });
  if (b.form == Condition::Form::all) return exclude_each_other(b, a);
  if (a.form != Condition::Form::test || b.form != Condition::Form::test) return false;
  if (a.path != b.path || a.op != schema::Op::in || b.op != schema::Op::in) return false;
  return std::none_of(a.operands.begin(), a.operands.end(),
                      [&](const auto& value) { return contains(b.operands, value); });
}

bool ambiguous(const Agreement& a, const Agreement& b) {
  const auto shares_clock = [&](const auto& entry) { return b.terms.count(entry.first) > 0; };
  return a.series != b.series && a.conditions == b.conditions && a.rank == b.rank && a.from < b.until &&
         b.from < a.until && std::any_of(a.terms.begin(), a.terms.end(), shares_clock) &&
         !exclude_each_other(a.covers, b.covers);
}

std::set<std::string> clock_names(const schema::SchemaSet& schemas) {
  std::set<std::string> names;
  for (const auto& type : schemas.types())
    if (const schema::Schema* schema = schemas.find(type))
      for (const auto& clock : schema->clocks) names.insert(clock.name);
  return names;
}

// The fields by which clocks choose their target within an agreement.
std::set<std::string> target_fields(const schema::SchemaSet& schemas) {
  std::set<std::string> fields;
  for (const auto& type : schemas.types())
    if (const schema::Schema* schema = schemas.find(type))
      for (const auto& clock : schema->clocks) fields.insert(clock.target_by);
  return fields;
}

}  // namespace

std::vector<std::string> problems_of(const Fields& fields, const record::World& world) {
  std::vector<std::string> problems;
  const Agreement agreement = AgreementReader(fields, world.zone(), problems).read();
  const auto by_target = target_fields(world.schemas());
  for (const auto& path : schema::paths_of(agreement.covers))
    if (by_target.count(path) > 0)
      problems.push_back(
          fmt::format(fmt::runtime(tr("covers: '{}' chooses among the targets, not among the agreements")), path));
  const auto clocks = clock_names(world.schemas());
  for (const auto& [clock, terms] : agreement.terms) {
    if (clocks.count(clock) == 0)
      problems.push_back(fmt::format(fmt::runtime(tr("'{}' is not a clock of any record type")), clock));
    if (world.calendar(terms.calendar) == nullptr)
      problems.push_back(fmt::format(fmt::runtime(tr("{}: there is no calendar '{}'")), clock, terms.calendar));
  }
  return problems;
}

Agreements::Agreements(const record::World& world, std::optional<Instant> known_at) {
  const record::AsOf as_of{std::nullopt, known_at};
  each_agreement(world, [&](const schema::Schema& schema, const record::RecordPtr& record) {
    if (auto agreement = read_agreement(schema, *record, world.zone(), as_of)) all_.push_back(std::move(*agreement));
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
                                    SysSeconds at) const {
  const auto reaches = [&](const Agreement& agreement) {
    return agreement.in_force(opened) || (agreement.reaches_open && opened < agreement.from && agreement.in_force(at));
  };
  // A later version of the series takes the place of an earlier one, even where it no longer covers the record.
  for (std::size_t i = 0; i < all_.size(); ++i) {
    const Agreement& agreement = all_[i];
    if (agreement.terms.count(clock) == 0 || !reaches(agreement)) continue;
    const auto& later = replacers_[i];
    if (std::any_of(later.begin(), later.end(), [&](std::size_t k) { return reaches(all_[k]); })) continue;
    if (holds(agreement.covers, facts)) return &agreement;
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

Diagnostics check_agreements(const record::World& world) {
  Diagnostics findings;
  std::map<std::string, std::string> files;
  each_agreement(world, [&](const schema::Schema& schema, const record::RecordPtr& record) {
    files[record->id] = record->file;
    if (!read_agreement(schema, *record, world.zone(), {})) return;  // a draft may be unfinished
    for (const auto& problem : problems_of(record::replay(*record), world))
      findings.push_back(diagnose(Code::AGREEMENT_PROBLEM, {.file = record->file}, {problem}));
  });
  const Agreements agreements(world, std::nullopt);
  for (const auto& a : agreements.all())
    for (const auto& b : agreements.all())
      if (a.id < b.id && ambiguous(a, b))
        findings.push_back(diagnose(Code::AGREEMENT_AMBIGUOUS, {.file = files[b.id]}, {b.id, a.id},
                                    tr("give one of them a higher `rank`")));
  return findings;
}

}  // namespace itss::sla
