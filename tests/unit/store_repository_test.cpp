#include <doctest/doctest.h>
#include <sys/stat.h>

#include "store_kit.hpp"

using namespace itss;
using namespace itss::store;
using namespace itss::test;

namespace {

std::vector<std::string> texts(const Diagnostics& findings) {
  std::vector<std::string> all;
  for (const auto& finding : findings) all.push_back(to_text(finding));
  return all;
}

struct Scanned {
  std::string path;
  bool good;
  std::string findings;
};

std::vector<Scanned> scanned(const Repository& repository, std::string_view type) {
  std::vector<Scanned> all;
  repository.scan(type, [&](const std::filesystem::path& path, const Loaded& loaded) {
    std::string codes;
    for (const auto& finding : loaded.findings) codes += info(finding.code).name;
    all.push_back({path.generic_string(), loaded.record != nullptr, codes});
  });
  return all;
}

bool operator==(const Scanned& a, const Scanned& b) {
  return a.path == b.path && a.good == b.good && a.findings == b.findings;
}

}  // namespace

TEST_CASE("the root is found upwards from anywhere below it") {
  const Desk desk;
  desk.dir.write("visits/2026/11/x", "");
  CHECK(Repository::find_root(desk.dir / "visits/2026/11") == desk.dir.path());
  CHECK(Repository::find_root(desk.dir.path()) == desk.dir.path());
  const TempDir elsewhere;
  CHECK_FALSE(Repository::find_root(elsewhere.path()));
}

TEST_CASE("a full id is found by its path alone") {
  const Desk desk;
  desk.dir.write(kVisitFile, visit_text(kVisit));
  desk.dir.write("badges/gate-3.yaml", badge_text("gate-3"));
  const auto repository = desk.open();
  const Loaded visit = repository->load(kVisit);
  REQUIRE(visit.record);
  CHECK(visit.record->file == kVisitFile);
  CHECK(visit.record->type == "visit");
  CHECK(get(visit.record->fields, "title").text() == "用户 visit");
  CHECK(visit.document->bytes() == visit_text(kVisit));
  CHECK(repository->find("gate-3", "badge"));
  CHECK(repository->find("gate-3"));
  CHECK(repository->find(kVisit, "visit") == visit.record);
  CHECK_FALSE(repository->find(kVisit, "badge"));
  CHECK_FALSE(repository->find("VIS-20261124-00000"));
  CHECK_FALSE(repository->find("no-such-type-or-id"));
}

TEST_CASE("a record is found by its file's path") {
  const Desk desk;
  desk.dir.write(kVisitFile, visit_text(kVisit));
  const auto repository = desk.open();
  CHECK(repository->load(kVisitFile).record);
  CHECK(repository->load("visits/2026/11/../11/" + kVisit + ".yaml").record);
  CHECK(repository->load((desk.dir / kVisitFile).string()).record);
  CHECK_FALSE(repository->load("badges/" + kVisit + ".yaml").record);
}

TEST_CASE("a record is found by its alias, unless the alias is another one's id") {
  const Desk desk;
  desk.dir.write(kVisitFile, visit_text(kVisit, "a", "aliases: [VIS-20261124-00001, VIS-20261124-00002]\n"));
  desk.dir.write("visits/2026/11/VIS-20261124-00002.yaml", visit_text("VIS-20261124-00002"));
  const auto repository = desk.open();
  REQUIRE(repository->find("VIS-20261124-00001"));
  CHECK(repository->find("VIS-20261124-00001")->id == kVisit);
  CHECK(repository->find("VIS-20261124-00002")->id == "VIS-20261124-00002");
}

TEST_CASE("no id leads out of the repository") {
  const Desk desk;
  const TempDir outside;
  outside.write("secret.yaml", badge_text("secret"));
  const auto repository = desk.open();
  for (const std::string id : {"../secret", "..", "/etc/passwd", "a/../../secret", "", ".hidden", "-n"}) {
    CAPTURE(id);
    CHECK_FALSE(repository->load(id, "badge").record);
    CHECK_THROWS_AS(repository->path_of(*repository->schemas().find("badge"), id), Error);
  }
  std::filesystem::create_symlink(outside / "secret.yaml", desk.dir / "badges-link");
  std::filesystem::create_directories(desk.dir / "badges");
  std::filesystem::create_symlink(outside / "secret.yaml", desk.dir / "badges/secret.yaml");
  const Loaded loaded = repository->load("secret", "badge");
  CHECK_FALSE(loaded.record);
  CHECK(texts(loaded.findings) == std::vector<std::string>{"badges/secret.yaml: error: not a regular file: a symbolic "
                                                           "link that leaves the repository [NOT_A_FILE]"});
}

