// What a program outside this project does with the library: parse, compute, print.
#include <base/time.hpp>
#include <cstdio>
#include <version.hpp>

int main() {
  const auto instant = itss::parse_instant("2026-11-24T09:15:00+08:00");
  if (!instant || itss::to_string(*instant) != "2026-11-24T09:15:00+08:00") return 1;
  std::printf("itss %s\n", itss::version());
}
