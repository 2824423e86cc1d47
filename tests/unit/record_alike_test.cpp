#include <doctest/doctest.h>

#include "record/alike.hpp"

using namespace itss;
using namespace itss::record;

namespace {

using Texts = std::vector<std::string>;

// A ticket that asks, and known errors that are offered to it.
struct Desk {
  schema::Schema ticket, problem;
  schema::Offer offer;
  Record asking;

  Desk() {
    for (auto* schema : {&ticket, &problem}) {
      schema->title_field = "title";
      add(*schema, "title", schema::FieldType::text);
      add(*schema, "description", schema::FieldType::prose);
      add(*schema, "place", schema::FieldType::text);
      add(*schema, "assets", schema::FieldType::links);
      add(*schema, "secret", schema::FieldType::prose);
      schema->fields.back().confidential = true;
    }
    offer.shares = {"assets"};
    offer.words = {"title", "description", "secret"};
  }

  static void add(schema::Schema& schema, const char* name, schema::FieldType type) {
    schema::Field field;
    field.name = name;
    field.type = type;
    schema.fields.push_back(field);
  }

  Common common(Fields candidate) const {
    Record record;
    record.fields = std::move(candidate);
    return Asking(asking, ticket).common_with(record, problem, offer);
  }
  Texts words(Fields candidate) const {
    const Asking who(asking, ticket);
    return who.readable(common(std::move(candidate)).words);
  }
};

Common with(std::vector<std::size_t> words, std::vector<SharedValue> values = {}) {
  Common common;
  common.words = std::move(words);
  common.values = std::move(values);
  return common;
}
using Places = std::vector<std::size_t>;

}  // namespace

TEST_CASE("asking has the words of its title and prose") {
  Desk desk;
  desk.asking.fields = {{"title", "Mail 登录失败"}, {"description", "timeout"}, {"place", "Berlin"}};
  CHECK(Asking(desk.asking, desk.ticket).words() == (Texts{"mail", "登录", "录失", "失败", "timeout"}));
}

TEST_CASE("asking finds its words in the fields that are offered") {
  Desk desk;
  desk.asking.fields = {{"title", "用户登录失败 mail"}};
  CHECK(desk.words({{"title", "邮件登录失败"}}) == (Texts{"登录失败"}));
  CHECK(desk.words({{"title", "失败的 MAIL"}, {"place", "登录"}}) == (Texts{"失败", "mail"}));
  CHECK(desk.common({{"title", "printer"}}).nothing());
}

TEST_CASE("asking finds the values that both have") {
  Desk desk;
  desk.asking.fields = {{"title", "x"}, {"assets", Value::List{"mail-01", "db-01"}}};
  CHECK(desk.common({{"assets", Value::List{"db-01", "web-01"}}}).values ==
        (std::vector<SharedValue>{{"assets", "db-01"}}));
  CHECK(desk.common({{"assets", Value::List{"web-01"}}}).nothing());
}

TEST_CASE("asking leaves confidential fields out") {
  Desk desk;
  desk.asking.fields = {{"title", "salary"}, {"secret", "bonus"}};
  CHECK(desk.common({{"secret", "salary"}}).nothing());
  CHECK(desk.common({{"title", "bonus"}}).nothing());
}

TEST_CASE("best share a value before those that share only words") {
  CHECK(best_of({with({1, 2, 3, 4}), with({}, {{"assets", "a"}}), with({1}, {{"assets", "a"}})}, 3, 5) ==
        (Places{2, 1, 0}));
}

TEST_CASE("best have the rarer word first") {
  CHECK(best_of({with({1}), with({2}), with({1}), with({1})}, 4, 1) == (Places{1}));
}

TEST_CASE("best have the rarer value first") {
  CHECK(best_of({with({}, {{"service", "mail"}}), with({}, {{"assets", "a"}}), with({}, {{"service", "mail"}})}, 9,
                5) == (Places{1, 2, 0}));
}

TEST_CASE("best are as many as asked for") {
  const std::vector<Common> all(8, with({1}));
  CHECK(best_of(all, 8, 5) == (Places{7, 6, 5, 4, 3}));
  CHECK(best_of(all, 8, 0) == Places());
}

TEST_CASE("best have something in common") { CHECK(best_of({with({}), with({0})}, 2, 5) == (Places{1})); }
