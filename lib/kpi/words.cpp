#include "kpi/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace itss::kpi {

namespace {

template <class Form>
struct Word {
  std::string_view text;
  Form form;
};

enum class Naming { none, optional, needed };
struct MomentWord {
  std::string_view text;
  Moment::Form form;
  Naming naming;  // whether `:NAME` follows
  bool of_clock = false;
};

constexpr std::array<MomentWord, 19> kMoments = {{
    {"opened", Moment::Form::opened, Naming::none},
    {"recorded", Moment::Form::recorded, Naming::none},
    {"told", Moment::Form::told, Naming::none},
    {"entered", Moment::Form::entered, Naming::needed},
    {"first", Moment::Form::first, Naming::needed},
    {"move", Moment::Form::move, Naming::needed},
    {"field", Moment::Form::field, Naming::needed},
    {"window_start", Moment::Form::window_start, Naming::none},
    {"window_end", Moment::Form::window_end, Naming::none},
    {"clock", Moment::Form::clock, Naming::optional, true},
    {"started", Moment::Form::started, Naming::optional, true},
    {"stopped", Moment::Form::stopped, Naming::optional, true},
    {"due", Moment::Form::due, Naming::optional, true},
    {"breached", Moment::Form::breached, Naming::optional, true},
    {"event", Moment::Form::event, Naming::none},
    {"item", Moment::Form::item, Naming::needed},
    {"span", Moment::Form::span, Naming::none},
    {"slot", Moment::Form::slot, Naming::none},
    {"overlap", Moment::Form::overlap, Naming::none},
}};

constexpr std::array<Word<Subject::Form>, 6> kSubjects = {{{"clock", Subject::Form::clock},
                                                           {"promises", Subject::Form::promise},
                                                           {"events", Subject::Form::event},
                                                           {"items", Subject::Form::item},
                                                           {"spans", Subject::Form::span},
                                                           {"occurrences", Subject::Form::occurrence}}};
constexpr std::array<Word<Less::Form>, 2> kLess = {{{"paused", Less::Form::paused}, {"in", Less::Form::in_state}}};
constexpr std::array<Word<Formula>, 11> kFormulas = {{{"count", Formula::count},
                                                      {"ratio", Formula::ratio},
                                                      {"shares", Formula::shares},
                                                      {"sum", Formula::sum},
                                                      {"mean", Formula::mean},
                                                      {"median", Formula::median},
                                                      {"percentile", Formula::percentile},
                                                      {"min", Formula::min},
                                                      {"max", Formula::max},
                                                      {"rate", Formula::rate},
                                                      {"remainder", Formula::remainder}}};
constexpr std::array<Word<Unit>, 5> kUnits = {{{"number", Unit::number},
                                               {"percent", Unit::percent},
                                               {"minutes", Unit::minutes},
                                               {"hours", Unit::hours},
                                               {"points", Unit::points}}};
constexpr std::array<Word<Aim>, 3> kAims = {
    {{"at_least", Aim::at_least}, {"at_most", Aim::at_most}, {"below", Aim::below}}};

template <class Words>
auto find_word(const Words& words, std::string_view text) -> std::optional<decltype(words[0].form)> {
  const auto found = std::find_if(words.begin(), words.end(), [&](const auto& word) { return word.text == text; });
  if (found == words.end()) return std::nullopt;
  return found->form;
}

template <class Words, class Form>
std::string_view text_of(const Words& words, Form form) {
  const auto found = std::find_if(words.begin(), words.end(), [&](const auto& word) { return word.form == form; });
  return found == words.end() ? std::string_view() : found->text;
}

const MomentWord& word_of(Moment::Form form) {
  return *std::find_if(kMoments.begin(), kMoments.end(), [&](const MomentWord& word) { return word.form == form; });
}

std::string to_text(const Moment& moment) {
  std::string text(word_of(moment.form).text);
  return moment.name.empty() ? text : text + ":" + moment.name;
}

// The words of conditions with one operand or none, as they are written in a file.
std::string test_text(const schema::Condition& test) {
  using schema::Op;
  static constexpr std::array<Word<Op>, 11> kOps = {{{"min_count", Op::min_count},
                                                     {"before", Op::before},
                                                     {"after", Op::after},
                                                     {"gt", Op::gt},
                                                     {"ge", Op::ge},
                                                     {"lt", Op::lt},
                                                     {"le", Op::le},
                                                     {"match", Op::match},
                                                     {"overdue", Op::overdue},
                                                     {"breached", Op::breached},
                                                     {"within", Op::within}}};
  const std::string operands = join(test.operands, ", ");
  switch (test.op) {
    case Op::in:
      return test.operands.size() == 1 ? test.path + ": " + operands : fmt::format("{}: [{}]", test.path, operands);
    case Op::filled:
      return test.path + ": filled";
    case Op::empty:
      return test.path + ": empty";
    case Op::overdue:
    case Op::breached:
      return fmt::format("{}: {}", text_of(kOps, test.op), operands);
    default:
      return fmt::format("{}: {{{}: {}}}", test.path, text_of(kOps, test.op), operands);
  }
}

std::string inner_text(const schema::Condition& condition) {
  using Form = schema::Condition::Form;
  std::vector<std::string> parts;
  for (const auto& child : condition.children)
    parts.push_back(condition.form == Form::any ? "{" + inner_text(child) + "}" : inner_text(child));
  switch (condition.form) {
    case Form::always:
      return {};
    case Form::all:
      return join(parts, ", ");
    case Form::any:
      return "any: [" + join(parts, ", ") + "]";
    case Form::none:
      return "not: {" + join(parts, ", ") + "}";
    case Form::test:
      return test_text(condition);
  }
  return {};
}

}  // namespace

