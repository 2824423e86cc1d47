#include "yaml/syntax_error.hpp"

#include <fmt/format.h>

#include <array>

#include "base/translate.hpp"

namespace itss::yaml {

namespace {

enum class At { problem, context };

struct Row {
  std::string_view context;  // libyaml's words; empty for any
  std::string_view problem;
  At at;
  const char* message;  // `{line}` is the line in which the thing begins, `{character}` what stands at the place
  const char* hint;
};

constexpr auto kQuote = ITSS_TR_NOOP("put the text into double quotes");
constexpr auto kIndent = ITSS_TR_NOOP("the keys of a block begin in the same column");

// The rows with a context come before the general ones.
constexpr std::array kRows = {
    Row{"while scanning a simple key", "could not find expected ':'", At::context,
        ITSS_TR_NOOP("expected 'key: value' or '- item'"), ITSS_TR_NOOP("a longer text is indented below its key")},
    Row{"", "mapping values are not allowed in this context", At::problem,
        ITSS_TR_NOOP("a ':' with a blank behind it is not allowed here"),
        ITSS_TR_NOOP("put a text that contains ': ' into double quotes; the keys of a block begin in the same column")},
    Row{"", "block sequence entries are not allowed in this context", At::problem,
        ITSS_TR_NOOP("a list item is not allowed here"), ITSS_TR_NOOP("a list begins in the line below its key")},
    Row{"", "mapping keys are not allowed in this context", At::problem, ITSS_TR_NOOP("a '?' is not allowed here"),
        kQuote},
    Row{"", "found character that cannot start any token", At::problem,
        ITSS_TR_NOOP("a text must not begin with '{character}'"), kQuote},
    Row{"while parsing a block mapping", "did not find expected key", At::problem,
        ITSS_TR_NOOP("this does not fit the block of keys that begins in line {line}"), kIndent},
    Row{"while parsing a block collection", "did not find expected '-' indicator", At::problem,
        ITSS_TR_NOOP("this does not fit the list that begins in line {line}"),
        ITSS_TR_NOOP("the '- ' of all items of a list stand in the same column")},
    Row{"while parsing a flow sequence", "did not find expected ',' or ']'", At::problem,
        ITSS_TR_NOOP("expected ',' or ']' in the list that begins in line {line}"), ""},
    Row{"while parsing a flow mapping", "did not find expected ',' or '}'", At::problem,
        ITSS_TR_NOOP("expected ',' or '}}' in the map that begins in line {line}"), ""},
    Row{"", "did not find expected node content", At::problem, ITSS_TR_NOOP("expected a value"), ""},
    Row{"", "did not find expected <document start>", At::problem, ITSS_TR_NOOP("the document has ended before this"),
        kIndent},
    Row{"while scanning a quoted scalar", "found unexpected end of stream", At::context,
        ITSS_TR_NOOP("the quoted text is not closed"), ""},
    Row{"while scanning a quoted scalar", "found unexpected document indicator", At::context,
        ITSS_TR_NOOP("the quoted text is not closed"), ""},
    Row{"", "found unknown escape character", At::problem, ITSS_TR_NOOP("unknown escape in a text in double quotes"),
        ITSS_TR_NOOP("write a backslash in double quotes as \\\\")},
    Row{"", "did not find expected hexdecimal number", At::problem,
        ITSS_TR_NOOP("expected hexadecimal digits after \\x, \\u or \\U"), ""},
    Row{"", "found invalid Unicode character escape code", At::problem,
        ITSS_TR_NOOP("the escape is not a Unicode character"), ""},
    Row{"", "did not find expected alphabetic or numeric character", At::context,
        ITSS_TR_NOOP("a text must not begin with '&' or '*', which mark anchors and aliases"), kQuote},
    Row{"", "found undefined alias", At::problem, ITSS_TR_NOOP("no anchor of this name stands before the alias"), ""},
    Row{"while scanning a block scalar", "did not find expected comment or line break", At::problem,
        ITSS_TR_NOOP("the text below '|' or '>' begins in the next line"), ""},
    Row{"", "found an indentation indicator equal to 0", At::problem,
        ITSS_TR_NOOP("the indentation given behind '|' or '>' is 1 to 9"), ""},
    Row{"while scanning a tag", "", At::context, ITSS_TR_NOOP("a text must not begin with '!', which marks a tag"),
        kQuote},
    Row{"while parsing a tag", "", At::context, ITSS_TR_NOOP("a text must not begin with '!', which marks a tag"),
        kQuote},
    Row{"", "found undefined tag handle", At::problem,
        ITSS_TR_NOOP("a text must not begin with '!', which marks a tag"), kQuote},
    Row{"while scanning a directive", "", At::context, ITSS_TR_NOOP("a line must not begin with '%'"), kQuote},
    Row{"while scanning a %YAML directive", "", At::context, ITSS_TR_NOOP("a line must not begin with '%'"), kQuote},
    Row{"while scanning a %TAG directive", "", At::context, ITSS_TR_NOOP("a line must not begin with '%'"), kQuote},
    Row{"", "control characters are not allowed", At::problem, ITSS_TR_NOOP("control characters are not allowed"),
        ITSS_TR_NOOP("write it in double quotes as \\x and two hexadecimal digits")},
};

bool matches(const Row& row, const ParserError& error) {
  return (row.context.empty() || row.context == error.context) && (row.problem.empty() || row.problem == error.problem);
}

}  // namespace

Explanation explain(const ParserError& error) {
  const bool about_tab = error.problem.find("a tab character") != std::string_view::npos;
  if (about_tab || (error.character == "\t" && error.problem == "found character that cannot start any token"))
    return {Code::TAB, {}, tr("indent with blanks"), false};
  for (const auto& row : kRows) {
    if (!matches(row, error)) continue;
    std::string message = fmt::format(fmt::runtime(tr(row.message)), fmt::arg("line", error.context_line),
                                      fmt::arg("character", error.character));
    return {Code::SYNTAX, std::move(message), *row.hint == '\0' ? "" : tr(row.hint), row.at == At::context};
  }
  return {Code::SYNTAX, fmt::format(fmt::runtime(tr("not YAML: {}")), error.problem), {}, false};
}

}  // namespace itss::yaml
