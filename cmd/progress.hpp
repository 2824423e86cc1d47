#pragma once
// How far long work has come, for whoever waits at a terminal.

#include <chrono>
#include <cstddef>

#include "app.hpp"

namespace itss::cmd {

class Progress {
 public:
  // `text`, to be translated, has two places: `{} of {} records`. Nothing is shown before a second has passed, where
  // standard error is no terminal, or under --quiet. REQUIRES: `app` and `text` outlive the object.
  Progress(App& app, const char* text, std::size_t total);
  ~Progress();  // the line is gone again
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void step();  // one more is done

 private:
  using Clock = std::chrono::steady_clock;

  App& app_;
  const char* const text_;
  const std::size_t total_;
  std::size_t done_ = 0;
  Clock::time_point next_;
  bool shown_ = false;
};

}  // namespace itss::cmd
