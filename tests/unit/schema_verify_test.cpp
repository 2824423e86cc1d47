#include <doctest/doctest.h>

#include "schema_support.hpp"

using namespace itss;
using namespace itss::schema;

namespace {

// A type that uses every word at least once, and in which nothing is wrong.
const char* const kSound = R"(record: job
label: {en: Job, zh: 作业}
prefix: JOB
directory: jobs
title: title
columns: [id, kind, status, title, opened]
retract: {roles: [lead]}
tables:
  grade:
    of: [kind, size]
    rows: {small: {1: low, 2: high}, big: {1: high, 2: high}}
fields:
  title: {type: text, required: true, label: {en: Title, zh: 标题}}
  kind: {type: code, codes: {small: {en: Small, zh: 小}, big: {en: Big, zh: 大}}, default: small, label: {zh: 类型}}
  size: {type: code, codes: [1, 2], label: {zh: 规模}}
  grade: {type: code, codes: {low: {zh: 低}, high: {zh: 高}}, guarded: true, label: {zh: 等级}}
  score: {type: computed, formula: {product: [weight, factor]}, label: {zh: 分数}}
  weight: {type: number, label: {zh: 权重}}
  factor: {type: number, label: {zh: 系数}}
  owner: {type: person, label: {zh: 责任人}}
  host: {type: person, label: {zh: 负责人}}
  tags: {type: list, label: {zh: 标签}}
  parent: {type: link, to: job, label: {zh: 上级}}
  parts: {type: links, to: job, label: {zh: 部分}}
  reason: {type: text, label: {zh: 原因}}
  until: {type: date, label: {zh: 至}}
  window: {type: map, label: {zh: 窗口}, fields: {from: {type: instant, label: {zh: 起}}, to: {type: instant, label: {zh: 止}}}}
  guests: {type: map, key: person, label: {zh: 客人}, fields: {status: {type: code, codes: {in: {zh: 在}, out: {zh: 离}}, label: {zh: 状态}}}}
states:
  draft: {label: {zh: 草稿}, initial: true}
  active: {label: {zh: 进行}}
  held: {label: {zh: 暂停}}
  late: {label: {zh: 超期}, derived: {from: active, when: {until: {before: now}}}}
  done: {label: {zh: 完成}, final: true}
moves:
  new: {label: {zh: 新建}, requires: [title], takes: [kind], roles: [worker, lead]}
  begin:
    label: {zh: 开始}
    from: draft
    to: active
    by: [owner]
    requires: [reason, note]
    any_of: [weight, factor]
    not_by: [new]
    sets: {host: actor, kind: big}
    derive: {grade: {table: grade}}
    puts: {guests: {key: actor, status: in}}
    carries: {parts: [follow]}
    guards:
      - {when: {kind: big}, links: {parts: {state: [draft], where: {kind: small}}}}
      - {holds: {host.status: filled}, during: window, each: {in: guests, has: [status]}}
  follow: {label: {zh: 跟随}, from: draft, to: active, via: job.begin}
  hold: {label: {zh: 暂停}, from: active, to: held, check: ['no_cycle:parent'], same: [title, parent.title]}
  resume: {label: {zh: 恢复}, from: held, to: previous, covers: {all: tags, in: parent.tags}}
  finish:
    label: {zh: 完成}
    rules:
      - {from: active, to: done, when: {kind: big}, after: [{move: begin, since: hold, roles: [lead]}], voids: [hold]}
      - {from: active, to: done, when: {kind: small}, creates: {job: {link: parent, set: {title: field.title}}}}
      - {from: late, to: done, children: {job.parent: {state: [done], where: {kind: big}}}, unsets: [reason]}
clocks:
  reply: {label: {zh: 响应}, stops: {states: [done]}, pauses: {states: [held], reason: reason}, target_by: kind}
renamed: {states: {paused: held}, codes: {kind.tiny: small}, fields: {name: title}, moves: {pause: hold}}
)";

const char* const kRoles = "roles: {worker: {}, lead: {}}";

std::string findings_of(const std::string& yaml) {
  Diagnostics findings;
  const auto schema = read_schema({"test.yaml", yaml}, findings);
  if (!schema || has_errors(findings)) return "unread:\n" + all_text(findings);
  const SchemaSet all({{"test.yaml", yaml}, {"roles.yaml", kRoles}});
  return all_text(verify(*schema, all));
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  return text.replace(at, from.size(), to);
}

