#pragma once
// Where the edits of a document go: splices of its bytes, and what stands in their way.

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "yaml/edit.hpp"

namespace itss::yaml {

// The bytes with the edits carried out, not checked yet; or the reason why they cannot be.
// REQUIRES: there is at most one edit per key, but for several of kind append.
Result<std::string> carry_out(const Document& document, const std::vector<Edit>& edits);

// What stands in the way of an edit, as a text with its code and the command that would mend it.
std::string cannot_edit(const Document& document, std::string_view key, std::string_view reason);

}  // namespace itss::yaml
