#include "store/import_row.hpp"

#include <algorithm>

#include "base/id.hpp"
#include "base/say.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"
#include "store/json_table.hpp"

namespace itss::store {

namespace {

bool names_records(schema::FieldType type) {
  using schema::FieldType;
  return type == FieldType::person || type == FieldType::people || type == FieldType::link || type == FieldType::links;
}

bool holds_many(schema::FieldType type) {
  using schema::FieldType;
  return type == FieldType::people || type == FieldType::links || type == FieldType::list;
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
    if (!table.column(name) && std::find(map.optional.begin(), map.optional.end(), name) == map.optional.end())
      throw Error(
          say(tr("the table has no column '{}', which the map names; it has: {}"), name, join(table.header, ", ")));
  group_ = find(map.group);
  opened_ = find(map.opened);
  time_ = find(map.time);
  state_ = find(map.state_column);
  comments_ = find({map.comments.in});
  told_ = find(map.told_time);
  for (const auto& instant : map.instants) instants_.push_back(find(instant.column));
  for (const auto& field : map.fields) fields_.push_back(find(field.column));
  for (const auto& [key, column] : map.source) source_.emplace_back(key, find(column));
}

ImportRowReader::Places ImportRowReader::find(const Columns& names) const {
  Places places;
  for (const auto& name : names)
    for (const std::size_t place : table_.columns(name)) places.push_back(place);
  return places;
}

bool ImportRowReader::is_empty(TextPool::Id cell) const {
  const std::string& text = table_.pool.text(cell);
  return text.empty() || std::find(map_.empty.begin(), map_.empty.end(), text) != map_.empty.end();
}

std::optional<std::size_t> ImportRowReader::filled(const CsvRow& row, const Places& places) const {
  for (const std::size_t place : places)
    if (!is_empty(row.cells[place])) return place;
  return std::nullopt;
}

std::string ImportRowReader::text(const CsvRow& row, const Places& places) const {
  const auto place = filled(row, places);
  if (!place) return {};
  const std::string& cell = table_.cell(row, *place);
  return table_.json ? join(texts_of_cell(cell), ", ") : cell;
}

std::string ImportRowReader::reference(const CsvRow& row) const { return text(row, group_); }

Result<std::optional<Instant>> ImportRowReader::time(const CsvRow& row, const Places& places, const Instant& now) {
  const auto place = filled(row, places);
  if (!place) return std::optional<Instant>();
  const TextPool::Id cell = row.cells[*place];
  auto known = times_.find(cell);
  if (known == times_.end()) known = times_.emplace(cell, parse_time(map_, table_.pool.text(cell))).first;
  const std::string& name = table_.header[*place];
  if (!known->second) return failure(say(tr("column '{}': {}"), name, known->second.error()));
  if (*known->second > now)
    return failure(say(tr("column '{}': '{}' lies in the future"), name, table_.pool.text(cell)));
  return std::optional<Instant>(*known->second);
}

std::optional<Instant> ImportRowReader::opening(const CsvRow& row, const Instant& now) {
  auto opened = time(row, opened_.empty() ? time_ : opened_, now);
  if (opened && !*opened) opened = time(row, time_, now);
  return opened ? *opened : std::nullopt;
}

Result<Value> ImportRowReader::convert(const ImportField& rule, const std::string& column,
                                       const std::string& original) const {
  const schema::Field& field = *schema_.find_field(rule.field);
  if (table_.json && !original.empty() && original.front() == kStructure)
    return failure(say(tr("column '{}': it has parts of its own; name one of them, as in '{}.name'"), column, column));
  const std::string cell = fit(original, field);
  if (!rule.values.empty()) {
    auto found = rule.values.find(cell);
    if (found == rule.values.end()) found = rule.values.find("*");
    if (found == rule.values.end()) return failure(say(tr("column '{}': the map has no value for '{}'"), column, cell));
    return schema::canonical(field, found->second);
  }
  const std::string text = names_records(field.type) ? id_from_name(cell) : cell;
  if (!is_given_name(text) && names_records(field.type))
    return failure(say(tr("column '{}': no id can be made of '{}'"), column, cell));
  auto value = schema::canonical(field, holds_many(field.type) ? Value(Value::List{text}) : Value(text));
  if (value) return value;
  return failure(say(tr("column '{}': {}"), column, value.error()));
}

// All texts of all columns, each once.
Result<Value> ImportRowReader::list(const CsvRow& row, std::size_t index) const {
  Value::List items;
  for (const std::size_t place : fields_[index]) {
    if (is_empty(row.cells[place])) continue;
    const std::string& cell = table_.cell(row, place);
    for (const auto& text : table_.json ? texts_of_cell(cell) : std::vector<std::string>{cell}) {
      auto value = convert(map_.fields[index], table_.header[place], text);
      if (!value) return value;
      for (const auto& item : value->texts())
        if (std::find(items.begin(), items.end(), item) == items.end()) items.push_back(item);
    }
  }
  return items.empty() ? Value() : Value(std::move(items));
}

Result<Value> ImportRowReader::filled_text(const CsvRow& row, const ImportField& rule) const {
  const schema::Field& target = *schema_.find_field(rule.field);
  const std::string filled =
      tidy(fit(fill_places(rule.text, [&](const std::string& name) { return text(row, find({name})); }), target));
  if (filled.empty()) return Value();
  auto value = schema::canonical(target, filled);
  if (value) return value;
  return failure(say(tr("field '{}': {}"), rule.field, value.error()));
}

Result<Value> ImportRowReader::field(const CsvRow& row, std::size_t index) {
  const ImportField& rule = map_.fields[index];
  if (!rule.text.empty()) return filled_text(row, rule);
  if (holds_many(schema_.find_field(rule.field)->type)) return list(row, index);
  const auto place = filled(row, fields_[index]);
  if (!place) return Value();
  const TextPool::Id cell = row.cells[*place];
  auto known = values_[index].find(cell);
  if (known == values_[index].end()) {
    const std::string& original = table_.pool.text(cell);
    const std::string text = table_.json ? join(texts_of_cell(original), ", ") : original;
    known = values_[index].emplace(cell, convert(rule, table_.header[*place], text)).first;
  }
  return known->second;
}

std::string ImportRowReader::read_times(const CsvRow& row, const Instant& now, ImportRow& read) {
  const auto at = time(row, time_, now);
  if (!at) return at.error();
  const auto opened = time(row, opened_, now);
  if (!opened) return opened.error();
  read.opened = *opened;
  std::optional<Instant> latest = *opened;
  for (const auto& places : instants_) {
    auto entered = time(row, places, now);
    if (!entered) return entered.error();
    read.entered.push_back(*entered);
    if (*entered && (!latest || **entered > *latest)) latest = *entered;
  }
  if (*at) latest = *at;
  if (latest && (*at || map_.rows == ImportRows::records)) {
    read.at = *latest;
    return {};
  }
  const bool is_opening = map_.time.empty() || map_.rows == ImportRows::records;
  return say(tr("column '{}': the row has no time"), to_text(is_opening ? map_.opened : map_.time));
}

std::string ImportRowReader::read_comments(const CsvRow& row, const Instant& now, ImportRow& read) {
  std::vector<std::string> cells;
  for (const std::size_t place : comments_)
    if (!is_empty(row.cells[place])) cells.push_back(table_.cell(row, place));
  auto comments = store::read_comments(cells, map_, now);
  if (!comments) return comments.error();
  read.comments = std::move(*comments);
  const auto answered = time(row, told_, now);
  if (!answered) return answered.error();
  const bool told = std::any_of(read.comments.begin(), read.comments.end(),
                                [](const ImportComment& comment) { return !comment.told.empty(); });
  if (!*answered || told) return {};
  const auto later = std::find_if(read.comments.begin(), read.comments.end(),
                                  [&](const ImportComment& comment) { return comment.at > **answered; });
  read.comments.insert(later, ImportComment{**answered, {}, {}, map_.told_by});
  return {};
}

Result<ImportRow> ImportRowReader::read(const CsvRow& row, const Instant& now) {
  ImportRow read;
  read.line = row.line;
  if (std::string problem = read_times(row, now, read); !problem.empty()) return failure(std::move(problem));
  auto state = map_.states.find(text(row, state_));
  if (state == map_.states.end()) state = map_.states.find("*");
  if (state == map_.states.end())
    return failure(
        say(tr("column '{}': the map has no state for '{}'"), to_text(map_.state_column), text(row, state_)));
  read.state = &state->second;
  for (std::size_t i = 0; i < map_.fields.size(); ++i) {
    auto value = field(row, i);
    if (!value) return failure(value.error());
    if (value->absent() && !map_.fields[i].fallback.empty())
      value = schema::canonical(*schema_.find_field(map_.fields[i].field), map_.fields[i].fallback);
    if (!value->absent()) read.fields[map_.fields[i].field] = std::move(*value);
  }
  // An older log may lack what a new record needs, but a record without its title cannot be told from another.
  const schema::Field* title = schema_.find_field(schema_.title_field);
  if (title != nullptr && title->required && get(read.fields, title->name).empty())
    return failure(say(tr("the row has no '{}', which every record needs"), title->name));
  if (std::string problem = read_comments(row, now, read); !problem.empty()) return failure(std::move(problem));
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
    if (rule.creates.empty()) continue;
    const bool many = holds_many(schema_.find_field(rule.field)->type);
    for (const std::size_t place : fields_[i]) {
      if (is_empty(row.cells[place])) continue;
      const std::string& cell = table_.cell(row, place);
      for (const auto& text : table_.json&& many ? texts_of_cell(cell) : std::vector<std::string>{cell})
        if (const std::string name = on_one_line(text); !name.empty())
          links.push_back({rule.creates, id_from_name(name), name});
      if (!many) break;
    }
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
