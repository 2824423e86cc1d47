#include "report/paper.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "process/gather.hpp"
#include "record/facts.hpp"
#include "report/heading.hpp"
#include "schema/paths.hpp"

namespace itss::report {

namespace {

using format::Cell;
using schema::FieldType;

// What a record is called by people: its title, else its id.
std::string name_of(const std::string& id, std::string_view type, const record::World& world) {
  const auto record = world.find(id, type);
  const schema::Schema* schema = record ? world.schemas().find(record->type) : nullptr;
  const schema::Field* title = schema == nullptr ? nullptr : schema->find_field(schema->title_field);
  if (title == nullptr || title->confidential) return id;
  const std::string& text = get(record->fields, title->name).text();
  return text.empty() ? id : text;
}

Cell value_cell(const schema::Field& field, const Value& value, const record::World& world) {
  if (value.empty()) return format::absent_cell();
  if (field.confidential) return {schema::kMask};
  if (field.type == FieldType::instant)
    if (const auto instant = parse_instant(value.text())) return instant_cell(world, *instant);
  std::vector<std::string> texts = value.texts();
  if (value.is_map()) texts = {to_text(value)};
  const auto linked = field.named_by.empty() ? schema::linked_type(field) : std::string_view(field.to);
  for (auto& text : texts) {
    if (!linked.empty()) text = name_of(text, linked, world);
    if (field.type == FieldType::code)
      if (const auto* code = field.find_code(text)) text = code->label.text();
  }
  return format::raw_cell(printable(join(texts, tr(", "))), to_text(value));
}

// Builds the sections of one paper.
class Writer {
 public:
  Writer(const schema::Schema& type, const record::Record& record, const Fields& fields, const record::World& world,
         const Instant& now)
      : type_(type), record_(record), fields_(fields), world_(world), now_(now) {}

  format::Section section(const schema::PaperSection& rule) const {
    format::Section section;
    section.title = rule.title.text();
    for (const auto& path : rule.facts) section.facts.push_back(fact(path));
    if (!rule.text.empty()) section.paragraphs = paragraphs(rule.text);
    if (rule.facts.empty() && rule.text.empty()) section.empty = tr("none");
    if (!rule.map.empty()) section.table = map_table(rule);
    if (!rule.records.empty()) section.table = records_table(rule);
    return section;
  }

 private:
  // What stands at a path of a record, for people.
  Cell cell_at(const std::string& path, const schema::Schema& type, const record::Record& record,
               const Fields& fields) const {
    const record::RecordFacts facts(record, fields, world_, now_);
    const Value value = facts.value(path);
    if (path == "id") return {record.id, format::Style::id};
    if (path == "status") {
      const auto* state = type.find_state(value.text());
      return format::raw_cell(state == nullptr ? value.text() : state->label.text(), value.text());
    }
    const auto target = schema::resolve(path, type, world_.schemas());
    if (target.field == nullptr || target.confidential)
      return target.confidential ? Cell{schema::kMask} : Cell{printable(to_text(value))};
    return value_cell(*target.field, value, world_);
  }

  format::Fact fact(const std::string& path) const {
    Cell cell = cell_at(path, type_, record_, fields_);
    if (cell.kind == format::Kind::absent) cell.text = "-";
    return {path, field_label(world_, type_.record, path), std::move(cell)};
  }

  std::vector<std::string> paragraphs(const std::string& name) const {
    const schema::Field* field = type_.find_field(name);
    const Value& value = get(fields_, name);
    if (field == nullptr || value.empty()) return {tr("none")};
    if (field->confidential) return {schema::kMask};
    if (field->type != FieldType::list) return {to_text(value)};
    std::vector<std::string> lines;
    for (const auto& text : value.texts()) lines.push_back(std::to_string(lines.size() + 1) + ". " + text);
    return {join(lines, "\n")};
  }

  format::Table map_table(const schema::PaperSection& rule) const {
    format::Table table;
    const schema::Field* map = type_.find_field(rule.map);
    if (map == nullptr) return table;
    for (const auto& column : rule.columns) {
      const schema::Field* part = map->find_field(column);
      table.columns.push_back({column, column == "key"   ? map->label.text()
                                       : part == nullptr ? column
                                                         : part->label.text()});
    }
    for (const auto& [key, parts] : get(fields_, rule.map).map()) {
      if (!schema::holds(rule.where, process::PartFacts(parts, now_, world_.zone()))) continue;
      std::vector<Cell> row;
      for (const auto& column : rule.columns) {
        const schema::Field* part = map->find_field(column);
        if (map->confidential)
          row.push_back({schema::kMask});
        else if (column == "key")
          row.push_back(format::raw_cell(map->key == "text" ? printable(key) : name_of(key, map->key, world_), key));
        else
          row.push_back(part == nullptr ? format::absent_cell() : value_cell(*part, parts[column], world_));
      }
      table.rows.push_back(std::move(row));
    }
    return table;
  }

  // Of this record, or of those before it in its run.
  std::vector<std::string> named_by_records(const schema::PaperSection& rule) const {
    if (!rule.earlier) return {record_.id};
    std::vector<std::string> ids;
    for (const auto& move : type_.moves)
      for (const auto& each : move.rules)
        for (const auto& gather : each.gathers)
          for (const auto& earlier : process::earlier_of_run(type_, gather, record_.id, fields_, world_, now_))
            if (std::find(ids.begin(), ids.end(), earlier->id) == ids.end()) ids.push_back(earlier->id);
    return ids;
  }

  format::Table records_table(const schema::PaperSection& rule) const {
    format::Table table;
    const auto dot = rule.records.find('.');
    const schema::Schema* type = world_.schemas().find(rule.records.substr(0, dot));
    if (type == nullptr) return table;
    for (const auto& column : rule.columns)
      table.columns.push_back({column, column == "id" ? tr("ID") : field_label(world_, type->record, column)});
    for (const auto& id : named_by_records(rule))
      world_.each_linking(type->record, rule.records.substr(dot + 1), id, [&](const record::RecordPtr& other) {
        if (!schema::holds(rule.where, record::RecordFacts(*other, other->fields, world_, now_))) return;
        std::vector<Cell> row;
        for (const auto& column : rule.columns) row.push_back(cell_at(column, *type, *other, other->fields));
        table.rows.push_back(std::move(row));
      });
    return table;
  }

  const schema::Schema& type_;
  const record::Record& record_;
  const Fields& fields_;
  const record::World& world_;
  const Instant now_;
};

}  // namespace

format::Document paper_of(const schema::Schema& type, const schema::Paper& paper, const record::Record& record,
                          const Fields& fields, const record::World& world, const Instant& now) {
  format::Document document;
  document.title = paper_title(type, paper, fields);
  const Writer writer(type, record, fields, world, now);
  for (const auto& rule : paper.sections) document.sections.push_back(writer.section(rule));
  return document;
}

std::string paper_title(const schema::Schema& type, const schema::Paper& paper, const Fields& fields) {
  const schema::Field* title = type.find_field(type.title_field);
  const std::string text = title == nullptr || title->confidential ? std::string() : to_text(get(fields, title->name));
  return text.empty() ? paper.label.text() : paper.label.text() + tr(": ") + printable(text);
}

}  // namespace itss::report
