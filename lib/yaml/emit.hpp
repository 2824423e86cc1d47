#pragma once
// Writing: scalars that every YAML 1.1 and 1.2 parser reads back alike, and small trees of them.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace itss::yaml {

struct Node;

// What a scalar is meant to be. `text`: quoted if any parser could read it as something else (no, 1.10, 2026-11-24, ~).
// `literal`: a number, date or instant, written plain as it is if it can stand plain at all; an empty one is `null`.
// `line`: a text that stays on one line whatever is in it.
enum class Meaning { text, literal, line };

// What is to be written, in order. An empty list is `[]`, an empty map `{}`.
struct Tree {
  enum class Form { scalar, list, map } form = Form::scalar;
  Meaning meaning = Meaning::text;
  std::string text;
  struct Entry;
  std::vector<Tree> items;
  std::vector<Entry> entries;

  static Tree scalar(std::string text, Meaning meaning = Meaning::text);
  static Tree list(std::vector<Tree> items);
  static Tree map(std::vector<Entry> entries);
};

struct Tree::Entry {
  std::string key;
  Tree value;
  Meaning key_meaning = Meaning::text;
};

// The tree that is written as `node` is: plain scalars as literals, aliases as copies of what they name.
Tree to_tree(const Node& node);

// A scalar on one line: plain, or double-quoted with escapes. `flow`: inside [...] or {...}, where more must be quoted.
// REQUIRES: `text` is valid UTF-8; U+FFFD is written for what is not.
enum class Context { block, flow };
std::string emit_inline(std::string_view text, Meaning meaning = Meaning::text, Context context = Context::block);

inline constexpr std::size_t kWidth = 120;

// A value in two parts: what stands behind `key:` in its line (empty for a block map or list), and the lines below it,
// each ending in a line break.
struct Parts {
  std::string inline_text;
  std::string lines;
};

// The value of a key that stands in column `indent`. Maps and lists of one-line texts are written in flow style if they
// fit into `width` columns with `used` columns before them, otherwise as blocks; a text with line breaks as |- or |
// where that reads back exactly and stays so when an editor strips blanks or adds empty lines behind it, otherwise in
// quotes.
Parts emit_value(const Tree& value, std::size_t indent, std::size_t used, std::string_view line_break = "\n",
                 std::size_t width = kWidth);

// The `key: value` lines of an entry, indented by `indent` blanks, each ending in `line_break`.
std::string emit_entry(std::string_view key, const Tree& value, std::size_t indent, std::string_view line_break = "\n",
                       std::size_t width = kWidth, Meaning key_meaning = Meaning::text);

// An item of a block sequence whose `-` stands in column `indent`: `- key: value` with the other keys below it.
std::string emit_item(const Tree& value, std::size_t indent, std::string_view line_break = "\n",
                      std::size_t width = kWidth);

// A whole file. REQUIRES: `map` is a map.
std::string emit_document(const Tree& map, std::size_t width = kWidth);

}  // namespace itss::yaml
