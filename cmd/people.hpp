#pragma once

#include <string>
#include <vector>

#include "record/world.hpp"

namespace itss::cmd {

class App;

// The id of the person who has this mail address, in the field `email` or among the aliases; empty if nobody has it.
std::string person_with_address(const record::World& world, const std::string& address);

// Throws Failure (2): nobody has this name; with the person who was likely meant.
[[noreturn]] void unknown_person(const record::World& world, const std::string& name);

// The id of the person whom the text, an id or alias, means. Throws Failure (2) if it means nobody.
std::string person_meant(App& app, const std::string& name);

// The person fields that say who is to act: those that a move's `by` names, in the order of the schema; all of them if
// no move does.
std::vector<std::string> acting_fields(const schema::Schema& type);
// Whether one of the fields names the person.
bool is_named_in(const std::vector<std::string>& names, const Fields& fields, const std::string& person);
// Who is to act on a record with these fields: whom the first move names that may start in its state; empty if nobody.
std::string acting_person(const schema::Schema& type, const Fields& fields);

}  // namespace itss::cmd
