#pragma once
// What a command works with: streams, terminal, time, actor, repository. Only cmd/ reads argv, the environment, the
// clock and the terminal, and only through this.

#include <fmt/format.h>

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/translate.hpp"
#include "exit.hpp"
#include "format/document.hpp"
#include "store/repository.hpp"
#include "user_config.hpp"
#include "vcs/git.hpp"

namespace itss::cmd {

// What the three standard streams are connected to.
struct Terminal {
  bool in = false, out = false, err = false;
  std::size_t width = 80, height = 24;  // of the window; ITSS_WIDTH or COLUMNS when there is none
};
Terminal look_at_terminal();

// Options that every command takes, before or behind its name.
struct Globals {
  std::string directory;  // -C
  std::string language;   // --lang
  std::string actor;      // --as
  std::string now;        // --now
  std::string color = "auto";
  bool no_pager = false;
  bool no_input = false;
  bool no_index = false;
  bool quiet = false;
  bool verbose = false;
  bool help = false;
};

class App {
 public:
  // `program`: argv[0] as the system knows it, for the translations beside it.
  App(std::string program, Terminal terminal);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  Globals globals;
  const Terminal terminal;
  std::ostringstream out;  // collected, so that the pager and a failing disk can be dealt with at the end
  std::ostream& err;
  std::istream& in;

  // A variable of the environment; nothing if it is not set.
  std::optional<std::string> env(const char* name) const;
  const std::string& program() const { return program_; }

  // The instant of the command: --now, ITSS_NOW, else the clock, read once; with the offset of the repository's zone.
  Instant now();
  // Waits until now() is another second. False, at once, if the time is not the clock's (--now, ITSS_NOW).
  bool wait_for_next_second();
  // An instant as a person wrote it (base/zone.hpp). Throws Failure (2) that names `option` if it is none.
  Instant when(const std::string& text, const std::string& option);

  // The repository, opened at the first use. Throws Failure (3) if there is none here.
  store::Repository& repository();
  // The same, or null outside of a repository.
  store::Repository* find_repository();
  // From now on the repository of another directory, as if -C had named it. Nothing of the former may be in use.
  void move_to(const std::string& directory);
  // The repository's schemas; outside of one the shipped ones.
  const schema::SchemaSet& schemas();
  // The repository's zone; UTC outside of one: never the machine's.
  const Zone& zone();
  const vcs::Git& git();
  // The person's own settings; what is wrong with them is said once, as a warning.
  const UserConfig& user_config();

  // Who acts: --as, ITSS_ACTOR, else git's user.email looked up among the people. Throws Failure (2) if nobody is
  // found.
  const std::string& actor();
  // The same, or an empty text if nobody was named. Throws Failure (2) for a name that nobody has.
  const std::string& find_actor();
  // What --as or ITSS_ACTOR says, as it was typed.
  std::string named_actor() const;
  // The actor, if it is another person than git's own user; else empty.
  std::string acting_as();

  // How tables and documents are shown on standard output.
  format::Look look();
  bool colour(bool stream_is_terminal);
  // Whether a question may be asked.
  bool may_ask() const;
  std::string paint(const std::string& text, format::Style style) {
    return format::paint(text, style, colour(terminal.out));
  }

  // Findings on stderr, each once however often a command comes upon it.
  void tell(const Diagnostics& findings);
  // `itss: warning: ...`, `itss: note...` on stderr; notes are silenced by --quiet.
  void warn(const std::string& message);
  void note(const std::string& message);
  void error(const std::string& message, const std::string& hint = {});

  // Tells of the interrupted command that opening the repository or a write has put right.
  void say_recovery();

  // Tells how far long work is, on one line of a terminal that is gone at the end. Nothing is shown before a second has
  // passed, where standard error is no terminal, or under --quiet. `text`, to be translated, has two places: `{} of {}
  // records`. REQUIRES: the app and `text` outlive what is returned, which is never null.
  store::Progress progress(const char* text);

  Random random();

 private:
  void prepare_repository();
  std::string wished_time() const;  // of --now or ITSS_NOW; empty: the clock's

  std::string program_;
  std::set<std::string> told_;  // findings
  std::optional<Instant> now_;
  bool searched_ = false;
  std::unique_ptr<store::Repository> repository_;
  std::unique_ptr<schema::SchemaSet> shipped_;
  std::optional<UserConfig> user_config_;
  std::optional<Zone> utc_;
  std::unique_ptr<vcs::Git> git_;
  std::optional<std::string> actor_, git_person_;

  const std::string& git_person();
  std::string named_directory() const;  // -C or ITSS_DIR
};

// A translated text with its places filled.
template <class... Arguments>
std::string trf(const char* english, const Arguments&... arguments) {
  return fmt::format(fmt::runtime(tr(english)), arguments...);
}

// A number with its noun, in the form that the number wants: `{} record`, `{} records`.
inline std::string counted(const char* one, const char* many, std::size_t count) {
  return fmt::format(fmt::runtime(tr_count(one, many, count)), count);
}

}  // namespace itss::cmd
