#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace itss {

// SHA-256 of the bytes, as 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);
// Tells bytes apart where nobody means to deceive: the same on every machine, never 0.
std::uint64_t short_hash(std::string_view bytes);

}  // namespace itss
