#pragma once
// Ctrl-C while files are replaced and committed: it waits, so that the store and git are as before or as after.

#include <csignal>

#include "store/faults.hpp"

namespace itss::cmd {

class HeldInterrupt {
 public:
  HeldInterrupt();
  ~HeldInterrupt();
  HeldInterrupt(const HeldInterrupt&) = delete;
  HeldInterrupt& operator=(const HeldInterrupt&) = delete;

  // Holds back from the first file that is touched: whoever waits for another writer may give up.
  store::Faults at_first_write();

  // Whether an interrupt is held back: a loop over records ends then, what it wrote is committed.
  static bool pending();
  // Takes what is held back, if anything is: the caller ends with 130.
  static bool take();

 private:
  sigset_t before_{};
};

}  // namespace itss::cmd
