#include "process/inputs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "process/attempt.hpp"

namespace itss::process {

namespace {

using schema::Field;
using schema::FieldType;

class InputReader {
 public:
  InputReader(const Request& request, const schema::Schema& schema, const record::World& world,
              const std::vector<std::string>& allowed, std::vector<Refusal>& refusals)
      : request_(request), schema_(schema), world_(world), allowed_(allowed), refusals_(refusals) {}

  void read(record::Event& event) {
    for (const auto& [name, value] : request_.set)
      if (const Field* field = input(name)) put_value(event.set, *field, value);
    for (const auto& name : request_.unset)
      if (input(name) != nullptr) event.unset.push_back(name);
    read_items(request_.add, event.add);
    read_items(request_.remove, event.remove);
    for (const auto& [name, sub_records] : request_.put) read_put(name, sub_records, event.put);
    for (const auto& [name, keys] : request_.drop)
      if (const Field* field = input(name)) {
        for (const auto& key : keys.texts())
          if (is_key(*field, key)) event.drop[name].list().push_back(key);
      }
  }

 private:
  void refuse(const char* code, std::string message, std::string hint = {}, std::string clause = {}) {
    refusals_.push_back(
        {.code = code, .message = std::move(message), .hint = std::move(hint), .clause = std::move(clause)});
  }

  // The field of an input that may be given here; null after saying why not.
  const Field* input(const std::string& name) {
    const Field* field = schema_.find_field(name);
    if (field == nullptr) {
      std::vector<std::string> names;
      for (const auto& each : schema_.fields) names.push_back(each.name);
      const auto near = suggest(name, names);
      refuse("VALUE", fmt::format(fmt::runtime(tr("'{}' has no field '{}'")), schema_.record, name),
             near ? fmt::format(fmt::runtime(tr("did you mean '{}'?")), *near) : std::string());
      return nullptr;
    }
    const bool listed = std::find(allowed_.begin(), allowed_.end(), name) != allowed_.end();
    if (listed || (allowed_.empty() && !schema_.is_guarded(name))) return field;
    if (allowed_.empty())
      refuse("GUARDED_FIELD",
             fmt::format(fmt::runtime(tr("{} is changed by moves only: {}")), named(schema_, name), movers(name)));
    else
      refuse("NO_INPUT", fmt::format(fmt::runtime(tr("'{}' does not take {}")), request_.verb, named(schema_, name)),
             fmt::format("itss {} set {} {}=...", schema_.record, request_.id, name));
    return nullptr;
  }

  // The moves that take a field as an input or set it.
  std::string movers(const std::string& name) const {
    std::vector<std::string> moves;
    for (const auto& move : schema_.moves) {
      const auto inputs = schema_.inputs_of(move);
      const bool sets = std::any_of(move.rules.begin(), move.rules.end(), [&](const auto& rule) {
        return rule.sets.count(name) > 0 ||
               std::any_of(rule.derives.begin(), rule.derives.end(), [&](const auto& d) { return d.field == name; });
      });
      if (sets || std::find(inputs.begin(), inputs.end(), name) != inputs.end()) moves.push_back(move.name);
    }
    return moves.empty() ? "-" : join(moves, ", ");
  }

  void put_value(Fields& into, const Field& field, const Value& typed) {
    if (auto value = value_of(field, typed)) into[field.name] = std::move(*value);
  }

  std::optional<Value> value_of(const Field& field, const Value& typed) {
    const Value resolved = resolve(field, typed);
    auto value = schema::canonical(field, resolved);
    if (!value) {
      refuse("VALUE", fmt::format("{}: {}", named(schema_, field.name), value.error()), option_of(field.name),
             field.clause);
      return std::nullopt;
    }
    if (!exists(field, *value) || !in_shared_table(field, *value) || !valid_now(field, *value)) return std::nullopt;
    return *value;
  }

  // Times as people write them, people and records by alias: what canonical() cannot know without a world.
  Value resolve(const Field& field, const Value& typed) const {
    if (field.type == FieldType::instant || field.type == FieldType::date) {
      const auto when = parse_when(typed.text(), request_.now, world_.zone());
      if (!when) return typed;
      return field.type == FieldType::instant ? to_string(*when) : to_string(local_date(*when));
    }
    const std::string_view type = target(field);
    if (type.empty()) return typed;
    Value::List ids;
    for (const auto& text : typed.texts()) {
      const auto found = world_.find(text, type);
      ids.push_back(found ? found->id : text);
    }
    return typed.is_text() ? Value(ids.front()) : Value(ids);
  }

