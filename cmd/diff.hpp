#pragma once

#include <string>

namespace itss::cmd {

// The lines that differ as hunks of a unified diff with two lines of context, without the file names; empty if the
// texts are equal.
std::string line_diff(const std::string& before, const std::string& after);

}  // namespace itss::cmd
