#include "reminder.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "deliver.hpp"
#include "format/mail.hpp"

namespace itss::cmd {

namespace {

std::string subject_of(App& app, const Debts& debts) {
  const auto late =
      std::count_if(debts.duties.begin(), debts.duties.end(), [](const auto& duty) { return duty.overdue; });
  std::string text = "[" + app.repository().config().name + "] " + counted("{} to do", "{} to do", debts.duties.size());
  if (late > 0) text += tr(", ") + trf("{} overdue", late);
  return text;
}

// The news first, if it is not all of it.
format::Document document_of_reminder(App& app, const Reminder& reminder) {
  Debts news{reminder.debts.person, {}}, rest{reminder.debts.person, {}};
  for (const auto& duty : reminder.debts.duties)
    (reminder.news.count({duty.id, duty.move}) > 0 ? news : rest).duties.push_back(duty);
  if (news.duties.empty() || rest.duties.empty()) return document_of(app, {reminder.debts});
  auto document = document_of(app, {news, rest});
  document.sections[0].title = tr("New, or due by now");
  document.sections[1].title = tr("Told before");
  return document;
}

}  // namespace

std::string reminder_mail(App& app, const format::Mailbox& from, const Reminder& reminder) {
  const auto& person = reminder.debts.person;
  const auto to = mailbox_of(app, person);
  if (to.address.empty())
    throw Failure(Exit::no, trf("'{}' has no mail address", person),
                  trf("itss person amend {} --email ADDRESS", person));
  auto document = document_of_reminder(app, reminder);
  document.title = tr("What is owed");
  format::Mail mail;
  mail.from = from;
  mail.to = {to};
  mail.subject = subject_of(app, reminder.debts);
  mail.text = format::show(document, {.form = format::Form::text, .width = 0});
  mail.html = format::show(document, {.form = format::Form::html});
  mail.date = app.now();
  mail.automatic = true;
  mail.message_id = sha256_hex(person + to_string(app.now()) + mail.text).substr(0, 24) + "@itss";
  const auto bytes = format::mail_bytes(mail);
  if (!bytes) throw Failure(Exit::no, bytes.error());
  return *bytes;
}

}  // namespace itss::cmd
