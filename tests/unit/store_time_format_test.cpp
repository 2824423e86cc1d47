#include <doctest/doctest.h>

#include "store/time_format.hpp"

using namespace itss;
using namespace itss::store;

namespace {
std::string read(const char* pattern, const char* text, const char* zone = "UTC") {
  const auto format = TimeFormat::make(pattern, *Zone::find(zone));
  if (!format) return format.error();
  const auto instant = format->parse(text);
  return instant ? to_string(*instant) : instant.error();
}
}  // namespace

TEST_CASE("a time of another system is read by its pattern, in its zone") {
  CHECK(read("%d/%m/%Y %H:%M", "29/2/2016 01:16") == "2016-02-29T01:16:00+00:00");
  CHECK(read("%d/%m/%Y %H:%M", "5/3/2016 12:00", "Asia/Shanghai") == "2016-03-05T12:00:00+08:00");
  CHECK(read("%Y-%m-%d %H:%M:%S", "2026-11-24 09:15:07") == "2026-11-24T09:15:07+00:00");
  CHECK(read("%Y-%m-%dT%H:%M:%S%z", "2026-11-24T09:15:00+0800") == "2026-11-24T09:15:00+08:00");
  CHECK(read("%Y-%m-%dT%H:%M:%S%z", "2026-11-24T09:15:00Z", "Asia/Shanghai") == "2026-11-24T09:15:00+00:00");
  CHECK(read("%m/%d/%Y %I:%M %p", "11/24/2026 12:05 AM") == "2026-11-24T00:05:00+00:00");
  CHECK(read("%m/%d/%Y %I:%M %p", "11/24/2026 1:05 PM") == "2026-11-24T13:05:00+00:00");
  CHECK(read("%Y%m%d", "20261124") == "2026-11-24T00:00:00+00:00");
}

TEST_CASE("a reading that the clocks skip gives the first instant after the gap, one that occurs twice the first") {
  CHECK(read("%Y-%m-%d %H:%M", "2026-03-08 02:30", "America/New_York") == "2026-03-08T03:00:00-04:00");
  CHECK(read("%Y-%m-%d %H:%M", "2026-11-01 01:30", "America/New_York") == "2026-11-01T01:30:00-04:00");
}

TEST_CASE("a text that does not fit the pattern is refused, near misses too") {
  for (const char* text : {"", "29/2/2016", "29/2/2016 01:16 ", "29/2/2016 1:6x", "29-2-2016 01:16", "29/2/16 01:16",
                           "29/2/2016 24:00", "29/2/2016 23:60", "x29/2/2016 01:16"})
    CHECK(read("%d/%m/%Y %H:%M", text) == "'" + std::string(text) + "' is not a time of the form '%d/%m/%Y %H:%M'");
  CHECK(read("%d/%m/%Y %H:%M", "29/2/2015 01:16") == "'29/2/2015 01:16' is a date that does not exist");
  CHECK(read("%d/%m/%Y %H:%M", "0/1/2015 01:16") == "'0/1/2015 01:16' is a date that does not exist");
}

TEST_CASE("a pattern with an unknown letter or without a date is refused") {
  CHECK(read("%d/%m/%k", "1/1/20") == "'%k' is no part of a time; known are %Y %y %m %b %d %H %M %S %f %I %p %z");
  CHECK(read("%H:%M", "1:1") == "the form of times '%H:%M' has no %Y");
  CHECK(read("%Y-%m-%d%", "") == "'% ' is no part of a time; known are %Y %y %m %b %d %H %M %S %f %I %p %z");
}

TEST_CASE("a month may be a name, a year two digits, a second have a fraction that is left out") {
  CHECK(read("%d/%b/%y %I:%M %p", "02/Nov/26 9:15 PM") == "2026-11-02T21:15:00+00:00");
  CHECK(read("%d/%b/%y %I:%M %p", "2/nov/26 12:00 am") == "2026-11-02T00:00:00+00:00");
  CHECK(read("%Y-%m-%dT%H:%M:%S%f%z", "2026-11-02T09:15:00.987Z") == "2026-11-02T09:15:00+00:00");
  CHECK(read("%Y-%m-%dT%H:%M:%S%f%z", "2026-11-02T09:15:00+08:00") == "2026-11-02T09:15:00+08:00");
  for (const char* text : {"02/Nom/26 9:15", "02/ovd/26 9:15", "02/No/26 9:15", "02/Nov/2026 9:15", "02/Nov/6 9:15"})
    CHECK(read("%d/%b/%y %H:%M", text) == "'" + std::string(text) + "' is not a time of the form '%d/%b/%y %H:%M'");
  CHECK(read("%Y-%m-%d %H:%M:%S%f", "2026-11-02 09:15:00.").find("is not a time") != std::string::npos);
}
