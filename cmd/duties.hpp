#pragma once
// What is owed, person by person: `due` and `remind`.

#include <string>
#include <vector>

#include "app.hpp"
#include "process/owed.hpp"
#include "whole_world.hpp"

namespace itss::cmd {

// What one person owes; `person` is empty for what nobody can be named for.
struct Debts {
  std::string person;
  std::vector<process::Duty> duties;  // the next due one first, those without a time last
};

struct DutyQuery {
  std::string type;                 // empty: all types
  std::string person;               // by the own id; empty: everybody
  std::optional<SysSeconds> until;  // only those due by then, and those overdue
  bool overdue = false;             // only those
};

// What is owed, by person in the order of ids, nobody last; people who owe nothing are left out. `exit` becomes 3 if
// there are types that cannot be asked, which are told.
std::vector<Debts> debts_of(App& app, const WholeWorld& world, const DutyQuery& query, Exit& exit);

// What a person does about it: `Review`, and `itss meeting review MTG-20261124-7K3QF`.
std::string label_of(const process::Duty& duty);
std::string command_of(const process::Duty& duty);

// The lists for people, a section for each person.
format::Document document_of(App& app, const std::vector<Debts>& debts);

}  // namespace itss::cmd
