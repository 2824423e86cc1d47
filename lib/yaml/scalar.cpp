#include "yaml/scalar.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>

#include "yaml/emit.hpp"

namespace itss::yaml {

namespace {

// Texts that a YAML 1.1 or 1.2 core schema takes for a null, a boolean, a number, a merge key or a default value.
constexpr std::array<std::string_view, 17> kReserved = {
    "~", "null", "y", "n", "yes", "no", "true", "false", "on", "off", ".inf", ".nan", "+.inf", "-.inf", "<<", "=", ""};

bool is_reserved(std::string_view text) {
  if (text.size() > 5) return false;
  std::string folded(text);
  for (char& c : folded)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return std::find(kReserved.begin(), kReserved.end(), folded) != kReserved.end();
}

// Nothing but characters of numbers, times and dates: wider than any parser's rule, so that 1.10, 007, 0x1F, 1e3, 12:30
// and 2026-11-24 stay texts whichever of them a parser knows.
bool looks_numeric(std::string_view text) {
  const char first = text.front();
  if ((first < '0' || first > '9') && first != '+' && first != '-' && first != '.') return false;
  return text.find_first_not_of("0123456789abcdefABCDEFxXoObBtTzZ_:.,+- ") == std::string_view::npos;
}

bool is_visible(utf8proc_int32_t point) {
  if (point < 0x20 || (point >= 0x7F && point < 0xA0)) return false;
  return point != 0x2028 && point != 0x2029 && point != 0xFEFF && point != 0xFFFE && point != 0xFFFF;
}

struct CodePoint {
  utf8proc_int32_t value;
  std::size_t bytes;
};

CodePoint decode(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return {first, 1};
  utf8proc_int32_t value = 0;
  const auto used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                     static_cast<utf8proc_ssize_t>(text.size() - at), &value);
  if (used <= 0) return {0xFFFD, 1};
  return {value, static_cast<std::size_t>(used)};
}

bool all_visible(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode(text, at);
    if (!is_visible(point.value) || (point.bytes == 1 && point.value == 0xFFFD)) return false;
    at += point.bytes;
  }
  return true;
}

// Whether the grammar lets the text stand without quotes, whatever it then means.
bool can_be_plain(std::string_view text, Context context) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.back() == ':') return false;
  if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos) return false;
  if (text.substr(0, 3) == "..." || text.substr(0, 3) == "---") return false;
  // A key in column 0 must not look like the marker of a merge conflict.
  if (text.substr(0, 7) == "<<<<<<<" || text.substr(0, 7) == "=======") return false;
  constexpr std::string_view kIndicators = "?:,[]{}#&*!|>'\"%@`";
  if (kIndicators.find(text.front()) != std::string_view::npos) return false;
  if (text.front() == '-' && (text.size() == 1 || text[1] == ' ')) return false;
  if (context == Context::flow && text.find_first_of(",[]{}?") != std::string_view::npos) return false;
  return all_visible(text);
}

void append_escaped(std::string& out, const CodePoint& point, std::string_view bytes) {
  switch (point.value) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  if (point.bytes == 1 && point.value == 0xFFFD)
    out += "\xEF\xBF\xBD";
  else if (is_visible(point.value))
    out += bytes;
  else
    out += point.value <= 0xFF ? fmt::format("\\x{:02X}", point.value) : fmt::format("\\u{:04X}", point.value);
}

std::string double_quoted(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode(text, at);
    append_escaped(out, point, text.substr(at, point.bytes));
    at += point.bytes;
  }
  out += '"';
  return out;
}

}  // namespace

std::string emit_inline(std::string_view text, Meaning meaning, Context context) {
  if (meaning == Meaning::literal && text.empty()) return "null";
  if (!can_be_plain(text, context)) return double_quoted(text);
  if (meaning == Meaning::literal) return std::string(text);
  // Some parsers take a ':' in flow style for the end of a key even without a blank behind it.
  const bool risky = text.front() == '-' || (context == Context::flow && text.find(':') != std::string_view::npos);
  if (risky || is_reserved(text) || looks_numeric(text)) return double_quoted(text);
  return std::string(text);
}

bool is_literal_block(std::string_view text) {
  if (text.find('\n') == std::string_view::npos || text.front() == '\n') return false;
  const bool ends_with_break = text.back() == '\n';
  if (ends_with_break && (text.size() == 1 || text[text.size() - 2] == '\n')) return false;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const auto line = text.substr(begin, end - begin);
    if (!line.empty() && (line.front() == '\t' || line.back() == ' ' || line.back() == '\t')) return false;
    std::string without_tabs(line);
    std::replace(without_tabs.begin(), without_tabs.end(), '\t', ' ');
    if (!all_visible(without_tabs)) return false;
    begin = end + 1;
  }
  return true;
}

}  // namespace itss::yaml
