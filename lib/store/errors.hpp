#pragma once
// What may stand against a write, so that a caller can tell "try again" from "give up".

#include <filesystem>
#include <string_view>

#include "base/error.hpp"

namespace itss::store {

// Another command holds the lock; the text says who.
class LockBusy : public Error {
 public:
  using Error::Error;
};

// A file is not the one that was read, or a new file's path is taken: load again and plan again.
class Changed : public Error {
 public:
  using Error::Error;
};

// Throws Error with `text` (a translated fmt template of path and reason) for an error number.
[[noreturn]] void fail(const char* text, const std::filesystem::path& path, int error_number);
// `no space left on device`.
std::string reason_of(int error_number);

}  // namespace itss::store
