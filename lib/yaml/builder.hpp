#pragma once
// From bytes to a tree of nodes: libyaml's events, with the limits and checks that libyaml lacks.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/document.hpp"

namespace itss::yaml {

// What is wrong at a byte: a diagnostic whose line and column are not counted yet.
struct Problem {
  Code code;
  std::size_t byte = 0;
  std::vector<std::string> arguments;
  std::string hint;
};

using Problems = std::vector<Problem>;

// Parses `bytes` into `root`. The first problem that makes reading on pointless, or all duplicate keys; none on
// success. `root` is unspecified if there are problems.
Problems build(std::string_view bytes, const std::vector<std::size_t>& line_starts, const Limits& limits, Node& root);

}  // namespace itss::yaml
