#include <nlohmann/json.hpp>

#include "format/forms.hpp"

namespace itss::format {

namespace {

using Json = nlohmann::ordered_json;

Json value_of(const Cell& cell) {
  const std::string text = raw_text(cell);
  switch (cell.kind) {
    case Kind::absent:
      return nullptr;
    case Kind::list:
      return cell.items;
    case Kind::boolean:
      return text == "true";
    case Kind::number: {
      Json number = Json::parse(text, nullptr, false);
      return number.is_number() ? number : Json(text);
    }
    case Kind::text:
      break;
  }
  return text;
}

Json rows_of(const Table& whole) {
  Table part;
  const Table& table = table_for(Audience::machines, whole, part);
  Json rows = Json::array();
  for (const auto& row : table.rows) {
    Json object = Json::object();
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      object[table.columns[i].name] = i < row.size() ? value_of(row[i]) : Json(nullptr);
    rows.push_back(std::move(object));
  }
  return rows;
}

void add_facts(Json& object, const std::vector<Fact>& facts) {
  for (const auto& fact : facts) object[fact.name] = value_of(fact.value);
}

Json section_of(const Section& section) {
  const bool only_rows = section.facts.empty() && section.paragraphs.empty();
  if (only_rows && !section.table.columns.empty()) return rows_of(section.table);
  Json object = Json::object();
  add_facts(object, section.facts);
  if (!section.paragraphs.empty()) object["text"] = section.paragraphs;
  if (!section.table.columns.empty()) object["rows"] = rows_of(section.table);
  return object;
}

// Text that is not UTF-8 must not take the rest of the answer with it.
std::string dump(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace

std::string json_of(const Table& table) { return dump(rows_of(table)); }

std::string json_of(const Document& document) {
  Json object = Json::object();
  if (!document.title.empty()) object["title"] = document.title;
  add_facts(object, document.facts);
  for (std::size_t i = 0; i < document.sections.size(); ++i) {
    const Section& section = document.sections[i];
    if (section.audience == Audience::people) continue;
    object[section.name.empty() ? std::to_string(i + 1) : section.name] = section_of(section);
  }
  return dump(object);
}

}  // namespace itss::format
