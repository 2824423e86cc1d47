// `itss import FILE --map MAP`: the log or the tickets of another system.
#include "store/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/text.hpp"
#include "commit.hpp"
#include "json.hpp"
#include "json_fields.hpp"
#include "parser.hpp"
#include "store/json_table.hpp"
#include "store/shipped_maps.hpp"
#include "undo_memory.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kShownRejects = 20;

struct ImportWords {
  std::string file, map, form, rejects, json, show_map;
  bool dry_run = false, no_commit = false, list_maps = false;
};

std::string read_file(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw Failure(Exit::cannot, trf("cannot read '{}'", file));
  return {std::istreambuf_iterator<char>(stream), {}};
}

const store::ShippedMap* find_shipped(const std::string& name) {
  for (const auto& map : store::shipped_maps())
    if (map.name == name) return &map;
  return nullptr;
}

std::vector<std::string> shipped_names() {
  std::vector<std::string> names;
  for (const auto& map : store::shipped_maps()) names.emplace_back(map.name);
  return names;
}

// The bytes of a map: those of a file, else of a shipped one of that name.
std::string map_bytes(const std::string& name) {
  if (std::filesystem::exists(name)) return read_file(name);
  if (const auto* shipped = find_shipped(name)) return std::string(shipped->bytes);
  const auto close = suggest(name, shipped_names());
  throw Failure(
      Exit::cannot, trf("cannot read '{}'", name),
      close ? trf("did you mean '{}'?", *close) : trf("maps that need no file: {}", join(shipped_names(), ", ")));
}

store::ImportMap read_map(App& app, const std::string& file, const std::string& form) {
  Diagnostics findings;
  const auto document = yaml::Document::parse(map_bytes(file), file, findings);
  std::optional<store::ImportMap> map;
  if (document && !has_errors(findings)) map = store::read_import_map(*document, app.schemas(), app.zone(), findings);
  app.tell(findings);
  if (!map) throw Failure(Exit::no, trf("the map '{}' cannot be used", file), tr("see itss-import(5)"));
  if (form.empty()) return std::move(*map);
  const auto wanted = store::import_form(form);
  if (!wanted) throw Failure(Exit::usage, trf("--form: '{}' is no form of a file", form), "csv, json, jsonl");
  if (*wanted == store::ImportForm::csv && map->form != store::ImportForm::csv)
    throw Failure(Exit::usage, trf("--form: the map '{}' is not for '{}'", file, form));
  map->form = *wanted;
  return std::move(*map);
}

Exit list_maps(App& app, const ImportWords& words) {
  format::Table table;
  table.columns = {{"name", tr("Name")}, {"purpose", tr("For")}};
  for (const auto& map : store::shipped_maps()) {
    const std::string_view first = map.bytes.substr(0, map.bytes.find('\n'));
    table.rows.push_back(
        {{std::string(map.name)}, {std::string(trim(first.substr(std::min<std::size_t>(1, first.size()))))}});
  }
  auto look = app.look();
  if (!words.json.empty()) {
    keep_fields(table, words.json);
    look.form = format::Form::json;
  }
  app.out << format::show(table, look);
  return Exit::done;
}

Exit show_map(App& app, const std::string& name) {
  if (find_shipped(name) == nullptr) {
    const auto close = suggest(name, shipped_names());
    throw Failure(Exit::no, trf("there is no map '{}'", name),
                  close ? trf("did you mean '{}'?", *close) : join(shipped_names(), ", "));
  }
  app.out << find_shipped(name)->bytes;
  return Exit::done;
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
                                       {"comments", report.comments},
                                       {"events_known", report.events_known},
                                       {"events_retracted", report.events_retracted},
                                       {"rows_unchanged", report.rows_unchanged},
                                       {"times_moved", report.times_moved},
                                       {"without_instant", report.without_instant},
                                       {"instants_ignored", report.instants_ignored},
                                       {"openings_kept", report.openings_kept},
                                       {"created", report.created},
                                       {"unused_columns", report.unused_columns},
                                       {"absent_columns", report.absent_columns},
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
  if (report.comments > 0 && report.events > 0)
    app.out << counted("{} of the events is a comment or an answer", "{} of the events are comments or answers",
                       report.comments)
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
  if (report.openings_kept > 0)
    app.out << counted("{} record has another opening here than it was imported with, which stays",
                       "{} records have other openings here than they were imported with, which stay",
                       report.openings_kept)
            << '\n';
  if (!report.unused_columns.empty())
    app.warn(trf("columns that the map does not use: {}", join(report.unused_columns, " ")));
  if (!report.absent_columns.empty())
    app.warn(trf("the map reads what no row has: {}", join(report.absent_columns, " ")));
  if (report.rejects.empty()) return;
  app.error(counted("{} row was set aside", "{} rows were set aside", report.rejects.size()),
            words.rejects.empty() ? tr("--reject FILE keeps them, to be mended and imported") : "");
  for (std::size_t i = 0; i < std::min(report.rejects.size(), kShownRejects); ++i)
    app.err << words.file << ":" << report.rejects[i].line << ": " << report.rejects[i].reason << '\n';
}

