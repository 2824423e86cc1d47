// What the verifier refuses in a small type: one change to a sound schema, one finding.
#include <doctest/doctest.h>

#include "schema/words.hpp"
#include "schema_support.hpp"

using namespace itss;
using namespace itss::schema;

namespace {

const char* const kSmall = R"(record: job
label: {zh: 作业}
prefix: JOB
directory: jobs
fields:
  title: {type: text, label: {zh: 题}}
  size: {type: number, label: {zh: 规模}}
  kind: {type: code, codes: {low: {zh: 低}, high: {zh: 高}}, label: {zh: 类}}
  day: {type: date, label: {zh: 日}}
  moment: {type: instant, label: {zh: 时刻}}
  owner: {type: person, label: {zh: 责任人}}
  team: {type: people, label: {zh: 组员}}
  tags: {type: list, label: {zh: 标签}}
  peers: {type: links, to: job, label: {zh: 同伴}}
  desk: {type: link, to: service, label: {zh: 服务}}
  notes: {type: map, key: person, label: {zh: 记}, fields: {on: {type: date, label: {zh: 日}}}}
states:
  draft: {label: {zh: 草稿}, initial: true}
  done: {label: {zh: 完成}, final: true}
moves:
  finish: {label: {zh: 完成}, from: draft, to: done, takes: [title]}
)";

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  return text.replace(at, from.size(), to);
}

std::string findings_of(const std::string& yaml) {
  Diagnostics findings;
  const auto schema = read_schema({"test.yaml", yaml}, findings);
  if (!schema || has_errors(findings)) return "unread:\n" + all_text(findings);
  const SchemaSet all({{"test.yaml", yaml}, {"roles.yaml", "roles: {worker: {}, lead: {}}"}});
  return all_text(verify(*schema, all));
}

// The findings when `from` is `to`.
std::string with(const std::string& from, const std::string& to) { return findings_of(changed(kSmall, from, to)); }
// The findings with these words in the rule of its move.
std::string with_rule(const std::string& words) { return with("takes: [title]", "takes: [title], " + words); }
// The findings with another field.
std::string with_field(const std::string& field) { return with("states:\n", "  " + field + "\nstates:\n"); }

struct Wrong {
  std::string (*found)(const std::string& words);
  const char* words;
  const char* expected;  // a part of the findings; empty: there are none
};

void check_each(const std::vector<Wrong>& table) {
  for (const auto& [found, words, expected] : table) {
    const std::string text = found(words);
    const bool fits = *expected == '\0' ? text.empty() : text.find(expected) != std::string::npos;
    CHECK_MESSAGE(fits, words << "\nexpected " << expected << "\nfound    " << text);
  }
}

}  // namespace

TEST_CASE("the small type is sound") { CHECK(findings_of(kSmall) == ""); }

TEST_CASE("no field is named like an option of every move, whether with '_' or with '-'") {
  for (const auto& word : option_words())
    CHECK_MESSAGE(
        with_field(std::string(word) + ": {type: text, label: {zh: 文}}").find("SCHEMA_RESERVED") != std::string::npos,
        word);
  check_each({
      {with_field, "no_commit: {type: text, label: {zh: 文}}",
       "test.yaml:17:3 SCHEMA_RESERVED the field 'no_commit' has a name that the language uses itself"},
      {with_field, "commit: {type: text, label: {zh: 文}}", ""},
  });
}

TEST_CASE("no record type is named like a command") {
  for (const auto& word : command_words())
    CHECK_MESSAGE(
        with("record: job", "record: " + std::string(word)).find("test.yaml:1:9 SCHEMA_RESERVED") != std::string::npos,
        word);
}

TEST_CASE("a directory is a path inside the repository, of one type alone") {
  const auto at = [](const std::string& directory) { return with("directory: jobs", "directory: " + directory); };
  check_each({
      {at, "''", "test.yaml:4:12 SCHEMA_FORM 'directory' must be a relative path of lower-case words"},
      {at, ".git", "SCHEMA_FORM 'directory'"},
      {at, ".itss/jobs", "SCHEMA_FORM 'directory'"},
      {at, "/jobs", "SCHEMA_FORM 'directory'"},
      {at, "../jobs", "SCHEMA_FORM 'directory'"},
      {at, "jobs/", "SCHEMA_FORM 'directory'"},
      {at, "calendars", "test.yaml:4:12 SCHEMA_RESERVED the directory 'calendars'"},
      {at, "calendars/jobs", "SCHEMA_RESERVED the directory 'calendars/jobs'"},
      {at, "people", "SCHEMA_DUPLICATE the directory 'people' is also that of 'person'"},
      {at, "people/jobs", "test.yaml:4:12 SCHEMA_DUPLICATE the directory 'people/jobs' is also that of 'person'"},
      {at, "peoples", ""},
      {at, "work/jobs", ""},
  });
}

