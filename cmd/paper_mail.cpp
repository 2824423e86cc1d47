#include "paper_mail.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "record/facts.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kWidth = 78;  // columns of the text

// Whom the record names at these paths, by their own ids, each once.
std::vector<std::string> named_in(App& app, const record::Record& record, const std::vector<std::string>& paths) {
  const store::Repository& world = app.repository();
  std::vector<std::string> people;
  for (const auto& path : paths)
    for (const auto& name : record::RecordFacts(record, record.fields, world, app.now()).value(path).texts())
      if (const auto person = record::resolve_person(world, name);
          std::find(people.begin(), people.end(), person) == people.end())
        people.push_back(person);
  return people;
}

}  // namespace

std::vector<format::Mailbox> people_in(App& app, const record::Record& record, const std::vector<std::string>& paths) {
  std::vector<format::Mailbox> mailboxes;
  for (const auto& person : named_in(app, record, paths))
    if (auto mailbox = mailbox_of(app, person); !mailbox.address.empty()) mailboxes.push_back(std::move(mailbox));
  return mailboxes;
}

void say_unreachable(App& app, const record::Record& record, const std::vector<std::string>& paths) {
  for (const auto& person : named_in(app, record, paths))
    if (mailbox_of(app, person).address.empty()) app.warn(trf("'{}' has no mail address", person));
}

std::string mail_of(App& app, const format::Mailbox& from, PaperMail mail) {
  if (mail.to.empty()) throw Failure(Exit::no, trf("nobody has an address to send '{}' to", mail.subject));
  format::Mail made;
  made.from = from;
  made.to = std::move(mail.to);
  made.subject = mail.subject;
  made.text = format::show(mail.document, {.form = format::Form::text, .width = kWidth});
  made.html = format::show(mail.document, {.form = format::Form::html});
  made.calendar = mail.calendar;
  made.method = mail.method;
  if (!mail.calendar.empty())
    made.attachments.push_back({mail.file, "text/calendar; charset=utf-8; method=" + mail.method, mail.calendar});
  made.date = app.now();
  made.message_id = sha256_hex(made.text + made.calendar + to_string(app.now())).substr(0, 24) + "@itss";
  const auto bytes = format::mail_bytes(made);
  if (!bytes) throw Failure(Exit::no, bytes.error());
  return *bytes;
}

Exit hand_over(App& app, const DeliveryWords& words, const std::vector<Outgoing>& mails) {
  if (!words.given()) {
    for (const auto& mail : mails) app.out << mail.bytes;
    return Exit::done;
  }
  const auto delivered = deliver(app, words, mails);
  for (std::size_t i = 0; i < mails.size(); ++i)
    if (delivered[i]) app.out << mails[i].to << '\n';
  return std::all_of(delivered.begin(), delivered.end(), [](bool each) { return each; }) ? Exit::done : Exit::no;
}

}  // namespace itss::cmd
