// Effects: what a rule does beside changing the state.
#include "base/translate.hpp"
#include "schema/readers.hpp"

namespace itss::schema {

namespace {

using yaml::Node;
using Expressions = std::map<std::string, std::string>;

Expressions read_expressions(Form& form, const Node& value, std::string_view word) {
  Expressions expressions;
  each_entry(form, value, word,
             [&](const Node& key, const Node& expression) { expressions[key.text] = form.text(expression, key.text); });
  return expressions;
}

const Words<Derive>& derive_words() {
  static const Words<Derive> words = {
      {"table", [](Form& form, const Node& value, Derive& out) { out.table = form.text(value, "table"); }},
      {"of", [](Form& form, const Node& value, Derive& out) { out.of = form.texts(value, "of"); }},
  };
  return words;
}

void read_derives(Form& form, const Node& value, Rule& out) {
  each_entry(form, value, "derive", [&](const Node& key, const Node& derivation) {
    Derive derive;
    derive.field = key.text;
    read_words(form, derivation, tr("the effect 'derive'"), derive_words(), derive);
    if (derivation.kind == yaml::Kind::mapping && derivation.find("table") == nullptr)
      form.report(Code::SCHEMA_MISSING, key, {"'derive'", "table"});
    out.derives.push_back(std::move(derive));
  });
}

// `puts: {attendance: {key: actor, status: leave_asked}}`: `key` names the sub-record, the rest are its fields.
void read_puts(Form& form, const Node& value, Rule& out) {
  each_entry(form, value, "puts", [&](const Node& key, const Node& sub_records) {
    for (const auto* item : Form::items(sub_records)) {
      Put put;
      put.field = key.text;
      put.set = read_expressions(form, *item, "puts");
      const auto named = put.set.find("key");
      if (named == put.set.end()) {
        form.report(Code::SCHEMA_MISSING, key, {"'puts'", "key"});
      } else {
        put.key = named->second;
        put.set.erase(named);
      }
      out.puts.push_back(std::move(put));
    }
  });
}

// Names that both records use, or a map of this record's fields to the other one's.
void read_filled(Form& form, const Node& value, Fill& out) {
  if (value.kind == yaml::Kind::mapping) {
    each_entry(form, value, "fields", [&](const Node& key, const Node& source) {
      out.fields.push_back({key.text, form.text(source, "fields")});
    });
  } else {
    for (auto& name : form.some_texts(value, "fields")) out.fields.push_back({name, name});
  }
}

const Words<Fill>& fill_words() {
  static const Words<Fill> words = {
      {"from", [](Form& form, const Node& value, Fill& out) { out.from = form.text(value, "from"); }},
      {"fields", read_filled},
  };
  return words;
}

void read_fills(Form& form, const Node& value, Rule& out) {
  for (const auto* item : Form::items(value)) {
    Fill fill;
    read_words(form, *item, tr("the effect 'fills'"), fill_words(), fill);
    for (const char* word : {"from", "fields"})
      if (item->kind == yaml::Kind::mapping && item->find(word) == nullptr)
        form.report(Code::SCHEMA_MISSING, *item, {"'fills'", word});
    out.fills.push_back(std::move(fill));
  }
}

const Words<Gather>& gather_words() {
  static const Words<Gather> words = {
      {"alike", [](Form& form, const Node& value, Gather& out) { out.alike = form.some_texts(value, "alike"); }},
      {"before", [](Form& form, const Node& value, Gather& out) { out.before = form.text(value, "before"); }},
      {"states", [](Form& form, const Node& value, Gather& out) { out.states = form.some_texts(value, "states"); }},
      {"where",
       [](Form& form, const Node& value, Gather& out) {
         if (auto where = read_condition(form.document(), value, form.findings())) out.where = std::move(*where);
       }},
      {"keeps", [](Form& form, const Node& value, Gather& out) { out.keeps = form.some_texts(value, "keeps"); }},
      {"from", [](Form& form, const Node& value, Gather& out) { out.from = form.text(value, "from"); }},
  };
  return words;
}

void read_gathers(Form& form, const Node& value, Rule& out) {
  each_entry(form, value, "gathers", [&](const Node& key, const Node& gathered) {
    Gather gather;
    gather.field = key.text;
    read_words(form, gathered, tr("the effect 'gathers'"), gather_words(), gather);
    for (const char* word : {"alike", "before", "states"})
      if (gathered.kind == yaml::Kind::mapping && gathered.find(word) == nullptr)
        form.report(Code::SCHEMA_MISSING, key, {"'gathers'", word});
    out.gathers.push_back(std::move(gather));
  });
}

const Words<Create>& create_words() {
  static const Words<Create> words = {
      {"link", [](Form& form, const Node& value, Create& out) { out.link = form.text(value, "link"); }},
      {"set", [](Form& form, const Node& value, Create& out) { out.set = read_expressions(form, value, "set"); }},
  };
  return words;
}

// Types with the field that names this record, and what else is written into it.
std::vector<Create> read_made(Form& form, const Node& value, const char* word, std::string_view place) {
  std::vector<Create> all;
  each_entry(form, value, word, [&](const Node& key, const Node& made) {
    Create create;
    create.type = key.text;
    read_words(form, made, place, create_words(), create);
    if (made.kind == yaml::Kind::mapping && made.find("link") == nullptr)
      form.report(Code::SCHEMA_MISSING, key, {std::string("'") + word + "'", "link"});
    all.push_back(std::move(create));
  });
  return all;
}

void read_creates(Form& form, const Node& value, Rule& out) {
  out.creates = read_made(form, value, "creates", tr("the effect 'creates'"));
}

const Words<Carry>& carry_words() {
  static const Words<Carry> words = {
      {"moves", [](Form& form, const Node& value, Carry& out) { out.verbs = form.texts(value, "moves"); }},
      {"where",
       [](Form& form, const Node& value, Carry& out) {
         if (auto where = read_condition(form.document(), value, form.findings())) out.where = std::move(*where);
       }},
  };
  return words;
}

void read_carries(Form& form, const Node& value, Rule& out) {
  each_entry(form, value, "carries", [&](const Node& key, const Node& moves) {
    Carry carry;
    carry.children = split_children(key.text, carry.type, carry.field);
    if (!carry.children) carry.field = key.text;
    if (moves.kind == yaml::Kind::mapping) {
      read_words(form, moves, tr("the effect 'carries'"), carry_words(), carry);
    } else {
      carry.verbs = form.texts(moves, "carries");
    }
    if (carry.verbs.empty()) form.report(Code::SCHEMA_MISSING, key, {"'carries'", "moves"});
    out.carries.push_back(std::move(carry));
  });
}

// `told: true`, or the field that gives the channel where the command names none.
void read_told(Form& form, const Node& value, Rule& out) {
  const std::string word = form.text(value, "told");
  out.told = word != "false" && !word.empty();
  if (word != "true" && word != "false") out.told_from = word;
}

const Words<Rule>& effect_table() {
  static const Words<Rule> words = {
      {"sets", [](Form& form, const Node& value, Rule& out) { out.sets = read_expressions(form, value, "sets"); }},
      {"adds", [](Form& form, const Node& value, Rule& out) { out.adds = read_expressions(form, value, "adds"); }},
      {"removes",
       [](Form& form, const Node& value, Rule& out) { out.removes = read_expressions(form, value, "removes"); }},
      {"unsets", [](Form& form, const Node& value, Rule& out) { out.unsets = form.texts(value, "unsets"); }},
      {"derive", read_derives},
      {"puts", read_puts},
      {"fills", read_fills},
      {"gathers", read_gathers},
      {"creates", read_creates},
      {"carries", read_carries},
      {"voids", [](Form& form, const Node& value, Rule& out) { out.voids = form.texts(value, "voids"); }},
      {"told", read_told},
  };
  return words;
}

}  // namespace

std::vector<Spawn> read_spawns(Form& form, const Node& node) { return read_made(form, node, "spawns", tr("'spawns'")); }

bool read_effect(Form& form, const Node& key, const Node& value, Rule& rule) {
  return read_word(form, key, value, effect_table(), rule);
}

std::vector<std::string_view> effect_words() { return names_of(effect_table()); }

std::vector<WordGroup> effect_word_groups() {
  return {{"an effect", effect_words()},
          {"the effect 'derive'", names_of(derive_words())},
          {"the effect 'puts'", {"key"}},
          {"the effect 'fills'", names_of(fill_words())},
          {"the effect 'gathers'", names_of(gather_words())},
          {"the effect 'creates'", names_of(create_words())},
          {"the effect 'carries'", names_of(carry_words())}};
}

}  // namespace itss::schema
