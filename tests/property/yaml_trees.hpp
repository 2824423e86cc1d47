#pragma once
// Random texts and trees that dwell on what goes wrong in YAML.

#include <rapidcheck.h>

#include <string>
#include <utility>
#include <vector>

#include "yaml/document.hpp"
#include "yaml/emit.hpp"

namespace itss::yaml::testing {

inline std::string to_utf8(char32_t point) {
  const auto byte = [](char32_t value) { return static_cast<char>(value); };
  if (point < 0x80) return {byte(point)};
  if (point < 0x800) return {byte(0xC0 | point >> 6), byte(0x80 | (point & 0x3F))};
  if (point < 0x10000) return {byte(0xE0 | point >> 12), byte(0x80 | (point >> 6 & 0x3F)), byte(0x80 | (point & 0x3F))};
  return {byte(0xF0 | point >> 18), byte(0x80 | (point >> 12 & 0x3F)), byte(0x80 | (point >> 6 & 0x3F)),
          byte(0x80 | (point & 0x3F))};
}

// Pieces of which texts are made: characters of the grammar, words with a meaning, letters of several widths, controls.
inline rc::Gen<std::string> piece() {
  static const std::vector<std::string> kPieces = {" ",           " ",
                                                   "\n",          "\n",
                                                   "\t",          "\r",
                                                   ":",           ": ",
                                                   " #",          "#",
                                                   "- ",          "-",
                                                   "?",           "? ",
                                                   ",",           "[",
                                                   "]",           "{",
                                                   "}",           "&",
                                                   "*",           "!",
                                                   "|",           ">",
                                                   "'",           "\"",
                                                   "%",           "@",
                                                   "`",           "\\",
                                                   "~",           "=",
                                                   "<<",          "...",
                                                   "---",         "no",
                                                   "yes",         "on",
                                                   "y",           "null",
                                                   "true",        "NaN",
                                                   ".inf",        "1.10",
                                                   "007",         "0x1F",
                                                   "0o7",         "1e3",
                                                   "+1",          "12:30:00",
                                                   "2026-11-24",  "2026-11-24T09:15:00+08:00",
                                                   "<<<<<<<",     "=======",
                                                   "a",           "b",
                                                   "key",         "TKT-20261124-7K3QF",
                                                   "wang.fang",   "用户",
                                                   "无法登录",    "：",
                                                   "，",          "😀",
                                                   "👩‍💻", "é",
                                                   "e\u0301",     "\u00A0",
                                                   "\u0085",      "\u2028",
                                                   "\u2029",      "\uFEFF",
                                                   "\uFFFD",      "\uFFFF",
                                                   "\u200B",      "\x01",
                                                   "\x1B",        "\x7F",
                                                   "\u009F",      std::string(1, '\0'),
                                                   "\r\n"};
  const auto any = rc::gen::map(rc::gen::inRange<std::uint32_t>(0, 0x10FFFF), [](std::uint32_t point) {
    return to_utf8(point >= 0xD800 && point <= 0xDFFF ? U'x' : static_cast<char32_t>(point));
  });
  return rc::gen::weightedOneOf<std::string>({{9, rc::gen::elementOf(kPieces)}, {1, any}});
}

inline rc::Gen<std::string> text() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece()),
                      [](const std::vector<std::string>& pieces) {
                        std::string joined;
                        for (std::size_t i = 0; i < pieces.size() && i < 12; ++i) joined += pieces[i];
                        return joined;
                      });
}

// A tree at most `depth` collections deep; keys of a map are unlike each other.
inline rc::Gen<Tree> tree(int depth) {
  const auto scalar = rc::gen::map(text(), [](std::string value) { return Tree::scalar(std::move(value)); });
  if (depth == 0) return scalar;
  return rc::gen::exec([depth, scalar] {
    const int form = *rc::gen::inRange(0, 3);
    if (form == 0) return *scalar;
    const int size = *rc::gen::inRange(0, 4);
    Tree result = form == 1 ? Tree::list({}) : Tree::map({});
    for (int i = 0; i < size; ++i) {
      Tree child = *tree(depth - 1);
      if (form == 1)
        result.items.push_back(std::move(child));
      else
        result.entries.emplace_back(*text() + std::to_string(i), std::move(child));
    }
    return result;
  });
}

inline bool same(const Node& node, const Tree& expected) {
  switch (expected.form) {
    case Tree::Form::scalar:
      return node.kind == Kind::scalar && node.text == expected.text && !node.is_null();
    case Tree::Form::list:
      if (node.kind != Kind::sequence || node.children.size() != expected.items.size()) return false;
      for (std::size_t i = 0; i < expected.items.size(); ++i)
        if (!same(node.children[i], expected.items[i])) return false;
      return true;
    case Tree::Form::map:
      if (node.kind != Kind::mapping || node.children.size() != 2 * expected.entries.size()) return false;
      for (std::size_t i = 0; i < expected.entries.size(); ++i)
        if (node.children[2 * i].text != expected.entries[i].key ||
            !same(node.children[2 * i + 1], expected.entries[i].value))
          return false;
      return true;
  }
  return false;
}

}  // namespace itss::yaml::testing
