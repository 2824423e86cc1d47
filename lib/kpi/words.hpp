#pragma once
// The words of kpis.yaml: one table for each, read both ways.

#include <optional>
#include <string_view>

#include "kpi/measure.hpp"

namespace itss::kpi {

std::optional<Moment> parse_moment(std::string_view text);
std::optional<Subject> parse_subject(std::string_view text);
std::optional<Less> parse_less(std::string_view text);
std::optional<Formula> parse_formula(std::string_view text);
std::optional<Unit> parse_unit(std::string_view text);
std::optional<Aim> parse_aim(std::string_view text);

// The verdict of a promise that a later one took the place of: it was neither kept nor broken.
inline constexpr std::string_view kReplaced = "replaced";

// Whether the moment is one of a clock, so that it needs a clock's name or a clock that is counted.
bool is_of_clock(Moment::Form form);

}  // namespace itss::kpi
