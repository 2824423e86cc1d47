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

class Editor {
 public:
  // REQUIRES: the document's root is a mapping, and `document` outlives the editor.
  explicit Editor(const Document& document);

  // Gives a top-level key this value: replaces the value where it stands (a comment behind it stays), or adds a line
  // before the key `before` (at the end of the file if that is empty or absent).
  void set(std::string_view key, const Tree& value, std::string_view before = {});
  // Removes a top-level key with its value; does nothing if it is not there.
  void unset(std::string_view key);
  // Adds an item to the block sequence at a top-level key, behind its last token and the comments that belong to it;
  // creates the sequence if the key is absent.
  void append(std::string_view key, const Tree& item);

  // The new bytes, parsed back and compared with what was asked for. A failure names the construct that cannot be
  // edited in place (a flow-style sequence, an anchor or alias in the edited node, a tab in its indentation).
  Result<std::string> finish();

 private:
  struct Splice {
    std::size_t begin;
    std::size_t end;
    std::string text;
  };
  const Document& document_;
  std::vector<Splice> splices_;
  std::vector<std::string> problems_;
};

}  // namespace itss::yaml