TEST_CASE("a prefix is a word of capital letters and digits that begins with a letter") {
  const auto named = [](const std::string& prefix) { return with("prefix: JOB", "prefix: " + prefix); };
  check_each({
      {named, "4J", "test.yaml:3:9 SCHEMA_FORM 'prefix' must be a word of capital letters and digits, a letter first"},
      {named, "job", "SCHEMA_FORM 'prefix'"},
      {named, "J-B", "SCHEMA_FORM 'prefix'"},
      {named, "J4", ""},
  });
}

TEST_CASE("a value is written in the form in which records hold it, so that a condition can fit") {
  check_each({
      {with_rule, "when: {kind: High}", "test.yaml:21:81 SCHEMA_FORM 'High' must be 'high'"},
      {with_rule, "when: {size: '02'}", "SCHEMA_FORM '02' must be '2'"},
      {with_rule, "when: {size: {not: [1.50, 2]}}", "SCHEMA_FORM '1.50' must be '1.5'"},
      {with_rule, "guards: [{when: {peers.kind: HIGH}, requires: [day]}]", "SCHEMA_FORM 'HIGH' must be 'high'"},
      {with_rule, "links: {peers: {where: {kind: Low}}}", "SCHEMA_FORM 'Low' must be 'low'"},
      {with_rule, "parties: {of: kind, all: [low, High]}", "SCHEMA_FORM 'High' must be 'high'"},
      {with_rule, "sets: {size: '02'}", "SCHEMA_FORM '02' must be '2'"},
      {with_rule, "when: {kind: high, size: 2}", ""},
      {with_rule, "when: {size: {ge: '02'}}", ""},
  });
}

TEST_CASE("what a condition compares with can be compared with the field") {
  const auto when = [](const std::string& test) { return with_rule("when: " + test); };
  check_each({
      {when, "{day: {after: tomorow}}", "SCHEMA_FORM 'tomorow' must be a time such as 2026-11-24, now, today or -7d"},
      {when, "{moment: {before: 7d}}", "SCHEMA_FORM '7d' must be a time"},
      {when, "{opened: {lt: soon}}", "SCHEMA_FORM 'soon' must be a time"},
      {when, "{opened: 2026-11-24}", "SCHEMA_FORM '2026-11-24' must be a value"},
      {when, "{day: today}", "SCHEMA_FORM 'today' must be"},
      {when, "{size: {gt: abc}}", "SCHEMA_FORM 'abc' must be a number"},
      {when, "{peers.size: {le: now}}", "SCHEMA_FORM 'now' must be a number"},
      {when, "{notes.on: {ge: x}}", "SCHEMA_FORM 'x' must be a time"},
      {when, "{title: {before: now}}", "SCHEMA_FORM 'now' must be asked of a date or an instant"},
      {when, "{title: {after: 2026-11-24}}", "SCHEMA_FORM '2026-11-24' must be asked of"},
      {when, "{tags: {ge: today}}", "SCHEMA_FORM 'today' must be asked of"},
      {when, "{size: {within: 7d}}", "SCHEMA_FORM '7d' must be asked of a date or an instant"},
      {when, "{kind: {ge: hihg}}", "SCHEMA_UNKNOWN the code 'hihg'"},
      {when, "{status: {ge: done}}", "SCHEMA_FORM 'done' must be asked of a value that has an order"},
      {when, "{notes: {gt: a}}", "SCHEMA_FORM 'a' must be asked of a value that has an order"},
      {with_rule, "links: {peers: {where: {day: {before: yesterdy}}}}", "SCHEMA_FORM 'yesterdy' must be a time"},
      {with_rule, "holds: {any: [{not: {size: {lt: x}}}]}", "SCHEMA_FORM 'x' must be a number"},
      {when, "{day: {after: -7d}, moment: {before: now}, opened: {ge: 2026-11-24 10:00}, updated: {within: -7d}}", ""},
      {when, "{size: {ge: '02', lt: 3.5}, kind: {ge: high}, title: {gt: m}, tags: {match: now}, team: {min_count: 2}}",
       ""},
  });
}

TEST_CASE("a derived state asks for no clock") {
  const auto clocked = [](const std::string& when) {
    return findings_of(changed(kSmall, "  done: {",
                               "  shown: {label: {zh: 示}, derived: {from: draft, when: " + when + "}}\n  done: {") +
                       "clocks: {reply: {label: {zh: 响应}, stops: {states: done}}}\n");
  };
  check_each({
      {clocked, "{overdue: reply}",
       "test.yaml:19:3 SCHEMA_DERIVED the derived state 'shown' asks for a clock, and clocks are worked out from"},
      {clocked, "{any: [{breached: reply}, {day: {before: now}}]}", "SCHEMA_DERIVED the derived state 'shown'"},
      {clocked, "{day: {before: now}}", ""},
  });
}

