#include "process/spawn.hpp"

#include "process/effects.hpp"
#include "schema/expression.hpp"

namespace itss::process {

namespace {

// Whether the expression reads a confidential field that `into`, which is not, would disclose.
bool discloses(const std::string& expression, const schema::Schema& source, const schema::Field& into) {
  const auto read = schema::read_expression(expression);
  if (read.kind != schema::Expression::Kind::field || into.confidential) return false;
  const schema::Field* field = source.find_field(read.name);
  return field != nullptr && field->confidential;
}

}  // namespace

Fields spawned_fields(const schema::Spawn& spawn, const schema::Schema& made, const record::Record& source,
                      const record::World& world, const std::string& actor, const Instant& at) {
  record::Event event;
  event.by = actor;
  event.at = at;
  const Occasion occasion{world, source.type, source.id, source.fields, event};
  const schema::Schema* type = world.schemas().find(source.type);
  Fields fields;
  for (const auto& [name, expression] : spawn.set) {
    const schema::Field* field = made.find_field(name);
    if (field == nullptr || (type != nullptr && discloses(expression, *type, *field))) continue;
    Value value = evaluate(expression, occasion);
    if (!value.is_map()) value = fitted(value, field, world.zone());
    if (!value.empty()) fields[name] = std::move(value);
  }
  fields[spawn.link] = fitted(source.id, made.find_field(spawn.link), world.zone());
  return fields;
}

}  // namespace itss::process
