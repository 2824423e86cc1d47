// Records that others give rise to, by what their schemas' `spawns` say: `itss TYPE spawn MADE ID`, and the same from
// the other end, `itss MADE draft --from-TYPE ID`.
#include <algorithm>

#include "base/text.hpp"
#include "make_record.hpp"
#include "process/spawn.hpp"
#include "schema/paths.hpp"
#include "select.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

// A type, and what its records give rise to.
struct Source {
  const schema::Schema* type = nullptr;
  const schema::Spawn* spawn = nullptr;
};

// The types whose records give rise to this one, and how.
std::vector<Source> sources_of(const schema::Schema& made, const schema::SchemaSet& all) {
  std::vector<Source> sources;
  for (const auto& name : all.types()) {
    const auto* type = all.find(name);
    if (type == nullptr) continue;
    for (const auto& spawn : type->spawns)
      if (spawn.type == made.record) sources.push_back({type, &spawn});
  }
  return sources;
}

// The link names the source besides what was given for it; of other fields what was given outweighs.
void take_link(process::Request& request, const schema::Field* link, const Value& source) {
  const auto [place, is_new] = request.set.try_emplace(link->name, source);
  if (is_new) return;
  auto ids = place->second.texts();
  const auto wanted = source.texts();
  if (std::find(ids.begin(), ids.end(), wanted.front()) != ids.end()) return;
  if (link->type == schema::FieldType::link)
    throw Failure(Exit::usage, trf("'{}' is given twice", "--" + option_name(link->name)),
                  trf("it is '{}', which the new record comes from", wanted.front()));
  ids.insert(ids.begin(), wanted.front());
  place->second = Value(ids);
}

Exit make_from(App& app, const Source& source, const schema::Schema& made, const std::string& id,
               const NewWords& words) {
  const auto loaded = pick(app, id, source.type);
  return make_record(app, made, words, [&](process::Request& request) {
    auto fields =
        process::spawned_fields(*source.spawn, made, *loaded.record, app.repository(), request.actor, request.at);
    if (const auto* link = made.find_field(source.spawn->link)) {
      take_link(request, link, fields[link->name]);
      fields.erase(link->name);
    }
    for (auto& [name, value] : fields) {
      if (request.set.count(name) > 0 || request.put.count(name) > 0) continue;
      (value.is_map() ? request.put : request.set)[name] = std::move(value);
    }
  });
}

std::vector<std::string> made_by(const schema::Schema& type) {
  std::vector<std::string> names;
  for (const auto& spawn : type.spawns) names.push_back(spawn.type);
  return names;
}

struct SpawnWords {
  std::string made, id;
  NewWords record;
};

// The one of the words behind the verb that names what is to be made; null if there is none yet. What stands behind an
// option may be its value.
const schema::Spawn* spawn_among(const schema::Schema& type, const std::vector<std::string>& words) {
  const schema::Spawn* behind_an_option = nullptr;
  for (std::size_t i = 0; i < words.size(); ++i)
    for (const auto& spawn : type.spawns) {
      if (spawn.type != words[i]) continue;
      if (i == 0 || !starts_with(words[i - 1], "-")) return &spawn;
      if (behind_an_option == nullptr) behind_an_option = &spawn;
    }
  return behind_an_option;
}

Exit run_spawn(App& app, const Source& source, const SpawnWords& words) {
  const auto names = made_by(*source.type);
  const std::string usage = trf("itss {} spawn TYPE ID; TYPE is one of {}", source.type->record, join(names, ", "));
  if (words.made.empty()) throw Failure(Exit::usage, tr("the type of the new record is missing"), usage);
  if (source.spawn == nullptr || words.made != source.spawn->type)
    throw Failure(Exit::usage, trf("a {} gives rise to no '{}'", source.type->record, words.made), usage);
  if (words.id.empty()) throw Failure(Exit::usage, tr("an id is missing"), usage);
  const auto& made = type_named(app, words.made);
  return make_from(app, source, made, words.id, words.record);
}

struct DraftWords {
  std::vector<std::string> ids;  // one for each source
  NewWords record;
};

Exit run_draft(App& app, const std::vector<Source>& sources, const schema::Schema& made, const DraftWords& words) {
  std::vector<std::string> options;
  const Source* chosen = nullptr;
  std::string id;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    options.push_back("--from-" + option_name(sources[i].type->record));
    if (words.ids[i].empty()) continue;
    if (chosen != nullptr) throw Failure(Exit::usage, tr("the new record comes from one record"), join(options, ", "));
    chosen = &sources[i];
    id = words.ids[i];
  }
  if (chosen == nullptr)
    throw Failure(Exit::usage, tr("the record that the new one comes from is missing"), join(options, ", "));
  return make_from(app, *chosen, made, id, words.record);
}

}  // namespace

bool is_spawned(const schema::Schema& type, const schema::SchemaSet& all) {
  return !type.named() && !sources_of(type, all).empty();
}

Run setup_spawn(Parser& parser, const Subject& subject) {
  auto words = std::make_shared<SpawnWords>();
  const Source source{subject.type, spawn_among(*subject.type, subject.words)};
  const auto* made = source.spawn == nullptr ? nullptr : subject.app.schemas().find(source.spawn->type);
  auto& what = parser.argument("TYPE", words->made, trf("what is made: {}", join(made_by(*subject.type), ", ")));
  if (made == nullptr) what.completes = {Completes::With::words, made_by(*subject.type), {}};
  auto& from = parser.argument("ID", words->id, tr("the record that it comes from"));
  if (made != nullptr) {
    from.completes = {Completes::With::ids, {}, subject.type->record};
    add_new_options(parser, *made, words->record);
  }
  return [&app = subject.app, source, words] { return run_spawn(app, source, *words); };
}

Run setup_draft(Parser& parser, const Subject& subject) {
  auto words = std::make_shared<DraftWords>();
  const schema::Schema& made = *subject.type;
  const auto sources = sources_of(made, subject.app.schemas());
  words->ids.resize(sources.size());
  add_new_argument(parser, made, words->record);
  parser.group(tr("Where it comes from"));
  for (std::size_t i = 0; i < sources.size(); ++i)
    parser
        .option("--from-" + option_name(sources[i].type->record), words->ids[i], "ID",
                trf("fill it from this {}", sources[i].type->label.text()))
        .completes = {Completes::With::ids, {}, sources[i].type->record};
  add_new_options(parser, made, words->record);
  return [&app = subject.app, sources, &made, words] { return run_draft(app, sources, made, *words); };
}

}  // namespace itss::cmd
