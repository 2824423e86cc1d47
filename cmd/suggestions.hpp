#pragma once
// Records that may help with another one: those that their type's `offered` offers to it, the likeliest first.

#include "app.hpp"
#include "record/alike.hpp"

namespace itss::cmd {

struct Suggestion {
  record::RecordPtr record;
  std::vector<record::SharedValue> values;  // that both have
  std::vector<std::string> words;           // that both have, as a person reads them
  bool is_likely = false;                   // more than a word by chance
};

struct Suggestions {
  std::vector<Suggestion> best;
  std::size_t unreadable = 0;  // records that may be among them
  Diagnostics findings;        // of these
};

// The offer of `offered` to records of the type `asking`; null if there is none.
const schema::Offer* offer_to(const schema::Schema& offered, std::string_view asking);

// The records of `offered` that have most in common with `asking`, at most `limit`.
Suggestions suggest_for(App& app, const record::Record& asking, const schema::Schema& offered,
                        const schema::Offer& offer, std::size_t limit);

// Why a record is suggested: `same asset: mail-01; words: login, mailbox`.
std::string why_text(const Suggestion& suggestion, const schema::Schema& offered, const schema::SchemaSet& all);

// What may help with a record while it is open, of all types that are offered to its own: a few, with why and what they
// say. Those that cannot be read are left out.
format::Table help_table(App& app, const record::Record& record, const schema::Schema& type);

// One line that names the record that may help most of those that share a link with this one, if its last event gave it
// such a link; empty if there is none. Asks the back-links alone, so that a command need not wait for it.
std::string help_hint(App& app, const record::Record& record);

}  // namespace itss::cmd
