#pragma once
// What somebody has to do: the moves that records wait for, by their schemas' `owed`.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "record/world.hpp"
#include "sla/clock.hpp"

namespace itss::process {

// A move that a record waits for.
struct Duty {
  const schema::Schema* type = nullptr;
  std::string id, title;            // of the record
  std::string move;                 // of its type
  std::vector<std::string> people;  // who owe it, by their own ids, each once; empty: nobody can be named
  std::vector<std::string> roles;   // that they owe it by; empty: the record names them
  std::optional<Instant> due;       // absent: no time is set
  bool overdue = false;
  Instant since;  // when the record got into the state in which it waits
};

// Reads people and agreements once, then answers for any number of records, on several threads.
class Duties {
 public:
  // As of `now`. REQUIRES: `world` outlives the object.
  Duties(const record::World& world, const Instant& now);

  // What the record waits for, each move once: of several entries of the schema the one that is due first.
  std::vector<Duty> of(const record::Record& record) const;
  // Those of all records of a type, in the order of their paths. Records in states in which nothing can be owed are not
  // read.
  std::vector<Duty> of_type(const schema::Schema& type) const;

 private:
  const record::World& world_;
  const Instant now_;
  const sla::Clockwork clockwork_;
  std::set<std::string, std::less<>> staff_;                              // persons who have not left
  std::map<std::string, std::vector<std::string>, std::less<>> holders_;  // of each role, in order
};

// The next due one first, those without a time last.
void sort_by_due(std::vector<Duty>& duties);

}  // namespace itss::process
