#pragma once
// Which calendar a command is about, and times as a person writes them for it.

#include <memory>

#include "calendar/calendar.hpp"
#include "parser.hpp"

namespace itss::cmd {

struct CalendarWords {
  std::vector<std::string> words;
  std::string file;  // --calendar-file
  std::string json;
};

// Declares the words, --calendar-file and --json.
void add_calendar_options(Parser& parser, CalendarWords& words, const char* names, const char* help);

// The calendar of a command: that of --calendar-file, or the repository's that the first word names, which is taken
// away. Keeps what it read alive. Throws Failure (1, 2, 3) if there is none.
class CalendarSource {
 public:
  CalendarSource(App& app, const CalendarWords& given, std::vector<std::string>& words);
  const calendar::Calendar& operator*() const { return *calendar_; }

 private:
  void read(App& app, const std::string& file);

  std::optional<calendar::Calendar> own_;
  const calendar::Calendar* calendar_ = nullptr;
};

// The repository's calendar of this name. Throws Failure (1) with a suggestion.
const calendar::Calendar& named_calendar(App& app, const std::string& name);

// A time on the command line; without an offset it is in the calendar's zone. Throws Failure (2).
Instant time_in(App& app, const calendar::Calendar& calendar, const std::string& text);

}  // namespace itss::cmd
