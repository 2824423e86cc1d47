#pragma once
// `since` and `until` of moves, fields and codes: they bind what is entered on days inside them.

#include <optional>
#include <string>
#include <vector>

#include "process/attempt.hpp"

namespace itss::process {

// What a value says that is not in use on the day: the field itself, or a code that `before` did not have. Absent if
// all is.
std::optional<std::string> out_of_use(const schema::Field& field, const Value& before, const Value& value, Date day);

// UNKNOWN_MOVE for a move that is not in use.
Refusal not_in_use_now(const schema::Move& move);

// VALUE for each field and code that the event writes although it is not in use on the day of entry.
void append_not_in_use(const Attempt& attempt, std::vector<Refusal>& problems);

}  // namespace itss::process
