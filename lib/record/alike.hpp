#pragma once
// How alike records are: by values that both have, and by the words of their texts. Words are compared as
// base/pieces.hpp parts them.

#include <cstddef>
#include <string>
#include <vector>

#include "base/pieces.hpp"
#include "record/record.hpp"
#include "schema/schema.hpp"

namespace itss::record {

// A value that two records have in the same field.
struct SharedValue {
  std::string field, value;
  friend auto operator<=>(const SharedValue&, const SharedValue&) = default;
};

// What a candidate has in common with the record that asks.
struct Common {
  std::vector<SharedValue> values;
  std::vector<std::size_t> words;  // places in Asking::words(), ascending
  bool nothing() const { return values.empty() && words.empty(); }
};

// A record for which likely ones are looked for. Confidential fields are left out on both sides.
class Asking {
 public:
  // Its words are those of its title and of its fields of type prose. REQUIRES: the record and its schema outlive the
  // object.
  Asking(const Record& record, const schema::Schema& schema);

  // May be called from several threads.
  Common common_with(const Record& candidate, const schema::Schema& type, const schema::Offer& offer) const;

  // Each once.
  const std::vector<std::string>& words() const { return words_; }
  // These words as a person reads them: what overlaps is one.
  std::vector<std::string> readable(const std::vector<std::size_t>& words) const;

 private:
  const Record& record_;
  const schema::Schema& schema_;
  std::vector<Piece> pieces_;
  std::vector<std::string> words_;
  std::vector<std::pair<std::string, std::size_t>> places_;  // of each word, sorted
};

// The places of the best candidates, the likeliest first: those that share a value before those that share words alone,
// then by what they share, each value and word the heavier the fewer candidates have it; then the last first. `of`: how
// many candidates there are with those that have nothing in common and are not among `candidates`.
std::vector<std::size_t> best_of(const std::vector<Common>& candidates, std::size_t of, std::size_t limit);

}  // namespace itss::record
