#include <doctest/doctest.h>

#include "process/attempt.hpp"
#include "ticket_table.hpp"

using namespace itss;
using namespace itss::testing;

namespace {

const schema::Schema& ticket_schema() {
  static const schema::SchemaSet set;
  const schema::Schema* schema = set.find("ticket");
  REQUIRE(schema != nullptr);
  return *schema;
}

std::vector<std::string> codes_of(const std::vector<process::Refusal>& refusals) {
  std::vector<std::string> codes;
  for (const auto& refusal : refusals) {
    codes.push_back(refusal.code);
    INFO(refusal.code << ": " << refusal.message);
  }
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

std::string text_of(const std::vector<process::Refusal>& refusals) {
  std::string text;
  for (const auto& refusal : refusals) text += "\n  " + refusal.code + ": " + refusal.message;
  return text;
}

std::string place_of(const schema::Move& move, long rule, const std::string& guard) {
  return move.name + " " + std::to_string(rule) + ": " + guard;
}

}  // namespace

TEST_CASE("each case of the ticket table is allowed and leads to its state") {
  for (const auto& [name, act] : ticket_table().cases) {
    CAPTURE(name);
    Desk desk;
    desk.prepare(act);
    const auto plan = desk.attempt(act);
    INFO(text_of(plan.refusals));
    REQUIRE(plan.allowed());
    CHECK(get(plan.changes.front().after.fields, "status") == Value(act.to));
  }
}

TEST_CASE("each guard of a ticket's moves refuses, by its code alone") {
  for (const auto& act : ticket_table().refusals) {
    const std::string where = act.name + ": " + act.guard;
    CAPTURE(where);
    Desk desk;
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

TEST_CASE("the ticket table is complete: every rule is allowed once, every guard refuses once") {
  const TicketTable& table = ticket_table();
  std::set<std::string> allowed, refused;
  for (const auto& [name, act] : table.cases) {
    const schema::Move* move = ticket_schema().find_move(act.verb);
    REQUIRE_MESSAGE(move != nullptr, name);
    allowed.insert(place_of(*move, act.rule, ""));
  }
  for (const auto& act : table.refusals) {
    const schema::Move& move = *ticket_schema().find_move(act.verb);
    REQUIRE(act.rule <= static_cast<long>(move.rules.size()));
    const auto guards = guards_of(move.rules[static_cast<std::size_t>(act.rule - 1)]);
    const bool known = act.guard == "from" || guards.count(act.guard) > 0;
    CHECK_MESSAGE(known, place_of(move, act.rule, act.guard) << " is no guard of the schema");
    if (known && act.guard != "from")
      CHECK_MESSAGE(act.warning == (guards.at(act.guard) == Severity::warning), act.guard);
    refused.insert(place_of(move, act.rule, act.guard));
  }
  for (const auto& move : ticket_schema().moves) {
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
