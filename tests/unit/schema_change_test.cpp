#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "schema/change.hpp"
#include "schema_support.hpp"

using namespace itss;
using namespace itss::schema;

namespace {

const std::string kOld = R"(record: x
directory: xs
states: {a: {initial: true}, b: {}, c: {final: true}}
fields:
  kind: {type: code, codes: [small, big]}
  size: {type: text}
  tags: {type: list}
  notes: {type: map, key: text, fields: {on: {type: text}, mood: {type: code, codes: [good, bad]}}}
moves: {go: {from: a, to: b}, end: {from: b, to: c}}
)";

std::string findings_of(const std::string& old_text, const std::string& new_text) {
  const auto before = schema_of(old_text), after = schema_of(new_text);
  REQUIRE_MESSAGE(after.findings.empty(), all_text(after.findings));
  const std::vector<StoredEvent> events = {
      {"X-1", "new", {{"status", "a"}, {"kind", "big"}, {"size", "large"}}, {}},
      {"X-2", "go", {{"status", "b"}, {"tags", Value::List{"t"}}, {"private", "kept"}}, {}},
      {"X-3", "go", {{"status", "b"}, {"kind", "big"}}, {}},
      {"X-4", "edit", {{"notes", Value::Map{{"One", Value::Map{{"on", "late"}, {"mood", "bad"}}}}}}, {}},
      {"X-5", "edit", {{"size", {}}}, "xs/X-5.yaml"},
  };
  return all_text(verify_change(*before.schema, after.schema.get(), [&](const auto& visit) {
    for (const auto& event : events) visit(event);
  }));
}

std::string change(const std::string& from, const std::string& to, const std::string& more = {}) {
  std::string changed = kOld;
  changed.replace(changed.find(from), from.size(), to);
  return findings_of(kOld, changed + more);
}

}  // namespace

TEST_CASE("a change that removes nothing in use has no findings") {
  CHECK(change("size: {type: text}", "size: {type: prose}") == "");
  CHECK(change("c: {final: true}", "d: {final: true}", "").find("SCHEMA_REMOVED") == std::string::npos);
  CHECK(change("[small, big]", "[big]") == "");
  CHECK(change(", end: {from: b, to: c}", "") == "");
}

TEST_CASE("a removed word that stored events use is found once, with a record that uses it") {
  CHECK(change("b: {}, ", "").find("the state 'b' is gone, but stored events use it, such as X-2") !=
        std::string::npos);
  CHECK(change("go: {from: a, to: b}, ", "").find("the move 'go' is gone, but stored events use it, such as X-2") !=
        std::string::npos);
  CHECK(change("  size: {type: text}\n", "").find("the field 'size' is gone, but stored events use it, such as X-1") !=
        std::string::npos);
  const std::string code = change("[small, big]", "[small]");
  CHECK(code.find("SCHEMA_REMOVED the code 'kind.big' is gone, but stored events use it, such as X-1") !=
        std::string::npos);
  CHECK(code.find("X-3") == std::string::npos);
}

TEST_CASE("a word with a successor under 'renamed' is not removed") {
  CHECK(change("b: {}, ", "bb: {}, ", "renamed: {states: {b: bb}}\n") == "");
  CHECK(change("go: {", "walk: {", "renamed: {moves: {go: walk}}\n") == "");
  CHECK(change("size: {", "scale: {", "renamed: {fields: {size: scale}}\n") == "");
  CHECK(change("[small, big]", "[small, huge]", "renamed: {codes: {kind.big: huge}}\n") == "");
}

TEST_CASE("a field whose stored values no longer fit is found") {
  const std::string found = change("size: {type: text}", "size: {type: number}");
  CHECK_MESSAGE(
      found.find("SCHEMA_CHANGED the field 'size' no longer fits stored events, such as X-1: 'large' is not a "
                 "number") != std::string::npos,
      found);
  CHECK(change("tags: {type: list}", "tags: {type: text}").find("SCHEMA_CHANGED the field 'tags'") !=
        std::string::npos);
}

TEST_CASE("what is gone or no longer fits inside a map is found") {
  const auto has = [](const std::string& found, const std::string& wanted) {
    CHECK_MESSAGE(found.find(wanted) != std::string::npos, found);
  };
  has(change("on: {type: text}, ", ""), "the field 'notes.on' is gone, but stored events use it, such as X-4");
  has(change("[good, bad]", "[good]"), "the code 'notes.mood.bad' is gone, but stored events use it, such as X-4");
  has(change("on: {type: text}", "on: {type: date}"), "SCHEMA_CHANGED the field 'notes.on' no longer fits");
  has(change("notes: {type: map, key: text", "notes: {type: map"), "SCHEMA_CHANGED the field 'notes' no longer fits");
  CHECK(change("[good, bad]", "[bad]") == "");
  CHECK(change("[good, bad]", "[good, sad]", "renamed: {codes: {notes.mood.bad: sad}}\n") == "");
  CHECK(change("on: {type: text}", "day: {type: text}", "renamed: {fields: {notes.on: day}}\n") == "");
  CHECK(change("notes: {type: map, key: text, fields: {on:", "logs: {type: map, key: text, fields: {day:",
               "renamed: {fields: {notes: logs, logs.on: day}}\n") == "");
  CHECK(change("on: {type: text}", "on: {type: prose}") == "");
}

