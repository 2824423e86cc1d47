#pragma once
// What `itss help` shows; all of it from the table of commands, the parsers and the schemas.

#include "dispatch.hpp"
#include "parser.hpp"

namespace itss::cmd {

// `itss` and `itss help`.
std::string overview(App& app);
// `itss help COMMAND`, `itss COMMAND -h`: purpose, usage, examples, options; at most 80 columns wide.
std::string command_help(App& app, const Parser& parser, const Command& command, const std::string& name);

// What `itss help` and --help show of a command: command_help, and of a move its rules.
std::string command_page(Found& found);

// Two columns: names, and texts wrapped beside them.
std::string two_columns(const std::vector<std::pair<std::string, std::string>>& rows, std::size_t width);

// A page of `itss help TOPIC`.
struct Topic {
  const char* name;
  const char* summary;
  std::string (*text)(App& app);
};
const std::vector<Topic>& topics();

}  // namespace itss::cmd
