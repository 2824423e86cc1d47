#pragma once
// Named checks: what no guard word can say. Their names and meanings stand in schema/checks.hpp, so that a schema can
// be verified without what carries them out, which is here; a test keeps the two alike.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "process/attempt.hpp"

namespace itss::process {

struct NamedCheck {
  std::string_view name;
  // What is wrong, or nothing; `argument` is what stands behind the colon.
  std::function<std::optional<std::string>(const Attempt&, std::string_view argument)> run;
};

const std::vector<NamedCheck>& named_checks();

// Runs `name` or `name:argument`. What is wrong, or nothing; an unknown name is wrong.
std::optional<std::string> run_check(std::string_view name, const Attempt& attempt);

}  // namespace itss::process
