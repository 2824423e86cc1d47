#pragma once
// Findings about files: what `itss check` lists. A diagnostic is data; only cmd/ prints.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic_codes.hpp"

namespace itss {

enum class Severity { error, warning, note };

enum class Code {
#define ITSS_CODE(name, severity, text) name,
  ITSS_DIAGNOSTICS(ITSS_CODE)
#undef ITSS_CODE
};

struct CodeInfo {
  Code code;
  const char* name;
  Severity severity;
  const char* text;  // fmt template in English, translated when a diagnostic is made
};

// All rows of the catalogue, in its order.
const std::vector<CodeInfo>& diagnostic_catalogue();
const CodeInfo& info(Code code);

// Where in a file: `line` and `column` count from 1, the column in code points; 0 means the file as a whole.
struct Place {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;
};

struct Diagnostic {
  Code code{};
  Severity severity = Severity::error;
  Place place;
  std::string message;      // translated, without the place and the code
  std::string hint;         // what would mend it; may be empty
  std::string clause;       // the clause it rests on; may be empty
  std::string source_line;  // the line itself, for the caret; may be empty
};

using Diagnostics = std::vector<Diagnostic>;

// A diagnostic with the catalogue's severity and its template filled with `arguments`, in order.
// REQUIRES: as many arguments as the template has places.
Diagnostic diagnose(Code code, Place place, const std::vector<std::string>& arguments, std::string hint = {});

// `file:line:col: error: message [CODE]`, the line with a caret below where it is known, and the hint.
std::string to_text(const Diagnostic& diagnostic);
// The same without the severity, for an Error, which is announced as one.
std::string error_text(const Diagnostic& diagnostic);

bool has_errors(const Diagnostics& diagnostics);

}  // namespace itss
