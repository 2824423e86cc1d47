// Guards: each word of the table in itss-schema(5) as one reader.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/readers.hpp"

namespace itss::schema {

namespace {

using yaml::Node;

void read_where(Form& form, const Node& value, Condition& out) {
  if (auto condition = read_condition(form.document(), value, form.findings())) out = std::move(*condition);
}

// `roles`, `by` and `together` are one guard.
Actor& actor_of(GuardGroup& group) {
  for (auto& test : group.tests)
    if (auto* actor = std::get_if<Actor>(&test)) return *actor;
  group.tests.emplace_back(Actor{});
  return std::get<Actor>(group.tests.back());
}

void read_together(Form& form, const Node& value, GuardGroup& out) {
  const std::string word = form.text(value, "together");
  if (word == "all") {
    actor_of(out).together = true;
  } else if (!word.empty()) {
    form.wrong_form(value, "together", "'all'");
  }
}

void read_count(Form& form, const Node& value, After& out) {
  out.count = form.count(value, "count");
  if (value.text == "0") form.wrong_form(value, "count", tr("a whole number from 1"));
}

const Words<After>& after_words() {
  static const Words<After> words = {
      {"move", [](Form& form, const Node& value, After& out) { out.move = form.text(value, "move"); }},
      {"roles", [](Form& form, const Node& value, After& out) { out.roles = form.texts(value, "roles"); }},
      {"since", [](Form& form, const Node& value, After& out) { out.since = form.texts(value, "since"); }},
      {"other", [](Form& form, const Node& value, After& out) { out.other = form.flag(value, "other"); }},
      {"count", read_count},
      {"distinct_days",
       [](Form& form, const Node& value, After& out) { out.distinct_days = form.flag(value, "distinct_days"); }},
  };
  return words;
}

void read_after(Form& form, const Node& value, GuardGroup& out) {
  for (const auto* item : Form::items(value)) {
    After after;
    if (item->kind == yaml::Kind::scalar) {
      after.move = form.text(*item, "after");
    } else {
      read_words(form, *item, tr("the guard 'after'"), after_words(), after);
      if (item->find("move") == nullptr) form.report(Code::SCHEMA_MISSING, *item, {"'after'", "move"});
    }
    out.tests.emplace_back(std::move(after));
  }
}

// A list of paths, or several such lists, each a guard of its own.
template <class T>
void read_paths(Form& form, const Node& value, std::string_view guard, GuardGroup& out) {
  const bool several = value.kind == yaml::Kind::sequence && !value.children.empty() &&
                       value.children.front().kind == yaml::Kind::sequence;
  for (const auto* list : several ? Form::items(value) : std::vector<const Node*>{&value}) {
    T test{.paths = form.texts(*list, guard)};
    if (test.paths.size() < 2) form.wrong_form(*list, guard, tr("a list of at least two paths"));
    out.tests.emplace_back(std::move(test));
  }
}

// Reads each item of a map or list of maps as a T; every word of the table is needed but for those in `optional`.
template <class T>
void read_each_as(Form& form, const Node& value, std::string_view guard, const Words<T>& words, GuardGroup& out,
                  std::string_view place) {
  for (const auto* item : Form::items(value)) {
    T test;
    read_words(form, *item, place, words, test);
    if (item->kind == yaml::Kind::mapping)
      for (const auto& word : words)
        if (item->find(word.name) == nullptr)
          form.report(Code::SCHEMA_MISSING, *item, {"'" + std::string(guard) + "'", std::string(word.name)});
    out.tests.emplace_back(std::move(test));
  }
}

const Words<Covers>& covers_words() {
  static const Words<Covers> words = {
      {"all", [](Form& form, const Node& value, Covers& out) { out.all = form.text(value, "all"); }},
      {"in", [](Form& form, const Node& value, Covers& out) { out.in = form.some_texts(value, "in"); }},
  };
  return words;
}

const Words<Each>& each_words() {
  static const Words<Each> words = {
      {"in", [](Form& form, const Node& value, Each& out) { out.in = form.text(value, "in"); }},
      {"has", [](Form& form, const Node& value, Each& out) { out.has = form.texts(value, "has"); }},
      {"same", [](Form& form, const Node& value, Each& out) { out.same = form.texts(value, "same"); }},
  };
  return words;
}

void read_each(Form& form, const Node& value, GuardGroup& out) {
  for (const auto* item : Form::items(value)) {
    Each each;
    read_words(form, *item, tr("the guard 'each'"), each_words(), each);
    if (item->kind == yaml::Kind::mapping) {
      if (item->find("in") == nullptr) form.report(Code::SCHEMA_MISSING, *item, {"'each'", "in"});
      if (item->find("has") == nullptr && item->find("same") == nullptr)
        form.report(Code::SCHEMA_MISSING, *item, {"'each'", "has"});
    }
    if (each.same.size() == 1) form.wrong_form(*item->find("same"), "same", tr("a list of at least two paths"));
    out.tests.emplace_back(std::move(each));
  }
}

const Words<Parties>& parties_words() {
  static const Words<Parties> words = {
      {"of", [](Form& form, const Node& value, Parties& out) { out.of = form.text(value, "of"); }},
      {"all", [](Form& form, const Node& value, Parties& out) { out.all = form.some_texts(value, "all"); }},
  };
  return words;
}

const Words<Moved>& moved_words() {
  static const Words<Moved> words = {
      {"move", [](Form& form, const Node& value, Moved& out) { out.move = form.text(value, "move"); }},
      {"since", [](Form& form, const Node& value, Moved& out) { out.since = form.texts(value, "since"); }},
      {"naming", [](Form& form, const Node& value, Moved& out) { out.naming = form.text(value, "naming"); }},
      {"unless", [](Form& form, const Node& value, Moved& out) { read_where(form, value, out.unless.emplace()); }},
  };
  return words;
}

void read_moved(Form& form, const Node& value, Linked& out) {
  out.moved.emplace();
  read_words(form, value, tr("'moved' of 'links'"), moved_words(), *out.moved);
  if (value.kind == yaml::Kind::mapping && value.find("move") == nullptr)
    form.report(Code::SCHEMA_MISSING, value, {"'moved'", "move"});
}

void read_except(Form& form, const Node& value, Apart& out) {
  read_words(form, value, tr("'except' of 'apart'"), covers_words(), out.except);
  for (const char* word : {"all", "in"})
    if (value.kind == yaml::Kind::mapping && value.find(word) == nullptr)
      form.report(Code::SCHEMA_MISSING, value, {"'except'", word});
}

const Words<Apart>& apart_words() {
  static const Words<Apart> words = {
      {"window", [](Form& form, const Node& value, Apart& out) { out.window = form.text(value, "window"); }},
      {"of",
       [](Form& form, const Node& value, Apart& out) {
         if (!split_children(form.text(value, "of"), out.type, out.field))
           form.wrong_form(value, "of", tr("a record type and its field, such as freeze.window"));
       }},
      {"where", [](Form& form, const Node& value, Apart& out) { read_where(form, value, out.where); }},
      {"sharing", [](Form& form, const Node& value, Apart& out) { out.sharing = form.text(value, "sharing"); }},
      {"except", read_except},
  };
  return words;
}

void read_apart(Form& form, const Node& value, GuardGroup& out) {
  for (const auto* item : Form::items(value)) {
    Apart apart;
    read_words(form, *item, tr("the guard 'apart'"), apart_words(), apart);
    for (const char* word : {"window", "of"})
      if (item->kind == yaml::Kind::mapping && item->find(word) == nullptr)
        form.report(Code::SCHEMA_MISSING, *item, {"'apart'", word});
    out.tests.emplace_back(std::move(apart));
  }
}

const Words<Linked>& links_words() {
  static const Words<Linked> words = {
      {"min", [](Form& form, const Node& value, Linked& out) { out.min = form.count(value, "min"); }},
      {"max", [](Form& form, const Node& value, Linked& out) { out.max = form.count(value, "max"); }},
      {"state", [](Form& form, const Node& value, Linked& out) { out.states = form.texts(value, "state"); }},
      {"where", [](Form& form, const Node& value, Linked& out) { read_where(form, value, out.where); }},
      {"moved", read_moved},
  };
  return words;
}

void read_links(Form& form, const Node& value, GuardGroup& out) {
  each_entry(form, value, "links", [&](const Node& key, const Node& asked) {
    Linked linked;
    linked.field = key.text;
    if (!asked.is_null()) read_words(form, asked, tr("the guard 'links'"), links_words(), linked);
    if (linked.max && *linked.max < linked.min) {
      const Node& max = *asked.find("max");
      form.wrong_form(max, "max", fmt::format(fmt::runtime(tr("at least 'min', which is {}")), linked.min));
    }
    out.tests.emplace_back(std::move(linked));
  });
}

const Words<Children>& children_words() {
  static const Words<Children> words = {
      {"state", [](Form& form, const Node& value, Children& out) { out.states = form.texts(value, "state"); }},
      {"where", [](Form& form, const Node& value, Children& out) { read_where(form, value, out.where); }},
  };
  return words;
}

void read_children(Form& form, const Node& value, GuardGroup& out) {
  each_entry(form, value, "children", [&](const Node& key, const Node& asked) {
    Children children;
    if (!split_children(key.text, children.type, children.field))
      form.wrong_form(key, key.text, tr("a record type and its link field, such as ticket.parent"));
    read_words(form, asked, tr("the guard 'children'"), children_words(), children);
    out.tests.emplace_back(std::move(children));
  });
}

void read_check(Form& form, const Node& value, GuardGroup& out) {
  for (auto& name : form.texts(value, "check")) out.tests.emplace_back(Named{.check = std::move(name)});
}

const Words<GuardGroup>& guard_table() {
  static const Words<GuardGroup> words = {
      {"requires", [](Form& form, const Node& value,
                      GuardGroup& out) { out.tests.emplace_back(Requires{.fields = form.texts(value, "requires")}); }},
      {"any_of", [](Form& form, const Node& value,
                    GuardGroup& out) { out.tests.emplace_back(AnyOf{.fields = form.some_texts(value, "any_of")}); }},
      {"roles",
       [](Form& form, const Node& value, GuardGroup& out) { actor_of(out).roles = form.some_texts(value, "roles"); }},
      {"by", [](Form& form, const Node& value, GuardGroup& out) { actor_of(out).by = form.some_texts(value, "by"); }},
      {"together", read_together},
      {"not_by", [](Form& form, const Node& value,
                    GuardGroup& out) { out.tests.emplace_back(NotBy{.moves = form.texts(value, "not_by")}); }},
      {"after", read_after},
      {"same", [](Form& form, const Node& value, GuardGroup& out) { read_paths<Same>(form, value, "same", out); }},
      {"covers",
       [](Form& form, const Node& value, GuardGroup& out) {
         read_each_as(form, value, "covers", covers_words(), out, tr("the guard 'covers'"));
       }},
      {"disjoint",
       [](Form& form, const Node& value, GuardGroup& out) { read_paths<Disjoint>(form, value, "disjoint", out); }},
      {"each", read_each},
      {"links", read_links},
      {"children", read_children},
      {"parties",
       [](Form& form, const Node& value, GuardGroup& out) {
         read_each_as(form, value, "parties", parties_words(), out, tr("the guard 'parties'"));
       }},
      {"during", [](Form& form, const Node& value,
                    GuardGroup& out) { out.tests.emplace_back(During{.field = form.text(value, "during")}); }},
      {"apart", read_apart},
      {"holds",
       [](Form& form, const Node& value, GuardGroup& out) {
         Holds holds;
         read_where(form, value, holds.condition);
         out.tests.emplace_back(std::move(holds));
       }},
      {"check", read_check},
  };
  return words;
}

void read_severity(Form& form, const Node& value, GuardGroup& out) {
  const std::string word = form.text(value, "severity");
  if (word == "warning") {
    out.severity = Severity::warning;
  } else if (word != "error" && !word.empty()) {
    form.wrong_form(value, "severity", "'warning' or 'error'");
  }
}

// What a group has beside guards.
const Words<GuardGroup>& group_words() {
  static const Words<GuardGroup> words = {
      {"when", [](Form& form, const Node& value, GuardGroup& out) { read_where(form, value, out.when); }},
      {"severity", read_severity},
      {"clause", [](Form& form, const Node& value, GuardGroup& out) { out.clause = form.text(value, "clause"); }},
      {"since", [](Form& form, const Node& value, GuardGroup& out) { out.valid.since = form.date(value, "since"); }},
      {"until", [](Form& form, const Node& value, GuardGroup& out) { out.valid.until = form.date(value, "until"); }},
  };
  return words;
}

}  // namespace

bool split_children(const std::string& text, std::string& type, std::string& field) {
  const auto dot = text.find('.');
  if (dot == std::string::npos || dot == 0 || dot + 1 == text.size()) return false;
  type = text.substr(0, dot);
  field = text.substr(dot + 1);
  return true;
}

bool read_guard(Form& form, const Node& key, const Node& value, GuardGroup& group) {
  return read_word(form, key, value, guard_table(), group);
}

std::vector<std::string_view> guard_words() { return names_of(guard_table()); }

std::vector<GuardGroup> read_guard_groups(Form& form, const Node& node) {
  auto words = group_words();
  words.insert(words.end(), guard_table().begin(), guard_table().end());
  std::vector<GuardGroup> groups;
  for (const auto* item : Form::items(node)) {
    GuardGroup group;
    group.line = form.line(*item);
    read_words(form, *item, tr("a group of guards"), words, group);
    check_validity(form, *item, group.valid);
    groups.push_back(std::move(group));
  }
  return groups;
}

std::vector<WordGroup> guard_word_groups() {
  return {{"a guard", guard_words()},
          {"a group of guards", names_of(group_words())},
          {"the guard 'after'", names_of(after_words())},
          {"the guard 'covers'", names_of(covers_words())},
          {"the guard 'each'", names_of(each_words())},
          {"the guard 'parties'", names_of(parties_words())},
          {"the guard 'links'", names_of(links_words())},
          {"'moved' of 'links'", names_of(moved_words())},
          {"the guard 'apart'", names_of(apart_words())},
          {"the guard 'children'", names_of(children_words())}};
}

}  // namespace itss::schema
