#include "sla/agreement_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/renames.hpp"

namespace itss::sla {

namespace {

const std::vector<int> kWarnAt = {75, 90};

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
    check_calendars();
    read_warn_at(out);
    const Value& pauses = get(fields_, "pauses");
    if (!pauses.absent()) out.pauses = pauses.texts();
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
    if (out.until <= out.from && out.from > SysSeconds::min()) problem("it ends before it comes into force");
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
      for (const auto& [level, calendar] : get(fields_, "calendars")[clock].map())
        terms.calendars[level] = calendar.text();
      if (check_terms(clock, terms)) out.terms[clock] = std::move(terms);
    }
  }

  // A slip in a clock's name would leave its targets on another calendar, in silence.
  void check_calendars() {
    const Value& targets = get(fields_, "targets");
    for (const auto& [clock, calendars] : get(fields_, "calendars").map())
      if (targets[clock].absent()) problem("calendars: '{}' has no targets", clock);
  }

  bool check_terms(const std::string& clock, const Terms& terms) {
    if (terms.targets.empty()) problem("{}: there is no target", clock);
    for (const auto& [level, calendar] : terms.calendars)
      if (terms.targets.count(level) == 0) problem("{}: the calendar of '{}' has no target", clock, level);
    const auto without = std::find_if(terms.targets.begin(), terms.targets.end(),
                                      [&](const auto& each) { return terms.calendar_of(each.first).empty(); });
    if (without != terms.targets.end()) problem("{}: the calendar is missing", clock);
    return !terms.targets.empty() && without == terms.targets.end();
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

// The targets by the codes that the field has now; a code that is written as it is now outweighs its former name.
template <class T>
void rename_levels(std::map<std::string, T, std::less<>>& by_level, const schema::Schema& schema,
                   const std::string& field) {
  std::map<std::string, T, std::less<>> renamed;
  for (auto& [level, value] : by_level) {
    const std::string now = schema::present_codes(schema, field, Value(level)).text();
    if (now == level)
      renamed.insert_or_assign(now, std::move(value));
    else
      renamed.try_emplace(now, std::move(value));
  }
  by_level = std::move(renamed);
}

void rename_condition(schema::Condition& condition, const schema::Schema& schema) {
  for (auto& child : condition.children) rename_condition(child, schema);
  if (condition.path.empty()) return;
  condition.path = schema::present_name(schema, condition.path);
  for (auto& operand : condition.operands)
    operand = schema::present_codes(schema, condition.path, Value(operand)).text();
}

// What the agreement says, in the words that the schemas of clocks use now: it was signed with the former ones.
void use_present_words(Agreement& agreement, const schema::SchemaSet& schemas) {
  std::set<std::string> seen;
  each_clock(schemas, [&](const schema::Schema& schema, const schema::ClockRule& rule) {
    if (seen.insert(schema.record).second) rename_condition(agreement.covers, schema);
    if (const auto found = agreement.terms.find(rule.name); found != agreement.terms.end()) {
      rename_levels(found->second.targets, schema, rule.target_by);
      rename_levels(found->second.calendars, schema, rule.target_by);
    }
    if (!rule.pause_reason.empty() && agreement.pauses)
      agreement.pauses = schema::present_codes(schema, rule.pause_reason, Value(*agreement.pauses)).texts();
  });
}

// A clock that some type lets another kind promise is not promised by this one.
void drop_foreign_clocks(Agreement& agreement, const schema::SchemaSet& schemas) {
  std::set<std::string> own, foreign;
  each_clock(schemas, [&](const schema::Schema&, const schema::ClockRule& rule) {
    (promises(agreement, rule) ? own : foreign).insert(rule.name);
  });
  for (const auto& name : foreign)
    if (own.count(name) == 0) agreement.terms.erase(name);
}

}  // namespace

Agreement read_agreement(const Fields& fields, const Zone& zone, std::vector<std::string>& problems) {
  return AgreementReader(fields, zone, problems).read();
}

std::optional<Agreement> agreement_of(const record::Record& record, const schema::Schema& schema,
                                      const record::World& world, const record::AsOf& as_of) {
  const auto& binding = schema.agreement_states;
  const auto spans = record::state_spans(record, as_of);
  const auto last = std::find_if(spans.rbegin(), spans.rend(), [&](const auto& span) {
    return std::find(binding.begin(), binding.end(), span.state) != binding.end();
  });
  if (last == spans.rend()) return std::nullopt;
  std::vector<std::string> problems;
  Agreement agreement = read_agreement(record::replay(record, as_of), world.zone(), problems);
  agreement.id = record.id;
  if (agreement.series.empty()) agreement.series = record.id;
  if (last->to) agreement.until = std::min(agreement.until, last->to->utc);
  use_present_words(agreement, world.schemas());
  drop_foreign_clocks(agreement, world.schemas());
  return agreement;
}

}  // namespace itss::sla
