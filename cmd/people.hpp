#pragma once

#include <string>
#include <vector>

#include "record/world.hpp"

namespace itss::cmd {

// The id of the person who has this mail address, in the field `email` or among the aliases; empty if nobody has it.
std::string person_with_address(const record::World& world, const std::string& address);

// Throws Failure (2): nobody has this name; with the person who was likely meant.
[[noreturn]] void unknown_person(const record::World& world, const std::string& name);

}  // namespace itss::cmd