  static std::string_view target(const Field& field) {
    if (field.type == FieldType::person || field.type == FieldType::people) return schema::kPersonType;
    if (field.type == FieldType::link || field.type == FieldType::links) return field.to;
    return {};
  }

  bool exists(const Field& field, const Value& value) {
    const std::string_view type = target(field);
    if (type.empty()) return true;
    bool all = true;
    for (const auto& id : value.texts()) {
      if (world_.find(id, type) || (id == request_.id && type == request_.type)) continue;
      refuse("VALUE", fmt::format(fmt::runtime(tr("{}: there is no {} '{}'")), named(schema_, field.name), type, id),
             fmt::format("itss {} list", type));
      all = false;
    }
    return all;
  }

  bool in_shared_table(const Field& field, const Value& value) {
    if (field.codes_from.empty()) return true;
    std::vector<std::string> names;
    for (const auto& code : world_.schemas().shared_codes(field.codes_from)) names.push_back(code.name);
    bool all = true;
    for (const auto& text : value.texts()) {
      if (std::find(names.begin(), names.end(), text) != names.end()) continue;
      const auto near = suggest(text, names);
      refuse(
          "VALUE",
          fmt::format(fmt::runtime(tr("{}: '{}' is none of {}")), named(schema_, field.name), text, join(names, ", ")),
          near ? fmt::format(fmt::runtime(tr("did you mean '{}'?")), *near) : std::string());
      all = false;
    }
    return all;
  }

  // A code or field that the schema has ended, or not begun yet, at the time of entry.
  bool valid_now(const Field& field, const Value& value) {
    const Date today = world_.zone().date_at(request_.now.utc);
    const schema::CodeValue* code = field.find_code(value.text());
    if (field.valid.covers(today) && (code == nullptr || code->valid.covers(today))) return true;
    refuse("VALUE", fmt::format(fmt::runtime(tr("{}: '{}' is not in use on {}")), named(schema_, field.name),
                                value.text(), to_string(today)));
    return false;
  }

  void read_items(const Fields& typed, Fields& into) {
    for (const auto& [name, items] : typed)
      if (const Field* field = input(name)) {
        if (auto value = value_of(*field, items.texts())) into[name] = std::move(*value);
      }
  }

  void read_put(const std::string& name, const Value& sub_records, Fields& into) {
    const Field* field = input(name);
    if (field == nullptr) return;
    for (const auto& [key, sub] : sub_records.map()) {
      if (!is_key(*field, key)) continue;
      for (const auto& [part, value] : sub.map()) {
        const Field* below = field->find_field(part);
        if (below == nullptr) {
          refuse("VALUE", fmt::format(fmt::runtime(tr("{} has no part '{}'")), named(schema_, name), part));
          continue;
        }
        if (auto read = value_of(*below, value)) into[name].map()[key].map()[part] = std::move(*read);
      }
    }
  }

  // Whether a text can name a sub-record.
  bool is_key(const Field& field, const std::string& key) {
    if (!find_invalid_utf8(key)) return true;
    refuse("VALUE", fmt::format("{}: {}", named(schema_, field.name), tr("not valid UTF-8")), option_of(field.name),
           field.clause);
    return false;
  }

  const Request& request_;
  const schema::Schema& schema_;
  const record::World& world_;
  const std::vector<std::string>& allowed_;
  std::vector<Refusal>& refusals_;
};

}  // namespace

void read_inputs(const Request& request, const schema::Schema& schema, const record::World& world,
                 const std::vector<std::string>& allowed, record::Event& event, std::vector<Refusal>& refusals) {
  InputReader(request, schema, world, allowed, refusals).read(event);
}

void check_texts(const record::Event& event, std::vector<Refusal>& refusals) {
  const auto check = [&](std::string_view name, const std::string& text) {
    if (find_invalid_utf8(text))
      refusals.push_back(
          {.code = "VALUE", .message = fmt::format("'{}': {}", name, tr("not valid UTF-8")), .hint = option_of(name)});
  };
  check("note", event.note);
  check("told", event.told);
  check("for", event.for_whom);
  if (event.evidence.is_map())
    for (const auto& [part, text] : event.evidence.map()) check("evidence", text.text());
  else
    check("evidence", event.evidence.text());
}

}  // namespace itss::process
