#include "said.hpp"

#include <map>
#include <ostream>

#include "base/text.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kNamed = 5;  // records of a warning or note

enum class Kind { warning, note, refusal };

struct Saying {
  Kind kind;
  std::string text;              // of the first record
  std::vector<std::string> ids;  // whose text differs in their id alone
};

std::string with_clause(const process::Refusal& refusal) {
  return refusal.message + (refusal.clause.empty() ? "" : " (" + refusal.clause + ")") + " [" + refusal.code + "]";
}

std::string lines_of(const process::Plan& plan) {
  std::string lines;
  for (const auto& refusal : plan.refusals) {
    lines += "  - " + with_clause(refusal) + "\n";
    if (!refusal.hint.empty()) lines += "      " + refusal.hint + "\n";
  }
  return lines;
}

// The text with `ID` in place of the id.
std::string of_any(std::string text, const std::string& id) {
  constexpr std::string_view kAny = "ID";
  if (id.empty()) return text;
  for (auto at = text.find(id); at != std::string::npos; at = text.find(id, at + kAny.size()))
    text.replace(at, id.size(), kAny);
  return text;
}

// A few are named, more are counted.
std::string who(const std::vector<std::string>& ids) {
  return ids.size() <= kNamed ? join(ids, ", ") : trf("{} records", ids.size());
}

class Sayings {
 public:
  void add(Kind kind, const std::string& text, const std::string& id) {
    const auto [place, is_new] = places_.try_emplace({kind, of_any(text, id)}, sayings_.size());
    if (is_new) sayings_.push_back({kind, text, {}});
    sayings_[place->second].ids.push_back(id);
  }

  void say(App& app, const std::string& verb) const {
    for (const auto& saying : sayings_) {
      const bool one = saying.ids.size() == 1;
      const std::string text = one ? saying.text : of_any(saying.text, saying.ids.front());
      const std::string line = one ? text : text + " (" + who(saying.ids) + ")";
      if (saying.kind == Kind::warning)
        app.warn(line);
      else if (saying.kind == Kind::note)
        app.note(line);
      else
        refuse(app, verb, saying.ids, text);
    }
  }

 private:
  static void refuse(App& app, const std::string& verb, const std::vector<std::string>& ids, const std::string& lines) {
    if (ids.size() == 1) {
      app.error(trf("'{}' is refused:", ids.front().empty() ? verb : verb + " " + ids.front()));
      app.err << lines;
      return;
    }
    app.error(trf("'{}' is refused for {} records:", verb, ids.size()));
    app.err << lines;
    for (const auto& line : format::wrap(join(ids, " "), kWidth - 2)) app.err << "  " << line << '\n';
  }

  std::vector<Saying> sayings_;
  std::map<std::pair<Kind, std::string>, std::size_t> places_;
};

}  // namespace

bool says_already(const process::Plan& plan) {
  if (plan.refusals.empty()) return false;
  for (const auto& refusal : plan.refusals)
    if ((refusal.code != "ALREADY" && refusal.code != "NOTHING") || !refusal.of.empty()) return false;
  return true;
}

Exit say_all(App& app, const std::string& verb, const std::vector<Attempt>& attempts) {
  Exit exit = Exit::done;
  Sayings sayings;
  for (const auto& [id, plan, failure] : attempts) {
    if (failure) {
      app.error(failure->what(), failure->hint());
      exit = worse(exit, failure->exit());
      continue;
    }
    for (const auto& warning : plan.warnings) sayings.add(Kind::warning, with_clause(warning), id);
    if (says_already(plan)) {
      sayings.add(Kind::note, plan.refusals.front().message, id);
    } else if (!plan.allowed()) {
      sayings.add(Kind::refusal, lines_of(plan), id);
      exit = worse(exit, Exit::no);
    }
  }
  sayings.say(app, verb);
  return exit;
}

}  // namespace itss::cmd