TEST_CASE("a default is a value that a new record can hold") {
  check_each({
      {with_field, "x: {type: date, default: today, label: {zh: 文}}", "test.yaml:17:28 SCHEMA_FORM 'today' must be"},
      {with_field, "x: {type: number, default: '02', label: {zh: 文}}", "SCHEMA_FORM '02' must be '2'"},
      {with_field, "x: {type: list, default: a, label: {zh: 文}}",
       "test.yaml:17:19 SCHEMA_FORM 'default' must be on a field of one value"},
      {with_field, "x: {type: people, default: wang.fang, label: {zh: 文}}", "SCHEMA_FORM 'default'"},
      {with_field, "x: {type: links, to: job, default: J-1, label: {zh: 文}}", "SCHEMA_FORM 'default'"},
      {with_field, "x: {type: condition, default: size, label: {zh: 文}}", "SCHEMA_FORM 'default'"},
      {with_field, "x: {type: person, default: wang.fang, label: {zh: 文}}", ""},
  });
}

TEST_CASE("a part of a map has no words that nothing asks for") {
  const auto part = [](const std::string& words) {
    return with_field("x: {type: map, key: text, label: {zh: 文}, fields: {p: {label: {zh: 部}, " + words + "}}}");
  };
  check_each({
      {part, "type: text, required: true", "SCHEMA_FORM 'required' must be on a field of the record, not on a part"},
      {part, "type: text, guarded: true", "SCHEMA_FORM 'guarded'"},
      {part, "type: text, default: a", "SCHEMA_FORM 'default'"},
      {part, "type: map, fields: {q: {type: text, label: {zh: 部}}}",
       "SCHEMA_FORM 'p' must be a part of a map: neither a map itself nor computed"},
      {part, "type: computed, formula: {count: tags}", "SCHEMA_FORM 'p' must be a part of a map"},
      {part, "type: text, confidential: true", ""},
      {with_field, "x: {type: computed, formula: {count: tags}, required: true, label: {zh: 文}}",
       "SCHEMA_FORM 'required' must be on a field that can be filled"},
      {with_field, "x: {type: map, key: code, label: {zh: 文}, fields: {p: {type: text, label: {zh: 部}}}}",
       "test.yaml:17:18 SCHEMA_FORM 'key' must be text, person or a record type"},
  });
}

TEST_CASE("what a rule sets fits the field that it is set to") {
  check_each({
      {with_rule, "sets: {size: at}", "SCHEMA_FORM 'at' must be a value of the field size, which is of type number"},
      {with_rule, "sets: {kind: actor}", "SCHEMA_FORM 'actor' must be a value of the field kind"},
      {with_rule, "sets: {desk: id}", "SCHEMA_FORM 'id' must be a value of the field desk"},
      {with_rule, "sets: {desk: actor}", "SCHEMA_FORM 'actor' must be a value of the field desk"},
      {with_rule, "sets: {size: input.title}", "SCHEMA_FORM 'input.title' must be a value of the field size"},
      {with_rule, "sets: {owner: field.team}", "SCHEMA_FORM 'field.team' must be a value of the field owner"},
      {with_rule, "sets: {title: field.tags}", "SCHEMA_FORM 'field.tags' must be a value of the field title"},
      {with_rule, "puts: {notes: {key: actor, 'on': actor}}", "SCHEMA_FORM 'actor' must be a value of the field on"},
      {with_rule, "sets: {owner: actor, team: actor, day: at, moment: at, peers: id, title: field.size}", ""},
      {with_rule, "sets: {team: field.owner, tags: field.title, kind: input.kind}", ""},
      {with_rule, "puts: {notes: {key: actor, 'on': at}}", ""},
  });
}

TEST_CASE("nothing is worked out from itself, be it through links") {
  const auto shown = [](const std::string& when) {
    return with("  done: {", "  shown: {label: {zh: 示}, derived: {from: draft, when: " + when + "}}\n  done: {");
  };
  check_each({
      {shown, "{peers.status: [shown]}",
       "test.yaml:19:3 SCHEMA_CYCLE 'shown' is computed from itself: shown -> peers.status"},
      {shown, "{peers.peers.status: draft}",
       "SCHEMA_CYCLE 'shown' is computed from itself: shown -> peers.peers.status"},
      {shown, "{any: [{day: {before: now}}, {not: {peers.status: draft}}]}", "SCHEMA_CYCLE 'shown'"},
      {shown, "{peers.day: {before: now}}", ""},
      {shown, "{desk.status: active}", ""},
      {with_field, "sum: {type: computed, formula: {sum: [peers.sum]}, label: {zh: 和}}",
       "test.yaml:17:3 SCHEMA_CYCLE 'sum' is computed from itself: sum -> peers.sum"},
      {with_field, "sum: {type: computed, formula: {sum: [peers.size]}, label: {zh: 和}}", ""},
  });
}

