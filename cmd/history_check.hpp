#pragma once
// Whether histories were only appended to.

#include "app.hpp"

namespace itss::cmd {

// The events that records had at a git revision and have on disk no more, and records that are gone: HISTORY_LOST.
// Empty outside a work tree and before the first commit. Throws Failure (1) if git knows no such revision, other than
// HEAD.
Diagnostics check_histories(App& app, const std::string& revision);

}  // namespace itss::cmd
