#include <doctest/doctest.h>

#include "base/translate.hpp"
#include "format/document.hpp"

using namespace itss;
using namespace itss::format;

namespace {

Look page() { return {Form::html, 80, false, true}; }

// What stands between the tags `<body>` and `</body>`.
std::string body(const std::string& page) {
  const std::string from = "<body>\n", to = "</body>\n";
  const auto start = page.find(from) + from.size();
  return page.substr(start, page.find(to) - start);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a table in HTML has a head, numbers on the right and styles as classes") {
  Table table{{{"id", "Id"}, {"title", "标题"}, {"hours", "Hours", Align::right}},
              {{{"T-1", Style::id}, {"用户无法登录"}, number_cell(4.5, "4.50 h", Style::bad)},
               {{"T-2", Style::good}, {"Printer", Style::heading}, absent_cell("n/a")},
               {{"T-3", Style::warning}}}};
  CHECK(body(show(table, page())) ==
        "<table>\n<thead>\n"
        "<tr><th scope=\"col\">Id</th><th scope=\"col\">标题</th><th scope=\"col\" class=\"number\">Hours</th></tr>\n"
        "</thead>\n<tbody>\n"
        "<tr><td class=\"id\">T-1</td><td>用户无法登录</td><td class=\"number bad\">4.50 h</td></tr>\n"
        "<tr><td class=\"good\">T-2</td><td class=\"heading\">Printer</td><td class=\"number faint\">n/a</td></tr>\n"
        "<tr><td class=\"warning\">T-3</td><td></td><td class=\"number\"></td></tr>\n"
        "</tbody>\n</table>\n");
}

TEST_CASE(
    "HTML is a whole page: its character set, its language, its title, its own styles and nothing from elsewhere") {
  const Document document{"服务报告 & more", {}, {}};
  const std::string text = show(document, page());
  CHECK(text.starts_with("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"));
  CHECK(text.ends_with("</body>\n</html>\n"));
  CHECK(has(text, "<title>服务报告 &amp; more</title>"));
  for (const char* style : {".number {", ".good {", ".bad {", ".warning {", ".faint {", ".heading {", "@media print"})
    CHECK(has(text, style));
  for (const char* elsewhere : {"http:", "https:", "url(", "<script", "<link", "@import"}) CHECK(!has(text, elsewhere));
  CHECK(has(show(Table{}, page()), "<title>itss</title>"));
}

TEST_CASE("the language of a page of HTML is the chosen one") {
  choose_language(Language::zh);
  const std::string text = show(Document{"报告", {}, {}}, page());
  choose_language(Language::en);
  CHECK(has(text, "<html lang=\"zh-CN\">"));
}

TEST_CASE("nothing in a text becomes HTML, wherever it stands") {
  const std::string bad = "<b a=\"x\" c='y'>&amp;</b>";
  const std::string good = "&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;amp;&lt;/b&gt;";
  Document document;
  document.title = bad;
  document.facts = {{"f", bad, {bad}}};
  Section section;
  section.title = bad;
  section.paragraphs = {bad};
  section.facts = {{"f", bad, {bad}}};
  section.table = {{{"a", bad}}, {{{bad}}}};
  section.table.rows[0][0].mark = "a=\"x\"";
  Section none;
  none.empty = bad;
  document.sections = {section, none};
  const std::string text = show(document, page());
  CHECK(!has(text,
             "<b"
             " "));
  CHECK(!has(body(text), "a=\"x\""));
  std::size_t count = 0;
  for (auto at = text.find(good); at != std::string::npos; at = text.find(good, at + 1)) ++count;
  CHECK(count == 10);  // the title twice; the cell is parted by its mark
  CHECK(has(text, "<td>&lt;b <mark>a=&quot;x&quot;</mark> c=&#39;y&#39;"));
}

TEST_CASE("control characters of a record's text never reach HTML") {
  Document document{"a\033[31m\x07", {}, {{"f", "F", {"x\xC2\x9By"}}}};
  document.sections.push_back({"b\x01", {"c\x02\r\nd\te"}, {{{"a", "A\x03"}}, {{{"v\x04\nw"}}}}});
  const std::string text = show(document, page());
  for (const char c : text) CHECK((static_cast<unsigned char>(c) >= 0x20 || c == '\n'));
  CHECK(!has(text, "\xC2\x9B"));
  CHECK(has(text, "<p>c <br>\nd e</p>"));
  CHECK(has(text, "<td>v <br>\nw</td>"));
}

TEST_CASE("a document in HTML: the title, its facts, each section with what it has, for people alone") {
  Document document;
  document.title = "Report";
  document.facts = {{"month", "Month", {"2026-11", Style::good}}};
  Section first;
  first.title = "Tickets";
  first.facts = {{"n", "Count", number_cell(2)}};
  first.paragraphs = {"one\ntwo", "three"};
  first.table = {{{"a", "A"},
                  {"b", "B", Align::left, false, Audience::machines},
                  {"c", "C", Align::left, false, Audience::people}},
                 {{{"1"}, {"2"}, {"3"}}}};
  Section none;
  none.table.columns = {{"a", "A"}};
  none.empty = "no tickets";
  Section machines;
  machines.title = "raw";
  machines.audience = Audience::machines;
  document.sections = {first, none, machines};
  CHECK(body(show(document, page())) ==
        "<h1>Report</h1>\n"
        "<table class=\"facts\">\n<tr><th scope=\"row\">Month</th><td class=\"good\">2026-11</td></tr>\n</table>\n"
        "<section>\n<h2>Tickets</h2>\n"
        "<table class=\"facts\">\n<tr><th scope=\"row\">Count</th><td>2</td></tr>\n</table>\n"
        "<p>one<br>\ntwo</p>\n<p>three</p>\n"
        "<table>\n<thead>\n<tr><th scope=\"col\">A</th><th scope=\"col\">C</th></tr>\n</thead>\n<tbody>\n"
        "<tr><td>1</td><td>3</td></tr>\n</tbody>\n</table>\n</section>\n"
        "<section>\n<p class=\"faint\">no tickets</p>\n</section>\n");
}
