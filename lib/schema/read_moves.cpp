// Moves and their rules.
#include "base/translate.hpp"
#include "schema/readers.hpp"

namespace itss::schema {

namespace {

using yaml::Node;

// `from`: a state, a list of states, `open`, `any`, `{before: STATE}`.
void read_from(Form& form, const Node& value, Rule& out) {
  out.from = {};
  if (value.kind == yaml::Kind::mapping) {
    const Node* state = value.find("before");
    if (state == nullptr || value.children.size() != 2) {
      form.wrong_form(value, "from", tr("a state, a list of states, open, any or {before: STATE}"));
      return;
    }
    out.from.form = From::Form::before;
    out.from.states = {form.text(*state, "before")};
    return;
  }
  out.from.states = form.texts(value, "from");
  if (out.from.states.size() != 1) return;
  if (out.from.states.front() == "open")
    out.from = {.form = From::Form::open, .states = {}};
  else if (out.from.states.front() == "any")
    out.from = {.form = From::Form::any, .states = {}};
}

const Words<Rule>& rule_table() {
  static const Words<Rule> words = {
      {"from", read_from},
      {"to", [](Form& form, const Node& value, Rule& out) { out.to = form.text(value, "to"); }},
      {"when",
       [](Form& form, const Node& value, Rule& out) {
         if (auto when = read_condition(form.document(), value, form.findings())) out.when = std::move(*when);
       }},
      {"takes", [](Form& form, const Node& value, Rule& out) { out.takes = form.texts(value, "takes"); }},
      {"via", [](Form& form, const Node& value, Rule& out) { out.via = form.text(value, "via"); }},
      {"guards",
       [](Form& form, const Node& value, Rule& out) {
         for (auto& group : read_guard_groups(form, value)) out.guards.push_back(std::move(group));
       }},
  };
  return words;
}

// What a move has beside its rules.
const Words<Move>& move_table() {
  static const Words<Move> words = {
      {"label", [](Form& form, const Node& value, Move& out) { out.label = read_label(form, value); }},
      {"clause", [](Form& form, const Node& value, Move& out) { out.clause = form.text(value, "clause"); }},
      {"since", [](Form& form, const Node& value, Move& out) { out.valid.since = form.date(value, "since"); }},
      {"until", [](Form& form, const Node& value, Move& out) { out.valid.until = form.date(value, "until"); }},
  };
  return words;
}

std::vector<std::string_view> rule_words() {
  auto words = names_of(rule_table());
  for (const auto& more : {guard_words(), effect_words()}) words.insert(words.end(), more.begin(), more.end());
  return words;
}

Rule new_rule(Form& form, const Node& node) {
  Rule rule;
  rule.line = form.line(node);
  rule.guards.emplace_back().line = rule.line;
  return rule;
}

// One key of a rule; its own guards are the first group.
bool read_rule_key(Form& form, const Node& key, const Node& value, Rule& rule) {
  return read_word(form, key, value, rule_table(), rule) || read_guard(form, key, value, rule.guards.front()) ||
         read_effect(form, key, value, rule);
}

Rule read_rule(Form& form, const Node& node) {
  Rule rule = new_rule(form, node);
  each_entry(form, node, tr("a rule"), [&](const Node& key, const Node& value) {
    if (key.text == "clause") {
      rule.guards.front().clause = form.text(value, "clause");
    } else if (!read_rule_key(form, key, value, rule)) {
      auto words = rule_words();
      words.emplace_back("clause");
      form.unknown_word(key, tr("a rule"), words);
    }
  });
  return rule;
}

// A move that is its one rule: the words of both in one map.
void read_single(Form& form, const Node& node, Move& move) {
  Rule rule = new_rule(form, node);
  rule.line = rule.guards.front().line = move.line;
  each_entry(form, node, move.name, [&](const Node& key, const Node& value) {
    if (read_word(form, key, value, move_table(), move) || read_rule_key(form, key, value, rule)) return;
    auto words = rule_words();
    for (const auto& word : names_of(move_table())) words.push_back(word);
    words.emplace_back("rules");
    form.unknown_word(key, tr("a move"), words);
  });
  move.rules.push_back(std::move(rule));
}

void read_several(Form& form, const Node& node, Move& move) {
  each_entry(form, node, move.name, [&](const Node& key, const Node& value) {
    if (key.text == "rules") {
      for (const auto* item : Form::items(value)) move.rules.push_back(read_rule(form, *item));
    } else if (!read_word(form, key, value, move_table(), move)) {
      auto words = names_of(move_table());
      words.emplace_back("rules");
      form.unknown_word(key, tr("a move with several rules"), words);
    }
  });
}

// `new` starts from nothing; every other rule says from where.
void check_from(Form& form, const Node& key, const Node& value, Move& move) {
  for (auto& rule : move.rules) {
    const bool given = rule.from.form != From::Form::states || !rule.from.states.empty();
    if (move.name == "new") {
      if (given) form.wrong_form(key, "from", tr("absent in 'new': the record does not exist yet"));
      rule.from = {.form = From::Form::nothing, .states = {}};
    } else if (!given && value.kind != yaml::Kind::scalar) {
      form.report(Code::SCHEMA_MISSING, key, {"'" + move.name + "'", "from"});
    }
  }
}

}  // namespace

std::vector<Move> read_moves(Form& form, const Node& node) {
  std::vector<Move> moves;
  each_entry(form, node, "moves", [&](const Node& key, const Node& value) {
    Move move;
    move.name = form.name(key);
    move.line = form.line(key);
    if (value.kind == yaml::Kind::sequence) {
      for (const auto& item : value.children) move.rules.push_back(read_rule(form, item));
    } else if (value.find("rules") != nullptr) {
      read_several(form, value, move);
    } else if (value.is_null() && move.name == "new") {
      move.rules.push_back(new_rule(form, key));
    } else {
      read_single(form, value, move);
    }
    complete(move.label, move.name);
    check_from(form, key, value, move);
    check_validity(form, value, move.valid);
    for (auto& rule : move.rules)
      for (auto& group : rule.guards)
        if (group.clause.empty())
          group.clause = rule.guards.front().clause.empty() ? move.clause : rule.guards.front().clause;
    moves.push_back(std::move(move));
  });
  return moves;
}

std::vector<WordGroup> move_word_groups() {
  auto move_words = names_of(move_table());
  move_words.emplace_back("rules");
  return {{"a move", move_words},
          {"a rule", names_of(rule_table())},
          {"from", {"open", "any", "before"}},
          {"to", {"same", "previous"}}};
}

}  // namespace itss::schema
