#pragma once

#include <string>
#include <vector>

#include "record/world.hpp"

namespace itss::cmd {

// The id of the person who has this mail address, in the field `email` or among the aliases; empty if nobody has it.
std::string person_with_address(const record::World& world, const std::string& address);

}  // namespace itss::cmd
