#pragma once
// The table of moves of a record type, tests/unit/data/moves/TYPE.yaml: for every rule of every move a case that is
// allowed, and for every guard of every rule a variation of a case that it refuses. process_moves_test.cpp makes all of
// them and compares the table with the schema, so that a guard without a row, or a row without a guard, is a failure.
//
//   type: TYPE
//   id: NAME         of the record that cases are about: AAAAA, short for PREFIX-20261124-AAAAA; of types with given
//                    names the name, which the file must give
//   starts_with:     files of a new repository (schemas/init): calendars/24x7.yaml, agreements/desk-default.yaml
//   people:          NAME: {roles: [..], FIELD: VALUE}
//   records:         of any type, taken over before all cases, in their initial state unless `status` says another:
//                    TYPE: {ID: {FIELD: VALUE, at: when they were taken over (the start of 2020),
//                    did: {do: MOVE, by: PERSON, from: STATE}: the move that led to that state}}
//   cases:           NAME: a case
//   imports:         NAME: a correction by an import, for histories that no move makes: {record:, id:, set:, unset:}
//   refusals:        list of variations: {of: CASE, guard: GUARD, code: CODE} and what differs from the case; with
//   `warns`
//                    instead of `code` the guard only warns (and refuses under --strict). {of: CASE, guard: from} comes
//                    from a wrong state, and each move that has a `from` of states needs one.
//
// A case is {do: MOVE, as: PERSON, after: CASES, to: STATE} and what the command gives: set, unset, put, drop, add,
// remove, told, note, for, evidence. Further words:
//   do               the name of the case unless it is given; the move, or `set`
//   after            cases and imports that happen before, five minutes apart, each of which must be allowed
//   hours            so much longer after the one before
//   record, id       the act is on a record of another type, on another record; ids are short as above. Records that a
//                    move creates are called 10001, 10002, ... in the order of their making
//   rule             of the move, counted from 1, that the case is for (1)
//   move             the move of the type that the case is for, if the act only carries it
//   leaves           {FIELD: VALUE} of the record afterwards, `none` for empty
//   others           {ID: {FIELD: VALUE}}: the same of other records, `status` among the fields
//   without          inputs (or told, note, for, evidence) that a refusal's command does not give
//
// A guard is named by its word and what it names: `requires note`, `any_of A B`, `roles R S by F`, `not_by M`, `after
// M`, `same P Q`, `covers P`, `each MAP`, `links FIELD`, `children TYPE.FIELD`, `parties P`, `during F`, `check NAME`,
// `told`, `holds` with the paths of its condition and `clock:NAME`. See guard_names.hpp.

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "process_test_kit.hpp"
#include "yaml/document.hpp"

