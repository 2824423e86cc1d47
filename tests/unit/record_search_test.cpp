#include <doctest/doctest.h>

#include "fake_world.hpp"
#include "record/search.hpp"

using namespace itss;
using namespace itss::record;
using itss::testing::instant;

namespace {

schema::Field field(const char* name, schema::FieldType type) {
  schema::Field out;
  out.name = name;
  out.type = type;
  return out;
}

// A type with a title, prose, a code, a confidential field, and sub-records of which one part is confidential.
schema::Schema case_type() {
  using enum schema::FieldType;
  schema::Schema type;
  type.record = "case";
  type.title_field = "name";
  auto salary = field("salary", text);
  salary.confidential = true;
  auto kind = field("kind", code);
  kind.codes = {{"fault", {"Fault", "故障"}, {}}};
  auto seats = field("seats", map);
  seats.key = "person";
  auto secret = field("secret", text);
  secret.confidential = true;
  seats.fields = {field("room", text), secret};
  type.fields = {field("name", text), field("detail", prose), kind, field("tags", list), salary, seats,
                 field("due", date),  field("cost", number)};
  return type;
}

Event event(const char* at, const char* verb, const char* note = "") {
  Event out;
  out.at = instant(at);
  out.by = "wang";
  out.verb = verb;
  out.note = note;
  return out;
}

Record a_case() {
  Record record;
  record.id = "CASE-7K3QF";
  record.aliases = {"OLD-1"};
  record.fields = {
      {"name", "无法登录 BRT"}, {"detail", "The\nVPN  drops"},
      {"kind", "fault"},        {"tags", Value::List{"red", "blue"}},
      {"salary", "8000"},       {"due", "2026-12-01"},
      {"cost", "4711"},         {"seats", Value::Map{{"li.na", Value::Map{{"room", "R12"}, {"secret", "hidden"}}}}}};
  record.unknown = {{"own", "mine alone"}};
  record.events = {event("2026-11-24T09:00:00+08:00", "new"),
                   event("2026-11-24T10:00:00+08:00", "comment", "已电话告知用户")};
  return record;
}

bool finds(const Record& record, const char* text) {
  const auto query = read_query(text);
  REQUIRE(query);
  return fits(search_text(record, case_type()), *query);
}

std::string words_of(const char* text) {
  const auto query = read_query(text);
  if (!query) return "! " + query.error();
  std::string out;
  for (const auto& word : query->words) out += "+" + word + "|";
  for (const auto& word : query->without) out += "-" + word + "|";
  return out;
}

}  // namespace

TEST_CASE("a query has words, phrases, and what may not occur") {
  CHECK(words_of("Login BRT") == "+login|+brt|");
  CHECK(words_of("登录　平台") == "+登录|+平台|");
  CHECK(words_of("\"password  Reset\" now") == "+password reset|+now|");
  CHECK(words_of("＂登录 失败＂") == "+登录 失败|");
  CHECK(words_of("login -draft -\"not this\"") == "+login|-draft|-not this|");
  CHECK(words_of("a-b 19\" -") == "+a-b|+19\"|+-|");
  CHECK(words_of("x \"\"") == "+x|");
}

TEST_CASE("a query without a word to look for, or with half a phrase, is none") {
  CHECK(words_of("") == "! the text to look for is missing");
  CHECK(words_of(" \t") == "! the text to look for is missing");
  CHECK(words_of("-draft") == "! the text to look for is missing");
  CHECK(words_of("\"password reset") == "! a phrase has no closing quotation mark");
}

TEST_CASE("id, aliases, fields, sub-records and notes are searched, by parts of words, in any language") {
  const Record record = a_case();
  for (const char* text : {"7k3qf", "old-1", "登录", "录", "brt", "VPN", "vp", "blue", "li.na", "r12", "电话告知"})
    CHECK_MESSAGE(finds(record, text), text);
  CHECK_FALSE(finds(record, "printer"));
}

TEST_CASE("all words must occur, anywhere in the record, and none of the excluded ones") {
  const Record record = a_case();
  CHECK(finds(record, "登录 vpn 告知"));
  CHECK_FALSE(finds(record, "登录 printer"));
  CHECK(finds(record, "登录 -printer"));
  CHECK_FALSE(finds(record, "登录 -vpn"));
}

TEST_CASE("a phrase stands within one text, whatever the blanks between its words") {
  const Record record = a_case();
  CHECK(finds(record, "\"the vpn drops\""));
  CHECK_FALSE(finds(record, "\"vpn the\""));
  CHECK_FALSE(finds(record, "\"brt the\""));   // title and detail
  CHECK_FALSE(finds(record, "\"red blue\""));  // two items of a list
}

TEST_CASE("what is confidential, codes and their labels, times, numbers and keys of the user's own are not searched") {
  const Record record = a_case();
  for (const char* text : {"8000", "hidden", "***", "fault", "故障", "2026-12", "4711", "mine alone"})
    CHECK_FALSE_MESSAGE(finds(record, text), text);
  auto type = case_type();
  type.fields[0].confidential = true;
  const SearchText text = search_text(record, type);
  CHECK(text.title.empty());
  CHECK(text.body.find("登录") == std::string::npos);
}

TEST_CASE("the note of a retracted event is not searched") {
  Record record = a_case();
  Event retract = event("2026-11-24T11:00:00+08:00", "retract", "wrong record");
  retract.retracts = record.events[1].id();
  record.events.push_back(retract);
  CHECK_FALSE(finds(record, "电话告知"));
}

TEST_CASE("the more words of the query stand in the title, the better the record fits") {
  const SearchText text = search_text(a_case(), case_type());
  CHECK(text.title == "无法登录 brt");
  CHECK(words_in_title(text, *read_query("登录 BRT vpn")) == 2);
  CHECK(words_in_title(text, *read_query("vpn")) == 0);
}

TEST_CASE("a snippet shows the first hit as it was written, with some of the text around it on one line") {
  const auto snippet = [](const Record& record, const char* text) {
    const auto found = snippet_of(record, case_type(), *read_query(text));
    return found.before + "[" + found.hit + "]" + found.after;
  };
  Record record = a_case();
  CHECK(snippet(record, "vpn") == "The [VPN]  drops");
  CHECK(snippet(record, "brt") == "无法登录 [BRT]");
  CHECK(snippet(record, "告知") == "已电话[告知]用户");
  CHECK(snippet(record, "printer") == "[]");
  record.fields["detail"] = "一二三四五六七八九十一二三四五六七八九十VPN" + std::string(60, 'x');
  CHECK(snippet(record, "vpn") == "…一二三四五六七八九十[VPN]" + std::string(39, 'x') + "…");
}
