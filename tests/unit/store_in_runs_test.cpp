#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

#include "store/in_runs.hpp"

using itss::store::in_runs;

TEST_CASE("runs follow one another, and each item is in one of them") {
  for (const std::size_t count : {0UL, 1UL, 64UL, 65UL, 1000UL, 100'000UL}) {
    CAPTURE(count);
    std::vector<std::pair<std::size_t, std::size_t>> bounds;
    in_runs(
        count, [&](std::size_t runs) { bounds.resize(runs); },
        [&](std::size_t run, std::size_t begin, std::size_t end) {
          bounds[run] = {begin, end};
        });
    std::size_t next = 0;
    for (const auto& [begin, end] : bounds) {
      CHECK(begin == next);
      CHECK(begin < end);
      next = end;
    }
    CHECK(next == count);
  }
}

TEST_CASE("an exception in a run ends all and is thrown") {
  std::atomic<std::size_t> begun = 0;
  const auto work = [&](std::size_t, std::size_t begin, std::size_t) {
    ++begun;
    if (begin == 0) throw std::runtime_error("a run");
  };
  CHECK_THROWS_WITH_AS(in_runs(
                           100'000, [](std::size_t) {}, work),
                       "a run", std::runtime_error);
}
