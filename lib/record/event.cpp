#include "record/event.hpp"

#include <algorithm>
#include <array>

#include "base/hash.hpp"
#include "base/text.hpp"

namespace itss::record {

namespace {

// The event's parts that are plain texts or values, with their keys in the file.
struct TextPart {
  std::string_view key;
  std::string Event::*member;
};
constexpr std::array<TextPart, 7> kTexts = {{{"by", &Event::by},
                                             {"do", &Event::verb},
                                             {"told", &Event::told},
                                             {"note", &Event::note},
                                             {"for", &Event::for_whom},
                                             {"via", &Event::via},
                                             {"event", &Event::retracts}}};
struct MapPart {
  std::string_view key;
  Fields Event::*member;
};
constexpr std::array<MapPart, 6> kMaps = {{{"set", &Event::set},
                                           {"add", &Event::add},
                                           {"remove", &Event::remove},
                                           {"put", &Event::put},
                                           {"drop", &Event::drop},
                                           {"source", &Event::source}}};

template <class Parts>
auto* find_part(Parts& parts, std::string_view key) {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const auto& part) { return part.key == key; });
  return found == parts.end() ? nullptr : &*found;
}

// Reads one event from its mapping, collecting findings.
class Reader {
 public:
  Reader(const yaml::Document& document, Diagnostics& findings) : document_(document), findings_(findings) {}

  std::optional<Event> read(const yaml::Node& node) {
    if (node.kind != yaml::Kind::mapping) {
      report(Code::NOT_A_MAPPING, node, {});
      return std::nullopt;
    }
    event_.begin = node.begin;
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2)
      read_part(node.children[i].text, node.children[i + 1]);
    for (const char* needed : {"at", "by", "do"})
      if (node.find(needed) == nullptr) report(Code::MISSING_FIELD, node, {needed});
    if (failed_) return std::nullopt;
    return std::move(event_);
  }

 private:
  void report(Code code, const yaml::Node& node, const std::vector<std::string>& arguments) {
    Diagnostic found = diagnose(code, document_.place_of(node.begin), arguments);
    found.source_line = document_.line_of(node.begin);
    findings_.push_back(std::move(found));
    failed_ = true;
  }

  void read_part(std::string_view key, const yaml::Node& node) {
    if (key == "at") {
      if (const auto instant = read_instant(node)) event_.at = *instant;
    } else if (key == "recorded") {
      event_.recorded = read_instant(node);
    } else if (key == "unset") {
      event_.unset = yaml::to_value(node).texts();
    } else if (key == "evidence") {
      event_.evidence = yaml::to_value(node);
    } else if (const auto* text = find_part(kTexts, key)) {
      if (node.kind != yaml::Kind::scalar) return report(Code::WRONG_TYPE, node, {std::string(key), "a text"});
      event_.*text->member = node.text;
    } else if (const auto* map = find_part(kMaps, key)) {
      if (node.kind != yaml::Kind::mapping) return report(Code::WRONG_TYPE, node, {std::string(key), "a mapping"});
      event_.*map->member = yaml::to_value(node).map();
    } else {
      event_.extra[std::string(key)] = yaml::to_value(node);
    }
  }

  std::optional<Instant> read_instant(const yaml::Node& node) {
    const auto instant = parse_instant(node.text);
    if (node.kind == yaml::Kind::scalar && instant) return *instant;
    report(Code::TIME_WITHOUT_OFFSET, node, {node.text});
    return std::nullopt;
  }

  const yaml::Document& document_;
  Diagnostics& findings_;
  Event event_;
  bool failed_ = false;
};

