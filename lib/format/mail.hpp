#pragma once
// A mail as the bytes that sendmail(1) takes and that a file `.eml` holds.

#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "format/mailbox.hpp"

namespace itss::format {

struct Attachment {
  std::string name;   // of the file: `minutes.ics`
  std::string type;   // `text/calendar; charset=utf-8; method=REQUEST`
  std::string bytes;  // survive as they are
};

struct Mail {
  Mailbox from;
  std::vector<Mailbox> to, cc;
  std::string subject, text, html;  // html empty: the text alone
  std::string calendar;             // an iCalendar file shown as an invitation, the third alternative; empty: none
  std::string method;               // of the calendar: `REQUEST`
  std::vector<Attachment> attachments;
  std::string message_id;  // `left@right`, without `<` and `>`; empty: the mail has none
  std::optional<Instant> date;
  bool automatic = false;  // says that no person wrote it, so that no machine answers (RFC 3834)
};

// RFC 5322 and MIME, the same bytes for the same mail. Lines end in LF, as sendmail(1) and files of mails have them;
// who speaks SMTP makes CRLF of it. Texts are UTF-8: encoded words (RFC 2047) in the header, base64 in the
// body, with line ends as LF and one at the end; the calendar and attachments byte for byte. The
// parts are `text/plain`, `text/html` and `text/calendar` as alternatives, before them `multipart/mixed` if anything is
// attached.
// Fails, and says which, for an address that is none or is missing, no recipient, a header text with a line break or
// another control character, texts that are not UTF-8, and a message id, method or type of attachment that is none.
Result<std::string> mail_bytes(const Mail& mail);

}  // namespace itss::format
