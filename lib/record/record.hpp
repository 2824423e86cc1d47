#pragma once
// A record: fields and the events that made them. A Record is immutable data read from a file or made by a plan.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/event.hpp"

namespace itss::record {

struct Record {
  std::string id;
  std::string type;
  std::string file;  // relative to the repository's root
  std::vector<std::string> aliases;
  Fields fields;              // as written at the top level, `status` among them
  Fields unknown;             // top-level keys that belong to the user
  std::vector<Event> events;  // in the file's order
};

using RecordPtr = std::shared_ptr<const Record>;

// Reads a record of a known type from a parsed file. Findings for what is malformed; nothing if it has no id or no
// readable history. Whether its values fit the schema is check_form's question, its drift drift()'s (replay.hpp), the
// legality of its moves process::audit's: a list must not pay for them.
std::optional<Record> read_record(const yaml::Document& document, const schema::Schema& schema, Diagnostics& findings);

// Values that do not fit their fields, at the top level and in the events: WRONG_TYPE, UNKNOWN_CODE, UNKNOWN_STATE,
// UNKNOWN_FIELD (at the top level a warning for near-misses only, since unknown keys are the user's own).
Diagnostics check_form(const yaml::Document& document, const schema::Schema& schema);

// The bytes of a new record's file: id, fields in the schema's order, history.
std::string write_new(const Record& record, const schema::Schema& schema);

// The bytes of the file with `appended` events behind its history and the top-level fields set to `fields`; nothing
// else is touched (yaml/edit.hpp).
Result<std::string> write_changed(const yaml::Document& document, const schema::Schema& schema,
                                  const std::vector<Event>& appended, const Fields& fields);

}  // namespace itss::record
