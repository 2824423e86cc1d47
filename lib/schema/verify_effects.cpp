// What the effects of a rule name, and the moves that carry one another.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/expression.hpp"
#include "schema/verifier.hpp"

namespace itss::schema {

namespace {

bool is_many(FieldType type) {
  return type == FieldType::people || type == FieldType::links || type == FieldType::list;
}

// Whether a value of `source` is one of `field` too, once an instant is taken for its date and one value for a list of
// one (process/effects.cpp).
bool gives(const Field& source, const Field& field) {
  if (is_many(source.type) && !is_many(field.type)) return false;
  switch (field.type) {
    case FieldType::person:
    case FieldType::people:
    case FieldType::link:
    case FieldType::links:
      return !linked_type(source).empty() && linked_type(source) == linked_type(field);
    case FieldType::code:
      return source.type == FieldType::code &&
             std::all_of(source.codes.begin(), source.codes.end(), [&](const CodeValue& code) {
               return field.open_codes || field.find_code(code.name) != nullptr;
             });
    case FieldType::date:
      return source.type == FieldType::date || source.type == FieldType::instant;
    case FieldType::text:
    case FieldType::list:
      return source.type != FieldType::prose && source.type != FieldType::map && source.type != FieldType::computed &&
             source.type != FieldType::condition;
    case FieldType::prose:
      return source.type != FieldType::map && source.type != FieldType::computed && source.type != FieldType::condition;
    default:
      return source.type == field.type && field.type != FieldType::map && field.type != FieldType::condition;
  }
}

// Expressions, as the values of a field. `via`: the type whose move carries the rule; null where none does.
class ExpressionVerifier {
 public:
  // `key`: the expression of the sub-record's key; empty where none is written.
  ExpressionVerifier(const Verified& v, std::size_t line, const Schema* via, std::string key = {})
      : v_(v), line_(line), via_(via), key_(std::move(key)) {}

  void verify(const Field& field, const std::string& text) const {
    const Expression expression = read_expression(text);
    if (expression.kind == Expression::Kind::literal) return verify_value(v_, field, text, line_);
    const auto source = source_of(expression, text);
    if (source && !gives(*source, field))
      wrong(text, fmt::format(fmt::runtime(tr("a value of the field {}, which is of type {}")), field.name,
                              name_of(field.type)));
  }

  // What an expression other than a literal text gives, as a field of that type; nothing after a finding.
  std::optional<Field> source_of(const Expression& expression, const std::string& text) const {
    using Kind = Expression::Kind;
    Field source;
    switch (expression.kind) {
      case Kind::actor:
        source.type = FieldType::person;
        return source;
      case Kind::at:
        source.type = FieldType::instant;
        return source;
      case Kind::id:
        source.type = FieldType::link;
        source.to = v_.schema.record;
        return source;
      case Kind::via:
      case Kind::via_field:
        if (via_ == nullptr) {
          wrong(text, tr("used only where 'via' names the move that carries the rule"));
          return std::nullopt;
        }
        if (expression.kind == Kind::via_field) return copy(verify_field(v_, expression.name, *via_, line_));
        source.type = FieldType::link;
        source.to = via_->record;
        return source;
      case Kind::key:
        return key_source();
      case Kind::input:
      case Kind::field:
        return at_path(expression, text);
      default:
        return std::nullopt;
    }
  }

 private:
  // Where the path leads, whatever its expressions in braces stand for.
  std::optional<Field> at_path(const Expression& expression, const std::string& text) const {
    for (const auto& inner : inner_expressions(text)) source_of(read_expression(inner), inner);
    const std::string path = with_inner(expression.name, [](const std::string&) { return std::string("x"); });
    if (path.find('.') == std::string::npos) return copy(verify_field(v_, path, v_.schema, line_));
    if (!verify_path(v_, path, v_.schema, line_)) return std::nullopt;
    const Target target = resolve(path, v_.schema, v_.all);
    auto source = copy(target.field);
    if (source && target.several) source->type = several_of(source->type);
    return source;
  }

  // One of what the key's expression gives.
  std::optional<Field> key_source() const {
    auto source = key_.empty() ? std::nullopt : source_of(read_expression(key_), key_);
    if (!source) source.emplace();  // a text
    if (is_many(source->type))
      source->type = source->type == FieldType::people  ? FieldType::person
                     : source->type == FieldType::links ? FieldType::link
                                                        : FieldType::text;
    return source;
  }

  static FieldType several_of(FieldType type) {
    if (type == FieldType::person) return FieldType::people;
    return type == FieldType::link ? FieldType::links : is_many(type) ? type : FieldType::list;
  }

  static std::optional<Field> copy(const Field* field) {
    return field == nullptr ? std::nullopt : std::optional(*field);
  }

  void wrong(const std::string& name, std::string expected) const {
    v_.findings.report(Code::SCHEMA_FORM, line_, name, {name, std::move(expected)});
  }

