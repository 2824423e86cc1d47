#pragma once
// The names of `--json=FIELDS` where an answer is no record: of a report, of findings, of settings.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "format/document.hpp"

namespace itss::cmd {

// An object, or each object of an array, with only the keys that `wanted` names; all for `*` and an empty text. Throws
// Failure (2), with what was likely meant, for a name that is not among `known`.
nlohmann::ordered_json only_fields(const nlohmann::ordered_json& json, const std::string& wanted,
                                   const std::vector<std::string>& known);

// The same for the columns of a table; for the facts and columns of a document, or its sections as a whole.
void keep_fields(format::Table& table, const std::string& wanted);
void keep_fields(format::Document& document, const std::string& wanted);

}  // namespace itss::cmd
