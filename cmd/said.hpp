#pragma once
// What there is to say of one or many records that a command was to change.

#include <optional>
#include <string>
#include <vector>

#include "app.hpp"
#include "process/plan.hpp"

namespace itss::cmd {

// What became of one record of several: its plan, or why there is none.
struct Attempt {
  std::string id;  // empty for a new record
  process::Plan plan;
  std::optional<Failure> failure;
};

// Whether the record is as it was asked to be already: no refusal.
bool says_already(const process::Plan& plan);

// Says on standard error what refuses each attempt, its warnings, and what is so already. What reads alike of several
// records is said once, with `ID` for their ids; each that is refused is named. Returns how it ended. `verb` is the
// command: `ticket accept`.
Exit say_all(App& app, const std::string& verb, const std::vector<Attempt>& attempts);

}  // namespace itss::cmd
