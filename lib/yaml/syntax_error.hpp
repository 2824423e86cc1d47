#pragma once
// What libyaml's errors mean to the person who wrote the file.

#include <string>
#include <string_view>

#include "base/diagnostic.hpp"

namespace itss::yaml {

// A message of libyaml: what was being read (may be empty), what went wrong there.
struct ParserError {
  std::string_view context;
  std::string_view problem;
  std::size_t context_line = 0;  // where the thing that was being read begins, from 1; 0 if there is none
  std::string character;         // the code point at the place of the problem; empty at the end of the file
};

struct Explanation {
  Code code = Code::SYNTAX;
  std::string message;      // translated
  std::string hint;         // translated; may be empty
  bool at_context = false;  // the place to show is where the thing begins, not where reading it failed
};

Explanation explain(const ParserError& error);

}  // namespace itss::yaml
