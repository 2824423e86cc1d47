#pragma once
// What a change of a schema would do to events that are stored already.

#include <functional>
#include <string>

#include "schema/schema.hpp"

namespace itss::schema {

// The words of one stored event as the file has them, whatever the schemas rename.
struct StoredEvent {
  std::string where;  // for the message: the record's id
  std::string verb;   // a move, or `edit`, `comment`, `import`, `retract`
  Fields values;      // by field; the state under `status`; absent where only the field is named
  std::string file;   // of the record, relative to the repository; empty: wherever its type has it
};

// Calls its argument for each stored event of the type.
using EachEvent = std::function<void(const std::function<void(const StoredEvent&)>& visit)>;

// States, moves, fields, parts and codes that stored events use and that the newer schema neither has nor renames, the
// directory and the prefix by which their records are found (SCHEMA_REMOVED), and values that no longer fit their field
// (SCHEMA_CHANGED). Each is listed once, with the first record that uses it. What the older schema did not know either
// is no finding of the change. Without a newer schema the type itself is gone.
Diagnostics verify_change(const Schema& before, const Schema* after, const EachEvent& each_event);

}  // namespace itss::schema
