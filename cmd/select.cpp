#include "select.hpp"

#include <istream>

#include "base/text.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kShownCandidates = 8;

[[noreturn]] void not_found(App& app, const std::string& text, const schema::Schema* type) {
  const std::string noun = type == nullptr ? "record" : type->record;
  std::string hint = type == nullptr ? std::string() : trf("'itss {} list --all --ids' lists them", noun);
  if (type != nullptr && type->named()) {
    std::vector<std::string> names;
    app.repository().each(type->record, [&](const record::RecordPtr& record) { names.push_back(record->id); });
    if (const auto close = suggest(text, names)) hint = trf("did you mean '{}'?", *close);
  }
  throw Failure(Exit::no, trf("there is no {} '{}'", type == nullptr ? tr("record") : noun, text), hint);
}

[[noreturn]] void ambiguous(const std::string& text, std::vector<std::string> ids) {
  const std::size_t count = ids.size();
  if (count > kShownCandidates) ids.resize(kShownCandidates);
  std::string names = join(ids, ", ");
  if (count > ids.size()) names += ", ...";
  throw Failure(Exit::no, trf("'{}' is ambiguous: {} records have it", text, count), names);
}

}  // namespace

std::vector<std::string> read_ids(App& app, const std::vector<std::string>& words) {
  std::vector<std::string> ids;
  for (const auto& word : words) {
    if (word != "-") {
      ids.push_back(word);
      continue;
    }
    for (std::string line; std::getline(app.in, line);) {
      const std::string id(trim(line.substr(0, line.find('\t'))));
      if (!id.empty()) ids.push_back(id);
    }
  }
  return ids;
}

store::Loaded pick(App& app, const std::string& text, const schema::Schema* type) {
  store::Repository& repository = app.repository();
  const std::string_view name = type == nullptr ? std::string_view() : std::string_view(type->record);
  std::string id = text;
  if (text.find('/') == std::string::npos) {
    const auto match = repository.match(text, name);
    if (match.ids.empty()) not_found(app, text, type);
    if (match.ids.size() > 1) ambiguous(text, match.ids);
    id = match.ids.front();
  }
  const store::Loaded loaded = repository.load(id, name);
  if (!loaded.record && loaded.findings.empty()) not_found(app, text, type);
  if (loaded.record) return loaded;
  for (const auto& finding : loaded.findings) app.err << to_text(finding) << '\n';
  throw Failure(Exit::cannot, trf("the record '{}' cannot be used", text),
                tr("mend its file; 'itss check' lists all findings"));
}

}  // namespace itss::cmd
