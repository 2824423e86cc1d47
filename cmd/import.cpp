// `itss import FILE --map MAP`: the log of another system.
#include "store/import.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "commit.hpp"
#include "json.hpp"
#include "json_fields.hpp"
#include "parser.hpp"
#include "undo_memory.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kShownRejects = 20;

struct ImportWords {
  std::string file, map, rejects, json;
  bool dry_run = false, no_commit = false;
};

std::string read_file(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw Failure(Exit::cannot, trf("cannot read '{}'", file));
  return {std::istreambuf_iterator<char>(stream), {}};
}

store::ImportMap read_map(App& app, const std::string& file) {
  Diagnostics findings;
  const auto document = yaml::Document::parse(read_file(file), file, findings);
  std::optional<store::ImportMap> map;
  if (document && !has_errors(findings)) map = store::read_import_map(*document, app.schemas(), app.zone(), findings);
  for (const auto& finding : findings) app.err << to_text(finding) << '\n';
  if (!map) throw Failure(Exit::no, trf("the map '{}' cannot be used", file), tr("see itss-import(5)"));
  return std::move(*map);
}

std::string json_of(const store::ImportReport& report, const std::string& wanted) {
  auto rejects = nlohmann::ordered_json::array();
  for (const auto& reject : report.rejects)
    rejects.push_back({{"line", reject.line}, {"reason", reject.reason}, {"row", reject.row}});
  const nlohmann::ordered_json json = {{"rows", report.rows},
                                       {"records_new", report.records_new},
                                       {"records_extended", report.records_extended},
                                       {"records_unchanged", report.records_unchanged},
                                       {"events", report.events},
                                       {"events_known", report.events_known},
                                       {"events_retracted", report.events_retracted},
                                       {"rows_unchanged", report.rows_unchanged},
                                       {"times_moved", report.times_moved},
                                       {"without_instant", report.without_instant},
                                       {"instants_ignored", report.instants_ignored},
                                       {"created", report.created},
                                       {"unused_columns", report.unused_columns},
                                       {"rejects", rejects}};
  std::vector<std::string> names;
  for (const auto& [name, value] : json.items()) names.push_back(name);
  return text_of(only_fields(json, wanted, names));
}

void say(App& app, const store::ImportReport& report, const ImportWords& words) {
  app.out << counted("{} row: ", "{} rows: ", report.rows)
          << counted("{} record new, ", "{} records new, ", report.records_new)
          << trf("{} extended, {} unchanged; ", report.records_extended, report.records_unchanged)
          << counted("{} event written, ", "{} events written, ", report.events)
          << trf("{} known before", report.events_known) << '\n';
  if (report.events_retracted > 0)
    app.out << counted("{} event imported before was retracted: the log tells it otherwise now",
                       "{} events imported before were retracted: the log tells it otherwise now",
                       report.events_retracted)
            << '\n';
  for (const auto& [type, count] : report.created) app.out << trf("made {} of type {}", count, type) << '\n';
  if (report.times_moved > 0)
    app.out << counted("{} row had a time out of order and was put behind the row before",
                       "{} rows had times out of order and were put behind the row before", report.times_moved)
            << '\n';
  if (report.without_instant > 0)
    app.out << counted("{} record ends in a state whose time the log does not give",
                       "{} records end in a state whose time the log does not give", report.without_instant)
            << '\n';
  if (report.instants_ignored > 0)
    app.out << counted("{} record has a time before its opening, which was ignored",
                       "{} records have a time before their opening, which was ignored", report.instants_ignored)
            << '\n';
  if (!report.unused_columns.empty())
    app.warn(trf("columns that the map does not use: {}", join(report.unused_columns, " ")));
  if (report.rejects.empty()) return;
  app.error(counted("{} row was set aside", "{} rows were set aside", report.rejects.size()),
            words.rejects.empty() ? tr("--reject FILE keeps them, to be mended and imported") : "");
  for (std::size_t i = 0; i < std::min(report.rejects.size(), kShownRejects); ++i)
    app.err << words.file << ":" << report.rejects[i].line << ": " << report.rejects[i].reason << '\n';
}

void keep_rejects(const std::string& file, const std::string& text) {
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  if (!stream.flush()) throw Failure(Exit::cannot, trf("cannot write '{}'", file));
}

Exit run(App& app, const ImportWords& words) {
  if (words.file.empty()) throw Failure(Exit::usage, tr("the file to import is missing"), "itss import FILE --map MAP");
  if (words.map.empty())
    throw Failure(Exit::usage, tr("--map is missing: it says what the columns mean"), tr("see itss-import(5)"));
  json_of({}, words.json);  // an unknown field is an error before anything is written
  const auto map = read_map(app, words.map);
  const auto table = store::read_csv(store::read_plain_or_gzip(words.file), map.delimiter);
  store::ImportOptions options;
  options.actor = app.actor();
  options.now = app.now();
  options.dry_run = words.dry_run;
  options.progress = app.progress(ITSS_TR_NOOP("{} of {} records"));
  const auto report = store::import_table(app.repository(), table, map, options);
  if (!words.rejects.empty() && !report.rejects.empty()) {
    auto rows = report.rejects;
    rows.insert(rows.end(), report.companions.begin(), report.companions.end());
    keep_rejects(words.rejects, store::reject_file(table, std::move(rows), map.delimiter));
  }
  if (words.json.empty())
    say(app, report, words);
  else
    app.out << json_of(report, words.json);
  if (!words.dry_run && !report.paths.empty()) remember_import(app.repository(), options.actor);
  Exit exit = report.rejects.empty() ? Exit::done : Exit::no;
  if (!words.dry_run && !words.no_commit)
    exit =
        worse(exit, commit_files(app, report.paths, "import " + std::filesystem::path(words.file).filename().string()));
  return exit;
}

}  // namespace

Run setup_import(Parser& parser, const Subject& subject) {
  auto words = std::make_shared<ImportWords>();
  parser.argument("FILE", words->file, tr("a table with a header, CSV or CSV packed with gzip")).completes.with =
      Completes::With::files;
  parser.group(tr("The import"));
  parser.option("--map", words->map, "FILE", tr("what its columns mean (see itss-import(5))")).completes.with =
      Completes::With::files;
  parser.option("--reject", words->rejects, "FILE", tr("keep the rows that were set aside, with line and reason"))
      .completes.with = Completes::With::files;
  parser.flag("-n,--dry-run", words->dry_run, tr("find out everything, write nothing"));
  parser.flag("--no-commit", words->no_commit, tr("write without a git commit"));
  parser.optional("--json", words->json, "*", "FIELDS", tr("print JSON"));
  return [&app = subject.app, words] { return run(app, *words); };
}

}  // namespace itss::cmd
