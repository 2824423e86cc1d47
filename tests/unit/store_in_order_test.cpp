#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <string>

#include "store/in_order.hpp"

using itss::store::InOrder;

TEST_CASE("results of several threads are used once each and in order") {
  for (const std::size_t count : {0UL, 1UL, 31UL, 64UL, 255UL, 256UL, 257UL, 5003UL}) {
    for (const unsigned threads : {1U, 2U, 8U}) {
      CAPTURE(count);
      CAPTURE(threads);
      std::size_t seen = 0;
      bool in_order = true;
      InOrder<std::string>::run(
          count, threads, [](std::size_t i) { return std::to_string(i); },
          [&](std::size_t i, std::string&& text) { in_order = in_order && i == seen++ && text == std::to_string(i); });
      CHECK(in_order);
      CHECK(seen == count);
    }
  }
}

TEST_CASE("work runs ahead of its use by no more than is bounded") {
  std::atomic<std::size_t> made = 0;
  std::size_t most = 0;
  InOrder<std::size_t>::run(
      20'000, 4,
      [&](std::size_t i) {
        ++made;
        return i;
      },
      [&](std::size_t i, std::size_t&&) { most = std::max(most, made - i); });
  CHECK(most <= InOrder<std::size_t>::kAhead + 1);  // and the one in use
}

TEST_CASE("an exception of a thread or of the use ends all and is thrown") {
  const auto plain = [](std::size_t i) { return i; };
  std::size_t used = 0;
  CHECK_THROWS_WITH_AS(InOrder<std::size_t>::run(
                           1000, 4, [](std::size_t i) { return i == 500 ? throw std::runtime_error("made") : i; },
                           [&](std::size_t, std::size_t&&) { ++used; }),
                       "made", std::runtime_error);
  CHECK(used == 500);
  CHECK_THROWS_WITH_AS(InOrder<std::size_t>::run(1000, 4, plain,
                                                 [](std::size_t i, std::size_t&&) {
                                                   if (i == 100) throw std::runtime_error("used");
                                                 }),
                       "used", std::runtime_error);
}