TEST_CASE("only numbers are added and multiplied") {
  const auto formula = [](const std::string& words) {
    return with_field(
        "cost: {type: computed, formula: {" + words +
        "}, label: {zh: 价}}\n  grade: {type: code, codes: [1, "
        "2], label: {zh: 级}}\n  costs: {type: map, key: text, label: {zh: 各}, fields: {net: {type: number, "
        "label: {zh: 净}}}}");
  };
  check_each({
      {formula, "sum: [title]", "test.yaml:17:42 SCHEMA_FORM 'title' must be a field of numbers"},
      {formula, "sum: [size, notes.on]", "SCHEMA_FORM 'notes.on' must be a field of numbers"},
      {formula, "product: [kind]", "SCHEMA_FORM 'kind' must be a field of numbers"},
      {formula, "sum: [opened]", "SCHEMA_FORM 'opened' must be a field of numbers"},
      {formula, "sum: [size, costs.net, peers.size]", ""},
      {formula, "product: [grade, size]", ""},
      {formula, "count: notes", ""},
  });
}

TEST_CASE("a derived state that waits for another type's, which waits for it, is found") {
  const auto type = [](const std::string& name, const std::string& other) {
    return "record: " + name + "\nlabel: {zh: 甲}\ndirectory: " + name +
           "s\nfields:\n  to: {type: links, to: " + other +
           ", label: {zh: 至}}\nstates:\n  fresh: {initial: true, label: {zh: 开}}\n  late: {label: {zh: 迟}, derived: "
           "{from: fresh, when: {to.status: late}}}\n";
  };
  const SchemaSet all({{"a.yaml", type("a", "b")}, {"b.yaml", type("b", "a")}, {"c.yaml", type("c", "a")}});
  CHECK(all_text(verify(*all.find("a"), all)) ==
        "a.yaml:8:3 SCHEMA_CYCLE 'late' is computed from itself: late -> to.status -> to.status\n");
  CHECK(all_text(verify(*all.find("c"), all)) == "");
}

TEST_CASE("a guard that nobody and nothing can fulfil is refused") {
  check_each({
      {with_rule, "any_of: []", "test.yaml:21:76 SCHEMA_FORM 'any_of' must be a list of at least one"},
      {with_rule, "by: []", "SCHEMA_FORM 'by' must be a list of at least one"},
      {with_rule, "roles: []", "SCHEMA_FORM 'roles' must be a list of at least one"},
      {with_rule, "parties: {of: kind, all: []}", "SCHEMA_FORM 'all' must be a list of at least one"},
      {with_rule, "links: {peers: {min: 3, max: 2}}", "SCHEMA_FORM 'max' must be at least 'min', which is 3"},
      {with_rule, "links: {peers: {max: 0}}", "SCHEMA_FORM 'max' must be at least 'min', which is 1"},
      {with_rule, "after: [{move: comment, count: 0}]", "SCHEMA_FORM 'count' must be a whole number from 1"},
      {with_rule, "roles: [lead], together: all", "SCHEMA_MISSING 'together' needs 'by'"},
      {with_rule, "by: [owner], together: all", "SCHEMA_MISSING 'together' needs 'roles'"},
      {with_rule, "links: {peers: {min: 0, max: 0}}, after: [{move: comment, count: 1}]", ""},
  });
}

TEST_CASE("what begins on a date ends after it") {
  const auto codes = [](const std::string& dates) {
    return with("low: {zh: 低}", "low: {label: {zh: 低}, " + dates + "}");
  };
  const auto words = "since: 2026-11-24, until: 2026-11-24";
  check_each({
      {codes, words, "SCHEMA_FORM 'until' must be a date after 'since'"},
      {with_rule, words, "SCHEMA_FORM 'until' must be a date after 'since'"},
      {with_rule, "guards: [{requires: [day], since: 2026-11-24, until: 2026-11-23}]", "SCHEMA_FORM 'until'"},
      {with_field, "x: {type: text, label: {zh: 文}, until: 2026-11-23, since: 2026-11-24}", "SCHEMA_FORM 'until'"},
      {codes, "since: 2026-11-24, until: 2026-11-25", ""},
  });
}

