#include <doctest/doctest.h>

#include "record/merge.hpp"
#include "store/collision.hpp"
#include "store_kit.hpp"

using namespace itss;
using namespace itss::store;
using namespace itss::test;

namespace {

record::Record visit(const std::string& id, const std::string& title, int second) {
  record::Record made = making(id, title).after;
  made.events.front() = event("new", "planned", second);
  made.events.front().set["title"] = title;
  return made;
}

}  // namespace

TEST_CASE("two records made apart with one id collide, two versions of one record do not") {
  const auto a = visit(kVisit, "a", 1);
  const auto b = visit(kVisit, "b", 2);
  CHECK(is_collision(a, b));
  auto more = a;
  more.events.push_back(event("end", "over", 5));
  CHECK_FALSE(is_collision(a, more));
  CHECK_FALSE(is_collision(a, visit("VIS-20261124-00001", "b", 2)));
  // A backdated event that one clone put before the first one is no second record.
  auto backdated = a;
  backdated.events.insert(backdated.events.begin(), event("comment", "planned", 0));
  CHECK_FALSE(is_collision(a, backdated));
}

TEST_CASE("the older record keeps the id, the younger one keeps it as an alias") {
  const auto a = visit(kVisit, "a", 1);
  const auto b = visit(kVisit, "b", 2);
  const Mended mended = mend_collision(b, a);
  CHECK(mended.older.id == kVisit);
  CHECK(get(mended.older.fields, "title").text() == "a");
  CHECK(mended.older.aliases.empty());
  CHECK(get(mended.younger.fields, "title").text() == "b");
  CHECK(mended.younger.aliases == std::vector<std::string>{kVisit});
  CHECK(mended.younger.id != kVisit);
  CHECK(parse_dated_id(mended.younger.id)->date == parse_date("2026-11-24").value());
  CHECK(mended.younger.events[0].id() == b.events[0].id());
}

TEST_CASE("every clone mends the same collision alike, also after more work on either side") {
  const auto a = visit(kVisit, "a", 1);
  auto b = visit(kVisit, "b", 2);
  const std::string id = mend_collision(a, b).younger.id;
  CHECK(mend_collision(b, a).younger.id == id);
  b.events.push_back(event("end", "over", 9));
  CHECK(mend_collision(a, b).younger.id == id);
}

TEST_CASE("three records of one id end up as three, in whatever order they meet") {
  const std::vector<record::Record> all = {visit(kVisit, "a", 1), visit(kVisit, "b", 2), visit(kVisit, "c", 3)};
  std::set<std::set<std::string>> outcomes;
  std::vector<std::size_t> order = {0, 1, 2};
  do {
    const Mended first = mend_collision(all[order[0]], all[order[1]]);
    const Mended second = mend_collision(first.older, all[order[2]]);
    outcomes.insert({first.younger.id, second.older.id, second.younger.id});
  } while (std::next_permutation(order.begin(), order.end()));
  CHECK(outcomes.size() == 1);
  CHECK(outcomes.begin()->size() == 3);
}

TEST_CASE("a serial id is mended by a number above those that a desk gives out") {
  const Mended mended = mend_collision(visit("VIS-20261124-0007", "a", 1), visit("VIS-20261124-0007", "b", 2));
  const auto dated = parse_dated_id(mended.younger.id);
  REQUIRE(dated);
  CHECK(dated->tail.size() == 5);
  CHECK(std::stoul(dated->tail) >= 10'000);
}

TEST_CASE("a given name is mended by a few digits behind it") {
  auto a = visit("gate", "a", 1);
  auto b = visit("gate", "b", 2);
  const Mended mended = mend_collision(a, b);
  CHECK(mended.younger.id.substr(0, 5) == "gate-");
  CHECK(mended.younger.id.size() == 9);
  CHECK(is_given_name(mended.younger.id));
}

TEST_CASE("a mended record is found by its new id, and the old id is the older one's") {
  const Desk desk;
  const Mended mended = mend_collision(visit(kVisit, "a", 1), visit(kVisit, "b", 2));
  const auto repository = desk.open();
  const auto& schema = *repository->schemas().find("visit");
  repository->write_files(
      {{kVisitFile, record::write_new(mended.older, schema)},
       {repository->path_of(schema, mended.younger.id), record::write_new(mended.younger, schema)}});
  CHECK(get(repository->find(kVisit)->fields, "title").text() == "a");
  REQUIRE(repository->find(mended.younger.id));
  CHECK(repository->find(mended.younger.id)->aliases == std::vector<std::string>{kVisit});
}
