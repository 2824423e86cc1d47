// What the verifier refuses of papers and invitations: one change to a sound schema, one finding.
#include <doctest/doctest.h>

#include "schema_support.hpp"

using namespace itss;
using namespace itss::schema;

namespace {

const char* const kTalk = R"(record: talk
label: {zh: 谈话}
prefix: TLK
directory: talks
window: start..end
fields:
  title: {type: text, label: {zh: 题}}
  start: {type: instant, label: {zh: 始}}
  end: {type: instant, label: {zh: 终}}
  place: {type: text, label: {zh: 地}}
  host: {type: person, label: {zh: 主持}}
  guests: {type: people, label: {zh: 客}}
  words: {type: prose, label: {zh: 话}}
  points: {type: map, key: text, label: {zh: 点}, fields: {by: {type: person, label: {zh: 人}}}}
  after: {type: link, to: talk, label: {zh: 前次}}
  spoken: {type: map, label: {zh: 段}, fields: {from: {type: instant, label: {zh: 始}}}}
papers:
  record_of:
    label: {zh: 记录}
    to: [guests, host]
    sections:
      - {facts: [title, start, host.name]}
      - {title: {zh: 话}, text: words}
      - {title: {zh: 点}, map: points, columns: [key, by], where: {by: filled}}
      - {title: {zh: 后}, records: talk.after, columns: [id, title, status], where: {status: [ready, off]}}
invitation: {moves: [call], summary: title, place: place, organizer: host, required: [guests], invited: [guests], cancelled: off, paper: record_of}
states:
  ready: {label: {zh: 开}, initial: true}
  held: {label: {zh: 完}, final: true}
  off: {label: {zh: 消}, final: true}
moves:
  call: {label: {zh: 召}, from: ready}
  hold: {label: {zh: 行}, from: ready, to: held}
  drop: {label: {zh: 消}, from: ready, to: off}
)";

std::string findings_of(const std::string& yaml) {
  Diagnostics findings;
  const auto schema = read_schema({"talk.yaml", yaml}, findings);
  if (!schema || has_errors(findings)) return "unread:\n" + all_text(findings);
  const SchemaSet all({{"talk.yaml", yaml}});
  return all_text(verify(*schema, all));
}

std::string with(const std::string& from, const std::string& to) {
  std::string text = kTalk;
  const auto at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  return findings_of(text.replace(at, from.size(), to));
}

struct Change {
  const char *from, *to, *expected;
};

void check_each(const std::vector<Change>& table) {
  for (const auto& [from, to, expected] : table) {
    const std::string text = with(from, to);
    CHECK_MESSAGE(text.find(expected) != std::string::npos,
                  std::string(to) << "\nexpected " << std::string(expected) << "\nfound    " << text);
  }
}

}  // namespace

TEST_CASE("papers and an invitation that name what there is are sound") { CHECK(findings_of(kTalk) == ""); }

TEST_CASE("a section shows one thing, and a table its columns") {
  check_each({
      {"text: words", "text: words, facts: [title]", "sections with one of facts, text, map and records"},
      {", text: words", "", "sections with one of facts, text, map and records"},
      {", columns: [key, by]", "", "'columns'"},
      {"text: words", "txet: words", "txet"},
      {"text: words", "text: words, columns: [key]", "'columns' must be used only with map or records"},
      {"text: words", "text: words, where: {host: filled}", "'where' must be used only with map or records"},
      {"map: points", "map: points, earlier: true", "'earlier' must be used only with records"},
  });
}

TEST_CASE("what a paper shows is known") {
  check_each({
      {"facts: [title", "facts: [tittle", "tittle"},
      {"host.name", "host.nmae", "nmae"},
      {"text: words", "text: wrods", "wrods"},
      {"map: points", "map: pionts", "pionts"},
      {"map: points", "map: spoken", "'spoken' must be a map of sub-records"},
      {"[key, by]", "[key, yb]", "yb"},
      {"where: {by: filled}", "where: {yb: filled}", "yb"},
      {"records: talk.after", "records: talk", "a record type and its link"},
      {"records: talk.after", "records: tlak.after", "tlak"},
      {"records: talk.after", "records: talk.afetr", "afetr"},
      {"records: talk.after", "records: talk.host", "a link to the record type talk"},
      {"[id, title, status]", "[id, titel, status]", "titel"},
      {"[ready, off]", "[ready, of]", "'of'"},
      {"to: [guests, host]", "to: [guests, place]", "'place' must be a field of type person or people"},
      {"to: [guests, host]", "to: [guests, hots]", "hots"},
  });
}

TEST_CASE("a paper is a verb of its own") {
  check_each({
      {"record_of:\n", "hold:\n", "'hold' must be a name that no verb of the type has"},
      {"  hold: {", "  record-of: {", "'record_of' must be a name that no verb of the type has"},
      {"record_of:\n", "show:\n", "'show' must be a name that no verb of the type has"},
  });
}

TEST_CASE("earlier records of a run need a move that gathers") {
  check_each({
      {"records: talk.after,", "records: talk.after, earlier: true,",
       "'earlier' must be used only where a move gathers"},
  });
}

TEST_CASE("what an invitation says is known, and it has a time") {
  check_each({
      {"window: start..end\n", "", "'window'"},
      {"moves: [call]", "moves: [clal]", "clal"},
      {"moves: [call], ", "", "'moves'"},
      {"summary: title", "summary: tilte", "tilte"},
      {"summary: title, ", "", "'summary'"},
      {"place: place", "place: plaec", "plaec"},
      {"organizer: host", "organizer: place", "'place' must be a field of type person"},
      {"required: [guests]", "required: [words]", "'words' must be a field of type person or people"},
      {"invited: [guests]", "invited: [geusts]", "geusts"},
      {"cancelled: off", "cancelled: of", "'of'"},
      {"paper: record_of}", "paper: recrod_of}", "recrod_of"},
  });
}
