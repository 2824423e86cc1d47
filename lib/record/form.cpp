// check_form: whether the values of a record fit the fields of its type.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "record/record.hpp"
#include "schema/renames.hpp"

namespace itss::record {

namespace {

class FormCheck {
 public:
  FormCheck(const yaml::Document& document, const schema::Schema& schema) : document_(document), schema_(schema) {
    for (const auto& field : schema.fields) names_.push_back(field.name);
  }

  void top_level() {
    const yaml::Node& root = document_.root();
    for (std::size_t i = 0; i + 1 < root.children.size(); i += 2) {
      const yaml::Node& key = root.children[i];
      if (key.text == "id" || key.text == "history" || key.text == "aliases") continue;
      const std::string& name = schema::present_name(schema_, key.text);
      if (name != "status" && schema_.find_field(name) == nullptr)
        near_miss(key);
      else
        value(name, root.children[i + 1]);
    }
  }

  void event(const yaml::Node& node) {
    for (const char* part : {"set", "add", "remove", "put", "drop"}) {
      const yaml::Node* changes = node.find(part);
      if (changes == nullptr || changes->kind != yaml::Kind::mapping) continue;
      const bool whole = std::string_view(part) != "drop";
      for (std::size_t i = 0; i + 1 < changes->children.size(); i += 2)
        known_value(changes->children[i], changes->children[i + 1], whole);
    }
    if (const yaml::Node* unset = node.find("unset"))
      for (const auto& name : unset->children)
        if (schema_.find_field(schema::present_name(schema_, name.text)) == nullptr) unknown_field(name);
  }

  Diagnostics take() { return std::move(findings_); }

 private:
  void report(Code code, const yaml::Node& node, const std::vector<std::string>& arguments, std::string hint = {}) {
    Diagnostic found = diagnose(code, document_.place_of(node.begin), arguments, std::move(hint));
    found.source_line = document_.line_of(node.begin);
    findings_.push_back(std::move(found));
  }

  std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
    const auto near = suggest(word, candidates);
    return near ? fmt::format(fmt::runtime(tr("did you mean '{}'?")), *near) : std::string();
  }

  void near_miss(const yaml::Node& key) {
    const auto near = suggest(key.text, names_);
    if (!near || key.text.size() < 4) return;
    report(Code::UNKNOWN_FIELD, key, {key.text, schema_.record}, did_you_mean(key.text, names_));
    findings_.back().severity = Severity::warning;
  }

  void unknown_field(const yaml::Node& key) {
    report(Code::UNKNOWN_FIELD, key, {key.text, schema_.record}, did_you_mean(key.text, names_));
  }

  void known_value(const yaml::Node& key, const yaml::Node& node, bool whole) {
    const std::string& name = schema::present_name(schema_, key.text);
    if (name != "status" && schema_.find_field(name) == nullptr)
      unknown_field(key);
    else if (whole)
      value(name, node);
  }

  void value(const std::string& name, const yaml::Node& node) {
    if (name == "status") return status(node);
    const schema::Field& field = *schema_.find_field(name);
    const Value present = schema::present_value(schema_, name, yaml::to_value(node));
    if (present.absent()) return;
    // `add` and `remove` give lists to list fields; one code of several is still a code.
    const auto canonical = schema::canonical(field, present);
    if (canonical) return;
    if (field.type == schema::FieldType::code && present.is_text()) {
      report(Code::UNKNOWN_CODE, node, {present.text(), name}, did_you_mean(present.text(), names_of(field.codes)));
    } else {
      report(Code::WRONG_TYPE, node, {name, std::string(schema::name_of(field.type))}, canonical.error());
    }
  }

  void status(const yaml::Node& node) {
    const schema::State* state = schema_.find_state(schema::present_value(schema_, "status", node.text).text());
    if (state != nullptr && !state->derived()) return;
    std::vector<std::string> states;
    for (const auto& each : schema_.states)
      if (!each.derived()) states.push_back(each.name);
    report(Code::UNKNOWN_STATE, node, {node.text, schema_.record}, did_you_mean(node.text, states));
  }

  const yaml::Document& document_;
  const schema::Schema& schema_;
  std::vector<std::string> names_;
  Diagnostics findings_;
};

}  // namespace

Diagnostics check_form(const yaml::Document& document, const schema::Schema& schema) {
  FormCheck check(document, schema);
  check.top_level();
  if (const yaml::Node* history = document.root().find("history"))
    for (const auto& event : history->children) check.event(event);
  return check.take();
}

}  // namespace itss::record
