// `papers` and `invitation`: what of a record leaves the repository.
#include "base/translate.hpp"
#include "schema/readers.hpp"

namespace itss::schema {

namespace {

using yaml::Node;

const Words<PaperSection>& section_words() {
  static const Words<PaperSection> words = {
      {"title", [](Form& form, const Node& value, PaperSection& out) { out.title = read_label(form, value); }},
      {"facts", [](Form& form, const Node& value, PaperSection& out) { out.facts = form.some_texts(value, "facts"); }},
      {"text", [](Form& form, const Node& value, PaperSection& out) { out.text = form.text(value, "text"); }},
      {"map", [](Form& form, const Node& value, PaperSection& out) { out.map = form.text(value, "map"); }},
      {"records", [](Form& form, const Node& value, PaperSection& out) { out.records = form.text(value, "records"); }},
      {"earlier", [](Form& form, const Node& value, PaperSection& out) { out.earlier = form.flag(value, "earlier"); }},
      {"columns",
       [](Form& form, const Node& value, PaperSection& out) { out.columns = form.some_texts(value, "columns"); }},
      {"where",
       [](Form& form, const Node& value, PaperSection& out) {
         if (auto where = read_condition(form.document(), value, form.findings())) out.where = std::move(*where);
       }},
  };
  return words;
}

// One of the four that say what it shows, and columns where it is a table.
void check_section(Form& form, const Node& item, const PaperSection& section) {
  int shows = 0;
  for (const char* word : {"facts", "text", "map", "records"}) shows += item.find(word) != nullptr ? 1 : 0;
  if (shows != 1) form.wrong_form(item, "sections", tr("sections with one of facts, text, map and records"));
  const bool is_table = !section.map.empty() || !section.records.empty();
  if (is_table && section.columns.empty()) form.report(Code::SCHEMA_MISSING, item, {"'sections'", "columns"});
  for (const char* word : {"columns", "where"})
    if (const Node* value = item.find(word); value != nullptr && !is_table)
      form.wrong_form(*value, word, tr("used only with map or records"));
  if (const Node* value = item.find("earlier"); value != nullptr && section.records.empty())
    form.wrong_form(*value, "earlier", tr("used only with records"));
}

void read_sections(Form& form, const Node& value, Paper& out) {
  for (const auto* item : Form::items(value)) {
    PaperSection section;
    section.line = form.line(*item);
    read_words(form, *item, tr("a section of 'papers'"), section_words(), section);
    if (item->kind == yaml::Kind::mapping) check_section(form, *item, section);
    out.sections.push_back(std::move(section));
  }
}

const Words<Paper>& paper_words() {
  static const Words<Paper> words = {
      {"label", [](Form& form, const Node& value, Paper& out) { out.label = read_label(form, value); }},
      {"clause", [](Form& form, const Node& value, Paper& out) { out.clause = form.text(value, "clause"); }},
      {"to", [](Form& form, const Node& value, Paper& out) { out.to = form.some_texts(value, "to"); }},
      {"sections", read_sections},
  };
  return words;
}

const Words<Invitation>& invitation_words() {
  static const Words<Invitation> words = {
      {"moves", [](Form& form, const Node& value, Invitation& out) { out.moves = form.some_texts(value, "moves"); }},
      {"summary", [](Form& form, const Node& value, Invitation& out) { out.summary = form.text(value, "summary"); }},
      {"place", [](Form& form, const Node& value, Invitation& out) { out.place = form.text(value, "place"); }},
      {"organizer",
       [](Form& form, const Node& value, Invitation& out) { out.organizer = form.text(value, "organizer"); }},
      {"required",
       [](Form& form, const Node& value, Invitation& out) { out.required = form.some_texts(value, "required"); }},
      {"invited",
       [](Form& form, const Node& value, Invitation& out) { out.invited = form.some_texts(value, "invited"); }},
      {"cancelled",
       [](Form& form, const Node& value, Invitation& out) { out.cancelled = form.some_texts(value, "cancelled"); }},
      {"paper", [](Form& form, const Node& value, Invitation& out) { out.paper = form.text(value, "paper"); }},
  };
  return words;
}

}  // namespace

std::vector<Paper> read_papers(Form& form, const Node& node) {
  std::vector<Paper> papers;
  each_entry(form, node, "papers", [&](const Node& key, const Node& value) {
    Paper paper;
    paper.name = form.name(key);
    paper.line = form.line(key);
    read_words(form, value, tr("'papers'"), paper_words(), paper);
    complete(paper.label, paper.name);
    if (value.kind == yaml::Kind::mapping && value.find("sections") == nullptr)
      form.report(Code::SCHEMA_MISSING, key, {"'papers'", "sections"});
    papers.push_back(std::move(paper));
  });
  return papers;
}

Invitation read_invitation(Form& form, const Node& node) {
  Invitation invitation;
  invitation.line = form.line(node);
  read_words(form, node, tr("'invitation'"), invitation_words(), invitation);
  for (const char* word : {"moves", "summary", "organizer"})
    if (node.kind == yaml::Kind::mapping && node.find(word) == nullptr)
      form.report(Code::SCHEMA_MISSING, node, {"'invitation'", word});
  return invitation;
}

std::vector<WordGroup> paper_word_groups() {
  return {{"'papers'", names_of(paper_words())},
          {"a section of 'papers'", names_of(section_words())},
          {"'invitation'", names_of(invitation_words())}};
}

}  // namespace itss::schema
