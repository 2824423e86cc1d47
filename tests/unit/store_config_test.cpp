#include <doctest/doctest.h>

#include "store/config.hpp"
#include "temp_dir.hpp"

using namespace itss;
using namespace itss::store;
using itss::test::TempDir;

namespace {

Config read(const TempDir& dir, const std::string& text, Diagnostics& findings) {
  dir.write("itss.yaml", text);
  return read_config(dir / "itss.yaml", findings);
}

}  // namespace

TEST_CASE("a configuration with everything in it is read") {
  const TempDir dir;
  Diagnostics findings;
  const Config config = read(dir,
                             "name: 服务台\nzone: Asia/Shanghai\nlanguage: zh\nids: serial\ngit: {commit: false}\n"
                             "lock: {wait: 2m}\naliases: {mine: ticket list --mine}\n"
                             "defaults: {ticket: {channel: phone}}\n",
                             findings);
  CHECK(findings.empty());
  CHECK(config.name == "服务台");
  CHECK(config.zone.name() == "Asia/Shanghai");
  CHECK(config.language == "zh");
  CHECK(config.serial_ids);
  CHECK_FALSE(config.git_commit);
  CHECK(config.lock_wait == std::chrono::minutes(2));
  CHECK(config.aliases.at("mine") == "ticket list --mine");
  CHECK(get(config.defaults, "ticket")["channel"].text() == "phone");
}

TEST_CASE("a configuration needs no more than its zone") {
  const TempDir dir;
  Diagnostics findings;
  const Config config = read(dir, "zone: UTC\n", findings);
  CHECK(findings.empty());
  CHECK(config.language == "en");
  CHECK_FALSE(config.serial_ids);
  CHECK(config.git_commit);
  CHECK(config.lock_wait == std::chrono::seconds(10));
}

TEST_CASE("an unknown key is a warning with its line and the key that may be meant") {
  const TempDir dir;
  Diagnostics findings;
  read(dir, "zone: UTC\nlanguag: zh\ngit: {comit: true}\n", findings);
  REQUIRE(findings.size() == 2);
  CHECK(to_text(findings[0]).find("itss.yaml:2:1: warning: 'languag' is not a key of itss.yaml [UNKNOWN_KEY]") == 0);
  CHECK(findings[0].hint == "did you mean 'language'?");
  CHECK(findings[1].place.column == 7);
}

TEST_CASE("a value that does not fit is an error, and the default is used") {
  const TempDir dir;
  for (const std::string line : {"language: fr", "ids: 7", "git: {commit: perhaps}", "git: yes", "lock: {wait: 10}",
                                 "lock: {wait: 1d}", "aliases: [a]", "aliases: {a: [b]}"}) {
    CAPTURE(line);
    Diagnostics findings;
    const Config config = read(dir, "zone: UTC\n" + line + "\n", findings);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].severity == Severity::error);
    CHECK(findings[0].place.line == 2);
    CHECK(config.language == "en");
    CHECK(config.git_commit);
  }
}

TEST_CASE("a configuration that cannot be used stops everything and says why") {
  const TempDir dir;
  Diagnostics findings;
  CHECK_THROWS_WITH_AS(read(dir, "name: x\n", findings),
                       "'itss.yaml' names no zone; add a line such as 'zone: Asia/Shanghai'", Error);
  CHECK_THROWS_AS(read(dir, "zone: Asia/Peking\n", findings), Error);
  CHECK_THROWS_AS(read(dir, "zone: [\n", findings), Error);
  CHECK_THROWS_AS(read(dir, "", findings), Error);
  CHECK_THROWS_AS(read_config(dir / "missing.yaml", findings), Error);
}
