#pragma once
// A record type as data: what `schemas/<type>.yaml` says, after reading. Plain structs; reader.hpp fills them,
// verify.hpp proves them sound. The words are explained in itss-schema(5).

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/time.hpp"
#include "schema/condition.hpp"

namespace itss::schema {

struct Label {
  std::string en;
  std::string zh;
  // The label in the chosen language (base/translate.hpp); `zh` falls back to `en`.
  const std::string& text() const;
};

// Dates in which a field, code, move or guard binds the events recorded: [since, until).
struct Validity {
  std::optional<Date> since;
  std::optional<Date> until;
  bool covers(Date date) const;
};

struct CodeValue {
  std::string name;
  Label label;
  Validity valid;
};

// What stands on screen and in exports for a confidential value.
inline constexpr const char* kMask = "***";

// The names of codes, fields, states, moves and the like, in their order.
template <class T>
std::vector<std::string> names_of(const std::vector<T>& named) {
  std::vector<std::string> names;
  names.reserve(named.size());
  for (const auto& each : named) names.push_back(each.name);
  return names;
}

enum class FieldType {
  text,
  prose,
  code,
  number,
  date,
  instant,
  duration,
  person,
  people,
  link,
  links,
  list,
  map,
  computed,
  condition  // a map of fields to values, as condition.hpp reads it
};
std::string_view name_of(FieldType type);

// The way that a fault goes over a link: to the record that is named, from it to the one that names it, or both.
enum class Spreads { no, forth, back, both };

struct Field {
  std::string name;
  FieldType type = FieldType::text;
  Label label;
  std::string clause;
  bool required = false;      // must be filled when the record is made and ever after
  bool guarded = false;       // only moves may change it; `set` and `adopt` may not
  bool confidential = false;  // masked on screen and in exports
  bool open_codes = false;    // code: other values are allowed too (a list "and so on")
  std::vector<CodeValue> codes;
  std::string covered;     // link, links: the kind of agreement that should cover each record it can name; empty: none
  std::string codes_from;  // code: the codes are the names in a shared table (`roles`)
  std::string fallback;    // `default:` of a new record; empty: none
  std::string to;          // link, links: the record type
  std::string key;         // map: what its keys are: person, text, code, or a record type
  Spreads spreads = Spreads::no;  // link, links to the own type: the way that a fault goes over them
  std::vector<Field> fields;      // map: of each sub-record; one named "*" stands for every other key
  Value computed;                 // computed: the formula as written
  std::string named_by;           // computed, `named_by: TYPE.FIELD`: the link field of the records of type `to`, ...
  Condition named_where;          // ... and what is asked of them
  Validity valid;
  std::size_t line = 0;  // in the schema's file

