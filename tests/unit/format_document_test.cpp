#include <doctest/doctest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "format/document.hpp"

using namespace itss;
using namespace itss::format;

namespace {

Table tickets() {
  Table table;
  table.columns = {{"id", "Id"}, {"title", "标题", Align::left, true}, {"hours", "Hours", Align::right}};
  table.rows = {{{"T-1", Style::id}, {"用户无法登录"}, number_cell(4.5, "4.50 h")},
                {{"T-22"}, {"Printer | paper"}, absent_cell("n/a")}};
  return table;
}

Look as(Form form, std::size_t width = 80) { return {form, width, false, true}; }

}  // namespace

TEST_CASE("columns align by display width, and no line ends in blanks") {
  CHECK(show(tickets(), as(Form::text)) ==
        "Id    标题              Hours\n"
        "T-1   用户无法登录     4.50 h\n"
        "T-22  Printer | paper     n/a\n");
}

TEST_CASE("a column that may shrink is cut to the window, the others stay") {
  CHECK(show(tickets(), as(Form::text, 24)) ==
        "Id    标题         Hours\n"
        "T-1   用户无法…   4.50 h\n"
        "T-22  Printer |…     n/a\n");
}

TEST_CASE("where even shrunk columns do not fit, the last columns go; nothing is wider than the window") {
  CHECK(show(tickets(), as(Form::text, 15)) ==
        "Id    标题\n"
        "T-1   用户无…\n"
        "T-22  Printer…\n");
  for (std::size_t width = 1; width < 40; ++width)
    for (const auto& line : split(show(tickets(), as(Form::text, width)), '\n')) CHECK(display_width(line) <= width);
}

TEST_CASE("columns for machines are in JSON, CSV and TSV, those for people in text and Markdown") {
  Table table{{{"a", "A"},
               {"b", "B", Align::left, false, Audience::machines},
               {"c", "C", Align::left, false, Audience::people}},
              {{{"1"}, {"2"}, {"3"}}}};
  CHECK(show(table, as(Form::text)) == "A  C\n1  3\n");
  CHECK(show(table, as(Form::markdown)) == "| A | C |\n| --- | --- |\n| 1 | 3 |\n");
  CHECK(show(table, as(Form::tsv)) == "a\tb\n1\t2\n");
  CHECK(show(table, as(Form::csv)) == "a,b\r\n1,2\r\n");
  CHECK(show(table, as(Form::json)) == "[\n  {\n    \"a\": \"1\",\n    \"b\": \"2\"\n  }\n]\n");
}

TEST_CASE("a long text is cut before a column goes") {
  Table table{{{"a", "A"}, {"b", "B"}, {"c", "C"}}, {{{"1"}, {"a text of thirty columns or so"}, {"3"}}}};
  CHECK(show(table, as(Form::text, 30)) == "A  B                         C\n1  a text of thirty column…  3\n");
  CHECK(show(table, as(Form::text, 25)) == "A  B\n1  a text of thirty co…\n");
}

TEST_CASE("where nothing may be missing, the columns that do not fit stand below their row") {
  Look look = as(Form::text, 25);
  look.overflow = Overflow::below;
  Table table{
      {{"a", "A"}, {"b", "B"}, {"c", "C"}, {"d", "D"}},
      {{{"one"}, {"a text of thirty columns or so"}, {"3"}, {"4"}}, {{"two"}, {}, {}, {}}, {{"three"}, {"x"}, {}, {}}}};
  CHECK(show(table, look) ==
        "A\n"
        "one\n"
        "    B: a text of thirty\n"
        "    columns or so · C: 3\n"
        "    · D: 4\n"
        "two\n"
        "three\n"
        "    B: x\n");
  look.width = 80;
  CHECK(show(table, look) == show(table, as(Form::text)));
  for (look.width = 6; look.width < 60; ++look.width) {
    const std::string text = show(tickets(), look);
    for (const char* part : {"T-22", "Printer", "4.50", "n/a"}) CHECK(text.find(part) != std::string::npos);
    for (const auto& line : split(text, '\n')) CHECK(display_width(line) <= std::max<std::size_t>(look.width, 15));
  }
}