// Standard input as a file, which can be read twice.
class InputFile {
 public:
  explicit InputFile(std::istream& in) : file_(std::tmpfile()) {
    std::array<char, 65536> buffer{};
    while (file_ != nullptr && (in.read(buffer.data(), buffer.size()) || in.gcount() > 0))
      if (std::fwrite(buffer.data(), 1, static_cast<std::size_t>(in.gcount()), file_.get()) !=
          static_cast<std::size_t>(in.gcount()))
        file_.reset();
    if (file_ == nullptr || std::fflush(file_.get()) != 0)
      throw Failure(Exit::cannot, tr("standard input cannot be kept in a temporary file"));
  }
  std::filesystem::path path() const { return fmt::format("/dev/fd/{}", ::fileno(file_.get())); }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

void check_reject_file(const ImportWords& words) {
  std::error_code ignored;
  if (!words.rejects.empty() && std::filesystem::equivalent(words.file, words.rejects, ignored))
    throw Failure(Exit::usage, trf("--reject: '{}' is the file that is read", words.rejects));
}

void keep_rejects(const std::string& file, const std::string& text) {
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  if (!stream.flush()) throw Failure(Exit::cannot, trf("cannot write '{}'", file));
}

// Table or JSON Lines, as the rows were.
std::string reject_text(store::ImportSource& source, const store::ImportMap& map, const store::ImportReport& report) {
  auto rows = report.rejects;
  rows.insert(rows.end(), report.companions.begin(), report.companions.end());
  if (map.form != store::ImportForm::csv) return store::json_reject_file(std::move(rows));
  source.rewind();
  return store::reject_file(*source.next(), std::move(rows), map.delimiter);
}

Exit run(App& app, const ImportWords& words) {
  if (words.list_maps) return list_maps(app, words);
  if (!words.show_map.empty()) return show_map(app, words.show_map);
  if (words.file.empty()) throw Failure(Exit::usage, tr("the file to import is missing"), "itss import FILE --map MAP");
  if (words.map.empty())
    throw Failure(Exit::usage, tr("--map is missing: it says what the columns mean"),
                  trf("a file (see itss-import(5)), or one of {}", join(shipped_names(), ", ")));
  app.repository();         // without one there is nothing to import into
  json_of({}, words.json);  // an unknown field is an error before anything is written
  auto map = read_map(app, words.map, words.form);
  check_reject_file(words);
  std::optional<InputFile> input;
  if (words.file == "-") input.emplace(app.in);
  const auto source = store::open_source(input ? input->path() : std::filesystem::path(words.file), map);
  store::ImportOptions options;
  options.actor = app.actor();
  options.now = app.now();
  options.dry_run = words.dry_run;
  options.progress = app.progress(ITSS_TR_NOOP("{} of {} records"));
  const auto report = store::import_source(app.repository(), *source, map, options);
  if (!words.rejects.empty() && !report.rejects.empty()) keep_rejects(words.rejects, reject_text(*source, map, report));
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
  parser
      .argument("FILE", words->file,
                tr("CSV with a header, JSON or JSON Lines, plain or packed with gzip; - is standard input"))
      .completes.with = Completes::With::files;
  parser.group(tr("The import"));
  auto& map =
      parser.option("--map", words->map, "MAP", tr("what its columns mean: a file, or the name of a shipped map"));
  map.completes.with = Completes::With::words;
  map.completes.words = shipped_names();
  auto& form =
      parser.option("--form", words->form, "FORM",
                    tr("json or jsonl, where the file is not as the map says; a map of tables reads them too"));
  form.completes.with = Completes::With::words;
  form.completes.words = {"csv", "json", "jsonl"};
  parser.flag("--list-maps", words->list_maps, tr("list the maps that need no file"));
  auto& show = parser.option("--show-map", words->show_map, "NAME", tr("print such a map, to be changed"));
  show.completes.with = Completes::With::words;
  show.completes.words = shipped_names();
  parser.option("--reject", words->rejects, "FILE", tr("keep the rows that were set aside, with line and reason"))
      .completes.with = Completes::With::files;
  parser.flag("-n,--dry-run", words->dry_run, tr("find out everything, write nothing"));
  parser.flag("--no-commit", words->no_commit, tr("write without a git commit"));
  parser.optional("--json", words->json, "*", "FIELDS", tr("print JSON"));
  return [&app = subject.app, words] { return run(app, *words); };
}

}  // namespace itss::cmd
