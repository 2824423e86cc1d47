#pragma once
// What a verb may do: from a request to the events for one or several records, or to all that refuses it. Pure: nothing
// is written here.

#include <functional>
#include <string>
#include <vector>

#include "record/world.hpp"

namespace itss::process {

struct Request {
  std::string type;
  record::RecordPtr record;  // null for `new`
  std::string id;            // of the record that `new` makes
  std::string verb;          // a move of the type, or `set` (also --unset/--add/--remove), `comment`
  Fields set;                // inputs: field -> value as typed
  std::vector<std::string> unset;
  Fields add, remove, put, drop;
  std::string told, note, for_whom;
  Value evidence;
  std::string actor;     // a person's id
  Instant at;            // when it happened
  Instant now;           // when it is entered
  bool strict = false;   // warnings refuse too
  std::string via;       // `ID.move` of the record whose move carries this one; empty: asked for by a person
  std::string via_move;  // `type.move` of it
  std::function<std::string(const std::string& type)> new_id;  // ids for records that the move creates
};

// One reason against a request. `code` is stable (MOVE_STATE, REQUIRES, ANY_OF, ROLE, NOT_BY, AFTER, SAME, COVERS,
// EACH, LINKS, CHILDREN, PARTIES, DURING, DISJOINT, CHECK, VIA, VALUE, NO_INPUT, ALREADY, FUTURE, FIRST_EVENT,
// LATER_EVENT, GUARDED_FIELD, UNKNOWN_PERSON, UNKNOWN_MOVE, UNKNOWN_EVENT, UNREADABLE, NOTHING, SAME_SECOND).
struct Refusal {
  std::string code;
  std::string message;  // what is missing, translated
  std::string hint;     // the option or command that would mend it
  std::string clause;   // the clause it rests on
  Severity severity = Severity::error;
  std::string of = {};  // the carried or created record that it stands against; empty: the one asked for
};

// What happens to one record: the event, and the record as it is afterwards.
struct Change {
  std::string type;
  std::string id;
  record::RecordPtr before;  // null: the record is new
  record::Record after;      // with the event at the end of `events` and `fields` as after it
};

struct Plan {
  std::vector<Change> changes;    // the record itself first, then carried and created ones; empty if refused
  std::vector<Refusal> refusals;  // all that is missing, not only the first
  std::vector<Refusal> warnings;
  bool allowed() const { return refusals.empty(); }
};

Plan plan(const Request& request, const record::World& world);

// A move that the record's state and rules offer now, and what stands against it with no further input.
struct Option {
  std::string verb;
  std::string to;
  std::vector<std::string> roles;                // who may; empty: anyone
  std::vector<std::string> by;                   // person fields who may
  std::vector<std::string> people;               // the persons whom those fields name now
  bool together = false;                         // whether it takes a role and being named
  std::vector<std::string> missing;              // fields that it still asks for, and `note`, `told`, `for`, `evidence`
  std::vector<std::vector<std::string>> one_of;  // groups of fields of which one is still asked for
  bool by_actor = false;                         // whether the given actor is one who may
};
std::vector<Option> options(const record::Record& record, const record::World& world, std::string_view actor,
                            const Instant& now);

// Retracts the event with this id (or unique first digits), which may be a retraction: refused if a later event would
// become illegal by it, if what the event caused on other records still counts, or if the actor is neither its author
// nor holds a role of the type's `retract` rule.
Plan retract(const record::RecordPtr& record, std::string_view event_id, std::string_view reason,
             std::string_view actor, const Instant& now, const record::World& world);

// Turns a hand edit of top-level fields into one `edit` event; status and guarded fields are refused.
Plan adopt(const record::RecordPtr& record, std::string_view actor, const Instant& now, const record::World& world);

// Findings about a history: moves that were not possible, codes, types, links, events out of order, in the future,
// guards that did not hold.
struct Finding {
  Code code;
  std::size_t begin = 0;  // byte in the record's file
  std::vector<std::string> arguments;
  std::string hint;
};
std::vector<Finding> audit(const record::Record& record, const record::World& world, const Instant& now);

}  // namespace itss::process
