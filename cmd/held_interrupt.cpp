#include "held_interrupt.hpp"

namespace itss::cmd {

namespace {

sigset_t interrupts() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

HeldInterrupt::HeldInterrupt() { sigprocmask(SIG_SETMASK, nullptr, &before_); }
HeldInterrupt::~HeldInterrupt() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

store::Faults HeldInterrupt::at_first_write() {
  return {[](std::string_view) {
    const sigset_t set = interrupts();
    sigprocmask(SIG_BLOCK, &set, nullptr);
  }};
}

bool HeldInterrupt::pending() {
  sigset_t waiting;
  sigemptyset(&waiting);
  sigpending(&waiting);
  return sigismember(&waiting, SIGINT) == 1 || sigismember(&waiting, SIGTERM) == 1;
}

bool HeldInterrupt::take() {
  if (!pending()) return false;
  const sigset_t set = interrupts();
  const timespec at_once{0, 0};
  while (sigtimedwait(&set, nullptr, &at_once) > 0) {
  }
  return true;
}

}  // namespace itss::cmd