  const CodeValue* find_code(std::string_view name) const;
  const Field* find_field(std::string_view name) const;  // of a map; falls back to "*"
};

struct State {
  std::string name;
  Label label;
  bool initial = false;
  bool final = false;
  // A derived state is shown instead of a stored one while a condition holds; it is never stored.
  std::vector<std::string> derived_from;
  Condition derived_when;
  bool derived() const { return !derived_from.empty(); }
  std::size_t line = 0;
};

// Where a move may start.
struct From {
  enum class Form {
    states,
    open,
    any,
    before,
    nothing
  } form = Form::states;  // nothing: `new`, the record does not exist
  std::vector<std::string> states;
};

// Guards ---------------------------------------------------------------------------------------------------------
struct Requires {
  std::vector<std::string> fields;
};  // filled now or before; `note`, `told`, `for`, `evidence` name the event's own
struct AnyOf {
  std::vector<std::string> fields;
};
struct Actor {
  std::vector<std::string> roles, by;
  bool together = false;
};  // holds a role, or is named at a path to a person field
struct NotBy {
  std::vector<std::string> moves;
};
struct After {
  std::string move;
  std::vector<std::string> roles;  // made by a holder of one of them; empty: by anyone
  std::vector<std::string> since;  // only counted after the last event of these moves
  bool other = false;              // made by another than the actor
  long count = 1;                  // at least so often
  bool distinct_days = false;      // on so many different dates
};
struct Same {
  std::vector<std::string> paths;
};
struct Covers {
  std::string all;
  std::vector<std::string> in;  // together they hold all of it
};
// No two of them hold a value in common.
struct Disjoint {
  std::vector<std::string> paths;
};
struct Each {
  std::string in;
  std::vector<std::string> has;
  std::vector<std::string> same;  // parts that are equal within each sub-record
};
// A move that each linked record made, no earlier than this record's last one of `since`.
struct Moved {
  std::string move;
  std::vector<std::string> since;   // moves of this record; none of them made: at any time
  std::string naming;               // the field by which that move named this record; empty: it need not
  std::optional<Condition> unless;  // of a linked record that need not have moved
};
struct Linked {
  std::string field;
  long min = 1;
  std::optional<long> max;
  std::vector<std::string> states;
  Condition where;
  std::optional<Moved> moved;
};
struct Children {
  std::string type, field;
  std::vector<std::string> states;
  Condition where;
};  // records whose link `field` names this one: all are so
struct Parties {
  std::string of;
  std::vector<std::string> all;
};
struct During {
  std::string field;
};  // a map field with `from` and `to`
// No other record of the type whose window overlaps this one's.
struct Apart {
  std::string window;       // as a type's
  std::string type, field;  // of the others, and their window
  Condition where;          // which of them matter
  std::string sharing;      // a field of links of both: only those that have one of this record's; empty: all
  Covers except;            // but not those whose `in` holds all that is in this record's `all`; empty: none left out
};
struct Holds {
  Condition condition;
};  // true of the record with the inputs applied; `actor.*`, `input.*` allowed
struct Named {
  std::string check;
};  // a named check in C++

using GuardTest = std::variant<Requires, AnyOf, Actor, NotBy, After, Same, Covers, Disjoint, Each, Linked, Children,
                               Parties, During, Apart, Holds, Named>;

// Guards that hold together under one condition.
struct GuardGroup {
  Condition when;
  Severity severity = Severity::error;
  std::string clause;
  Validity valid;
  std::vector<GuardTest> tests;
  std::size_t line = 0;
};

// Effects --------------------------------------------------------------------------------------------------------
struct Derive {
  std::string field, table;
  std::vector<std::string> of;
};  // `of` omitted in the file: the table's
// Expressions in sets, puts and creates: see expression.hpp.
struct Put {
  std::string field;
  std::string key;
  std::map<std::string, std::string> set;
};
// Fields that are empty and not given are taken from the record that the link `from` names.
struct Fill {
  std::string from;
  struct Item {
    std::string field, source;  // this record's field, and the one of the other record
  };
  std::vector<Item> fields;
};
// Sub-records of the last earlier record of the same run are taken over.
struct Gather {
  std::string field;                // the map, of both records
  std::vector<std::string> alike;   // the same run: records with the same values of these fields
  std::string before;               // an instant or date field: earlier ones have an earlier value
  std::vector<std::string> states;  // the earlier one is in one of these
  Condition where;                  // which sub-records, by their parts
  std::string from;                 // the part that tells the record that it comes from; empty: none
  std::vector<std::string> keeps;   // the parts that are taken over
};
struct Create {
  std::string type, link;
  std::map<std::string, std::string> set;
};  // link: the new record's field that names this one
struct Carry {
  std::string field;
  std::vector<std::string> verbs;
  bool children = false;
  std::string type;
  Condition where;
};  // field: links of this record; children: records of `type` whose `field` names this one

struct Rule {
  From from;
  std::string to = "same";         // a state, `same`, `previous` (the state before the present one was entered)
  Condition when;                  // on the record with the inputs applied
  std::vector<std::string> takes;  // optional inputs besides those that guards name
  std::vector<GuardGroup> guards;  // the first group is the rule's own, unconditional one
  std::string via;                 // only carried by this move of another type: `release.deploy`
  std::map<std::string, std::string> sets;
  std::vector<std::string> unsets;
  std::map<std::string, std::string> adds, removes;  // of fields with several values
  std::vector<Derive> derives;
  std::vector<Put> puts;
  std::vector<Fill> fills;
  std::vector<Gather> gathers;
  std::vector<Create> creates;
  std::vector<Carry> carries;
  std::vector<std::string> voids;
  bool told = false;      // the requester is told by it; asks for a channel
  std::string told_from;  // the field that gives the channel if the command names none; empty: it must be named
  std::size_t line = 0;
};

// The fields that the rule itself writes, beside those that it empties or takes over from a template.
std::set<std::string> written_by(const Rule& rule);

struct Move {
  std::string name;
  Label label;
  std::string clause;
  std::vector<Rule> rules;
  Validity valid;
  std::size_t line = 0;
};

// From which events a clock starts, stops and pauses. Those of imported histories, which have no moves, follow states
// and fields alone.
struct ClockRule {
  std::string name;
  Label label;
  std::string kind;  // of the agreements that promise it (`sla`, `ola`, `uc`); empty: of any
  std::vector<std::string> starts_in, starts_by;  // entering a state, a move; both empty: the first event
  Condition starts_when;                          // on the record as that event leaves it
  std::string per;                                // runs while this field has a value, each value a promise of its own
  bool stops_when_told = false;                   // the first event with `told`
  bool told_restarts = false;                     // each `told` keeps the promise and makes a new one (progress)
  std::vector<std::string> stops_in, stops_by;    // entering one of these states, one of these moves
  std::vector<std::string> pauses_in;             // consented holds in these states
  std::vector<std::string> cancelled_in;
  std::string pause_reason, pause_until, pause_consent;  // fields that say why, until when, by whose consent
  std::vector<std::string> pauses_for;                   // the reasons that stop it, unless its agreement names others
  std::string target_by = "priority";                    // the field whose code selects the target
  std::string due;                 // the path of the date or instant by which it must stop, in place of a target
  std::optional<Duration> lead;    // so much working time, by the `calendar`, before that
  std::optional<Duration> target;  // where no agreement promises one
  std::string calendar;            // of that target
  std::size_t line = 0;
};

// How a breach is excused: by a move, one of whose inputs names the clock, another the reason.
struct Excusing {
  std::string move;
  std::string clock, reason;  // fields
  std::size_t line = 0;
  bool given() const { return !move.empty(); }
};

// What somebody has to do: a move that a record waits for.
struct Owed {
  std::string move;
  std::vector<std::string> states;  // while it is in one of these; empty: those that the move starts from
  Condition when;                   // and this holds
  std::vector<std::string> by;   // by whom the first of these fields that is filled names; none is, or empty: by whom
                                 // the move's own guards allow
  std::string clock;             // until this clock is due
  std::string due;               // or until the date (its end) or instant at this path
  std::optional<Duration> lead;  // so much before that; days by the calendar of dates
  std::size_t line = 0;
};

// Records that recur each week for each record that a link names, such as the weekly meetings of a project.
struct Series {
  std::string name;
  Label label;
  std::string clause;
  std::string of;                          // the link field
  std::vector<std::string> running;        // while the record that it names is in one of these states
  std::string weekday;                     // `mon`..`sun`
  std::optional<Seconds> from, to;         // of the day, by the clock of the zone: the type's `window`
  std::string calendar;                    // one that falls on a day off is moved to a working day of its week
  Condition where;                         // which records of the type belong to it
  std::vector<std::string> took_place;     // states of those that were not left out
  std::string slot;                        // an instant field: the start that it has in the series
  std::string moved_for;                   // a text field: the day off for which it was moved; empty: not kept
  std::map<std::string, std::string> set;  // expressions, as in `spawns`
  std::size_t line = 0;
};

// A part of a document about one record. What it shows is one of facts, text, map and records.
struct PaperSection {
  Label title;
  std::vector<std::string> facts;    // paths, a line for each
  std::string text;                  // a field: prose as paragraphs, a list as lines
  std::string map;                   // a field: its sub-records as a table; the column `key` is what they are called
  std::string records;               // `TYPE.FIELD`: the records whose link names this one
  bool earlier = false;              // records: those that name an earlier record of the same run (see Gather)
  std::vector<std::string> columns;  // of a map or of records
  Condition where;                   // which sub-records, by their parts, or records
  std::size_t line = 0;
};

// A document that is printed of a record: minutes, a form. `itss TYPE NAME ID`.
struct Paper {
  std::string name;  // and the verb
  Label label;
  std::string clause;
  std::vector<PaperSection> sections;
  std::vector<std::string> to;  // people fields: to whom it goes
  std::size_t line = 0;
};

// How records become entries of calendars (iCalendar); the time is the type's `window`.
struct Invitation {
  std::vector<std::string> moves;              // each tells those invited anew
  std::string summary, place;                  // fields
  std::string organizer;                       // a person field
  std::vector<std::string> required, invited;  // people fields
  std::vector<std::string> cancelled;          // states
  std::string paper;                           // the document that is sent with it; empty: none
  std::size_t line = 0;
  bool given() const { return !moves.empty(); }
};

// Records of this type are offered to those of another with which they have values or words in common.
struct Offer {
  std::string to;                   // the type they are offered to
  std::vector<std::string> states;  // in which a record is offered
  std::vector<std::string> shares;  // fields that both have: equal values speak for it
  std::vector<std::string> words;   // fields whose words speak for it
  std::vector<std::string> shows;   // fields that are shown with it
  std::size_t line = 0;
};

// A record of another type that one of this type gives rise to.
using Spawn = Create;

// The files that a map field tells of, each with its place and hash, and the move that says they were looked at.
struct Media {
  std::string in;         // a map field; its sub-records have the parts `location` and `sha256`
  std::string move;       // made for each sub-record whose file has its hash
  std::string key, hash;  // inputs of that move: the sub-record's key, the hash that was found
  std::size_t line = 0;
  bool given() const { return !in.empty(); }
};

// A table of a `derive`: the value at [row][column]; one-dimensional with one key.
struct Table {
  std::string name;
  std::vector<std::string> of;               // the fields whose values are the keys
  std::map<std::string, std::string> cells;  // keys joined by a blank: "1 2" -> "P1"
};

struct Schema {
  std::string record;  // the type's name and the noun on the command line
  Label label;
  std::string clause;
  std::string prefix;  // of dated ids; empty: records have given names
  std::string directory;
  std::string title_field;    // `title:`, shown in lists
  std::vector<Field> fields;  // in the order of the file, `status` not among them
  std::vector<State> states;
  std::vector<Move> moves;  // `new` among them, always
  std::vector<ClockRule> clocks;
  Excusing excusing;
  std::vector<Table> tables;
  std::vector<Offer> offers;                  // `offered:`
  std::vector<Spawn> spawns;                  // `spawns:`
  std::string window;                         // `window:` a map field with `from` and `to`, or `START..END`, two fields
  std::vector<Owed> owed;                     // `owed:`
  std::vector<Series> series;                 // `series:`
  std::vector<Paper> papers;                  // `papers:`
  Invitation invitation;                      // `invitation:`
  std::vector<std::string> board;             // `board:` the columns of its board; empty: none
  Media media;                                // `media:`
  std::vector<std::string> agreement_states;  // `agreement:` its records are agreements, in force in these states
  std::vector<std::string> columns;           // of `list`
  std::vector<std::string> retract_roles;     // who may retract events of others
  std::map<std::string, std::string> renamed_states, renamed_codes, renamed_fields,
      renamed_moves;  // old -> new; codes as field.old
  std::string file;   // where it was read from, for findings
  std::string bytes;  // of that file, for the places of findings

  bool named() const { return prefix.empty(); }
  const Field* find_field(std::string_view name) const;
  const State* find_state(std::string_view name) const;
  const Move* find_move(std::string_view name) const;
  const State& initial() const;
  bool is_open(std::string_view state) const;  // known and not final
  // Whether `state` fits `from`; `before` counts states in the order of the file.
  bool fits(const From& from, std::string_view state) const;
  // Fields that only moves may change: marked guarded, or set, derived or put by a rule.
  bool is_guarded(std::string_view field) const;
  // The inputs that a rule reads, in order: fields of takes, requires, any_of, derive's sources.
  std::vector<std::string> inputs_of(const Move& move) const;
};

// The one type that the language itself knows, because people act: fields of type person name its records, and `roles:`
// asks its field for the roles held.
inline constexpr std::string_view kPersonType = "person";
inline constexpr std::string_view kRolesField = "roles";

// Names that no move may have: the built-in verbs of every type.
const std::vector<std::string>& builtin_verbs();

// The canonical text of a value of this field, or why it is none: a code's case, a number's form, an instant with
// offset, a person's or record's id as a legal name. The value of another form (a list for a text) fails too.
Result<Value> canonical(const Field& field, const Value& value);

}  // namespace itss::schema
