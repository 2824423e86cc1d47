#pragma once
// Making one move of one or several records of a type, as every verb that a schema declares does.

#include "inputs.hpp"
#include "record_filter.hpp"

namespace itss::cmd {

struct MoveWords {
  std::vector<std::string> ids;
  FilterWords filter;
  bool keep_going = false;  // what the filter chose and can be written is written, whatever of it is refused
  FieldWords fields;
  EventWords event;
  WriteWords write;
};

// `command` stands in commit messages and refusals: `ticket accept`. Of ids that were typed, one that is refused does
// not stop the others; of records that the filter chose all are written or none, unless told to keep going. Throws
// Failure (2) if nothing says which records are meant, or many are and nobody confirms it.
Exit make_move(App& app, const schema::Schema& type, const std::string& verb, const std::string& command,
               const MoveWords& words);

}  // namespace itss::cmd
