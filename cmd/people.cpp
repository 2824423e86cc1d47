#include "people.hpp"

#include <algorithm>

#include "app.hpp"
#include "base/id.hpp"
#include "base/text.hpp"

namespace itss::cmd {

namespace {

// Calls visit(rule, field) for each field by which a move's rule names who may make it.
template <class Visit>
void each_acting_field(const schema::Schema& type, Visit visit) {
  for (const auto& move : type.moves)
    for (const auto& rule : move.rules)
      for (const auto& group : rule.guards)
        for (const auto& test : group.tests)
          if (const auto* actor = std::get_if<schema::Actor>(&test))
            for (const auto& field : actor->by) visit(rule, field);
}

}  // namespace

std::string person_with_address(const record::World& world, const std::string& address) {
  std::string found;
  if (address.empty()) return found;
  const std::string wanted = lower(address);
  world.each(schema::kPersonType, [&](const record::RecordPtr& person) {
    if (!found.empty()) return;
    std::vector<std::string> addresses = get(person->fields, "email").texts();
    addresses.insert(addresses.end(), person->aliases.begin(), person->aliases.end());
    if (std::any_of(addresses.begin(), addresses.end(), [&](const auto& text) { return lower(text) == wanted; }))
      found = person->id;
  });
  return found;
}

void unknown_person(const record::World& world, const std::string& name) {
  std::vector<std::string> known;
  world.each(schema::kPersonType, [&](const record::RecordPtr& person) { known.push_back(person->id); });
  const auto close = suggest(name, known);
  throw Failure(Exit::usage, trf("nobody is called '{}' here", name),
                close                 ? trf("did you mean '{}'?", *close)
                : is_given_name(name) ? "itss person new " + name
                                      : tr("'itss person list' shows who there is"));
}

std::string person_meant(App& app, const std::string& name) {
  const auto person = app.repository().load(name, schema::kPersonType);
  if (person.record) return person.record->id;
  app.tell(person.findings);
  unknown_person(app.repository(), name);
}

std::vector<std::string> acting_fields(const schema::Schema& type) {
  std::vector<std::string> names;
  each_acting_field(type, [&](const schema::Rule&, const std::string& field) {
    if (std::find(names.begin(), names.end(), field) == names.end()) names.push_back(field);
  });
  if (!names.empty()) return names;
  for (const auto& field : type.fields)
    if (field.type == schema::FieldType::person || field.type == schema::FieldType::people) names.push_back(field.name);
  return names;
}

bool is_named_in(const std::vector<std::string>& names, const Fields& fields, const std::string& person) {
  return std::any_of(names.begin(), names.end(), [&](const auto& name) {
    const auto people = get(fields, name).texts();
    return std::find(people.begin(), people.end(), person) != people.end();
  });
}

std::string acting_person(const schema::Schema& type, const Fields& fields) {
  const std::string& state = get(fields, "status").text();
  std::string person;
  each_acting_field(type, [&](const schema::Rule& rule, const std::string& field) {
    if (person.empty() && type.fits(rule.from, state)) person = join(get(fields, field).texts(), ", ");
  });
  return person;
}

}  // namespace itss::cmd
