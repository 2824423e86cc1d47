#pragma once
// Bytes with what tells that they are whole: SQLite itself does not notice a byte that was changed.

#include <string>
#include <string_view>

namespace itss::store {

std::string sealed(const std::string& bytes);
// The bytes that were sealed. Throws Corrupt if they are not these.
std::string_view unsealed(std::string_view bytes);

}  // namespace itss::store
