// `itss search WORDS...` over all types, `itss TYPE search WORDS...` over one.
#include "record/search.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "json.hpp"
#include "read.hpp"
#include "record/facts.hpp"
#include "record_filter.hpp"
#include "select.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

constexpr const char* kSnippet = "snippet";

struct SearchOptions {
  std::vector<std::string> words;
  std::vector<std::string> types;  // of the command over all types; none: all
  FilterWords filter;
  AsOfWords as_of;
  bool ids = false, count = false, null = false, fail_empty = false;
  long limit = std::numeric_limits<long>::max();
  ShowWords show;
};

struct Hit {
  record::RecordPtr record;
  const schema::Schema* type = nullptr;
  std::size_t in_title = 0;  // words of the query
  SysSeconds updated;        // the last event
};

// More words in the title, then newer, then by id.
bool comes_first(const Hit& a, const Hit& b) {
  if (a.in_title != b.in_title) return a.in_title > b.in_title;
  if (a.updated != b.updated) return a.updated > b.updated;
  return std::tie(a.record->id, a.record->type) < std::tie(b.record->id, b.record->type);
}

SysSeconds last_event(const record::Record& record) {
  const auto events = record::effective_events(record);
  return events.empty() ? record.events.back().at.utc : events.back()->at.utc;
}

class Search {
 public:
  Search(App& app, const SearchOptions& options, record::SearchQuery query)
      : app_(app), options_(options), query_(std::move(query)) {}

  // Throws Failure (2) if the type cannot answer the conditions; nothing was looked at then.
  void visit(const schema::Schema& type) {
    ClockColumns clocks(app_, type, reading_of(app_, options_.as_of));
    const RecordFilter filter(app_, type, options_.filter, clocks);
    const auto look_at = [&](const std::filesystem::path&, const store::Loaded& loaded) {
      if (!loaded.record) {
        ++unreadable_;
        app_.tell(loaded.findings);
        return;
      }
      record::RecordPtr record = loaded.record;
      if (options_.as_of.given()) {
        auto then = as_of(app_, *record, options_.as_of);
        if (!then) return;
        record = std::make_shared<record::Record>(std::move(*then));
      }
      const auto text = record::search_text(*record, type);
      if (!record::fits(text, query_)) return;
      const bool wanted = filter(*record);
      clocks.forget(*record);
      if (wanted) hits_.push_back({record, &type, record::words_in_title(text, query_), last_event(*record)});
    };
    // What a record said earlier is not what is remembered of it.
    if (options_.as_of.given())
      app_.repository().read_all(type.record, {}, look_at);
    else
      app_.repository().read_with_words(type.record, query_, look_at);
  }

  std::vector<Hit> take_hits() {
    std::sort(hits_.begin(), hits_.end(), comes_first);
    if (hits_.size() > static_cast<std::size_t>(options_.limit)) hits_.resize(static_cast<std::size_t>(options_.limit));
    return std::move(hits_);
  }
  std::size_t unreadable() const { return unreadable_; }
  const record::SearchQuery& query() const { return query_; }

 private:
  App& app_;
  const SearchOptions& options_;
  const record::SearchQuery query_;
  std::vector<Hit> hits_;
  std::size_t unreadable_ = 0;
};

// Calls `one` for each type. Of types that nobody chose, those that cannot answer are left out and named, unless none
// can: a misspelt condition fits no type.
void each_type(App& app, const std::vector<const schema::Schema*>& types, bool chosen,
               const std::function<void(const schema::Schema&)>& one) {
  std::vector<std::string> left_out;
  std::optional<Failure> first;
  for (const auto* type : types) try {
      one(*type);
    } catch (const Failure& failure) {
      if (chosen || failure.exit() != Exit::usage) throw;
      if (!first) first = failure;
      left_out.push_back(type->record);
    }
  if (first && left_out.size() == types.size())
    throw Failure(Exit::usage, trf("the conditions fit no record type: {}", first->what()),
                  tr("--type TYPE says which one is meant"));
  if (first) app.note(trf("not searched, since the conditions do not fit them: {}", join(left_out, ", ")));
}

// A name must be known to one of the types.
void check_json(App& app, const std::vector<const schema::Schema*>& types, const std::string& wanted) {
  for (const auto& name : split(wanted, ',')) {
    std::optional<Failure> first;
    const bool known = std::any_of(types.begin(), types.end(), [&](const auto* type) {
      try {
        check_json_names(*type, app.schemas(), name, {kSnippet, "title"});
        return true;
      } catch (const Failure& failure) {
        if (!first) first = failure;
        return false;
      }
    });
    if (!known && first) throw Failure(*first);
  }
}

format::Cell title_cell(App& app, const Hit& hit) {
  return hit.type->title_field.empty() ? format::absent_cell()
                                       : cell_of(app, *hit.record, *hit.type, hit.type->title_field);
}

std::string one_line(const record::Snippet& snippet) { return snippet.before + snippet.hit + snippet.after; }

