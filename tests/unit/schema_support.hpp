#pragma once
// Helpers of the schema tests: a schema from a text, and facts that are a plain map.

#include <map>
#include <memory>
#include <string>

#include "schema/condition.hpp"
#include "schema/set.hpp"

namespace itss::schema {

// Facts as a map of paths to values; `now` is 2026-11-24T09:15:00+08:00 in Shanghai.
struct FakeFacts : Facts {
  explicit FakeFacts(std::map<std::string, Value, std::less<>> given) : values(std::move(given)) {}

  Value value(std::string_view path) const override {
    const auto found = values.find(path);
    return found == values.end() ? Value() : found->second;
  }
  Instant now() const override { return *parse_instant("2026-11-24T09:15:00+08:00"); }
  const Zone& zone() const override {
    static const Zone kZone = *Zone::find("Asia/Shanghai");
    return kZone;
  }
  std::optional<bool> overdue(std::string_view clock) const override { return answer(clock, "late"); }
  std::optional<bool> breached(std::string_view clock) const override { return answer(clock, "broken"); }

  static std::optional<bool> answer(std::string_view clock, std::string_view yes) {
    if (clock == yes) return true;
    if (clock == "calm") return false;
    return std::nullopt;
  }

  std::map<std::string, Value, std::less<>> values;
};

// A condition from YAML, with the text of the first finding if it is none.
struct ReadCondition {
  std::optional<Condition> condition;
  std::string problem;
};

inline ReadCondition condition_of(const std::string& yaml) {
  Diagnostics findings;
  const auto document = yaml::Document::parse(yaml, "when.yaml", findings);
  ReadCondition read;
  if (document) read.condition = read_condition(*document, document->root(), findings);
  if (!findings.empty()) read.problem = to_text(findings.front());
  return read;
}

// Reads a schema and keeps what was found.
struct ReadSchema {
  std::unique_ptr<Schema> schema;
  Diagnostics findings;
};

inline ReadSchema schema_of(const std::string& yaml) {
  ReadSchema read;
  read.schema = read_schema({"test.yaml", yaml}, read.findings);
  return read;
}

// The findings, each as its code and its message.
inline std::string all_text(const Diagnostics& findings) {
  std::string out;
  for (const auto& finding : findings) {
    out += finding.place.file + ":" + std::to_string(finding.place.line) + ":" + std::to_string(finding.place.column);
    out += " " + std::string(info(finding.code).name) + " " + finding.message + "\n";
  }
  return out;
}

}  // namespace itss::schema
