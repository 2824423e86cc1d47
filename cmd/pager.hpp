#pragma once

#include "app.hpp"

namespace itss::cmd {

// Puts what the command collected on standard output; through the pager if that is a terminal and the text is longer
// than the window. Throws Failure (3) if it could not be written.
void deliver(App& app);

}  // namespace itss::cmd
