#pragma once
// Fictional tickets whose histories obey the shipped schema of tickets and the agreement of a new repository: for
// measurements, and for tests that need many records.

#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/zone.hpp"
#include "record/record.hpp"
#include "schema/set.hpp"

namespace itss::bench {

// Who the tickets name beside wang.fang, who is the founder and leads the first line.
struct Person {
  std::string id;
  std::string role;
  std::string group;  // empty for the first line
};
const std::vector<Person>& people();
std::vector<std::string> groups();

// One ticket as its file is to be.
struct Story {
  std::string id;
  std::string bytes;
  std::size_t events = 0;
  bool open = false;
};

// Tells `count` tickets in the order of their dates, the same ones each time.
class Storyteller {
 public:
  explicit Storyteller(std::size_t count);

  // The next ticket; nothing when all are told.
  std::optional<Story> next();

 private:
  struct Telling;

  Instant opening();
  std::string new_id(Date date);
  void tell(Telling& telling);
  void log(Telling& telling);
  void accept(Telling& telling);
  void declare_major(Telling& telling);
  void answer(Telling& telling);
  void withdraw(Telling& telling);
  void work(Telling& telling);
  void wait(Telling& telling);
  void escalate(Telling& telling);
  void resolve(Telling& telling);
  void reopen(Telling& telling);
  void finish(Telling& telling);
  void solve_after(Telling& telling, Seconds spent);
  Fields solution(const Telling& telling);

  // Whether the chance of so many in a hundred came true.
  bool chance(unsigned percent) { return dice_() % 100 < percent; }
  // Time goes on by `shortest` to `longest` seconds.
  void pass(Telling& telling, long shortest, long longest);
  Seconds between(long shortest, long longest);

  std::size_t count_, number_ = 0;
  schema::SchemaSet schemas_;
  const schema::Schema& schema_;
  Zone zone_;
  std::set<std::string> of_day_;  // ids of the day that is being told
  std::string day_;
  std::mt19937 dice_{7};
};

}  // namespace itss::bench
