#include "format/mailbox.hpp"

#include <algorithm>

#include "base/say.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"

namespace itss::format {

namespace {

constexpr std::size_t kLongestAddress = 254;  // bytes, RFC 5321
constexpr std::size_t kLongestLocal = 64;
constexpr std::size_t kLongestLabel = 63;

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_atom(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alphanumeric(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
  });
}

bool is_label(const std::string& text) {
  return !text.empty() && text.size() <= kLongestLabel && text.front() != '-' && text.back() != '-' &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool all_parts(std::string_view text, bool is(const std::string&)) {
  const auto parts = split(text, '.');
  return std::all_of(parts.begin(), parts.end(), is);
}

}  // namespace

bool is_mail_address(std::string_view text) {
  const std::size_t at = text.find('@');
  return at <= kLongestLocal && text.size() <= kLongestAddress && all_parts(text.substr(0, at), is_atom) &&
         all_parts(text.substr(at + 1), is_label);
}

bool is_header_text(std::string_view text) { return !find_invalid_utf8(text) && printable(text) == text; }

Result<std::string> checked_header(const std::string& text) {
  if (is_header_text(text)) return text;
  if (find_invalid_utf8(text)) return failure(tr("a text that is to stand in one line of a header is not UTF-8"));
  return failure(say(tr("'{}' cannot stand in one line of a header: it has a line break or another control character"),
                     printable(text)));
}

Result<Mailbox> checked(const Mailbox& mailbox) {
  if (auto name = checked_header(mailbox.name); !name) return tl::unexpected(name.error());
  if (is_mail_address(mailbox.address)) return mailbox;
  if (mailbox.address.empty() && !mailbox.name.empty())
    return failure(say(tr("'{}' has no mail address"), mailbox.name));
  return failure(
      say(tr("'{}' is no mail address"), find_invalid_utf8(mailbox.address) ? "?" : printable(mailbox.address)));
}

}  // namespace itss::format
