#pragma once
// Finds the elements of an array in a JSON document without reading them, each with its line. Inside store/ only.

#include <string>
#include <string_view>
#include <vector>

namespace itss::store {

struct JsonElement {
  std::string_view text;  // in the document
  std::size_t line = 0;   // on which it begins, from 1
};

// The elements of the array at `at` (keys and places joined by points; empty: the document). Throws Error with the line
// where the document is no JSON, or has no array there.
std::vector<JsonElement> json_elements(std::string_view document, const std::string& at);

}  // namespace itss::store
