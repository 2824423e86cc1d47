#include "select.hpp"

#include <algorithm>
#include <istream>
#include <set>

#include "base/text.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kShownCandidates = 8;

// The types whose schemas cannot be used, told why.
std::vector<std::string> told_unusable_types(App& app) {
  auto names = app.schemas().unusable();
  if (!names.empty()) app.tell(app.schemas().findings());
  return names;
}

[[noreturn]] void not_found(App& app, const std::string& text, const schema::Schema* type) {
  if (type == nullptr)
    if (const auto unusable = told_unusable_types(app); !unusable.empty())
      throw Failure(Exit::cannot, trf("no record '{}' can be found without the schemas of these types: {}", text,
                                      join(unusable, ", ")));
  const std::string noun = type == nullptr ? "record" : type->record;
  std::string hint = type == nullptr ? std::string() : trf("'itss {} list --all --ids' lists them", noun);
  if (type != nullptr && type->named()) {
    std::vector<std::string> names;
    app.repository().each(type->record, [&](const record::RecordPtr& record) { names.push_back(record->id); });
    if (const auto close = suggest(text, names)) hint = trf("did you mean '{}'?", *close);
  }
  throw Failure(Exit::no, trf("there is no {} '{}'", type == nullptr ? tr("record") : noun, text), hint);
}

// Records of several types are told apart by their nouns, which the commands take too.
[[noreturn]] void ambiguous(const std::string& text, const std::vector<store::Match::Named>& records) {
  const bool one_type = records.front().type == records.back().type;
  std::vector<std::string> names;
  for (const auto& record : records)
    if (names.size() < kShownCandidates) names.push_back(one_type ? record.id : record.type + " " + record.id);
  if (records.size() > names.size()) names.emplace_back("...");
  throw Failure(Exit::no, trf("'{}' is ambiguous: {} records have it", text, records.size()), join(names, ", "));
}

}  // namespace

const schema::Schema& type_named(App& app, const std::string& name) {
  const auto known = app.schemas().types();
  if (std::find(known.begin(), known.end(), name) == known.end()) {
    const auto close = suggest(name, known);
    throw Failure(Exit::usage, trf("there is no record type '{}'", name),
                  close ? trf("did you mean '{}'?", *close) : tr("'itss schema list' lists them"));
  }
  if (const auto* type = app.schemas().find(name)) return *type;
  app.tell(app.schemas().findings());
  throw Failure(Exit::cannot, trf("the schema of '{}' cannot be used", name));
}

std::vector<const schema::Schema*> types_named(App& app, const std::vector<std::string>& names) {
  std::vector<const schema::Schema*> types;
  for (const auto& name : names.empty() ? app.schemas().types() : names) {
    const auto* type = &type_named(app, name);
    if (std::find(types.begin(), types.end(), type) == types.end()) types.push_back(type);
  }
  return types;
}

std::vector<const schema::Schema*> usable_types(App& app, Exit& exit) {
  std::vector<const schema::Schema*> types;
  for (const auto& name : app.schemas().types())
    if (const auto* type = app.schemas().find(name)) types.push_back(type);
  if (const auto unusable = told_unusable_types(app); !unusable.empty()) {
    app.error(trf("not counted, since their schemas cannot be used: {}", join(unusable, ", ")),
              tr("'itss check' lists all findings"));
    exit = Exit::cannot;
  }
  return types;
}

std::vector<std::string> read_ids(App& app, const std::vector<std::string>& words) {
  std::vector<std::string> ids;
  std::set<std::string> known;
  const auto add = [&](const std::string& id) {
    if (known.insert(id).second) ids.push_back(id);
  };
  for (const auto& word : words) {
    if (word != "-") {
      add(word);
      continue;
    }
    for (std::string line; std::getline(app.in, line);)
      if (const std::string id(trim(line.substr(0, line.find('\t')))); !id.empty()) add(id);
  }
  return ids;
}

bool name_several(const std::vector<std::string>& words) { return words.size() != 1 || words.front() == "-"; }

store::Loaded pick(App& app, const std::string& text, const schema::Schema* type) {
  store::Repository& repository = app.repository();
  const std::string_view name = type == nullptr ? std::string_view() : std::string_view(type->record);
  store::Match::Named wanted{text, std::string(name)};
  if (text.find('/') == std::string::npos) {
    const auto match = repository.match(text, name);
    if (match.records.empty()) not_found(app, text, type);
    if (match.records.size() > 1) ambiguous(text, match.records);
    wanted = match.records.front();
  }
  store::Loaded loaded = repository.load(wanted.id, wanted.type);
  if (!loaded.record && loaded.findings.empty()) not_found(app, text, type);
  if (loaded.record) return loaded;
  app.tell(loaded.findings);
  throw Failure(Exit::cannot, trf("the record '{}' cannot be used", text),
                tr("mend its file; 'itss check' lists all findings"));
}

std::string id_meant(App& app, const std::string& text, std::string_view type) {
  const store::Repository& repository = app.repository();
  if (repository.find(text, type)) return text;  // a whole id or alias outweighs the ids that it is a part of
  const auto match = repository.match(text, type);
  if (match.records.size() > 1) ambiguous(text, match.records);
  return match.records.empty() ? text : match.records.front().id;
}

}  // namespace itss::cmd
