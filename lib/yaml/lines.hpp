#pragma once
// The lines of a document: where they begin and end, and where a node stands in them.

#include <cstddef>
#include <string_view>

#include "yaml/document.hpp"

namespace itss::yaml {

inline constexpr std::string_view kBlanks = " \t";
inline constexpr std::string_view kBreaks = "\r\n";

class Lines {
 public:
  // REQUIRES: `document` outlives it.
  explicit Lines(const Document& document);

  std::string_view bytes() const { return bytes_; }
  // The document's first line break, "\n" if it has none.
  std::string_view line_break() const { return line_break_; }

  // Of the line in which a byte lies: its first byte, the byte behind its text, the first byte of the next line (the
  // end of the document if there is none).
  std::size_t start_of(std::size_t byte) const;
  std::size_t end_of(std::size_t byte) const;
  std::size_t next(std::size_t byte) const;

  // In bytes, from 0.
  std::size_t column_of(std::size_t byte) const { return byte - start_of(byte); }
  // Whether nothing but blanks stands before a byte in its line.
  bool begins_its_line(std::size_t byte) const;
  // Whether a comment, or that or nothing, follows in its line.
  bool has_comment_behind(std::size_t byte) const;
  bool ends_its_line(std::size_t byte) const;
  // Behind the comments that follow line by line from the line start `at` on and are indented deeper than `column`.
  std::size_t behind_comments(std::size_t at, std::size_t column) const;

 private:
  std::size_t index_of(std::size_t byte) const;
  // The first byte in the rest of a line that is not blank, or where it ends.
  std::size_t text_from(std::size_t byte) const;

  const Document& document_;
  std::string_view bytes_;
  std::string_view line_break_ = "\n";
};

}  // namespace itss::yaml
