#pragma once
// `itss schema check --against`: today's schemas compared with those of another revision.

#include "app.hpp"

namespace itss::cmd {

// What stored events of these types (of all, if none is named) use that today's schemas have no more, and those that
// today's schemas find illegal and those of the git revision did not. Throws Failure (1) if git knows no such revision.
Diagnostics check_against(App& app, const std::vector<std::string>& types, const std::string& revision);

}  // namespace itss::cmd
