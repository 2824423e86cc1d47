#pragma once
// Record ids: prefix, local date, five characters of Crockford's base32 (`TKT-20261124-7K3QF`), a serial of four or
// more digits instead (`TKT-20261124-0007`), or a given name (`wang.fang`).

#include <functional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/time.hpp"

namespace itss {

// The parts of a dated id; a failure says why the text is none.
struct DatedId {
  std::string prefix;
  Date date;
  std::string tail;
};
Result<DatedId> parse_dated_id(std::string_view text);

// Random bits from outside (the system's in cmd/, a seed in tests).
using Random = std::function<unsigned()>;
std::string new_dated_id(std::string_view prefix, Date date, const Random& random);
std::string serial_id(std::string_view prefix, Date date, unsigned number);

// Whether `text` may name a record: 1 to 80 letters of any script, digits, `.`, `_`, `-`, `@`; neither `.` or `-`
// first, nor `..`. So no id can leave the repository's directory or be taken for an option.
bool is_given_name(std::string_view text);

}  // namespace itss
