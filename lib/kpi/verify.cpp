// Whether the names in measures exist in the schemas, so that a misspelt state is found before it reads as "none".
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "kpi/measure.hpp"
#include "kpi/words.hpp"
#include "schema/findings.hpp"
#include "schema/operands.hpp"
#include "schema/paths.hpp"
#include "sla/clock.hpp"

namespace itss::kpi {

namespace {

// Paths of a condition that are no fields of the record.
constexpr std::array<std::string_view, 4> kRecordFacts = {"id", "status", "opened", "updated"};
constexpr std::array<std::string_view, 6> kPartFacts = {"clock", "clocks", "event", "item", "span", "occurrence"};

Diagnostic unknown_name(const Measure& measure, const char* kind, const std::string& name,
                        const std::vector<std::string>& known) {
  const auto near = suggest(name, known);
  Diagnostic found = diagnose(Code::KPI_NAME, measure.place, {measure.name, tr(kind), name},
                              near ? fmt::format(fmt::runtime(tr("did you mean '{}'?")), *near) : std::string());
  measure.words.point(found, name);
  return found;
}

class Verifier {
 public:
  Verifier(const Measure& measure, const schema::Schema& schema, const schema::SchemaSet& all, Diagnostics& findings)
      : measure_(measure), schema_(schema), all_(all), findings_(findings) {}

  void verify() {
    subject(measure_.counts);
    moments(measure_.by);
    moments(measure_.amount.from);
    moments(measure_.amount.to);
    moments(measure_.moved.since);
    for (const auto& less : measure_.amount.less) less.form == Less::Form::paused ? clock(less.name) : state(less.name);
    for (const auto* fact : {&measure_.amount.path, &measure_.amount.calendar, &measure_.amount.once, &measure_.of})
      if (!fact->empty()) path(*fact);
    for (const auto* facts : {&measure_.same, &measure_.repeats.same})
      for (const auto& fact : *facts) path(fact);
    if (measure_.moved.given()) moved(measure_.moved);
    if (!measure_.amount.named_by.empty()) named_by(measure_.amount);
    condition(measure_.where);
    condition(measure_.good);
    for (const auto& reason : measure_.excludes) condition(reason.when);
  }

 private:
  void unknown(const char* kind, std::string_view name, const std::vector<std::string>& known = {}) {
    findings_.push_back(unknown_name(measure_, kind, std::string(name), known));
  }

  void clock(std::string_view name) {
    const auto& clocks = schema_.clocks;
    if (name != "*" && std::none_of(clocks.begin(), clocks.end(), [&](const auto& each) { return each.name == name; }))
      unknown(ITSS_TR_NOOP("clock"), name, schema::names_of(clocks));
  }
  void state(std::string_view name) {
    if (schema_.find_state(name) == nullptr) unknown(ITSS_TR_NOOP("state"), name, schema::names_of(schema_.states));
  }
  void move(std::string_view name) {
    const auto& verbs = schema::builtin_verbs();
    if (schema_.find_move(name) == nullptr && std::find(verbs.begin(), verbs.end(), name) == verbs.end())
      unknown(ITSS_TR_NOOP("move"), name, schema::names_of(schema_.moves));
  }
  void field(std::string_view name) {
    if (schema_.find_field(name) == nullptr) unknown(ITSS_TR_NOOP("field"), name, schema::names_of(schema_.fields));
  }

  // The records that a field names have the move, and the field that should name this one.
  void moved(const Moved& moved) {
    const schema::Field* named = schema_.find_field(moved.field);
    if (named == nullptr) return field(moved.field);
    const auto type = schema::linked_type(*named);
    if (type.empty()) return unfit(moved.field, tr("a link"));
    const schema::Schema* other = all_.find(type);
    if (other == nullptr) return;
    Verifier there(measure_, *other, all_, findings_);
    there.move(moved.move);
    if (!moved.naming.empty()) there.naming(moved.naming, schema_.record);
  }

