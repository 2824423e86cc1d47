#pragma once
// Whom a mail or an invitation names.

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace itss::format {

struct Mailbox {
  std::string name;     // `王芳`; may be empty
  std::string address;  // `wang.fang@example.cn`
};

// Whether a text is a mail address that any mail system takes: ASCII, `local@domain` with the characters of RFC 5322's
// dot-atom before the `@` and names of hosts behind it, at most 254 bytes. Quoted local parts, literal network
// addresses and addresses beyond ASCII are none.
bool is_mail_address(std::string_view text);

// Whether a text may stand in a header line: UTF-8 without line breaks or other control characters.
bool is_header_text(std::string_view text);

// The mailbox, or what is wrong with it: no address, an address that is none, a name that is no header text.
Result<Mailbox> checked(const Mailbox& mailbox);
// The text, or that it is no header text.
Result<std::string> checked_header(const std::string& text);

}  // namespace itss::format
