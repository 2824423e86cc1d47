#pragma once
// What every report of a window says first. Inside report/ only.

#include <string>
#include <vector>

#include "format/document.hpp"
#include "kpi/evaluate.hpp"
#include "record/world.hpp"

namespace itss::report {

// The window, its zone, the time it was asked at, and what was known: without them a figure cannot be recomputed.
std::vector<format::Fact> window_facts(const record::World& world, const kpi::Query& query);

// The label of a type, clock or code of its schema in the chosen language; the name itself if it has none.
std::string type_label(const record::World& world, const std::string& type);
std::string clock_label(const record::World& world, const std::string& type, const std::string& clock);
std::string value_label(const record::World& world, const std::string& type, const std::string& field,
                        const std::string& value);
std::string field_label(const record::World& world, const std::string& type, const std::string& field);

// An instant in the world's zone: short for people, whole for machines.
format::Cell instant_cell(const record::World& world, const Instant& instant);
// A number for people with at most two decimals, whole for machines.
format::Cell figure_cell(double value, format::Style style = format::Style::plain);

}  // namespace itss::report
