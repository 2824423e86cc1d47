#include "base/diagnostic.hpp"

#include <fmt/args.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/translate.hpp"

namespace itss {

const std::vector<CodeInfo>& diagnostic_catalogue() {
  static const std::vector<CodeInfo> rows = {
#define ITSS_ROW(name, severity, text) {Code::name, #name, Severity::severity, text},
      ITSS_DIAGNOSTICS(ITSS_ROW)
#undef ITSS_ROW
  };
  return rows;
}

const CodeInfo& info(Code code) { return diagnostic_catalogue()[static_cast<std::size_t>(code)]; }

Diagnostic diagnose(Code code, Place place, const std::vector<std::string>& arguments, std::string hint) {
  const CodeInfo& row = info(code);
  fmt::dynamic_format_arg_store<fmt::format_context> store;
  for (const auto& argument : arguments) store.push_back(argument);
  return {.code = code,
          .severity = row.severity,
          .place = std::move(place),
          .message = fmt::vformat(tr(row.text), store),
          .hint = std::move(hint)};
}

namespace {

// `word`: the severity and what parts it from the message.
std::string text_with(const std::string& word, const Diagnostic& d) {
  std::string where = d.place.file;
  if (d.place.line > 0) where += fmt::format(":{}:{}", d.place.line, std::max<std::size_t>(d.place.column, 1));
  std::string out = fmt::format("{}: {}{} [{}]", where, word, d.message, info(d.code).name);
  if (!d.clause.empty()) out += fmt::format(" ({})", d.clause);
  if (!d.source_line.empty() && d.place.column > 0) {
    const std::string before = first_code_points(d.source_line, d.place.column - 1);
    out += fmt::format("\n  {}\n  {}^", printable(d.source_line), std::string(display_width(printable(before)), ' '));
  }
  if (!d.hint.empty()) out += "\n  " + d.hint;
  return out;
}

}  // namespace

std::string to_text(const Diagnostic& d) {
  const char* word = d.severity == Severity::error     ? tr("error")
                     : d.severity == Severity::warning ? tr("warning")
                                                       : tr("note");
  return text_with(std::string(word) + ": ", d);
}

std::string error_text(const Diagnostic& d) { return text_with({}, d); }

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::error; });
}

}  // namespace itss
