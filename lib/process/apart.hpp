#pragma once
// What the guard `apart` asks, and the timetable that shows what it would refuse.

#include <optional>

#include "base/zone.hpp"
#include "schema/condition.hpp"
#include "schema/schema.hpp"

namespace itss::process {

// The window of a record as [from, to): a map field with these parts, or two instant fields, `START..END`; nothing if
// it lacks one of them.
std::optional<Window> window_of(const Fields& fields, const std::string& window);
// Windows that only touch do not overlap.
bool overlap(const Window& a, const Window& b);
// Whether the other record allows what the one that keeps apart from it is: all that its own `all` holds, which is
// something, stands in the other one's `in`. False without an exception.
bool is_excepted(const schema::Covers& except, const schema::Facts& own, const schema::Facts& other);

}  // namespace itss::process
