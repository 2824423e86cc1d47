#include "process/effects.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "schema/expression.hpp"

namespace itss::process {

namespace {

// The table's value for the fields' values; absent if one of them is not set or the table has no such cell.
Value look_up(const schema::Schema& schema, const schema::Derive& derive, const Fields& fields) {
  std::vector<std::string> keys;
  for (const auto& name : derive.of) keys.push_back(get(fields, name).text());
  const auto table = std::find_if(schema.tables.begin(), schema.tables.end(),
                                  [&](const auto& each) { return each.name == derive.table; });
  if (table == schema.tables.end()) return {};
  const auto cell = table->cells.find(join(keys, " "));
  return cell == table->cells.end() ? Value() : Value(cell->second);
}

// The record whose move carries the event; null if there is none.
record::RecordPtr carrier_of(const Occasion& occasion) {
  const auto dot = occasion.event.via.rfind('.');
  return dot == std::string::npos ? nullptr : occasion.world.find(occasion.event.via.substr(0, dot));
}

// As that move left it, whatever came later.
Value via_value(const Occasion& occasion, const std::string& field) {
  const auto carrier = carrier_of(occasion);
  if (!carrier) return {};
  return get(record::replay(*carrier, {occasion.event.at, std::nullopt}), field);
}

// What a path from these fields leads to. The name of a field alone is that field.
Value along(const std::string& path, const Fields& fields, const Occasion& occasion) {
  const auto value_of = [&](const std::string& inner) { return evaluate(inner, occasion).text(); };
  const std::string whole = schema::with_inner(path, value_of);
  if (whole.find('.') == std::string::npos) return get(fields, whole);
  record::Record record;
  record.id = occasion.id;
  record.type = occasion.type;
  return record::RecordFacts(record, fields, occasion.world, occasion.event.at, {occasion.event.at, std::nullopt})
      .value(whole);
}

// Days by the calendar of the zone, then hours by the clock.
Value later(const Instant& at, const Duration& amount, const Zone& zone) {
  if (amount == Duration()) return to_string(at);
  const auto local = zone.to_local(at.utc) + std::chrono::days(amount.days);
  return to_string(zone.at(zone.to_utc(local) + amount.seconds));
}

}  // namespace

Value evaluate(const std::string& expression, const Occasion& occasion) {
  using Kind = schema::Expression::Kind;
  const auto read = schema::read_expression(expression);
  switch (read.kind) {
    case Kind::actor:
      return occasion.event.by;
    case Kind::at:
      return later(occasion.event.at, read.later, occasion.world.zone());
    case Kind::id:
      return occasion.id;
    case Kind::key:
      return occasion.key;
    case Kind::via:
      return occasion.event.via.substr(0, occasion.event.via.rfind('.'));
    case Kind::via_field:
      return via_value(occasion, read.name);
    case Kind::input:
      return along(read.name, occasion.event.set, occasion);
    case Kind::field:
      return along(read.name, occasion.fields, occasion);
    default:
      return expression;
  }
}

Value fitted(const Value& value, const schema::Field* field, const Zone& zone) {
  using schema::FieldType;
  if (value.empty()) return {};
  const FieldType type = field == nullptr ? FieldType::text : field->type;
  if (type == FieldType::people || type == FieldType::links || type == FieldType::list) return value.texts();
  if (type == FieldType::date)
    if (const auto instant = parse_instant(value.text())) return to_string(zone.date_at(instant->utc));
  return to_text(value);
}

void apply_fills(const schema::Rule& rule, const schema::Schema& schema, const record::World& world,
                 const Fields& fields, record::Event& event) {
  for (const auto& fill : rule.fills) {
    Fields after = fields;
    record::apply(after, event);
    const schema::Field* from = schema.find_field(fill.from);
    const auto other = from == nullptr ? nullptr : world.find(get(after, fill.from).text(), from->to);
    if (!other) continue;
    const Fields source = record::replay(*other, {event.at, std::nullopt});
    for (const auto& item : fill.fields) {
      Value value = get(source, item.source);
      if (value.empty() || !get(after, item.field).empty()) continue;
      if (!value.is_map()) value = fitted(value, schema.find_field(item.field), world.zone());
      (value.is_map() ? event.put : event.set)[item.field] = std::move(value);
    }
  }
}

void apply_effects(const schema::Rule& rule, const schema::Schema& schema, const record::World& world,
                   const std::string& id, const Fields& fields, record::Event& event) {
  const Zone& zone = world.zone();
  Occasion occasion{world, schema.record, id, fields, event};
  for (const auto& [name, expression] : rule.sets) {
    Value value = fitted(evaluate(expression, occasion), schema.find_field(name), zone);
    if (!value.absent() && get(fields, name) != value) event.set[name] = std::move(value);
  }
  for (const auto& [effects, into] : {std::pair{&rule.adds, &event.add}, {&rule.removes, &event.remove}})
    for (const auto& [name, expression] : *effects) {
      const auto texts = evaluate(expression, occasion).texts();
      if (!texts.empty()) (*into)[name] = texts;
    }
  for (const auto& name : rule.unsets)
    if (!get(fields, name).absent() && event.set.count(name) == 0) event.unset.push_back(name);
  Fields after = fields;
  record::apply(after, event);
  for (const auto& derive : rule.derives) {
    Value value = look_up(schema, derive, after);
    if (value.absent() || value == get(after, derive.field)) continue;
    after[derive.field] = value;  // a later derive sees it
    event.set[derive.field] = std::move(value);
  }
  for (const auto& put : rule.puts) {
    const schema::Field* field = schema.find_field(put.field);
    for (const auto& key : evaluate(put.key, occasion).texts()) {
      if (key.empty()) continue;
      occasion.key = key;
      Value::Map& sub_record = event.put[put.field].map()[key].map();
      for (const auto& [name, expression] : put.set) {
        const schema::Field* part = field == nullptr ? nullptr : field->find_field(name);
        Value value = fitted(evaluate(expression, occasion), part, zone);
        if (!value.absent()) sub_record[name] = std::move(value);
      }
    }
  }
}

}  // namespace itss::process
