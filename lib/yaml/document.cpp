#include "yaml/document.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "yaml/builder.hpp"

namespace itss::yaml {

namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";
constexpr std::size_t kShownColumns = 160;  // of a line with a caret; further right it helps nobody

std::vector<std::size_t> find_line_starts(std::string_view bytes) {
  std::vector<std::size_t> starts;
  starts.reserve(bytes.size() / 32 + 1);
  starts.push_back(starts_with(bytes, kBom) ? kBom.size() : 0);
  if (bytes.find('\r') == std::string_view::npos) {  // the usual case, and much faster
    for (auto at = bytes.find('\n'); at != std::string_view::npos; at = bytes.find('\n', at + 1))
      starts.push_back(at + 1);
    return starts;
  }
  for (auto at = bytes.find_first_of("\r\n"); at != std::string_view::npos; at = bytes.find_first_of("\r\n", at)) {
    at += bytes.substr(at, 2) == "\r\n" ? 2 : 1;
    starts.push_back(at);
  }
  return starts;
}

// The byte at which a line is an unmerged conflict's marker, as git writes it.
std::optional<std::size_t> find_conflict_marker(std::string_view bytes, const std::vector<std::size_t>& line_starts) {
  for (const std::size_t start : line_starts) {
    const auto line = bytes.substr(start, 8);
    if (line.size() < 7 || (line[0] != '<' && line[0] != '=' && line[0] != '>')) continue;
    const bool ends_well = line.size() == 7 || line[7] == ' ' || line[7] == '\r' || line[7] == '\n';
    if (ends_well && line.find_first_not_of(line[0]) >= 7) return start;
  }
  return std::nullopt;
}

}  // namespace

bool Node::is_null() const {
  if (kind != Kind::scalar || style != Style::plain || has_tag) return false;
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

const Node* Node::find(std::string_view key) const {
  if (kind != Kind::mapping) return nullptr;
  for (std::size_t i = 0; i + 1 < children.size(); i += 2)
    if (children[i].kind == Kind::scalar && children[i].text == key) return &children[i + 1];
  return nullptr;
}

std::optional<Document> Document::parse(std::string bytes, std::string file, Diagnostics& findings,
                                        const Limits& limits) {
  Document document;
  document.file_ = std::move(file);
  if (bytes.size() > limits.bytes) {
    findings.push_back(
        diagnose(Code::FILE_TOO_LARGE, {document.file_}, {std::to_string(bytes.size()), std::to_string(limits.bytes)}));
    return std::nullopt;
  }
  document.bytes_ = std::move(bytes);
  document.line_starts_ = find_line_starts(document.bytes_);
  const auto report = [&](Problem&& problem) {
    Diagnostic finding = diagnose(problem.code, document.place_of(problem.byte), problem.arguments, problem.hint);
    if (finding.place.column <= kShownColumns)
      finding.source_line = truncate(document.line_of(problem.byte), kShownColumns);
    if (problem.code == Code::EMPTY_FILE) finding.place = {document.file_};
    findings.push_back(std::move(finding));
    return std::nullopt;
  };
  // A marker explains whatever else is wrong, and inside a comment or a quoted text it would not be noticed at all.
  if (const auto marker = find_conflict_marker(document.bytes_, document.line_starts_))
    return report({Code::CONFLICT_MARKER, *marker, {truncate(document.line_of(*marker), kShownColumns)}, {}});
  Problems problems = build(document.bytes_, document.line_starts_, limits, document.root_);
  if (problems.empty()) return document;
  for (auto& problem : problems) report(std::move(problem));
  return std::nullopt;
}

std::size_t Document::line_index(std::size_t byte) const {
  const auto next = std::upper_bound(line_starts_.begin() + 1, line_starts_.end(), byte);
  return static_cast<std::size_t>(next - line_starts_.begin()) - 1;
}

Place Document::place_of(std::size_t byte) const {
  const std::size_t at = std::clamp(byte, line_starts_.front(), bytes_.size());
  const std::size_t line = line_index(at);
  const auto before = std::string_view(bytes_).substr(line_starts_[line], at - line_starts_[line]);
  return {file_, line + 1, count_code_points(before) + 1};
}

std::string Document::line_of(std::size_t byte) const {
  const std::size_t start = line_starts_[line_index(byte)];
  const std::size_t end = std::min(bytes_.find_first_of("\r\n", start), bytes_.size());
  return bytes_.substr(start, end - start);
}

Value to_value(const Node& node) {
  if (node.kind == Kind::scalar) return node.is_null() ? Value() : Value(node.text);
  if (node.kind == Kind::mapping) {
    Value::Map map;
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2)
      map.insert_or_assign(node.children[i].text, to_value(node.children[i + 1]));
    return map;
  }
  const auto is_scalar = [](const Node& item) { return item.kind == Kind::scalar; };
  if (std::all_of(node.children.begin(), node.children.end(), is_scalar)) {
    Value::List list;
    list.reserve(node.children.size());
    for (const auto& item : node.children) list.push_back(item.is_null() ? std::string() : item.text);
    return list;
  }
  Value::Map map;
  for (std::size_t i = 0; i < node.children.size(); ++i) map.emplace(std::to_string(i), to_value(node.children[i]));
  return map;
}

}  // namespace itss::yaml