TEST_CASE("parts of maps are renamed, and their codes, by the names that field and part have now") {
  const auto renamed = [](const std::string& words) {
    const std::string guests =
        "  guests: {type: map, key: text, label: {zh: 客}, fields: {status: {type: code, codes: {in: {zh: 在}, out: "
        "{zh: 离}}, label: {zh: 态}}}}\nstates:\n";
    return findings_of(changed(kSmall, "states:\n", guests) + "renamed: {" + words + "}\n");
  };
  CHECK(renamed("codes: {guests.status.inside: in, kind.1.0: high}, fields: {guests.state: status, name: title}") ==
        "");
  const auto has = [&](const std::string& words, const std::string& wanted) {
    const std::string found = renamed(words);
    CHECK_MESSAGE(found.find(wanted) != std::string::npos, found);
  };
  has("codes: {guests.status.inside: inn}", "SCHEMA_UNKNOWN the code 'inn'");
  has("codes: {guests.state.inside: in}", "SCHEMA_UNKNOWN the field 'guests.state.inside'");
  has("codes: {guests.inside: in}", "SCHEMA_UNKNOWN the field 'guests.inside'");
  has("codes: {guests.status.out: in}", "SCHEMA_DUPLICATE the code 'guests.status.out' is also that of 'in'");
  has("fields: {guests.state: level}", "SCHEMA_UNKNOWN the field 'level'");
  has("fields: {title.state: status}", "SCHEMA_UNKNOWN the field 'title.state'");
  has("fields: {guests.status: status}", "SCHEMA_DUPLICATE the field 'guests.status'");
}

TEST_CASE("two moves or fields are not the same on the command line") {
  const auto move = [](const std::string& name) {
    return with("  finish:", "  call-back: {from: draft, label: {zh: 回}}\n  " + name +
                                 ": {from: draft, label: {zh: 回}}\n  finish:");
  };
  check_each({
      {move, "call_back", "test.yaml:22:3 SCHEMA_DUPLICATE the move 'call_back' is also that of 'call-back'"},
      {move, "call-backs", ""},
      {with_field, "a_b: {type: text, label: {zh: 文}}\n  a-b: {type: text, label: {zh: 文}}",
       "test.yaml:18:3 SCHEMA_DUPLICATE the field 'a-b' is also that of 'a_b'"},
  });
}

TEST_CASE("words for what several people do together name fields that can hold it") {
  check_each({
      {with_rule, "disjoint: [team, owner]", ""},
      {with_rule, "disjoint: [[team, owner], [tags, title]]", ""},
      {with_rule, "disjoint: [team]", "SCHEMA_FORM 'disjoint' must be a list of at least two paths"},
      {with_rule, "disjoint: [team, rank]", "SCHEMA_UNKNOWN the field 'rank'"},
      {with_rule, "covers: {all: team, in: [owner, rank]}", "SCHEMA_UNKNOWN the field 'rank'"},
      {with_rule, "covers: {all: team, in: [owner, notes.*]}", ""},
      {with_rule, "by: [desk.owner]", ""},
      {with_rule, "by: [desk.name]", "SCHEMA_FORM 'desk.name' must be a field of type person or people"},
      {with_rule, "by: [desk.rank]", "SCHEMA_UNKNOWN the path 'desk.rank'"},
      {with_rule, "adds: {team: input.owner}", ""},
      {with_rule, "adds: {team: actor}, removes: {tags: field.title}", ""},
      {with_rule, "adds: {owner: actor}", "SCHEMA_FORM 'owner' must be a field with several values"},
      {with_rule, "adds: {team: field.title}", "SCHEMA_FORM 'field.title' must be a value of the field team"},
      {with_rule, "sets: {owner: field.desk.owner}", ""},
      {with_rule, "sets: {owner: field.peers.owner}",
       "SCHEMA_FORM 'field.peers.owner' must be a value of the field owner"},
      {with_rule, "adds: {team: field.peers.owner}", ""},
      {with_rule, "sets: {day: 'field.notes.{input.owner}.on'}", ""},
      {with_rule, "sets: {day: 'field.notes.{input.rank}.on'}", "SCHEMA_UNKNOWN the field 'rank'"},
      {with_rule, "sets: {day: 'field.notes.{input.owner}.off'}", "SCHEMA_UNKNOWN the path 'notes.x.off'"},
      {with_rule, "gathers: {notes: {alike: [kind], before: day, states: [done], where: {'on': empty}, keeps: ['on']}}",
       ""},
      {with_rule, "gathers: {notes: {alike: [kind], before: day}}", "SCHEMA_MISSING 'gathers' needs 'states'"},
      {with_rule, "gathers: {tags: {alike: [kind], before: day, states: [done]}}",
       "SCHEMA_FORM 'tags' must be a map of sub-records"},
      {with_rule, "gathers: {notes: {alike: [kind], before: title, states: [done]}}",
       "SCHEMA_FORM 'title' must be a date"},
      {with_rule, "gathers: {notes: {alike: [kind], before: day, states: [done], from: origin}}",
       "SCHEMA_UNKNOWN the field 'origin'"},
      {with_rule, "during: moment..moment", ""},
      {with_rule, "during: moment..day", "SCHEMA_FORM 'day' must be a field of type instant"},
      {with_rule, "check: ['window_sound:moment..day']", "SCHEMA_FORM 'day' must be a field of type instant"},
      {with_rule, "holds: {moment: {weekday: thu, time: '16:00'}}", ""},
      {with_rule, "holds: {title: {weekday: thu}}", "asked of a date or an instant"},
  });
}

