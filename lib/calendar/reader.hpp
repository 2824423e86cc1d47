#pragma once

#include <optional>
#include <vector>

#include "calendar/hours.hpp"

namespace itss::calendar {

struct Definition {
  Zone zone;
  std::vector<Hours> versions;  // in order of their start, at least one
};

// What a calendar file declares, or nothing and why (findings).
std::optional<Definition> read_definition(const yaml::Document& document, Diagnostics& findings);

}  // namespace itss::calendar
