// `itss init`: a new repository, with the person who makes it as its first one.
#include <algorithm>
#include <fstream>
#include <map>

#include "base/text.hpp"
#include "parser.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

namespace fs = std::filesystem;

constexpr const char* kDefaultZone = "Asia/Shanghai";
// The founder may appoint everybody, the founder too.
constexpr const char* kFounderRoles = "process_owner";
// Files of schemas/ below this directory are laid out in a new repository.
constexpr std::string_view kTemplates = "init/";

struct InitOptions {
  std::string directory = ".";
  std::string name, zone = kDefaultZone, ids = "random";
  std::string me, my_name, roles = kFounderRoles;
  bool no_git = false;
};

// The person who makes the repository: --me, --as, ITSS_ACTOR, or the name in git's mail address.
std::string founder(App& app, const InitOptions& options, const std::string& email) {
  std::string id = options.me;
  if (id.empty()) id = app.globals.actor;
  if (id.empty()) id = app.env("ITSS_ACTOR").value_or("");
  if (id.empty()) id = lower(email.substr(0, email.find('@')));
  if (id.empty()) throw Failure(Exit::usage, tr("cannot tell who you are"), tr("give --me NAME, such as wang.fang"));
  if (!is_given_name(id))
    throw Failure(Exit::usage, trf("'{}' cannot be a name: letters, digits, . _ - @", id), tr("give --me NAME"));
  return id;
}

std::string quoted(const std::string& text) { return yaml::emit_inline(text); }

std::string config_text(const InitOptions& options, const std::string& name) {
  return fmt::format(
      "# The settings of this itss repository; 'itss help environment' explains them.\n"
      "name: {}\n"
      "zone: {}            # of times without an offset, dates in ids, report windows\n"
      "language: {}                   # of the messages where the terminal asks for none: en or zh\n"
      "ids: {}                   # random, or serial where numbers are read out over the phone\n"
      "git:\n"
      "  commit: true                 # each command commits the files that it wrote\n"
      "aliases: {{}}                    # mine: ticket list --mine\n",
      quoted(name), options.zone, chosen_language() == Language::zh ? "zh" : "en", options.ids);
}

// Every directory of records is merged by our driver, once a clone has installed it.
std::string attributes_text(const schema::SchemaSet& schemas) {
  std::string text = "# Records are merged event by event.\n";
  for (const auto& name : schemas.types())
    if (const auto* type = schemas.find(name)) text += "/" + type->directory + "/**/*.yaml merge=itss\n";
  return text;
}

void replace_all(std::string& text, const std::string& place, const std::string& value) {
  for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + value.size()))
    text.replace(at, place.size(), value);
}

record::Record founding_person(App& app, const InitOptions& options, const std::string& id, const std::string& email,
                               const Instant& now) {
  record::Event event;
  event.at = now;
  event.by = id;
  event.verb = record::kImport;
  event.set["status"] = "active";
  event.set["name"] = options.my_name.empty() ? id : options.my_name;
  event.set["side"] = "provider";
  if (!email.empty()) event.set["email"] = email;
  Value::List roles;
  for (const auto& role : split(options.roles, ',')) {
    const auto& known = app.schemas().shared_codes("roles");
    if (std::none_of(known.begin(), known.end(), [&](const auto& code) { return code.name == role; }))
      throw Failure(Exit::usage, trf("'{}' is not a role", role), tr("'itss schema show person' lists the roles"));
    roles.push_back(role);
  }
  event.set["roles"] = roles;
  event.source["system"] = "itss init";
  record::Record person;
  person.id = id;
  person.type = schema::kPersonType;
  person.events.push_back(event);
  person.fields = record::replay(person);
  return person;
}

