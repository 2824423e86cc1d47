#include "record/record.hpp"

#include <algorithm>

#include "record/renames.hpp"
#include "schema/renames.hpp"
#include "yaml/edit.hpp"

namespace itss::record {

namespace {

constexpr std::size_t kEventIndent = 2;

void report(const yaml::Document& document, const yaml::Node& node, Code code,
            const std::vector<std::string>& arguments, Diagnostics& findings, std::string hint = {}) {
  Diagnostic found = diagnose(code, document.place_of(node.begin), arguments, std::move(hint));
  found.source_line = document.line_of(node.begin);
  findings.push_back(std::move(found));
}

bool read_history(const yaml::Document& document, const yaml::Node* node, Record& record, Diagnostics& findings) {
  if (node == nullptr || node->kind != yaml::Kind::sequence || node->children.empty()) {
    report(document, node == nullptr ? document.root() : *node, Code::MISSING_FIELD, {"history"}, findings,
           "a record carries its events in 'history:'");
    return false;
  }
  bool whole = true;
  record.events.reserve(node->children.size());
  for (const auto& item : node->children) {
    if (auto event = read_event(document, item, findings))
      record.events.push_back(std::move(*event));
    else
      whole = false;
  }
  return whole;
}

bool is_field(const std::string& key, const schema::Schema& schema) {
  return key == "status" || schema.find_field(schema::present_name(schema, key)) != nullptr;
}

// The top-level names of a record's fields, `status` first.
std::vector<std::string> field_names(const schema::Schema& schema) {
  std::vector<std::string> names;
  if (!schema.title_field.empty()) names.push_back(schema.title_field);
  names.emplace_back("status");
  for (const auto& field : schema.fields)
    if (field.name != schema.title_field) names.push_back(field.name);
  return names;
}

// The key before which a new line for `name` goes: the first later field that the file has, else the history.
std::string key_after(const yaml::Document& document, const std::vector<std::string>& names, const std::string& name) {
  auto at = std::find(names.begin(), names.end(), name);
  for (++at; at != names.end(); ++at)
    if (document.root().find(*at) != nullptr) return *at;
  return "history";
}

}  // namespace

std::optional<Record> read_record(const yaml::Document& document, const schema::Schema& schema, Diagnostics& findings) {
  const yaml::Node& root = document.root();
  if (root.kind != yaml::Kind::mapping) {
    report(document, root, Code::NOT_A_MAPPING, {}, findings);
    return std::nullopt;
  }
  Record record;
  record.type = schema.record;
  record.file = document.file();
  const yaml::Node* history = nullptr;
  for (std::size_t i = 0; i + 1 < root.children.size(); i += 2) {
    const std::string& key = root.children[i].text;
    const yaml::Node& node = root.children[i + 1];
    if (key == "history")
      history = &node;
    else if (key == "id")
      record.id = node.text;
    else if (key == "aliases" && schema.find_field(key) == nullptr)
      record.aliases = yaml::to_value(node).texts();
    else if (Value value = yaml::to_value(node); !value.absent())
      (is_field(key, schema) ? record.fields : record.unknown)[key] = std::move(value);
  }
  if (record.id.empty()) {
    report(document, root, Code::MISSING_FIELD, {"id"}, findings);
    return std::nullopt;
  }
  if (!read_history(document, history, record, findings)) return std::nullopt;
  apply_renames(record, schema);
  if (schema.find_field("aliases") != nullptr) record.aliases = get(record.fields, "aliases").texts();
  return record;
}

std::string write_new(const Record& record, const schema::Schema& schema) {
  std::vector<yaml::Tree::Entry> entries;
  entries.push_back({"id", yaml::Tree::scalar(record.id)});
  if (!record.aliases.empty() && schema.find_field("aliases") == nullptr)
    entries.push_back({"aliases", to_tree(record.aliases, nullptr)});
  for (const auto& name : field_names(schema)) {
    const Value& value = get(record.fields, name);
    if (!value.absent()) entries.push_back({name, to_tree(value, schema.find_field(name))});
  }
  for (const auto& [name, value] : record.unknown) entries.push_back({name, to_tree(value, nullptr)});
  // Always a block, however short: events are appended to it line by line.
  std::string text = yaml::emit_document(yaml::Tree::map(std::move(entries))) + "history:\n";
  for (const auto& event : record.events) text += yaml::emit_item(to_tree(event, schema), kEventIndent);
  return text;
}

Result<std::string> write_changed(const yaml::Document& document, const schema::Schema& schema,
                                  const std::vector<Event>& appended, const Fields& fields) {
  yaml::Editor editor(document);
  const auto names = field_names(schema);
  for (const auto& name : names) {
    const yaml::Node* node = document.root().find(name);
    const Value& wanted = get(fields, name);
    const Value present = node == nullptr ? Value() : yaml::to_value(*node);
    if (wanted == present) continue;
    if (wanted.absent())
      editor.unset(name);
    else
      editor.set(name, to_tree(wanted, schema.find_field(name)), key_after(document, names, name));
  }
  for (const auto& [old_name, name] : schema.renamed_fields) editor.unset(old_name);
  for (const auto& event : appended) editor.append("history", to_tree(event, schema));
  return editor.finish();
}

}  // namespace itss::record
