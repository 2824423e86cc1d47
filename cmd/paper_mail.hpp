#pragma once
// A document about a record as a mail to the people that the record names.

#include <string>
#include <vector>

#include "deliver.hpp"

namespace itss::cmd {

struct PaperMail {
  format::Document document;
  std::string subject;
  std::vector<format::Mailbox> to;
  std::string calendar, method;  // an invitation that goes with it; empty: none
  std::string file;              // its name as an attachment
};

// The mailboxes of the persons whom the record names at these paths, each once. Those without an address are left out;
// say_unreachable() names them on standard error.
std::vector<format::Mailbox> people_in(App& app, const record::Record& record, const std::vector<std::string>& paths);
void say_unreachable(App& app, const record::Record& record, const std::vector<std::string>& paths);

// The bytes of the mail: the document as text and as a page. Throws Failure (1) if nobody is left to write to.
std::string mail_of(App& app, const format::Mailbox& from, PaperMail mail);

// Delivers the mails, or prints the only one. 1 if one was not delivered.
Exit hand_over(App& app, const DeliveryWords& words, const std::vector<Outgoing>& mails);

}  // namespace itss::cmd