TEST_CASE("a type's directory that is a link to elsewhere is a finding, not a source of records") {
  const Desk desk;
  const TempDir outside;
  outside.write("secret.yaml", badge_text("secret"));
  std::filesystem::create_directory_symlink(outside.path(), desk.dir / "badges");
  const auto repository = desk.open();
  CHECK_FALSE(repository->load("secret", "badge").record);
  CHECK(scanned(*repository, "badge") == std::vector<Scanned>{{"badges", false, "NOT_A_FILE"}});
}

TEST_CASE("files come in the order of their paths, without what is no record") {
  const Desk desk;
  const std::string month = "visits/2026/11/";
  for (const char* name : {"VIS-20261124-00002.yaml", "VIS-20261124-00001.yaml"})
    desk.dir.write(month + name, visit_text(std::string(name).substr(0, 18)));
  desk.dir.write("visits/2025/12/VIS-20251231-00009.yaml", visit_text("VIS-20251231-00009"));
  for (const char* name : {".git/x.yaml", ".hidden.yaml", ".#VIS-20261124-00001.yaml", "VIS-20261124-00001.yaml~",
                           "#VIS-20261124-00001.yaml#", ".VIS-20261124-00001.yaml.swp", "VIS-20261124-00001.yaml.orig",
                           "VIS-20261124-00001_LOCAL_4711.yaml", "VIS-20261124-00001_BASE_4711.yaml", "README.md",
                           ".VIS-20261124-00003.yaml.itss-tmp"})
    desk.dir.write(month + name, "junk: [\n");
  const auto repository = desk.open();
  const auto files = repository->files("visit");
  CHECK(files == std::vector<std::filesystem::path>{"visits/2025/12/VIS-20251231-00009.yaml",
                                                    month + "VIS-20261124-00001.yaml",
                                                    month + "VIS-20261124-00002.yaml"});
  CHECK(repository->files("no-such-type").empty());
}

TEST_CASE("what stands in a record's place and is no file is named, and hides no other record") {
  const Desk desk;
  desk.dir.write("badges/good.yaml", badge_text("good"));
  std::filesystem::create_directories(desk.dir / "badges/dir.yaml");
  std::filesystem::create_symlink("nowhere", desk.dir / "badges/dangling.yaml");
  std::filesystem::create_symlink("good.yaml", desk.dir / "badges/inside.yaml");
  std::filesystem::create_directory_symlink(".", desk.dir / "badges/loop");
  REQUIRE(::mkfifo((desk.dir / "badges/pipe.yaml").c_str(), 0600) == 0);
  const auto repository = desk.open();
  CHECK(scanned(*repository, "badge") == std::vector<Scanned>{{"badges/dangling.yaml", false, "NOT_A_FILE"},
                                                              {"badges/dir.yaml", false, "NOT_A_FILE"},
                                                              {"badges/good.yaml", true, ""},
                                                              {"badges/inside.yaml", false, "DUPLICATE_ID"},
                                                              {"badges/loop", false, "NOT_A_FILE"},
                                                              {"badges/pipe.yaml", false, "NOT_A_FILE"}});
}

TEST_CASE("each kind of bad file is a finding and hides no other record") {
  const Desk desk;
  desk.dir.write("badges/a-good.yaml", badge_text("a-good"));
  desk.dir.write("badges/binary.yaml", std::string("\x7f"
                                                   "ELF\0\0\xff",
                                                   7));
  desk.dir.write("badges/conflict.yaml", "<<<<<<< HEAD\nid: x\n=======\nid: y\n>>>>>>> side\n");
  desk.dir.write("badges/empty.yaml", "");
  desk.dir.write("badges/malformed.yaml", "id: [\n");
  desk.dir.write("badges/z-good.yaml", badge_text("z-good"));
  const auto repository = desk.open();
  const auto rows = scanned(*repository, "badge");
  REQUIRE(rows.size() == 6);
  CHECK(rows[0].good);
  CHECK(rows[5].good);
  for (std::size_t i = 1; i < 5; ++i) {
    CAPTURE(rows[i].path);
    CHECK_FALSE(rows[i].good);
    CHECK_FALSE(rows[i].findings.empty());
  }
  int seen = 0;
  repository->each("badge", [&](const record::RecordPtr&) { ++seen; });
  CHECK(seen == 2);
}

