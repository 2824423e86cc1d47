#pragma once
// Edits of a document that touch only the lines concerned: comments, order, blank lines, quoting, CRLF, BOM and
// indentation of everything else stay byte for byte.

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "yaml/document.hpp"
#include "yaml/emit.hpp"

namespace itss::yaml {

// One thing to change at a top-level key.
struct Edit {
  enum class Kind { set, unset, append } kind;
  std::string key;
  Tree value;
  std::string before;
};

class Editor {
 public:
  // REQUIRES: `document` outlives the editor.
  explicit Editor(const Document& document) : document_(document) {}

  // Gives a top-level key this value, or adds an entry before the key `before` (at the end of the file if that is empty
  // or absent). A value is replaced where it stands, and a comment behind it stays; of a block list or map only the
  // items and keys that differ lose, get or change lines, and their comments stay but for those in the lines of what is
  // removed. A value that is there already changes nothing, however a map's keys are ordered. The last of several
  // values for a key counts.
  void set(std::string_view key, const Tree& value, std::string_view before = {});
  // Removes a top-level key with its value; does nothing if it is not there.
  void unset(std::string_view key);
  // Adds an item to the block sequence at a top-level key, behind its last token and the comments that belong to it
  // (the indented ones that follow without an empty line); creates the sequence if the key is absent or empty.
  void append(std::string_view key, const Tree& item);

  // The new bytes, parsed back and compared with what was asked for. A failure names the construct that cannot be
  // edited in place (flow style that grows or holds a comment, an anchor or alias in or above the edited node, a tab in
  // its indentation), with the code CANNOT_EDIT and the command that rewrites the file.
  Result<std::string> finish() const;

 private:
  const Document& document_;
  std::vector<Edit> edits_;
};

}  // namespace itss::yaml
