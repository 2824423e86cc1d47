#include <malloc.h>
#include <unistd.h>

#include <csignal>

#include "dispatch.hpp"

namespace {

std::string path_of_program(const char* fallback) {
  std::error_code error;
  const auto path = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? fallback : path.string();
}

}  // namespace

int main(int argc, char** argv) {
  // A command lives shortly and reads many small things: what it has freed it soon needs again.
  constexpr int kKept = 64 * 1024 * 1024;
  mallopt(M_TRIM_THRESHOLD, kKept);
  mallopt(M_TOP_PAD, kKept / 64);
  std::signal(SIGPIPE, SIG_DFL);
  // Nothing to clean up: what an interrupted write left is undone or finished by the next command.
  std::signal(SIGINT, [](int) { _exit(static_cast<int>(itss::cmd::Exit::interrupted)); });
  itss::cmd::App app(path_of_program(argc > 0 ? argv[0] : "itss"), itss::cmd::look_at_terminal());
  return static_cast<int>(itss::cmd::run_program(app, {argv + (argc > 0 ? 1 : 0), argv + argc}));
}
