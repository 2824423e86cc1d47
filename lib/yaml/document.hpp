#pragma once
// A YAML document with byte positions. One parser reads everything: records, schemas, configuration, calendars.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/value.hpp"

namespace itss::yaml {

enum class Kind : std::uint8_t { scalar, sequence, mapping };
enum class Style : std::uint8_t { plain, single_quoted, double_quoted, literal, folded, block, flow };

struct Node {
  Kind kind = Kind::scalar;
  Style style = Style::plain;
  bool has_anchor = false;
  bool is_alias = false;  // the contents are a copy of the anchored node's, with its positions
  bool has_tag = false;   // `!!str 12`; what the tag says is not looked at
  std::size_t begin = 0;  // bytes of the node's own tokens: [begin, end). `end` is the end of the last token of the
  std::size_t end = 0;    // node, before trailing blanks, line breaks and comments.
  std::string text;       // a scalar's content
  std::vector<Node> children;  // a sequence's items; a mapping's keys and values in turn

  bool is_null() const;  // a plain scalar without a tag that is empty, `~` or `null`
  // The value of a key of a mapping, or a null pointer.
  const Node* find(std::string_view key) const;
};

struct Limits {
  std::size_t bytes = std::size_t{16} * 1024 * 1024;
  std::size_t depth = 100;
  std::size_t alias_nodes = 10'000;  // nodes that aliases may add
  std::size_t nodes = 2'000'000;     // nodes in all, since `[,,,]` takes 50 times its size in memory
};

class Document {
 public:
  // The document in `bytes`, or nothing and why: SYNTAX, TAB, DUPLICATE_KEY, EMPTY_FILE, BAD_ENCODING,
  // FILE_TOO_LARGE, NESTED_TOO_DEEP, ALIAS_LIMIT, CONFLICT_MARKER, each with its place. `file` is only for messages.
  // A second document in the file and a key that is not a scalar are SYNTAX findings. A file with nothing but
  // comments is empty. A BOM and CRLF are accepted.
  static std::optional<Document> parse(std::string bytes, std::string file, Diagnostics& findings,
                                       const Limits& limits = {});

  const Node& root() const { return root_; }
  const std::string& bytes() const { return bytes_; }
  const std::string& file() const { return file_; }
  // Line and column (from 1, column in code points) of a byte, lines as an editor counts them (LF, CRLF or CR). A BOM
  // takes no column.
  Place place_of(std::size_t byte) const;
  // The text of the line in which a byte lies, for a caret.
  std::string line_of(std::size_t byte) const;
  // The first byte of each line, in order; the first line of a file with a BOM starts behind it. At least one line.
  const std::vector<std::size_t>& line_starts() const { return line_starts_; }

 private:
  // The line (from 0) in which a byte lies.
  std::size_t line_index(std::size_t byte) const;

  std::vector<std::size_t> line_starts_;
  std::string bytes_;
  std::string file_;
  Node root_;
};

// The node as a Value: scalars as their text (a null as an absent value), sequences of scalars as lists (a null in
// them as an empty text), mappings as maps. A sequence with an item that is not a scalar, which a Value's list cannot
// hold, becomes a map with keys "0", "1"...
Value to_value(const Node& node);

}  // namespace itss::yaml
