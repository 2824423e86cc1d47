#include "app.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <thread>

#include "base/text.hpp"
#include "calendar/calendar.hpp"
#include "people.hpp"

namespace itss::cmd {

namespace {

std::size_t number_or(const char* text, std::size_t fallback) {
  if (text == nullptr) return fallback;
  const long value = std::strtol(text, nullptr, 10);
  return value > 0 ? static_cast<std::size_t>(value) : fallback;
}

SysSeconds clock_now() { return std::chrono::floor<Seconds>(std::chrono::system_clock::now()); }

}  // namespace

Terminal look_at_terminal() {
  Terminal terminal;
  terminal.in = isatty(STDIN_FILENO) == 1;
  terminal.out = isatty(STDOUT_FILENO) == 1;
  terminal.err = isatty(STDERR_FILENO) == 1;
  terminal.width = number_or(std::getenv("COLUMNS"), 80);
  winsize size{};
  if (terminal.out && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    terminal.width = size.ws_col;
    terminal.height = size.ws_row;
  }
  return terminal;
}

App::App(std::string program, Terminal where)
    : terminal(where), err(std::cerr), in(std::cin), program_(std::move(program)) {}

App::~App() = default;

std::optional<std::string> App::env(const char* name) const {
  const char* value = std::getenv(name);
  if (value == nullptr) return std::nullopt;
  return value;
}

std::string App::wished_time() const { return !globals.now.empty() ? globals.now : env("ITSS_NOW").value_or(""); }

bool App::wait_for_next_second() {
  if (!wished_time().empty()) return false;
  std::this_thread::sleep_until(now().utc + Seconds(1));
  now_.reset();
  return true;
}

Instant App::now() {
  if (now_) return *now_;
  const std::string wish = wished_time();
  if (wish.empty()) {
    now_ = zone().at(clock_now());
  } else if (auto exact = parse_instant(wish)) {
    now_ = *exact;
  } else {
    const auto relative = parse_when(wish, zone().at(clock_now()), zone());
    const std::string origin = globals.now.empty() ? "ITSS_NOW: " : "--now: ";
    if (!relative) throw Failure(Exit::usage, origin + relative.error(), tr("see 'itss help dates'"));
    now_ = *relative;
  }
  return *now_;
}

Instant App::when(const std::string& text, const std::string& option) {
  if (auto exact = parse_instant(text)) return *exact;
  const auto instant = parse_when(text, now(), zone());
  if (!instant) throw Failure(Exit::usage, option + ": " + instant.error(), tr("see 'itss help dates'"));
  return *instant;
}

std::string App::named_directory() const {
  return !globals.directory.empty() ? globals.directory : env("ITSS_DIR").value_or("");
}

store::Repository* App::find_repository() {
  if (searched_) {
    // Options behind the command's name are read after its type has been looked up here.
    if (repository_ && globals.no_index) repository_->do_without_index();
    return repository_.get();
  }
  std::filesystem::path start = named_directory();
  if (start.empty()) start = ".";
  std::error_code ignored;
  const auto absolute = std::filesystem::absolute(start, ignored);
  if (const auto root = store::Repository::find_root(absolute)) repository_ = store::Repository::open(*root);
  searched_ = true;
  if (repository_) prepare_repository();
  say_recovery();
  return repository_.get();
}

void App::prepare_repository() {
  if (globals.no_index) repository_->do_without_index();
  repository_->set_index_note([this](const std::string& text) { note(text); });
  repository_->set_progress(progress(ITSS_TR_NOOP("{} of {} files indexed")));
}

void App::move_to(const std::string& directory) {
  globals.directory = directory;
  repository_.reset();
  git_.reset();
  searched_ = false;
}

store::Repository& App::repository() {
  if (auto* found = find_repository()) return *found;
  if (const std::string named = named_directory(); !named.empty()) {
    const char* const origin = globals.directory.empty() ? "ITSS_DIR" : "-C";
    std::error_code ignored;
    throw Failure(Exit::cannot,
                  std::filesystem::is_directory(named, ignored)
                      ? trf("{}: '{}' is in no itss repository (no itss.yaml there or above)", origin, named)
                      : trf("{}: there is no directory '{}'", origin, named));
  }
  throw Failure(Exit::cannot, tr("not in an itss repository (no itss.yaml here or above)"),
                tr("'itss init' makes one; -C DIR or ITSS_DIR names another place"));
}

const schema::SchemaSet& App::schemas() {
  if (auto* found = find_repository()) return found->schemas();
  if (!shipped_) shipped_ = std::make_unique<schema::SchemaSet>();
  return *shipped_;
}

const Zone& App::zone() {
  if (auto* found = find_repository()) return found->zone();
  if (!utc_) utc_ = *Zone::find("UTC");
  return *utc_;
}

const vcs::Git& App::git() {
  if (!git_) git_ = std::make_unique<vcs::Git>(repository().root());
  return *git_;
}

const UserConfig& App::user_config() {
  if (user_config_) return *user_config_;
  std::filesystem::path directory = env("XDG_CONFIG_HOME").value_or("");
  const std::string home = env("HOME").value_or("");
  if (directory.empty() && !home.empty()) directory = std::filesystem::path(home) / ".config";
  Diagnostics findings;
  user_config_ = directory.empty() ? UserConfig{} : read_user_config(directory / "itss" / "config.yaml", findings);
  tell(findings);
  return *user_config_;
}

std::string App::named_actor() const { return !globals.actor.empty() ? globals.actor : env("ITSS_ACTOR").value_or(""); }

const std::string& App::find_actor() {
  if (actor_) return *actor_;
  const std::string name = named_actor();
  if (name.empty()) {
    actor_ = git_person();
  } else {
    const auto person = repository().load(name, schema::kPersonType);
    if (!person.record) {
      tell(person.findings);
      unknown_person(repository(), name);
    }
    actor_ = person.record->id;
  }
  return *actor_;
}

const std::string& App::actor() {
  if (!find_actor().empty()) return *actor_;
  const std::string email = git().user_email();
  if (email.empty())
    throw Failure(Exit::usage, tr("cannot tell who you are"), tr("give --as PERSON or set ITSS_ACTOR"));
  throw Failure(Exit::usage, trf("cannot tell who you are: nobody among the people has the address '{}'", email),
                tr("give --as PERSON or set ITSS_ACTOR, or record the address with 'itss person amend'"));
}

const std::string& App::git_person() {
  if (!git_person_) git_person_ = person_with_address(repository(), git().user_email());
  return *git_person_;
}

std::string App::acting_as() { return !named_actor().empty() && git_person() != actor() ? actor() : std::string(); }

bool App::colour(bool stream_is_terminal) {
  if (globals.color == "always") return true;
  if (globals.color == "never") return false;
  if (!env("NO_COLOR").value_or("").empty()) return false;
  const std::string force = env("CLICOLOR_FORCE").value_or("");
  if (!force.empty() && force != "0") return true;
  if (env("CLICOLOR").value_or("1") == "0" || env("TERM").value_or("") == "dumb") return false;
  const std::string& own = user_config().color;
  return own == "always" || (stream_is_terminal && own != "never");
}

format::Look App::look() {
  format::Look look;
  look.form = terminal.out ? format::Form::text : format::Form::tsv;
  look.width = terminal.out ? terminal.width : 0;
  look.colour = colour(terminal.out);
  look.header = terminal.out;
  return look;
}

bool App::may_ask() const { return terminal.in && terminal.err && !globals.no_input && !env("CI"); }

// Asking for the colour may itself print warnings about the person's settings, so it comes before the first byte.
void App::warn(const std::string& message) {
  const std::string word = format::paint(tr("warning"), format::Style::warning, colour(terminal.err));
  err << "itss: " << word << ": " << message << '\n';
}

void App::tell(const Diagnostics& findings) {
  for (const auto& finding : findings)
    if (std::string text = to_text(finding); told_.insert(text).second) err << text << '\n';
}

void App::note(const std::string& message) {
  if (!globals.quiet) err << "itss: " << message << '\n';
}

void App::error(const std::string& message, const std::string& hint) {
  const std::string word = format::paint(tr("error"), format::Style::bad, colour(terminal.err));
  err << "itss: " << word << ": " << message << '\n';
  if (!hint.empty()) err << "  " << hint << '\n';
}

void App::say_recovery() {
  if (!repository_) return;
  tell(repository_->take_recovery_findings());
}

Random App::random() {
  const std::string seed = env("ITSS_SEED").value_or("");
  if (!seed.empty()) {  // repeatable ids for documentation and tests
    auto engine = std::make_shared<std::mt19937>(static_cast<unsigned>(std::strtoul(seed.c_str(), nullptr, 10)));
    return [engine] { return static_cast<unsigned>((*engine)()); };
  }
  auto device = std::make_shared<std::random_device>();
  return [device] { return (*device)(); };
}

}  // namespace itss::cmd
