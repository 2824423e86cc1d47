#include "store/import_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "base/translate.hpp"

namespace itss::store {

namespace {

using yaml::Kind;
using yaml::Node;

template <class... Arguments>
std::string say(const char* text, const Arguments&... arguments) {
  return fmt::format(fmt::runtime(text), arguments...);
}

class Reader {
 public:
  Reader(const yaml::Document& document, const schema::SchemaSet& schemas, Diagnostics& findings)
      : document_(document), schemas_(schemas), findings_(findings) {}

  std::optional<ImportMap> read(const Zone& zone) {
    const Node& root = document_.root();
    if (!entries(root, {"system", "record", "delimiter", "empty", "times", "group", "opened", "time", "status",
                        "fields", "constants", "source", "ignored", "creates"}))
      return std::nullopt;
    map_.system = needed(root, "system");
    map_.group = needed(root, "group");
    map_.time = needed(root, "time");
    map_.opened = optional_text(root, "opened");
    map_.empty = texts(root.find("empty"));
    map_.ignored = texts(root.find("ignored"));
    read_type(root);
    read_delimiter(root.find("delimiter"));
    read_times(root, zone);
    if (schema_ == nullptr) return std::nullopt;
    read_status(root);
    read_creates(root.find("creates"));
    read_fields(root.find("fields"));
    read_constants(root.find("constants"));
    read_source(root.find("source"));
    if (failed_) return std::nullopt;
    return std::move(map_);
  }

 private:
  void fail(const Node& node, std::string text, std::string hint = {}) {
    Diagnostic found = diagnose(Code::IMPORT_MAP, document_.place_of(node.begin), {std::move(text)}, std::move(hint));
    found.source_line = document_.line_of(node.begin);
    findings_.push_back(std::move(found));
    failed_ = true;
  }

  std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
    const auto near = suggest(word, known);
    return near ? say(tr("did you mean '{}'?"), *near) : std::string();
  }

  // Whether the node is a mapping; keys that are none of `known` are findings. An empty list knows them all.
  bool entries(const Node& node, const std::vector<std::string>& known) {
    if (node.kind != Kind::mapping) {
      fail(node, tr("expected 'key: value' lines"));
      return false;
    }
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
      const std::string& key = node.children[i].text;
      if (!known.empty() && std::find(known.begin(), known.end(), key) == known.end())
        fail(node.children[i], say(tr("'{}' is no word of an import map here"), key), did_you_mean(key, known));
    }
    return true;
  }

  std::string text_of(const Node& node) {
    if (node.kind == Kind::scalar && !node.is_null()) return node.text;
    fail(node, tr("expected a text"));
    return {};
  }
  std::string optional_text(const Node& parent, const char* key) {
    const Node* node = parent.find(key);
    return node == nullptr ? std::string() : text_of(*node);
  }
  std::string needed(const Node& parent, const char* key) {
    std::string text = optional_text(parent, key);
    if (text.empty() && parent.find(key) == nullptr) fail(parent, say(tr("'{}:' is missing"), key));
    return text;
  }
  std::vector<std::string> texts(const Node* node) {
    std::vector<std::string> all;
    if (node == nullptr) return all;
    if (node->kind == Kind::scalar) return {text_of(*node)};
    for (const auto& item : node->children) all.push_back(item.text);
    return all;
  }
  // Calls `take(key node, value node)` for each entry of a mapping; nothing for an absent one.
  template <class Take>
  void each(const Node* node, const Take& take) {
    if (node == nullptr || !entries(*node, {})) return;
    for (std::size_t i = 0; i + 1 < node->children.size(); i += 2) take(node->children[i], node->children[i + 1]);
  }

  void read_type(const Node& root) {
    map_.type = needed(root, "record");
    schema_ = schemas_.find(map_.type);
    if (schema_ == nullptr && root.find("record") != nullptr)
      fail(*root.find("record"), say(tr("there is no record type '{}'"), map_.type),
           did_you_mean(map_.type, schemas_.types()));
    if (schema_ != nullptr && schema_->named())
      fail(*root.find("record"), say(tr("the records of '{}' have given names, which a log does not have"), map_.type));
  }