TEST_CASE("what is owed names a move, persons and a time that the record has") {
  const auto owed = [](const std::string& words) {
    return findings_of(std::string(kSmall) + "owed: {" + words + "}\n");
  };
  check_each({
      {owed, "move: finish", ""},
      {owed, "move: finish, states: draft, when: {size: 1}, by: [owner, desk.owner], due: day, lead: 1d", ""},
      {owed, "states: draft", "SCHEMA_MISSING 'owed' needs 'move'"},
      {owed, "move: start", "SCHEMA_UNKNOWN the move 'start'"},
      {owed, "move: finish, states: begun", "SCHEMA_UNKNOWN the state 'begun'"},
      {owed, "move: finish, when: {rank: 1}", "SCHEMA_UNKNOWN the field 'rank'"},
      {owed, "move: finish, by: [tags]", "SCHEMA_FORM 'tags' must be a field of type person or people"},
      {owed, "move: finish, clock: run", "SCHEMA_UNKNOWN the clock 'run'"},
      {owed, "move: finish, due: title", "SCHEMA_FORM 'title' must be a date or an instant"},
      {owed, "move: finish, due: rank", "SCHEMA_UNKNOWN the field 'rank'"},
      {owed, "move: finish, lead: 1d", "SCHEMA_MISSING 'owed' needs 'due'"},
      {owed, "move: finish, due: day, lead: soon", "SCHEMA_FORM 'lead' must be an amount of time"},
      {owed, "move: finish, due: day, clock: run", "SCHEMA_FORM 'due' must be absent beside 'clock'"},
      {owed, "move: finish, until: day", "SCHEMA_WORD 'until'"},
  });
}

TEST_CASE("a series names when it recurs, for whom, and where that is kept") {
  const auto series = [](const std::string& words) {
    const std::string given = words.empty() ? "" : ", " + words;
    return findings_of(
        changed(kSmall, "states:\n", "  until: {type: instant, label: {zh: 止}}\nstates:\n") +
        "window: moment..until\nseries: {weekly: {label: {zh: 周}, of: desk, running: active, weekday: thu, "
        "from: '16:00', to: '18:00', calendar: office, took_place: done, slot: moment" +
        given + "}}\n");
  };
  const auto with_series = [](const std::string& words) {
    return findings_of(std::string(kSmall) + "series: {weekly: {label: {zh: 周}, " + words + "}}\n");
  };
  check_each({
      {series, "", ""},
      {series, "where: {kind: low}, moved_for: title, set: {kind: low}", ""},
      {series, "where: {rank: 1}", "SCHEMA_UNKNOWN the field 'rank'"},
      {series, "moved_for: rank", "SCHEMA_UNKNOWN the field 'rank'"},
      {series, "set: {rank: 1}", "SCHEMA_UNKNOWN the field 'rank'"},
      {with_series, "of: desk", "SCHEMA_MISSING 'series' needs 'running'"},
      {with_series, "weekday: thursday", "SCHEMA_FORM 'weekday' must be mon, tue"},
      {with_series, "from: '4pm'", "SCHEMA_FORM 'from' must be a time of day such as '16:00'"},
      {with_series, "from: '18:00', to: '16:00'", "SCHEMA_FORM 'to' must be later than 'from'"},
      {with_series,
       "of: peers, running: draft, weekday: thu, from: '16:00', to: '18:00', calendar: c, took_place: done, slot: day",
       "SCHEMA_FORM 'peers' must be a link to one record"},
      {with_series,
       "of: desk, running: asleep, weekday: thu, from: '16:00', to: '18:00', calendar: c, took_place: over, slot: day",
       "SCHEMA_UNKNOWN the state 'asleep'"},
      {with_series,
       "of: desk, running: active, weekday: thu, from: '16:00', to: '18:00', calendar: c, took_place: over, slot: "
       "moment",
       "SCHEMA_UNKNOWN the state 'over'"},
      {with_series,
       "of: desk, running: active, weekday: thu, from: '16:00', to: '18:00', calendar: c, took_place: done, slot: day",
       "SCHEMA_FORM 'day' must be a field of type instant"},
      {with_series,
       "of: desk, running: active, weekday: thu, from: '16:00', to: '18:00', calendar: c, took_place: done, slot: "
       "moment",
       "SCHEMA_MISSING 'series' needs 'window'"},
  });
}

