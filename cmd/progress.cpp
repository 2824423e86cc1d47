// How far long work has come, for whoever waits at a terminal.
#include <chrono>

#include "app.hpp"

namespace itss::cmd {

namespace {

constexpr std::chrono::milliseconds kPatience{1000}, kPause{200};

// The line on the terminal; it is gone at the end of the work, also of one that failed.
class ProgressLine {
 public:
  ProgressLine(App& app, const char* text) : app_(app), text_(text) {}
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(std::size_t done, std::size_t total) {
    if (done >= total) return clear();
    const auto now = Clock::now();
    if (!next_) next_ = now + kPatience;
    if (now < *next_ || !app_.terminal.err || app_.globals.quiet) return;
    app_.err << '\r' << trf(text_, done, total) << std::flush;
    next_ = now + kPause;
    shown_ = true;
  }

 private:
  using Clock = std::chrono::steady_clock;

  void clear() {
    if (shown_) app_.err << "\r\x1b[K" << std::flush;
    shown_ = false;
    next_.reset();
  }

  App& app_;
  const char* const text_;
  std::optional<Clock::time_point> next_;  // when it is written again; none: the work has not begun
  bool shown_ = false;
};

}  // namespace

store::Progress App::progress(const char* text) {
  return [line = std::make_shared<ProgressLine>(*this, text)](std::size_t done, std::size_t total) {
    line->show(done, total);
  };
}

}  // namespace itss::cmd
