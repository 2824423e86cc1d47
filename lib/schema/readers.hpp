#pragma once
// The parts of read_schema: one function per part of a schema, each with its own table of words.

#include "schema/form.hpp"
#include "schema/schema.hpp"

namespace itss::schema {

// `{en: Title, zh: 标题}`, or one text, which is the English one.
Label read_label(Form& form, const yaml::Node& node);
// The label that a name gives without any: blanks for underscores.
void complete(Label& label, std::string_view name);

// The dates of `node` bind at least one day.
void check_validity(Form& form, const yaml::Node& node, const Validity& valid);

std::vector<Field> read_fields(Form& form, const yaml::Node& node);
// A map of names to labels, or a plain list of names.
std::vector<CodeValue> read_codes(Form& form, const yaml::Node& node);
std::vector<State> read_states(Form& form, const yaml::Node& node);
std::vector<Move> read_moves(Form& form, const yaml::Node& node);
std::vector<ClockRule> read_clocks(Form& form, const yaml::Node& node);
std::vector<Table> read_tables(Form& form, const yaml::Node& node);
void read_renamed(Form& form, const yaml::Node& node, Schema& schema);
std::vector<Spawn> read_spawns(Form& form, const yaml::Node& node);
// `offered`, `window`, `board`, `media`: what is done with records beside moving them.
std::vector<Offer> read_offers(Form& form, const yaml::Node& node);
Media read_media(Form& form, const yaml::Node& node);
std::vector<Paper> read_papers(Form& form, const yaml::Node& node);
Invitation read_invitation(Form& form, const yaml::Node& node);
std::vector<Series> read_series(Form& form, const yaml::Node& node);
std::vector<Owed> read_owed(Form& form, const yaml::Node& node);

// A guard word: true if `key` is one, read into the group.
bool read_guard(Form& form, const yaml::Node& key, const yaml::Node& value, GuardGroup& group);
std::vector<std::string_view> guard_words();
// The groups under `guards:`.
std::vector<GuardGroup> read_guard_groups(Form& form, const yaml::Node& node);
// An effect word (sets, adds, removes, unsets, derive, puts, fills, gathers, creates, carries, voids, told): true if
// `key` is one.
bool read_effect(Form& form, const yaml::Node& key, const yaml::Node& value, Rule& rule);
std::vector<std::string_view> effect_words();
// `type.field`, the records whose link names this one; false for another text.
bool split_children(const std::string& text, std::string& type, std::string& field);

// The words of each part, for all_words().
std::vector<WordGroup> schema_word_groups();
std::vector<WordGroup> field_word_groups();
std::vector<WordGroup> move_word_groups();
std::vector<WordGroup> guard_word_groups();
std::vector<WordGroup> effect_word_groups();
std::vector<WordGroup> clock_word_groups();
std::vector<WordGroup> use_word_groups();
std::vector<WordGroup> paper_word_groups();
WordGroup owed_word_group();
WordGroup series_word_group();

}  // namespace itss::schema
