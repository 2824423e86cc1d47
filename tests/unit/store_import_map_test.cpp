#include <doctest/doctest.h>

#include "store/import_map.hpp"
#include "store/import_row.hpp"
#include "store/shipped_maps.hpp"

using namespace itss;
using namespace itss::store;

namespace {

constexpr const char* kThing = R"(
record: thing
label: {en: Thing, zh: 物}
prefix: THG
directory: things
title: title
fields:
  title: {type: text, label: {en: Title, zh: 标题}}
  notes: {type: prose, label: {en: Notes, zh: 说明}}
  rank: {type: code, codes: {1: {en: One, zh: 一}, 2: {en: Two, zh: 二}}, label: {en: Rank, zh: 级}}
  holder: {type: person, label: {en: Holder, zh: 人}}
  count: {type: number, label: {en: Count, zh: 数}}
states:
  open: {label: {en: Open, zh: 开}, initial: true}
  done: {label: {en: Done, zh: 完}, final: true}
moves:
  new: {label: {en: New, zh: 新建}}
  finish: {from: open, to: done, label: {en: Finish, zh: 完成}}
)";

constexpr const char* kMap = R"(
system: desk
record: thing
group: no
times: {format: '%Y-%m-%d %H:%M', zone: Asia/Shanghai}
opened: opened
time: at
status: {column: state, values: {O: open, D: done, odd: same}, entered: {done: {column: ended, only: true}}}
fields:
  title: {text: '{no} {what}'}
  rank: {column: rank, values: {high: 1, '*': 2}}
  holder: {column: who, creates: person}
  count: n
source: {by: clerk}
ignored: [rest]
empty: ['?']
creates: {person: {set: {name: '{value}'}}}
)";

