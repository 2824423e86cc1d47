#include "suggestions.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "json.hpp"
#include "read.hpp"
#include "record/facts.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kWords = 8;       // in the text of why
constexpr std::size_t kHelping = 3;     // records that may help, of all types
constexpr std::size_t kHelpSize = 400;  // code points of what they say

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The stored states in which no record is offered, be it under a derived one.
record::Scope scope_of(const schema::Schema& offered, const schema::Offer& offer) {
  record::Scope scope;
  for (const auto& state : offered.states)
    if (!state.derived() && !contains(offer.states, state.name)) scope.past.insert(state.name);
  for (const auto& state : offered.states)
    if (contains(offer.states, state.name))
      for (const auto& below : state.derived_from) scope.past.erase(below);
  return scope;
}

struct Candidates {
  std::vector<std::string> ids;
  std::vector<record::Common> common;
  std::size_t all = 0;  // also those that have nothing in common
  Diagnostics findings;
  std::size_t unreadable = 0;
};

// Those of all runs as one.
Candidates joined(std::vector<Candidates> runs) {
  Candidates all;
  for (auto& run : runs) {
    all.ids.insert(all.ids.end(), run.ids.begin(), run.ids.end());
    for (auto& common : run.common) all.common.push_back(std::move(common));
    all.findings.insert(all.findings.end(), run.findings.begin(), run.findings.end());
    all.all += run.all;
    all.unreadable += run.unreadable;
  }
  return all;
}

Candidates candidates_for(App& app, const record::Asking& asking, const record::Record& record,
                          const schema::Schema& offered, const schema::Offer& offer) {
  const store::Repository& repository = app.repository();
  const Instant now = app.now();
  std::vector<Candidates> runs;
  const auto look_at = [&](std::size_t run, const store::Loaded& loaded, record::Matters) {
    Candidates& mine = runs[run];
    if (!loaded.record) {
      ++mine.unreadable;
      mine.findings.insert(mine.findings.end(), loaded.findings.begin(), loaded.findings.end());
      return;
    }
    const record::Record& candidate = *loaded.record;
    if (candidate.id == record.id && candidate.type == record.type) return;
    if (!contains(offer.states, record::shown_state(candidate, candidate.fields, repository, now))) return;
    ++mine.all;
    auto common = asking.common_with(candidate, offered, offer);
    if (common.nothing()) return;
    mine.ids.push_back(candidate.id);
    mine.common.push_back(std::move(common));
  };
  repository.read_in_runs(
      offered.record, {scope_of(offered, offer)}, [&](std::size_t count) { runs.resize(count); }, look_at);
  return joined(std::move(runs));
}

// The candidates that name one of the records that the asking one names in the same field.
std::vector<record::RecordPtr> sharing_links(App& app, const record::Record& record, const schema::Schema& offered,
                                             const schema::Offer& offer) {
  std::map<std::string, record::RecordPtr> found;
  const auto& event = record.events.back();
  for (const auto& name : offer.shares) {
    const auto* field = offered.find_field(name);
    if (field == nullptr || field->to.empty() || (event.set.count(name) == 0 && event.add.count(name) == 0)) continue;
    for (const auto& id : get(record.fields, name).texts())
      app.repository().each_linking(offered.record, name, id, [&](const record::RecordPtr& other) {
        if (other->id == record.id && other->type == record.type) return;
        if (contains(offer.states, record::shown_state(*other, other->fields, app.repository(), app.now())))
          found.emplace(other->id, other);
      });
  }
  std::vector<record::RecordPtr> all;
  for (auto& [id, other] : found) all.push_back(std::move(other));
  return all;
}

}  // namespace

const schema::Offer* offer_to(const schema::Schema& offered, std::string_view asking) {
  const auto found =
      std::find_if(offered.offers.begin(), offered.offers.end(), [&](const auto& offer) { return offer.to == asking; });
  return found == offered.offers.end() ? nullptr : &*found;
}

