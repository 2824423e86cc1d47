// to_json_schema: the form of a type's record files for editors. It says less than the schema: moves and guards are not
// a matter of form.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
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

using Renames = std::map<std::string, std::string>;

// What `renamed` says below a path, `notices.kind.`: old names to new ones.
Renames below(const Renames& renames, const std::string& path) {
  Renames found;
  for (const auto& [old, now] : renames)
    if (starts_with(old, path)) found[old.substr(path.size())] = now;
  return found;
}

Json values_of(const std::vector<std::string>& names) {
  Json values = Json::array();
  for (const auto& name : names) {
    values.push_back(name);
    // A code of digits may be written with or without quotes.
    const bool digits = !name.empty() && name.size() < 10 && name.find_first_not_of("0123456789") == std::string::npos;
    if (digits && (name.front() != '0' || name.size() == 1)) values.push_back(std::stol(name));
  }
  return {{"enum", std::move(values)}};
}

// The names, and those that they had when older events were written.
Json enumeration(const std::vector<std::string>& names, const Renames& renamed) {
  if (renamed.empty()) return values_of(names);
  std::vector<std::string> old;
  for (const auto& [name, now] : renamed) old.push_back(name);
  Json deprecated = values_of(old);
  deprecated["deprecated"] = true;
  return {{"anyOf", {values_of(names), std::move(deprecated)}}};
}

std::vector<std::string> stored_states(const Schema& schema) {
  std::vector<std::string> stored;
  for (const auto& state : schema.states)
    if (!state.derived()) stored.push_back(state.name);
  return stored;
}

std::vector<std::string> verbs_of(const Schema& schema) {
  auto verbs = names_of(schema.moves);
  for (const char* verb : {"edit", "set", "comment", "import", "retract"}) verbs.emplace_back(verb);
  return verbs;
}

bool is_map(const Field& field) { return field.type == FieldType::map; }
bool is_list(const Field& field) {
  return field.type == FieldType::people || field.type == FieldType::links || field.type == FieldType::list;
}
bool is_stored(const Field& field) { return field.type != FieldType::computed; }

class Types {
 public:
  explicit Types(const Schema& schema) : schema_(schema) {}

  Json root() const {
    Json properties = {{"id", text_type()}, {"aliases", list_of(text_type())}, {"status", status()}};
    properties.update(fields(is_stored));
    properties["history"] = list_of(event());
    // Keys that the schema does not name belong to the user.
    return {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
            {"title", schema_.label.text()},
            {"type", "object"},
            {"required", {"id", "status", "history"}},
            {"properties", std::move(properties)},
            {"additionalProperties", true}};
  }

 private:
  // `path`: the field's name, or FIELD.PART, as `renamed` has it.
  Json type_of(const Field& field, const std::string& path) const {
    Json type = {{"title", field.label.text()}};
    if (!field.clause.empty()) type["description"] = field.clause;
    type.update(bare_type(field, path));
    return type;
  }

  Json bare_type(const Field& field, const std::string& path) const {
    switch (field.type) {
      case FieldType::code:
        return code_type(field, path);
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
        return list_of(field.codes.empty() ? any_scalar() : codes_of(field, path));
      case FieldType::map:
        return map_type(field, path);
      case FieldType::condition:
        return {{"type", "object"}};
      default:
        return any_scalar();
    }
  }

  Json codes_of(const Field& field, const std::string& path) const {
    return enumeration(names_of(field.codes), below(schema_.renamed_codes, path + "."));
  }

  Json code_type(const Field& field, const std::string& path) const {
    if (field.codes.empty()) return any_scalar();
    Json codes = codes_of(field, path);
    if (!field.open_codes) return codes;
    return {{"anyOf", {codes, any_scalar()}}};
  }

  Json map_type(const Field& field, const std::string& path) const {
    Json parts = parts_of(field, path);
    if (field.key.empty()) return parts;
    return {{"type", "object"}, {"additionalProperties", std::move(parts)}};
  }

  Json parts_of(const Field& map, const std::string& path) const {
    const auto part = [&](const Field& field) { return type_of(field, path + "." + field.name); };
    Json properties = Json::object(), rest = false;
    for (const auto& field : map.fields) (field.name == "*" ? rest : properties[field.name]) = part(field);
    for (const auto& [old, now] : below(schema_.renamed_fields, path + "."))
      if (const Field* field = map.find_field(now)) properties[old] = deprecated(part(*field));
    return {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", std::move(rest)}};
  }

  static Json deprecated(Json type) {
    type["deprecated"] = true;
    return type;
  }

  // The fields that are wanted, by their names and by those that they had.
  Json fields(bool (*wanted)(const Field&)) const {
    Json properties = Json::object();
    for (const auto& field : schema_.fields)
      if (wanted(field)) properties[field.name] = type_of(field, field.name);
    for (const auto& [old, now] : schema_.renamed_fields)
      if (const Field* field = schema_.find_field(now);
          field != nullptr && wanted(*field) && old.find('.') == std::string::npos)
        properties[old] = deprecated(type_of(*field, now));
    return properties;
  }

  Json status() const { return enumeration(stored_states(schema_), schema_.renamed_states); }

  static Json changes(Json properties) {
    return {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  }

  Json drops() const {
    Json properties = fields(is_map);
    for (auto& property : properties) property = list_of(any_scalar());
    return changes(std::move(properties));
  }

  // What an event may change: all fields, those that are lists, those that are maps.
  Json event() const {
    Json set = fields(is_stored);
    std::vector<std::string> names;
    for (const auto& [name, type] : set.items()) names.push_back(name);
    set["status"] = status();
    Json properties = {{"at", pattern(kInstant)},
                       {"recorded", pattern(kInstant)},
                       {"by", text_type()},
                       {"do", enumeration(verbs_of(schema_), schema_.renamed_moves)},
                       {"set", changes(std::move(set))},
                       {"unset", list_of(values_of(names))}};
    for (const char* word : {"add", "remove"}) properties[word] = changes(fields(is_list));
    properties["put"] = changes(fields(is_map));
    properties["drop"] = drops();
    for (const char* word : {"told", "note", "for", "via", "event"}) properties[word] = any_scalar();
    properties["evidence"] = Json::object();
    properties["source"] = {{"type", "object"}};
    return {{"type", "object"}, {"required", {"at", "by", "do"}}, {"properties", std::move(properties)}};
  }

  const Schema& schema_;
};

}  // namespace

std::string to_json_schema(const Schema& schema, const SchemaSet&) { return Types(schema).root().dump(2) + "\n"; }

}  // namespace itss::schema
