#include <doctest/doctest.h>

#include "yaml/reporter.hpp"

using namespace itss;
using yaml::Document;
using yaml::Reporter;

namespace {

Document parse(const char* bytes) {
  Diagnostics none;
  return *Document::parse(bytes, "file.yaml", none);
}

}  // namespace

TEST_CASE("a finding has the place and the line of its node") {
  const auto document = parse("one: 1\ntwo: {deep: 2}\n");
  Diagnostics findings;
  Reporter(document, findings).report(Code::WRONG_TYPE, *document.root().find("two"), {"two", "a text"}, "quote it");
  REQUIRE(findings.size() == 1);
  CHECK(to_text(findings[0]) ==
        "file.yaml:2:6: error: 'two' is not a text [WRONG_TYPE]\n  two: {deep: 2}\n       ^\n  quote it");
}

TEST_CASE("only errors count as errors, those from before too") {
  const auto document = parse("one: 1\n");
  Diagnostics findings = {diagnose(Code::EMPTY_FILE, {}, {})};
  Reporter reporter(document, findings);
  CHECK(reporter.errors() == 1);
  reporter.warn(Code::WRONG_TYPE, document.root(), {"one", "a text"});
  CHECK(reporter.errors() == 1);
  CHECK(findings.back().severity == Severity::warning);
  reporter.report(Code::WRONG_TYPE, document.root(), {"one", "a text"});
  CHECK(reporter.errors() == 2);
}

TEST_CASE("what is no mapping is a finding") {
  const auto document = parse("map: {a: 1}\nlist: [a, 1]\n");
  Diagnostics findings;
  Reporter reporter(document, findings);
  CHECK(reporter.is_mapping(*document.root().find("map")));
  CHECK(findings.empty());
  CHECK_FALSE(reporter.is_mapping(*document.root().find("list")));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].code == Code::NOT_A_MAPPING);
  CHECK(findings[0].place.line == 2);
}

TEST_CASE("each unknown key is a finding with the nearest known one, or what else would mend it") {
  const auto document = parse("title: 1\ntitel: 2\nfar: 3\n");
  Diagnostics findings;
  Reporter(document, findings).check_keys(Code::REPORT_KEY, document.root(), {"title"}, {"a report"}, "use quotes");
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].message == "'titel' is not a word of a report");
  CHECK(findings[0].hint == "did you mean 'title'?");
  CHECK(findings[1].message == "'far' is not a word of a report");
  CHECK(findings[1].hint == "use quotes");
}
