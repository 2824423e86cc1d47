#pragma once
// The four forms of an error: a malformed value is a Result, a broken record a Diagnostic, a refused move a Refusal
// (process/), and what makes going on impossible an Error.

#include <stdexcept>
#include <string>
#include <tl/expected.hpp>

namespace itss {

// A value, or a text that says what is wrong with the input (no capital, no full stop, the subject quoted).
template <class T>
using Result = tl::expected<T, std::string>;

// Builds the failing side of a Result.
inline tl::unexpected<std::string> failure(std::string text) { return tl::unexpected<std::string>(std::move(text)); }

// The work cannot go on: unreadable file, broken repository, full disk. The only exception that lib/ throws; caught
// once, in cmd/, which exits with 3.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace itss
