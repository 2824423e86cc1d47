// to_json_schema: the form of a type's record files for editors. It says less than the schema: moves and guards are not
// a matter of form.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/translate.hpp"
#include "schema/paths.hpp"
#include "schema/set.hpp"

namespace itss::schema {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kInstant = R"(^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$)";
constexpr const char* kDate = R"(^\d{4}-\d\d-\d\d$)";
constexpr const char* kDuration = R"(^-?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$)";

Json text_type() { return {{"type", "string"}}; }

// What a person writes plain is a number for the editor: `impact: 2`, `title: 404`.
Json any_scalar() { return {{"type", {"string", "number", "boolean"}}}; }

Json pattern(const char* expression) { return {{"type", "string"}, {"pattern", expression}}; }

Json list_of(Json item) { return {{"type", "array"}, {"items", std::move(item)}}; }

Json enumeration(const std::vector<std::string>& names) {
  Json values = Json::array();
  for (const auto& name : names) {
    values.push_back(name);
    // A code of digits may be written with or without quotes.
    const bool digits = !name.empty() && name.size() < 10 && name.find_first_not_of("0123456789") == std::string::npos;
    if (digits && (name.front() != '0' || name.size() == 1)) values.push_back(std::stol(name));
  }
  return {{"enum", std::move(values)}};
}

template <class T>
std::vector<std::string> names_of(const std::vector<T>& list) {
  std::vector<std::string> names;
  names.reserve(list.size());
  for (const auto& each : list) names.push_back(each.name);
  return names;
}

Json code_type(const Field& field) {
  if (field.codes.empty()) return any_scalar();
  Json codes = enumeration(names_of(field.codes));
  if (!field.open_codes) return codes;
  return {{"anyOf", {codes, any_scalar()}}};
}

Json type_of(const Field& field);

Json parts_of(const std::vector<Field>& fields) {
  Json properties = Json::object();
  Json schema = {{"type", "object"}};
  for (const auto& field : fields)
    if (field.name != "*") properties[field.name] = type_of(field);
  schema["properties"] = std::move(properties);
  const auto rest = std::find_if(fields.begin(), fields.end(), [](const Field& field) { return field.name == "*"; });
  schema["additionalProperties"] = rest == fields.end() ? Json(false) : type_of(*rest);
  return schema;
}

Json map_type(const Field& field) {
  Json parts = parts_of(field.fields);
  if (field.key.empty()) return parts;
  return {{"type", "object"}, {"additionalProperties", std::move(parts)}};
}

Json bare_type(const Field& field) {
  switch (field.type) {
    case FieldType::code:
      return code_type(field);
    case FieldType::number:
      return {{"type", {"number", "string"}}};
    case FieldType::date:
      return pattern(kDate);
    case FieldType::instant:
      return pattern(kInstant);
    case FieldType::duration:
      return pattern(kDuration);
    case FieldType::person:
    case FieldType::link:
      return text_type();
    case FieldType::people:
    case FieldType::links:
      return list_of(text_type());
    case FieldType::list:
      return list_of(field.codes.empty() ? any_scalar() : enumeration(names_of(field.codes)));
    case FieldType::map:
      return map_type(field);
    case FieldType::condition:
      return {{"type", "object"}};
    default:
      return any_scalar();
  }
}

Json type_of(const Field& field) {
  Json type = {{"title", field.label.text()}};
  if (!field.clause.empty()) type["description"] = field.clause;
  type.update(bare_type(field));
  return type;
}

Json status_of(const Schema& schema) {
  std::vector<std::string> stored;
  for (const auto& state : schema.states)
    if (!state.derived()) stored.push_back(state.name);
  return enumeration(stored);
}

std::vector<const Field*> stored_fields(const Schema& schema) {
  std::vector<const Field*> stored;
  for (const auto& field : schema.fields)
    if (field.type != FieldType::computed) stored.push_back(&field);
  return stored;
}

Json verbs_of(const Schema& schema) {
  auto verbs = names_of(schema.moves);
  for (const char* verb : {"edit", "set", "comment", "import", "retract"}) verbs.emplace_back(verb);
  return enumeration(verbs);
}

// What an event may change: all fields, those that are lists, those that are maps.
template <class Wanted>
Json changes(const Schema& schema, const Wanted& wanted, const std::function<Json(const Field&)>& form) {
  Json properties = Json::object();
  for (const auto* field : stored_fields(schema))
    if (wanted(*field)) properties[field->name] = form(*field);
  return {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

Json event_of(const Schema& schema) {
  const auto is_map = [](const Field& field) { return field.type == FieldType::map; };
  const auto is_list = [](const Field& field) {
    return field.type == FieldType::people || field.type == FieldType::links || field.type == FieldType::list;
  };
  Json set = changes(
      schema, [](const Field&) { return true; }, type_of);
  set["properties"]["status"] = status_of(schema);
  std::vector<std::string> names;
  for (const auto* field : stored_fields(schema)) names.push_back(field->name);
  Json properties = {{"at", pattern(kInstant)}, {"recorded", pattern(kInstant)},
                     {"by", text_type()},       {"do", verbs_of(schema)},
                     {"set", std::move(set)},   {"unset", list_of(enumeration(names))}};
  for (const char* word : {"add", "remove"}) properties[word] = changes(schema, is_list, type_of);
  properties["put"] = changes(schema, is_map, type_of);
  properties["drop"] = changes(schema, is_map, [](const Field&) { return list_of(any_scalar()); });
  for (const char* word : {"told", "note", "for", "via", "event"}) properties[word] = any_scalar();
  properties["evidence"] = Json::object();
  properties["source"] = {{"type", "object"}};
  return {{"type", "object"}, {"required", {"at", "by", "do"}}, {"properties", std::move(properties)}};
}

}  // namespace

std::string to_json_schema(const Schema& schema, const SchemaSet&) {
  Json properties = {{"id", text_type()}, {"aliases", list_of(text_type())}, {"status", status_of(schema)}};
  for (const auto* field : stored_fields(schema)) properties[field->name] = type_of(*field);
  properties["history"] = list_of(event_of(schema));
  // Keys that the schema does not name belong to the user.
  const Json root = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                     {"title", schema.label.text()},
                     {"type", "object"},
                     {"required", {"id", "status", "history"}},
                     {"properties", std::move(properties)},
                     {"additionalProperties", true}};
  return root.dump(2) + "\n";
}

}  // namespace itss::schema
