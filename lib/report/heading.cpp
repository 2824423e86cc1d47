#include "report/heading.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/translate.hpp"
#include "schema/paths.hpp"

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
  if (schema == nullptr) return field;
  if (const auto* found = schema->find_field(field)) return found->label.text();
  // A path into the record that a field names: `owner.department`.
  const auto dot = field.find('.');
  const auto* link = dot == std::string::npos ? nullptr : schema->find_field(field.substr(0, dot));
  const std::string linked(link == nullptr ? std::string_view() : schema::linked_type(*link));
  const std::string below = linked.empty() ? std::string() : field.substr(dot + 1);
  const std::string label = below.empty() ? below : field_label(world, linked, below);
  return label.empty() || label == below ? field : link->label.text() + ": " + label;
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
