#include "pager.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace itss::cmd {

namespace {

// ITSS_PAGER, then the person's settings, then PAGER, then less. An empty variable means none.
std::string pager_of(App& app) {
  if (app.globals.no_pager) return {};
  std::string pager = "less";
  if (const auto own = app.env("ITSS_PAGER"))
    pager = *own;
  else if (!app.user_config().pager.empty())
    pager = app.user_config().pager;
  else if (const auto value = app.env("PAGER"))
    pager = *value;
  return pager == "cat" ? std::string() : pager;
}

// The shell's exit codes for a command that it does not find or may not run.
bool never_started(int status) {
  return WIFEXITED(status) && (WEXITSTATUS(status) == 126 || WEXITSTATUS(status) == 127);
}

// Whether a pager has shown the text.
bool page(App& app, const std::string& text) {
  const std::string pager = pager_of(app);
  if (pager.empty()) return false;
  setenv("LESS", "FRX", 0);
  std::FILE* pipe = popen(pager.c_str(), "w");
  if (pipe == nullptr) return false;
  // Ctrl-C belongs to the pager, and leaving it early is not an error.
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  std::fwrite(text.data(), 1, text.size(), pipe);
  if (!never_started(pclose(pipe))) return true;
  std::signal(SIGPIPE, SIG_DFL);
  app.warn(trf("the pager '{}' cannot be started", pager));
  return false;
}

void write_all(const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t count = ::write(STDOUT_FILENO, text.data() + done, text.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw Failure(Exit::cannot, trf("cannot write the output: {}", std::strerror(errno)));
    done += static_cast<std::size_t>(count);
  }
}

}  // namespace

void deliver(App& app) {
  const std::string text = app.out.str();
  app.out.str({});
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  if (app.terminal.out && lines >= app.terminal.height && page(app, text)) return;
  write_all(text);
}

}  // namespace itss::cmd
