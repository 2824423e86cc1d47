#pragma once
// Which forms a scalar may take; emit_inline (emit.hpp) is defined next to it.

#include <string_view>

namespace itss::yaml {

// Whether a text with line breaks reads back exactly as a literal block (|- or |) under every parser, and still does
// when blank lines are added behind it.
bool is_literal_block(std::string_view text);

}  // namespace itss::yaml
