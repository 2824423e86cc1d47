#include <doctest/doctest.h>

#include <fstream>
#include <numeric>
#include <sstream>

#include "sla_desk.hpp"

namespace itss::sla {

namespace {

std::string chosen(const Desk& desk, const Case& record, const std::string& now = "03-02 10:00") {
  const auto clock = record.resolution(desk, now);
  return clock.promises.empty() ? "none" : clock.promises.back().agreement;
}

std::vector<std::string> findings_of(const Desk& desk) {
  std::vector<std::string> out;
  for (auto finding : check_agreements(desk)) {
    finding.hint.clear();
    out.push_back(to_text(finding));
  }
  return out;
}

}  // namespace

TEST_CASE("the agreement with the most conditions that cover the record is chosen") {
  Desk desk;
  desk.agreement("general", resolves("B", "every: 8h"));
  desk.agreement("mail", resolves("B", "every: 4h", "covers: {service: mail}"));
  desk.agreement("vip-mail", resolves("B", "every: 1h", "covers: {service: [mail, chat], customer: acme}"));
  CHECK(chosen(desk, Case("03-02 09:00")) == "general");
  CHECK(chosen(desk, Case("03-02 09:00", {{"service", "mail"}})) == "mail");
  CHECK(chosen(desk, Case("03-02 09:00", {{"service", "mail"}, {"customer", "acme"}})) == "vip-mail");
  CHECK(chosen(desk, Case("03-02 09:00", {{"customer", "acme"}})) == "general");
}

TEST_CASE("a field that is not set yet matches no condition, an exclusion neither") {
  Desk desk;
  desk.agreement("general", resolves("B", "every: 8h"));
  desk.agreement("others", resolves("B", "every: 4h", "covers: {not: {service: mail}}"));
  CHECK(chosen(desk, Case("03-02 09:00")) == "general");
  CHECK(chosen(desk, Case("03-02 09:00", {{"service", "mail"}})) == "general");
  CHECK(chosen(desk, Case("03-02 09:00", {{"service", "chat"}})) == "others");
  desk.agreement("unnamed", resolves("B", "every: 2h", "covers: {service: empty}"));
  CHECK(chosen(desk, Case("03-02 09:00")) == "unnamed");
}

TEST_CASE("a service that is named later classifies, it does not change") {
  Desk desk;
  desk.agreement("general", resolves("B", "every: 8h"));
  desk.agreement("mail", resolves("B", "every: 1h", "covers: {service: mail}, on_change: from_change"));
  const auto clock =
      Case("03-02 09:00").event("03-02 11:00", "edit", {{"service", "mail"}}).resolution(desk, "03-02 11:00");
  CHECK(clock.verdict == Verdict::breached);
  CHECK(clock.cause == "work");
  CHECK(at(clock.breached_at) == "03-02 11:00:00");
}

TEST_CASE("rank decides between equally specific agreements, and check names those without") {
  Desk desk;
  desk.agreement("a", resolves("B", "every: 1h", "covers: {service: mail}"));
  desk.agreement("b", resolves("B", "every: 2h", "covers: {customer: acme}"));
  CHECK(
      findings_of(desk) ==
      std::vector<std::string>{
          "pacts/b.yaml: error: 'b' and 'a' are equally specific and may cover the same record [AGREEMENT_AMBIGUOUS]"});
  desk.agreement("b", resolves("B", "every: 2h", "covers: {customer: acme}, rank: 1"));
  CHECK(findings_of(desk).empty());
  CHECK(chosen(desk, Case("03-02 09:00", {{"service", "mail"}, {"customer", "acme"}})) == "b");
}

TEST_CASE("agreements that exclude each other, or hold at other times, are not ambiguous") {
  Desk desk;
  desk.agreement("a", resolves("B", "every: 1h", "covers: {service: mail}"));
  desk.agreement("b", resolves("B", "every: 2h", "covers: {service: chat}"));
  CHECK(findings_of(desk).empty());
  desk.agreement("b", resolves("B", "every: 2h", "covers: {not: {service: mail}}"));
  CHECK(findings_of(desk).empty());
  desk.agreement("b", resolves("B", "every: 2h", "covers: {service: [chat, mail]}"));
  CHECK(findings_of(desk).size() == 1);
  desk.agreement("a", resolves("B", "every: 1h", "valid_until: 2025-12-31"));
  desk.agreement("b", resolves("B", "every: 2h", "valid_from: 2026-01-01"));
  CHECK(findings_of(desk).empty());
}

TEST_CASE("the version in force at the opening holds; later ones do not reach open records unless they say so") {
  Desk desk;
  desk.agreement("v1", resolves("B", "every: 4h", "series: desk"));
  desk.agreement("v2", resolves("B", "every: 1h", "series: desk, valid_from: 2026-03-02"));
  CHECK(chosen(desk, Case("03-01 22:00")) == "v1");
  CHECK(chosen(desk, Case("03-02 00:00")) == "v2");
  desk.agreement("v2", resolves("B", "every: 3h", "series: desk, valid_from: 2026-03-02, applies_to: open"));
  const auto open = Case("03-01 22:00");
  CHECK(chosen(desk, open, "03-01 23:59:59") == "v1");
  const auto clock = open.resolution(desk, "03-02 01:00");
  CHECK(clock.promises.back().agreement == "v2");
  CHECK(clock.promises.back().policy == "agreement_change");
  CHECK(at(clock.promises.back().in_force_from) == "03-02 00:00:00");
  CHECK(at(clock.due) == "03-02 01:00:00");
}

TEST_CASE("an agreement that has expired, ended or never come into force is not attached") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 4h", "valid_until: 2026-03-01"));
  CHECK(chosen(desk, Case("03-01 23:00")) == "p");
  CHECK(chosen(desk, Case("03-02 00:00")) == "none");
  desk.agreement("p", resolves("B", "every: 4h"), "draft");
  CHECK(chosen(desk, Case("03-02 00:00")) == "none");
  desk.agreement("p", resolves("B", "every: 4h"));
  desk.change_agreement("p", "2026-03-02T00:00:00+08:00", "ended");
  CHECK(chosen(desk, Case("03-01 23:00")) == "p");
  CHECK(chosen(desk, Case("03-02 00:00")) == "none");
}

