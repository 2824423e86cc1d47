#pragma once
// From what was typed for a record type or an id to types and records.

#include "app.hpp"

namespace itss::cmd {

// The record type of this name. Throws Failure (2) with a suggestion if there is none, (3) if its schema cannot be
// used; what is wrong with it is told then.
const schema::Schema& type_named(App& app, const std::string& name);
// The types of these names, each once, in their order; of no names all that there are. Throws as type_named.
std::vector<const schema::Schema*> types_named(App& app, const std::vector<std::string>& names);
// All types whose schemas can be used. The others, of which nothing is counted, are told, and `exit` becomes 3.
std::vector<const schema::Schema*> usable_types(App& app, Exit& exit);

// The ids named by the words of a command, each once; `-` reads more from standard input, one to a line.
std::vector<std::string> read_ids(App& app, const std::vector<std::string>& words);
// Whether such words may name any number of records, so that JSON is an array however many they are.
bool name_several(const std::vector<std::string>& words);

// The record that the text means: a full id, an alias, or any unique part of one; of one type if given. Throws Failure
// (1) if there is none or it is ambiguous, (3) if its file cannot be used.
store::Loaded pick(App& app, const std::string& text, const schema::Schema* type = nullptr);

// The id that the text, found among the values of a field, means; the text itself if there is no such record, which the
// rules say better. Throws Failure (1) if it is ambiguous.
std::string id_meant(App& app, const std::string& text, std::string_view type);

}  // namespace itss::cmd
