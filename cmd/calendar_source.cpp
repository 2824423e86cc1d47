#include "calendar_source.hpp"

#include <fstream>
#include <iterator>

#include "base/text.hpp"

namespace itss::cmd {

void add_calendar_options(Parser& parser, CalendarWords& words, const char* names, const char* help) {
  parser.argument(names, words.words, help);
  parser.group(tr("Which calendar"));
  parser.option("--calendar-file", words.file, "FILE", tr("this file in place of CAL; needs no repository"))
      .completes.with = Completes::With::files;
  parser.group(tr("Output"));
  parser.optional("--json", words.json, "*", "FIELDS", tr("print JSON"));
}

CalendarSource::CalendarSource(App& app, const CalendarWords& given, std::vector<std::string>& words) {
  if (!given.file.empty()) {
    read(app, given.file);
    return;
  }
  if (words.empty())
    throw Failure(Exit::usage, tr("the name of a calendar is missing"), tr("or give --calendar-file FILE"));
  calendar_ = &named_calendar(app, words.front());
  words.erase(words.begin());
}

void CalendarSource::read(App& app, const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream || std::filesystem::is_directory(file)) throw Failure(Exit::cannot, trf("cannot read '{}'", file));
  Diagnostics findings;
  const auto document = yaml::Document::parse({std::istreambuf_iterator<char>(stream), {}}, file, findings);
  if (document && !has_errors(findings))
    own_ = calendar::Calendar::read(*document, std::filesystem::path(file).stem().string(), findings);
  app.tell(findings);
  if (!own_ || has_errors(findings)) throw Failure(Exit::no, trf("the calendar '{}' cannot be used", file));
  calendar_ = &*own_;
}

const calendar::Calendar& named_calendar(App& app, const std::string& name) {
  if (const auto* found = app.repository().calendar(name)) return *found;
  app.tell(app.repository().configuration_findings());
  const auto names = app.repository().calendar_names();
  const auto close = suggest(name, names);
  throw Failure(Exit::no, trf("there is no calendar '{}'", name),
                close ? trf("did you mean '{}'?", *close) : trf("known: {}", join(names, " ")));
}

Instant time_in(App& app, const calendar::Calendar& calendar, const std::string& text) {
  if (auto exact = parse_instant(text)) return *exact;
  auto instant = parse_when(text, app.now(), calendar.zone());
  if (!instant) throw Failure(Exit::usage, instant.error(), tr("see 'itss help dates'"));
  return *instant;
}

}  // namespace itss::cmd
