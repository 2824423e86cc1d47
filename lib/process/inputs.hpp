#pragma once
// What a person typed, as the values that an event carries.

#include <optional>
#include <string>
#include <vector>

#include "process/plan.hpp"
#include "record/event.hpp"

namespace itss::process {

// Fills the event's set, unset, add, remove, put and drop from the request's inputs: canonical values, people and
// records by their own ids. Appends a refusal (VALUE, NO_INPUT) for each input that cannot be. `allowed`: the fields
// that may be given; empty: every field that no move guards.
void read_inputs(const Request& request, const schema::Schema& schema, const record::World& world,
                 const std::vector<std::string>& allowed, record::Event& event, std::vector<Refusal>& refusals);

// Appends a refusal (VALUE) for each of the event's own texts (note, told, for, evidence) that is not UTF-8.
void check_texts(const record::Event& event, std::vector<Refusal>& refusals);

// The same for one value that is not typed but written into the file by hand; nothing after a refusal. Of the request,
// the type, the id and `now` are looked at.
std::optional<Value> read_value(const Request& request, const schema::Schema& schema, const record::World& world,
                                const schema::Field& field, const Value& written, std::vector<Refusal>& refusals);

// Whether the event has no change of any field.
bool changes_nothing(const record::Event& event);

// Takes out of the event what says only what is already so. `before`: the fields before it.
void drop_unchanged(const Fields& before, record::Event& event);

}  // namespace itss::process