  void named_by(const Amount& amount) {
    const schema::Schema* other = all_.find(amount.named_by);
    if (other == nullptr) {
      if (!all_.has(amount.named_by)) unknown(ITSS_TR_NOOP("type"), amount.named_by, all_.types());
      return;
    }
    Verifier there(measure_, *other, all_, findings_);
    there.naming(amount.link, schema_.record);
    there.condition(amount.named_where);
  }

  // A field of this type that names records of the other one.
  void naming(std::string_view name, std::string_view type) {
    const schema::Field* link = schema_.find_field(name);
    if (link == nullptr) return field(name);
    if (link->type == schema::FieldType::computed || schema::linked_type(*link) != type)
      unfit(std::string(name), tr("a link to the record type ") + std::string(type));
  }

  void unfit(const std::string& text, std::string wanted) {
    findings_.push_back(diagnose(Code::KPI_VALUE, measure_.place, {text, std::move(wanted)}));
    measure_.words.point(findings_.back(), text);
  }

  void verdict(std::string_view name) {
    using sla::Verdict;
    for (const Verdict each : {Verdict::running, Verdict::met, Verdict::breached, Verdict::cancelled, Verdict::none})
      if (sla::name_of(each) == name) return;
    if (name == kReplaced && measure_.counts.form == Subject::Form::promise) return;
    unknown(ITSS_TR_NOOP("verdict"), name);
  }

  void subject(const Subject& counts) {
    using Form = Subject::Form;
    for (const auto& name : counts.names) {
      if (counts.form == Form::clock || counts.form == Form::promise) clock(name);
      if (counts.form == Form::event) move(name);
      if (counts.form == Form::item) field(name);
      if (counts.form == Form::occurrence) series(name);
    }
  }

  // `TYPE.NAME`, a series that is of records of this type.
  void series(const std::string& name) {
    const auto dot = name.find('.');
    const schema::Schema* type = all_.find(name.substr(0, dot));
    if (type == nullptr) return unknown(ITSS_TR_NOOP("record type"), name.substr(0, dot));
    for (const auto& each : type->series) {
      const schema::Field* of = type->find_field(each.of);
      if (dot != std::string::npos && each.name == name.substr(dot + 1) && of != nullptr && of->to == schema_.record)
        return;
    }
    unknown(ITSS_TR_NOOP("series"), name);
  }

  void moments(const Moments& all) {
    for (const auto& moment : all) {
      if (is_of_clock(moment.form) && !moment.name.empty()) clock(moment.name);
      if (moment.form == Moment::Form::entered || moment.form == Moment::Form::first) state(moment.name);
      if (moment.form == Moment::Form::move) move(moment.name);
      if (moment.form == Moment::Form::field) path(moment.name);
    }
  }

  void path(std::string_view text) {
    const std::vector<std::string> parts = split(text, '.');
    const auto among = [&](const auto& names) {
      return std::find(names.begin(), names.end(), parts[0]) != names.end();
    };
    if (parts[0] == "history") return history(parts);
    if (parts[0] == "clocks" && parts.size() > 1) return clock(parts[1]);
    if (parts[0] == "covered" && parts.size() == 2) return covered(parts[1]);
    if (parts[0] == "span" && parts.size() == 3 && parts[1] == "moves") return move(parts[2]);
    if (!(parts.size() == 1 && among(kRecordFacts)) && !(parts.size() > 1 && among(kPartFacts))) field(parts[0]);
  }

  void history(const std::vector<std::string>& parts) {
    if (parts.size() == 2 && (parts[1] == "told" || parts[1] == "imported")) return;
    if (parts.size() == 3 && parts[1] == "moves") return move(parts[2]);
    if (parts.size() == 3 && (parts[1] == "entries" || parts[1] == "returns")) return state(parts[2]);
    unknown(ITSS_TR_NOOP("fact"), join(parts, "."));
  }

