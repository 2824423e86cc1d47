// `itss TYPE suggest --for ID`: the records of the type that may help with another one.
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "json.hpp"
#include "read.hpp"
#include "select.hpp"
#include "suggestions.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

struct SuggestOptions {
  std::string asking;
  long limit = 5;
  bool ids = false, fail_empty = false;
  ShowWords show;
};

std::vector<std::string> asking_types(const schema::Schema& type) {
  std::vector<std::string> names;
  for (const auto& offer : type.offers) names.push_back(offer.to);
  return names;
}

format::Table table_of(App& app, const schema::Schema& type, const schema::Offer& offer,
                       const std::vector<Suggestion>& best) {
  std::vector<std::string> columns = {"id", "status"};
  if (!type.title_field.empty()) columns.push_back(type.title_field);
  format::Table table;
  for (const auto& name : columns) table.columns.push_back(column_of(type, name));
  table.columns.push_back({"why", tr("Why")});
  table.columns.back().shrink = true;
  std::vector<std::string> shown;
  for (const auto& name : offer.shows)
    if (name != type.title_field) shown.push_back(name);
  for (const auto& name : shown) table.columns.push_back(column_of(type, name));
  for (const auto& suggestion : best) {
    std::vector<format::Cell> row;
    for (const auto& name : columns) row.push_back(cell_of(app, *suggestion.record, type, name));
    row.emplace_back(why_text(suggestion, type, app.schemas()));
    for (const auto& name : shown) row.push_back(cell_of(app, *suggestion.record, type, name));
    table.rows.push_back(std::move(row));
  }
  return table;
}

// The record as other commands give it, and what it has in common with the one that asks.
nlohmann::ordered_json json_of(App& app, const std::vector<Suggestion>& best, const std::string& wanted) {
  const auto names = split(wanted, ',');
  const auto asks = [&](const char* name) {
    if (wanted.empty() || wanted == "*") return true;
    for (const auto& each : names)
      if (trim(each) == name) return true;
    return false;
  };
  auto all = nlohmann::ordered_json::array();
  for (const auto& suggestion : best) {
    auto object = to_json(app, *suggestion.record, wanted);
    if (asks("shared")) {
      auto shared = nlohmann::ordered_json::object();
      for (const auto& [field, value] : suggestion.values) shared[field].push_back(value);
      object["shared"] = std::move(shared);
    }
    if (asks("words")) object["words"] = suggestion.words;
    all.push_back(std::move(object));
  }
  return all;
}

void print(App& app, const schema::Schema& type, const schema::Offer& offer, const SuggestOptions& options,
           const std::vector<Suggestion>& best) {
  auto look = look_of(app, options.show);
  look.overflow = format::Overflow::below;  // what helps is the answer
  if (options.ids) {
    for (const auto& suggestion : best) app.out << suggestion.record->id << '\n';
  } else if (look.form == format::Form::json) {
    app.out << text_of(json_of(app, best, options.show.json));
  } else if (best.empty() && look.form == format::Form::text) {
    app.note(tr("no records"));
  } else {
    app.out << format::show(table_of(app, type, offer, best), look);
  }
}

Exit run(App& app, const schema::Schema& type, const SuggestOptions& options) {
  std::vector<std::string> forms;
  if (options.ids) forms.emplace_back("--ids");
  if (!options.show.json.empty() || !options.show.format.empty())
    forms.emplace_back(options.show.json.empty() ? "--format" : "--json");
  check_one_form(forms);
  if (options.limit < 0) throw Failure(Exit::usage, trf("--limit: {} is not a number of records", options.limit));
  check_json_names(type, app.schemas(), options.show.json, {"shared", "words"});
  if (options.asking.empty())
    throw Failure(Exit::usage, tr("the record that needs help is missing"),
                  trf("itss {} suggest --for ID", type.record));
  const auto types = asking_types(type);
  const auto loaded = pick(app, options.asking, types.size() == 1 ? &type_named(app, types.front()) : nullptr);
  const auto* offer = offer_to(type, loaded.record->type);
  if (offer == nullptr)
    throw Failure(Exit::usage, trf("no {} is offered to a {}", type.record, loaded.record->type),
                  trf("to one of {}", join(types, ", ")));
  const auto found = suggest_for(app, *loaded.record, type, *offer, static_cast<std::size_t>(options.limit));
  app.tell(found.findings);
  print(app, type, *offer, options, found.best);
  if (found.unreadable > 0) {
    app.error(counted("{} record could not be read; the list is incomplete",
                      "{} records could not be read; the list is incomplete", found.unreadable),
              tr("'itss check' lists all findings"));
    return Exit::cannot;
  }
  return found.best.empty() && options.fail_empty ? Exit::no : Exit::done;
}

}  // namespace

Run setup_suggest(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<SuggestOptions>();
  const auto types = asking_types(*subject.type);
  parser.group(tr("Which records"));
  parser.option("--for", options->asking, "ID", trf("the record that needs help: {}", join(types, ", "))).completes = {
      Completes::With::ids, {}, types.size() == 1 ? types.front() : std::string()};
  parser.option("-l,--limit", options->limit, "N", tr("at most N (else 5)"));
  parser.flag("--fail-empty", options->fail_empty, tr("exit with 1 if there are none"));
  add_show_options(parser, options->show);
  parser.flag("--ids", options->ids, tr("only ids, one to a line"));
  return [&app = subject.app, type = subject.type, options] { return run(app, *type, *options); };
}

}  // namespace itss::cmd
