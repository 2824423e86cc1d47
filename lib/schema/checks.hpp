#pragma once
// The named checks that a schema may ask for with `check:`: the one table of their names and meanings. What each does
// is in process/checks.cpp.

#include <string_view>
#include <vector>

namespace itss::schema {

struct CheckWord {
  std::string_view name;
  std::string_view meaning;
  bool takes_field;  // `name:field` is allowed, naming a field of the record
};

inline const std::vector<CheckWord>& check_words() {
  static const std::vector<CheckWord> rows = {
      {"agreement_sound", "as an agreement the record has targets above 0 on known calendars, for known clocks", false},
      {"no_cycle", "no link to the record's own type (or only the field behind the colon) leads back to the record",
       true},
      {"window_sound",
       "each map with from and to (or only the window behind the colon, a map or START..END) ends after it starts",
       true},
  };
  return rows;
}

}  // namespace itss::schema
