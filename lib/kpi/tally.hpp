#pragma once
// What was counted of a measure, and the figure that comes of it. Inside kpi/ only.

#include <map>
#include <string>
#include <vector>

#include "kpi/evaluate.hpp"
#include "kpi/view.hpp"

namespace itss::kpi {

// A span that is added when all are known.
struct Spell {
  std::string key;  // spans of the same key count once
  Covered span;
  Item item;
};

// What has been counted of one measure in one group. Sums are of whole seconds or counts, so that their order does not
// matter.
struct Tally {
  double numerator = 0;
  double denominator = 0;
  double excused = 0;
  std::vector<double> amounts;            // those that need each of them
  std::map<std::string, double> shares;   // value -> what it has of the numerator
  std::vector<Spell> spells;              // spans of which those that overlap count once
  std::map<std::string, double> records;  // of a `per` with amounts: what each record has
  std::map<std::string, long> exclusions;
  std::vector<Item> items;
};

using Group = std::vector<std::string>;
using Groups = std::map<Group, Tally>;

// Seconds in the unit of a measure's amounts.
double scale_of(const Measure& measure);
// Whether what overlaps counts once: its spans are added when all are known.
bool counts_once(const Measure& measure);
// Whether the formula needs each amount, and not only their sum.
bool needs_each(Formula formula);

// Adds the spans that waited until all were known.
void settle(const Measure& measure, const record::World& world, const Query& query, Tally& tally);
// Sets what stands below the line of a rate, or what a remainder is the rest of.
void divide(const Measure& measure, const Tally& per, Tally& tally);
// The value, its shares, and how it stands to the target.
Figure figure_of(const Measure& measure, const Group& group, Tally tally);

}  // namespace itss::kpi
