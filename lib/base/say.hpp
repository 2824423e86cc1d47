#pragma once
// A translated text with its places filled.

#include <fmt/format.h>

#include <string>

namespace itss {

// `text` is what tr() gave; its places `{}` are filled in the manner of fmt.
template <class... Arguments>
std::string say(const char* text, const Arguments&... arguments) {
  return fmt::format(fmt::runtime(text), arguments...);
}

}  // namespace itss
