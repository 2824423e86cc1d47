#pragma once
// The people and records of a table of moves (moves_table.hpp), and the acts of its cases among them.

#include <cstring>

#include "moves_table.hpp"
#include "sla/clock.hpp"

namespace itss::testing {

class Desk : public Stage {
 public:
  explicit Desk(const std::string& type) : table(moves_table(type)) {
    for (const auto& [id, fields] : table.people) import("person", id, fields);
    for (const auto& [kind, records] : table.records)
      for (const auto& [id, fields] : records.map()) import(kind, id_of(id, kind), fields);
    for (const auto& file : table.starts_with) start_with(file);
  }

  // `AAAAA` or, by the table, the whole id that it is short for.
  std::string id_of(const std::string& id, const std::string& type) const {
    const schema::Schema* schema = world.schemas().find(type);
    REQUIRE_MESSAGE(schema != nullptr, type);
    if (schema->named() || id.find('-') != std::string::npos) return id;
    return schema->prefix + "-20261124-" + id;
  }
  std::string id_of(const Case& act) const { return id_of(act.id, act.type); }

  // Makes the acts that a case comes after, each of which must be allowed.
  void prepare(const Case& act) {
    for (const auto& name : act.after) {
      if (const auto correction = table.imports.find(name); correction != table.imports.end()) {
        take_over(correction->second);
        continue;
      }
      const auto found = table.cases.find(name);
      REQUIRE_MESSAGE(found != table.cases.end(), name);
      const process::Plan plan = attempt(found->second);
      for (const auto& refusal : plan.refusals)
        MESSAGE(act.name << " after " << name << ": " << refusal.code << " " << refusal.message);
      REQUIRE(plan.allowed());
      accept(plan);
    }
  }

  process::Plan attempt(const Case& act, bool strict = false) {
    now_.utc += std::chrono::hours(act.hours) + std::chrono::minutes(5);
    return attempt_at(act, now_, now_, strict);
  }

  // The case as it would happen at `at`, entered at `now`.
  process::Plan attempt_at(const Case& act, const Instant& at, const Instant& now, bool strict = false) {
    process::Request request;
    request.type = act.type;
    request.id = id_of(act);
    if (act.verb != "new") {
      request.record = world.find(request.id, act.type);
      REQUIRE_MESSAGE(request.record, act.name << ": there is no " << act.type << " " << request.id);
    }
    request.verb = act.verb;
    request.set = act.set;
    request.unset = act.unset;
    request.put = act.put;
    request.drop = act.drop;
    request.add = act.add;
    request.remove = act.remove;
    request.told = act.told;
    request.note = act.note;
    request.for_whom = act.for_whom;
    if (!act.evidence.empty()) request.evidence = act.evidence;
    request.actor = act.actor;
    request.at = at;
    request.now = now;
    request.strict = strict;
    long made = made_;
    request.new_id = [this, made](const std::string& type) mutable {
      return id_of(std::to_string(10001 + made++), type);
    };
    return process::plan(request, world);
  }

  // What a plan allows becomes part of the world.
  void accept(const process::Plan& plan) {
    for (std::size_t i = 0; i < plan.changes.size(); ++i) {
      if (i > 0 && !plan.changes[i].before) ++made_;
      world.add(plan.changes[i].after);
    }
  }

  // The case, at a time of 2026-11-24 or a later day as `25T09:00`; it must be allowed.
  void happen(const std::string& name, const std::string& at, const std::string& entered = {}) {
    const auto time = [](const std::string& text) { return instant("2026-11-" + text + ":00+08:00"); };
    now_ = time(entered.empty() ? at : entered);
    const auto plan = attempt_at(table.cases.at(name), time(at), now_);
    for (const auto& refusal : plan.refusals) MESSAGE(name << ": " << refusal.code << " " << refusal.message);
    REQUIRE(plan.allowed());
    accept(plan);
  }

  // The record of the table, or another one of its type.
  record::RecordPtr record(const std::string& id = {}) const {
    return world.find(id_of(id.empty() ? table.id : id, table.type), table.type);
  }
  std::string state(const std::string& id = {}) const { return get(record(id)->fields, "status").text(); }

  sla::Clock clock(const char* name, const std::string& now) const {
    for (auto& clock : sla::clocks_of(*record(), world, instant("2026-11-" + now + ":00+08:00")))
      if (clock.name == name) return clock;
    FAIL("no clock " << name);
    return {};
  }

  const MovesTable& table;

 private:
  // A file that a new repository starts with.
  void start_with(const std::string& file) {
    const std::size_t slash = file.find('/'), end = file.rfind(".yaml");
    REQUIRE_MESSAGE((slash != std::string::npos && end != std::string::npos), file);
    const std::string name = file.substr(slash + 1, end - slash - 1);
    if (file.compare(0, slash, "calendars") == 0)
      world.add_calendar(name, filled("init/" + file));
    else
      world.add(file.compare(0, slash, "agreements") == 0 ? "agreement" : "service", filled("init/" + file));
  }

  static std::string filled(const std::string& name) {
    std::string text(schema::shipped_file(name));
    const std::pair<const char*, const char*> marks[] = {
        {"{at}", "2020-01-01T00:00:00+08:00"}, {"{by}", "founder"}, {"{zone}", "Asia/Shanghai"}};
    for (const auto& [mark, value] : marks)
      for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark))
        text.replace(at, std::strlen(mark), value);
    REQUIRE_MESSAGE(!text.empty(), name);
    return text;
  }

  // A record whose history is one import.
  void import(const std::string& type, const std::string& id, const Value& fields) {
    const schema::Schema* schema = world.schemas().find(type);
    REQUIRE_MESSAGE(schema != nullptr, type);
    record::Record record;
    record.type = type;
    record.id = id;
    Case import;
    import.set["status"] = schema->initial().name;
    Instant at = instant("2020-01-01T00:00:00+08:00");
    for (const auto& [field, value] : fields.map()) {
      if (field == "at")
        at = instant(value.text());
      else if (field != "did")
        import.set[field] = value;
      const bool known = field == "at" || field == "did" || field == "status" || schema->find_field(field) != nullptr;
      CHECK_MESSAGE(known, type << " " << id << ": unknown field " << field);
    }
    if (type == "person" && import.set.count("name") == 0) import.set["name"] = id;
    const Value& did = fields["did"];
    const Value status = import.set["status"];
    if (!did.absent()) import.set["status"] = did["from"];
    take_over(import, std::move(record), at);
    if (!did.absent()) note_done(id, type, did, status, at);
  }

  // The move that led from where the record was taken over to its state.
  void note_done(const std::string& id, const std::string& type, const Value& did, const Value& status,
                 const Instant& at) {
    record::Record record = *world.find(id, type);
    record::Event event;
    event.at = at;
    event.by = did["by"].text();
    event.verb = did["do"].text();
    event.set["status"] = status;
    record.events.push_back(event);
    record.fields = record::replay(record);
    world.add(std::move(record));
  }

  void take_over(const Case& correction) {
    take_over(correction, *world.find(id_of(correction), correction.type), now_);
  }

  void take_over(const Case& correction, record::Record record, const Instant& at) {
    record::Event event;
    event.at = at;
    event.by = "founder";
    event.verb = record::kImport;
    event.set = correction.set;
    event.unset = correction.unset;
    event.source["system"] = "test";
    record.events.push_back(event);
    record.fields = record::replay(record);
    world.add(std::move(record));
  }

  Instant now_ = instant("2026-11-24T08:55:00+08:00");
  long made_ = 0;  // records that moves created
};

}  // namespace itss::testing
