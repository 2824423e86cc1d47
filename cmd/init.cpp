// `itss init`: a new repository, with the person who makes it as its first one.
#include "store/init.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "parser.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

namespace fs = std::filesystem;

constexpr const char* kDefaultZone = "Asia/Shanghai";

struct InitOptions {
  std::string directory = ".";
  std::string name, zone = kDefaultZone, ids = "random";
  std::string me, my_name, roles, since;
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

// The roles asked for, each a known one; empty: the founder's usual ones.
std::vector<std::string> roles_of(App& app, const InitOptions& options) {
  if (options.roles.empty()) return {};
  const auto& known = app.schemas().shared_codes(schema::kRolesField);
  std::vector<std::string> roles = split(options.roles, ',');
  for (const auto& role : roles)
    if (std::none_of(known.begin(), known.end(), [&](const auto& code) { return code.name == role; }))
      throw Failure(Exit::usage, trf("'{}' is not a role", role), tr("'itss schema show person' lists the roles"));
  return roles;
}

// From when on the founder holds the roles: what happened before the repository was made can be recorded by them too.
Instant founding_time(App& app, const InitOptions& options, const Zone& zone) {
  const Instant now = zone.at(app.now().utc);
  if (options.since.empty()) return now;
  const auto since = parse_when(options.since, now, zone);
  if (!since) throw Failure(Exit::usage, "--since: " + since.error(), tr("see 'itss help dates'"));
  if (now < *since) throw Failure(Exit::usage, trf("--since: '{}' lies in the future", options.since));
  return zone.at(since->utc);
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
  if (options.directory.empty()) throw Failure(Exit::usage, tr("the directory is missing"));
  const fs::path root =
      fs::absolute(app.globals.directory.empty() ? fs::path(options.directory)
                                                 : fs::path(app.globals.directory) / options.directory)
          .lexically_normal();
  std::error_code error;
  if (fs::exists(root / "itss.yaml", error))
    throw Failure(Exit::no, trf("'{}' is an itss repository already", root.string()));
  const auto zone = Zone::find(options.zone);
  if (!zone) throw Failure(Exit::usage, "--zone: " + zone.error());
  if (options.ids != "random" && options.ids != "serial")
    throw Failure(Exit::usage, trf("'{}' is not a kind of id: random or serial", options.ids));
  fs::create_directories(root, error);
  if (error) throw Failure(Exit::cannot, trf("cannot make '{}': {}", root.string(), error.message()));
  store::Founding founding{.name = options.name, .zone = *zone};
  if (founding.name.empty()) founding.name = (root.has_filename() ? root : root.parent_path()).filename().string();
  founding.language = chosen_language() == Language::zh ? "zh" : "en";
  founding.serial_ids = options.ids == "serial";
  founding.email = vcs::Git(root).user_email();
  founding.person = founder(app, options, founding.email);
  founding.person_name = options.my_name;
  if (auto roles = roles_of(app, options); !roles.empty()) founding.roles = std::move(roles);
  founding.at = founding_time(app, options, *zone);
  const auto written = store::make_repository(root, founding);
  const Exit exit = commit_all(app, root, written, options);
  if (!app.terminal.out) {
    app.out << root.string() << '\n';
  } else if (!app.globals.quiet) {
    app.out << trf("a new itss repository in {}, zone {}, for {}", root.string(), options.zone, founding.person)
            << '\n';
    app.out << app.paint(trf("next: {}", "itss ticket new --help"), format::Style::faint) << '\n';
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
  parser.option("--roles", options->roles, "ROLE,...",
                tr("your roles (else those of a desk of one: l1, l1_lead, l2, svc_manager, process_owner)"));
  parser.option("--since", options->since, "TIME",
                tr("from when on you have the roles, for what is entered later (else now)"));
  parser.flag("--no-git", options->no_git, tr("make no git repository and no commit"));
  return [&app = subject.app, options] { return run(app, *options); };
}

}  // namespace itss::cmd
