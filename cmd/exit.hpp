#pragma once
// How the program ends. One table: the code, `itss help exit-codes` and itss(1) all come from it.

#include <stdexcept>
#include <string>
#include <vector>

namespace itss::cmd {

enum class Exit { done = 0, no = 1, usage = 2, cannot = 3, uncommitted = 4, interrupted = 130 };

struct ExitRow {
  Exit exit;
  const char* meaning;  // English; shown through tr()
};

// All exit codes in the order of their numbers.
const std::vector<ExitRow>& exit_codes();

// The worse of two outcomes, for a command that did several things: a refusal outweighs success, a broken store all.
Exit worse(Exit a, Exit b);

// A command that cannot or may not go on; caught once, in dispatch(). `hint` says what would mend it.
class Failure : public std::runtime_error {
 public:
  Failure(Exit exit, const std::string& message, std::string hint = {})
      : std::runtime_error(message), exit_(exit), hint_(std::move(hint)) {}
  Exit exit() const { return exit_; }
  const std::string& hint() const { return hint_; }

 private:
  Exit exit_;
  std::string hint_;
};

}  // namespace itss::cmd