namespace itss::testing {

// A case: one act on a record, made after those of other cases.
struct Case {
  std::string name, verb, type, id, actor, told, note, for_whom, evidence;
  std::string move;  // that it carries and is for; empty: its verb
  std::vector<std::string> after;
  Fields set, put, drop, add, remove;
  std::vector<std::string> unset;
  long hours = 0;           // it happens so many hours after the case before it, beside its minutes
  long rule = 1;            // of the move, counted from 1
  std::string to;           // the state that it leads to
  Fields leaves, others;    // what it makes of the record, and of others by id
  std::string guard, code;  // of a refusal: the guard that refuses, and the code; a warning has the severity
  bool warning = false;
};

struct MovesTable {
  std::string type, id;
  std::vector<std::string> starts_with;
  Fields people, records;
  std::map<std::string, Case> cases;
  std::map<std::string, Case> imports;  // only the record, `set` and `unset` of these
  std::vector<Case> refusals;
};

inline void only_known(const Value& row, const std::set<std::string>& known, const std::string& where) {
  for (const auto& [key, value] : row.map()) CHECK_MESSAGE(known.count(key) == 1, where << ": unknown word " << key);
}

inline Case read_case(const std::string& name, const Value& row, Case into) {
  only_known(row, {"do",     "as",     "after",   "to",  "set",   "unset",  "put",   "drop",    "add",
                   "remove", "told",   "note",    "for", "hours", "record", "move",  "id",      "rule",
                   "leaves", "others", "without", "of",  "guard", "code",   "warns", "evidence"},
             name);
  const auto text = [&](const char* key, std::string& out) {
    if (!row[key].absent()) out = row[key].text();
  };
  if (into.name.empty()) into.verb = name;
  into.name = name;
  text("do", into.verb);
  text("record", into.type);
  text("move", into.move);
  text("id", into.id);
  text("as", into.actor);
  text("told", into.told);
  text("note", into.note);
  text("for", into.for_whom);
  text("evidence", into.evidence);
  text("to", into.to);
  if (!row["after"].absent()) into.after = row["after"].texts();
  if (!row["hours"].absent()) into.hours = std::stol(row["hours"].text());
  if (!row["rule"].absent()) into.rule = std::stol(row["rule"].text());
  for (const auto& [key, fields] : {std::pair{"set", &into.set},
                                    {"put", &into.put},
                                    {"drop", &into.drop},
                                    {"add", &into.add},
                                    {"remove", &into.remove},
                                    {"leaves", &into.leaves},
                                    {"others", &into.others}})
    for (const auto& [field, value] : row[key].map()) (*fields)[field] = value;
  for (const auto& field : row["unset"].texts()) into.unset.push_back(field);
  for (const auto& part : row["without"].texts()) {
    for (auto* fields : {&into.set, &into.put, &into.drop, &into.add, &into.remove}) fields->erase(part);
    if (part == "told") into.told.clear();
    if (part == "note") into.note.clear();
    if (part == "for") into.for_whom.clear();
    if (part == "evidence") into.evidence.clear();
  }
  return into;
}

// Reads a table; a refusal is a variation of the case that it names in `of`.
inline MovesTable read_moves_table(const std::string& type) {
  const std::string file = "tests/unit/data/moves/" + type + ".yaml";
  Diagnostics findings;
  const auto document = yaml::Document::parse(read_text(file), file, findings);
  for (const auto& finding : findings) MESSAGE(to_text(finding));
  REQUIRE(document);
  const yaml::Node& root = document->root();
  const auto part = [&](const char* key) {
    const yaml::Node* node = root.find(key);
    return node == nullptr ? Value() : yaml::to_value(*node);
  };
  MovesTable table;
  table.type = part("type").text();
  REQUIRE_MESSAGE(table.type == type, file << " is of type " << table.type);
  table.id = part("id").absent() ? "AAAAA" : part("id").text();
  table.starts_with = part("starts_with").texts();
  table.people = part("people").map();
  table.records = part("records").map();
  Case first;
  first.type = table.type;
  first.id = table.id;
  const auto read_all = [&](const char* key, std::map<std::string, Case>& into) {
    if (root.find(key) == nullptr) return;
    const auto& entries = root.find(key)->children;
    for (std::size_t i = 0; i + 1 < entries.size(); i += 2)
      into[entries[i].text] = read_case(entries[i].text, yaml::to_value(entries[i + 1]), first);
  };
  read_all("cases", table.cases);
  read_all("imports", table.imports);
  if (root.find("refusals") == nullptr) return table;
  for (const auto& node : root.find("refusals")->children) {
    const Value row = yaml::to_value(node);
    const auto base = table.cases.find(row["of"].text());
    REQUIRE_MESSAGE(base != table.cases.end(), file << ": refusal of " << row["of"].text());
    Case refused = read_case(row["of"].text(), row, base->second);
    refused.guard = row["guard"].text();
    refused.warning = !row["warns"].absent();
    refused.code = row[refused.warning ? "warns" : "code"].text();
    table.refusals.push_back(std::move(refused));
  }
  return table;
}

// The same, read once.
inline const MovesTable& moves_table(const std::string& type) {
  static std::map<std::string, MovesTable> read;
  const auto found = read.find(type);
  return found != read.end() ? found->second : read.emplace(type, read_moves_table(type)).first->second;
}

// The types that have a table, in order.
inline std::set<std::string> types_with_tables() {
  std::set<std::string> types;
  for (const auto& file : std::filesystem::directory_iterator(ITSS_SOURCE_DIR "/tests/unit/data/moves"))
    if (file.path().extension() == ".yaml") types.insert(file.path().stem().string());
  return types;
}

}  // namespace itss::testing
