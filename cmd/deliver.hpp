#pragma once
// Where mails go: to a program like sendmail(8), into a directory, or to standard output. Nothing is sent unless it is
// asked for.

#include <string>
#include <vector>

#include "app.hpp"
#include "format/mail.hpp"
#include "parser.hpp"

namespace itss::cmd {

struct DeliveryWords {
  bool sendmail = false;
  std::string mail_dir;
  std::string from;
  bool given() const { return sendmail || !mail_dir.empty(); }
};

// --sendmail, --mail-dir, --from.
void add_delivery_options(Parser& parser, DeliveryWords& words);

// Whom mails are from: --from, the setting mail.from, else the actor. Throws Failure (2) if that is no address.
format::Mailbox sender(App& app, const DeliveryWords& words);

// A person's name and address; the address is empty if the record tells none, both if there is no such person.
format::Mailbox mailbox_of(App& app, const std::string& person);

struct Outgoing {
  std::string name;  // of its file, without `.eml`
  std::string to;    // for what is said of it
  std::string bytes;
};

// Hands each mail over, and says on standard error which could not be. One that fails does not stop the others. The
// answer says of each whether it was delivered: the program ended with 0, or the file is durable. Throws Failure (2)
// for both ways at once, (3) if the directory cannot be used. REQUIRES: words.given().
std::vector<bool> deliver(App& app, const DeliveryWords& words, const std::vector<Outgoing>& mails);

}  // namespace itss::cmd
