#pragma once
// Values of the header lines of a mail, folded. Inside format/ only.

#include <cstddef>
#include <string>
#include <vector>

#include "format/mailbox.hpp"

namespace itss::format {

// A text such as a subject, whose line begins with `used` bytes: as it is where it is plain ASCII, else as encoded
// words (RFC 2047) of UTF-8, none of which cuts a character. A reader gets every blank back. Lines, parted by LF and a
// blank, have at most 76 bytes. REQUIRES: is_header_text(text).
std::string header_value(const std::string& text, std::size_t used);

// `王芳 <wang.fang@example.cn>, ...`, one to a line, names in the same way or quoted.
// REQUIRES: each is one that checked() lets pass.
std::string header_value(const std::vector<Mailbox>& people, std::size_t used);

}  // namespace itss::format
