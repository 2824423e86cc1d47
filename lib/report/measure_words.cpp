#include "report/measure_words.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "report/figure_cells.hpp"
#include "report/heading.hpp"
#include "report/kpi.hpp"

namespace itss::report {

namespace {

using format::Cell;
using format::Style;
using kpi::Measure;

bool is_shipped(const Measure& measure) { return measure.place.file == kpi::kShippedMeasures; }

Cell origin_cell(const Measure& measure) {
  return is_shipped(measure) ? format::raw_cell(tr("shipped"), "shipped", Style::faint)
                             : format::raw_cell(tr("the team's"), "team");
}

std::string place_text(const Measure& measure) { return fmt::format("{}:{}", measure.place.file, measure.place.line); }

void add_fact(std::vector<format::Fact>& facts, const char* name, const char* label, const std::string& text) {
  if (!text.empty()) facts.push_back({name, label, {text}});
}

// `ticket, counts: items outages, by: overlap, where: {...}, amount: {...}`
std::string population_text(const Measure& measure) {
  std::string text = join(measure.records, ", ");
  const auto add = [&](const char* key, const std::string& value) {
    if (!value.empty()) text += fmt::format(", {}: {}", key, value);
  };
  add("counts", kpi::to_text(measure.counts));
  add("by", kpi::to_text(measure.by));
  add("where", kpi::to_text(measure.where));
  add("amount", kpi::to_text(measure.amount));
  return text;
}

format::Section reasons(const Measure& measure) {
  format::Section section;
  section.title = tr("Left out");
  section.name = "exclusions";
  section.empty = tr("none");
  section.table.columns = {{"reason", tr("Reason"), Align::left, true}, {"when", tr("Condition"), Align::left, true}};
  for (const auto& reason : measure.excludes)
    section.table.rows.push_back({format::raw_cell(reason.label.text(), reason.name), {kpi::to_text(reason.when)}});
  return section;
}

}  // namespace

std::vector<format::Fact> measure_facts(const Measure& measure) {
  std::vector<format::Fact> facts;
  add_fact(facts, "formula_in_words", tr("Formula"), measure.explanation.text());
  add_fact(facts, "clause", tr("Clause"), measure.clause);
  add_fact(facts, "record", tr("Records"), join(measure.records, ", "));
  add_fact(facts, "counts", tr("Counts"), kpi::to_text(measure.counts));
  add_fact(facts, "by", tr("Counted at"), kpi::to_text(measure.by));
  add_fact(facts, "where", tr("Population"), kpi::to_text(measure.where));
  add_fact(facts, "formula", tr("Kind of figure"), kpi::formula_text(measure));
  add_fact(facts, "good", tr("Numerator"), kpi::to_text(measure.good));
  add_fact(facts, "same", tr("With equal"), join(measure.same, ", "));
  add_fact(facts, "moved", tr("Followed by"), kpi::to_text(measure.moved));
  add_fact(facts, "repeats", tr("Repeating"), kpi::to_text(measure.repeats));
  add_fact(facts, "amount", tr("Amount"), kpi::to_text(measure.amount));
  if (!measure.per.empty()) add_fact(facts, "per", tr("Below the line"), population_text(measure.per.front()));
  add_fact(facts, "facts", tr("Facts of"), measure.facts_at_moment ? tr("the moment") : tr("now"));
  facts.push_back({"unit", tr("Unit"), {std::string(kpi::name_of(measure.unit))}});
  if (measure.aim == kpi::Aim::none) return facts;
  facts.push_back({"target", tr("Target"), target_cell(measure)});
  facts.push_back({"aim", tr("Aim"), {std::string(kpi::name_of(measure.aim))}});
  if (measure.floor) facts.push_back({"floor", tr("Floor"), figure_cell(*measure.floor)});
  return facts;
}

format::Document measure_document(const Measure& measure, const Measure* replaces) {
  format::Document document;
  document.title = fmt::format("{} ({})", measure.label.text(), measure.name);
  document.facts = {{"name", tr("Name"), {measure.name, Style::id}}, {"label", tr("Measure"), {measure.label.text()}}};
  for (auto& fact : measure_facts(measure)) document.facts.push_back(std::move(fact));
  document.facts.push_back({"origin", tr("Whose"), origin_cell(measure)});
  document.facts.push_back({"place", tr("Defined at"), {place_text(measure)}});
  if (replaces != nullptr) document.facts.push_back({"replaces", tr("Instead of"), {place_text(*replaces)}});
  document.sections = {reasons(measure)};
  return document;
}

format::Document kpi_catalogue(const std::vector<Measure>& measures) {
  format::Document document;
  document.sections.resize(1);
  document.sections[0].name = "measures";
  format::Table& table = document.sections[0].table;
  table.columns = {{"name", tr("Name")},
                   {"label", tr("Measure"), Align::left, true},
                   {"target", tr("Target"), Align::right},
                   {"aim", tr("Aim"), Align::left, false, format::Audience::machines},
                   {"unit", tr("Unit")},
                   {"clause", tr("Clause"), Align::left, true},
                   {"origin", tr("Whose")},
                   {"place", tr("Defined at"), Align::left, false, format::Audience::machines}};
  for (const auto& measure : measures)
    table.rows.push_back({{measure.name, Style::id},
                          {measure.label.text()},
                          target_cell(measure),
                          aim_cell(measure),
                          unit_cell(measure.unit),
                          {measure.clause},
                          origin_cell(measure),
                          {place_text(measure)}});
  return document;
}

}  // namespace itss::report
