#include <doctest/doctest.h>

#include <algorithm>
#include <thread>

#include "schema/set.hpp"
#include "schema_support.hpp"

using namespace itss;
using namespace itss::schema;

namespace {

const char* const kVisitor = R"(record: visitor
label: {en: Visitor, zh: 访客}
prefix: VIS
directory: visitors
fields:
  name: {type: text, required: true, label: {en: Name, zh: 姓名}}
  host: {type: person, label: {en: Host, zh: 接待人}}
states:
  expected: {label: {en: Expected, zh: 预约}, initial: true}
  inside: {label: {en: Inside, zh: 在场}}
  gone: {label: {en: Gone, zh: 离开}, final: true}
moves:
  new: {label: {en: Announce, zh: 登记}, requires: [name, host]}
  arrive: {label: {en: Arrive, zh: 到达}, from: expected, to: inside}
  leave: {label: {en: Leave, zh: 离开}, from: [expected, inside], to: gone}
)";

bool contains(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

}  // namespace

TEST_CASE("shipped files are compiled in under their names") {
  CHECK(shipped_file("roles.yaml").find("l1:") != std::string_view::npos);
  CHECK(!shipped_file("init/calendars/24x7.yaml").empty());
  CHECK(shipped_file("nothing.yaml").empty());
  CHECK(contains(shipped_files(), "init/calendars/24x7.yaml"));
  const auto names = shipped_files();
  CHECK(std::is_sorted(names.begin(), names.end()));
}

TEST_CASE("the table of contents agrees with the schemas themselves") {
  const SchemaSet set;
  CHECK(!set.infos().empty());
  for (const auto& type : set.infos()) {
    const Schema* schema = set.find(type.record);
    REQUIRE_MESSAGE(schema != nullptr, type.record << "\n" << all_text(set.findings()));
    CHECK(schema->record == type.record);
    CHECK(schema->prefix == type.prefix);
    CHECK(schema->directory == type.directory);
    if (!type.prefix.empty()) CHECK(set.by_prefix(type.prefix) == schema);
  }
  CHECK(set.findings().empty());
  CHECK(set.find("roles") == nullptr);
  CHECK(set.by_prefix("") == nullptr);
}

TEST_CASE("a team's file adds a type, and one of a shipped name replaces it") {
  std::string replaced = kVisitor;
  replaced.replace(replaced.find("record: visitor"), 15, "record: ticket");
  const SchemaSet set({{".itss/schemas/visitor.yaml", kVisitor}, {".itss/schemas/ticket.yaml", replaced}});
  CHECK(contains(set.types(), "visitor"));
  CHECK(std::is_sorted(set.infos().begin(), set.infos().end(),
                       [](const auto& a, const auto& b) { return a.record < b.record; }));
  REQUIRE(set.find("ticket") != nullptr);
  CHECK(set.find("ticket")->file == ".itss/schemas/ticket.yaml");
  CHECK(set.find("ticket")->find_move("arrive") != nullptr);
}

TEST_CASE("a team's roles add to the shipped ones") {
  const SchemaSet set({Source{".itss/schemas/roles.yaml", "roles: {porter: {label: {en: Porter, zh: 门卫}}, l1: {}}"}});
  const auto& roles = set.shared_codes("roles");
  const auto find = [&](std::string_view name) {
    return std::find_if(roles.begin(), roles.end(), [&](const auto& role) { return role.name == name; });
  };
  REQUIRE(find("porter") != roles.end());
  CHECK(find("porter")->label.zh == "门卫");
  REQUIRE(find("l1") != roles.end());
  CHECK(find("l1")->label.zh.empty());
  CHECK(roles.size() > 2);
  CHECK(set.shared_codes("nothing").empty());
  CHECK(!contains(set.types(), "roles"));
}

TEST_CASE("a field with codes_from has the names of the shared table as its codes") {
  const SchemaSet set({{"guest.yaml",
                        "record: guest\ndirectory: guests\nstates: {here: {initial: true}}\n"
                        "fields: {duty: {type: code, codes_from: roles}}"},
                       {"roles.yaml", "roles: {porter: {}}"}});
  REQUIRE(set.find("guest") != nullptr);
  CHECK(set.find("guest")->find_field("duty")->find_code("porter") != nullptr);
}

TEST_CASE("a team's file with an error gives no schema at all, and hides no other") {
  const SchemaSet set({{"bad.yaml",
                        "record: bad\ndirectory: bad\nstates: {a: {initial: true}}\n"
                        "moves: {go: {from: a, not_bi: [go]}}"},
                       {"worse.yaml", "record: [\n"},
                       {"none.yaml", "label: None\n"},
                       {"visitor.yaml", kVisitor},
                       {"again.yaml", kVisitor}});
  for (const char* name : {"bad", "worse", "none"}) {
    CHECK(set.has(name));
    CHECK(set.find(name) == nullptr);
  }
  CHECK(set.find("visitor") != nullptr);
  const std::string findings = all_text(set.findings());
  CHECK_MESSAGE(findings.find("bad.yaml:4:23 SCHEMA_WORD") != std::string::npos, findings);
  CHECK_MESSAGE(findings.find("worse.yaml") != std::string::npos, findings);
  CHECK_MESSAGE(findings.find("none.yaml:1:1 SCHEMA_MISSING a schema needs 'record'") != std::string::npos, findings);
  CHECK_MESSAGE(findings.find("again.yaml:1:9 SCHEMA_DUPLICATE") != std::string::npos, findings);
}

TEST_CASE("a team's file that cannot be parsed hides the shipped type of its name, or of the record it names") {
  for (const char* bytes : {"[", "record: [\n", "record: ticket # the desk's\nstates: {a: [\n"}) {
    const SchemaSet set({Source{".itss/schemas/ticket.yaml", bytes}});
    CHECK(set.has("ticket"));
    CHECK(set.find("ticket") == nullptr);
    CHECK(all_text(set.findings()).find(".itss/schemas/ticket.yaml:") == 0);
  }
  // `itss schema show ticket --raw > .itss/schemas/ticket.yaml` begins with an empty file.
  for (const char* bytes : {"", "\n", "# ours\n\n"}) {
    const SchemaSet empty({Source{".itss/schemas/ticket.yaml", bytes}});
    CHECK(empty.find("ticket") != nullptr);
    CHECK(empty.findings().empty());
  }
  const SchemaSet set({Source{"desk.yaml", "record: ticket\nprefix: TKT\ndirectory: tickets\nstates: {a: [\n"}});
  CHECK(set.find("ticket") == nullptr);
  CHECK_FALSE(set.has("desk"));
  CHECK(set.find("person") != nullptr);
}

TEST_CASE("several threads may ask one set for its types") {
  const SchemaSet set({Source{"visitor.yaml", kVisitor}});
  std::vector<const Schema*> found(4);
  std::vector<std::thread> threads;
  for (auto& each : found) threads.emplace_back([&set, &each] { each = set.find("visitor"); });
  for (auto& thread : threads) thread.join();
  REQUIRE(found.front() != nullptr);
  for (const auto* each : found) CHECK(each == found.front());
}
