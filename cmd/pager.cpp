#include "pager.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace itss::cmd {

namespace {

// ITSS_PAGER, then PAGER, then less; empty: none. An empty variable means none, too.
std::string pager_of(const App& app) {
  if (app.globals.no_pager) return {};
  for (const char* name : {"ITSS_PAGER", "PAGER"})
    if (const auto value = app.env(name)) return *value == "cat" ? std::string() : *value;
  return "less";
}

bool page(const App& app, const std::string& text) {
  const std::string pager = pager_of(app);
  if (pager.empty()) return false;
  setenv("LESS", "FRX", 0);
  std::FILE* pipe = popen(pager.c_str(), "w");
  if (pipe == nullptr) return false;
  // Ctrl-C belongs to the pager, and leaving it early is not an error.
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  std::fwrite(text.data(), 1, text.size(), pipe);
  pclose(pipe);
  return true;
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
