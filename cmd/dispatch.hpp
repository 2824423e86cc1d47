#pragma once

#include "commands.hpp"

namespace itss::cmd {

// A command found by its words: its row, what it is about, its full name, and the words behind it.
struct Found {
  const Command* command = nullptr;
  Subject subject;
  std::string name;  // `ticket list`, `sla show`
  std::vector<std::string> rest;
};

// The command that the words name; nothing if the first is neither a tool nor a record type. Throws Failure (2) for an
// unknown verb of a known noun, with a suggestion.
std::optional<Found> find_command(App& app, const std::vector<std::string>& words);

// Runs the command that argv names and gives the exit code; the only place that catches.
Exit run_program(App& app, const std::vector<std::string>& arguments);

}  // namespace itss::cmd
