#include "schema/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/text.hpp"
#include "base/translate.hpp"

namespace itss::schema {

namespace {

auto key_of(const Diagnostic& finding) {
  return std::tie(finding.place.line, finding.place.column, finding.code, finding.message);
}

}  // namespace

Findings::Findings(const Schema& schema) : schema_(schema) {
  if (schema.bytes.empty()) return;
  Diagnostics known_already;
  document_ = yaml::Document::parse(schema.bytes, schema.file, known_already);
  if (document_) collect(document_->root());
}

void Findings::collect(const yaml::Node& node) {
  if (node.kind == yaml::Kind::scalar) scalars_.push_back(&node);
  for (const auto& child : node.children) collect(child);
}

Place Findings::find(std::size_t line, std::string_view word, std::string& source_line) const {
  for (const auto* scalar : scalars_) {
    if (!word.empty() && scalar->text != word) continue;
    Place place = document_->place_of(scalar->begin);
    if (place.line < line) continue;
    source_line = document_->line_of(scalar->begin);
    return place;
  }
  return {.file = schema_.file, .line = line};
}

void Findings::report(Code code, std::size_t line, std::string_view word, const std::vector<std::string>& arguments,
                      std::string hint) {
  std::string source_line;
  const Place place = find(line, word, source_line);
  found_.push_back(diagnose(code, place, arguments, std::move(hint)));
  found_.back().source_line = std::move(source_line);
}

void Findings::unknown(std::string_view kind, std::string_view name, std::size_t line,
                       const std::vector<std::string>& known) {
  const auto last = name.substr(name.find_last_of('.') + 1);
  const auto near = suggest(last, known);
  std::string hint;
  if (near) hint = fmt::format(fmt::runtime(tr("did you mean '{}'?")), *near);
  report(Code::SCHEMA_UNKNOWN, line, name, {std::string(kind), std::string(name)}, std::move(hint));
}

Diagnostics Findings::take() { return each_once(std::move(found_)); }

Diagnostics each_once(Diagnostics findings) {
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return key_of(a) < key_of(b); });
  const auto end = std::unique(findings.begin(), findings.end(),
                               [](const Diagnostic& a, const Diagnostic& b) { return key_of(a) == key_of(b); });
  findings.erase(end, findings.end());
  return findings;
}

}  // namespace itss::schema