struct Reading {
  schema::SchemaSet schemas{{{"thing.yaml", kThing}}};
  Diagnostics findings;
  std::optional<ImportMap> map;
  explicit Reading(const std::string& text) {
    const auto document = yaml::Document::parse(text, "map.yaml", findings);
    REQUIRE(document);
    map = read_import_map(*document, schemas, *Zone::find("UTC"), findings);
  }
  std::string told() const {
    std::string text;
    for (const auto& finding : findings)
      text += std::to_string(finding.place.line) + ": " + finding.message +
              (finding.hint.empty() ? "" : " (" + finding.hint + ")") + "\n";
    return text;
  }
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("every map that needs no file fits the shipped record types, and tells in its first line what it is for") {
  const schema::SchemaSet schemas;
  for (const auto& shipped : shipped_maps()) {
    CAPTURE(shipped.name);
    Diagnostics findings;
    const auto document = yaml::Document::parse(std::string(shipped.bytes), std::string(shipped.name), findings);
    REQUIRE(document);
    const auto map = read_import_map(*document, schemas, *Zone::find("Asia/Shanghai"), findings);
    for (const auto& finding : findings) MESSAGE(to_text(finding));
    REQUIRE(map);
    CHECK(findings.empty());
    CHECK(shipped.bytes.substr(0, 2) == "# ");
    if (shipped.name == "servicenow-incident-log") CHECK(columns_of(*map).size() == 36);
  }
  CHECK(shipped_maps().size() >= 6);
}

TEST_CASE("a map says which columns it knows") {
  const Reading reading(kMap);
  CHECK(reading.told().empty());
  REQUIRE(reading.map);
  CHECK(columns_of(*reading.map) ==
        std::vector<std::string>{"at", "clerk", "ended", "n", "no", "opened", "rank", "rest", "state", "what", "who"});
}

TEST_CASE("what is wrong with a map is found with its line and code IMPORT_MAP") {
  struct {
    const char* from;
    const char* to;
    const char* finding;
  } const cases[] = {
      {"system: desk\n", "", "'system:' is missing"},
      {"record: thing", "record: thin", "there is no record type 'thin' (did you mean 'thing'?)"},
      {"record: thing", "record: person", "the records of 'person' have given names, which a log does not have"},
      {"group: no", "grouped: no", "'grouped' is no word of an import map here (did you mean 'group'?)"},
      {"zone: Asia/Shanghai", "zone: Asia/Shangai", "Asia/Shangai"},
      {"'%Y-%m-%d %H:%M'", "'%H:%M'", "the form of times '%H:%M' has no %Y"},
      {"D: done", "D: finished", "'finished' is not a state of 'thing'"},
      {"entered: {done", "entered: {don", "'don' is not a state of 'thing' (did you mean 'done'?)"},
      {"high: 1", "high: 3", "3"},
      {"count: n", "cuont: n", "'cuont' is not a field of 'thing' (did you mean 'count'?)"},
      {"creates: person", "creates: group", "'creates:' at the top does not say how a 'group' is made"},
      {"{column: who, creates: person}", "{creates: person}", "a field comes from one 'column:' or one 'text:'"},
      {"{by: clerk}", "{line: clerk}", "the source's 'line' is given by the import itself"},
      {"creates: {person", "creates: {thing", "'thing' is not a type whose records have given names"},
      {"empty: ['?']", "delimiter: ';;'", "a delimiter is one character, or 'tab'"},
  };
  for (const auto& each : cases) {
    CAPTURE(each.to);
    const Reading reading(replaced(kMap, each.from, each.to));
    CHECK_FALSE(reading.map);
    REQUIRE_FALSE(reading.findings.empty());
    CHECK(reading.findings.front().code == Code::IMPORT_MAP);
    CHECK(reading.told().find(each.finding) != std::string::npos);
  }
}

TEST_CASE("a row is read in the record type's own words") {
  const Reading reading(kMap);
  const CsvTable table = read_csv(
      "no,opened,at,state,ended,what,rank,who,n,clerk,rest\n"
      "7,2026-01-05 09:00,2026-01-05 10:00,D,2026-01-05 09:30,Lamp,low,Wang Fang,4,C 1,x\n"
      "8,?,2026-01-05 10:00,odd,?,?,high,?,,?,x\n");
  ImportRowReader reader(table, *reading.map, *reading.schemas.find("thing"));
  const Instant now = *parse_instant("2026-11-24T00:00:00Z");
  const auto row = reader.read(table.rows[0], now);
  REQUIRE(row);
  CHECK(to_string(row->at) == "2026-01-05T10:00:00+08:00");
  CHECK(to_string(*row->opened) == "2026-01-05T09:00:00+08:00");
  CHECK(to_string(*row->entered.at(0)) == "2026-01-05T09:30:00+08:00");
  CHECK(row->state->state == "done");
  CHECK(to_canonical_json(row->fields) == R"({"count":"4","holder":"wang-fang","rank":"2","title":"7 Lamp"})");
  CHECK(to_canonical_json(row->source) == R"({"by":"C 1","line":"2","ref":"7","system":"desk"})");
  const auto other = reader.read(table.rows[1], now);
  REQUIRE(other);
  CHECK_FALSE(other->opened);
  CHECK(to_canonical_json(other->fields) == R"({"rank":"1","title":"8"})");
  const auto named = reader.named(table.rows[0]);
  REQUIRE(named.size() == 1);
  CHECK(named[0].id == "wang-fang");
  CHECK(named[0].name == "Wang Fang");
}

TEST_CASE("a row with an unknown word, a bad or future time, or a value that does not fit says which column") {
  const Reading reading(replaced(kMap, "'*': 2", "low: 2"));
  const auto problem = [&](const std::string& cells) {
    const CsvTable table = read_csv("no,opened,at,state,ended,what,rank,who,n,clerk,rest\n" + cells + "\n");
    const auto row = ImportRowReader(table, *reading.map, *reading.schemas.find("thing"))
                         .read(table.rows.at(0), *parse_instant("2026-11-24T00:00:00Z"));
    return row ? std::string("read") : row.error();
  };
  CHECK(problem("7,2026-01-05 09:00,2026-01-05 10:00,D,,Lamp,low,,4,,") == "read");
  CHECK(problem("7,2026-01-05 09:00,2026-01-05 10:00,X,,Lamp,low,,4,,") ==
        "column 'state': the map has no state for 'X'");
  CHECK(problem("7,2026-01-05 09:00,2026-01-05 10:00,D,,Lamp,mid,,4,,") ==
        "column 'rank': the map has no value for 'mid'");
  CHECK(problem("7,2026-01-05 09:00,,D,,Lamp,low,,4,,") == "column 'at': the row has no time");
  CHECK(problem("7,5.1.2026,2026-01-05 10:00,D,,Lamp,low,,4,,") ==
        "column 'opened': '5.1.2026' is not a time of the form '%Y-%m-%d %H:%M'");
  CHECK(problem("7,,2026-01-05 10:00,D,2026-02-30 10:00,Lamp,low,,4,,") ==
        "column 'ended': '2026-02-30 10:00' is a date that does not exist");
  CHECK(problem("7,,2026-12-05 10:00,D,,Lamp,low,,4,,") == "column 'at': '2026-12-05 10:00' lies in the future");
  CHECK(problem("7,,2026-01-05 10:00,D,,Lamp,low,,many,,").substr(0, 12) == "column 'n': ");
}

TEST_CASE("a line break in a cell is a blank where a field has one line, and stays in prose") {
  const Reading reading(replaced(kMap, "count: n\n", "count: n\n  notes: {text: '{what}'}\n"));
  const CsvTable table = read_csv(
      "no,opened,at,state,ended,what,rank,who,n,clerk,rest\n"
      "7,,2026-01-05 10:00,D,,\"Lamp\r\nis dark\",high,\"Wang\nFang\",\"4\n\",,\n");
  ImportRowReader reader(table, *reading.map, *reading.schemas.find("thing"));
  const auto row = reader.read(table.rows.at(0), *parse_instant("2026-11-24T00:00:00Z"));
  REQUIRE(row);
  CHECK(get(row->fields, "title").text() == "7 Lamp is dark");
  CHECK(get(row->fields, "notes").text() == "Lamp\nis dark");
  CHECK(get(row->fields, "holder").text() == "wang-fang");
  CHECK(get(row->fields, "count").text() == "4");
  CHECK(reader.named(table.rows[0]).at(0).name == "Wang Fang");
}

TEST_CASE("a text that does not fit says which field") {
  const Reading reading(replaced(kMap, "count: n", "count: {text: '{n} {rank}'}"));
  const CsvTable table =
      read_csv("no,opened,at,state,ended,what,rank,who,n,clerk,rest\n7,,2026-01-05 10:00,D,,Lamp,high,,4,,\n");
  const auto row = ImportRowReader(table, *reading.map, *reading.schemas.find("thing"))
                       .read(table.rows.at(0), *parse_instant("2026-11-24T00:00:00Z"));
  REQUIRE_FALSE(row);
  CHECK(row.error() == "field 'count': '4 high' is not a number");
}

TEST_CASE("a table without a column that the map names is no table for it") {
  const Reading reading(kMap);
  const CsvTable table = read_csv("no,at\n1,2\n");
  CHECK_THROWS_WITH_AS(ImportRowReader(table, *reading.map, *reading.schemas.find("thing")),
                       "the table has no column 'clerk', which the map names; it has: no, at", Error);
}

TEST_CASE("an id is made of a name by keeping its letters and digits") {
  CHECK(id_from_name("Resolver 149") == "resolver-149");
  CHECK(id_from_name("Opened by  8") == "opened-by-8");
  CHECK(id_from_name("王芳") == "王芳");
  CHECK(id_from_name("  A/B ..c ") == "a-b-.-c");
  CHECK(id_from_name("../../etc") == "etc");
  CHECK(id_from_name("?!").empty());
}