  const Verified& v_;
  std::size_t line_;
  const Schema* via_;
  const std::string key_;
};

class EffectVerifier {
 public:
  EffectVerifier(const Verified& v, const Move& move, const Rule& rule)
      : v_(v), move_(move), rule_(rule), expressions_(v, rule.line, carrier(v, rule)) {}

  void run() const {
    for (const auto& [name, expression] : rule_.sets)
      if (const Field* field = changeable(name, v_.schema)) expressions_.verify(*field, expression);
    for (const auto* effects : {&rule_.adds, &rule_.removes})
      for (const auto& [name, expression] : *effects) verify_several(name, expression);
    for (const auto& name : rule_.unsets) changeable(name, v_.schema);
    for (const auto& name : rule_.voids) verify_move(v_, name, v_.schema, rule_.line);
    if (!rule_.told_from.empty()) verify_field(v_, rule_.told_from, v_.schema, rule_.line);
    for (const auto& derive : rule_.derives) verify_derive(derive);
    for (const auto& put : rule_.puts) verify_put(put);
    for (const auto& fill : rule_.fills) verify_fill(fill);
    for (const auto& gather : rule_.gathers) verify_gather(gather);
    for (const auto& create : rule_.creates) verify_create(create);
    for (const auto& carry : rule_.carries) verify_carry(carry);
    if (!rule_.via.empty()) verify_via();
  }

 private:
  const Field* changeable(const std::string& name, const Schema& schema) const {
    const Field* field = verify_field(v_, name, schema, rule_.line);
    if (field != nullptr && field->type == FieldType::computed) wrong(name, tr("a field that is not computed"));
    return field;
  }

  void wrong(const std::string& name, std::string expected) const {
    v_.findings.report(Code::SCHEMA_FORM, rule_.line, name, {name, std::move(expected)});
  }

  void verify_several(const std::string& name, const std::string& expression) const {
    const Field* field = changeable(name, v_.schema);
    if (field == nullptr) return;
    if (!is_many(field->type)) return wrong(name, tr("a field with several values"));
    expressions_.verify(*field, expression);
  }

  void verify_derive(const Derive& derive) const {
    const Field* field = changeable(derive.field, v_.schema);
    for (const auto& source : derive.of) verify_field(v_, source, v_.schema, rule_.line);
    const auto& tables = v_.schema.tables;
    const auto table =
        std::find_if(tables.begin(), tables.end(), [&](const Table& each) { return each.name == derive.table; });
    if (table == tables.end()) return v_.findings.unknown(tr("table"), derive.table, rule_.line, names_of(tables));
    if (derive.of.size() != table->of.size())
      wrong(derive.table, tr("a table with as many keys as the derivation names"));
    if (field != nullptr)
      for (const auto& [key, value] : table->cells) verify_value(v_, *field, value, 1);
  }

  void verify_put(const Put& put) const {
    const Field* map = changeable(put.field, v_.schema);
    if (map == nullptr) return;
    if (map->type != FieldType::map || map->key.empty()) return wrong(put.field, tr("a map of sub-records"));
    if (const Expression key = read_expression(put.key); key.kind != Expression::Kind::literal)
      expressions_.source_of(key, put.key);
    for (const auto& [name, expression] : put.set) {
      const Field* part = map->find_field(name);
      if (part == nullptr) {
        v_.findings.unknown(tr("field"), name, rule_.line, field_names(map->fields));
      } else {
        ExpressionVerifier(v_, rule_.line, carrier(v_, rule_), put.key).verify(*part, expression);
      }
    }
  }

  // What is taken over from a record must be of a form that this one's field can have.
  void verify_fill(const Fill& fill) const {
    const Field* from = verify_field(v_, fill.from, v_.schema, rule_.line);
    if (from == nullptr) return;
    if (from->type != FieldType::link) return wrong(fill.from, tr("a link to one record"));
    const Schema* other = verify_type(v_, from->to, rule_.line);
    if (other == nullptr) return;
    for (const auto& [name, from_name] : fill.fields) {
      const Field* field = changeable(name, v_.schema);
      const Field* source = verify_field(v_, from_name, *other, rule_.line);
      if (field == nullptr || source == nullptr) continue;
      const bool maps = field->type == FieldType::map && source->type == FieldType::map && field->key == source->key;
      if (!maps && !gives(*source, *field)) wrong(name, tr("a field of the same type on both sides"));
    }
  }

