#pragma once

#include "app.hpp"

namespace itss::cmd {

// For people: `2026-11-24 09:15` on a terminal (the repository's zone); RFC 3339 in a pipe.
std::string time_text(App& app, const Instant& instant);
// For people: `5 min ago`, `in 3 h`, `2 d ago`.
std::string relative_text(App& app, const Instant& instant);

// An amount of wall-clock time as an option takes it, `30m`, `2h`, `1d` for 24 hours. Throws Failure (2) that names
// `option` for anything else.
Seconds span_of(const std::string& text, const std::string& option);

}  // namespace itss::cmd
