// `itss calendar add | between | open`: the arithmetic that everything else rests on, laid open.
#include <istream>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "calendar/pauses.hpp"
#include "calendar_source.hpp"
#include "json.hpp"
#include "json_fields.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

using Words = std::vector<std::string>;
using Json = nlohmann::ordered_json;

struct ArithmeticWords : CalendarWords {
  Words pauses;
  bool follow = false;
};

// One answer: its text, its JSON, the exit code.
struct Answer {
  std::string text;
  Json json;
  Exit exit = Exit::done;
};

// A calendar with how it is to be used, asked for answers.
struct Asked {
  App& app;
  const calendar::Calendar& calendar;
  Words pauses;  // FROM/TO
  bool follow = false;

  calendar::Use use(const Instant& start) const {
    return {calendar.version_at(start.utc), follow ? calendar::Versions::follow : calendar::Versions::pinned};
  }
};

// Nothing needs no unit; `-0` is nothing, counted back.
Result<Duration> amount_of(const std::string& text) {
  if (text == "0" || text == "-0") return Duration{0, Seconds(0), text.front() == '-'};
  return parse_duration(text);
}

// The pauses of FROM/TO texts, and the same as JSON.
calendar::Pauses read_pauses(const Asked& asked, Json& json) {
  std::vector<calendar::Pause> all;
  for (const auto& text : asked.pauses) {
    const auto slash = text.find('/');
    if (slash == std::string::npos)
      throw Failure(Exit::usage, trf("'{}' is not a pause", text),
                    tr("a pause is FROM/TO: two times with a / between"));
    const Instant from = time_in(asked.app, asked.calendar, std::string(trim(text.substr(0, slash))));
    const Instant to = time_in(asked.app, asked.calendar, std::string(trim(text.substr(slash + 1))));
    if (to < from) throw Failure(Exit::no, trf("the pause {} ends before it starts", text));
    all.push_back({from.utc, to.utc});
    json.push_back({{"from", to_string(from)}, {"to", to_string(to)}});
  }
  return calendar::Pauses(std::move(all));
}

Answer answer_add(const Asked& asked, const Words& words) {
  const calendar::Calendar& calendar = asked.calendar;
  const Instant start = time_in(asked.app, calendar, words[0]);
  const auto amount = amount_of(words[1]);
  if (!amount) throw Failure(Exit::usage, amount.error(), tr("an amount is such as 90s, 15m, 4h, 2d, 1d2h, -30m"));
  Json pauses = Json::array();
  const auto moment = calendar::add(calendar, start.utc, *amount, read_pauses(asked, pauses), asked.use(start));
  if (!moment) throw Failure(Exit::no, tr("the calendar has no such instant within 100 years"));
  const std::string at = to_string(calendar.zone().at(moment->at));
  if (moment->provisional) asked.app.note(tr("provisional: it needs days that the calendar does not cover"));
  Json json = {{"start", to_string(start)},
               {"amount", to_string(*amount)},
               {"at", at},
               {"provisional", moment->provisional},
               {"pauses", pauses}};
  return {at, json};
}

Answer answer_between(const Asked& asked, const Words& words) {
  const Instant from = time_in(asked.app, asked.calendar, words[0]), to = time_in(asked.app, asked.calendar, words[1]);
  if (to < from) throw Failure(Exit::no, trf("the end {} lies before the start {}", words[1], words[0]));
  Json pauses = Json::array();
  const long seconds =
      calendar::between(asked.calendar, from.utc, to.utc, read_pauses(asked, pauses), asked.use(from)).count();
  Json json = {{"from", to_string(from)}, {"to", to_string(to)}, {"seconds", seconds}, {"pauses", pauses}};
  return {std::to_string(seconds), json};
}

// The date that a text without a time of day means; nothing for an instant.
std::optional<Date> date_alone(const Asked& asked, const std::string& text) {
  if (text != "today" && text != "tomorrow" && text != "yesterday" && !parse_date(text)) return std::nullopt;
  return asked.calendar.zone().date_at(time_in(asked.app, asked.calendar, text).utc);
}

// A date is open if it is a working day.
Answer answer_open(const Asked& asked, const Words& words) {
  const calendar::Calendar& calendar = asked.calendar;
  const auto date = date_alone(asked, words[0]);
  const Instant at =
      date ? calendar.zone().at(calendar.zone().start_of(*date)) : time_in(asked.app, calendar, words[0]);
  const bool open = date ? calendar.is_workday(*date, asked.use(at)) : calendar.is_open(at.utc, asked.use(at));
  Json json = date ? Json{{"date", to_string(*date)}} : Json{{"at", to_string(at)}};
  json["open"] = open;
  return {open ? "open" : "closed", json, open ? Exit::done : Exit::no};
}

