#pragma once
// The one table of commands. Dispatch, `itss help`, completion and the check of the man pages read it.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app.hpp"
#include "schema/schema.hpp"

namespace itss::cmd {

class Parser;

// tool: `itss check`, `itss sla show`. type: a verb of every record type, `itss ticket list`. move: the moves that a
// schema declares, `itss ticket accept`; one row for all of them. report: the reports that reports.yaml describes,
// `itss report desk`; one row too.
// paper: the documents that a schema's papers describe, `itss meeting minutes`; one row as well.
enum class Scope { tool, type, move, report, paper };

// What dispatch provides before the command runs, with its own message if it is not there.
enum class Needs { nothing, repository };

// What a command is about: the type of its noun, and the move that is its verb.
struct Subject {
  App& app;
  const schema::Schema* type = nullptr;
  const schema::Move* move = nullptr;
  const schema::Paper* paper = nullptr;  // that is its verb
  std::string report;                    // the name of the report that a file describes
  std::vector<std::string> words = {};   // behind the verb of a type, before they are parsed
};

using Run = std::function<Exit()>;
// Declares the command's options in the parser and gives the function that runs once they are parsed.
using Setup = Run (*)(Parser& parser, const Subject& subject);

struct Command {
  const char* name;  // `check`, `sla show`; of a type: `list`
  Scope scope;
  Needs needs;
  Setup setup;
  const char* group;     // its heading in `itss help`; empty: not listed
  const char* summary;   // one line
  const char* synopsis;  // what stands behind the name, as in a man page
  const char* examples;  // lines without the leading `itss`
  // Of a verb that not every type has: whether this one of all types does. A move of that name goes before such a verb.
  bool (*suits)(const schema::Schema& type, const schema::SchemaSet& all) = nullptr;
};

const std::vector<Command>& commands();

// The row of a tool with this name (one or two words), or null.
const Command* find_tool(std::string_view name);
// The row of a built-in verb that the type has, or null.
const Command* find_verb(std::string_view name, const schema::Schema& type, const schema::SchemaSet& all);
// What a verb does in a line: the label of a move or paper, the summary of a built-in one; empty if the type lacks it.
std::string verb_summary(std::string_view verb, const schema::Schema& type, const schema::SchemaSet& all);
// The row that stands for all moves, and the one for all reports of reports.yaml.
const Command& move_command();
const Command& report_command();
// The names of tools, first words only, each once.
std::vector<std::string> tool_names();
// The second words of the tools whose first word this is.
std::vector<std::string> subcommands_of(std::string_view tool);
// The verbs that the type has: the built-in ones, its papers, then its moves.
std::vector<std::string> verbs_of(const schema::Schema& type, const schema::SchemaSet& all);

}  // namespace itss::cmd
