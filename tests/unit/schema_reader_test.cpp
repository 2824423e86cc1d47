#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "base/translate.hpp"
#include "schema/checks.hpp"
#include "schema/computed.hpp"
#include "schema/words.hpp"
#include "schema_support.hpp"

using namespace itss;
using namespace itss::schema;

namespace {

const std::string kHead = "record: x\ndirectory: xs\nstates: {a: {initial: true}, b: {}}\n";

// The first finding about `more` below a head of three lines.
std::string finding_of(const std::string& more) {
  const auto read = schema_of(kHead + more);
  return all_text(read.findings);
}

std::string read_file(const std::string& name) {
  std::ifstream in(std::string(ITSS_SOURCE_DIR) + "/" + name);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

template <class T>
const T& first(const GuardGroup& group) {
  for (const auto& test : group.tests)
    if (const auto* found = std::get_if<T>(&test)) return *found;
  FAIL("the group has no such guard");
  throw std::logic_error("unreachable");
}

}  // namespace

TEST_CASE("an unknown word is found with its place and the word that was meant") {
  const auto read = schema_of(kHead + "moves: {go: {from: a, to: b, requirs: [x]}}\n");
  REQUIRE(read.findings.size() == 1);
  CHECK(to_text(read.findings.front()) ==
        "test.yaml:4:30: error: 'requirs' is not a word of a move [SCHEMA_WORD]\n"
        "  moves: {go: {from: a, to: b, requirs: [x]}}\n"
        "                               ^\n"
        "  did you mean 'requires'?");
}

TEST_CASE("each part of a schema knows its words and no others") {
  const std::vector<std::pair<const char*, const char*>> table = {
      {"colour: red", "4:1 SCHEMA_WORD 'colour' is not a word of a schema"},
      {"label: {fr: Y}", "4:9 SCHEMA_WORD 'fr' is not a word of a label"},
      {"fields: {f: {type: text, size: 3}}", "4:26 SCHEMA_WORD 'size' is not a word of a field"},
      {"fields: {f: {type: code, codes: {a: {from: 1}}}}", "4:38 SCHEMA_WORD 'from' is not a word of a code"},
      {"moves: {m: {label: x, froms: a, rules: [{from: a}]}}",
       "SCHEMA_WORD 'froms' is not a word of a move with several"},
      {"moves: {m: {rules: [{from: a, label: x}]}}", "SCHEMA_WORD 'label' is not a word of a rule"},
      {"moves: {m: {from: a, guards: [{wenn: {}}]}}", "SCHEMA_WORD 'wenn' is not a word of a group of guards"},
      {"moves: {m: {from: a, after: {moves: m}}}", "SCHEMA_WORD 'moves' is not a word of the guard 'after'"},
      {"moves: {m: {from: a, covers: {all: x, of: y}}}", "SCHEMA_WORD 'of' is not a word of the guard 'covers'"},
      {"moves: {m: {from: a, each: {in: x, hat: y}}}", "SCHEMA_WORD 'hat' is not a word of the guard 'each'"},
      {"moves: {m: {from: a, links: {x: {least: 1}}}}", "SCHEMA_WORD 'least' is not a word of the guard 'links'"},
      {"moves: {m: {from: a, children: {x.y: {min: 1}}}}", "SCHEMA_WORD 'min' is not a word of the guard 'children'"},
      {"moves: {m: {from: a, parties: {of: x, some: y}}}", "SCHEMA_WORD 'some' is not a word of the guard 'parties'"},
      {"moves: {m: {from: a, derive: {f: {tabel: t}}}}", "SCHEMA_WORD 'tabel' is not a word of the effect 'derive'"},
      {"moves: {m: {from: a, creates: {x: {links: f}}}}", "SCHEMA_WORD 'links' is not a word of the effect 'creates'"},
      {"moves: {m: {from: a, carries: {f: {move: m}}}}", "SCHEMA_WORD 'move' is not a word of the effect 'carries'"},
      {"clocks: {c: {halts: {}}}", "SCHEMA_WORD 'halts' is not a word of a clock"},
      {"clocks: {c: {stops: {state: [a]}}}", "SCHEMA_WORD 'state' is not a word of 'stops' of a clock"},
      {"clocks: {c: {pauses: {why: f}}}", "SCHEMA_WORD 'why' is not a word of 'pauses' of a clock"},
      {"clocks: {c: {starts: {in: [a]}}}", "SCHEMA_WORD 'in' is not a word of 'starts' of a clock"},
      {"tables: {t: {of: [f], row: {}}}", "SCHEMA_WORD 'row' is not a word of a table"},
      {"retract: {by: [l1]}", "SCHEMA_WORD 'by' is not a word of retract"},
      {"renamed: {state: {}}", "SCHEMA_WORD 'state' is not a word of renamed"},
  };
  for (const auto& [yaml, expected] : table) {
    const std::string found = finding_of(yaml);
    CHECK_MESSAGE(found.find(expected) != std::string::npos, yaml << "\n" << found);
  }
}

TEST_CASE("a word with a value of the wrong form is found with its place") {
  const std::vector<std::pair<const char*, const char*>> table = {
      {"title: [a]", "4:8 SCHEMA_FORM 'title' must be a text"},
      {"prefix: abc", "4:9 SCHEMA_FORM 'prefix' must be a word of capital letters"},
      {"columns: {a: b}", "4:10 SCHEMA_FORM 'columns' must be a list of texts"},
      {"fields: [a]", "4:9 SCHEMA_FORM 'fields' must be a map"},
      {"fields: {a.b: {type: text}}", "4:10 SCHEMA_FORM 'a.b' must be a name of letters, digits"},
      {"moves: {--as: {from: a}}", "4:9 SCHEMA_FORM '--as' must be a name"},
      {"clocks: {a b: {}}", "4:10 SCHEMA_FORM 'a b' must be a name"},
      {"fields: {f: text}", "4:13 SCHEMA_FORM 'a field' must be a map"},
      {"fields: {f: {type: text, required: yes}}", "4:36 SCHEMA_FORM 'required' must be true or false"},
      {"fields: {f: {type: text, since: soon}}", "SCHEMA_FORM 'since' must be a date such as 2026-11-24"},
      {"fields: {f: {type: text, codes: [a]}}", "SCHEMA_FORM 'codes' must be on a field of type code"},
      {"fields: {f: {type: txt}}", "4:20 SCHEMA_UNKNOWN the field type 'txt' is not known"},
      {"fields: {f: {label: F}}", "SCHEMA_MISSING 'f' needs 'type'"},
      {"fields: {f: {type: code}}", "SCHEMA_MISSING 'f' needs 'codes'"},
      {"fields: {f: {type: link}}", "SCHEMA_MISSING 'f' needs 'to'"},
      {"fields: {f: {type: map}}", "SCHEMA_MISSING 'f' needs 'fields'"},
      {"fields: {f: {type: computed}}", "SCHEMA_MISSING 'f' needs 'formula'"},
      {"moves: {m: {to: b}}", "SCHEMA_MISSING 'm' needs 'from'"},
      {"moves: {new: {from: a}}", "SCHEMA_FORM 'from' must be absent in 'new'"},
      {"moves: {m: {from: {after: a}}}", "SCHEMA_FORM 'from' must be a state, a list of states, open, any or {before"},
      {"moves: {m: {from: a, together: some}}", "SCHEMA_FORM 'together' must be 'all'"},
      {"moves: {m: {from: a, same: [x]}}", "SCHEMA_FORM 'same' must be a list of at least two paths"},
      {"moves: {m: {from: a, covers: {all: x}}}", "SCHEMA_MISSING 'covers' needs 'in'"},
      {"moves: {m: {from: a, each: {in: x}}}", "SCHEMA_MISSING 'each' needs 'has'"},
      {"moves: {m: {from: a, parties: {of: x}}}", "SCHEMA_MISSING 'parties' needs 'all'"},
      {"moves: {m: {from: a, after: {count: 2}}}", "SCHEMA_MISSING 'after' needs 'move'"},
      {"moves: {m: {from: a, after: {move: m, count: many}}}", "SCHEMA_FORM 'count' must be a whole number"},
      {"moves: {m: {from: a, children: {x: {}}}}", "SCHEMA_FORM 'x' must be a record type and its link field"},
      {"moves: {m: {from: a, guards: [{severity: mild}]}}", "SCHEMA_FORM 'severity' must be 'warning' or 'error'"},
      {"moves: {m: {from: a, when: {f: {greater: 1}}}}", "SCHEMA_CONDITION 'greater' is not a word of conditions"},
      {"moves: {m: {from: a, holds: x}}", "4:29 SCHEMA_CONDITION a condition is a map"},
      {"moves: {m: {from: a, puts: {f: {status: x}}}}", "SCHEMA_MISSING 'puts' needs 'key'"},
      {"moves: {m: {from: a, creates: {x: {}}}}", "SCHEMA_MISSING 'creates' needs 'link'"},
      {"moves: {m: {from: a, derive: {f: {}}}}", "SCHEMA_MISSING 'derive' needs 'table'"},
      {"moves: {m: {from: a, carries: {f: []}}}", "SCHEMA_MISSING 'carries' needs 'moves'"},
      {"clocks: {c: {restarts: never}}", "SCHEMA_FORM 'restarts' must be 'told'"},
      {"tables: {t: {of: [f]}}", "SCHEMA_MISSING 't' needs 'rows'"},
  };
  for (const auto& [yaml, expected] : table) {
    const std::string found = finding_of(yaml);
    CHECK_MESSAGE(found.find(expected) != std::string::npos, yaml << "\n" << found);
  }
}

TEST_CASE("a schema without a name, a place or one initial state is refused") {
  CHECK(all_text(schema_of("label: X\n").findings).find("SCHEMA_MISSING a schema needs 'record'") != std::string::npos);
  CHECK(schema_of("label: X\n").schema == nullptr);
  CHECK(all_text(schema_of("record: x\n").findings).find("a schema needs 'states'") != std::string::npos);
  CHECK(all_text(schema_of("record: x\ndirectory: ../y\nstates: {a: {initial: true}}").findings)
            .find("SCHEMA_FORM 'directory' must be a relative path") != std::string::npos);
  CHECK(all_text(schema_of("record: -x\ndirectory: y\nstates: {a: {initial: true}}").findings) != "");
  for (const char* states : {"{a: {}}", "{a: {initial: true}, b: {initial: true}}"})
    CHECK(all_text(schema_of(std::string("record: x\ndirectory: y\nstates: ") + states).findings)
              .find("exactly one initial state") != std::string::npos);
  CHECK(all_text(schema_of("- a\n").findings).find("NOT_A_MAPPING") != std::string::npos);
  CHECK(schema_of("record: [\n").findings.size() == 1);
}

TEST_CASE("an anchored part with a mistake is found once") {
  const auto read = schema_of(kHead + "moves:\n  m: {from: a, guards: &g [{wenn: {}}]}\n  n: {from: a, guards: *g}\n");
  CHECK(read.findings.size() == 1);
}

TEST_CASE("names have a label even where none is written") {
  const auto read = schema_of(
      "record: x\ndirectory: xs\nstates: {on_hold: {initial: true, label: {zh: 挂起}}}\n"
      "fields: {f: {type: code, codes: {wrong_group: , b: {label: {en: B, zh: 乙}, until: "
      "2026-12-01}, c: C}}}\n");
  REQUIRE(read.findings.empty());
  CHECK(read.schema->states.front().label.en == "on hold");
  const Field& field = *read.schema->find_field("f");
  CHECK(field.codes[0].label.en == "wrong group");
  CHECK(field.codes[1].label.zh == "乙");
  CHECK(field.codes[2].label.en == "C");
  CHECK(field.codes[1].valid.covers(*parse_date("2026-11-30")));
  CHECK(!field.codes[1].valid.covers(*parse_date("2026-12-01")));
  choose_language(Language::zh);
  CHECK(read.schema->states.front().label.text() == "挂起");
  CHECK(field.codes[2].label.text() == "C");
  choose_language(Language::en);
}

TEST_CASE("every type has 'new', which leads to the initial state") {
  const auto without = schema_of(kHead);
  REQUIRE(without.schema->find_move("new") != nullptr);
  CHECK(without.schema->find_move("new")->rules.front().to == "a");
  const auto with = schema_of(kHead + "moves: {new: {requires: [f]}}\nfields: {f: {type: text}}\n");
  REQUIRE(with.findings.empty());
  CHECK(with.schema->find_move("new")->rules.front().from.form == From::Form::nothing);
  CHECK(with.schema->find_move("new")->rules.front().to == "a");
}

TEST_CASE("'from' fits a state, a list, open, any or the states before one") {
  const auto read = schema_of(
      "record: x\ndirectory: xs\nstates: {a: {initial: true}, b: {}, c: {}, d: {final: true}}\nmoves:\n"
      "  one: {from: a}\n  two: {from: [a, b]}\n  open: {from: open}\n  any: {from: any}\n  early: {from: {before: "
      "c}}\n");
  REQUIRE(read.findings.empty());
  const std::vector<std::pair<const char*, std::string>> table = {{"one", "a"},    {"two", "ab"},   {"open", "abc"},
                                                                  {"any", "abcd"}, {"early", "ab"}, {"new", ""}};
  for (const auto& [move, states] : table)
    for (const std::string state : {"a", "b", "c", "d"})
      CHECK_MESSAGE(read.schema->fits(read.schema->find_move(move)->rules.front().from, state) ==
                        (states.find(state) != std::string::npos),
                    move << " " << state);
}

TEST_CASE("the inputs of a move are what its rules ask for, in order, each once") {
  const auto read = schema_of(kHead + R"(tables: {t: {of: [impact, urgency], rows: {1: {1: P1}}}}
fields:
  impact: {type: text}
  urgency: {type: text}
  priority: {type: text}
  owner: {type: person}
  reason: {type: text}
  extra: {type: text}
  late: {type: text}
  sum: {type: text}
  person: {type: person}
  builds: {type: map, key: text, fields: {sha: {type: text}}}
  guests: {type: map, key: person, fields: {status: {type: text}}}
moves:
  go:
    rules:
      - from: a
        takes: [extra]
        requires: [owner, reason, note, builds.dev.sha, owner.level]
        any_of: [told, late]
        derive: {priority: {table: t}}
        sets: {owner: actor}
        same: [sum, input.sum]
        puts: {guests: {key: input.person, status: out}}
        guards: [{when: {extra: x}, requires: [input.reason, impact]}]
      - {from: b, requires: [late, evidence, for]}
)");
  REQUIRE_MESSAGE(read.findings.empty(), all_text(read.findings));
  CHECK(read.schema->inputs_of(*read.schema->find_move("go")) ==
        std::vector<std::string>{"extra", "reason", "builds", "late", "sum", "impact", "urgency", "person"});
  CHECK(read.schema->is_guarded("priority"));
  CHECK(read.schema->is_guarded("owner"));
  CHECK(read.schema->is_guarded("guests"));
  CHECK(!read.schema->is_guarded("reason"));
}

TEST_CASE("a release is deployed under the guards and with the effects of its schema") {
  const auto read = schema_of(read_file("tests/unit/data/hard/release.yaml"));
  REQUIRE_MESSAGE(read.findings.empty(), all_text(read.findings));
  const Move& deploy = *read.schema->find_move("deploy");
  REQUIRE(deploy.rules.size() == 2);
  const Rule& rule = deploy.rules.front();
  CHECK(rule.from.states == std::vector<std::string>{"staged"});
  CHECK(rule.to == "deployed");
  REQUIRE(rule.guards.size() == 2);
  const GuardGroup& own = rule.guards.front();
  CHECK(own.clause == deploy.clause);
  CHECK(first<Actor>(own).roles == std::vector<std::string>{"releaser"});
  CHECK(first<After>(own).move == "go");
  CHECK(first<After>(own).since == std::vector<std::string>{"stage-pass"});
  CHECK(first<NotBy>(own).moves == std::vector<std::string>{"go"});
  CHECK(first<Same>(own).paths.size() == 4);
  CHECK(first<Each>(own).in == "media");
  CHECK(first<Each>(own).has == std::vector<std::string>{"location", "sha256", "verified_at"});
  CHECK(first<Covers>(own).all == "stakeholders");
  CHECK(first<Covers>(own).in == std::vector<std::string>{"notices.to"});
  CHECK(first<Linked>(own).states == std::vector<std::string>{"approved", "scheduled"});
  CHECK(rule.guards.back().when.form == Condition::Form::any);
  CHECK(first<Each>(rule.guards.back()).in == "training");
  REQUIRE(rule.carries.size() == 1);
  CHECK(rule.carries.front().field == "changes");
  CHECK(rule.carries.front().verbs == std::vector<std::string>{"start", "complete"});
  CHECK(deploy.rules.back().when.path == "weight");
}

TEST_CASE("a change that waits for a release is only started by it") {
  const auto read = schema_of(read_file("tests/unit/data/hard/change.yaml"));
  REQUIRE_MESSAGE(read.findings.empty(), all_text(read.findings));
  const Move& start = *read.schema->find_move("start");
  REQUIRE(start.rules.size() == 2);
  CHECK(start.rules[0].when.op == Op::empty);
  CHECK(first<During>(start.rules[0].guards.front()).field == "window");
  CHECK(start.rules[1].via == "release.deploy");
  const auto& guards = read.schema->find_move("schedule")->rules.front().guards;
  REQUIRE(guards.size() == 2);
  CHECK(guards[1].when.children[0].op == Op::min_count);
  CHECK(first<Requires>(guards[1]).fields == std::vector<std::string>{"release"});
}

TEST_CASE("leave is asked for by a participant and granted by the host") {
  const auto read = schema_of(read_file("tests/unit/data/hard/meeting.yaml"));
  REQUIRE_MESSAGE(read.findings.empty(), all_text(read.findings));
  const Rule& leave = read.schema->find_move("leave")->rules.front();
  CHECK(leave.to == "same");
  CHECK(first<Actor>(leave.guards.front()).by == std::vector<std::string>{"required"});
  CHECK(first<Same>(leave.guards.front()).paths == std::vector<std::string>{"actor.level", "delegate.level"});
  REQUIRE(leave.puts.size() == 1);
  CHECK(leave.puts.front().key == "actor");
  CHECK(leave.puts.front().set.at("status") == "leave_asked");
  CHECK(read.schema->find_move("approve-leave")->rules.front().puts.front().key == "input.person");
}

TEST_CASE("an agreement is signed by both sides, and a changed text needs new signatures") {
  const auto read = schema_of(read_file("tests/unit/data/hard/pact.yaml"));
  REQUIRE_MESSAGE(read.findings.empty(), all_text(read.findings));
  const auto& parties = first<Parties>(read.schema->find_move("sign")->rules.front().guards.front());
  CHECK(parties.of == "actor.side");
  CHECK(parties.all == std::vector<std::string>{"provider", "customer"});
  CHECK(read.schema->find_move("negotiate")->rules.front().voids == std::vector<std::string>{"sign"});
}

TEST_CASE("clocks, tables and renamed words are read") {
  const auto read = schema_of(kHead + R"(clocks:
  response: {stops: {told: true, states: [b]}, cancelled_in: [b]}
  progress: {restarts: told, starts: {states: [a]}, stops: {states: [b]}, target_by: kind,
             pauses: {states: [a], reason: why, until: till, consent: who}}
tables:
  one: {of: [f], rows: {x: 1, y: 2}}
  two: {of: [f, g], rows: {x: {p: 1, q: 2}}}
renamed: {states: {old: a}, codes: {f.old: x}, fields: {g: f}, moves: {m: new}}
retract: {roles: [l1_lead]}
)");
  REQUIRE_MESSAGE(read.findings.empty(), all_text(read.findings));
  const auto& clocks = read.schema->clocks;
  CHECK(clocks[0].stops_when_told);
  CHECK(clocks[0].target_by == "priority");
  CHECK(clocks[1].told_restarts);
  CHECK(clocks[1].starts_in == std::vector<std::string>{"a"});
  CHECK(clocks[1].pause_consent == "who");
  CHECK(read.schema->tables[0].cells.at("y") == "2");
  CHECK(read.schema->tables[1].cells.at("x q") == "2");
  CHECK(read.schema->renamed_codes.at("f.old") == "x");
  CHECK(read.schema->retract_roles == std::vector<std::string>{"l1_lead"});
}

TEST_CASE("computed fields are worked out from other fields") {
  const auto read = schema_of(kHead + R"(tables: {level: {of: [a, b], rows: {2: {3: high}}}}
fields:
  a: {type: number}
  b: {type: number}
  sum: {type: computed, formula: {sum: [a, b]}}
  product: {type: computed, formula: {product: [a, b, half]}}
  count: {type: computed, formula: {count: tags}}
  level: {type: computed, formula: {table: level}}
  none: {type: computed, formula: {sum: [a, gone]}}
  total: {type: computed, formula: {sum: [a, fees.net]}}
  mixed: {type: computed, formula: {sum: [tags]}}
)");
  REQUIRE_MESSAGE(read.findings.empty(), all_text(read.findings));
  const FakeFacts facts({{"a", "2"},
                         {"b", "3"},
                         {"half", "0.5"},
                         {"tags", Value::List{"x", "y"}},
                         {"fees.net", Value::List{"1.5", "4"}}});
  const auto computed = [&](const char* name) { return compute(*read.schema->find_field(name), *read.schema, facts); };
  CHECK(computed("sum").text() == "5");
  CHECK(computed("product").text() == "3");
  CHECK(computed("count").text() == "2");
  CHECK(computed("level").text() == "high");
  CHECK(computed("none").absent());
  CHECK(computed("total").text() == "7.5");
  CHECK(computed("mixed").absent());
}

TEST_CASE("the manual page explains every word that the reader knows") {
  const std::string page = read_file("man/itss-schema.5");
  REQUIRE(!page.empty());
  for (const auto& group : all_words())
    for (const auto& word : group.words) {
      const std::string bold = ".B " + std::string(word) + "\n", several = "\"" + std::string(word) + "\"";
      const bool explained = page.find(bold) != std::string::npos || page.find(several) != std::string::npos ||
                             page.find("\\fB" + std::string(word) + "\\fR") != std::string::npos;
      CHECK_MESSAGE(explained, group.place << ": " << word);
    }
  for (const auto& check : check_words())
    CHECK_MESSAGE(page.find(".B " + std::string(check.name) + "\n") != std::string::npos, check.name);
}
