// What is wrong with agreements, each by itself and among each other.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "calendar/calendar.hpp"
#include "schema/disjoint.hpp"
#include "schema/paths.hpp"
#include "schema/renames.hpp"
#include "sla/agreement_reader.hpp"

namespace itss::sla {

namespace {

// Whether a path of records with clocks has one value only.
bool is_single(const schema::SchemaSet& schemas, std::string_view path) {
  bool single = true;
  each_clock(schemas, [&](const schema::Schema& schema, const schema::ClockRule&) {
    single = single && !schema::resolve(path, schema, schemas).several;
  });
  return single;
}

bool ambiguous(const Agreement& a, const Agreement& b, const schema::SchemaSet& schemas) {
  const auto shares_clock = [&](const auto& entry) { return b.terms.count(entry.first) > 0; };
  return a.series != b.series && a.conditions == b.conditions && a.rank == b.rank && a.from < b.until &&
         b.from < a.until && std::any_of(a.terms.begin(), a.terms.end(), shares_clock) &&
         !schema::are_disjoint(a.covers, b.covers, [&](std::string_view path) { return is_single(schemas, path); });
}

// Names what is wrong with one agreement.
class Problems {
 public:
  Problems(const Fields& fields, const record::World& world)
      : world_(world), agreement_(read_agreement(fields, world.zone(), found_)) {}

  std::vector<std::string> take() {
    check_coverage();
    for (const auto& [clock, terms] : agreement_.terms) check_terms(clock, terms);
    check_pauses();
    return std::move(found_);
  }

 private:
  template <class... Arguments>
  void problem(const char* text, const Arguments&... arguments) {
    found_.push_back(fmt::format(fmt::runtime(tr(text)), arguments...));
  }

  // A condition that asks for what no record with clocks has would cover nothing, in silence.
  void check_coverage() {
    for (const auto& path : schema::paths_of(agreement_.covers)) {
      bool known = false, chooses_target = false;
      each_clock(world_.schemas(), [&](const schema::Schema& schema, const schema::ClockRule& rule) {
        known = known || schema::resolve(schema::present_name(schema, path), schema, world_.schemas()).kind !=
                             schema::Target::Kind::unknown;
        chooses_target = chooses_target || rule.target_by == path;
      });
      if (chooses_target)
        problem("covers: '{}' chooses among the targets, not among the agreements", path);
      else if (!known && world_.schemas().unusable().empty())
        problem("covers: no record with clocks has '{}'", path);
    }
  }

  void check_terms(const std::string& clock, const Terms& terms) {
    bool known = false, promised = false;
    std::string kind;
    std::set<std::string> levels;
    each_clock(world_.schemas(), [&](const schema::Schema& schema, const schema::ClockRule& rule) {
      if (rule.name != clock) return;
      known = true;
      if (kind.empty() || !promises(agreement_, rule)) kind = rule.kind;
      promised = promised || promises(agreement_, rule);
      add_levels(schema, rule, levels);
    });
    // What no type has may be that of one whose schema cannot be used.
    if (!known && world_.schemas().unusable().empty())
      problem("'{}' is not a clock of any record type", clock);
    else if (known && !promised)
      problem("'{}' is promised by agreements of the kind '{}', not '{}'", clock, kind, agreement_.kind);
    for (const auto& [level, target] : terms.targets) {
      const std::string& calendar = terms.calendar_of(level);
      if (world_.calendar(calendar) == nullptr) no_calendar(clock, calendar);
      if (!levels.empty() && level != kEvery && level != kUnclassified && levels.count(level) == 0)
        problem("{}: '{}' is none of {}", clock, level, join({levels.begin(), levels.end()}, ", "));
    }
  }

  // Each calendar once, however many targets it has.
  void no_calendar(const std::string& clock, const std::string& calendar) {
    if (named_.insert(clock + " " + calendar).second) problem("{}: there is no calendar '{}'", clock, calendar);
  }

  // The codes, former names among them, of the field that chooses the target.
  static void add_levels(const schema::Schema& schema, const schema::ClockRule& rule, std::set<std::string>& levels) {
    const schema::Field* field = schema.find_field(rule.target_by);
    if (field == nullptr) return;
    for (const auto& code : field->codes) levels.insert(code.name);
    const std::string prefix = rule.target_by + ".";
    for (const auto& [former, now] : schema.renamed_codes)
      if (starts_with(former, prefix)) levels.insert(former.substr(prefix.size()));
  }

  void check_pauses() {
    std::set<std::string> reasons;
    each_clock(world_.schemas(), [&](const schema::Schema& schema, const schema::ClockRule& rule) {
      const schema::Field* field = schema.find_field(rule.pause_reason);
      if (field == nullptr || field->open_codes) return;
      for (const auto& code : field->codes) reasons.insert(code.name);
      for (const auto& [former, now] : schema.renamed_codes)
        if (starts_with(former, rule.pause_reason + ".")) reasons.insert(former.substr(rule.pause_reason.size() + 1));
    });
    if (!agreement_.pauses) return;
    for (const auto& reason : *agreement_.pauses)
      if (!reasons.empty() && reasons.count(reason) == 0)
        problem("pauses: '{}' is none of {}", reason, join({reasons.begin(), reasons.end()}, ", "));
  }

  const record::World& world_;
  std::vector<std::string> found_;
  Agreement agreement_;
  std::set<std::string> named_;
};

bool has_records(const record::World& world, std::string_view type) {
  bool found = false;
  world.each(type, [&](const record::RecordPtr&) { found = true; });
  return found;
}

// Calendars that the schemas themselves name. A type of which there is no record needs none.
void check_clocks(const record::World& world, Diagnostics& findings) {
  each_clock(world.schemas(), [&](const schema::Schema& schema, const schema::ClockRule& rule) {
    if (!rule.calendar.empty() && world.calendar(rule.calendar) == nullptr && has_records(world, schema.record))
      findings.push_back(
          diagnose(Code::SCHEMA_UNKNOWN, {.file = schema.file, .line = rule.line}, {tr("calendar"), rule.calendar}));
  });
}

}  // namespace

std::vector<std::string> problems_of(const Fields& fields, const record::World& world) {
  return Problems(fields, world).take();
}

Diagnostics check_agreements(const record::World& world) {
  Diagnostics findings;
  check_clocks(world, findings);
  std::map<std::string, std::string> files;
  each_agreement(world, [&](const schema::Schema& schema, const record::RecordPtr& record) {
    files[record->id] = record->file;
    if (!agreement_of(*record, schema, world)) return;  // a draft may be unfinished
    for (const auto& problem : problems_of(record::replay(*record), world))
      findings.push_back(diagnose(Code::AGREEMENT_PROBLEM, {.file = record->file}, {problem}));
  });
  const Agreements agreements(world, std::nullopt);
  for (const auto& a : agreements.all())
    for (const auto& b : agreements.all())
      if (a.id < b.id && ambiguous(a, b, world.schemas()))
        findings.push_back(diagnose(Code::AGREEMENT_AMBIGUOUS, {.file = files[b.id]}, {b.id, a.id},
                                    tr("give one of them a higher `rank`")));
  return findings;
}

}  // namespace itss::sla
