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
      if (const Field* field = input(name); field != nullptr && are_texts(*field, keys))
        event.drop[name] = resolve(key_field(*field), keys.texts());
  }

  std::optional<Value> value_of(const Field& field, const Value& typed) {
    if (field.type == FieldType::map && typed.is_map()) return map_of(field, typed);
    const Value resolved = resolve(field, typed);
    auto value = schema::canonical(field, resolved);
    if (!value) {
      refuse("VALUE", fmt::format("{}: {}", named(schema_, field.name), value.error()), option_of(field.name),
             field.clause);
      return std::nullopt;
    }
    if (!exists(field, *value) || !in_shared_table(field, *value) || !is_free(field, *value)) return std::nullopt;
    return *value;
  }

 private:
  void refuse(const char* code, std::string message, std::string hint = {}, std::string clause = {}) {
    refusals_.push_back(
        {.code = code, .message = std::move(message), .hint = std::move(hint), .clause = std::move(clause)});
  }

  // A key to be dropped may name what is gone by now, but it must be a text.
  bool are_texts(const Field& field, const Value& keys) {
    const auto texts = keys.texts();
    if (std::none_of(texts.begin(), texts.end(), [](const auto& key) { return find_invalid_utf8(key).has_value(); }))
      return true;
    refuse("VALUE", fmt::format("{}: {}", named(schema_, field.name), tr("not valid UTF-8")), option_of(field.name),
           field.clause);
    return false;
  }

  // The field of an input that may be given here; null after saying why not.
  const Field* input(const std::string& name) {
    const Field* field = schema_.find_field(name);
    if (field == nullptr) {
      const auto near = suggest(name, names_of(schema_.fields));
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
        const auto& empties = rule.unsets;
        return schema::written_by(rule).count(name) > 0 ||
               std::find(empties.begin(), empties.end(), name) != empties.end();
      });
      if (sets || std::find(inputs.begin(), inputs.end(), name) != inputs.end()) moves.push_back(move.name);
    }
    return moves.empty() ? "-" : join(moves, ", ");
  }

  void put_value(Fields& into, const Field& field, const Value& typed) {
    if (auto value = value_of(field, typed)) into[field.name] = std::move(*value);
  }

  // The keys of a map field as values of a field of their own.
  static Field key_field(const Field& map) {
    Field key;
    key.name = map.name;
    key.clause = map.clause;
    if (map.key.empty() || map.key == "text" || map.key == "code") return key;
    key.type = FieldType::link;
    key.to = map.key;
    return key;
  }

  // The sub-records of a map field, or the parts of the only one where it has no keys.
  std::optional<Value> map_of(const Field& field, const Value& typed) {
    if (field.key.empty()) return parts_of(field, typed);
    Value::Map sub_records;
    bool all = true;
    for (const auto& [raw, sub] : typed.map()) {
      const auto key = value_of(key_field(field), raw);
      if (key && key->empty()) refuse("VALUE", fmt::format("{}: {}", named(schema_, field.name), tr("an empty key")));
      auto parts = parts_of(field, sub);
      const bool fine = key && !key->empty() && parts;
      all = all && fine;
      if (fine) sub_records[key->text()] = std::move(*parts);
    }
    return all ? std::optional<Value>(std::move(sub_records)) : std::nullopt;
  }

  std::optional<Value> parts_of(const Field& field, const Value& typed) {
    Value::Map parts;
    bool all = typed.is_map();
    if (!all) refuse("VALUE", fmt::format(fmt::runtime(tr("{} needs a map of its parts")), named(schema_, field.name)));
    for (const auto& [part, value] : typed.map()) {
      const Field* below = field.find_field(part);
      if (below == nullptr)
        refuse("VALUE", fmt::format(fmt::runtime(tr("{} has no part '{}'")), named(schema_, field.name), part));
      auto read = below == nullptr ? std::nullopt : value_of(*below, value);
      all = all && read;
      if (read) parts[part] = std::move(*read);
    }
    return all ? std::optional<Value>(std::move(parts)) : std::nullopt;
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

  // An alias names one record.
  bool is_free(const Field& field, const Value& value) {
    if (&field != schema_.find_field("aliases")) return true;
    bool all = true;
    for (const auto& alias : value.texts()) {
      const auto other = world_.find(alias, schema_.record);
      if (!other || other->id == request_.id) continue;
      refuse("VALUE",
             fmt::format(fmt::runtime(tr("{}: '{}' names '{}' already")), named(schema_, field.name), alias, other->id),
             "itss show " + other->id);
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

  void read_items(const Fields& typed, Fields& into) {
    for (const auto& [name, items] : typed)
      if (const Field* field = input(name)) {
        if (auto value = value_of(*field, items.texts())) into[name] = std::move(*value);
      }
  }

  void read_put(const std::string& name, const Value& sub_records, Fields& into) {
    const Field* field = input(name);
    if (field == nullptr) return;
    auto read = map_of(*field, sub_records);
    if (!read) return;
    if (!field->key.empty()) std::erase_if(read->map(), [](const auto& entry) { return entry.second.empty(); });
    if (!read->empty()) into[name] = std::move(*read);
  }

  const Request& request_;
  const schema::Schema& schema_;
  const record::World& world_;
  const std::vector<std::string>& allowed_;
  std::vector<Refusal>& refusals_;
};

// Takes out of a map what the other has too, part by part.
void drop_equal(const Value& before, Value& put) {
  Value::Map& parts = put.map();
  for (auto at = parts.begin(); at != parts.end();) {
    const Value& present = before[at->first];
    if (at->second.is_map() && present.is_map()) drop_equal(present, at->second);
    const bool nothing = at->second == present || (at->second.is_map() && at->second.empty() && present.is_map());
    at = nothing ? parts.erase(at) : std::next(at);
  }
}

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

std::optional<Value> read_value(const Request& request, const schema::Schema& schema, const record::World& world,
                                const schema::Field& field, const Value& written, std::vector<Refusal>& refusals) {
  return InputReader(request, schema, world, {}, refusals).value_of(field, written);
}

bool changes_nothing(const record::Event& event) {
  return event.set.empty() && event.unset.empty() && event.add.empty() && event.remove.empty() && event.put.empty() &&
         event.drop.empty();
}

void drop_unchanged(const Fields& before, record::Event& event) {
  const auto drop_items = [&](Fields& changes, const auto& changes_nothing) {
    for (auto& [name, items] : changes) {
      Value::List kept;
      for (const auto& item : items.texts())
        if (!changes_nothing(name, item)) kept.push_back(item);
      items = std::move(kept);
    }
    std::erase_if(changes, [](const auto& entry) { return entry.second.empty(); });
  };
  const auto has = [](const Value& list, const std::string& item) {
    const auto items = list.texts();
    return std::find(items.begin(), items.end(), item) != items.end();
  };
  // What the same event sets, empties or takes away is another value than the one before.
  const auto stays = [&](const std::string& name) {
    return event.set.count(name) == 0 && event.drop.count(name) == 0 &&
           std::find(event.unset.begin(), event.unset.end(), name) == event.unset.end();
  };
  std::erase_if(event.set, [&](const auto& entry) { return entry.second == get(before, entry.first); });
  std::erase_if(event.unset, [&](const auto& name) { return get(before, name).absent(); });
  drop_items(event.remove, [&](const auto& name, const auto& item) {
    return stays(name) && !has(get(before, name), item) && !has(get(event.add, name), item);
  });
  drop_items(event.add, [&](const auto& name, const auto& item) {
    return stays(name) && has(get(before, name), item) && !has(get(event.remove, name), item);
  });
  drop_items(event.drop, [&](const auto& name, const auto& key) {
    return event.set.count(name) == 0 && event.put.count(name) == 0 && get(before, name)[key].absent();
  });
  for (auto& [name, sub_records] : event.put)
    if (stays(name)) drop_equal(get(before, name), sub_records);
  std::erase_if(event.put, [](const auto& entry) { return entry.second.empty(); });
}

}  // namespace itss::process
