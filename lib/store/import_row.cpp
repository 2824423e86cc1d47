#include "store/import_row.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/id.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"

namespace itss::store {

namespace {

template <class... Arguments>
std::string say(const char* text, const Arguments&... arguments) {
  return fmt::format(fmt::runtime(text), arguments...);
}

bool names_records(schema::FieldType type) {
  using schema::FieldType;
  return type == FieldType::person || type == FieldType::people || type == FieldType::link || type == FieldType::links;
}

// Line breaks as blanks.
std::string on_one_line(std::string_view text) {
  std::string line;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    line += text[i] == '\r' || text[i] == '\n' ? ' ' : text[i];
  }
  return line;
}

// The text as the field can hold it: only prose has lines.
std::string fit(const std::string& text, const schema::Field& field) {
  return field.type == schema::FieldType::prose ? text : on_one_line(text);
}

// Runs of blanks as one, none at the ends: what is left of a text with empty places.
std::string tidy(std::string_view text) {
  std::string tidied;
  for (const char c : trim(text))
    if (c != ' ' || tidied.empty() || tidied.back() != ' ') tidied += c;
  return tidied;
}

}  // namespace

ImportRowReader::ImportRowReader(const CsvTable& table, const ImportMap& map, const schema::Schema& schema)
    : table_(table), map_(map), schema_(schema), values_(map.fields.size()) {
  for (const auto& name : used_columns(map))
    if (!table.column(name))
      throw Error(
          say(tr("the table has no column '{}', which the map names; it has: {}"), name, join(table.header, ", ")));
  group_ = find(map.group);
  opened_ = find(map.opened);
  time_ = find(map.time);
  state_ = find(map.state_column);
  for (const auto& instant : map.instants) instants_.push_back(find(instant.column));
  for (const auto& field : map.fields) fields_.push_back(find(field.column));
  for (const auto& [key, column] : map.source) source_.emplace_back(key, find(column));
}

ImportRowReader::Column ImportRowReader::find(const std::string& name) const {
  const auto index = table_.column(name);
  return index && !name.empty() ? Column{*index, true} : Column{};
}

bool ImportRowReader::is_empty(TextPool::Id cell) const {
  const std::string& text = table_.pool.text(cell);
  return text.empty() || std::find(map_.empty.begin(), map_.empty.end(), text) != map_.empty.end();
}

std::string ImportRowReader::text(const CsvRow& row, const Column& column) const {
  if (!column.used || is_empty(row.cells[column.index])) return {};
  return table_.cell(row, column.index);
}

std::string ImportRowReader::reference(const CsvRow& row) const { return text(row, group_); }

Result<std::optional<Instant>> ImportRowReader::time(const CsvRow& row, const Column& column, const Instant& now) {
  if (!column.used || is_empty(row.cells[column.index])) return std::optional<Instant>();
  const TextPool::Id cell = row.cells[column.index];
  auto known = times_.find(cell);
  if (known == times_.end()) known = times_.emplace(cell, map_.format->parse(table_.pool.text(cell))).first;
  const std::string& name = table_.header[column.index];
  if (!known->second) return failure(say(tr("column '{}': {}"), name, known->second.error()));
  if (*known->second > now)
    return failure(say(tr("column '{}': '{}' lies in the future"), name, table_.pool.text(cell)));
  return std::optional<Instant>(*known->second);
}

std::optional<Instant> ImportRowReader::opening(const CsvRow& row, const Instant& now) {
  auto opened = time(row, opened_.used ? opened_ : time_, now);
  if (opened && !*opened) opened = time(row, time_, now);
  return opened ? *opened : std::nullopt;
}

Result<Value> ImportRowReader::convert(const ImportField& rule, const std::string& original) const {
  const schema::Field& field = *schema_.find_field(rule.field);
  const std::string cell = fit(original, field);
  if (!rule.values.empty()) {
    auto found = rule.values.find(cell);
    if (found == rule.values.end()) found = rule.values.find("*");
    if (found == rule.values.end())
      return failure(say(tr("column '{}': the map has no value for '{}'"), rule.column, cell));
    return schema::canonical(field, found->second);
  }
  const std::string text = names_records(field.type) ? id_from_name(cell) : cell;
  if (!is_given_name(text) && names_records(field.type))
    return failure(say(tr("column '{}': no id can be made of '{}'"), rule.column, cell));
  const bool many = field.type == schema::FieldType::people || field.type == schema::FieldType::links ||
                    field.type == schema::FieldType::list;
  auto value = schema::canonical(field, many ? Value(Value::List{text}) : Value(text));
  if (value) return value;
  return failure(say(tr("column '{}': {}"), rule.column, value.error()));
}

Result<Value> ImportRowReader::field(const CsvRow& row, std::size_t index) {
  const ImportField& rule = map_.fields[index];
  if (!rule.text.empty()) {
    const schema::Field& target = *schema_.find_field(rule.field);
    const std::string filled =
        tidy(fit(fill_places(rule.text, [&](const std::string& name) { return text(row, find(name)); }), target));
    if (filled.empty()) return Value();
    auto value = schema::canonical(target, filled);
    if (value) return value;
    return failure(say(tr("field '{}': {}"), rule.field, value.error()));
  }
  const TextPool::Id cell = row.cells[fields_[index].index];
  if (is_empty(cell)) return Value();
  auto known = values_[index].find(cell);
  if (known == values_[index].end()) known = values_[index].emplace(cell, convert(rule, table_.pool.text(cell))).first;
  return known->second;
}

Result<ImportRow> ImportRowReader::read(const CsvRow& row, const Instant& now) {
  ImportRow read;
  read.line = row.line;
  const auto at = time(row, time_, now);
  if (!at) return failure(at.error());
  if (!*at) return failure(say(tr("column '{}': the row has no time"), map_.time));
  const auto opened = time(row, opened_, now);
  if (!opened) return failure(opened.error());
  read.at = **at;
  read.opened = *opened;
  for (const auto& column : instants_) {
    auto entered = time(row, column, now);
    if (!entered) return failure(entered.error());
    read.entered.push_back(*entered);
  }
  const auto state = map_.states.find(text(row, state_));
  if (state == map_.states.end())
    return failure(say(tr("column '{}': the map has no state for '{}'"), map_.state_column, text(row, state_)));
  read.state = &state->second;
  for (std::size_t i = 0; i < map_.fields.size(); ++i) {
    auto value = field(row, i);
    if (!value) return failure(value.error());
    if (!value->absent()) read.fields[map_.fields[i].field] = std::move(*value);
  }
  for (const auto& [key, column] : source_)
    if (auto value = text(row, column); !value.empty()) read.source[key] = std::move(value);
  read.source["system"] = map_.system;
  read.source["ref"] = reference(row);
  read.source["line"] = std::to_string(row.line);
  return read;
}

std::vector<NamedLink> ImportRowReader::named(const CsvRow& row) const {
  std::vector<NamedLink> links;
  for (std::size_t i = 0; i < map_.fields.size(); ++i) {
    const ImportField& rule = map_.fields[i];
    if (rule.creates.empty() || !fields_[i].used) continue;
    const std::string name = on_one_line(text(row, fields_[i]));
    if (!name.empty()) links.push_back({rule.creates, id_from_name(name), name});
  }
  return links;
}

std::string id_from_name(std::string_view name) {
  std::string id;
  for (const char c : lower(name)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80 ||
                       c == '.' || c == '_' || c == '@';
    if (plain && !(c == '.' && (id.empty() || id.back() == '.')))
      id += c;
    else if (!id.empty() && id.back() != '-')
      id += '-';
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id;
}

}  // namespace itss::store