  void read_delimiter(const Node* node) {
    if (node == nullptr) return;
    const std::string text = node->text == "tab" ? "\t" : text_of(*node);
    if (text.size() != 1 || text == "\"") return fail(*node, tr("a delimiter is one character, or 'tab'"));
    map_.delimiter = text.front();
  }

  void read_times(const Node& root, const Zone& fallback) {
    const Node* node = root.find("times");
    if (node == nullptr) return fail(root, say(tr("'{}:' is missing"), "times"));
    if (!entries(*node, {"format", "zone"})) return;
    Zone zone = fallback;
    if (const Node* name = node->find("zone")) {
      if (const auto found = Zone::find(text_of(*name)))
        zone = *found;
      else
        fail(*name, found.error());
    }
    const std::string pattern = needed(*node, "format");
    if (auto format = TimeFormat::make(pattern, zone))
      map_.format = std::move(*format);
    else if (!pattern.empty())
      fail(*node->find("format"), format.error());
  }

  bool is_state(const Node& node, const std::string& name) {
    const schema::State* state = schema_->find_state(name);
    if (state != nullptr && !state->derived()) return true;
    std::vector<std::string> known;
    for (const auto& each : schema_->states)
      if (!each.derived()) known.push_back(each.name);
    fail(node, say(tr("'{}' is not a state of '{}'"), name, schema_->record), did_you_mean(name, known));
    return false;
  }

  void read_status(const Node& root) {
    const Node* node = root.find("status");
    if (node == nullptr) return fail(root, say(tr("'{}:' is missing"), "status"));
    if (!entries(*node, {"column", "first", "values", "entered"})) return;
    map_.state_column = needed(*node, "column");
    map_.first_state = schema_->initial().name;
    if (const Node* first = node->find("first"); first != nullptr && is_state(*first, first->text))
      map_.first_state = first->text;
    if (node->find("values") == nullptr) fail(*node, say(tr("'{}:' is missing"), "values"));
    each(node->find("values"), [&](const Node& word, const Node& meaning) { read_state(word, meaning); });
    each(node->find("entered"), [&](const Node& state, const Node& when) { read_instant(state, when); });
  }

  void read_state(const Node& word, const Node& meaning) {
    ImportState& state = map_.states[word.text];
    const bool plain = meaning.kind == Kind::scalar;
    if (!plain && !entries(meaning, {"state", "set"})) return;
    state.state = plain ? text_of(meaning) : needed(meaning, "state");
    if (state.state != "same") is_state(meaning, state.state);
    if (plain) return;
    each(meaning.find("set"), [&](const Node& name, const Node& value) { read_value(name, value, state.set); });
  }

  void read_instant(const Node& state, const Node& when) {
    ImportInstant instant;
    instant.state = state.text;
    is_state(state, state.text);
    const bool plain = when.kind == Kind::scalar;
    if (!plain && !entries(when, {"column", "only"})) return;
    instant.column = plain ? text_of(when) : needed(when, "column");
    instant.only = !plain && optional_text(when, "only") == "true";
    map_.instants.push_back(std::move(instant));
  }

  // `field: value`, of which the field and the value must fit the type.
  void read_value(const Node& name, const Node& node, Fields& fields) {
    const schema::Field* field = known_field(name);
    if (field == nullptr) return;
    if (auto value = schema::canonical(*field, yaml::to_value(node)))
      fields[name.text] = std::move(*value);
    else
      fail(node, value.error());
  }

  const schema::Field* known_field(const Node& name) {
    const schema::Field* field = schema_->find_field(name.text);
    if (field != nullptr) return field;
    std::vector<std::string> known;
    for (const auto& each : schema_->fields) known.push_back(each.name);
    fail(name, say(tr("'{}' is not a field of '{}'"), name.text, schema_->record), did_you_mean(name.text, known));
    return nullptr;
  }

