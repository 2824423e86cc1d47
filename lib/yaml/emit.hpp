#pragma once
// Writing: scalars that every YAML 1.1 and 1.2 parser reads back alike, and small trees of them.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/value.hpp"

namespace itss::yaml {

// What a scalar is meant to be. `text`: quoted if any parser could read it as something else (no, 1.10, 2026-11-24, ~).
// `literal`: a number, date or instant, written plain as it is.
enum class Meaning { text, literal };

// What is to be written, in order. An empty list is `[]`, an empty map `{}`.
struct Tree {
  enum class Form { scalar, list, map } form = Form::scalar;
  Meaning meaning = Meaning::text;
  std::string text;
  std::vector<Tree> items;
  std::vector<std::pair<std::string, Tree>> entries;

  static Tree scalar(std::string text, Meaning meaning = Meaning::text);
  static Tree list(std::vector<Tree> items);
  static Tree map(std::vector<std::pair<std::string, Tree>> entries);
};

// A scalar on one line: plain, or double-quoted with escapes. `flow`: inside [...] or {...}, where more must be quoted.
enum class Context { block, flow };
std::string emit_inline(std::string_view text, Meaning meaning = Meaning::text, Context context = Context::block);

// `key: value` lines of a tree, indented by `indent` blanks, each ending in `line_break`. Maps and lists that fit are
// written in flow style within `width` columns, otherwise as block; text with line breaks as |-, | or |+ where that is exact.
std::string emit_entry(std::string_view key, const Tree& value, std::size_t indent, std::string_view line_break = "\n",
                       std::size_t width = 120);

// An item of a block sequence: `- key: value` with the other keys below it.
std::string emit_item(const Tree& value, std::size_t indent, std::string_view line_break = "\n", std::size_t width = 120);

// A whole file.
std::string emit_document(const Tree& map, std::size_t width = 120);

}  // namespace itss::yaml