// Digits that every parser reads as the same whole number, so that plain is as exact as quoted.
bool is_plain_number(std::string_view text) {
  if (text.empty() || text.size() > 15 || (text.front() == '0' && text.size() > 1)) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

yaml::Meaning meaning_of(std::string_view text, const schema::Field* field) {
  using schema::FieldType;
  if (field == nullptr) return yaml::Meaning::text;
  switch (field->type) {
    case FieldType::number:
    case FieldType::date:
    case FieldType::instant:
      return yaml::Meaning::literal;
    case FieldType::code:
      return is_plain_number(text) ? yaml::Meaning::literal : yaml::Meaning::text;
    default:
      return yaml::Meaning::text;
  }
}

yaml::Tree list_tree(const Value::List& items) {
  std::vector<yaml::Tree> trees;
  trees.reserve(items.size());
  for (const auto& item : items) trees.push_back(yaml::Tree::scalar(item));
  return yaml::Tree::list(std::move(trees));
}

// Field names in the order in which people expect them: the state, then the schema's order, then the rest.
std::vector<std::string> ordered_names(const Fields& fields, const schema::Schema& schema) {
  std::vector<std::string> names;
  if (fields.count("status") > 0) names.emplace_back("status");
  for (const auto& field : schema.fields)
    if (fields.count(field.name) > 0) names.push_back(field.name);
  for (const auto& [name, value] : fields)
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  return names;
}

yaml::Tree fields_tree(const Fields& fields, const schema::Schema& schema) {
  std::vector<yaml::Tree::Entry> entries;
  for (const auto& name : ordered_names(fields, schema))
    entries.push_back({name, to_tree(get(fields, name), schema.find_field(name))});
  return yaml::Tree::map(std::move(entries));
}

}  // namespace

std::string Event::id() const {
  if (!written_id.empty()) return written_id;
  return sha256_hex(to_canonical_json(to_value(*this))).substr(0, 10);
}

Value to_value(const Event& event) {
  Fields all = event.extra;
  all["at"] = to_string(event.at);
  if (event.recorded) all["recorded"] = to_string(*event.recorded);
  for (const auto& part : kTexts)
    if (!(event.*part.member).empty()) all[std::string(part.key)] = event.*part.member;
  for (const auto& part : kMaps)
    if (!(event.*part.member).empty()) all[std::string(part.key)] = event.*part.member;
  if (!event.unset.empty()) all["unset"] = event.unset;
  if (!event.evidence.empty()) all["evidence"] = event.evidence;
  return all;
}

std::optional<Event> read_event(const yaml::Document& document, const yaml::Node& node, Diagnostics& findings) {
  return Reader(document, findings).read(node);
}

yaml::Tree to_tree(const Value& value, const schema::Field* field) {
  if (value.is_text()) return yaml::Tree::scalar(value.text(), meaning_of(value.text(), field));
  if (value.is_list()) return list_tree(value.list());
  std::vector<yaml::Tree::Entry> entries;
  for (const auto& [key, item] : value.map()) {
    const schema::Field* below = field == nullptr ? nullptr : field->find_field(key);
    // The keys of a map field name sub-records, whose own keys are the declared ones.
    if (field != nullptr && item.is_map()) below = field;
    entries.push_back({key, to_tree(item, below)});
  }
  return yaml::Tree::map(std::move(entries));
}

yaml::Tree to_tree(const Event& event, const schema::Schema& schema) {
  std::vector<yaml::Tree::Entry> entries;
  const auto text = [&](const char* key, const std::string& value) {
    if (!value.empty()) entries.push_back({key, yaml::Tree::scalar(value)});
  };
  const auto map = [&](const char* key, const Fields& fields) {
    if (!fields.empty()) entries.push_back({key, fields_tree(fields, schema)});
  };
  entries.push_back({"at", yaml::Tree::scalar(to_string(event.at), yaml::Meaning::literal)});
  if (event.recorded)
    entries.push_back({"recorded", yaml::Tree::scalar(to_string(*event.recorded), yaml::Meaning::literal)});
  text("by", event.by);
  text("do", event.verb);
  text("event", event.retracts);
  map("set", event.set);
  if (!event.unset.empty()) entries.push_back({"unset", list_tree(event.unset)});
  map("add", event.add);
  map("remove", event.remove);
  map("put", event.put);
  map("drop", event.drop);
  text("told", event.told);
  text("note", event.note);
  text("for", event.for_whom);
  if (!event.evidence.empty()) entries.push_back({"evidence", to_tree(event.evidence, nullptr)});
  text("via", event.via);
  if (!event.source.empty()) entries.push_back({"source", to_tree(event.source, nullptr)});
  for (const auto& [key, value] : event.extra) entries.push_back({key, to_tree(value, nullptr)});
  return yaml::Tree::map(std::move(entries));
}

}  // namespace itss::record
