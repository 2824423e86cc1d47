// canonical: one text form of each value, for comparison and for writing.
#include <fmt/format.h>

#include <algorithm>

#include "base/id.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/schema.hpp"

namespace itss::schema {

namespace {

using Text = Result<std::string>;

template <class... Arguments>
tl::unexpected<std::string> wrong(const char* text, const Arguments&... arguments) {
  return failure(fmt::format(fmt::runtime(tr(text)), arguments...));
}

Text code_text(const Field& field, std::string_view text) {
  if (field.find_code(text) != nullptr) return std::string(text);
  for (const auto& code : field.codes)
    if (lower(code.name) == lower(text)) return code.name;
  const bool is_word = !text.empty() && text.find_first_of("\r\n") == std::string_view::npos;
  if (is_word && (field.open_codes || field.codes.empty())) return std::string(text);
  const auto names = names_of(field.codes);
  if (const auto near = suggest(text, names))
    return wrong("'{}' is not a code of '{}'; did you mean '{}'?", text, field.name, *near);
  return wrong("'{}' is not a code of '{}'; one of {}", text, field.name, join(names, ", "));
}

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// A decimal number without exponent: no plus sign, no leading zeros, no trailing ones of the fraction.
Text number_text(std::string_view text) {
  const bool negative = starts_with(text, "-");
  const auto digits = negative || starts_with(text, "+") ? text.substr(1) : text;
  const auto point = digits.find('.');
  auto whole = digits.substr(0, point);
  auto fraction = point == std::string_view::npos ? std::string_view() : digits.substr(point + 1);
  if (!all_digits(whole) || (point != std::string_view::npos && !all_digits(fraction)))
    return wrong("'{}' is not a number", text);
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size() - 1));
  fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
  std::string out(whole);
  if (!fraction.empty()) out += "." + std::string(fraction);
  return negative && out != "0" ? "-" + out : out;
}

Text prose_text(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    out += text[i] == '\r' ? '\n' : text[i];
  }
  return out;
}

Text one_line(std::string_view text) {
  if (text.find_first_of("\r\n") != std::string_view::npos) return wrong("a text of one line is needed");
  return std::string(text);
}

Text name_text(std::string_view text) {
  if (!is_given_name(text)) return wrong("'{}' is not the id of a record", text);
  return std::string(text);
}

template <class T>
Text reformatted(const Result<T>& parsed) {
  if (!parsed) return failure(parsed.error());
  return to_string(*parsed);
}

// The form of one text, be it a field's value or an item of its list.
Text canonical_text(const Field& field, std::string_view raw) {
  if (find_invalid_utf8(raw)) return wrong("not valid UTF-8");
  if (field.type == FieldType::prose) return prose_text(raw);
  const auto text = trim(raw);
  switch (field.type) {
    case FieldType::code:
      return code_text(field, text);
    case FieldType::number:
      return number_text(text);
    case FieldType::date:
      return reformatted(parse_date(text));
    case FieldType::instant:
      return reformatted(parse_instant(text));
    case FieldType::duration:
      return reformatted(parse_duration(text));
    case FieldType::person:
    case FieldType::people:
    case FieldType::link:
    case FieldType::links:
      return name_text(text);
    default:
      break;
  }
  if (!field.codes_from.empty()) return code_text(field, text);
  return one_line(text);
}

// The items in their order, each once.
Result<Value> canonical_list(const Field& field, const Value& value) {
  if (!value.is_list()) return wrong("a list is needed");
  Value::List items;
  for (const auto& raw : value.list()) {
    auto text = canonical_text(field, raw);
    if (!text) return failure(text.error());
    if (text->empty()) return wrong("an item of the list is empty");
    if (std::find(items.begin(), items.end(), *text) == items.end()) items.push_back(std::move(*text));
  }
  return Value(std::move(items));
}

// The fields of one sub-record.
Result<Value> canonical_parts(const Field& map, const Value& value) {
  if (!value.is_map()) return wrong("'{}' needs a map of its fields", map.name);
  Value::Map parts;
  for (const auto& [name, sub] : value.map()) {
    const Field* field = map.find_field(name);
    if (field == nullptr) return wrong("'{}' has no part '{}'", map.name, name);
    auto part = canonical(*field, sub);
    if (!part) return wrong("'{}': {}", name, part.error());
    parts[name] = std::move(*part);
  }
  return Value(std::move(parts));
}

Result<Value> canonical_map(const Field& field, const Value& value) {
  if (!value.is_map()) return wrong("a map is needed");
  if (field.key.empty()) return canonical_parts(field, value);
  Value::Map records;
  for (const auto& [raw, sub] : value.map()) {
    const auto text = trim(raw);
    const bool is_word = field.key == "text" || field.key == "code";
    auto key = is_word ? one_line(text) : name_text(text);
    if (!key || key->empty()) return key ? wrong("an empty key") : failure(key.error());
    auto parts = canonical_parts(field, sub);
    if (!parts) return wrong("'{}': {}", text, parts.error());
    records[*key] = std::move(*parts);
  }
  return Value(std::move(records));
}

// A map as a file has it, or the texts of a command line.
Result<Value> canonical_condition(const Value& value) {
  if (!value.is_map()) return condition_value(value.texts());
  const auto condition = read_condition(value);
  return condition ? Result<Value>(value) : failure(condition.error());
}

}  // namespace

Result<Value> canonical(const Field& field, const Value& value) {
  if (value.absent()) return value;
  switch (field.type) {
    case FieldType::condition:
      return canonical_condition(value);
    case FieldType::computed:
      return wrong("'{}' is computed and cannot be given", field.name);
    case FieldType::map:
      return canonical_map(field, value);
    case FieldType::people:
    case FieldType::links:
    case FieldType::list:
      return canonical_list(field, value);
    default:
      break;
  }
  if (!value.is_text()) return wrong("one text is needed, not a list or a map");
  auto text = canonical_text(field, value.text());
  if (!text) return failure(text.error());
  return Value(std::move(*text));
}

}  // namespace itss::schema
