#pragma once
// A value that becomes another one where it stands, down to the lines that differ.

#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "yaml/document.hpp"
#include "yaml/emit.hpp"
#include "yaml/lines.hpp"

namespace itss::yaml {

inline constexpr std::size_t kStep = 2;  // columns by which a new block is indented

// A key of a mapping with its value, the byte behind the ':' between them, and the column of the mapping's keys.
struct Entry {
  const Node* key;
  const Node* value;
  std::size_t colon_end;
  std::size_t column;
};

// The entry whose key is the mapping's child number `child`, or nothing if the key does not begin its line with ':'
// behind it.
std::optional<Entry> entry_at(const Lines& lines, const Node& mapping, std::size_t child, std::size_t column);

// The lines of an entry, from its key to the last one of its value.
std::size_t end_of(const Entry& entry);

struct Splice {
  enum class Form { inside, lines, entry } form;  // part of a line; lines of an entry that exists; a new entry
  std::size_t begin;
  std::size_t end;
  std::string text;

  // Of several splices at one place: what goes between comes before what is replaced, and an entry's own lines come
  // before new entries.
  auto order() const { return std::tuple(begin, end > begin, form == Form::entry); }
};

// Whether a text begins with | or >.
inline bool is_block_scalar(const Node& node) { return node.style == Style::literal || node.style == Style::folded; }

// Whether a node is what the tree would be read back as. The order of a map's keys does not count.
bool is_same(const Node& node, const Tree& tree);

// The tree with every text on one line.
Tree on_one_line(Tree tree);

class ValueEdit {
 public:
  // Splices are added to `splices`. REQUIRES: both outlive it.
  ValueEdit(const Lines& lines, std::vector<Splice>& splices) : lines_(lines), splices_(splices) {}

  // Gives an entry a value. Of a block list, items that are gone lose their lines and new ones get some; of a block
  // map, each key in turn; all other lines and all comments outside of removed items and keys stay. Returns the reason
  // why that cannot be.
  std::optional<std::string> set(const Entry& entry, const Tree& value);
  // Adds items to a block list, behind the comments that belong to its last one; a list that is empty becomes a block.
  std::optional<std::string> append(const Entry& entry, const Tree& items);

 private:
  void change(const Entry& entry, const Tree& value);
  void change_list(const Entry& entry, const std::vector<Tree>& items);
  void change_map(const Entry& entry, const Tree& map);
  void clear_block(const Entry& entry, const Tree& value);
  void replace(const Entry& entry, const Parts& parts);
  void replace_below(const Entry& entry, const Tree& value);
  std::optional<std::vector<std::size_t>> item_starts(const Node& node) const;
  Parts parts_for(const Entry& entry, const Tree& value, std::size_t width = kWidth) const;
  std::string header_comment(const Node& node) const;
  std::string block_lines(const Tree& value, std::size_t column) const;
  std::size_t behind_block(const Entry& entry) const;
  void insert_lines(std::size_t at, std::string lines);
  void remove_lines(std::size_t begin, std::size_t end);
  void refuse(std::string reason);

  const Lines& lines_;
  std::vector<Splice>& splices_;
  std::optional<std::string> reason_;
};

}  // namespace itss::yaml
