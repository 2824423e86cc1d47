// `series`: records that recur each week for each record that a link names.
#include "base/translate.hpp"
#include "schema/readers.hpp"

namespace itss::schema {

namespace {

using yaml::Node;

void read_time(Form& form, const Node& value, const char* word, std::optional<Seconds>& out) {
  out = parse_time_of_day(form.text(value, word));
  if (!out) form.wrong_form(value, word, tr("a time of day such as '16:00'"));
}

void read_weekday(Form& form, const Node& value, Series& out) {
  out.weekday = form.text(value, "weekday");
  if (!is_weekday(out.weekday)) form.wrong_form(value, "weekday", "mon, tue, wed, thu, fri, sat, sun");
}

const Words<Series>& series_words() {
  static const Words<Series> words = {
      {"label", [](Form& form, const Node& value, Series& out) { out.label = read_label(form, value); }},
      {"clause", [](Form& form, const Node& value, Series& out) { out.clause = form.text(value, "clause"); }},
      {"of", [](Form& form, const Node& value, Series& out) { out.of = form.text(value, "of"); }},
      {"running", [](Form& form, const Node& value, Series& out) { out.running = form.some_texts(value, "running"); }},
      {"weekday", read_weekday},
      {"from", [](Form& form, const Node& value, Series& out) { read_time(form, value, "from", out.from); }},
      {"to", [](Form& form, const Node& value, Series& out) { read_time(form, value, "to", out.to); }},
      {"calendar", [](Form& form, const Node& value, Series& out) { out.calendar = form.text(value, "calendar"); }},
      {"where",
       [](Form& form, const Node& value, Series& out) {
         if (auto where = read_condition(form.document(), value, form.findings())) out.where = std::move(*where);
       }},
      {"took_place",
       [](Form& form, const Node& value, Series& out) { out.took_place = form.some_texts(value, "took_place"); }},
      {"slot", [](Form& form, const Node& value, Series& out) { out.slot = form.text(value, "slot"); }},
      {"moved_for", [](Form& form, const Node& value, Series& out) { out.moved_for = form.text(value, "moved_for"); }},
      {"set",
       [](Form& form, const Node& value, Series& out) {
         each_entry(form, value, "set", [&](const Node& key, const Node& expression) {
           out.set[key.text] = form.text(expression, key.text);
         });
       }},
  };
  return words;
}

}  // namespace

std::vector<Series> read_series(Form& form, const Node& node) {
  std::vector<Series> all;
  each_entry(form, node, "series", [&](const Node& key, const Node& value) {
    Series series;
    series.name = form.name(key);
    series.line = form.line(key);
    read_words(form, value, tr("'series'"), series_words(), series);
    complete(series.label, series.name);
    for (const char* word : {"of", "running", "weekday", "from", "to", "calendar", "took_place", "slot"})
      if (value.kind == yaml::Kind::mapping && value.find(word) == nullptr)
        form.report(Code::SCHEMA_MISSING, key, {"'series'", word});
    if (series.from && series.to && *series.from >= *series.to) form.wrong_form(key, "to", tr("later than 'from'"));
    all.push_back(std::move(series));
  });
  return all;
}

WordGroup series_word_group() { return {"'series'", names_of(series_words())}; }

}  // namespace itss::schema
