#pragma once
// Making one move of one or several records of a type, as every verb that a schema declares does.

#include "inputs.hpp"

namespace itss::cmd {

struct MoveWords {
  std::vector<std::string> ids;
  FieldWords fields;
  EventWords event;
  WriteWords write;
};

// `command` stands in commit messages and refusals: `ticket accept`. Throws Failure (2) without an id.
Exit make_move(App& app, const schema::Schema& type, const std::string& verb, const std::string& command,
               const MoveWords& words);

}  // namespace itss::cmd
