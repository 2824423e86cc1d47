#include "exit.hpp"

#include "base/translate.hpp"

namespace itss::cmd {

const std::vector<ExitRow>& exit_codes() {
  static const std::vector<ExitRow> rows = {
      {Exit::done, ITSS_TR_NOOP("done, or the answer is yes")},
      {Exit::no, ITSS_TR_NOOP("no: refused, findings, not found, ambiguous, or some of several ids failed")},
      {Exit::usage, ITSS_TR_NOOP("the command line is wrong")},
      {Exit::cannot, ITSS_TR_NOOP("cannot go on, or the answer is incomplete because records were unreadable")},
      {Exit::uncommitted, ITSS_TR_NOOP("written, but git refused the commit")},
      {Exit::interrupted, ITSS_TR_NOOP("interrupted")},
  };
  return rows;
}

Exit worse(Exit a, Exit b) {
  const auto rank = [](Exit exit) {
    switch (exit) {
      case Exit::done:
        return 0;
      case Exit::uncommitted:
        return 1;
      case Exit::no:
        return 2;
      case Exit::usage:
        return 3;
      case Exit::cannot:
        return 4;
      case Exit::interrupted:
        return 5;
    }
    return 0;
  };
  return rank(a) < rank(b) ? b : a;
}

}  // namespace itss::cmd
