// Reads an import map.
#include <algorithm>

#include "base/say.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"
#include "store/import_map.hpp"
#include "yaml/reporter.hpp"

namespace itss::store {

namespace {

using yaml::Kind;
using yaml::Node;

class Reader : yaml::Reporter {
 public:
  Reader(const yaml::Document& document, const schema::SchemaSet& schemas, Diagnostics& findings)
      : Reporter(document, findings), schemas_(schemas) {}

  std::optional<ImportMap> read(const Zone& zone) {
    const Node& root = document().root();
    if (!entries(root, {"system",   "record", "form",   "at",      "rows",     "delimiter", "empty",
                        "times",    "group",  "opened", "time",    "status",   "fields",    "constants",
                        "comments", "told",   "source", "ignored", "optional", "creates"}))
      return std::nullopt;
    map_.system = needed(root, "system");
    read_form(root);
    map_.group = needed_columns(root, "group");
    map_.time = map_.rows == ImportRows::records ? texts(root.find("time")) : needed_columns(root, "time");
    map_.opened = texts(root.find("opened"));
    if (map_.time.empty() && map_.opened.empty() && root.find("time") == nullptr && map_.rows == ImportRows::records)
      fail(root, say(tr("'{}:' is missing"), "opened"));
    map_.empty = texts(root.find("empty"));
    map_.ignored = texts(root.find("ignored"));
    map_.optional = texts(root.find("optional"));
    read_type(root);
    read_delimiter(root.find("delimiter"));
    read_times(root, zone);
    if (schema_ == nullptr) return std::nullopt;
    read_status(root);
    read_creates(root.find("creates"));
    read_fields(root.find("fields"));
    read_constants(root.find("constants"));
    if (const Node* comments = root.find("comments")) read_comments(*comments);
    if (const Node* told = root.find("told"); told != nullptr && entries(*told, {"time", "by"})) {
      map_.told_time = needed_columns(*told, "time");
      map_.told_by = needed(*told, "by");
    }
    read_source(root.find("source"));
    if (failed_) return std::nullopt;
    return std::move(map_);
  }

 private:
  void fail(const Node& node, std::string text, std::string hint = {}) {
    report(Code::IMPORT_MAP, node, {std::move(text)}, std::move(hint));
    failed_ = true;
  }

  bool has_entries(const Node& node) {
    if (node.kind == Kind::mapping) return true;
    fail(node, tr("expected 'key: value' lines"));
    return false;
  }
  // Whether the node is a mapping; keys that are none of `known` are findings.
  bool entries(const Node& node, const std::vector<std::string>& known) {
    if (!has_entries(node)) return false;
    for (const Node* key : unknown_keys(node, known))
      fail(*key, say(tr("'{}' is no word of an import map here"), key->text), did_you_mean(key->text, known));
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
  // A text alone, or a list of them.
  std::vector<std::string> texts(const Node* node) {
    std::vector<std::string> all;
    if (node == nullptr) return all;
    if (node->kind == Kind::scalar) return {text_of(*node)};
    if (node->kind == Kind::mapping) fail(*node, tr("expected a text or a list of texts"));
    for (const auto& item : node->children) all.push_back(text_of(item));
    return all;
  }
  Columns needed_columns(const Node& parent, const char* key) {
    if (parent.find(key) == nullptr) fail(parent, say(tr("'{}:' is missing"), key));
    return texts(parent.find(key));
  }
  // Calls `take(key node, value node)` for each entry of a mapping; nothing for an absent one.
  template <class Take>
  void each(const Node* node, const Take& take) {
    if (node != nullptr && has_entries(*node)) yaml::each_entry(*node, take);
  }

  // One of a few words, at its place in them; the first if the key is absent, `wrong` if it is none of them.
  std::size_t word_of(const Node& root, const char* key, const std::vector<std::string>& known, std::size_t wrong = 0) {
    const Node* node = root.find(key);
    if (node == nullptr) return 0;
    const auto found = std::find(known.begin(), known.end(), text_of(*node));
    if (found != known.end()) return static_cast<std::size_t>(found - known.begin());
    fail(*node, say(tr("'{}:' is one of {}"), key, join(known, ", ")), did_you_mean(node->text, known));
    return wrong;
  }

  void read_form(const Node& root) {
    map_.form = static_cast<ImportForm>(word_of(root, "form", {"csv", "json", "jsonl"}));
    // Records need fewer other words, whose lack would only be told because this one is wrong.
    map_.rows = static_cast<ImportRows>(word_of(root, "rows", {"updates", "records"}, 1));
    map_.at = optional_text(root, "at");
    if (!map_.at.empty() && map_.form == ImportForm::csv)
      fail(*root.find("at"), tr("'at:' is the place of an array in JSON; say 'form: json'"));
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
    map_.any_delimiter = false;
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
    for (const auto& pattern : needed_columns(*node, "format"))
      if (auto format = TimeFormat::make(pattern, zone))
        map_.formats.push_back(std::move(*format));
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
    map_.state_column = needed_columns(*node, "column");
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
    const bool plain = when.kind != Kind::mapping;
    if (!plain && !entries(when, {"column", "only"})) return;
    instant.column = plain ? texts(&when) : needed_columns(when, "column");
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
      if (how.kind != Kind::mapping)
        rule.column = texts(&how);
      else
        read_rule(how, *field, rule);
      map_.fields.push_back(std::move(rule));
    });
  }