TEST_CASE("a file beyond the limit is refused without being read") {
  const Desk desk;
  desk.dir.write("badges/huge.yaml", "x");
  std::filesystem::resize_file(desk.dir / "badges/huge.yaml",
                               100'000'000'000);  // a hole: reading it would take minutes
  const auto repository = desk.open();
  const Loaded loaded = repository->load("huge", "badge");
  CHECK_FALSE(loaded.record);
  CHECK(texts(loaded.findings) ==
        std::vector<std::string>{
            "badges/huge.yaml: error: the file has 100000000000 bytes; the limit is 16777216 [FILE_TOO_LARGE]"});
}

TEST_CASE("a file that does not stand where its id says is no record") {
  const Desk desk;
  desk.dir.write(kVisitFile, visit_text(kVisit));
  desk.dir.write("visits/2026/10/VIS-20261124-7K3QF.yaml", visit_text(kVisit));
  desk.dir.write("visits/2026/11/VIS-20261124-00001.yaml", visit_text("VIS-20261124-00002"));
  desk.dir.write("visits/2026/12/VIS-20261124-00003.yaml", visit_text("VIS-20261124-00003"));
  desk.dir.write("visits/notes.yaml", visit_text("notes"));
  const auto repository = desk.open();
  CHECK(scanned(*repository, "visit") ==
        std::vector<Scanned>{{"visits/2026/10/VIS-20261124-7K3QF.yaml", false, "DUPLICATE_ID"},
                             {"visits/2026/11/VIS-20261124-00001.yaml", false, "ID_MISMATCH"},
                             {kVisitFile, true, ""},
                             {"visits/2026/12/VIS-20261124-00003.yaml", false, "MISPLACED"},
                             {"visits/notes.yaml", false, "WRONG_TYPE"}});
  const auto found = repository->load("visits/2026/10/VIS-20261124-7K3QF.yaml").findings;
  REQUIRE(found.size() == 1);
  CHECK(to_text(found[0]).find("visits/2026/10/VIS-20261124-7K3QF.yaml:2:5: error: the id 'VIS-20261124-7K3QF' is also "
                               "used by 'visits/2026/11/VIS-20261124-7K3QF.yaml' [DUPLICATE_ID]") == 0);
}

TEST_CASE("a thousand files are read by several threads and come in order") {
  const Desk desk;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = fmt::format("VIS-202611{:02}-{:05}", i % 28 + 1, i);
    desk.dir.write("visits/2026/11/" + id + ".yaml", i % 100 == 7 ? "bad: [" : visit_text(id));
  }
  const auto repository = desk.open();
  std::vector<std::string> paths;
  int bad = 0;
  repository->scan("visit", [&](const std::filesystem::path& path, const Loaded& loaded) {
    paths.push_back(path.generic_string());
    if (loaded.record)
      CHECK(loaded.record->file == paths.back());
    else
      ++bad;
  });
  CHECK(paths.size() == 1000);
  CHECK(std::is_sorted(paths.begin(), paths.end()));
  CHECK(bad == 10);
  CHECK_THROWS_AS(repository->scan("visit", [](const auto&, const auto&) { throw Error("enough"); }), Error);
}

TEST_CASE("records that name another one are found in the order of their paths, however often one asks") {
  const Desk desk;
  desk.dir.write("badges/gate.yaml", badge_text("gate"));
  for (int i = 0; i < 80; ++i) {
    const std::string id = fmt::format("VIS-20261124-{:05}", i);
    desk.dir.write("visits/2026/11/" + id + ".yaml", visit_text(id, "about gate",
                                                                i % 10 == 3 ? "host: gate\n"
                                                                : i == 4    ? "host: gate-2\n"
                                                                            : ""));
  }
  for (const bool kept : {false, true}) {
    const auto repository = desk.open();
    if (kept) repository->each("visit", [](const record::RecordPtr&) {});
    for (int asked = 0; asked < 8; ++asked) {
      std::vector<std::string> found;
      repository->each_linking("visit", "host", "gate",
                               [&](const record::RecordPtr& record) { found.push_back(record->id); });
      REQUIRE(found.size() == 8);
      CHECK(found.front() == "VIS-20261124-00003");
      CHECK(std::is_sorted(found.begin(), found.end()));
    }
    auto change = ending(*repository, "VIS-20261124-00005");
    change.after.events.back().set["host"] = "gate";
    change.after.fields["host"] = "gate";
    if (!kept) repository->write({change});
    int count = 0;
    repository->each_linking("visit", "host", "gate", [&](const record::RecordPtr&) { ++count; });
    CHECK(count == (kept ? 8 : 9));
    if (!kept) desk.dir.write("visits/2026/11/VIS-20261124-00005.yaml", visit_text("VIS-20261124-00005"));
  }
}

