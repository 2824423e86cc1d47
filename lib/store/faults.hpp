#pragma once
// Points at which a write may be cut short: each call names what is about to be done. Tests cut there; a program may
// hold back signals from the first one on.

#include <functional>
#include <string_view>

namespace itss::store {

struct Faults {
  // Called before each write, fsync, rename and unlink; a test throws or kills here. Empty: nothing happens.
  std::function<void(std::string_view operation)> before;
  void point(std::string_view operation) const {
    if (before) before(operation);
  }
};

}  // namespace itss::store
