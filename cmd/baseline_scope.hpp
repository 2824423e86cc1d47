#pragma once
// Of which records a baseline is, and as of when. Records keep their history, so that a baseline is nothing but a
// moment: one that is named, or that of a record of another type, which names them by its links.

#include <optional>
#include <string>
#include <vector>

#include "parser.hpp"
#include "record/replay.hpp"
#include "whole_world.hpp"

namespace itss::cmd {

struct BaselineWords {
  std::vector<std::string> ids;
  std::string of;     // --for
  std::string event;  // --event; empty: `baseline`, or else the last event
};
void add_baseline_options(Parser& parser, const Subject& subject, BaselineWords& words);

// The record that --for means, and its event.
struct Occasion {
  record::RecordPtr record;
  std::string verb;
  record::AsOf then;  // what happened, and was known, by that event
};
// Nothing without --for. Throws Failure (1) if the record has no event of that name.
std::optional<Occasion> occasion_of(App& app, const BaselineWords& words);

// The records by their ids, in that order; those that the occasion's record names, then or at `to`; else all of the
// type. `exit` becomes 1 for a name of nothing, which is told. Throws Failure (2) for ids beside --for.
std::vector<record::RecordPtr> records_of(App& app, const WholeWorld& world, const schema::Schema& type,
                                          const BaselineWords& words, const std::optional<Occasion>& occasion,
                                          const record::AsOf& to, Exit& exit);

}  // namespace itss::cmd
