#include "json_fields.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app.hpp"
#include "base/text.hpp"

namespace itss::cmd {

namespace {

using Names = std::vector<std::string>;

bool has(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The names of `wanted`, all of them known; none if everything is wanted.
Names names_of(const std::string& wanted, const Names& known) {
  Names names;
  if (wanted == "*") return names;
  for (const auto& word : split(wanted, ',')) {
    const std::string name(trim(word));
    if (name.empty()) continue;
    if (!has(known, name)) {
      const auto close = suggest(name, known);
      throw Failure(Exit::usage, trf("there is no field '{}' in this answer", name),
                    close ? trf("did you mean '{}'?", *close) : trf("known: {}", join(known, " ")));
    }
    names.push_back(name);
  }
  return names;
}

void add_columns(const format::Table& table, Names& known) {
  for (const auto& column : table.columns)
    if (column.audience != format::Audience::people && !has(known, column.name)) known.push_back(column.name);
}

void add_facts(const std::vector<format::Fact>& facts, Names& known) {
  for (const auto& fact : facts)
    if (!has(known, fact.name)) known.push_back(fact.name);
}

void keep_columns(format::Table& table, const Names& names) {
  format::Table kept;
  kept.rows.resize(table.rows.size());
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (!has(names, table.columns[i].name)) continue;
    kept.columns.push_back(table.columns[i]);
    for (std::size_t row = 0; row < table.rows.size(); ++row)
      kept.rows[row].push_back(i < table.rows[row].size() ? table.rows[row][i] : format::absent_cell());
  }
  if (kept.columns.empty()) kept.rows.clear();
  table = std::move(kept);
}

void keep_facts(std::vector<format::Fact>& facts, const Names& names) {
  facts.erase(std::remove_if(facts.begin(), facts.end(), [&](const auto& fact) { return !has(names, fact.name); }),
              facts.end());
}

}  // namespace

nlohmann::ordered_json only_fields(const nlohmann::ordered_json& json, const std::string& wanted, const Names& known) {
  const Names names = names_of(wanted, known);
  if (names.empty()) return json;
  if (json.is_array()) {
    auto all = nlohmann::ordered_json::array();
    for (const auto& each : json) all.push_back(only_fields(each, wanted, known));
    return all;
  }
  auto object = nlohmann::ordered_json::object();
  for (const auto& [key, value] : json.items())
    if (has(names, key)) object[key] = value;
  return object;
}

void keep_fields(format::Table& table, const std::string& wanted) {
  Names known;
  add_columns(table, known);
  if (const Names names = names_of(wanted, known); !names.empty()) keep_columns(table, names);
}

void keep_fields(format::Document& document, const std::string& wanted) {
  Names known;
  add_facts(document.facts, known);
  for (const auto& section : document.sections) {
    if (section.audience == format::Audience::people) continue;
    if (!section.name.empty() && !has(known, section.name)) known.push_back(section.name);
    add_facts(section.facts, known);
    add_columns(section.table, known);
  }
  const Names names = names_of(wanted, known);
  if (names.empty()) return;
  keep_facts(document.facts, names);
  std::vector<format::Section> kept;
  for (auto& section : document.sections) {
    if (!has(names, section.name)) {
      section.paragraphs.clear();
      keep_facts(section.facts, names);
      keep_columns(section.table, names);
    }
    if (!section.facts.empty() || !section.paragraphs.empty() || !section.table.columns.empty())
      kept.push_back(std::move(section));
  }
  document.sections = std::move(kept);
}

}  // namespace itss::cmd
