// `itss TYPE media verify ID...`: looks at the files that records tell of, and makes the move that says so for those
// that have their hash.
#include <algorithm>

#include "base/text.hpp"
#include "process/overlay.hpp"
#include "select.hpp"
#include "store/errors.hpp"
#include "store/stored_file.hpp"
#include "verbs.hpp"
#include "write.hpp"

namespace itss::cmd {

namespace {

constexpr const char* kVerify = "verify";
constexpr int kAttempts = 20;

struct MediaOptions {
  std::string action, medium;
  std::vector<std::string> ids;
  EventWords event;
  WriteWords write;
};

// A file that a record tells of, and what was found.
struct Medium {
  std::string key;
  std::string hash;  // as it should be, and is
};

// What is wrong with one of them is said; nothing then.
std::optional<Medium> look_at(App& app, const std::string& id, const std::string& key, const Value& parts) {
  const auto fail = [&](const std::string& why, const std::string& hint = {}) {
    app.error(printable(fmt::format("{}: '{}': {}", id, key, why)), printable(hint));
    return std::nullopt;
  };
  const std::string& place = parts["location"].text();
  const std::string wanted = lower(parts["sha256"].text());
  for (const char* part : {"location", "sha256"})
    if (parts[part].empty()) return fail(trf("it has no '{}'", part));
  const auto file = store::local_file(place, app.repository().root());
  if (!file) return fail(file.error(), tr("only local files are looked at: a path, or file:///..."));
  const auto found = store::sha256_of(*file);
  if (!found) return fail(found.error());
  if (*found != wanted)
    return fail(trf("the file differs: {} is recorded, {} was found", wanted, *found), file->string());
  app.note(printable(trf("{}: '{}' is as recorded: {}", id, key, *found)));
  return Medium{key, *found};
}

// Those of one record that are as they should be. `exit` becomes 1 if another one is not.
std::vector<Medium> media_of(App& app, const schema::Schema& type, const record::Record& record,
                             const std::string& wanted, Exit& exit) {
  const auto& all = get(record.fields, type.media.in).map();
  if (all.empty()) throw Failure(Exit::no, trf("'{}' tells of no files in '{}'", record.id, type.media.in));
  if (!wanted.empty() && all.find(wanted) == all.end()) {
    std::vector<std::string> known;
    for (const auto& [key, parts] : all) known.push_back(key);
    throw Failure(Exit::no, trf("'{}' has no '{}' in '{}'", record.id, wanted, type.media.in),
                  trf("known: {}", join(known, " ")));
  }
  std::vector<Medium> media;
  for (const auto& [key, parts] : all) {
    if (!wanted.empty() && key != wanted) continue;
    if (auto medium = look_at(app, record.id, key, parts))
      media.push_back(std::move(*medium));
    else
      exit = Exit::no;
  }
  return media;
}

// One move for each, as if those before it were written. Of one that is refused nothing is written of the record.
std::vector<Attempt> plan_all(App& app, const schema::Schema& type, const std::string& id,
                              const std::vector<Medium>& media, const MediaOptions& options) {
  process::Overlay world(app.repository());
  std::vector<Attempt> attempts;
  for (const auto& medium : media) {
    process::Request request;
    request.type = type.record;
    request.verb = type.media.move;
    fill(request, app, options.event);
    request.set[type.media.key] = medium.key;
    request.set[type.media.hash] = medium.hash;
    request.record = world.find(id, type.record);
    request.id = id;
    auto plan = process::plan(request, world);
    refuse_drift(app, plan);
    check_writable(app, plan);
    if (!plan.allowed()) return {{id, std::move(plan), std::nullopt}};
    for (const auto& change : plan.changes) world.put(change.after);
    attempts.push_back({id, std::move(plan), std::nullopt});
  }
  return attempts;
}

Exit run(App& app, const schema::Schema& type, const MediaOptions& options) {
  const std::string command = type.record + " media " + kVerify;
  if (options.action != kVerify)
    throw Failure(
        Exit::usage,
        options.action.empty() ? tr("what is to be done is missing") : trf("'{}' is not 'verify'", options.action),
        "itss " + command + " ID");
  if (options.ids.empty()) throw Failure(Exit::usage, tr("an id is missing"), trf("itss {} ID...", command));
  Writer writer(app, command, options.write);
  const auto verify = [&](const std::string& text) {
    const auto record = pick(app, text, &type).record;
    Exit looked = Exit::done;
    const auto media = media_of(app, type, *record, options.medium, looked);
    if (media.empty()) return looked;
    return worse(looked, writer.apply_all(plan_all(app, type, record->id, media, options), OnRefusal::write_nothing));
  };
  const Exit exit = for_each_id(app, read_ids(app, options.ids), [&](const std::string& text) {
    for (int attempt = 1;; ++attempt) try {
        return verify(text);
      } catch (const store::Changed&) {  // somebody else was quicker: the record may tell of other files now
        if (attempt == kAttempts) throw;
        app.repository().forget();
      }
  });
  return writer.finish(exit, name_several(options.ids));
}

}  // namespace

Run setup_media(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<MediaOptions>();
  const schema::Schema& type = *subject.type;
  parser.argument("verify", options->action, tr("hash the files and compare")).completes = {
      Completes::With::words, {kVerify}, {}};
  parser.argument("ID", options->ids, tr("ids, or unique parts of them; - reads them from standard input"))
      .completes = {Completes::With::ids, {}, type.record};
  parser.group(tr("Which files"));
  parser.option("--medium", options->medium, "NAME", tr("only this one"));
  add_event_options(parser, options->event);
  add_write_options(parser, options->write);
  return [&app = subject.app, &type, options] { return run(app, type, *options); };
}

}  // namespace itss::cmd
