#pragma once

#include <string>

namespace itss::cmd {

// `itss 0.1.0 (c87ebfa)`; verbose: what to put into a bug report besides.
std::string version_text(bool verbose);

}  // namespace itss::cmd