struct Wrong {
  const char* from;      // what is replaced in the sound schema
  const char* to;        // by this
  const char* expected;  // the one finding, or how it begins
};

void check_each(const std::vector<Wrong>& table) {
  for (const auto& [from, to, expected] : table) {
    const std::string found = findings_of(changed(kSound, from, to));
    CHECK_MESSAGE(found.find(expected) != std::string::npos,
                  from << " -> " << to << "\nexpected " << expected << "\nfound    " << found);
  }
}

}  // namespace

TEST_CASE("a sound schema has no findings") { CHECK(findings_of(kSound) == ""); }

TEST_CASE("a visitor type in twenty lines has no findings") {
  CHECK(findings_of(R"(record: visitor
label: {en: Visitor, zh: 访客}
prefix: VIS
directory: visitors
title: name
fields:
  name: {type: text, required: true, label: {en: Name, zh: 姓名}}
  host: {type: person, required: true, label: {en: Host, zh: 接待人}}
  badge: {type: text, label: {en: Badge, zh: 证件}}
states:
  expected: {label: {en: Expected, zh: 预约}, initial: true}
  inside: {label: {en: Inside, zh: 在场}}
  gone: {label: {en: Gone, zh: 离开}, final: true}
moves:
  new: {label: {en: Announce, zh: 登记}, roles: [worker], requires: [name, host]}
  arrive: {label: {en: Arrive, zh: 到达}, from: expected, to: inside, roles: [worker], requires: [badge]}
  leave: {label: {en: Leave, zh: 离开}, from: inside, to: gone}
  stay-away: {label: {en: Stay away, zh: 未到}, from: expected, to: gone, requires: [note]}
)") == "");
}

TEST_CASE("a type may live for ever in its only state, and gets 'new' by itself") {
  CHECK(findings_of("record: site\nlabel: {zh: 地点}\ndirectory: sites\nstates: {here: {initial: true, label: {zh: "
                    "在}}}\n") == "");
}

TEST_CASE("every name that does not exist is found with its place and a suggestion") {
  check_each({
      {"title: title\n", "title: titel\n", "test.yaml:5:8 SCHEMA_UNKNOWN the field 'titel' is not known"},
      {"[id, kind,", "[id, kid,", "test.yaml:6:15 SCHEMA_UNKNOWN the field 'kid'"},
      {"retract: {roles: [lead]}", "retract: {roles: [boss]}", "test.yaml:7:19 SCHEMA_UNKNOWN the role 'boss'"},
      {"of: [kind, size]", "of: [kind, sice]", "test.yaml:10:16 SCHEMA_UNKNOWN the field 'sice'"},
      {"{1: low, 2: high}", "{1: low, 3: high}", "SCHEMA_UNKNOWN the code '3'"},
      {"{1: low, 2", "{1: tall, 2", "SCHEMA_UNKNOWN the code 'tall' is not known"},
      {"default: small", "default: tiny", "SCHEMA_UNKNOWN the code 'tiny'"},
      {"[weight, factor]}", "[weight, factors]}", "SCHEMA_UNKNOWN the field 'factors'"},
      {"to: job, label: {zh: 上级}", "to: jop, label: {zh: 上级}", "SCHEMA_UNKNOWN the record type 'jop'"},
      {"key: person", "key: persons", "SCHEMA_UNKNOWN the record type 'persons'"},
      {"derived: {from: active", "derived: {from: activ", "SCHEMA_UNKNOWN the state 'activ'"},
      {"{until: {before", "{untill: {before", "SCHEMA_UNKNOWN the field 'untill'"},
      {"roles: [worker, lead]", "roles: [worker, leed]", "SCHEMA_UNKNOWN the role 'leed'"},
      {"takes: [kind]", "takes: [king]", "SCHEMA_UNKNOWN the field 'king'"},
      {"from: draft\n", "from: draught\n", "SCHEMA_UNKNOWN the state 'draught'"},
      {"    to: active\n", "    to: activ\n", "SCHEMA_UNKNOWN the state 'activ'"},
      {"by: [owner]", "by: [owners]", "SCHEMA_UNKNOWN the field 'owners'"},
      {"requires: [reason, note]", "requires: [reasons, note]", "SCHEMA_UNKNOWN the field 'reasons'"},
      {"any_of: [weight", "any_of: [wait", "SCHEMA_UNKNOWN the field 'wait'"},
      {"not_by: [new]", "not_by: [news]", "SCHEMA_UNKNOWN the move 'news'"},
      {"sets: {host:", "sets: {hots:", "SCHEMA_UNKNOWN the field 'hots'"},
      {"kind: big}\n    derive", "kind: bigger}\n    derive", "SCHEMA_UNKNOWN the code 'bigger'"},
      {"{table: grade}", "{table: grades}", "SCHEMA_UNKNOWN the table 'grades'"},
      {"derive: {grade:", "derive: {grades:", "SCHEMA_UNKNOWN the field 'grades'"},
      {"actor, status: in", "actor, state: in", "SCHEMA_UNKNOWN the field 'state'"},
      {"actor, status: in", "actor, status: inn", "SCHEMA_UNKNOWN the code 'inn'"},
      {"carries: {parts: [follow]}", "carries: {parts: [folow, follow]}", "SCHEMA_UNKNOWN the move 'folow'"},
      {"carries: {parts: [follow]}", "carries: {part: [follow]}", "SCHEMA_UNKNOWN the field 'part'"},
      {"when: {kind: big}, links", "when: {kind: bik}, links", "SCHEMA_UNKNOWN the code 'bik'"},
      {"state: [draft], where", "state: [draf], where", "SCHEMA_UNKNOWN the state 'draf'"},
      {"where: {kind: small}", "where: {kidn: small}", "SCHEMA_UNKNOWN the field 'kidn'"},
      {"links: {parts:", "links: {bits:", "SCHEMA_UNKNOWN the field 'bits'"},
      {"holds: {host.status", "holds: {host.statis", "SCHEMA_UNKNOWN the path 'host.statis'"},
      {"during: window", "during: windows", "SCHEMA_UNKNOWN the field 'windows'"},
      {"has: [status]", "has: [stat]", "SCHEMA_UNKNOWN the field 'stat'"},
      {"via: job.begin", "via: job.beginn", "SCHEMA_UNKNOWN the move 'beginn'"},
      {"via: job.begin", "via: jobs.begin", "SCHEMA_UNKNOWN the record type 'jobs'"},
      {"'no_cycle:parent'", "'no_circle:parent'", "SCHEMA_UNKNOWN the check 'no_circle:parent'"},
      {"'no_cycle:parent'", "'no_cycle:parents'", "SCHEMA_UNKNOWN the field 'parents'"},
      {"[title, parent.title]", "[title, parent.name]", "SCHEMA_UNKNOWN the path 'parent.name'"},
      {"in: parent.tags", "in: parent.tag", "SCHEMA_UNKNOWN the path 'parent.tag'"},
      {"{move: begin, since", "{move: begins, since", "SCHEMA_UNKNOWN the move 'begins'"},
      {"since: hold,", "since: holt,", "SCHEMA_UNKNOWN the move 'holt'"},
      {"since: hold,", "since: [hold, begim],", "SCHEMA_UNKNOWN the move 'begim'"},
      {"since: hold, roles: [lead]", "since: hold, roles: [laed]", "SCHEMA_UNKNOWN the role 'laed'"},
      {"voids: [hold]", "voids: [old]", "SCHEMA_UNKNOWN the move 'old'"},
      {"requires: [title], takes: [kind]", "creates: {job: {link: parent}}, takes: [kind]",
       "SCHEMA_FORM 'job' must be a record type whose 'new' does not lead back to this one"},
      {"creates: {job: {link: parent", "creates: {person: {link: name",
       "SCHEMA_FORM 'person' must be a record type whose ids are not given names"},
      {"creates: {job:", "creates: {jab:", "SCHEMA_UNKNOWN the record type 'jab'"},
      {"link: parent", "link: parens", "SCHEMA_UNKNOWN the field 'parens'"},
      {"title: field.title", "title: field.titles", "SCHEMA_UNKNOWN the field 'titles'"},
      {"children: {job.parent: {state: [done]", "children: {job.parent: {state: [don]",
       "SCHEMA_UNKNOWN the state 'don'"},
      {"job.parent: {state: [done]", "job.parens: {state: [done]", "SCHEMA_UNKNOWN the field 'parens'"},
      {"unsets: [reason]", "unsets: [raison]", "SCHEMA_UNKNOWN the field 'raison'"},
      {"stops: {states: [done]}", "stops: {states: [gone]}", "SCHEMA_UNKNOWN the state 'gone'"},
      {"reason: reason}", "reason: raison}", "SCHEMA_UNKNOWN the field 'raison'"},
      {"target_by: kind", "target_by: kid", "SCHEMA_UNKNOWN the field 'kid'"},
      {"{paused: held}", "{paused: helt}", "SCHEMA_UNKNOWN the state 'helt'"},
      {"kind.tiny: small", "kind.tiny: smal", "SCHEMA_UNKNOWN the code 'smal'"},
      {"{name: title}", "{name: titel}", "SCHEMA_UNKNOWN the field 'titel'"},
      {"{pause: hold}", "{pause: holt}", "SCHEMA_UNKNOWN the move 'holt'"},
      {"when: {kind: big}, after", "when: {overdue: replay}, after", "SCHEMA_UNKNOWN the clock 'replay'"},
      {"{type: list,", "{type: list, codes_from: rolls,", "SCHEMA_UNKNOWN the shared table 'rolls'"},
  });
}

TEST_CASE("an unknown name is answered with the nearest one") {
  const std::string yaml = changed(kSound, "roles: [worker, lead]", "roles: [worker, leed]");
  Diagnostics findings;
  const auto schema = read_schema({"test.yaml", yaml}, findings);
  const SchemaSet all({{"test.yaml", yaml}, {"roles.yaml", kRoles}});
  const auto found = verify(*schema, all);
  REQUIRE(found.size() == 1);
  CHECK_MESSAGE(to_text(found.front()) ==
                    "test.yaml:36:76: error: the role 'leed' is not known [SCHEMA_UNKNOWN]\n"
                    "    new: {label: {zh: 新建}, requires: [title], takes: [kind], roles: [worker, leed]}\n" +
                        std::string(77, ' ') + "  ^\n  did you mean 'lead'?",
                to_text(found.front()));
  CHECK(found.front().hint == "did you mean 'lead'?");
}

TEST_CASE("a word of the wrong kind is found") {
  check_each({
      {"by: [owner]", "by: [title]", "SCHEMA_FORM 'title' must be a field of type person or people"},
      {"during: window", "during: guests", "SCHEMA_FORM 'guests' must be a map with the fields from and to"},
      {"each: {in: guests", "each: {in: tags", "SCHEMA_FORM 'tags' must be a map of sub-records"},
      {"links: {parts:", "links: {tags:", "SCHEMA_FORM 'tags' must be a field of links or persons"},
      {"puts: {guests: {key: actor, status: in}}", "puts: {tags: {key: actor}}", "SCHEMA_FORM 'tags' must be a map"},
      {"carries: {parts:", "carries: {tags:", "SCHEMA_FORM 'tags' must be a field of links"},
      {"via: job.begin", "via: begin", "SCHEMA_FORM 'begin' must be a move of a record type"},
      {"sets: {host: actor", "sets: {score: actor", "SCHEMA_FORM 'score' must be a field that is not computed"},
      {"until: {before: now}", "until: {before: now}, weight: many", "SCHEMA_FORM 'many' must be a value of the field"},
      {"{table: grade}", "{table: grade, of: [kind]}", "SCHEMA_FORM 'grade' must be a table with as many keys"},
      {"link: parent, set", "link: owner, set", "SCHEMA_FORM 'owner' must be a link to the record type job"},
      {"job.parent: {state", "job.owner: {state", "SCHEMA_FORM 'owner' must be a link to the record type job"},
      {"rows: {small: {1: low, 2: high}, big: {1: high, 2: high}}", "rows: {small: low, big: high}",
       "SCHEMA_FORM 'grade' must be a table with one key for each of its fields"},
      {"{product: [weight, factor]}", "{times: [weight, factor]}", "SCHEMA_WORD 'times' is not a word of a formula"},
  });
}

TEST_CASE("a carried move is carried by the move that it names") {
  check_each({{"carries: {parts: [follow]}", "carries: {parts: [hold]}",
               "SCHEMA_CARRIED no rule of 'job.begin' carries 'follow'"}});
}

TEST_CASE("a table has a value for each combination of codes") {
  check_each({{"{1: low, 2: high}, big", "{1: low}, big", "SCHEMA_TABLE the table 'grade' has no value for small 2"}});
}

TEST_CASE("no move is named like a built-in verb") {
  check_each({
      {"  resume: {", "  show: {", "SCHEMA_BUILTIN the move 'show' is named like a built-in verb"},
      {"  resume: {", "  import: {", "SCHEMA_BUILTIN the move 'import'"},
  });
}

TEST_CASE("no field or state has a name that the language uses itself") {
  check_each({
      {"  tags: {", "  note: {type: text, label: {zh: 注}}\n  tags: {", "SCHEMA_RESERVED the field 'note'"},
      {"  done: {", "  previous: {label: {zh: 前}}\n  done: {", "SCHEMA_RESERVED the state 'previous'"},
  });
}

TEST_CASE("every label is there in both languages") {
  check_each({
      {"label: {en: Job, zh: 作业}", "label: Job", "SCHEMA_LABEL the record type 'job' has no Chinese label"},
      {"label: {zh: 标签}", "label: {en: Tags}", "SCHEMA_LABEL the field 'tags'"},
      {"big: {en: Big, zh: 大}", "big: {en: Big}", "SCHEMA_LABEL the code 'big'"},
      {"from: {type: instant, label: {zh: 起}}", "from: {type: instant}", "SCHEMA_LABEL the field 'from'"},
      {"held: {label: {zh: 暂停}}", "held: ", "SCHEMA_LABEL the state 'held'"},
      {"resume: {label: {zh: 恢复}, ", "resume: {", "SCHEMA_LABEL the move 'resume'"},
      {"reply: {label: {zh: 响应}, ", "reply: {", "SCHEMA_LABEL the clock 'reply'"},
  });
  CHECK(info(Code::SCHEMA_LABEL).severity == Severity::warning);
}

TEST_CASE("every state is reached, and leads to an end") {
  check_each({
      {"  done: {", "  lost: {label: {zh: 失}}\n  done: {", "SCHEMA_UNREACHABLE no move leads to the state 'lost'"},
      {"to: previous", "to: same", "SCHEMA_DEAD_END no way leads from the state 'held' to a final state"},
      {"  done: {label: {zh: 完成}, final: true}",
       "  lost: {label: {zh: 失}, final: true}\n  done: {label: {zh: 完成}}",
       "SCHEMA_UNREACHABLE no move leads to the state 'lost'"},
  });
}

TEST_CASE("derived states are only shown") {
  check_each({
      {"derived: {from: active,", "final: true, derived: {from: active,",
       "SCHEMA_DERIVED the derived state 'late' is only shown and can be neither initial nor final"},
      {"derived: {from: active,", "derived: {from: late,", "is derived from a state that is derived itself"},
      {"when: {until: {before: now}}", "when: {status: active}", "asks for the state that it gives"},
      {"from: active, to: held", "from: active, to: late", "is only shown, so no move can lead to it"},
      {"stops: {states: [done]}", "stops: {states: [late]}", "is never entered, so no clock can wait for it"},
  });
}

TEST_CASE("no field is computed from itself") {
  check_each({{"formula: {product: [weight, factor]}", "formula: {sum: [weight, score]}",
               "SCHEMA_CYCLE 'score' is computed from itself: score -> score"},
              {"  tags: {",
               "  a: {type: computed, formula: {sum: [b]}, label: {zh: 甲}}\n"
               "  b: {type: computed, formula: {sum: [a]}, label: {zh: 乙}}\n  tags: {",
               "SCHEMA_CYCLE 'a' is computed from itself: a -> b -> a"}});
}

TEST_CASE("two types do not share a prefix or a directory") {
  check_each(
      {{"prefix: JOB", "prefix: TKT", "test.yaml:3:9 SCHEMA_DUPLICATE the prefix 'TKT' is also that of 'ticket'"},
       {"directory: jobs", "directory: tickets", "SCHEMA_DUPLICATE the directory 'tickets'"}});
}

TEST_CASE("a word that was renamed is gone") {
  check_each({{"states: {paused: held}", "states: {active: held}", "SCHEMA_DUPLICATE the state 'active'"},
              {"fields: {name: title}", "fields: {reason: title}", "SCHEMA_DUPLICATE the field 'reason'"},
              {"{kind.tiny: small}", "{kind.big: small}",
               "test.yaml:63:43 SCHEMA_DUPLICATE the code 'kind.big' is also that of 'small'"}});
}

TEST_CASE("a required field that only moves may change is filled by 'new'") {
  check_each({{"host: {type: person,", "host: {type: person, required: true,", "SCHEMA_MISSING 'new' needs 'host'"}});
}

namespace {

// The findings about two rules of one move with these parts besides `to`.
std::string overlap(const std::string& first, const std::string& second, const std::string& third = {}) {
  std::string rules = "    rules:\n      - {to: done, " + first + "}\n      - {to: done, " + second + "}\n";
  if (!third.empty()) rules += "      - {to: done, " + third + "}\n";
  const auto begin = std::string(kSound).find("    rules:");
  const auto end = std::string(kSound).find("clocks:");
  return findings_of(std::string(kSound).substr(0, begin) + rules + std::string(kSound).substr(end));
}

}  // namespace

TEST_CASE("rules whose states or conditions exclude each other are disjoint") {
  const std::vector<std::pair<const char*, const char*>> table = {
      {"from: active", "from: held"},
      {"from: active, when: {kind: big}", "from: active, when: {kind: small}"},
      {"from: [active, held], when: {kind: big}", "from: open, when: {kind: {not: big}}"},
      {"from: any, when: {kind: {not: [big, small]}}", "from: any, when: {kind: small}"},
      {"from: active, when: {reason: filled}", "from: active, when: {reason: empty}"},
      {"from: active, when: {reason: empty}", "from: active, when: {reason: {match: x}}"},
      {"from: active, when: {tags: empty}", "from: active, when: {tags: {min_count: 1}}"},
      {"from: active, when: {not: {tags: {min_count: 2}}}", "from: active, when: {tags: {min_count: 3}}"},
      {"from: active, when: {weight: {lt: 3}}", "from: active, when: {weight: {ge: 3}}"},
      {"from: active, when: {weight: {le: 2}}", "from: active, when: {weight: {gt: 5}}"},
      {"from: active, when: {until: {before: now}}", "from: active, when: {until: {after: now}}"},
      {"from: active, when: {overdue: reply}", "from: active, when: {not: {overdue: reply}}"},
      {"from: active, when: {any: [{kind: big}, {size: 1}]}", "from: active, when: {kind: small, size: 2}"},
      {"from: active, when: {kind: big, size: 1}", "from: active, when: {not: {kind: big, size: 1}}"},
      {"from: active, when: {actor.status: active}", "from: active, when: {actor.status: left}"},
      {"from: {before: held}", "from: held"},
      {"from: active, when: {kind: big}", "from: active"},  // the last one is the `else`
  };
  for (const auto& [first, second] : table) {
    const std::string found = overlap(first, second);
    CHECK_MESSAGE(found.find("SCHEMA_OVERLAP") == std::string::npos, first << "\n" << second << "\n" << found);
  }
}

TEST_CASE("rules that may fit at once are found") {
  const std::vector<std::pair<const char*, const char*>> table = {
      {"from: active", "from: [active, held]"},
      {"from: any", "from: active, when: {kind: big}"},  // the second would never apply
      {"from: active, when: {kind: big}", "from: active, when: {size: 1}"},
      {"from: active, when: {kind: big}", "from: open, when: {kind: [small, big]}"},
      {"from: active, when: {tags: a}", "from: active, when: {tags: b}"},  // a list may hold both
      {"from: active, when: {reason: filled}", "from: active, when: {reason: {match: x}}"},
      {"from: active, when: {weight: {le: 3}}", "from: active, when: {weight: {ge: 3}}"},
      {"from: active, when: {weight: {lt: 5}}", "from: active, when: {weight: {gt: 3}}"},
      {"from: active, when: {not: {kind: big}}", "from: active, when: {not: {kind: small}}"},
      {"from: active, when: {not: {tags: {min_count: 3}}}", "from: active, when: {tags: {min_count: 2}}"},
      {"from: {before: held}", "from: active"},
  };
  for (const auto& [first, second] : table) {
    const std::string found = overlap(first, second);
    CHECK_MESSAGE(found.find("SCHEMA_OVERLAP") != std::string::npos, first << "\n" << second << "\n" << found);
  }
}

TEST_CASE("an 'else' is the last of the rules") {
  const std::string found =
      overlap("from: active, when: {kind: big}", "from: active", "from: active, when: {kind: small}");
  CHECK_MESSAGE(
      found.find("test.yaml:60:10 SCHEMA_OVERLAP two rules of the move 'finish' may both fit in 'active'; the "
                 "other one is in line 59") != std::string::npos,
      found);
}

TEST_CASE("every shipped type is sound") {
  const SchemaSet all;
  for (const auto& type : all.types()) {
    const Schema* schema = all.find(type);
    REQUIRE_MESSAGE(schema != nullptr, type << "\n" << all_text(all.findings()));
    CHECK_MESSAGE(all_text(verify(*schema, all)) == "", type);
  }
}
