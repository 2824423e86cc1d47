#include "report/heading.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/translate.hpp"

namespace itss::report {

format::Cell instant_cell(const record::World& world, const Instant& instant) {
  const Instant here = world.zone().at(instant.utc);
  return format::raw_cell(short_text(here), to_string(here));
}

format::Cell figure_cell(double value, format::Style style) {
  std::string text = fmt::format("{:.2f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return format::number_cell(value, text == "-0" ? "0" : text, style);
}

std::vector<format::Fact> window_facts(const record::World& world, const kpi::Query& query) {
  std::vector<format::Fact> facts = {
      {"from", tr("From"), instant_cell(world, query.window.from)},
      {"to", tr("Until before"), instant_cell(world, query.window.to)},
      {"zone", tr("Zone"), {world.zone().name()}},
      {"now", tr("As of"), instant_cell(world, query.now)},
  };
  if (query.known_at) facts.push_back({"known_at", tr("Known at"), instant_cell(world, *query.known_at)});
  return facts;
}

std::string type_label(const record::World& world, const std::string& type) {
  const schema::Schema* schema = world.schemas().find(type);
  return schema == nullptr ? type : schema->label.text();
}

std::string clock_label(const record::World& world, const std::string& type, const std::string& clock) {
  const schema::Schema* schema = world.schemas().find(type);
  if (schema == nullptr) return clock;
  for (const auto& each : schema->clocks)
    if (each.name == clock) return each.label.text();
  return clock;
}

std::string field_label(const record::World& world, const std::string& type, const std::string& field) {
  if (field == "status") return tr("Status");
  const schema::Schema* schema = world.schemas().find(type);
  const schema::Field* found = schema == nullptr ? nullptr : schema->find_field(field);
  return found == nullptr ? field : found->label.text();
}

std::string value_label(const record::World& world, const std::string& type, const std::string& field,
                        const std::string& value) {
  if (value.empty()) return tr("(none)");
  const schema::Schema* schema = world.schemas().find(type);
  if (schema == nullptr) return value;
  if (field == "status") {
    const schema::State* state = schema->find_state(value);
    return state == nullptr ? value : state->label.text();
  }
  const schema::Field* found = schema->find_field(field);
  const schema::CodeValue* code = found == nullptr ? nullptr : found->find_code(value);
  return code == nullptr ? value : code->label.text();
}

}  // namespace itss::report
