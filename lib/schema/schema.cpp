#include "schema/schema.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/expression.hpp"

namespace itss::schema {

namespace {

template <class T>
const T* find_named(const std::vector<T>& list, std::string_view name) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const T& each) { return each.name == name; });
  return found == list.end() ? nullptr : &*found;
}

bool contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// Collects the inputs of a move's rules.
class Inputs {
 public:
  explicit Inputs(const Schema& schema) : schema_(schema) {}

  void add(const Rule& rule) {
    for (const auto& field : rule.takes) add(field);
    for (const auto& group : rule.guards)
      for (const auto& test : group.tests) add(rule, test);
    for (const auto& derive : rule.derives)
      for (const auto& field : derive.of) add_unless_filled(rule, field);
    for (const auto* effects : {&rule.sets, &rule.adds, &rule.removes})
      for (const auto& [field, expression] : *effects) add_expression(expression);
    for (const auto& put : rule.puts) {
      add_expression(put.key);
      for (const auto& [field, expression] : put.set) add_expression(expression);
    }
    for (const auto& fill : rule.fills) {
      add(fill.from);
      for (const auto& item : fill.fields) add(item.field);
    }
    for (const auto& create : rule.creates)
      for (const auto& [field, expression] : create.set) add_expression(expression);
    for (const auto& path : paths_of(rule.when)) add_expression(path);
  }

  std::vector<std::string> take() { return std::move(names_); }

 private:
  void add(const Rule& rule, const GuardTest& test) {
    if (const auto* needed = std::get_if<Requires>(&test))
      for (const auto& field : needed->fields) add_unless_filled(rule, field);
    if (const auto* any = std::get_if<AnyOf>(&test))
      for (const auto& field : any->fields) add_unless_filled(rule, field);
    if (const auto* same = std::get_if<Same>(&test))
      for (const auto& path : same->paths) add_expression(path);
    if (const auto* covers = std::get_if<Covers>(&test)) {
      add_expression(covers->all);
      for (const auto& path : covers->in) add_expression(path);
    }
    if (const auto* disjoint = std::get_if<Disjoint>(&test))
      for (const auto& path : disjoint->paths) add_expression(path);
    if (const auto* holds = std::get_if<Holds>(&test))
      for (const auto& path : paths_of(holds->condition)) add_expression(path);
  }

  // A path into a map field asks for the field; one through a link for nothing, since the other record is not at hand.
  void add(const std::string& asked) {
    static constexpr std::array<std::string_view, 4> kEventParts = {"note", "told", "for", "evidence"};
    const std::string path = starts_with(asked, "input.") ? asked.substr(6) : asked;
    const auto dot = path.find('.');
    const std::string name = path.substr(0, dot);
    const Field* field = schema_.find_field(name);
    if (dot != std::string::npos && (field == nullptr || field->type != FieldType::map)) return;
    if (field == nullptr && std::find(kEventParts.begin(), kEventParts.end(), name) != kEventParts.end()) return;
    if (!contains(names_, name)) names_.push_back(name);
  }

  // What the rule itself fills is no input, unless it is asked for as one.
  void add_unless_filled(const Rule& rule, const std::string& path) {
    if (starts_with(path, "input.")) return add(path.substr(6));
    const bool derived = std::any_of(rule.derives.begin(), rule.derives.end(),
                                     [&](const Derive& derive) { return derive.field == path; });
    if (!derived && rule.sets.count(path) == 0) add(path);
  }

  void add_expression(const std::string& expression) {
    if (starts_with(expression, "input.")) add(expression);
    for (const auto& inner : inner_expressions(expression)) add_expression(inner);
  }

  const Schema& schema_;
  std::vector<std::string> names_;
};

}  // namespace

const std::string& Label::text() const { return chosen_language() == Language::zh && !zh.empty() ? zh : en; }

bool Validity::covers(Date date) const { return (!since || *since <= date) && (!until || date < *until); }

std::string_view name_of(FieldType type) {
  static constexpr std::array<std::string_view, 15> kNames = {"text",    "prose",    "code",   "number",   "date",
                                                              "instant", "duration", "person", "people",   "link",
                                                              "links",   "list",     "map",    "computed", "condition"};
  return kNames.at(static_cast<std::size_t>(type));
}

const CodeValue* Field::find_code(std::string_view code) const { return find_named(codes, code); }

const Field* Field::find_field(std::string_view field) const {
  const Field* found = find_named(fields, field);
  return found != nullptr ? found : find_named(fields, "*");
}

const Field* Schema::find_field(std::string_view name) const { return find_named(fields, name); }
const State* Schema::find_state(std::string_view name) const { return find_named(states, name); }
const Move* Schema::find_move(std::string_view name) const { return find_named(moves, name); }

const State& Schema::initial() const {
  static const State kNone;
  const auto found = std::find_if(states.begin(), states.end(), [](const State& state) { return state.initial; });
  return found == states.end() ? kNone : *found;
}

bool Schema::is_open(std::string_view state) const {
  const State* found = find_state(state);
  return found != nullptr && !found->final;
}

bool Schema::fits(const From& from, std::string_view state) const {
  switch (from.form) {
    case From::Form::nothing:
      return false;
    case From::Form::any:
      return true;
    case From::Form::open:  // a state of that name wins over the word
      return find_state("open") != nullptr ? state == "open" : is_open(state);
    case From::Form::states:
      return contains(from.states, state);
    case From::Form::before:
      break;
  }
  for (const auto& each : states) {
    if (contains(from.states, each.name)) return false;
    if (each.name == state) return true;
  }
  return false;
}

std::set<std::string> written_by(const Rule& rule) {
  std::set<std::string> fields;
  for (const auto* effects : {&rule.sets, &rule.adds, &rule.removes})
    for (const auto& [name, expression] : *effects) fields.insert(name);
  for (const auto& derive : rule.derives) fields.insert(derive.field);
  for (const auto& put : rule.puts) fields.insert(put.field);
  for (const auto& gather : rule.gathers) fields.insert(gather.field);
  return fields;
}

bool Schema::is_guarded(std::string_view name) const {
  const Field* field = find_field(name);
  if (field != nullptr && field->guarded) return true;
  const auto writes = [&](const Rule& rule) { return written_by(rule).count(std::string(name)) > 0; };
  return std::any_of(moves.begin(), moves.end(),
                     [&](const Move& move) { return std::any_of(move.rules.begin(), move.rules.end(), writes); });
}

std::vector<std::string> Schema::inputs_of(const Move& move) const {
  Inputs inputs(*this);
  for (const auto& rule : move.rules) inputs.add(rule);
  return inputs.take();
}

const std::vector<std::string>& builtin_verbs() {
  static const std::vector<std::string> verbs = {"new", "list",    "show",  "edit",   "set", "comment",
                                                 "log", "retract", "adopt", "search", "help"};
  return verbs;
}

}  // namespace itss::schema
