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
  bool is_alias = false;   // the contents are a copy of the anchored node's
  std::size_t begin = 0;   // bytes of the node's own tokens: [begin, end). `end` is the end of the last token of the
  std::size_t end = 0;     // node, before trailing blanks, line breaks and comments.
  std::string text;        // a scalar's content
  std::vector<Node> children;  // a sequence's items; a mapping's keys and values in turn

  bool is_null() const;  // a plain scalar that is empty, `~` or `null`
  // The value of a key of a mapping, or null.
  const Node* find(std::string_view key) const;
};

struct Limits {
  std::size_t bytes = 16U * 1024 * 1024;
  std::size_t depth = 100;
  std::size_t alias_nodes = 10'000;  // nodes that aliases may add
};

class Document {
 public:
  // The document in `bytes`, or nothing and why: SYNTAX, TAB, DUPLICATE_KEY, EMPTY_FILE, BAD_ENCODING,
  // FILE_TOO_LARGE, NESTED_TOO_DEEP, ALIAS_LIMIT, CONFLICT_MARKER, each with its place. `file` is only for messages.
  // A second document in the file is a SYNTAX finding. A BOM and CRLF are accepted.
  static std::optional<Document> parse(std::string bytes, std::string file, Diagnostics& findings, const Limits& limits = {});

  const Node& root() const { return root_; }
  const std::string& bytes() const { return bytes_; }
  const std::string& file() const { return file_; }
  // Line and column (from 1, column in code points) of a byte, lines as an editor counts them (LF, CRLF or CR).
  Place place_of(std::size_t byte) const;
  // The text of the line in which a byte lies, for a caret.
  std::string line_of(std::size_t byte) const;

 private:
  std::string bytes_;
  std::string file_;
  Node root_;
};

// The node as a Value: scalars as their text (a null as an absent value), sequences of scalars as lists, mappings as
// maps. A sequence with an item that is not a scalar, which a Value cannot hold, becomes a map with keys "0", "1"...
Value to_value(const Node& node);

}  // namespace itss::yaml
