#pragma once
// What reading verbs share: --format, --json, --known-at, conditions, cells of a record.

#include <optional>

#include "clocks.hpp"
#include "parser.hpp"
#include "record/replay.hpp"
#include "schema/condition.hpp"

namespace itss::cmd {

struct ShowWords {
  std::string format;  // text, tsv, csv, json, md, html
  std::string json;    // fields, or `*`
  bool no_header = false;
};

// `more`: forms that the command knows besides, which look_of() does not.
void add_show_options(Parser& parser, ShowWords& words, const std::vector<std::string>& more = {});
// The look for these words. Throws Failure (2) for a format that we do not have.
format::Look look_of(App& app, const ShowWords& words);

// Prints a document that is for reading: as text in a pipe too, unless a form is asked for; nothing of it is cut.
void print_page(App& app, format::Document document, const ShowWords& words);

// --at and --known-at of a reading command.
struct AsOfWords {
  std::string at, known_at;
  bool given() const { return !at.empty() || !known_at.empty(); }
};
void add_as_of_options(Parser& parser, AsOfWords& words);
// The record as it was at the times asked for; nothing if it did not exist then.
std::optional<record::Record> as_of(App& app, const record::Record& record, const AsOfWords& words);
std::optional<record::Record> as_of(const record::Record& record, const record::AsOf& as_of);

// The time at which clocks are read: that of --at and --known-at, so that they are as they were.
Reading reading_of(App& app, const AsOfWords& words);

// One answer has one form. Throws Failure (2) if more than one of the options that choose it were given.
void check_one_form(const std::vector<std::string>& given);

// The conditions of all --where texts together. Throws Failure (2) for a path, state or code that the type does not
// have, with a suggestion.
schema::Condition read_where(const schema::Schema& type, const schema::SchemaSet& schemas,
                             const std::vector<std::string>& texts);

// Whether a column or path of this name can be asked of the type; `more` are names that a command knows besides. Throws
// Failure (2) if not.
void check_path(const schema::Schema& type, const schema::SchemaSet& schemas, const std::string& path,
                const std::vector<std::string>& more = {});
// The fields of --by, each once. Throws Failure (2) for one that none of the types has: all would be one group named
// "(none)".
std::vector<std::string> read_groups(App& app, const std::string& by, const std::vector<std::string>& types);
// The same as check_path for the names of `--json=FIELDS`, of which a command may know `more`.
void check_json_names(const schema::Schema& type, const schema::SchemaSet& schemas, const std::string& wanted,
                      const std::vector<std::string>& more = {});

// The cell of a column: a field, `id`, `status`, `opened`, `updated`, or a dotted path.
format::Cell cell_of(App& app, const record::Record& record, const schema::Schema& type, const std::string& column);
// What stands above it.
format::Column column_of(const schema::Schema& type, const std::string& column);

// The value for people: labels of codes, masked if confidential.
std::string value_text(App& app, const schema::Field& field, const Value& value);

}  // namespace itss::cmd