  // The map and its parts are those of this type, which both records are of.
  void verify_gather(const Gather& gather) const {
    const Field* map = changeable(gather.field, v_.schema);
    if (map != nullptr && (map->type != FieldType::map || map->key.empty()))
      return wrong(gather.field, tr("a map of sub-records"));
    for (const auto& name : gather.alike) verify_field(v_, name, v_.schema, rule_.line);
    for (const auto& state : gather.states) verify_state(v_, state, v_.schema, rule_.line);
    const Field* before = verify_field(v_, gather.before, v_.schema, rule_.line);
    if (before != nullptr && before->type != FieldType::date && before->type != FieldType::instant)
      wrong(gather.before, tr("a date or an instant"));
    if (map == nullptr) return;
    auto parts = gather.keeps;
    if (!gather.from.empty()) parts.push_back(gather.from);
    for (const auto& path : paths_of(gather.where)) parts.push_back(path);
    for (const auto& part : parts)
      if (map->find_field(part) == nullptr)
        v_.findings.unknown(tr("field"), part, rule_.line, field_names(map->fields));
  }

  void verify_create(const Create& create) const {
    const Schema* other = v_.all.find(create.type);
    std::set<std::string> seen;
    if (other != nullptr && move_.name == "new" && makes(*other, seen))
      wrong(create.type, tr("a record type whose 'new' does not lead back to this one"));
    verify_made(v_, create, rule_.line);
  }

  // Whether making a record of the type makes one of the verified type, now or in the end.
  bool makes(const Schema& other, std::set<std::string>& seen) const {
    if (other.record == v_.schema.record) return true;
    const Move* made = seen.insert(other.record).second ? other.find_move("new") : nullptr;
    if (made == nullptr) return false;
    for (const auto& rule : made->rules)
      for (const auto& create : rule.creates)
        if (const Schema* next = v_.all.find(create.type); next != nullptr && makes(*next, seen)) return true;
    return false;
  }

  void verify_carry(const Carry& carry) const {
    const Schema* other = nullptr;
    if (carry.children) {
      other = verify_type(v_, carry.type, rule_.line);
      if (other != nullptr) verify_field(v_, carry.field, *other, rule_.line);
    } else if (const Field* field = verify_field(v_, carry.field, v_.schema, rule_.line)) {
      if (linked_type(*field).empty()) return wrong(carry.field, tr("a field of links"));
      other = verify_type(v_, linked_type(*field), rule_.line);
    }
    if (other == nullptr) return;
    for (const auto& verb : carry.verbs) verify_move(v_, verb, *other, rule_.line);
    verify_condition(v_, carry.where, *other, rule_.line);
  }

  // `via: release.deploy` must name a move that carries this one, else nothing could ever make it.
  void verify_via() const {
    const auto dot = rule_.via.find('.');
    const std::string type = rule_.via.substr(0, dot);
    if (dot == std::string::npos) return wrong(rule_.via, tr("a move of a record type, such as release.deploy"));
    const Schema* other = verify_type(v_, type, rule_.line);
    if (other == nullptr) return;
    const Move* carrier = other->find_move(rule_.via.substr(dot + 1));
    if (carrier == nullptr) return verify_move(v_, rule_.via.substr(dot + 1), *other, rule_.line);
    const auto carries = [&](const Rule& rule) {
      return std::any_of(rule.carries.begin(), rule.carries.end(), [&](const Carry& carry) {
        return std::find(carry.verbs.begin(), carry.verbs.end(), move_.name) != carry.verbs.end();
      });
    };
    if (std::none_of(carrier->rules.begin(), carrier->rules.end(), carries))
      v_.findings.report(Code::SCHEMA_CARRIED, rule_.line, rule_.via, {rule_.via, move_.name});
  }

  // The type whose move carries the rule; null if none does.
  static const Schema* carrier(const Verified& v, const Rule& rule) {
    const std::string type = rule.via.substr(0, rule.via.find('.'));
    return type == v.schema.record ? &v.schema : v.all.find(type);
  }

  const Verified& v_;
  const Move& move_;
  const Rule& rule_;
  const ExpressionVerifier expressions_;
};

}  // namespace

void verify_made(const Verified& v, const Create& create, std::size_t line) {
  const auto wrong = [&](const std::string& name, std::string expected) {
    v.findings.report(Code::SCHEMA_FORM, line, name, {name, std::move(expected)});
  };
  const Schema* other = verify_type(v, create.type, line);
  if (other == nullptr) return;
  if (other->named()) wrong(create.type, tr("a record type whose ids are not given names"));
  const Field* link = verify_field(v, create.link, *other, line);
  if (link != nullptr && linked_type(*link) != v.schema.record)
    wrong(create.link, tr("a link to the record type ") + v.schema.record);
  for (const auto& [name, expression] : create.set) {
    const Field* field = verify_field(v, name, *other, line);
    if (field == nullptr) continue;
    if (field->type == FieldType::computed) wrong(name, tr("a field that is not computed"));
    ExpressionVerifier(v, line, nullptr).verify(*field, expression);
  }
}

void verify_effects(const Verified& v, const Move& move, const Rule& rule) { EffectVerifier(v, move, rule).run(); }

}  // namespace itss::schema