TEST_CASE("width 0 is no limit") { CHECK(show(tickets(), as(Form::text, 0)) == show(tickets(), as(Form::text, 200))); }

TEST_CASE("control characters of a record's text never reach the terminal") {
  Table table{{{"a", "A"}}, {{{"red\033[31m\a\nnext"}}}};
  CHECK(show(table, as(Form::text)) == "A\nred [31m  next\n");
}

TEST_CASE("colour surrounds the text, not the blanks, and only when asked for") {
  Table table{{{"a", "A"}, {"b", "B"}}, {{{"x", Style::good}, {"y"}}, {{"long", Style::bad}, {"z"}}}};
  Look look = as(Form::text);
  CHECK(show(table, look).find('\033') == std::string::npos);
  look.colour = true;
  look.header = false;
  CHECK(show(table, look) == "\033[32mx\033[0m     y\n\033[31mlong\033[0m  z\n");
  CHECK(paint("x", Style::plain, true) == "x");
}

TEST_CASE("tab-separated lines have the stable names and the machine's values") {
  CHECK(show(tickets(), as(Form::tsv)) == "id\ttitle\thours\nT-1\t用户无法登录\t4.5\nT-22\tPrinter | paper\t\n");
  Table table{{{"a", "A"}}, {{{"one\ttwo\nthree"}}}};
  CHECK(show(table, {Form::tsv, 0, false, false}) == "one two three\n");
}

TEST_CASE("CSV quotes commas, quotes and line breaks, and ends lines in CRLF") {
  Table table{{{"a", "A"}, {"b", "B"}}, {{{"say \"hi\", you"}, {"two\nlines"}}, {{" edge"}, {"plain"}}}};
  CHECK(show(table, as(Form::csv)) == "a,b\r\n\"say \"\"hi\"\", you\",\"two\nlines\"\r\n\" edge\",plain\r\n");
}

TEST_CASE("JSON has numbers as numbers, lists as arrays and nothing as null, in the order of the columns") {
  Table table = tickets();
  table.columns.push_back({"people", "People"});
  table.rows[0].push_back(list_cell({"wang.fang", "li.na"}));
  const std::string text = show(table, as(Form::json));
  const auto json = nlohmann::ordered_json::parse(text);
  CHECK(json[0].dump() == R"({"id":"T-1","title":"用户无法登录","hours":4.5,"people":["wang.fang","li.na"]})");
  CHECK(json[1]["hours"].is_null());
  CHECK(json[1]["people"].is_null());
  CHECK(show(Table{{{"a", "A"}}, {}}, as(Form::json)) == "[]\n");
}

TEST_CASE("JSON survives text that is not UTF-8") {
  Table table{{{"a", "A"}}, {{{"bad \xff byte"}}}};
  CHECK(nlohmann::json::parse(show(table, as(Form::json)))[0]["a"] == "bad \xEF\xBF\xBD byte");
}

TEST_CASE("a number that is none is nothing") {
  CHECK(number_cell(0.0).raw == "0");
  CHECK(number_cell(-0.0).raw == "0");
  CHECK(number_cell(std::numeric_limits<double>::quiet_NaN(), "n/a").kind == Kind::absent);
}

TEST_CASE("Markdown keeps pipes, emphasis and HTML of a text as they are") {
  Table table{{{"a", "A"}, {"n", "N", Align::right}}, {{{"x|y *z* <b> in_progress _u_\nnext"}, {"1"}}}};
  CHECK(show(table, as(Form::markdown)) ==
        "| A | N |\n| --- | ---: |\n| x\\|y \\*z\\* \\<b\\> in_progress \\_u\\_<br>next | 1 |\n");
}

