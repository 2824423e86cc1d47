// `itss remind`: a mail to each person who owes something that they were not told of yet.
#include <algorithm>

#include "base/text.hpp"
#include "deliver.hpp"
#include "duties.hpp"
#include "people.hpp"
#include "read.hpp"
#include "remind_memory.hpp"
#include "reminder.hpp"
#include "times.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

struct RemindWords {
  std::string within = "1d", person, again;
  bool dry_run = false;
  DeliveryWords delivery;
};

// A mail that is to go out, and what it tells.
struct Draft {
  Reminder reminder;
  Outgoing mail;
};

// The drafts of all who have news; people without an address are named.
std::vector<Draft> drafts_of(App& app, const std::vector<Debts>& debts, const RemindMemory& memory,
                             const RemindWords& words) {
  std::optional<Seconds> again;
  if (!words.again.empty()) again = span_of(words.again, "--again");
  std::vector<Draft> drafts;
  for (const auto& each : debts) {
    if (each.person.empty()) continue;
    Draft draft{{each, {}}, {each.person, each.person, {}}};
    for (const auto& duty : each.duties)
      if (memory.is_news(each.person, duty, app.now(), again)) draft.reminder.news.insert({duty.id, duty.move});
    if (draft.reminder.news.empty()) continue;
    const auto to = mailbox_of(app, each.person);
    if (to.address.empty()) {
      app.warn(trf("'{}' has no mail address", each.person) + tr(": ") +
               trf("itss person amend {} --email ADDRESS", each.person));
      continue;
    }
    draft.mail.to = to.address;
    drafts.push_back(std::move(draft));
  }
  return drafts;
}

void print_drafts(App& app, const std::vector<Draft>& drafts) {
  format::Table table;
  table.columns = {{"person", tr("Person")},
                   {"address", tr("Mail address")},
                   {"news", tr("New"), Align::right},
                   {"all", tr("To do"), Align::right}};
  for (const auto& draft : drafts)
    table.rows.push_back({{draft.reminder.debts.person},
                          {draft.mail.to},
                          format::number_cell(static_cast<double>(draft.reminder.news.size())),
                          format::number_cell(static_cast<double>(draft.reminder.debts.duties.size()))});
  app.out << format::show(table, app.look());
}

std::vector<std::string> people_of(const std::vector<Debts>& debts) {
  std::vector<std::string> people;
  for (const auto& each : debts) people.push_back(each.person);
  return people;
}

Exit run(App& app, const RemindWords& words) {
  DutyQuery query;
  query.until = app.now().utc + span_of(words.within, "--within");
  if (!words.person.empty()) query.person = person_meant(app, words.person);
  const bool delivers = words.delivery.given() && !words.dry_run;
  const WholeWorld world(app.repository());
  Exit exit = Exit::done;
  const auto debts = debts_of(app, world, query, exit);
  RemindMemory memory(app.repository());
  auto drafts = drafts_of(app, debts, memory, words);
  exit = worse(exit, judge_completeness(app, world));
  if (drafts.empty()) {
    app.note(tr("nobody has news"));
  } else if (!delivers) {
    print_drafts(app, drafts);
    app.note(tr("nothing is sent: give --sendmail or --mail-dir DIR"));
  }
  if (!delivers) return exit;

  const auto from = sender(app, words.delivery);
  std::vector<Outgoing> mails;
  for (auto& draft : drafts) {
    draft.mail.bytes = reminder_mail(app, from, draft.reminder);
    mails.push_back(draft.mail);
  }
  const auto delivered = deliver(app, words.delivery, mails);
  // What could not be read may still be owed: nothing is forgotten then.
  if (exit == Exit::done && query.person.empty()) memory.keep_only(people_of(debts));
  for (const auto& each : debts)
    if (exit == Exit::done) memory.keep_only(each.person, each.duties);
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    if (!delivered[i]) {
      exit = worse(exit, Exit::no);
      continue;
    }
    for (const auto& duty : drafts[i].reminder.debts.duties)
      if (drafts[i].reminder.news.count({duty.id, duty.move}) > 0)
        memory.told(drafts[i].reminder.debts.person, duty, app.now());
    app.out << drafts[i].reminder.debts.person << '\t' << drafts[i].mail.to << '\n';
  }
  memory.save();
  return exit;
}

}  // namespace

Run setup_remind(Parser& parser, const Subject& subject) {
  auto words = std::make_shared<RemindWords>();
  parser.group(tr("Whom, of what"));
  parser.option("--within", words->within, "AMOUNT",
                tr("of what is due by then, and what is overdue; wall-clock time from now (1d: 24 hours)"));
  parser.option("--for", words->person, "PERSON", tr("only this person")).completes = {
      Completes::With::ids, {}, std::string(schema::kPersonType)};
  parser.option("--again", words->again, "AMOUNT", tr("tell again what was told so long ago and is owed still"));
  add_delivery_options(parser, words->delivery);
  parser.flag("-n,--dry-run", words->dry_run, tr("show who would be written to, send nothing"));
  return [&app = subject.app, words] { return run(app, *words); };
}

}  // namespace itss::cmd
