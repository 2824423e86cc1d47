#pragma once
// Options that come from a schema: one for each field, and those that every event may have.

#include <map>

#include "parser.hpp"
#include "process/plan.hpp"

namespace itss::cmd {

// What was typed for fields, before the schema's types are looked at.
struct FieldWords {
  std::map<std::string, std::vector<std::string>> values;  // --field VALUE
  std::vector<std::string> unset, add, remove, put, drop;
};

// What was typed for the event itself.
struct EventWords {
  std::string at, note, note_file, told, for_whom;
  std::vector<std::string> evidence;
  bool strict = false;
};

// How a write is carried out.
struct WriteWords {
  bool dry_run = false;
  bool no_commit = false;
  bool yes = false;  // many records at once need no question
  std::string json;
};

// `close_code` as `close-code`.
std::string option_name(const std::string& field);

// An option for each of these fields that a person may type.
void add_field_options(Parser& parser, const schema::Schema& type, const std::vector<std::string>& fields,
                       FieldWords& words);
// --add and --remove, if one of these fields holds several values.
void add_item_options(Parser& parser, const schema::Schema& type, const std::vector<std::string>& fields,
                      FieldWords& words);
// --unset, --add, --remove, --put, --drop.
void add_change_options(Parser& parser, FieldWords& words);
void add_event_options(Parser& parser, EventWords& words);
void add_write_options(Parser& parser, WriteWords& words);

// Puts the words into a request. Throws Failure (2) for words that fit no field.
void fill(process::Request& request, App& app, const schema::Schema& type, const FieldWords& words);
// Also who, now, when, and whence ids for records that the move makes come.
void fill(process::Request& request, App& app, const EventWords& words);

// A text given as `@file` or `@-` is that file's; `@@x` is `@x`.
std::string long_text(App& app, const std::string& text);

// The names of the type's fields that a person may give.
std::vector<std::string> typed_fields(const schema::Schema& type);

// The text with the dates between which what it names is in use: `email (until 2027-01-01)`.
std::string dated(const std::string& text, const schema::Validity& valid);
// The codes of a field, each so.
std::string dated_codes(const schema::Field& field);

}  // namespace itss::cmd
