#pragma once
// The words in which a clock is explained: verdicts, causes, reasons of a promise, methods, why a stretch counts, levels.

#include <string>

namespace itss::report {

// What a person reads in place of a word of sla/clock.hpp, in the chosen language: `hold_lapsed` is "hold lapsed". A
// word that is a code of the record's own (`P1`) stays as it is.
std::string clock_word(const std::string& word);

}  // namespace itss::report
