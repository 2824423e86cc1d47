// `itss TYPE PAPER ID...`: a document about a record, as the schema's `papers` describe it: minutes, an agenda, a form.
#include "report/paper.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "deliver.hpp"
#include "inputs.hpp"
#include "paper_mail.hpp"
#include "read.hpp"
#include "select.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

struct PaperWords {
  std::vector<std::string> ids;
  AsOfWords as_of;
  ShowWords show;
  DeliveryWords delivery;
};

// The record as it was at the times asked for. Throws Failure (1) if it did not exist.
record::Record record_of(App& app, const schema::Schema& type, const std::string& id, const PaperWords& words) {
  const auto loaded = pick(app, id, &type);
  if (!words.as_of.given()) return *loaded.record;
  auto past = as_of(app, *loaded.record, words.as_of);
  if (!past) throw Failure(Exit::no, trf("'{}' did not exist then", loaded.record->id));
  return *past;
}

Exit run(App& app, const schema::Schema& type, const schema::Paper& paper, const PaperWords& words) {
  const bool mails = words.show.format == "eml" || words.delivery.given();
  if (!mails) look_of(app, words.show);
  if (words.delivery.given() && words.show.format != "eml" && !words.show.format.empty())
    throw Failure(Exit::usage, trf("'{}' is sent as a mail", paper.label.text()), "--format eml");
  const auto ids = read_ids(app, words.ids);
  if (ids.empty()) throw Failure(Exit::usage, tr("an id is missing"));
  if (words.show.format == "eml" && !words.delivery.given() && ids.size() > 1)
    throw Failure(Exit::usage, tr("standard output takes one mail"), "--mail-dir DIR");
  std::vector<Outgoing> outgoing;
  for (const auto& id : ids) {
    const auto record = record_of(app, type, id, words);
    auto document = report::paper_of(type, paper, record, record.fields, app.repository(), app.now());
    if (!mails) {
      print_page(app, std::move(document), words.show);
      continue;
    }
    say_unreachable(app, record, paper.to);
    PaperMail mail{document, document.title, people_in(app, record, paper.to), {}, {}, {}};
    outgoing.push_back({record.id + "-" + option_name(paper.name), record.id,
                        mail_of(app, sender(app, words.delivery), std::move(mail))});
  }
  return mails ? hand_over(app, words.delivery, outgoing) : Exit::done;
}

}  // namespace

Run setup_paper(Parser& parser, const Subject& subject) {
  auto words = std::make_shared<PaperWords>();
  const schema::Schema& type = *subject.type;
  const schema::Paper& paper = *subject.paper;
  parser.argument("ID", words->ids, tr("records; - reads ids from standard input")).completes = {
      Completes::With::ids, {}, type.record};
  add_as_of_options(parser, words->as_of);
  add_show_options(parser, words->show, {"eml"});
  add_delivery_options(parser, words->delivery);
  return [&app = subject.app, &type, &paper, words] { return run(app, type, paper, *words); };
}

}  // namespace itss::cmd