namespace {

Document report() {
  Document document;
  document.title = "Report";
  document.facts = {{"from", "From", raw_cell("yesterday", "2026-11-23T00:00:00+08:00")},
                    {"count", "记录数", number_cell(2)}};
  document.sections = {{"Tickets", {}, tickets(), "tickets"}, {"Notes", {"# not a heading"}, {}, "notes"}};
  document.sections[1].table = {{{"reason", "Reason"}}, {{{"cancelled"}}}};
  document.sections[1].aside = true;
  return document;
}

}  // namespace

TEST_CASE("a document's text has title, facts, and the sections apart from each other") {
  CHECK(show(report(), as(Form::text)) ==
        "Report\nFrom    yesterday\n记录数  2\n\n"
        "Tickets\nId    标题              Hours\nT-1   用户无法登录     4.50 h\nT-22  Printer | paper     n/a\n\n"
        "Notes\n# not a heading\n\nReason\ncancelled\n");
}

TEST_CASE("a document's JSON has its facts and sections under stable keys") {
  const auto json = nlohmann::json::parse(show(report(), as(Form::json)));
  CHECK(json["from"] == "2026-11-23T00:00:00+08:00");
  CHECK(json["count"] == 2);
  CHECK(json["tickets"].size() == 2);
  CHECK(json["notes"]["rows"][0]["reason"] == "cancelled");
  CHECK(json["notes"]["text"][0] == "# not a heading");
}

TEST_CASE("CSV and TSV of a document leave out the sections that stand aside") {
  CHECK(show(report(), as(Form::tsv)) == show(tickets(), as(Form::tsv)));
  CHECK(show(report(), as(Form::csv)) == show(tickets(), as(Form::csv)));
}

TEST_CASE("a document's Markdown has headings for the title and each section") {
  const std::string text = show(report(), as(Form::markdown));
  CHECK(text.find("# Report\n\n- **From**: yesterday\n- **记录数**: 2\n\n## Tickets\n\n| Id |") == 0);
  CHECK(text.find("\\# not a heading\n\n| Reason |") != std::string::npos);
  CHECK(text.substr(text.size() - 2) == "|\n");
}

TEST_CASE("a table without rows is a word to people and an empty array to machines") {
  Document document;
  document.sections.resize(1);
  document.sections[0].name = "breaches";
  document.sections[0].table.columns = {{"id", "Id"}};
  document.sections[0].empty = "none";
  CHECK(show(document, as(Form::text)) == "none\n");
  CHECK(show(document, as(Form::markdown)) == "none\n");
  CHECK(nlohmann::json::parse(show(document, as(Form::json)))["breaches"].empty());
  CHECK(show(document, as(Form::csv)) == "id\r\n");
}

TEST_CASE("a long fact goes on below its own start") {
  Document document;
  document.facts = {{"note", "Note", {"one two three four five"}}};
  CHECK(show(document, as(Form::text, 20)) == "Note  one two three\n      four five\n");
}

TEST_CASE("paragraphs break at blanks and between wide characters, not before closing punctuation") {
  CHECK(wrap("one two three", 7) == std::vector<std::string>{"one two", "three"});
  CHECK(wrap("用户无法登录，已处理", 12) == std::vector<std::string>{"用户无法登", "录，已处理"});
  CHECK(wrap("unbreakable", 4) == std::vector<std::string>{"unbreakable"});
  CHECK(wrap("登录brt平台", 6) == std::vector<std::string>{"登录", "brt平", "台"});
  CHECK(wrap("any", 0) == std::vector<std::string>{"any"});
}

TEST_CASE("the marked part of a cell stands out where there is colour, and nothing is measured by it") {
  Table table{{{"a", "A"}, {"b", "B"}}, {{{"one two three"}, {"x"}}}};
  table.rows[0][0].mark = "two";
  Look look;
  look.header = false;
  CHECK(show(table, look) == "one two three  x\n");
  look.colour = true;
  CHECK(show(table, look) == "one \033[1mtwo\033[0m three  x\n");
  table.rows[0][0].mark = "four";
  CHECK(show(table, look) == "one two three  x\n");
  look.form = Form::tsv;
  CHECK(show(table, look) == "one two three\tx\n");
}
