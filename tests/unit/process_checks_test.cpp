#include <doctest/doctest.h>

#include "process/checks.hpp"
#include "schema/checks.hpp"

using namespace itss;

TEST_CASE("every check that a schema may name is carried out, and no other") {
  const auto& rows = process::named_checks();
  const auto& words = schema::check_words();
  REQUIRE(rows.size() == words.size());
  for (std::size_t i = 0; i < rows.size(); ++i) CHECK(rows[i].name == words[i].name);
}