std::optional<Moment> parse_moment(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view word = text.substr(0, colon);
  const std::string name(colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1));
  for (const auto& each : kMoments) {
    if (each.text != word) continue;
    if (name.empty() ? each.naming == Naming::needed || colon != std::string_view::npos : each.naming == Naming::none)
      return std::nullopt;
    return Moment{each.form, name};
  }
  return std::nullopt;
}

std::optional<Subject> parse_subject(std::string_view text) {
  if (text == "record") return Subject{};
  if (text == "clocks") return Subject{Subject::Form::clock, {"*"}, Seconds(0)};
  auto words = split(text, ' ');
  words.erase(std::remove(words.begin(), words.end(), std::string()), words.end());
  const auto form = words.size() < 2 ? std::nullopt : find_word(kSubjects, words[0]);
  if (!form || (words.size() > 2 && *form != Subject::Form::event)) return std::nullopt;
  Subject subject{*form, {words.begin() + 1, words.end()}, Seconds(0)};
  if (*form != Subject::Form::span) return subject;
  const auto length = parse_duration(words[1]);
  if (!length || length->negative || length->days > 0 || length->seconds < std::chrono::minutes(1)) return std::nullopt;
  subject.length = length->seconds;
  return subject;
}

std::optional<Less> parse_less(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto form = find_word(kLess, text.substr(0, colon));
  if (!form || colon == std::string_view::npos || colon + 1 == text.size()) return std::nullopt;
  return Less{*form, std::string(text.substr(colon + 1))};
}

std::optional<Formula> parse_formula(std::string_view text) { return find_word(kFormulas, text); }
std::optional<Unit> parse_unit(std::string_view text) { return find_word(kUnits, text); }
std::optional<Aim> parse_aim(std::string_view text) { return find_word(kAims, text); }
bool is_of_clock(Moment::Form form) { return word_of(form).of_clock; }

std::string_view name_of(Formula formula) { return text_of(kFormulas, formula); }
std::string_view name_of(Unit unit) { return text_of(kUnits, unit); }
std::string_view name_of(Aim aim) { return text_of(kAims, aim); }

std::string_view sign_of(Aim aim) {
  switch (aim) {
    case Aim::at_least:
      return "≥";
    case Aim::at_most:
      return "≤";
    case Aim::below:
      return "<";
    case Aim::none:
      break;
  }
  return {};
}

bool is_of_amounts(Formula formula) {
  switch (formula) {
    case Formula::sum:
    case Formula::mean:
    case Formula::median:
    case Formula::percentile:
    case Formula::min:
    case Formula::max:
      return true;
    default:
      return false;
  }
}

std::string formula_text(const Measure& measure) {
  std::string text(name_of(measure.formula));
  if (measure.formula == Formula::percentile) text += fmt::format(" {:g}", measure.percentile);
  if (!measure.of.empty()) text += " of " + measure.of;
  if (measure.each_day) text += " of each day";
  return text;
}

std::string to_text(const schema::Condition& condition) {
  const std::string inner = inner_text(condition);
  return inner.empty() ? std::string() : "{" + inner + "}";
}

std::string to_text(const Moments& moments) {
  std::vector<std::string> parts;
  for (const auto& moment : moments) parts.push_back(to_text(moment));
  return parts.size() == 1 ? parts[0] : "[" + join(parts, ", ") + "]";
}

std::string to_text(const Subject& subject) {
  if (subject.form == Subject::Form::record) return "record";
  if (subject.names.front() == "*") return "clocks";
  return fmt::format("{} {}", text_of(kSubjects, subject.form), join(subject.names, " "));
}

std::string to_text(const Amount& amount) {
  std::vector<std::string> parts;
  if (!amount.path.empty()) parts.push_back("path: " + amount.path);
  if (amount.is_span()) parts.push_back(fmt::format("from: {}, to: {}", to_text(amount.from), to_text(amount.to)));
  std::vector<std::string> listed;
  for (const auto& each : amount.less) listed.push_back(fmt::format("{}:{}", text_of(kLess, each.form), each.name));
  if (!listed.empty()) parts.push_back("less: [" + join(listed, ", ") + "]");
  if (!amount.calendar.empty()) parts.push_back("in: " + amount.calendar);
  if (!amount.once.empty()) parts.push_back("once: " + amount.once);
  listed.clear();
  for (const auto& [code, score] : amount.scores) listed.push_back(fmt::format("{}: {:g}", code, score));
  if (!listed.empty()) parts.push_back("scores: {" + join(listed, ", ") + "}");
  if (!amount.named_by.empty()) parts.push_back(fmt::format("named_by: {}.{}", amount.named_by, amount.link));
  if (const auto where = to_text(amount.named_where); !where.empty()) parts.push_back("where: " + where);
  if (amount.within) parts.push_back("within: " + itss::to_string(*amount.within));
  return parts.empty() ? std::string() : "{" + join(parts, ", ") + "}";
}

std::string to_text(const Moved& moved) {
  if (!moved.given()) return {};
  std::string text = fmt::format("field: {}, move: {}", moved.field, moved.move);
  if (!moved.naming.empty()) text += ", naming: " + moved.naming;
  if (!moved.since.empty()) text += ", since: " + to_text(moved.since);
  if (moved.within) text += ", within: " + itss::to_string(*moved.within);
  return "{" + text + "}";
}

std::string to_text(const Repeats& repeats) {
  if (!repeats.given()) return {};
  return fmt::format("{{same: [{}], within: {}}}", join(repeats.same, ", "), itss::to_string(repeats.within));
}

}  // namespace itss::kpi