Suggestions suggest_for(App& app, const record::Record& record, const schema::Schema& offered,
                        const schema::Offer& offer, std::size_t limit) {
  const record::Asking asking(record, *app.schemas().find(record.type));
  auto candidates = candidates_for(app, asking, record, offered, offer);
  Suggestions suggestions;
  suggestions.unreadable = candidates.unreadable;
  suggestions.findings = std::move(candidates.findings);
  for (const auto place : record::best_of(candidates.common, candidates.all, limit)) {
    const auto& common = candidates.common[place];
    if (auto found = app.repository().find(candidates.ids[place], offered.record))
      suggestions.best.push_back({std::move(found), common.values, asking.readable(common.words),
                                  !common.values.empty() || common.words.size() > 1});
  }
  return suggestions;
}

std::string why_text(const Suggestion& suggestion, const schema::Schema& offered, const schema::SchemaSet& all) {
  std::vector<std::string> reasons;
  std::map<std::string, std::vector<std::string>> values;
  for (const auto& [field, value] : suggestion.values) values[field].push_back(value);
  for (const auto& field : offered.fields) {
    const auto shared = values.find(field.name);
    if (shared == values.end()) continue;
    const auto* to = field.to.empty() ? nullptr : all.find(field.to);
    const auto& label = to == nullptr ? field.label : to->label;
    reasons.push_back(trf("same {}: {}", lower(label.text()), join(shared->second, ", ")));
  }
  auto words = suggestion.words;
  if (words.size() > kWords) words.resize(kWords);
  if (!words.empty()) reasons.push_back(trf("words: {}", join(words, ", ")));
  return join(reasons, "; ");
}

format::Table help_table(App& app, const record::Record& record, const schema::Schema& type) {
  format::Table table;
  table.columns = {{"id", tr("ID")}, {"title", tr("Title")}, {"why", tr("Why")}, {"help", tr("What it says")}};
  if (!type.is_open(get(record.fields, "status").text())) return table;
  for (const auto& name : app.schemas().types()) {
    const auto* offered = app.schemas().find(name);
    const auto* offer = offered == nullptr ? nullptr : offer_to(*offered, type.record);
    if (offer == nullptr) continue;
    for (const auto& suggestion : suggest_for(app, record, *offered, *offer, kHelping).best) {
      if (!suggestion.is_likely || table.rows.size() == kHelping) break;
      std::vector<std::string> says;
      for (const auto& shown : offer->shows)
        if (const auto* field = offered->find_field(shown); field != nullptr && shown != offered->title_field)
          if (const auto value = value_of(app, *suggestion.record, *field); !value.empty())
            says.push_back(field->label.text() + ": " + printable(value_text(app, *field, value)));
      table.rows.push_back({cell_of(app, *suggestion.record, *offered, "id"),
                            offered->title_field.empty()
                                ? format::absent_cell()
                                : cell_of(app, *suggestion.record, *offered, offered->title_field),
                            {why_text(suggestion, *offered, app.schemas())},
                            {first_code_points(join(says, "; "), kHelpSize)}});
    }
  }
  return table;
}

std::string help_hint(App& app, const record::Record& record) {
  const auto* type = app.schemas().find(record.type);
  if (type == nullptr || record.events.empty() || !type->is_open(get(record.fields, "status").text())) return {};
  for (const auto& name : app.schemas().types()) {
    const auto* offered = app.schemas().find(name);
    const auto* offer = offered == nullptr ? nullptr : offer_to(*offered, record.type);
    if (offer == nullptr) continue;
    const auto candidates = sharing_links(app, record, *offered, *offer);
    const record::Asking asking(record, *type);
    std::vector<record::Common> common;
    for (const auto& candidate : candidates) common.push_back(asking.common_with(*candidate, *offered, *offer));
    for (const auto place : record::best_of(common, common.size(), 1)) {
      const Suggestion best{candidates[place], common[place].values, asking.readable(common[place].words), true};
      const auto title = offered->title_field.empty() ? std::string()
                                                      : cell_of(app, *best.record, *offered, offered->title_field).text;
      return trf("may help: {} {} ({})", best.record->id, title, why_text(best, *offered, app.schemas()));
    }
  }
  return {};
}

}  // namespace itss::cmd
