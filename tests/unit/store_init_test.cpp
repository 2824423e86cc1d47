#include <doctest/doctest.h>

#include "record/replay.hpp"
#include "store/init.hpp"
#include "store/repository.hpp"
#include "temp_dir.hpp"

using namespace itss;
using namespace itss::store;
using itss::test::TempDir;

namespace {

Founding founding() {
  return {.name = "IT: 服务台",
          .zone = Zone::find("Asia/Shanghai").value(),
          .language = "zh",
          .serial_ids = true,
          .person = "wang.fang",
          .person_name = "王芳 {email}, [x]",
          .email = "wang.fang@example.com",
          .at = parse_instant("2026-11-24T09:00:00+08:00").value()};
}

}  // namespace

TEST_CASE("a new repository opens without a finding, and each of its records is sound") {
  const TempDir dir;
  const auto written = make_repository(dir / "desk", founding());
  const auto repository = Repository::open(dir / "desk");
  for (const auto& finding : repository->configuration_findings()) FAIL_CHECK(to_text(finding));
  CHECK(repository->config().name == "IT: 服务台");
  CHECK(repository->config().language == "zh");
  CHECK(repository->config().serial_ids);
  CHECK(repository->calendar("office-cn") != nullptr);
  CHECK(repository->calendar("24x7") != nullptr);
  std::map<std::string, int> records;
  for (const auto& type : repository->schemas().types()) {
    const auto* schema = repository->schemas().find(type);
    repository->scan(type, [&](const std::filesystem::path& path, const Loaded& loaded) {
      CAPTURE(path);
      for (const auto& finding : loaded.findings) FAIL_CHECK(to_text(finding));
      REQUIRE(loaded.record);
      CHECK(record::check_form(*loaded.document, *schema).empty());
      CHECK(record::drift(*loaded.record, *schema, *loaded.document).empty());
      ++records[type];
    });
  }
  CHECK(records["service"] == 5);
  CHECK(records["agreement"] == 1);
  CHECK(records[std::string(schema::kPersonType)] == 1);
  CHECK(std::find(written.begin(), written.end(), "itss.yaml") != written.end());
  CHECK(repository->files("service").size() == 5);
}

TEST_CASE("the first person is imported with the roles that a new desk needs") {
  const TempDir dir;
  make_repository(dir.path(), founding());
  const auto person = Repository::open(dir.path())->find("wang.fang", schema::kPersonType);
  REQUIRE(person);
  REQUIRE(person->events.size() == 1);
  CHECK(person->events[0].is_import());
  CHECK(get(person->fields, "name").text() == "王芳 {email}, [x]");
  CHECK(get(person->fields, "email").text() == "wang.fang@example.com");
  CHECK(get(person->fields, schema::kRolesField).list() ==
        std::vector<std::string>{"l1", "l1_lead", "l2", "svc_manager", "process_owner"});
}

TEST_CASE("a person without a mail address has no such field") {
  const TempDir dir;
  Founding plain = founding();
  plain.email.clear();
  plain.person_name.clear();
  make_repository(dir.path(), plain);
  const auto person = Repository::open(dir.path())->find("wang.fang", schema::kPersonType);
  REQUIRE(person);
  CHECK(get(person->fields, "email").absent());
  CHECK(get(person->fields, "name").text() == "wang.fang");
}

TEST_CASE("a repository is not made over another one, and files that are there stay as they are") {
  const TempDir dir;
  dir.write(".gitattributes", "mine\n");
  dir.write("services/email.yaml", "mine too\n");
  const auto written = make_repository(dir.path(), founding());
  CHECK(dir.read(".gitattributes") == "mine\n");
  CHECK(dir.read("services/email.yaml") == "mine too\n");
  CHECK(std::find(written.begin(), written.end(), ".gitattributes") == written.end());
  const std::string config = dir.read("itss.yaml");
  CHECK_THROWS_WITH_AS(make_repository(dir.path(), founding()),
                       ("'" + dir.path().string() + "' is a repository already").c_str(), Error);
  CHECK(dir.read("itss.yaml") == config);
}

TEST_CASE("a person's id that could leave the directory makes no repository") {
  const TempDir dir;
  Founding bad = founding();
  bad.person = "../wang";
  CHECK_THROWS_AS(make_repository(dir.path(), bad), Error);
  CHECK_FALSE(dir.has("itss.yaml"));
}

TEST_CASE("a founding that fails leaves no half of a repository") {
  const TempDir dir;
  int points = 0;
  CHECK_THROWS_AS(make_repository(dir.path(), founding(), {[&](std::string_view operation) {
                                    if (operation == "rename" && ++points == 4) throw Error("disk");
                                  }}),
                  Error);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir.path()))
    if (entry.is_regular_file()) CHECK(entry.path().string().find(".itss/cache/") != std::string::npos);
  CHECK_NOTHROW(make_repository(dir.path(), founding()));
}
