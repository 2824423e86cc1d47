#include "vcs/run.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

#include "base/error.hpp"

namespace itss::vcs {

namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }
  int get() const { return fd_; }
  void reset(int fd) {
    close();
    fd_ = fd;
  }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_;
};

std::string reason(int error) { return std::generic_category().message(error); }

struct Pipe {
  Descriptor read, write;
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw Error("cannot make a pipe: " + reason(errno));
    read.reset(ends[0]);
    write.reset(ends[1]);
  }
};

// The input in memory, as a file: the program may end without reading it, and no pipe breaks.
void fill(Descriptor& file, std::string_view input) {
  file.reset(::memfd_create("itss-input", MFD_CLOEXEC));
  if (file.get() < 0) throw Error("cannot hold a program's input: " + reason(errno));
  while (!input.empty()) {
    const ssize_t written = ::write(file.get(), input.data(), input.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) throw Error("cannot hold a program's input: " + reason(errno));
    input.remove_prefix(static_cast<std::size_t>(written));
  }
  ::lseek(file.get(), 0, SEEK_SET);
}

// The environment without what ties git to another work tree: a hook or an alias of the user's may have set it, and the
// directory says which repository is meant.
std::vector<char*> environment(const std::vector<std::string>& variables) {
  static constexpr std::array<std::string_view, 5> kTies = {
      "GIT_DIR=", "GIT_WORK_TREE=", "GIT_INDEX_FILE=", "GIT_COMMON_DIR=", "GIT_PREFIX="};
  std::vector<char*> kept;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    const bool tie =
        std::any_of(kTies.begin(), kTies.end(), [&](auto name) { return text.substr(0, name.size()) == name; });
    if (!tie) kept.push_back(*variable);
  }
  for (const auto& variable : variables) kept.push_back(const_cast<char*>(variable.c_str()));
  kept.push_back(nullptr);
  return kept;
}

// Starts the program; 0 and its pid, or the error number.
int start(const std::vector<std::string>& argv, const std::filesystem::path& directory,
          const std::vector<std::string>& variables, int in, int out, int err, pid_t& pid) {
  std::vector<char*> words;
  words.reserve(argv.size() + 1);
  for (const auto& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
  posix_spawn_file_actions_addchdir_np(&actions, directory.c_str());

  // A program expects to be told of a closed pipe even if we ignore that ourselves.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);

  const int error = posix_spawnp(&pid, words[0], &actions, &attributes, words.data(), environment(variables).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

// Reads both pipes until both are closed; reading one after the other could block the program on the full one.
void drain(Descriptor& out, Descriptor& err, const std::function<void(std::string_view)>& take, std::string& errors) {
  std::array<char, 65536> buffer{};
  while (out.get() >= 0 || err.get() >= 0) {
    std::array<pollfd, 2> waiting = {{{out.get(), POLLIN, 0}, {err.get(), POLLIN, 0}}};
    if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      if (waiting.at(i).revents == 0) continue;
      Descriptor& source = i == 0 ? out : err;
      const ssize_t count = ::read(source.get(), buffer.data(), buffer.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) {
        source.close();
        continue;
      }
      const std::string_view part(buffer.data(), static_cast<std::size_t>(count));
      if (i == 0)
        take(part);
      else
        errors += part;
    }
  }
}

int wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Output run(const std::vector<std::string>& argv, const std::filesystem::path& directory, std::string_view input,
           const std::vector<std::string>& variables) {
  std::string out;
  Output output = run(
      argv, directory, input, [&](std::string_view part) { out += part; }, variables);
  output.out = std::move(out);
  return output;
}

Output run(const std::vector<std::string>& argv, const std::filesystem::path& directory, std::string_view input,
           const std::function<void(std::string_view)>& take, const std::vector<std::string>& variables) {
  Descriptor in;
  fill(in, input);
  Pipe out;
  Pipe err;
  Output output;
  pid_t pid = 0;
  if (const int error = start(argv, directory, variables, in.get(), out.write.get(), err.write.get(), pid); error != 0)
    return {.status = -1, .out = {}, .err = "cannot run '" + argv.front() + "': " + reason(error)};
  out.write.close();
  err.write.close();
  try {
    drain(out.read, err.read, take, output.err);
  } catch (...) {
    out.read.close();
    err.read.close();
    wait_for(pid);
    throw;
  }
  output.status = wait_for(pid);
  return output;
}

}  // namespace itss::vcs
