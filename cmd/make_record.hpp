#pragma once
// Making a record, as `new` does, and the verbs that make one out of another.

#include "inputs.hpp"

namespace itss::cmd {

struct NewWords {
  std::string first;  // the name of a named record, else the title
  FieldWords fields;
  EventWords event;
  WriteWords write;
};

// All that can be said of a new record of the type, but for its name or title as an argument.
void add_new_options(Parser& parser, const schema::Schema& type, NewWords& words);
// NAME or TITLE.
void add_new_argument(Parser& parser, const schema::Schema& type, NewWords& words);

// Makes a record of the type and says so. `more` puts into the request what comes from elsewhere; it outweighs the
// configured defaults. Throws Failure (2) for words that fit no field, (1) if there is such a record already.
Exit make_record(App& app, const schema::Schema& type, const NewWords& words,
                 const std::function<void(process::Request&)>& more = {});

}  // namespace itss::cmd