  void read_creates(const Node* node) {
    each(node, [&](const Node& type, const Node& how) {
      const schema::Schema* schema = schemas_.find(type.text);
      if (schema == nullptr || !schema->named())
        return fail(type, say(tr("'{}' is not a type whose records have given names"), type.text));
      if (!entries(how, {"set"})) return;
      Fields& set = map_.creates[type.text].set;
      each(how.find("set"), [&](const Node& name, const Node& value) {
        const schema::Field* field = schema->find_field(name.text);
        if (field == nullptr) return fail(name, say(tr("'{}' is not a field of '{}'"), name.text, type.text));
        const Value text = yaml::to_value(value);
        const auto canonical = schema::canonical(*field, text);
        if (!canonical && places_in(text.text()).empty()) return fail(value, canonical.error());
        set[name.text] = canonical ? *canonical : text;
      });
    });
  }

  void read_fields(const Node* node) {
    each(node, [&](const Node& name, const Node& how) {
      const schema::Field* field = known_field(name);
      if (field == nullptr) return;
      ImportField rule;
      rule.field = name.text;
      if (how.kind == Kind::scalar)
        rule.column = text_of(how);
      else
        read_rule(how, *field, rule);
      map_.fields.push_back(std::move(rule));
    });
  }

  void read_rule(const Node& how, const schema::Field& field, ImportField& rule) {
    if (!entries(how, {"column", "text", "values", "creates", "in"})) return;
    rule.column = optional_text(how, "column");
    rule.text = optional_text(how, "text");
    if (rule.column.empty() == rule.text.empty()) fail(how, tr("a field comes from one 'column:' or one 'text:'"));
    each(how.find("values"), [&](const Node& word, const Node& value) {
      const auto canonical = schema::canonical(field, yaml::to_value(value));
      if (!canonical) return fail(value, canonical.error());
      rule.values[word.text] = canonical->text();
    });
    rule.in = texts(how.find("in"));
    for (const auto& state : rule.in) is_state(*how.find("in"), state);
    rule.creates = optional_text(how, "creates");
    if (!rule.creates.empty() && map_.creates.count(rule.creates) == 0)
      fail(*how.find("creates"), say(tr("'creates:' at the top does not say how a '{}' is made"), rule.creates));
  }

  void read_constants(const Node* node) {
    each(node, [&](const Node& name, const Node& value) { read_value(name, value, map_.constants); });
  }

  void read_source(const Node* node) {
    each(node, [&](const Node& key, const Node& column) {
      if (key.text == "system" || key.text == "ref" || key.text == "line" || key.text == "time" || key.text == "again")
        return fail(key, say(tr("the source's '{}' is given by the import itself"), key.text));
      map_.source[key.text] = text_of(column);
    });
  }

  const yaml::Document& document_;
  const schema::SchemaSet& schemas_;
  Diagnostics& findings_;
  const schema::Schema* schema_ = nullptr;
  ImportMap map_;
  bool failed_ = false;
};

}  // namespace

std::optional<ImportMap> read_import_map(const yaml::Document& document, const schema::SchemaSet& schemas,
                                         const Zone& zone, Diagnostics& findings) {
  return Reader(document, schemas, findings).read(zone);
}

std::vector<std::string> used_columns(const ImportMap& map) {
  std::set<std::string> columns;
  for (const auto& name : {map.group, map.opened, map.time, map.state_column}) columns.insert(name);
  for (const auto& instant : map.instants) columns.insert(instant.column);
  for (const auto& [key, column] : map.source) columns.insert(column);
  for (const auto& field : map.fields) {
    columns.insert(field.column);
    for (auto& place : places_in(field.text)) columns.insert(place);
  }
  columns.erase("");
  return {columns.begin(), columns.end()};
}

std::vector<std::string> columns_of(const ImportMap& map) {
  const auto used = used_columns(map);
  std::set<std::string> columns(used.begin(), used.end());
  columns.insert(map.ignored.begin(), map.ignored.end());
  return {columns.begin(), columns.end()};
}

std::vector<std::string> places_in(std::string_view text) {
  std::vector<std::string> places;
  fill_places(text, [&](const std::string& name) {
    places.push_back(name);
    return name;
  });
  return places;
}

std::string fill_places(std::string_view text, const std::function<std::string(const std::string&)>& value_of) {
  std::string filled;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find('{', at);
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return filled.append(text.substr(at));
    filled.append(text.substr(at, open - at));
    filled += value_of(std::string(text.substr(open + 1, close - open - 1)));
    at = close + 1;
  }
  return filled;
}

}  // namespace itss::store
