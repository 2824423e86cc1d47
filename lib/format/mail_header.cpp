#include "format/mail_header.hpp"

#include <algorithm>

#include "base/base64.hpp"
#include "base/text.hpp"

namespace itss::format {

namespace {

constexpr std::size_t kLine = 76;  // bytes: RFC 2047's bound for lines with encoded words
constexpr std::string_view kBefore = "=?utf-8?B?", kAfter = "?=";
constexpr std::string_view kFold = "\n ";

bool is_plain(const std::string& text) {
  if (text.find("=?") != std::string::npos || text.front() == ' ' || text.back() == ' ') return false;
  const auto words = split(text, ' ');
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < '\x7F'; }) &&
         std::all_of(words.begin(), words.end(), [](const std::string& word) { return word.size() < kLine - 20; });
}

std::string encoded_word(std::string_view text) { return std::string(kBefore) + base64(text) + std::string(kAfter); }

// The bytes of the first characters that an encoded word has room for, one character at least.
std::size_t fitting(std::string_view text, std::size_t used) {
  const std::size_t frame = used + kBefore.size() + kAfter.size();
  const std::size_t room = frame < kLine ? (kLine - frame) / 4 * 3 : 0;
  std::size_t bytes = 0;
  while (bytes < text.size()) {
    const std::size_t next = first_code_points(text.substr(bytes), 1).size();
    if (bytes > 0 && bytes + next > room) break;
    bytes += next;
  }
  return bytes;
}

std::string encoded(std::string_view text, std::size_t used) {
  std::string out;
  while (!text.empty()) {
    const std::size_t bytes = fitting(text, used);
    if (!out.empty()) out += kFold;
    out += encoded_word(text.substr(0, bytes));
    text.remove_prefix(bytes);
    used = 1;
  }
  return out;
}

// A line break before a blank is none to a reader.
std::string folded(const std::string& text, std::size_t used) {
  std::string out;
  bool first = true;
  for (const auto& word : split(text, ' ')) {
    if (!first) {
      const bool full = !word.empty() && used + 1 + word.size() > kLine;
      out += full ? kFold : " ";
      used = full ? 1 : used + 1;
    }
    first = false;
    out += word;
    used += word.size();
  }
  return out;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

bool is_phrase(const std::string& text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' ||
                              c == '-';
                     }) &&
         text.find("  ") == std::string::npos;
}

std::string name_of(const std::string& name, std::size_t used) {
  if (!is_plain(name)) return encoded(name, used);
  return folded(is_phrase(name) ? name : quoted(name), used);
}

std::size_t last_line(const std::string& text, std::size_t used) {
  const std::size_t fold = text.rfind('\n');
  return fold == std::string::npos ? used + text.size() : text.size() - fold - 1;
}

std::string mailbox_of(const Mailbox& person, std::size_t used) {
  if (person.name.empty()) return person.address;
  std::string out = name_of(person.name, used);
  const std::string address = "<" + person.address + ">";
  out += last_line(out, used) + 1 + address.size() + 1 > kLine ? kFold : " ";
  return out + address;
}

}  // namespace

std::string header_value(const std::string& text, std::size_t used) {
  if (text.empty()) return text;
  return is_plain(text) ? folded(text, used) : encoded(text, used);
}

std::string header_value(const std::vector<Mailbox>& people, std::size_t used) {
  std::vector<std::string> each;
  each.reserve(people.size());
  for (const auto& person : people) each.push_back(mailbox_of(person, each.empty() ? used : 1));
  return join(each, ",\n ");
}

}  // namespace itss::format
