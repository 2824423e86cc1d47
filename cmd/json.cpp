#include "json.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "record/facts.hpp"

namespace itss::cmd {

namespace {

using Json = nlohmann::ordered_json;

Json number(const std::string& text) {
  long whole = 0;
  const char* end = text.data() + text.size();
  if (const auto [at, error] = std::from_chars(text.data(), end, whole); error == std::errc() && at == end)
    return whole;
  double real = 0;
  if (const auto [at, error] = std::from_chars(text.data(), end, real); error == std::errc() && at == end) return real;
  return text;
}

bool is_wanted(const std::string& wanted, const std::string& name) {
  if (wanted.empty() || wanted == "*") return true;
  for (const auto& each : split(wanted, ','))
    if (trim(each) == name) return true;
  return false;
}

}  // namespace

Json to_json(const Value& value, const schema::Field* field) {
  if (value.absent()) return nullptr;
  if (value.is_list()) return value.list();
  if (value.is_map()) {
    Json object = Json::object();
    for (const auto& [key, sub] : value.map()) {
      if (!sub.is_map()) {
        object[key] = to_json(sub, field == nullptr ? nullptr : field->find_field(key));
        continue;
      }
      Json parts = Json::object();
      for (const auto& [part, below] : sub.map())
        parts[part] = to_json(below, field == nullptr ? nullptr : field->find_field(part));
      object[key] = std::move(parts);
    }
    return object;
  }
  const bool counted =
      field != nullptr && (field->type == schema::FieldType::number ||
                           (field->type == schema::FieldType::computed && field->computed["table"].absent()));
  if (counted) return number(value.text());
  return value.text();
}

Value value_of(App& app, const record::Record& record, const schema::Field& field) {
  if (field.type != schema::FieldType::computed) return get(record.fields, field.name);
  return record::RecordFacts(record, record.fields, app.repository(), app.now()).value(field.name);
}

Json to_json(App& app, const record::Record& record, const std::string& wanted) {
  Json object = Json::object();
  const schema::Schema* type = app.schemas().find(record.type);
  const auto put = [&](const std::string& name, Json value) {
    if (is_wanted(wanted, name)) object[name] = std::move(value);
  };
  put("id", record.id);
  put("type", record.type);
  if (is_wanted(wanted, "status"))
    object["status"] = record::shown_state(record, record.fields, app.repository(), app.now());
  if (type != nullptr) {
    for (const auto& field : type->fields) {
      if (!is_wanted(wanted, field.name)) continue;
      const Value value = value_of(app, record, field);
      if (!value.absent()) object[field.name] = to_json(masked(field, value), &field);
    }
  }
  if (!record.events.empty()) {
    const auto events = record::effective_events(record);
    put("opened", to_string(events.empty() ? record.events.front().at : events.front()->at));
    put("updated", to_string(events.empty() ? record.events.back().at : events.back()->at));
  }
  if (!record.aliases.empty()) put("aliases", record.aliases);
  if (!record.file.empty()) put("file", record.file);
  return object;
}

Json to_json(const record::Event& event, const schema::Schema& type) {
  Json object = Json::object();
  object["event"] = event.id();
  const Value value = record::to_value(event);
  for (const char* key : {"at", "recorded", "by", "do", "set", "unset", "add", "remove", "put", "drop", "told", "note",
                          "for", "evidence", "via", "source"}) {
    const Value& part = value[key];
    if (part.absent()) continue;
    const std::string name = key;
    if (!part.is_map() || (name != "set" && name != "put" && name != "add" && name != "remove")) {
      object[name] = to_json(part, nullptr);
      continue;
    }
    Json fields = Json::object();
    for (const auto& [field_name, field_value] : part.map()) {
      const auto* field = type.find_field(field_name);
      fields[field_name] = to_json(field == nullptr ? field_value : masked(*field, field_value), field);
    }
    object[name] = std::move(fields);
  }
  if (!event.retracts.empty()) object["retracts"] = event.retracts;
  return object;
}

Json history_json(const record::Record& record, const schema::Schema& type) {
  Json history = Json::array();
  for (const auto& event : record.events) history.push_back(to_json(event, type));
  return history;
}

std::string text_of(const Json& json) {
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace itss::cmd
