// `itss TYPE PAPER ID...`: a document about a record, as the schema's `papers` describe it: minutes, an agenda, a form.
#include "report/paper.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"
#include "deliver.hpp"
#include "inputs.hpp"
#include "json.hpp"
#include "json_fields.hpp"
#include "paper_mail.hpp"
#include "read.hpp"
#include "select.hpp"
#include "verbs.hpp"
#include "write.hpp"

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

// JSON of several is an array; a page of HTML is of one record.
Exit print_each(App& app, const schema::Schema& type, const schema::Paper& paper, const std::vector<std::string>& ids,
                const PaperWords& words) {
  const auto look = look_of(app, words.show);
  if (look.form == format::Form::html && ids.size() > 1) throw Failure(Exit::usage, tr("a page shows one record"));
  auto all = nlohmann::ordered_json::array();
  bool first = true;
  const Exit exit = for_each_id(app, ids, [&](const std::string& id) {
    const auto record = record_of(app, type, id, words);
    auto document = report::paper_of(type, paper, record, record.fields, app.repository(), app.now());
    if (look.form == format::Form::json) {
      keep_fields(document, words.show.json);
      all.push_back(nlohmann::ordered_json::parse(format::show(document, look)));
      return Exit::done;
    }
    if (!std::exchange(first, false)) app.out << '\n';
    print_page(app, std::move(document), words.show);
    return Exit::done;
  });
  if (look.form != format::Form::json) return exit;
  if (name_several(words.ids))
    app.out << text_of(all);
  else if (!all.empty())
    app.out << text_of(all.front());
  return exit;
}

Exit run(App& app, const schema::Schema& type, const schema::Paper& paper, const PaperWords& words) {
  const bool mails = words.show.format == "eml" || words.delivery.given();
  if (words.delivery.given() && words.show.format != "eml" && !words.show.format.empty())
    throw Failure(Exit::usage, trf("'{}' is sent as a mail", paper.label.text()), "--format eml");
  const auto ids = read_ids(app, words.ids);
  if (ids.empty()) throw Failure(Exit::usage, tr("an id is missing"));
  if (words.show.format == "eml" && !words.delivery.given() && ids.size() > 1)
    throw Failure(Exit::usage, tr("standard output takes one mail"), "--mail-dir DIR");
  if (!mails) return print_each(app, type, paper, ids, words);
  std::vector<Outgoing> outgoing;
  for (const auto& id : ids) {
    const auto record = record_of(app, type, id, words);
    auto document = report::paper_of(type, paper, record, record.fields, app.repository(), app.now());
    say_unreachable(app, record, paper.to);
    PaperMail mail{document, document.title, people_in(app, record, paper.to), {}, {}, {}};
    outgoing.push_back({record.id + "-" + option_name(paper.name), record.id,
                        mail_of(app, sender(app, words.delivery), std::move(mail))});
  }
  return hand_over(app, words.delivery, outgoing);
}

}  // namespace

Run setup_paper(Parser& parser, const Subject& subject) {
  auto words = std::make_shared<PaperWords>();
  const schema::Schema& type = *subject.type;
  const schema::Paper& paper = *subject.paper;
  parser.argument("ID", words->ids, tr("records; - reads ids from standard input")).completes = {
      Completes::With::ids, {}, type.record};
  parser.group(tr("What to show"));
  add_as_of_options(parser, words->as_of);
  add_show_options(parser, words->show, {"eml"});
  add_delivery_options(parser, words->delivery);
  return [&app = subject.app, &type, &paper, words] { return run(app, type, paper, *words); };
}

}  // namespace itss::cmd
