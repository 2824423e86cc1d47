#include "version.hpp"

#include <sys/utsname.h>

#include "parser.hpp"
#include "verbs.hpp"
#include "version_text.hpp"

#ifndef ITSS_COMMIT
#define ITSS_COMMIT "unknown"
#endif

namespace itss::cmd {

std::string version_text(bool verbose) {
  std::string text = fmt::format("itss {} ({})\n", version(), ITSS_COMMIT);
  if (!verbose) return text;
  utsname system{};
  uname(&system);
  text += fmt::format("compiler: {}\n", __VERSION__);
  text += fmt::format("system: {} {} {}\n", system.sysname, system.release, system.machine);
  text += fmt::format("fmt: {}\n", FMT_VERSION);
  return text;
}

Run setup_version(Parser&, const Subject& subject) {
  return [&app = subject.app] {
    app.out << version_text(app.globals.verbose);
    return Exit::done;
  };
}

}  // namespace itss::cmd
