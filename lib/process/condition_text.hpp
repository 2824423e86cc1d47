#pragma once

#include <string>

#include "schema/condition.hpp"

namespace itss::process {

// A condition as a reader understands it: `nda_expires after now, not (kind is routine)`.
std::string condition_text(const schema::Condition& condition);

}  // namespace itss::process
