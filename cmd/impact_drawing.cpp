#include "impact_drawing.hpp"

#include <set>
#include <unordered_map>

#include "base/text.hpp"
#include "record/facts.hpp"

namespace itss::cmd {

namespace {

using format::Style;
using record::Hit;
using record::Side;
using record::Way;

std::string title_of(const schema::Schema& type, const record::Record& record) {
  return printable(to_text(get(record.fields, type.title_field)));
}

class Tree {
 public:
  Tree(App& app, const schema::Schema& type, const Impact& impact) : app_(app), type_(type), impact_(impact) {
    const auto& hits = impact.reach.hits;
    below_.resize(hits.size());
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < hits.size(); ++i) places.emplace(hits[i].record->id, i);
    for (std::size_t i = 1; i < hits.size(); ++i) below_[places.at(near(hits[i]))].push_back(i);
  }

  std::string draw() {
    std::string text = line_of(0) + "\n";
    // A stack of its own: a chain may be longer than the program's.
    struct Open {
      std::size_t hit, next;
      std::string indent;
    };
    std::vector<Open> open{{0, 0, ""}};
    while (!open.empty()) {
      Open& top = open.back();
      const auto& children = below_[top.hit];
      if (top.next == children.size()) {
        open.pop_back();
        continue;
      }
      const std::size_t child = children[top.next++];
      const bool last = top.next == children.size();
      text += top.indent + (last ? "└─ " : "├─ ") + line_of(child) + "\n";
      open.push_back({child, 0, top.indent + (last ? "   " : "│  ")});
    }
    return text;
  }

 private:
  const Way& first_way(const Hit& hit) const { return impact_.reach.ways[hit.over.front()]; }
  const std::string& near(const Hit& hit) const {
    return impact_.side == Side::affected ? first_way(hit).from : first_way(hit).to;
  }

  std::string line_of(std::size_t place) const {
    const Hit& hit = impact_.reach.hits[place];
    std::string line = app_.paint(hit.record->id, Style::id);
    if (place > 0) {
      const Way& way = first_way(hit);
      const bool names_above = way.back == (impact_.side == Side::affected);
      line += "  " + app_.paint((names_above ? "↑ " : "↓ ") + way.over->label.text(), Style::faint);
    }
    line += "  " + title_of(type_, *hit.record);
    const std::string state = record::shown_state(*hit.record, hit.record->fields, app_.repository(), app_.now());
    const auto* known = type_.find_state(state);
    line += "  [" + (known == nullptr ? state : known->label.text()) + "]";
    if (hit.over.size() > 1)
      line += "  " + app_.paint(counted("and {} more way", "and {} more ways", hit.over.size() - 1), Style::faint);
    return line;
  }

  App& app_;
  const schema::Schema& type_;
  const Impact& impact_;
  std::vector<std::vector<std::size_t>> below_;  // of each hit
};

// A string of the DOT language; `\n` within it is a line break.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out + '"';
}

}  // namespace

std::string tree_of(App& app, const schema::Schema& type, const Impact& impact) {
  return impact.reach.hits.empty() ? std::string() : Tree(app, type, impact).draw();
}

std::string dot_of(const schema::Schema& type, const std::vector<Impact>& impacts) {
  std::string text = "digraph impact {\n  node [shape=box];\n";
  std::set<std::string> told;
  const auto tell = [&](const std::string& line) {
    if (told.insert(line).second) text += line;
  };
  for (const auto& impact : impacts)
    for (const auto& hit : impact.reach.hits)
      tell("  " + quoted(hit.record->id) + " [label=" + quoted(hit.record->id + "\n" + title_of(type, *hit.record)) +
           (hit.distance == 0 ? ", style=bold" : "") + "];\n");
  for (const auto& impact : impacts)
    for (const auto& way : impact.reach.ways)
      tell("  " + quoted(way.from) + " -> " + quoted(way.to) + " [label=" + quoted(way.over->label.text()) + "];\n");
  return text + "}\n";
}

}  // namespace itss::cmd