TEST_CASE("a clock that the most specific agreement does not promise falls to the next") {
  Desk desk;
  desk.agreement("desk", "{targets: {response: {calendar: B, every: 2h}, resolution: {calendar: B, every: 8h}}}");
  desk.agreement("mail", resolves("B", "every: 1h", "covers: {service: mail}"));
  const auto mail = Case("03-02 09:00", {{"service", "mail"}});
  CHECK(mail.clock(desk, "response", "03-02 10:00").promises.back().agreement == "desk");
  CHECK(chosen(desk, mail) == "mail");
}

TEST_CASE("a priority without a target of its own has none, unless there is one for every") {
  Desk desk;
  desk.agreement("p", resolves("B", "P1: 1h, unclassified: 4h"));
  CHECK(chosen(desk, Case("03-02 09:00", {{"priority", "P4"}})) == "none");
  desk.agreement("p", resolves("B", "P1: 1h, every: 4h"));
  CHECK(Case("03-02 09:00", {{"priority", "P4"}}).resolution(desk, "03-02 10:00").promises.back().level == "every");
}

TEST_CASE("the defects of an agreement in force are all named") {
  Desk desk;
  desk.agreement(
      "p",
      "{targets: {resolution: {calendar: nowhere, P1: 4, every: 0h}, respons: {every: 1h}, response: {calendar: B}},"
      " warn_at: [high], on_change: maybe, valid_from: soon, rank: first, covers: {service: {about: 1}}}");
  const auto findings = findings_of(desk);
  CHECK(findings.size() == 10);
  for (const auto& finding : findings) CHECK(finding.find("pacts/p.yaml: error: ") == 0);
}

TEST_CASE("an agreement that names an unknown clock or calendar is told so") {
  Desk desk;
  desk.agreement("p", "{targets: {resolve: {calendar: nowhere, every: 1h}}}");
  CHECK(findings_of(desk) ==
        std::vector<std::string>{"pacts/p.yaml: error: 'resolve' is not a clock of any record type [AGREEMENT_PROBLEM]",
                                 "pacts/p.yaml: error: resolve: there is no calendar 'nowhere' [AGREEMENT_PROBLEM]"});
}

TEST_CASE("an agreement may not depend on the field that chooses among its targets") {
  Desk desk;
  desk.agreement("p", resolves("B", "P1: 4h", "covers: {priority: P1, service: mail}"));
  const auto findings = check_agreements(desk);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].code == Code::AGREEMENT_PROBLEM);
  CHECK(to_text(findings[0]).find("covers: 'priority' chooses among the targets") != std::string::npos);
}

TEST_CASE("a draft may be unfinished") {
  Desk desk;
  desk.agreement("p", "{targets: {resolution: {every: 0h}}}", "draft");
  CHECK(findings_of(desk).empty());
}

TEST_CASE("the shipped desk agreement is sound and promises what the desk promises") {
  std::ifstream in(std::string(ITSS_SOURCE_DIR) + "/schemas/init/agreements/desk-default.yaml");
  std::stringstream text;
  text << in.rdbuf();
  Diagnostics findings;
  const auto document = yaml::Document::parse(text.str(), "desk-default.yaml", findings);
  REQUIRE(document);
  const Value fields = yaml::to_value(document->root());
  const Value& response = fields["targets"]["response"];
  CHECK(response["calendar"].text() == "24x7");
  CHECK(response["P1"].text() == "15m");
  CHECK(response["unclassified"].text() == "2h");
  CHECK(fields["targets"]["progress"]["every"].text() == "24h");
  CHECK(fields["targets"]["resolution"]["P4"].text() == "72h");
  Desk desk;
  desk.calendar("24x7", "zone: UTC\nweekly: 24x7\n");
  const auto problems = problems_of(fields.map(), desk);
  CHECK(std::accumulate(problems.begin(), problems.end(), std::string()) == "");
}

TEST_CASE("stretches add up to the wall-clock span and their counted seconds to the elapsed time") {
  Desk desk;
  desk.agreement("p", resolves("A", "every: 8h"));
  const auto clock = Case("02-13 17:00")
                         .hold("02-14 10:00", "02-14 14:00")
                         .resume("02-24 09:30")
                         .resolve("02-24 10:00")
                         .reopen("02-25 09:00")
                         .hold("02-25 10:00", "02-26 00:00", "")
                         .resolution(desk, "02-25 11:00");
  REQUIRE_FALSE(clock.stretches.empty());
  Seconds counted{0};
  Instant from = *clock.started;
  std::string whys;
  for (const auto& stretch : clock.stretches) {
    CHECK(stretch.from == from);
    from = stretch.to;
    counted += stretch.counted;
    whys += stretch.why + " ";
  }
  CHECK(from == on("02-25 11:00"));
  CHECK(counted == clock.elapsed);
  CHECK(whys ==
        "working closed make_up paused hold_lapsed closed holiday closed hold_lapsed working resolved working "
        "hold_without_consent ");
  CHECK(clock.stretches[6].detail == "春节");
  CHECK(clock.stretches[3].detail == "waiting_user (wang.fang)");
}

}  // namespace itss::sla