  void read_rule(const Node& how, const schema::Field& field, ImportField& rule) {
    if (!entries(how, {"column", "text", "values", "default", "creates", "in"})) return;
    rule.column = texts(how.find("column"));
    rule.text = optional_text(how, "text");
    if (rule.column.empty() == rule.text.empty()) fail(how, tr("a field comes from one 'column:' or one 'text:'"));
    each(how.find("values"), [&](const Node& word, const Node& value) {
      const auto canonical = schema::canonical(field, yaml::to_value(value));
      if (!canonical) return fail(value, canonical.error());
      rule.values[word.text] = canonical->text();
    });
    if (const Node* fallback = how.find("default")) {
      const auto canonical = schema::canonical(field, yaml::to_value(*fallback));
      if (canonical && canonical->is_text())
        rule.fallback = canonical->text();
      else
        fail(*fallback, canonical ? std::string(tr("a default is one text")) : canonical.error());
    }
    rule.in = texts(how.find("in"));
    for (const auto& state : rule.in) is_state(*how.find("in"), state);
    rule.creates = optional_text(how, "creates");
    if (!rule.creates.empty() && map_.creates.count(rule.creates) == 0)
      fail(*how.find("creates"), say(tr("'creates:' at the top does not say how a '{}' is made"), rule.creates));
  }

  void read_constants(const Node* node) {
    each(node, [&](const Node& name, const Node& value) { read_value(name, value, map_.constants); });
  }

  ImportComments::Wanted read_wanted(const Node* node) {
    ImportComments::Wanted wanted;
    each(node, [&](const Node& path, const Node& values) { wanted[path.text] = texts(&values); });
    return wanted;
  }

  void read_comments(const Node& node) {
    if (!entries(node, {"in", "separator", "parts", "time", "by", "text", "only", "told"})) return;
    ImportComments& comments = map_.comments;
    comments.in = needed(node, "in");
    comments.time = needed_columns(node, "time");
    comments.by = texts(node.find("by"));
    comments.text = needed(node, "text");
    comments.only = read_wanted(node.find("only"));
    comments.parts = texts(node.find("parts"));
    const std::string separator = optional_text(node, "separator");
    if (separator.size() == 1) comments.separator = separator.front();
    if (map_.form == ImportForm::csv && (separator.size() != 1 || comments.parts.empty()))
      fail(node,
           tr("comments in a table need 'separator:', one character, and 'parts:', the names of what it keeps apart"));
    if (map_.form != ImportForm::csv && !comments.parts.empty())
      fail(*node.find("parts"), tr("comments in JSON are objects, which have no parts"));
    if (const Node* told = node.find("told")) read_told(*told, comments);
  }

  void read_told(const Node& node, ImportComments& comments) {
    if (!entries(node, {"when", "column", "values"})) return;
    comments.tells = true;
    comments.told_when = read_wanted(node.find("when"));
    comments.told_column = needed_columns(node, "column");
    each(node.find("values"),
         [&](const Node& word, const Node& channel) { comments.told_values[word.text] = text_of(channel); });
  }

  void read_source(const Node* node) {
    each(node, [&](const Node& key, const Node& column) {
      if (key.text == "system" || key.text == "ref" || key.text == "line" || key.text == "time" || key.text == "again")
        return fail(key, say(tr("the source's '{}' is given by the import itself"), key.text));
      map_.source[key.text] = texts(&column);
    });
  }

  const schema::SchemaSet& schemas_;
  const schema::Schema* schema_ = nullptr;
  ImportMap map_;
  bool failed_ = false;
};

}  // namespace

std::optional<ImportMap> read_import_map(const yaml::Document& document, const schema::SchemaSet& schemas,
                                         const Zone& zone, Diagnostics& findings) {
  return Reader(document, schemas, findings).read(zone);
}

}  // namespace itss::store