// What a verb needs: so many values, and whether pauses may follow them.
struct Question {
  std::size_t values;
  bool pauses;
  Answer (*answer)(const Asked& asked, const Words& words);
  const char* usage;
};

// The fields of a line: between tabs, else between blanks.
Words fields_of(const std::string& line) {
  Words fields;
  for (const auto& part : split(line, line.find('\t') == std::string::npos ? ' ' : '\t'))
    if (!trim(part).empty()) fields.emplace_back(trim(part));
  return fields;
}

std::string wrong_number(std::size_t needed, std::size_t given) {
  return trf("{}, not {}", counted("{} value is needed", "{} values are needed", needed), given);
}

Json wanted_fields(const Json& json, const std::string& wanted) {
  Words names;
  for (const auto& [name, value] : json.items()) names.push_back(name);
  return only_fields(json, wanted, names);
}

// A question of a line: its values, and behind them its pauses.
Answer answer_line(const Asked& asked, const Question& question, Words words) {
  const std::size_t count = question.values;
  if (words.size() < count || (words.size() > count && !question.pauses))
    throw Failure(Exit::usage, wrong_number(count, words.size()));
  Asked own = asked;
  own.pauses.insert(own.pauses.end(), words.begin() + static_cast<std::ptrdiff_t>(count), words.end());
  words.resize(count);
  return question.answer(own, words);
}

// `-`: a question on each line, an answer on each line; a line that cannot be answered gives `-` and a message.
Exit answer_lines(const Asked& asked, const Question& question, const std::string& json) {
  App& app = asked.app;
  Exit exit = Exit::done;
  std::size_t number = 0;
  for (std::string line; std::getline(app.in, line);) {
    ++number;
    try {
      const Answer answer = answer_line(asked, question, fields_of(line));
      app.out << (json.empty() ? answer.text : wanted_fields(answer.json, json).dump()) << '\n';
    } catch (const Failure& failure) {
      app.out << (json.empty() ? "-" : "null") << '\n';
      app.error(trf("line {}: {}", number, failure.what()));
      exit = Exit::no;
    }
  }
  return exit;
}

Exit run(App& app, const ArithmeticWords& given, const Question& question) {
  Words words = given.words;
  const CalendarSource source(app, given, words);
  const Asked asked{app, *source, given.pauses, given.follow};
  if (words == Words{"-"}) return answer_lines(asked, question, given.json);
  if (words.size() != question.values)
    throw Failure(Exit::usage, wrong_number(question.values, words.size()), question.usage);
  const Answer answer = question.answer(asked, words);
  app.out << (given.json.empty() ? answer.text + "\n" : text_of(wanted_fields(answer.json, given.json)));
  return answer.exit;
}

void add_counting_options(Parser& parser, ArithmeticWords& words) {
  parser.group(tr("How it counts"));
  parser.option("--pause", words.pauses, "FROM/TO", tr("the clock stands between two times; may be repeated"));
  parser.flag("--follow", words.follow,
              tr("versions of the calendar that come into force on the way count (else the one in force at START)"));
}

}  // namespace

Run setup_calendar_add(Parser& parser, const Subject& subject) {
  auto words = std::make_shared<ArithmeticWords>();
  add_calendar_options(parser, *words, "CAL_START_AMOUNT",
                       tr("a calendar, a time, an amount; - in place of the last two reads lines"));
  add_counting_options(parser, *words);
  return [&app = subject.app, words] {
    return run(app, *words, {2, true, answer_add, "itss calendar add CAL START AMOUNT"});
  };
}

Run setup_calendar_between(Parser& parser, const Subject& subject) {
  auto words = std::make_shared<ArithmeticWords>();
  add_calendar_options(parser, *words, "CAL_START_END",
                       tr("a calendar and two times; - in place of the last two reads lines"));
  add_counting_options(parser, *words);
  return [&app = subject.app, words] {
    return run(app, *words, {2, true, answer_between, "itss calendar between CAL START END"});
  };
}

Run setup_calendar_open(Parser& parser, const Subject& subject) {
  auto words = std::make_shared<ArithmeticWords>();
  add_calendar_options(parser, *words, "CAL_INSTANT",
                       tr("a calendar and a time, or a date alone: whether it is a working day; - reads lines"));
  return [&app = subject.app, words] {
    return run(app, *words, {1, false, answer_open, "itss calendar open CAL INSTANT"});
  };
}

}  // namespace itss::cmd
