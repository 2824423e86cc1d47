#pragma once
// The table of ticket_moves.yaml: cases that are allowed, and what refuses each of their guards.

#include <cstring>
#include <map>
#include <set>

#include "process_test_kit.hpp"
#include "schema/condition.hpp"
#include "sla/clock.hpp"

namespace itss::testing {

// A case: one act on a ticket, made after those of other cases.
struct Case {
  std::string name, verb, ticket, actor, told, note, for_whom, evidence;
  std::vector<std::string> after;
  Fields set;
  std::vector<std::string> unset;
  long hours = 0;           // it happens so many hours after the case before it, beside its minutes
  long rule = 1;            // of the move, counted from 1
  std::string to;           // the state that it leads to
  std::string guard, code;  // of a refusal: the guard that refuses, and the code; a warning has the severity
  bool warning = false;
};

struct TicketTable {
  std::map<std::string, Case> cases;
  std::map<std::string, Case> imports;  // only `ticket`, `set` and `unset` of these
  std::vector<Case> refusals;
};

inline Case read_case(const std::string& name, const Value& row, Case into = {}) {
  const auto text = [&](const char* key, std::string& out) {
    if (!row[key].absent()) out = row[key].text();
  };
  if (into.name.empty()) into.verb = name;
  into.name = name;
  text("do", into.verb);
  text("ticket", into.ticket);
  text("as", into.actor);
  text("told", into.told);
  text("note", into.note);
  text("for", into.for_whom);
  text("evidence", into.evidence);
  text("to", into.to);
  if (!row["after"].absent()) into.after = row["after"].texts();
  if (!row["hours"].absent()) into.hours = std::stol(row["hours"].text());
  if (!row["rule"].absent()) into.rule = std::stol(row["rule"].text());
  for (const auto& [field, value] : row["set"].map()) into.set[field] = value;
  for (const auto& field : row["unset"].texts()) into.unset.push_back(field);
  for (const auto& part : row["without"].texts()) {
    into.set.erase(part);
    if (part == "told") into.told.clear();
    if (part == "note") into.note.clear();
    if (part == "for") into.for_whom.clear();
    if (part == "evidence") into.evidence.clear();
  }
  return into;
}

// Reads the table; a refusal is a variation of the case that it names in `of`.
inline TicketTable read_ticket_table() {
  Diagnostics findings;
  const auto document =
      yaml::Document::parse(read_text("tests/unit/data/ticket_moves.yaml"), "ticket_moves.yaml", findings);
  for (const auto& finding : findings) MESSAGE(to_text(finding));
  REQUIRE(document);
  TicketTable table;
  const auto read_all = [&](const char* part, std::map<std::string, Case>& into) {
    const auto& entries = document->root().find(part)->children;
    for (std::size_t i = 0; i + 1 < entries.size(); i += 2)
      into[entries[i].text] = read_case(entries[i].text, yaml::to_value(entries[i + 1]));
  };
  read_all("cases", table.cases);
  read_all("imports", table.imports);
  for (const auto& node : document->root().find("refusals")->children) {
    const Value row = yaml::to_value(node);
    const auto base = table.cases.find(row["of"].text());
    REQUIRE_MESSAGE(base != table.cases.end(), row["of"].text());
    Case refused = read_case(row["of"].text(), row, base->second);
    refused.guard = row["guard"].text();
    refused.warning = !row["warns"].absent();
    refused.code = row[refused.warning ? "warns" : "code"].text();
    table.refusals.push_back(std::move(refused));
  }
  return table;
}

// The same, read once.
inline const TicketTable& ticket_table() {
  static const TicketTable table = read_ticket_table();
  return table;
}

// A guard as the table names it: its word and what it names, such as `requires note`.
struct GuardName {
  std::string operator()(const schema::AnyOf& guard) const { return "any_of " + all(guard.fields); }
  std::string operator()(const schema::Actor& guard) const {
    std::string who = guard.roles.empty() ? "" : "roles " + all(guard.roles);
    if (!guard.by.empty()) who += (who.empty() ? "by " : " by ") + all(guard.by);
    return who;
  }
  std::string operator()(const schema::NotBy& guard) const { return "not_by " + all(guard.moves); }
  std::string operator()(const schema::After& guard) const { return "after " + guard.move; }
  std::string operator()(const schema::Same& guard) const { return "same " + all(guard.paths); }
  std::string operator()(const schema::Covers& guard) const { return "covers " + guard.all; }
  std::string operator()(const schema::Each& guard) const { return "each " + guard.in; }
  std::string operator()(const schema::Linked& guard) const { return "links " + guard.field; }
  std::string operator()(const schema::Children& guard) const { return "children " + guard.type + "." + guard.field; }
  std::string operator()(const schema::Parties& guard) const { return "parties " + guard.of; }
  std::string operator()(const schema::During& guard) const { return "during " + guard.field; }
  std::string operator()(const schema::Holds& guard) const {
    auto names = schema::paths_of(guard.condition);
    for (const auto& clock : schema::clocks_of(guard.condition)) names.push_back("clock:" + clock);
    return "holds " + all(names);
  }
  std::string operator()(const schema::Named& guard) const { return "check " + guard.check; }
  std::string operator()(const schema::Requires&) const { return {}; }  // one name for each field instead

  static std::string all(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : " ") + name;
    return text;
  }
};

// The guards of a rule by name, each with its severity; beside them `told`, if the rule asks for the channel.
inline std::map<std::string, Severity> guards_of(const schema::Rule& rule) {
  std::map<std::string, Severity> names;
  for (const auto& group : rule.guards)
    for (const auto& test : group.tests) {
      if (const auto* needed = std::get_if<schema::Requires>(&test))
        for (const auto& field : needed->fields) names["requires " + field] = group.severity;
      else
        names[std::visit(GuardName(), test)] = group.severity;
    }
  if (rule.told && rule.told_from.empty()) names["told"] = Severity::error;
  return names;
}

