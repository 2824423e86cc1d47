#include "report/clock_words.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "base/translate.hpp"

namespace itss::report {

namespace {

struct Row {
  std::string_view word;
  const char* english;
};

constexpr Row kRows[] = {
    // verdicts
    {"breached", ITSS_TR_NOOP("breached")},
    {"cancelled", ITSS_TR_NOOP("cancelled")},
    {"met", ITSS_TR_NOOP("met")},
    {"n/a", ITSS_TR_NOOP("n/a")},
    {"running", ITSS_TR_NOOP("running")},
    // levels
    {"every", ITSS_TR_NOOP("every")},
    {"unclassified", ITSS_TR_NOOP("unclassified")},
    // causes of a breach
    {"agreement_change", ITSS_TR_NOOP("agreement changed")},
    {"due_change", ITSS_TR_NOOP("date changed")},
    {"corrected", ITSS_TR_NOOP("corrected since")},
    {"hold_expired", ITSS_TR_NOOP("hold lapsed")},
    {"late_entry", ITSS_TR_NOOP("entered late")},
    {"priority_change", ITSS_TR_NOOP("priority changed")},
    {"work", ITSS_TR_NOOP("work")},
    // why a promise exists, and how its target was found
    {"classification", ITSS_TR_NOOP("classified")},
    {"date", ITSS_TR_NOOP("the date")},
    {"handed_on", ITSS_TR_NOOP("handed on")},
    {"from_change", ITSS_TR_NOOP("from the change")},
    {"from_start", ITSS_TR_NOOP("from the start")},
    {"opening", ITSS_TR_NOOP("opened")},
    {"proportional", ITSS_TR_NOOP("proportional")},
    {"reopen", ITSS_TR_NOOP("reopened")},
    {"told", ITSS_TR_NOOP("user told")},
    // why a stretch counts or not
    {"closed", ITSS_TR_NOOP("closed")},
    {"earlier", ITSS_TR_NOOP("earlier promise")},
    {"hold_lapsed", ITSS_TR_NOOP("hold lapsed")},
    {"hold_not_agreed", ITSS_TR_NOOP("hold that stops no clock")},
    {"hold_without_consent", ITSS_TR_NOOP("hold without consent")},
    {"holiday", ITSS_TR_NOOP("holiday")},
    {"make_up", ITSS_TR_NOOP("make-up day")},
    {"paused", ITSS_TR_NOOP("paused")},
    {"resolved", ITSS_TR_NOOP("resolved")},
    {"special", ITSS_TR_NOOP("special day")},
    {"working", ITSS_TR_NOOP("working time")},
};

}  // namespace

std::string clock_word(const std::string& word) {
  const auto* row =
      std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& each) { return each.word == word; });
  return row == std::end(kRows) ? word : tr(row->english);
}

}  // namespace itss::report
