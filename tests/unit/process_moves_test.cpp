// Every table of tests/unit/data/moves; `unit_process -tc='*table*' -sc=problem` tries one type alone.
#include <doctest/doctest.h>

#include "base/text.hpp"
#include "guard_names.hpp"
#include "moves_desk.hpp"

using namespace itss;
using namespace itss::testing;

namespace {

const schema::Schema& schema_of(const std::string& type) {
  static const schema::SchemaSet set;
  const schema::Schema* schema = set.find(type);
  REQUIRE_MESSAGE(schema != nullptr, type);
  return *schema;
}

std::vector<std::string> codes_of(const std::vector<process::Refusal>& refusals) {
  std::set<std::string> codes;
  for (const auto& refusal : refusals) codes.insert(refusal.code);
  return {codes.begin(), codes.end()};
}

std::string text_of(const std::vector<process::Refusal>& refusals) {
  std::string text;
  for (const auto& refusal : refusals) text += "\n  " + refusal.code + ": " + refusal.message;
  return text;
}

std::string place_of(const schema::Move& move, long rule, const std::string& guard) {
  return move.name + " " + std::to_string(rule) + ": " + guard;
}

// What `itss check` finds about a record's history.
std::string findings_of(const Desk& desk, const record::Record& record) {
  std::string text;
  for (const auto& finding : process::audit(record, desk.world, record.events.back().at))
    text += std::string(info(finding.code).name) + " " + join(finding.arguments, " ") + "\n";
  return text;
}

// What a record is left with, as the table says it: `none` for what is empty.
void check_left(const Fields& expected, const record::RecordPtr& record, const std::string& id) {
  REQUIRE_MESSAGE(record, "there is no " << id);
  for (const auto& [field, value] : expected) {
    CAPTURE(id);
    CAPTURE(field);
    const Value& now = get(record->fields, field);
    if (value == Value("none"))
      CHECK(now.empty());
    else
      CHECK(to_canonical_json(now) == to_canonical_json(value));
  }
}

// Cases of other types only prepare, unless they carry a move of this one.
bool is_of(const Case& act, const MovesTable& table) {
  return act.verb != "set" && (act.type == table.type || !act.move.empty());
}

const schema::Move& move_of(const Case& act, const MovesTable& table) {
  const std::string& name = act.move.empty() ? act.verb : act.move;
  const schema::Move* move = schema_of(table.type).find_move(name);
  REQUIRE_MESSAGE(move != nullptr, act.name << ": " << name << " is no move");
  return *move;
}

// Whether the plan makes the move that the case is for.
bool makes(const process::Plan& plan, const Case& act, const std::string& type) {
  const auto made = [&](const process::Change& change) {
    return change.type == type && change.after.events.back().verb == act.move;
  };
  return act.move.empty() || std::any_of(plan.changes.begin(), plan.changes.end(), made);
}

}  // namespace

TEST_CASE("each case of a table of moves is allowed and leads to its state") {
  for (const auto& type : types_with_tables()) {
    SUBCASE(type.c_str()) {
      for (const auto& [name, act] : moves_table(type).cases) {
        CAPTURE(name);
        Desk desk(type);
        desk.prepare(act);
        const auto plan = desk.attempt(act);
        INFO(text_of(plan.refusals));
        CHECK(plan.allowed());
        if (!plan.allowed()) continue;
        CHECK(get(plan.changes.front().after.fields, "status") == Value(act.to));
        CHECK(makes(plan, act, type));
        desk.accept(plan);
        for (const auto& change : plan.changes)
          CHECK_MESSAGE(findings_of(desk, change.after) == "", "itss check of " << change.after.id);
        check_left(act.leaves, desk.world.find(desk.id_of(act), act.type), name);
        for (const auto& [id, fields] : act.others) check_left(fields.map(), desk.world.find(id), id);
      }
    }
  }
}

TEST_CASE("each guard of a table of moves refuses, by its code alone") {
  for (const auto& type : types_with_tables()) {
    SUBCASE(type.c_str()) {
      for (const auto& act : moves_table(type).refusals) {
        const std::string where = act.name + ": " + act.guard;
        CAPTURE(where);
        Desk desk(type);
        desk.prepare(act);
        const auto plan = desk.attempt(act);
        INFO(text_of(act.warning ? plan.warnings : plan.refusals));
        CHECK(codes_of(act.warning ? plan.warnings : plan.refusals) == Codes{act.code});
        if (act.warning) {
          CHECK(plan.allowed());
          CHECK(codes_of(desk.attempt(act, true).refusals) == Codes{act.code});
        } else {
          CHECK(plan.changes.empty());
        }
        for (const auto& refusal : plan.refusals) CHECK_FALSE(refusal.message.empty());
      }
    }
  }
}

TEST_CASE("a table of moves is complete: every rule is allowed once, every guard refuses once") {
  for (const auto& type : types_with_tables()) {
    SUBCASE(type.c_str()) {
      const MovesTable& table = moves_table(type);
      const schema::Schema& schema = schema_of(type);
      std::set<std::string> allowed, refused;
      for (const auto& [name, act] : table.cases) {
        if (is_of(act, table)) allowed.insert(place_of(move_of(act, table), act.rule, ""));
      }
      for (const auto& act : table.refusals) {
        if (!is_of(act, table)) continue;
        const schema::Move& move = move_of(act, table);
        REQUIRE_MESSAGE(act.rule <= static_cast<long>(move.rules.size()), act.name);
        const auto guards = guards_of(move.rules[static_cast<std::size_t>(act.rule - 1)]);
        const bool known = act.guard == "from" || guards.count(act.guard) > 0;
        CHECK_MESSAGE(known, place_of(move, act.rule, act.guard) << " is no guard of the schema");
        if (known && act.guard != "from")
          CHECK_MESSAGE(act.warning == (guards.at(act.guard) == Severity::warning), act.guard);
        refused.insert(place_of(move, act.rule, act.guard));
      }
      for (const auto& move : schema.moves) {
        if (move.rules.front().from.form != schema::From::Form::nothing &&
            move.rules.front().from.form != schema::From::Form::any)
          CHECK_MESSAGE(refused.count(place_of(move, 1, "from")) == 1, move.name << " from a wrong state");
        long number = 0;
        for (const auto& rule : move.rules) {
          ++number;
          CHECK_MESSAGE(allowed.count(place_of(move, number, "")) == 1, place_of(move, number, "no case"));
          for (const auto& [guard, severity] : guards_of(rule))
            CHECK_MESSAGE(refused.count(place_of(move, number, guard)) == 1, place_of(move, number, guard)
                                                                                 << " has no row");
        }
      }
    }
  }
}

TEST_CASE("the main processes have tables of their moves") {
  const schema::SchemaSet set;
  const auto tables = types_with_tables();
  for (const std::string type : {"ticket", "problem", "change", "release", "asset", "knowledge"})
    if (set.find(type) != nullptr) CHECK_MESSAGE(tables.count(type) == 1, type << " has no table");
}
