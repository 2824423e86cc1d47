#pragma once
// An event: one fact about a record, never changed once written. The words of the file are in itss-record(5).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/time.hpp"
#include "base/value.hpp"
#include "schema/schema.hpp"
#include "yaml/document.hpp"
#include "yaml/emit.hpp"

namespace itss::record {

// What kind of thing an event does beside a schema's moves.
inline constexpr std::string_view kNew = "new", kEdit = "edit", kComment = "comment", kImport = "import",
                                  kRetract = "retract";

struct Event {
  Instant at;
  std::optional<Instant> recorded;  // when it was entered, if later than `at`
  std::string by;                   // a person's id
  std::string verb;                 // `do`: a move, or one of the words above
  Fields set;                       // text, list or map by field
  std::vector<std::string> unset;
  Fields add, remove;  // field -> list of items; commutative
  Fields put;          // field -> key -> sub-record, merged field by field
  Fields drop;         // field -> list of keys
  std::string told;    // the channel by which the requester was told
  std::string note;
  std::string for_whom;    // `for`: whose word is recorded
  Value evidence;          // how, when, text or attachment
  std::string via;         // `ID.move` of the record whose move caused this event
  std::string retracts;    // `event`: the id that a retract event names
  Fields source;           // system, ref, line of an import
  Fields extra;            // keys that belong to the user, kept
  std::string written_id;  // the id, if reading replaced renamed words of the schema; else empty
  std::size_t begin = 0;   // byte in the file, for findings; 0 for an event not yet written

  // The first 10 hex digits of the SHA-256 of the canonical JSON; computed at each call, never stored.
  std::string id() const;
  bool is_import() const { return verb == kImport; }
  const Instant& known_since() const { return recorded ? *recorded : at; }
};

// The event as a value, keys as in the file; absent parts left out. Its canonical JSON is what the id hashes.
Value to_value(const Event& event);

// Reads an event; findings WRONG_TYPE, TIME_WITHOUT_OFFSET, MISSING_FIELD with their places.
std::optional<Event> read_event(const yaml::Document& document, const yaml::Node& node, Diagnostics& findings);

// The event as it is written: keys in the order of this struct, numbers, dates and instants plain.
yaml::Tree to_tree(const Event& event, const schema::Schema& schema);
// One field's value as it is written.
yaml::Tree to_tree(const Value& value, const schema::Field* field);

}  // namespace itss::record
