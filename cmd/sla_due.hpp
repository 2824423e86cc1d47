#pragma once
// The list of running clocks: `sla due`, and `sla show` without ids.

#include "open_clocks.hpp"
#include "read.hpp"

namespace itss::cmd {

struct DueOptions {
  ClockWords which;
  std::string within;  // an amount of wall-clock time; empty: however long
  bool ids = false, fail_breached = false;
  ShowWords show;
};

Exit run_due(App& app, const DueOptions& options);

}  // namespace itss::cmd
