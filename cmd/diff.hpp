#pragma once

#include <string>

namespace itss::cmd {

// The lines that differ, as `diff -U2` shows them, without the file names; empty if the texts are equal.
std::string line_diff(const std::string& before, const std::string& after);

}  // namespace itss::cmd