std::map<fs::path, std::string> files_of(App& app, const InitOptions& options, const std::string& id,
                                         const std::string& email, const Instant& now) {
  std::map<fs::path, std::string> files;
  const auto& schemas = app.schemas();
  const auto* person_type = schemas.find(schema::kPersonType);
  if (person_type == nullptr) throw Failure(Exit::cannot, tr("the schema of people cannot be used"));
  const std::string at = to_string(now);
  for (const auto& name : schema::shipped_files()) {
    if (!starts_with(name, kTemplates)) continue;
    std::string text(schema::shipped_file(name));
    replace_all(text, "{at}", at);
    replace_all(text, "{by}", id);
    replace_all(text, "{date}", at.substr(0, 10));
    files[name.substr(kTemplates.size())] = text;
  }
  files[fs::path(person_type->directory) / (id + ".yaml")] =
      record::write_new(founding_person(app, options, id, email, now), *person_type);
  files[".gitattributes"] = attributes_text(schemas);
  return files;
}

// A git repository around the new one, and the first commit. What git refuses is a warning: the repository is complete.
Exit commit_all(App& app, const fs::path& root, const std::vector<fs::path>& files, const InitOptions& options) {
  if (options.no_git) return Exit::done;
  const vcs::Git git(root);
  if (!git.is_repository()) {
    const auto made = vcs::run({"git", "init", "--quiet"}, root);
    if (made.status != 0) {
      app.warn(trf("no git repository: {}", std::string(trim(made.err))));
      return Exit::done;
    }
  }
  const auto result = git.commit(files, "init");
  if (result) return Exit::done;
  app.error(trf("written, but git refused the commit: {}", result.error()),
            tr("the records are on disk; commit them yourself"));
  return Exit::uncommitted;
}

Exit run(App& app, const InitOptions& options) {
  const fs::path root =
      fs::absolute(app.globals.directory.empty() ? fs::path(options.directory)
                                                 : fs::path(app.globals.directory) / options.directory)
          .lexically_normal();
  if (fs::exists(root / "itss.yaml")) throw Failure(Exit::no, trf("'{}' is an itss repository already", root.string()));
  const auto zone = Zone::find(options.zone);
  if (!zone) throw Failure(Exit::usage, "--zone: " + zone.error());
  if (options.ids != "random" && options.ids != "serial")
    throw Failure(Exit::usage, trf("'{}' is not a kind of id: random or serial", options.ids));
  fs::create_directories(root);
  const std::string email = vcs::Git(root).user_email();
  const std::string id = founder(app, options, email);
  const std::string name =
      options.name.empty() ? (root.has_filename() ? root : root.parent_path()).filename().string() : options.name;
  auto files = files_of(app, options, id, email, zone->at(app.now().utc));
  {
    std::ofstream stream(root / "itss.yaml", std::ios::binary);
    if (!(stream << config_text(options, name)).flush())
      throw Failure(Exit::cannot, trf("cannot write '{}'", (root / "itss.yaml").string()));
  }
  auto written = store::Repository::open(root)->write_files(files);
  written.emplace_back("itss.yaml");
  const Exit exit = commit_all(app, root, written, options);
  if (!app.terminal.out) {
    app.out << root.string() << '\n';
  } else if (!app.globals.quiet) {
    app.out << trf("a new itss repository in {}, zone {}, for {}", root.string(), options.zone, id) << '\n';
    app.out << app.paint(trf("next: {}", "itss person appoint " + id + " --roles process_owner,l1 --note ..."),
                         format::Style::faint)
            << '\n';
  }
  return exit;
}

}  // namespace

Run setup_init(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<InitOptions>();
  parser.argument("DIR", options->directory, tr("where (else here)")).completes.with = Completes::With::files;
  parser.group(tr("The repository"));
  parser.option("--name", options->name, "TEXT", tr("its name (else the directory's)"));
  parser.option("--zone", options->zone, "ZONE", tr("its time zone (else Asia/Shanghai)"));
  parser.option("--ids", options->ids, "KIND", tr("random or serial")).completes = {
      Completes::With::words, {"random", "serial"}, {}};
  parser.option("--me", options->me, "NAME", tr("your name as an id (else from git's user.email)"));
  parser.option("--my-name", options->my_name, "TEXT", tr("your name for people"));
  parser.option("--roles", options->roles, "ROLE,...", tr("your roles (else process_owner)"));
  parser.flag("--no-git", options->no_git, tr("make no git repository and no commit"));
  return [&app = subject.app, options] { return run(app, *options); };
}

}  // namespace itss::cmd
