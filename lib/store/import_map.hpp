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

// Columns, or paths of JSON, of which the first with a value counts; of a list, all.
using Columns = std::vector<std::string>;
// For a message: `a`, or `a or b`.
std::string to_text(const Columns& columns);

// How the file is read: a table, an array of JSON (in an object at a path), an object of JSON on each line.
enum class ImportForm { csv, json, jsonl };
std::optional<ImportForm> import_form(std::string_view name);

// What a row stands for: one change of a record, of which it has several, or all of the record as it was at its time.
enum class ImportRows { updates, records };

// Where a field's value comes from.
struct ImportField {
  std::string field;
  Columns column;                             // the cell; or
  std::string text;                           // a text with {column} in it
  std::map<std::string, std::string> values;  // cell -> value, `*` any other; empty: the cell is the value
  std::string creates;          // type of the record that is made for a name not yet known; empty: it must exist
  std::vector<std::string> in;  // only while the record is in one of these states; empty: always
  std::string fallback;         // where the cell is empty; itself empty: none
};

// Comments inside a row, each of which becomes an event of its own: the objects of an array, or the cells of a column
// that may repeat, cut into named parts.
struct ImportComments {
  std::string in;  // the array's path, or the column; empty: there are none
  char separator = '\0';
  std::vector<std::string> parts;  // names of what the separator keeps apart; the last takes the rest
  Columns time, by;                // paths in the object, or names of parts
  std::string text;                // with {path} in it
  using Wanted = std::map<std::string, std::vector<std::string>>;  // path -> one of these texts
  Wanted only;                                                     // others are left out; empty: none is
  bool tells = false;                                              // whether some told the requester:
  Wanted told_when;                                                // which
  Columns told_column;                                             // by which channel: the word,
  std::map<std::string, std::string> told_values;                  // and what it means; `*` any other
};

// What a word of the log's state column means.
struct ImportState {
  std::string state;  // a state of the type, or `same`: the one before
  Fields set;         // fields that hold as long as this row's word does
};

// A column that says when a state was entered, whatever the rows' own times are.
struct ImportInstant {
  std::string state;
  Columns column;
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
  ImportForm form = ImportForm::csv;
  std::string at;  // JSON: the path of the array; empty: the document
  ImportRows rows = ImportRows::updates;
  char delimiter = ',';
  bool any_delimiter = true;        // none is given: a table's header tells it (open_source)
  std::vector<std::string> empty;   // cells that mean nothing; the empty cell always does
  Columns group;                    // column whose equal cells make one record; the cell is the reference
  Columns opened;                   // column of the first event's time; empty: the first row's time
  Columns time;                     // column of each row's time; empty, of rows that are records: the latest it names
  std::vector<TimeFormat> formats;  // of times, tried in order; never empty after reading
  Columns state_column;
  std::string first_state;                    // from the opening until a row says otherwise
  std::map<std::string, ImportState> states;  // by the log's word
  std::vector<ImportInstant> instants;        // in the order in which the states are passed
  std::vector<ImportField> fields;
  Fields constants;  // the same for every record
  ImportComments comments;
  Columns told_time;    // column of the first answer to the requester, where no comment tells it; empty: none
  std::string told_by;  // by which channel that was
  std::map<std::string, Columns> source;        // key in the event's source -> column
  std::vector<std::string> ignored;             // columns known and left out
  std::vector<std::string> optional;            // columns that a table may lack
  std::map<std::string, ImportCreate> creates;  // by type
};

// The map in a document; findings IMPORT_MAP with their places for what is missing, unknown, or does not fit the schema
// (a field, a state, a code), and nothing then. Times without an offset or a `zone:` are in `zone`.
std::optional<ImportMap> read_import_map(const yaml::Document& document, const schema::SchemaSet& schemas,
                                         const Zone& zone, Diagnostics& findings);

// The instant that `text` means by the first of the map's formats that fits. A failure says that none does.
Result<Instant> parse_time(const ImportMap& map, std::string_view text);

// The columns that the map reads, each once, sorted; a table must have those that are not optional.
std::vector<std::string> used_columns(const ImportMap& map);
// The same with those that it leaves out.
std::vector<std::string> columns_of(const ImportMap& map);

// The columns that a text names as {column}, in order.
std::vector<std::string> places_in(std::string_view text);
// `text` with each {name} replaced by what `value_of` gives for it.
std::string fill_places(std::string_view text, const std::function<std::string(const std::string&)>& value_of);

}  // namespace itss::store
