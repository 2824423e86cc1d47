#include "schema/paths.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace itss::schema {

namespace {

using Kind = Target::Kind;
using Parts = std::vector<std::string>;

Target unknown(std::string missing) {
  Target target;
  target.missing = std::move(missing);
  return target;
}

bool is_several(const Field& field) {
  return field.type == FieldType::people || field.type == FieldType::links || field.type == FieldType::list ||
         !field.named_by.empty();
}

class Walk {
 public:
  Walk(const Parts& parts, const SchemaSet& all) : parts_(parts), all_(all) {}

  Target in_record(const Schema& schema, std::size_t at, Target target = {}) const {
    const std::string& name = parts_[at];
    const bool last = at + 1 == parts_.size();
    target.schema = &schema;
    const Field* field = schema.find_field(name);
    if (last && field == nullptr) {
      target.kind = name == "id" || name == "type"          ? Kind::name
                    : name == "status"                      ? Kind::state
                    : name == "opened" || name == "updated" ? Kind::moment
                                                            : Kind::unknown;
      if (target.kind == Kind::unknown) target.missing = name;
      return target;
    }
    if (field == nullptr) return unknown(name);
    return of_field(*field, target, at);
  }

 private:
  // `target` so far, at the part that names the field.
  Target of_field(const Field& field, Target target, std::size_t at) const {
    target.kind = Kind::field;
    target.field = &field;
    target.several = target.several || is_several(field);
    target.confidential = target.confidential || field.confidential;
    if (at + 1 == parts_.size()) return target;
    if (field.type == FieldType::map) return in_map(field, target, at + 1);
    const auto type = linked_type(field);
    const Schema* other = type.empty() ? nullptr : all_.find(type);
    return other == nullptr ? unknown(parts_[at + 1]) : in_record(*other, at + 1, target);
  }

  // Below a map: its keys (`*`), a part of every sub-record, or a part of one named sub-record.
  Target in_map(const Field& map, Target target, std::size_t at) const {
    const bool last = at + 1 == parts_.size();
    if (map.key.empty()) return in_sub_record(map, target, at);
    target.several = target.several || last;
    if (last && parts_[at] == "*") {
      target.kind = Kind::name;
      return target;
    }
    if (last) return in_sub_record(map, target, at);
    return in_sub_record(map, target, at + 1);
  }

  Target in_sub_record(const Field& map, const Target& target, std::size_t at) const {
    const Field* field = map.find_field(parts_[at]);
    return field == nullptr ? unknown(parts_[at]) : of_field(*field, target, at);
  }

  const Parts& parts_;
  const SchemaSet& all_;
};

}  // namespace

std::string_view linked_type(const Field& field) {
  if (field.type == FieldType::person || field.type == FieldType::people) return kPersonType;
  return field.to;
}

bool leaves(std::string_view path, const Schema& schema) {
  const Parts parts = split(path, '.');
  const Field* field = schema.find_field(parts.front());
  const bool is_derived =
      std::any_of(schema.states.begin(), schema.states.end(), [](const State& state) { return state.derived(); });
  if (field == nullptr) return parts.size() > 1 || (path == "status" && is_derived);
  if (field->type == FieldType::computed) return true;
  if (parts.size() == 1) return false;
  if (field->type != FieldType::map) return !linked_type(*field).empty();
  // What follows a part of a sub-record lies in a record that the part names.
  const std::size_t part = field->key.empty() ? 2 : 3;
  return parts.size() > part;
}

Target resolve(std::string_view path, const Schema& schema, const SchemaSet& all) {
  Parts parts = split(path, '.');
  if (parts.front() == "actor") {
    Target actor;
    actor.kind = Kind::name;
    if (parts.size() == 1) return actor;
    const Schema* person = all.find(kPersonType);
    return person == nullptr ? unknown(parts[1]) : Walk(parts, all).in_record(*person, 1);
  }
  if (parts.front() == "input" && parts.size() > 1) return Walk(parts, all).in_record(schema, 1);
  return Walk(parts, all).in_record(schema, 0);
}

}  // namespace itss::schema
