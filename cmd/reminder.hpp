#pragma once
// The mail that tells a person what they owe.

#include <set>
#include <string>
#include <utility>

#include "duties.hpp"
#include "format/mailbox.hpp"

namespace itss::cmd {

// What a person owes, and which of it they are told for the first time: record and move. None: no difference is made.
struct Reminder {
  Debts debts;
  std::set<std::pair<std::string, std::string>> news;
};

// Its bytes. Throws Failure (1) for a person without an address.
std::string reminder_mail(App& app, const format::Mailbox& from, const Reminder& reminder);

}  // namespace itss::cmd
