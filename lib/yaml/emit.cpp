#include "yaml/emit.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "yaml/document.hpp"
#include "yaml/scalar.hpp"

namespace itss::yaml {

namespace {

constexpr std::size_t kStep = 2;                 // of indentation
constexpr std::size_t kLongestSimpleKey = 1000;  // bytes; parsers give up looking for the ':' behind 1024 characters

bool is_block_text(const Tree& value) {
  return value.form == Tree::Form::scalar && value.meaning != Meaning::line && is_literal_block(value.text);
}

// An empty key is a text: `null` would be another one.
std::string emit_key(std::string_view key, Meaning meaning, Context context = Context::block) {
  return emit_inline(key, key.empty() ? Meaning::text : meaning, context);
}

// The value in flow style, or nothing if a text in it needs several lines or it grows beyond `room` columns.
std::optional<std::string> flow(const Tree& value, std::size_t room) {
  if (value.form == Tree::Form::scalar) {
    if (is_block_text(value)) return std::nullopt;
    return emit_inline(value.text, value.meaning, Context::flow);
  }
  const bool is_map = value.form == Tree::Form::map;
  const std::size_t count = is_map ? value.entries.size() : value.items.size();
  std::string out = is_map ? "{" : "[";
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += ", ";
    if (is_map) {
      if (value.entries[i].key.size() > kLongestSimpleKey / 4) return std::nullopt;
      out += emit_key(value.entries[i].key, value.entries[i].key_meaning, Context::flow) + ": ";
    }
    const auto part = flow(is_map ? value.entries[i].value : value.items[i], room);
    if (!part || out.size() + part->size() > 4 * room) return std::nullopt;  // a column takes up to four bytes
    out += *part;
  }
  out += is_map ? '}' : ']';
  if (display_width(out) > room) return std::nullopt;
  return out;
}

Parts literal_block(std::string_view text, std::size_t indent, std::string_view line_break) {
  Parts parts{"|", {}};
  const std::string blanks(indent + kStep, ' ');
  const auto first_character = text.find_first_not_of('\n');
  // A block's indentation is guessed from its first line with text, unless it is given.
  if (text[first_character] == ' ') parts.inline_text += std::to_string(kStep);
  if (text.back() != '\n') parts.inline_text += '-';
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (end > begin) (parts.lines += blanks) += text.substr(begin, end - begin);
    parts.lines += line_break;
    begin = end + 1;
  }
  return parts;
}

std::string block_lines(const Tree& value, std::size_t indent, std::string_view line_break, std::size_t width) {
  std::string lines;
  for (const auto& [key, item, meaning] : value.entries)
    lines += emit_entry(key, item, indent, line_break, width, meaning);
  for (const auto& item : value.items) lines += emit_item(item, indent, line_break, width);
  return lines;
}

}  // namespace

Tree Tree::scalar(std::string text, Meaning meaning) {
  Tree tree;
  tree.meaning = meaning;
  tree.text = std::move(text);
  return tree;
}

Tree Tree::list(std::vector<Tree> items) {
  Tree tree;
  tree.form = Form::list;
  tree.items = std::move(items);
  return tree;
}

Tree Tree::map(std::vector<Entry> entries) {
  Tree tree;
  tree.form = Form::map;
  tree.entries = std::move(entries);
  return tree;
}

Tree to_tree(const Node& node) {
  if (node.is_null()) return Tree::scalar({}, Meaning::literal);
  if (node.kind == Kind::scalar)
    return Tree::scalar(node.text, node.style == Style::plain && !node.has_tag ? Meaning::literal : Meaning::text);
  Tree tree;
  tree.form = node.kind == Kind::sequence ? Tree::Form::list : Tree::Form::map;
  if (node.kind == Kind::sequence)
    for (const auto& item : node.children) tree.items.push_back(to_tree(item));
  else
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2)
      tree.entries.push_back({node.children[i].text, to_tree(node.children[i + 1]), to_tree(node.children[i]).meaning});
  return tree;
}

Parts emit_value(const Tree& value, std::size_t indent, std::size_t used, std::string_view line_break,
                 std::size_t width) {
  if (is_block_text(value)) return literal_block(value.text, indent, line_break);
  if (value.form == Tree::Form::scalar) return {emit_inline(value.text, value.meaning), {}};
  const bool empty = value.items.empty() && value.entries.empty();
  const std::size_t room = empty ? kStep : width - std::min(width, used);
  if (auto text = flow(value, room)) return {std::move(*text), {}};
  return {{}, block_lines(value, indent + kStep, line_break, width)};
}

std::string emit_entry(std::string_view key, const Tree& value, std::size_t indent, std::string_view line_break,
                       std::size_t width, Meaning key_meaning) {
  const std::string blanks(indent, ' ');
  std::string head = emit_key(key, key_meaning);
  head = head.size() <= kLongestSimpleKey ? blanks + head + ":"
                                          : blanks + "? " + head + std::string(line_break) + blanks + ":";
  const Parts parts = emit_value(value, indent, display_width(head) + 1, line_break, width);
  if (!parts.inline_text.empty()) (head += ' ') += parts.inline_text;
  return (head += line_break) += parts.lines;
}

std::string emit_item(const Tree& value, std::size_t indent, std::string_view line_break, std::size_t width) {
  const std::string blanks(indent, ' ');
  if (value.form == Tree::Form::map && !value.entries.empty()) {
    std::string lines = block_lines(value, indent + kStep, line_break, width);
    lines[indent] = '-';
    return lines;
  }
  const Parts parts = emit_value(value, indent, indent + kStep, line_break, width);
  std::string line = blanks + "-";
  if (!parts.inline_text.empty()) (line += ' ') += parts.inline_text;
  return (line += line_break) += parts.lines;
}

std::string emit_document(const Tree& map, std::size_t width) {
  if (map.entries.empty()) return "{}\n";
  return block_lines(map, 0, "\n", width);
}

}  // namespace itss::yaml
