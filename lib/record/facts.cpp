#include "record/facts.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/text.hpp"
#include "schema/computed.hpp"

namespace itss::record {

namespace {

using Path = std::vector<std::string>;

// Derived states that depend on derived states of linked records: more levels than any schema has.
constexpr int kDeepest = 20;

// What linked records answered, for as long as one question is worked out: each is asked the same only once, and what
// leads back to a record that is being asked gets its stored state, or nothing. Else records that link one another
// would be asked along every way from one to the other.
class Answers {
 public:
  using Question = std::tuple<std::string, std::string, bool, Path>;  // type, id, as of an instant, the path from there

  Answers() { ++depth(); }
  ~Answers() {
    if (--depth() == 0) known().clear();
  }
  Answers(const Answers&) = delete;
  Answers& operator=(const Answers&) = delete;

  static std::map<Question, Value>& known() {
    thread_local std::map<Question, Value> answers;
    return answers;
  }

 private:
  static int& depth() {
    thread_local int depth = 0;
    return depth;
  }
};

// Reads what follows a value: a sub-record's key, or the field of the record that a link names.
class PathReader {
 public:
  PathReader(const World& world, const Instant& now, const AsOf& as_of) : world_(world), now_(now), as_of_(as_of) {}

  Value read(const Record& record, const Fields& fields, const Path& path, std::size_t at) const {
    const std::string& name = path[at];
    const bool last = at + 1 == path.size();
    if (last && name == "id") return record.id;
    if (last && name == "status") return shown_state(record, fields, world_, now_);
    if (last && name == "type") return record.type;
    if (last && (name == "opened" || name == "updated")) return moment(record, name == "opened");
    const Value& value = get(fields, name);
    if (last && !value.absent()) return value;
    const schema::Schema* schema = world_.schemas().find(record.type);
    const schema::Field* field = schema == nullptr ? nullptr : schema->find_field(name);
    if (field != nullptr && !field->named_by.empty()) {
      const Value naming = naming_of(record, *field);
      return last || naming.absent() ? naming : below(naming, field, path, at + 1);
    }
    if (field != nullptr && field->type == schema::FieldType::computed)
      return schema::compute(*field, *schema, RecordFacts(record, fields, world_, now_, as_of_));
    return last || value.absent() ? value : below(value, field, path, at + 1);
  }

  Value below(const Value& value, const schema::Field* field, const Path& path, std::size_t at) const {
    if (!value.is_map()) return linked(value, field, path, at);
    if (path[at] == "*") return keys_of(value);
    const Value& sub = value[path[at]];
    if (sub.absent()) return of_each(value, path, at);
    // The keys of a map field name sub-records; below one of them the declared fields begin.
    const schema::Field* next = field == nullptr || sub.is_map() ? field : field->find_field(path[at]);
    return at + 1 == path.size() ? sub : below(sub, next, path, at + 1);
  }

 private:
  static std::string_view target_of(const schema::Field* field) {
    using schema::FieldType;
    if (field == nullptr) return {};
    if (field->type == FieldType::person || field->type == FieldType::people) return schema::kPersonType;
    return field->to;
  }

  static Value keys_of(const Value& value) {
    Value::List keys;
    for (const auto& [key, sub] : value.map()) keys.push_back(key);
    return keys;
  }

  // The ids of the records whose link names this one, in order; absent if none does.
  Value naming_of(const Record& record, const schema::Field& field) const {
    const Answers while_asking;
    const bool is_past = as_of_.at || as_of_.known_at;
    const auto [known, is_new] = Answers::known().try_emplace({record.type, record.id, is_past, {field.name}});
    if (!is_new) return known->second;
    Value::List ids;
    world_.each_linking(field.to, field.named_by, record.id, [&](const RecordPtr& other) {
      const Fields then = replay(*other, as_of_);
      const auto named = get(then, field.named_by).texts();
      if (std::find(named.begin(), named.end(), record.id) == named.end()) return;
      if (schema::holds(field.named_where, RecordFacts(*other, then, world_, now_, as_of_))) ids.push_back(other->id);
    });
    if (!ids.empty()) known->second = std::move(ids);
    return known->second;
  }

  // `notices.to`: that field of every sub-record.
  static Value of_each(const Value& value, const Path& path, std::size_t at) {
    Value::List all;
    if (at + 1 == path.size())
      for (const auto& [key, sub] : value.map())
        for (auto& text : sub[path[at]].texts()) all.push_back(std::move(text));
    return all.empty() ? Value() : Value(std::move(all));
  }

  // The values of the named records; one record gives its value, several a list of texts.
  Value linked(const Value& ids, const schema::Field* field, const Path& path, std::size_t at) const {
    Value::List all;
    const Answers while_asking;
    for (const auto& id : ids.texts()) {
      const RecordPtr other = world_.find(id, target_of(field));
      if (!other) continue;
      Value value = asked(*other, path, at);
      if (ids.is_text()) return value;
      for (auto& text : value.texts()) all.push_back(std::move(text));
    }
    return all.empty() ? Value() : Value(std::move(all));
  }

  Value asked(const Record& record, const Path& path, std::size_t at) const {
    const bool is_past = as_of_.at || as_of_.known_at;
    const Path rest(path.begin() + static_cast<std::ptrdiff_t>(at), path.end());
    const auto [known, is_new] = Answers::known().try_emplace({record.type, record.id, is_past, rest});
    if (!is_new) return known->second;
    const Fields fields = replay(record, as_of_);
    if (rest.size() == 1 && rest.front() == "status") known->second = get(fields, "status");
    Value answer = read(record, fields, path, at);
    known->second = answer;
    return answer;
  }

  Value moment(const Record& record, bool opened) const {
    const auto events = effective_events(record, as_of_);
    if (events.empty()) return {};
    return to_string(opened ? events.front()->at : events.back()->at);
  }

  const World& world_;
  const Instant& now_;
  const AsOf& as_of_;
};

}  // namespace

RecordFacts::RecordFacts(const Record& record, const Fields& fields, const World& world, Instant now, AsOf as_of)
    : record_(record), fields_(fields), world_(world), now_(now), as_of_(as_of) {}

Value RecordFacts::value(std::string_view path) const {
  return PathReader(world_, now_, as_of_).read(record_, fields_, split(path, '.'), 0);
}

std::optional<bool> RecordFacts::overdue(std::string_view clock) const {
  return clocks_.overdue ? clocks_.overdue(clock) : std::nullopt;
}

std::optional<bool> RecordFacts::breached(std::string_view clock) const {
  return clocks_.breached ? clocks_.breached(clock) : std::nullopt;
}

std::string shown_state(const Record& record, const Fields& fields, const World& world, Instant now) {
  const std::string& stored = get(fields, "status").text();
  const schema::Schema* schema = world.schemas().find(record.type);
  // Derived states that ask for one another's, round in a circle of links, end as the stored ones.
  thread_local int depth = 0;
  struct Level {
    Level() { ++depth; }
    ~Level() { --depth; }
  } const level;
  if (schema == nullptr || depth > kDeepest) return stored;
  for (const auto& state : schema->states) {
    const auto& from = state.derived_from;
    if (std::find(from.begin(), from.end(), stored) == from.end()) continue;
    if (holds(state.derived_when, RecordFacts(record, fields, world, now))) return state.name;
  }
  return stored;
}

}  // namespace itss::record
