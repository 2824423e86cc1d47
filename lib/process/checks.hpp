#pragma once
// Named checks: what no guard word can say. One documented table; a schema names a row, with an argument behind a
// colon.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "process/attempt.hpp"

namespace itss::process {

struct NamedCheck {
  std::string_view name;
  std::string_view meaning;  // for itss-schema(5)
  // What is wrong, or nothing.
  std::function<std::optional<std::string>(const Attempt&, std::string_view argument)> run;
};

const std::vector<NamedCheck>& named_checks();

// Runs `name` or `name:argument`. What is wrong, or nothing; an unknown name is wrong.
std::optional<std::string> run_check(std::string_view name, const Attempt& attempt);

}  // namespace itss::process