format::Table table_of(App& app, const std::vector<Hit>& hits, const record::SearchQuery& query) {
  format::Table table;
  for (const auto& [name, label] : {std::pair{"id", tr("ID")},
                                    {"type", tr("Type")},
                                    {"status", tr("Status")},
                                    {"title", tr("Title")},
                                    {kSnippet, tr("Found")}}) {
    format::Column column{name, label};
    column.shrink = table.columns.size() > 2;
    table.columns.push_back(std::move(column));
  }
  for (const auto& hit : hits) {
    const auto snippet = record::snippet_of(*hit.record, *hit.type, query);
    format::Cell found{one_line(snippet)};
    found.mark = snippet.hit;
    table.rows.push_back({cell_of(app, *hit.record, *hit.type, "id"),
                          format::raw_cell(hit.type->label.text(), hit.type->record),
                          cell_of(app, *hit.record, *hit.type, "status"), title_cell(app, hit), std::move(found)});
  }
  return table;
}

// The record as other commands give it, its title by that name too, and the snippet.
nlohmann::ordered_json json_of(App& app, const std::vector<Hit>& hits, const record::SearchQuery& query,
                               const std::string& wanted) {
  const auto names = split(wanted, ',');
  const auto asks = [&](const char* name) {
    return wanted.empty() || wanted == "*" ||
           std::any_of(names.begin(), names.end(), [&](const auto& each) { return trim(each) == name; });
  };
  auto all = nlohmann::ordered_json::array();
  for (const auto& hit : hits) {
    auto object = to_json(app, *hit.record, wanted);
    if (asks("title") && !object.contains("title") && !hit.type->title_field.empty())
      object["title"] = title_cell(app, hit).text;
    if (asks(kSnippet)) object[kSnippet] = one_line(record::snippet_of(*hit.record, *hit.type, query));
    all.push_back(std::move(object));
  }
  return all;
}

void print(App& app, const SearchOptions& options, const std::vector<Hit>& hits, const record::SearchQuery& query) {
  auto look = look_of(app, options.show);
  look.overflow = format::Overflow::below;  // what was found is the answer
  if (options.count) {
    app.out << hits.size() << '\n';
  } else if (options.ids || options.null) {
    for (const auto& hit : hits) app.out << hit.record->id << (options.null ? '\0' : '\n');
  } else if (look.form == format::Form::json) {
    app.out << text_of(json_of(app, hits, query, options.show.json));
  } else if (hits.empty() && look.form == format::Form::text) {
    app.note(tr("no records"));
  } else {
    app.out << format::show(table_of(app, hits, query), look);
  }
}

void check_options(App& app, const SearchOptions& options) {
  std::vector<std::string> forms;
  if (options.count) forms.emplace_back("--count");
  if (options.ids || options.null) forms.emplace_back(options.ids ? "--ids" : "--null");
  if (!options.show.json.empty() || !options.show.format.empty())
    forms.emplace_back(options.show.json.empty() ? "--format" : "--json");
  check_one_form(forms);
  if (options.limit < 0) throw Failure(Exit::usage, trf("--limit: {} is not a number of records", options.limit));
  look_of(app, options.show);
}

Exit run(App& app, const schema::Schema* noun, const SearchOptions& options) {
  check_options(app, options);
  auto query = record::read_query(join(options.words, " "));
  if (!query)
    throw Failure(Exit::usage, query.error(),
                  trf("itss {} WORD...", noun == nullptr ? "search" : noun->record + " search"));
  const auto types = noun != nullptr ? std::vector<const schema::Schema*>{noun} : types_named(app, options.types);
  check_json(app, types, options.show.json);
  Search search(app, options, std::move(*query));
  const bool chosen = noun != nullptr || !options.types.empty();
  each_type(app, types, chosen, [&](const schema::Schema& type) { search.visit(type); });
  const auto hits = search.take_hits();
  print(app, options, hits, search.query());
  if (search.unreadable() > 0) {
    app.error(counted("{} record could not be read; the list is incomplete",
                      "{} records could not be read; the list is incomplete", search.unreadable()),
              tr("'itss check' lists all findings"));
    return Exit::cannot;
  }
  return hits.empty() && options.fail_empty ? Exit::no : Exit::done;
}

}  // namespace

Run setup_search(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<SearchOptions>();
  options->filter.all = true;
  parser.argument(
      "WORD", options->words,
      tr("words that all must occur, whatever their case and width; '\"two words\"' is a phrase, -word may not occur "
         "(behind --, or in one argument with the others)"));
  parser.group(tr("Which records"));
  if (subject.type == nullptr)
    parser.option("--type", options->types, "TYPE", tr("only records of this type; of any of several")).completes = {
        Completes::With::words, subject.app.schemas().types(), {}};
  add_filter_options(parser, options->filter);
  if (subject.type == nullptr || !subject.type->clocks.empty()) add_clock_filter_options(parser, options->filter);
  parser.option("-l,--limit", options->limit, "N", tr("at most N"));
  add_as_of_options(parser, options->as_of);
  parser.flag("--fail-empty", options->fail_empty, tr("exit with 1 if there are none"));
  add_show_options(parser, options->show);
  parser.flag("--ids", options->ids, tr("only ids, one to a line"));
  parser.flag("-0,--null", options->null, tr("only ids, each ending in a NUL"));
  parser.flag("--count", options->count, tr("only how many"));
  return [&app = subject.app, type = subject.type, options] { return run(app, type, *options); };
}

}  // namespace itss::cmd