  // Some type names this one by a field that an agreement should cover, and has the clock.
  void covered(std::string_view name) {
    for (const auto& type : all_.types()) {
      const schema::Schema* other = all_.find(type);
      if (other == nullptr) continue;
      const bool names_this = std::any_of(other->fields.begin(), other->fields.end(), [&](const schema::Field& field) {
        return !field.covered.empty() && schema::linked_type(field) == schema_.record;
      });
      const bool has_clock =
          std::any_of(other->clocks.begin(), other->clocks.end(), [&](const auto& each) { return each.name == name; });
      if (names_this && has_clock) return;
    }
    unknown(ITSS_TR_NOOP("clock"), name);
  }

  // States and codes that a test compares with, where the field is the record's own.
  void operands(const schema::Condition& test) {
    if (schema::is_ordering(test.op)) return ordered(test);
    if (test.op != schema::Op::in) return;
    if (test.path == "status") {
      for (const auto& name : test.operands) state(name);
      return;
    }
    const std::vector<std::string> parts = split(test.path, '.');
    if (parts.size() > 1 && parts.back() == "verdict" && (parts[0] == "clock" || parts[0] == "clocks"))
      for (const auto& name : test.operands) verdict(name);
    const schema::Field* found = schema_.find_field(test.path);
    if (found == nullptr || found->type != schema::FieldType::code || found->open_codes || found->codes.empty()) return;
    for (const auto& code : test.operands)
      if (found->find_code(code) == nullptr) unknown(ITSS_TR_NOOP("code"), code, schema::names_of(found->codes));
  }

  // What the clocks, events and items have beside the record is not declared anywhere.
  void ordered(const schema::Condition& test) {
    const schema::Target target = schema::resolve(test.path, schema_, all_);
    if (target.kind == schema::Target::Kind::unknown) return;
    for (const auto& text : test.operands)
      if (auto wanted = schema::wanted_operand(target, test.op, text)) unfit(text, std::move(*wanted));
  }

  void condition(const schema::Condition& condition) {
    for (const auto& name : schema::paths_of(condition)) path(name);
    for (const auto& name : schema::clocks_of(condition)) clock(name);
    each_test(condition);
  }
  void each_test(const schema::Condition& each) {
    if (each.form == schema::Condition::Form::test) operands(each);
    for (const auto& child : each.children) each_test(child);
  }

  const Measure& measure_;
  const schema::Schema& schema_;
  const schema::SchemaSet& all_;
  Diagnostics& findings_;
};

}  // namespace

namespace {

Diagnostics findings_of(const Measure& measure, const schema::SchemaSet& schemas) {
  Diagnostics findings;
  for (const auto& type : measure.records) {
    const schema::Schema* schema = schemas.find(type);
    if (schema != nullptr)
      Verifier(measure, *schema, schemas, findings).verify();
    else if (!schemas.has(type))
      findings.push_back(unknown_name(measure, ITSS_TR_NOOP("type"), type, schemas.types()));
  }
  for (const auto& per : measure.per)
    for (auto& finding : findings_of(per, schemas)) findings.push_back(std::move(finding));
  return findings;
}

void append(Diagnostics& all, Diagnostics more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

bool is_of_unusable_type(const Measure& measure, const schema::SchemaSet& schemas) {
  return std::any_of(measure.records.begin(), measure.records.end(),
                     [&](const auto& type) { return schemas.has(type) && schemas.find(type) == nullptr; });
}

Diagnostics verify(const std::vector<Measure>& measures, const schema::SchemaSet& schemas) {
  Diagnostics findings;
  for (const auto& measure : measures) append(findings, findings_of(measure, schemas));
  // A measure may name the same word in several places.
  return schema::each_once(std::move(findings));
}

Diagnostics verify(Catalogue& catalogue, const schema::SchemaSet& schemas) {
  Diagnostics findings = verify(catalogue.unsound, schemas);
  std::vector<Measure> sound;
  for (auto& measure : catalogue.measures) {
    Diagnostics own = findings_of(measure, schemas);
    const bool is_sound = !has_errors(own) && !is_of_unusable_type(measure, schemas);
    (is_sound ? sound : catalogue.unsound).push_back(std::move(measure));
    append(findings, std::move(own));
  }
  catalogue.measures = std::move(sound);
  return schema::each_once(std::move(findings));
}

}  // namespace itss::kpi
