#pragma once
// Files outside of the records that a record tells of by their place and their hash.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace itss::store {

// The file that a place means: a path, relative ones from `root`, or a `file:` URL of this machine. A failure for other
// places: `https://...`, `smb://...`, `nas:/images`.
Result<std::filesystem::path> local_file(std::string_view place, const std::filesystem::path& root);

// SHA-256 of a file of any size. Only a regular file that holds something and is itself no symbolic link has one: who
// says where the right copy lies means that file.
Result<std::string> sha256_of(const std::filesystem::path& file);

}  // namespace itss::store
