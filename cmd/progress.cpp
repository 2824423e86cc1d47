#include "progress.hpp"

#include <ostream>

namespace itss::cmd {

namespace {

constexpr std::chrono::milliseconds kPatience{1000}, kPause{200};

}  // namespace

Progress::Progress(App& app, const char* text, std::size_t total)
    : app_(app), text_(text), total_(total), next_(Clock::now() + kPatience) {}

Progress::~Progress() {
  if (shown_) app_.err << "\r\x1b[K" << std::flush;
}

void Progress::step() {
  ++done_;
  if (!app_.terminal.err || app_.globals.quiet || Clock::now() < next_) return;
  app_.err << '\r' << trf(text_, done_, total_) << std::flush;
  next_ = Clock::now() + kPause;
  shown_ = true;
}

}  // namespace itss::cmd