TEST_CASE("papers and invitations show what the record has, to persons") {
  const auto paper = [](const std::string& words) {
    return findings_of(std::string(kSmall) + "papers: {form: {label: {zh: 单}, " + words + "}}\n");
  };
  const auto invitation = [](const std::string& words) {
    return findings_of(
        changed(kSmall, "states:\n", "  until: {type: instant, label: {zh: 止}}\nstates:\n") +
        "window: moment..until\npapers: {form: {label: {zh: 单}, sections: {facts: title}}}\ninvitation: {" + words +
        "}\n");
  };
  check_each({
      {paper,
       "to: [owner, team], sections: [{facts: [title, desk.name]}, {text: tags}, {map: notes, columns: [key, 'on'], "
       "where: {'on': filled}}, {records: job.peers, columns: [id, title], where: {size: 1}}]",
       ""},
      {paper, "to: owner", "SCHEMA_MISSING 'papers' needs 'sections'"},
      {paper, "to: tags, sections: {facts: title}", "SCHEMA_FORM 'tags' must be a field of type person or people"},
      {paper, "sections: {facts: rank}", "SCHEMA_UNKNOWN the field 'rank'"},
      {paper, "sections: {facts: title, text: title}", "SCHEMA_FORM 'sections' must be sections with one of"},
      {paper, "sections: {title: {zh: 空}}", "SCHEMA_FORM 'sections' must be sections with one of"},
      {paper, "sections: {text: rank}", "SCHEMA_UNKNOWN the field 'rank'"},
      {paper, "sections: {map: notes}", "SCHEMA_MISSING 'sections' needs 'columns'"},
      {paper, "sections: {map: tags, columns: [key]}", "SCHEMA_FORM 'tags' must be a map of sub-records"},
      {paper, "sections: {map: notes, columns: [off]}", "SCHEMA_UNKNOWN the field 'off'"},
      {paper, "sections: {map: notes, columns: [key], where: {off: filled}}", "SCHEMA_UNKNOWN the field 'off'"},
      {paper, "sections: {records: peers, columns: [id]}", "SCHEMA_FORM 'peers' must be a record type and its link"},
      {paper, "sections: {records: job.desk, columns: [id]}",
       "SCHEMA_FORM 'desk' must be a link to the record type job"},
      {paper, "sections: {records: job.peers, columns: [rank]}", "SCHEMA_UNKNOWN the field 'rank'"},
      {paper, "sections: {records: job.peers, earlier: true, columns: [id]}",
       "SCHEMA_FORM 'earlier' must be used only where"},
      {invitation,
       "moves: finish, summary: title, organizer: owner, required: team, invited: desk.owner, cancelled: done, paper: "
       "form",
       ""},
      {invitation, "moves: finish, summary: title", "SCHEMA_MISSING 'invitation' needs 'organizer'"},
      {invitation, "moves: start, summary: title, organizer: owner", "SCHEMA_UNKNOWN the move 'start'"},
      {invitation, "moves: finish, summary: rank, organizer: owner", "SCHEMA_UNKNOWN the field 'rank'"},
      {invitation, "moves: finish, summary: title, organizer: tags",
       "SCHEMA_FORM 'tags' must be a field of type person"},
      {invitation, "moves: finish, summary: title, organizer: owner, required: [size]",
       "SCHEMA_FORM 'size' must be a field of type person"},
      {invitation, "moves: finish, summary: title, organizer: owner, cancelled: over",
       "SCHEMA_UNKNOWN the state 'over'"},
      {invitation, "moves: finish, summary: title, organizer: owner, paper: letter",
       "SCHEMA_UNKNOWN the paper 'letter'"},
  });
  CHECK(findings_of(std::string(kSmall) + "papers: {finish: {label: {zh: 单}, sections: {facts: title}}}\n")
            .find("SCHEMA_FORM 'finish' must be a name that no verb of the type has") != std::string::npos);
  CHECK(findings_of(std::string(kSmall) + "invitation: {moves: finish, summary: title, organizer: owner}\n")
            .find("SCHEMA_MISSING 'invitation' needs 'window'") != std::string::npos);
}

