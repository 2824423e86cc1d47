#pragma once
// The draft of an agreement in a file: a record with or without its history, or the bare fields.

#include <optional>

#include "record/world.hpp"

namespace itss::kpi {

// The fields of the draft; nothing, and findings with their places, if a value does not fit its field, the agreement
// could not be put into force, or nothing is promised. A series that is left out is the record's own id.
std::optional<Fields> read_draft(const yaml::Document& document, const schema::Schema& type, const record::World& world,
                                 Diagnostics& findings);

}  // namespace itss::kpi
