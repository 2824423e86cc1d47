#pragma once
// How the rows of another system's log become records: a map as data (the words are in itss-import(5)).

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/value.hpp"
#include "schema/set.hpp"
#include "store/time_format.hpp"
#include "yaml/document.hpp"

namespace itss::store {

// Where a field's value comes from.
struct ImportField {
  std::string field;
  std::string column;                         // the cell; or
  std::string text;                           // a text with {column} in it
  std::map<std::string, std::string> values;  // cell -> value, `*` any other; empty: the cell is the value
  std::string creates;          // type of the record that is made for a name not yet known; empty: it must exist
  std::vector<std::string> in;  // only while the record is in one of these states; empty: always
};

// What a word of the log's state column means.
struct ImportState {
  std::string state;  // a state of the type, or `same`: the one before
  Fields set;         // fields that hold as long as this row's word does
};

// A column that says when a state was entered, whatever the rows' own times are.
struct ImportInstant {
  std::string state;
  std::string column;
  bool only =
      false;  // the state is entered then or not at all (other than by the last row); without: the column may be empty
};

// How the record is made for a name that is not yet known.
struct ImportCreate {
  Fields set;  // texts; {value} stands for the log's own name
};

struct ImportMap {
  std::string system;  // with the reference it makes the record's id, so it is never changed
  std::string type;
  char delimiter = ',';
  std::vector<std::string> empty;    // cells that mean nothing; the empty cell always does
  std::string group;                 // column whose equal cells make one record; the cell is the reference
  std::string opened;                // column of the first event's time; empty: the first row's time
  std::string time;                  // column of each row's time
  std::optional<TimeFormat> format;  // always there after reading
  std::string state_column;
  std::string first_state;                    // from the opening until a row says otherwise
  std::map<std::string, ImportState> states;  // by the log's word
  std::vector<ImportInstant> instants;        // in the order in which the states are passed
  std::vector<ImportField> fields;
  Fields constants;                             // the same for every record
  std::map<std::string, std::string> source;    // key in the event's source -> column
  std::vector<std::string> ignored;             // columns known and left out
  std::map<std::string, ImportCreate> creates;  // by type
};

// The map in a document; findings IMPORT_MAP with their places for what is missing, unknown, or does not fit the schema
// (a field, a state, a code), and nothing then. Times without an offset or a `zone:` are in `zone`.
std::optional<ImportMap> read_import_map(const yaml::Document& document, const schema::SchemaSet& schemas,
                                         const Zone& zone, Diagnostics& findings);

// The columns that the map reads, each once, sorted; a table must have them.
std::vector<std::string> used_columns(const ImportMap& map);
// The same with those that it leaves out.
std::vector<std::string> columns_of(const ImportMap& map);

// The columns that a text names as {column}, in order.
std::vector<std::string> places_in(std::string_view text);
// `text` with each {name} replaced by what `value_of` gives for it.
std::string fill_places(std::string_view text, const std::function<std::string(const std::string&)>& value_of);

}  // namespace itss::store
