#include <doctest/doctest.h>
#include <sys/wait.h>

#include <array>

#include "store/errors.hpp"
#include "store/lock.hpp"
#include "temp_dir.hpp"

using namespace itss;
using namespace itss::store;
using itss::test::TempDir;
using std::chrono::milliseconds;

namespace {

// A child process that holds the lock until it is told to end.
class Holder {
 public:
  Holder(const TempDir& dir, const std::string& command) {
    std::array<int, 2> ready{}, end{};
    REQUIRE(::pipe(ready.data()) == 0);
    REQUIRE(::pipe(end.data()) == 0);
    pid_ = ::fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
      ::close(end[1]);
      const auto lock = Lock::take(dir.path(), milliseconds(0), command);
      char byte = 'r';
      if (::write(ready[1], &byte, 1) != 1 || ::read(end[0], &byte, 1) < 0) ::_exit(1);
      ::_exit(0);  // as a crash does: no destructor runs
    }
    char byte = 0;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    for (const int fd : {ready[0], ready[1], end[0]}) ::close(fd);
    end_ = end[1];
  }
  ~Holder() {
    ::close(end_);
    ::waitpid(pid_, nullptr, 0);
  }
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = 0;
  int end_ = -1;
};

}  // namespace

TEST_CASE("a second writer gives up after the wait and says who holds the lock") {
  const TempDir dir;
  const Holder holder(dir, "itss ticket new");
  try {
    Lock::take(dir.path(), milliseconds(50), "itss ticket close");
    FAIL("two writers at once");
  } catch (const LockBusy& busy) {
    const std::string text = busy.what();
    CHECK(text.find("process " + std::to_string(holder.pid()) + " on ") == 0);
    CHECK(text.find("(itss ticket new) is writing here; gave up after 0.05 s") != std::string::npos);
  }
  CHECK_FALSE(Lock::try_take(dir.path(), "reader"));
}

TEST_CASE("the lock of a process that died is free, and the next holder learns of it") {
  const TempDir dir;
  CHECK_FALSE(Lock::take(dir.path(), milliseconds(0), "itss").after_interruption());
  { const Holder holder(dir, "itss"); }
  CHECK(Lock::take(dir.path(), milliseconds(0), "itss").after_interruption());
  CHECK_FALSE(Lock::take(dir.path(), milliseconds(0), "itss").after_interruption());
}

TEST_CASE("a lock that is let go can be taken again, and names nobody") {
  const TempDir dir;
  {
    const auto lock = Lock::take(dir.path(), milliseconds(0), "itss ticket\nnew");
    CHECK(dir.read(".itss/cache/lock").find(" itss ticket new\n") != std::string::npos);
  }
  CHECK(dir.read(".itss/cache/lock").empty());
  CHECK_NOTHROW(Lock::take(dir.path(), milliseconds(0), "itss"));
}

TEST_CASE("the cache directory is made when needed and ignores itself in git") {
  const TempDir dir;
  Lock::take(dir.path(), milliseconds(0), "itss");
  CHECK(dir.read(".itss/cache/.gitignore") == "*\n");
  std::filesystem::remove_all(dir / ".itss/cache");
  CHECK_NOTHROW(Lock::take(dir.path(), milliseconds(0), "itss"));
}

TEST_CASE("a place that cannot hold a lock is told with its path") {
  const TempDir dir;
  dir.write(".itss", "a file\n");
  CHECK_THROWS_AS(Lock::take(dir.path(), milliseconds(0), "itss"), Error);
  CHECK_FALSE(Lock::try_take(dir.path(), "itss"));
}
