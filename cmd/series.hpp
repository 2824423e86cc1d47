#pragma once
// Which series of a type is meant: `--weekly`.

#include <map>
#include <string>

#include "parser.hpp"

namespace itss::cmd {

struct SeriesWords {
  std::map<std::string, bool> chosen;  // by name
};

// A flag for each series of the type.
void add_series_options(Parser& parser, const schema::Schema& type, SeriesWords& words);

// The one that was chosen, or the only one. Throws Failure (2) for several, or none of several.
const schema::Series& series_meant(const schema::Schema& type, const SeriesWords& words);

}  // namespace itss::cmd