TEST_CASE("files that cannot be used but perhaps name a record are told, however often one asks") {
  const Desk desk;
  const std::string bad = "visits/2026/11/VIS-20261124-00001.yaml";
  desk.dir.write(bad, visit_text("VIS-20261124-00001", "t", "host: gate\nhost: gate\n"));
  desk.dir.write("visits/2026/11/VIS-20261124-00002.yaml", visit_text("VIS-20261124-00002", "t", "host: [\n"));
  for (const bool kept : {false, true}) {
    const auto repository = desk.open();
    if (kept) repository->each("visit", [](const record::RecordPtr&) {});
    for (int asked = 0; asked < 8; ++asked)
      CHECK(repository->each_linking("visit", "host", "gate", [](const record::RecordPtr&) {}) ==
            std::vector<std::string>{bad});
  }
}

TEST_CASE("any unique part of an id is enough") {
  const Desk desk;
  for (const std::string id : {"VIS-20261124-7K3QF", "VIS-20261124-7K3QG", "VIS-20261125-0007", "VIS-20261125-0017"})
    desk.dir.write("visits/2026/11/" + id + ".yaml",
                   visit_text(id, "t", id == kVisit ? "aliases: [VIS-20261101-0099]\n" : ""));
  desk.dir.write("badges/gate-7.yaml", badge_text("gate-7"));
  desk.dir.write("badges/gate.yaml", badge_text("gate"));
  const auto repository = desk.open();
  using Ids = std::vector<std::string>;
  struct Row {
    const char* text;
    const char* type;
    Ids ids;
  };
  for (const Row& row : std::vector<Row>{{"VIS-20261124-7K3QF", "", {kVisit}},
                                         {"vis-20261124-7k3qf", "", {kVisit}},
                                         {"7k3qf", "", {kVisit}},
                                         {"3QF", "visit", {kVisit}},
                                         {"7K3Q", "", {kVisit, "VIS-20261124-7K3QG"}},
                                         {"7", "visit", {"VIS-20261125-0007"}},
                                         {"VIS-7", "visit", {"VIS-20261125-0007"}},
                                         {"vis-0007", "", {"VIS-20261125-0007"}},
                                         {"17", "", {"VIS-20261125-0017"}},
                                         {"gate", "", {"gate"}},
                                         {"gat", "", {"gate", "gate-7"}},
                                         {"gate", "visit", {}},
                                         {"VIS-20261101-0099", "", {kVisit}},
                                         {"nothing", "", {}},
                                         {"", "", {}}}) {
    CAPTURE(row.text);
    std::vector<std::string> ids;
    for (const auto& record : repository->match(row.text, row.type).records) ids.push_back(record.id);
    CHECK(ids == row.ids);
  }
}

TEST_CASE("a new id is free, random or the day's next number, and never given twice") {
  const Desk desk("ids: serial\n");
  for (const std::string id : {"VIS-20261124-0002", "VIS-20261124-0011", "VIS-20261123-0500", "VIS-20261124-54321"})
    desk.dir.write("visits/2026/11/" + id + ".yaml", visit_text(id));
  const auto serial = desk.open();
  const auto& schema = *serial->schemas().find("visit");
  const Date day = parse_date("2026-11-24").value();
  const Random zero = [] { return 0U; };
  CHECK(serial->new_id(schema, day, zero) == "VIS-20261124-0012");
  CHECK(serial->new_id(schema, day, zero) == "VIS-20261124-0013");
  CHECK(serial->new_id(schema, parse_date("2026-12-01").value(), zero) == "VIS-20261201-0001");

  const Desk other;
  other.dir.write("visits/2026/11/VIS-20261124-00000.yaml", visit_text("VIS-20261124-00000"));
  const auto random = other.open();
  unsigned calls = 0;
  CHECK(random->new_id(*random->schemas().find("visit"), day, [&] { return calls++ / 5; }) == "VIS-20261124-11111");
  CHECK_THROWS_AS(random->new_id(*random->schemas().find("visit"), day, zero), Error);
}

TEST_CASE("a calendar is read by its name, and a bad one is a finding of the configuration") {
  const Desk desk;
  desk.dir.write("calendars/office.yaml", "zone: Asia/Shanghai\nweekly: {mon-fri: [09:00-18:00]}\n");
  desk.dir.write("calendars/broken.yaml", "zone: [\n");
  const auto repository = desk.open();
  REQUIRE(repository->calendar("office") != nullptr);
  CHECK(repository->calendar("office") == repository->calendar("office"));
  CHECK(repository->calendar("broken") == nullptr);
  CHECK(repository->calendar("../calendars/office") == nullptr);
  CHECK(repository->calendar_names() == std::vector<std::string>{"broken", "office"});
  bool named = false;
  for (const auto& finding : repository->configuration_findings())
    named = named || finding.place.file == "calendars/broken.yaml";
  CHECK(named);
}
