#include <doctest/doctest.h>

#include <limits>

#include "base/text.hpp"
#include "format/chart.hpp"
#include "format/document.hpp"

using namespace itss;
using namespace itss::format;

TEST_CASE("a sparkline has a block for each value, from 0 to the largest") {
  CHECK(sparkline({0, 1, 2, 3, 4, 5, 6, 7}) == "▁▂▃▄▅▆▇█");
  CHECK(sparkline({50, 100}) == "▅█");
  CHECK(sparkline({0.1, 100}) == "▁█");
}

TEST_CASE("a sparkline of nothing but 0 lies on the ground, one value fills its height, a missing one is a dot") {
  CHECK(sparkline({}).empty());
  CHECK(sparkline({0, 0, 0}) == "▁▁▁");
  CHECK(sparkline({3}) == "█");
  CHECK(sparkline({std::nullopt, 2, std::nullopt}) == "·█·");
  CHECK(sparkline({std::nullopt}) == "·");
}

TEST_CASE("what cannot be drawn is drawn as nothing, never as something else") {
  CHECK(sparkline({-5, 5}) == "▁█");
  CHECK(sparkline({-5, -1}) == "▁▁");
  CHECK(sparkline({std::numeric_limits<double>::quiet_NaN(), 1}) == "·█");
  CHECK(sparkline({std::numeric_limits<double>::infinity(), 1}) == "·█");
  CHECK(bar(-1, 10, 8).empty());
  CHECK(bar(std::numeric_limits<double>::infinity(), 10, 8).empty());
}

TEST_CASE("a bar is as long as its part of the whole, to an eighth of a column") {
  CHECK(bar(10, 10, 4) == "████");
  CHECK(bar(5, 10, 4) == "██");
  CHECK(bar(5, 8, 4) == "██▌");
  CHECK(bar(1, 32, 4) == "▏");
  CHECK(bar(31, 32, 4) == "███▉");
}

TEST_CASE("a bar of 0 is empty, the least thing has the thinnest one, and none is longer than its width") {
  CHECK(bar(0, 10, 4).empty());
  CHECK(bar(1, 1'000'000, 4) == "▏");
  CHECK(bar(20, 10, 4) == "████");
  CHECK(bar(5, 0, 4).empty());
  CHECK(bar(5, 10, 0).empty());
}

TEST_CASE("bars and sparklines take the columns that they have characters") {
  CHECK(display_width(sparkline({0, 1, 2, std::nullopt})) == 4);
  CHECK(display_width(bar(5, 8, 4)) == 3);
}

TEST_CASE("a section is shown only to those that it is for") {
  Document document;
  document.sections.resize(2);
  for (auto& section : document.sections) section.table = {{{"name", "Name"}}, {{{"x"}}}};
  document.sections[0].name = "people";
  document.sections[0].table.rows[0][0] = {"for people"};
  document.sections[0].audience = Audience::people;
  document.sections[1].name = "machines";
  document.sections[1].table.rows[0][0] = {"for machines"};
  document.sections[1].audience = Audience::machines;
  for (const Form form : {Form::text, Form::markdown}) {
    CHECK(show(document, {form}).find("for people") != std::string::npos);
    CHECK(show(document, {form}).find("for machines") == std::string::npos);
  }
  for (const Form form : {Form::json, Form::csv, Form::tsv}) {
    CHECK(show(document, {form}).find("for people") == std::string::npos);
    CHECK(show(document, {form}).find("for machines") != std::string::npos);
  }
}

TEST_CASE("what is absent is nothing to machines, so that a column of numbers holds only numbers") {
  const Table table{{{"name", "Name"}, {"value", "Value"}}, {{{"a"}, absent_cell("n/a")}, {{"b"}, number_cell(2)}}};
  CHECK(show(table, {Form::csv}) == "name,value\r\na,\r\nb,2\r\n");
  CHECK(show(table, {Form::tsv}) == "name\tvalue\na\t\nb\t2\n");
  CHECK(show(table, {Form::text}).find("n/a") != std::string::npos);
  const Table whole{{{"group", "Group"}}, {{absent_cell("全部", "all")}}};
  CHECK(show(whole, {Form::csv}) == "group\r\nall\r\n");
  CHECK(show(whole, {Form::json}).find("null") != std::string::npos);
}