// People, groups and a service in which tickets live.
class Desk : public Stage {
 public:
  Desk() : table(ticket_table()) {
    const std::string provider = "side: provider, groups: [desk]",
                      nda = ", nda_signed_on: 2026-01-05, nda_expires: 2027-01-05";
    world.add_person("wang", {"l1"}, provider + nda);
    world.add_person("lin", {"l1"}, provider);
    world.add_person("zhao", {"l1_lead"}, provider);
    world.add_person("li", {"l2"}, provider + nda + ", skills: [oracle]");
    world.add_person("qian", {"l2"}, provider + ", nda_signed_on: 2025-01-05, nda_expires: 2026-01-05");
    world.add_person("sun", {"slm"}, provider);
    world.add_person("he", {"svc_manager", "l1"}, provider);
    world.add_person("zhang.san", {"requester"}, "side: customer");
    add_named("group", "desk", "name: 服务台");
    add_named("group", "dba", "name: 数据库组");
    add_named("service", "database", "name: 数据库, skills: [oracle]");
    world.add_calendar("24x7", filled("init/calendars/24x7.yaml"));
    world.add("agreement", filled("init/agreements/desk-default.yaml"));
  }

  static std::string id_of(const std::string& ticket) {
    return ticket.empty() ? "TKT-20261124-AAAAA" : "TKT-20261124-" + ticket;
  }

  // Makes the acts that a case comes after, each of which must be allowed.
  void prepare(const Case& act) {
    for (const auto& name : act.after) {
      if (const auto import = table.imports.find(name); import != table.imports.end()) {
        take_over(import->second);
        continue;
      }
      const auto found = table.cases.find(name);
      REQUIRE_MESSAGE(found != table.cases.end(), name);
      const process::Plan plan = attempt(found->second);
      for (const auto& refusal : plan.refusals)
        MESSAGE(act.name << " after " << name << ": " << refusal.code << " " << refusal.message);
      REQUIRE(plan.allowed());
      for (const auto& change : plan.changes) world.add(change.after);
    }
  }

  process::Plan attempt(const Case& act, bool strict = false) {
    now_.utc += std::chrono::hours(act.hours) + std::chrono::minutes(5);
    return attempt_at(act, now_, now_, strict);
  }

  // The case as it would happen at `at`, entered at `now`.
  process::Plan attempt_at(const Case& act, const Instant& at, const Instant& now, bool strict = false) {
    process::Request request;
    request.type = "ticket";
    request.id = id_of(act.ticket);
    if (act.verb != "new") request.record = world.find(request.id);
    request.verb = act.verb;
    request.set = act.set;
    request.told = act.told;
    request.note = act.note;
    request.for_whom = act.for_whom;
    if (!act.evidence.empty()) request.evidence = act.evidence;
    request.actor = act.actor;
    request.at = at;
    request.now = now;
    request.strict = strict;
    return process::plan(request, world);
  }

  // The case, at a time of 2026-11-24 or a later day as `25T09:00`; it must be allowed.
  void happen(const std::string& name, const std::string& at, const std::string& entered = {}) {
    const auto time = [](const std::string& text) { return instant("2026-11-" + text + ":00+08:00"); };
    now_ = time(entered.empty() ? at : entered);
    const auto plan = attempt_at(table.cases.at(name), time(at), now_);
    for (const auto& refusal : plan.refusals) MESSAGE(name << ": " << refusal.code << " " << refusal.message);
    REQUIRE(plan.allowed());
    for (const auto& change : plan.changes) world.add(change.after);
  }

  record::RecordPtr ticket(const std::string& name = {}) const { return world.find(id_of(name)); }
  std::string state(const std::string& name = {}) const { return get(ticket(name)->fields, "status").text(); }

  sla::Clock clock(const char* name, const std::string& now) const {
    for (auto& clock : sla::clocks_of(*ticket(), world, instant("2026-11-" + now + ":00+08:00")))
      if (clock.name == name) return clock;
    FAIL("no clock " << name);
    return {};
  }

  const TicketTable& table;

 private:
  // A file that a new repository starts with.
  static std::string filled(const char* name) {
    std::string text(schema::shipped_file(name));
    const std::pair<const char*, const char*> marks[] = {
        {"{at}", "2020-01-01T00:00:00+08:00"}, {"{by}", "zhao"}, {"{zone}", "Asia/Shanghai"}};
    for (const auto& [mark, value] : marks)
      for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark))
        text.replace(at, std::strlen(mark), value);
    REQUIRE_MESSAGE(!text.empty(), name);
    return text;
  }

  void take_over(const Case& import) {
    record::Record record = *world.find(id_of(import.ticket));
    record::Event event;
    event.at = now_;
    event.by = "zhao";
    event.verb = record::kImport;
    event.set = import.set;
    event.unset = import.unset;
    event.source["system"] = "test";
    record.events.push_back(event);
    record.fields = record::replay(record);
    world.add(std::move(record));
  }

  void add_named(const char* type, const std::string& id, const std::string& fields) {
    world.add(type, "id: " + id + "\nhistory:\n  - at: 2020-01-01T00:00:00+08:00\n    by: zhao\n    do: import\n" +
                        "    set: {status: active, " + fields + "}\n    source: {system: test}\n");
  }

  Instant now_ = instant("2026-11-24T08:55:00+08:00");
};

}  // namespace itss::testing