TEST_CASE("what crosses from one record to another names what both have") {
  const auto with_top = [](const std::string& words) { return findings_of(std::string(kSmall) + words + "\n"); };
  const auto span = [](const std::string& words) {
    return findings_of(
        changed(changed(kSmall, "states:\n",
                        "  span: {type: map, label: {zh: 窗}, fields: {from: {type: instant, label: {zh: 起}}, "
                        "to: {type: instant, label: {zh: 止}}}}\nstates:\n"),
                "takes: [title]", "takes: [title], " + words));
  };
  check_each({
      {with_rule, "sets: {title: via.title}", "SCHEMA_FORM 'via.title' must be used only where 'via' names the move"},
      {with_rule, "sets: {size: at+2d}", "SCHEMA_FORM 'at+2d' must be a value of the field size"},
      {with_rule, "sets: {moment: at+2d, day: at+1d2h}", ""},
      {with_rule, "fills: {from: peers, fields: [title]}", "SCHEMA_FORM 'peers' must be a link to one record"},
      {with_rule, "fills: {from: desk, fields: [size]}", "SCHEMA_UNKNOWN the field 'size'"},
      {with_rule, "fills: {fields: [size]}", "SCHEMA_MISSING 'fills' needs 'from'"},
      {with_rule, "fills: {from: desk, fields: {title: nothing}}", "SCHEMA_UNKNOWN the field 'nothing'"},
      {with_rule, "fills: {from: desk, fields: {nothing: name}}", "SCHEMA_UNKNOWN the field 'nothing'"},
      {with_rule, "each: {in: notes, same: ['on', word]}", "SCHEMA_UNKNOWN the field 'word'"},
      {with_rule, "each: {in: notes, same: ['on']}", "SCHEMA_FORM 'same' must be a list of at least two"},
      {with_rule, "each: {in: notes}", "SCHEMA_MISSING 'each' needs 'has'"},
      {with_rule, "links: {peers: {moved: {move: start}}}", "SCHEMA_UNKNOWN the move 'start'"},
      {with_rule, "links: {peers: {moved: {since: finish}}}", "SCHEMA_MISSING 'moved' needs 'move'"},
      {with_rule, "links: {peers: {moved: {move: finish, naming: desk}}}", "SCHEMA_FORM 'desk' must be a link to the"},
      {with_rule, "links: {peers: {moved: {move: finish, unless: {rank: 1}}}}", "SCHEMA_UNKNOWN the field 'rank'"},
      {with_rule, "links: {peers: {moved: {move: finish, since: comment, naming: peers}}}", ""},
      {with_rule, "apart: {window: notes, of: job.notes}", "SCHEMA_FORM 'notes' must be a map with the fields from"},
      {with_rule, "apart: {of: job.notes}", "SCHEMA_MISSING 'apart' needs 'window'"},
      {span, "apart: {window: span, of: span}", "SCHEMA_FORM 'of' must be a record type and its field"},
      {span, "apart: {window: span, of: job.span, sharing: desk}", ""},
      {span, "apart: {window: span, of: job.span, sharing: title}", "SCHEMA_FORM 'title' must be a field of links"},
      {span, "apart: {window: span, of: job.span, except: {all: kind}}", "SCHEMA_MISSING 'except' needs 'in'"},
      {span, "apart: {window: span, of: job.span, except: {all: kind, in: rank}}", "SCHEMA_UNKNOWN the field 'rank'"},
      {span, "apart: {window: span, of: job.span, where: {rank: 1}}", "SCHEMA_UNKNOWN the field 'rank'"},
      {with_field, "x: {type: text, label: {zh: 文}, spreads: back}",
       "SCHEMA_FORM 'spreads' must be on a field of type"},
      {with_field, "x: {type: link, to: service, label: {zh: 文}, spreads: back}",
       "SCHEMA_FORM 'spreads' must be on a link to"},
      {with_field, "x: {type: link, to: job, label: {zh: 文}, spreads: up}",
       "SCHEMA_FORM 'spreads' must be 'forth', 'back'"},
      {with_field, "x: {type: link, to: job, label: {zh: 文}, spreads: both}", ""},
      {with_field, "x: {type: computed, formula: {named_by: job.peers, where: {size: 1}}, label: {zh: 文}}", ""},
      {with_field, "x: {type: computed, formula: {named_by: job.desk}, label: {zh: 文}}",
       "SCHEMA_FORM 'desk' must be a link to"},
      {with_field, "x: {type: computed, formula: {named_by: peers}, label: {zh: 文}}",
       "SCHEMA_FORM 'named_by' must be"},
      {with_top, "spawns: {job: {link: peers, set: {title: field.title}}}", ""},
      {with_top, "spawns: {job: {link: desk}}", "SCHEMA_FORM 'desk' must be a link to the record type job"},
      {with_top, "spawns: {job: {link: peers, set: {size: field.title}}}", "SCHEMA_FORM 'field.title' must be a value"},
      {with_top, "offered: {to: job, states: [draft], shares: [peers], words: [title], shows: [size]}", ""},
      {with_top, "offered: {to: job, states: [drafts]}", "SCHEMA_UNKNOWN the state 'drafts'"},
      {with_top, "offered: {to: job}", "SCHEMA_MISSING 'offered' needs 'states'"},
      {with_top, "offered: {to: service, states: [draft], shares: [peers]}", "SCHEMA_UNKNOWN the field 'peers'"},
      {with_top, "window: notes", "SCHEMA_FORM 'notes' must be a map with the fields from and to"},
      {with_top, "board: [title, rank]", "SCHEMA_UNKNOWN the field 'rank'"},
      {with_top, "media: {in: notes, move: finish, key: title, hash: size}", "SCHEMA_FORM 'notes' must be a map of"},
      {with_top, "media: {in: notes, move: finish, key: title, hash: size}", "SCHEMA_UNKNOWN the input 'size'"},
      {with_top, "media: {in: notes, move: finish}", "SCHEMA_MISSING 'media' needs 'key'"},
      {with_top, "clocks: {late: {label: {zh: 钟}, starts: {moves: finish, when: {rank: 1}}}}",
       "SCHEMA_UNKNOWN the field 'rank'"},
  });
}