TEST_CASE("records that the newer schema would not find any more are found") {
  const std::string found = change("directory: xs", "directory: ys");
  CHECK_MESSAGE(found.find("the directory 'xs' is gone, but stored events use it, such as X-5") != std::string::npos,
                found);
  const std::string prefixed = findings_of("prefix: X\n" + kOld, "prefix: Y\n" + kOld);
  CHECK_MESSAGE(prefixed.find("the prefix 'X' is gone, but stored events use it, such as X-1") != std::string::npos,
                prefixed);
  const auto before = schema_of(kOld);
  const std::string gone = all_text(verify_change(*before.schema, nullptr, [](const auto& visit) {
    visit({"X-1", "new", {}, {}});
  }));
  CHECK_MESSAGE(gone.find("the record type 'x' is gone, but stored events use it, such as X-1") != std::string::npos,
                gone);
  CHECK(all_text(verify_change(*before.schema, nullptr, [](const auto&) {})) == "");
}

TEST_CASE("a word that an older 'renamed' explained must be explained still") {
  const auto renamed = [](const std::string& words) { return kOld + "renamed: {" + words + "}\n"; };
  std::string old = kOld;
  old.replace(old.find("size: {"), 7, "scale: {");
  CHECK(findings_of(old + "renamed: {fields: {size: scale}}\n", old + "renamed: {fields: {size: scale}}\n") == "");
  const std::string found = findings_of(old + "renamed: {fields: {size: scale}}\n", old);
  CHECK_MESSAGE(found.find("the field 'size' is gone, but stored events use it, such as X-1") != std::string::npos,
                found);
  CHECK(findings_of(renamed("states: {z: b}"), kOld) == "");
}

TEST_CASE("the JSON Schema of a type has its fields, states and verbs") {
  const SchemaSet all;
  for (const auto& name : all.types()) {
    const Schema* type = all.find(name);
    REQUIRE(type != nullptr);
    const auto json = nlohmann::json::parse(to_json_schema(*type, all));
    CHECK(json["$schema"] == "https://json-schema.org/draft/2020-12/schema");
    for (const auto& field : type->fields)
      CHECK_MESSAGE(json["properties"].contains(field.name) == (field.type != FieldType::computed), field.name);
    const auto& verbs = json["properties"]["history"]["items"]["properties"]["do"]["enum"];
    for (const auto& move : type->moves)
      CHECK_MESSAGE(std::find(verbs.begin(), verbs.end(), move.name) != verbs.end(), move.name);
    const auto& states = json["properties"]["status"]["enum"];
    for (const auto& state : type->states)
      CHECK((std::find(states.begin(), states.end(), state.name) != states.end()) == !state.derived());
  }
}

TEST_CASE("a JSON Schema takes what the schema takes") {
  const auto read = schema_of(kOld + "renamed: {}\n");
  const auto json = nlohmann::json::parse(to_json_schema(*read.schema, SchemaSet()));
  const auto& properties = json["properties"];
  CHECK(properties["kind"]["enum"] == nlohmann::json({"small", "big"}));
  CHECK(properties["tags"]["type"] == "array");
  CHECK(json["additionalProperties"] == true);
  CHECK(json["required"] == nlohmann::json({"id", "status", "history"}));
}

TEST_CASE("a JSON Schema takes the names that stored events have from before, as deprecated ones") {
  const auto read = schema_of(kOld + R"(renamed:
  fields: {scale: size, notes.day: on}
  codes: {kind.large: big, notes.mood.fine: good}
  states: {z: b}
  moves: {walk: go}
)");
  const auto json = nlohmann::json::parse(to_json_schema(*read.schema, SchemaSet()));
  const auto allows_old = [](const nlohmann::json& names, const char* name) {
    return names["anyOf"][1] == nlohmann::json({{"enum", {name}}, {"deprecated", true}});
  };
  const auto& top = json["properties"];
  CHECK(top["scale"]["deprecated"] == true);
  CHECK(top["scale"]["type"] == top["size"]["type"]);
  CHECK_FALSE(top["size"].contains("deprecated"));
  CHECK_FALSE(top.contains("notes.day"));
  CHECK(top["kind"]["anyOf"][0]["enum"] == nlohmann::json({"small", "big"}));
  CHECK(allows_old(top["kind"], "large"));
  CHECK(allows_old(top["status"], "z"));
  const auto& event = top["history"]["items"]["properties"];
  CHECK(allows_old(event["do"], "walk"));
  CHECK(allows_old(event["set"]["properties"]["status"], "z"));
  CHECK(event["set"]["properties"]["scale"]["deprecated"] == true);
  const auto& unset = event["unset"]["items"]["enum"];
  CHECK(std::find(unset.begin(), unset.end(), "scale") != unset.end());
  const auto& parts = event["put"]["properties"]["notes"]["additionalProperties"]["properties"];
  CHECK(parts["day"]["deprecated"] == true);
  CHECK(allows_old(parts["mood"], "fine"));
}
