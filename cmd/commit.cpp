#include "commit.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <thread>

namespace itss::cmd {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPause{50};
constexpr milliseconds kPatience{20'000};  // for other commands of ours, and for the locks of somebody's git

// git fails where it would have to wait for its index, so our own commands stand in line for it.
class Turn {
 public:
  explicit Turn(const std::filesystem::path& root) {
    const auto file = root / ".itss" / "cache" / "commit.lock";
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    for (milliseconds waited{0}; descriptor_ >= 0 && waited < kPatience; waited += kPause) {
      if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
      std::this_thread::sleep_for(kPause);
    }
  }
  ~Turn() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  int descriptor_ = -1;
};

bool is_locked(const std::string& message) { return message.find(".lock'") != std::string::npos; }

// What git said if it refused. Tries again while its locks are held, and while others commit: one of them may have
// committed our change, and a third have written the file anew before we looked.
std::optional<std::string> commit_patiently(App& app, const std::vector<std::filesystem::path>& files,
                                            const std::string& message) {
  std::optional<std::string> last_head;
  for (milliseconds waited{0};; waited += kPause) {
    const auto result = app.git().commit(files, message, app.acting_as());
    if (result) return std::nullopt;
    auto head = app.git().head();
    if (app.git().is_committed(files)) return std::nullopt;
    if ((last_head == head && !is_locked(result.error())) || waited >= kPatience) return result.error();
    last_head = std::move(head);
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace

Exit commit_files(App& app, const std::vector<std::filesystem::path>& files, const std::string& message) {
  if (files.empty() || !app.repository().config().git_commit || !app.git().is_repository()) return Exit::done;
  if (const auto operation = app.git().operation_in_progress()) {
    app.note(trf("written, not committed: a {} is in progress", *operation));
    return Exit::done;
  }
  const Turn turn(app.repository().root());
  const auto refusal = commit_patiently(app, files, message);
  if (!refusal) return Exit::done;
  app.error(trf("written, but git refused the commit: {}", *refusal),
            tr("the records are on disk; commit them yourself"));
  return Exit::uncommitted;
}

}  // namespace itss::cmd
