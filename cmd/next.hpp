#pragma once

#include "app.hpp"
#include "process/plan.hpp"

namespace itss::cmd {

// What a guard needs, by the names that a person gives; one that asks for an input of the very command writes
// `input.NAME`.
std::vector<std::string> input_names(const std::vector<std::string>& needed);
// The options that a move still needs, as they are typed: `--impact`, `--told`.
std::vector<std::string> missing_options(const std::vector<std::string>& missing);
// The same of all that stands against a move yet: `--impact (--knowledge | --knowledge-not-needed)`.
std::string missing_text(const process::Option& option);

// The command that the actor is most likely to need next for this record; empty if there is none.
std::string next_command(App& app, const record::Record& record);

}  // namespace itss::cmd
