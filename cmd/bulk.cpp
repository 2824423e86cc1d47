#include "bulk.hpp"

#include <algorithm>
#include <istream>
#include <set>

#include "base/text.hpp"
#include "process/overlay.hpp"
#include "select.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kManyTyped = 50;  // ids that need no question
constexpr std::size_t kShown = 10;      // records in a question

bool fits(const RecordFilter& filter, ClockColumns& clocks, const record::Record& record) {
  const bool fits = filter(record);
  clocks.forget(record);
  return fits;
}

// The record that the text means; null if it means none, several or one that cannot be read.
record::RecordPtr named(App& app, const schema::Schema& type, const std::string& text) {
  const store::Repository& repository = app.repository();
  if (text.find('/') != std::string::npos) return repository.load(text, type.record).record;
  const auto match = repository.match(text, type.record);
  return match.records.size() == 1 ? repository.load(match.records.front().id, type.record).record : nullptr;
}

// Of ids that were typed, those that fit; one that means nothing stays, and is refused when its turn comes.
std::vector<std::string> fitting(App& app, const schema::Schema& type, const std::vector<std::string>& typed,
                                 const RecordFilter& filter, ClockColumns& clocks) {
  std::vector<std::string> ids;
  for (const auto& text : typed) {
    const auto record = named(app, type, text);
    if (!record || fits(filter, clocks, *record))
      ids.push_back(text);
    else
      app.note(trf("'{}' does not fit the conditions", record->id));
  }
  return ids;
}

void choose_all(App& app, const schema::Schema& type, const RecordFilter& filter, ClockColumns& clocks,
                Selection& selection) {
  app.repository().read_all(type.record, filter.scope(),
                            [&](const std::filesystem::path&, const store::Loaded& loaded) {
                              if (loaded.record) {
                                if (fits(filter, clocks, *loaded.record)) selection.ids.push_back(loaded.record->id);
                                return;
                              }
                              ++selection.unreadable;
                              app.tell(loaded.findings);
                            });
}

void show_some(App& app, const schema::Schema& type, const std::vector<std::string>& ids) {
  for (std::size_t i = 0; i < std::min(ids.size(), kShown); ++i) {
    const auto record = app.repository().load(ids[i], type.record).record;
    const std::string title = record ? get(record->fields, type.title_field).text() : std::string();
    app.err << "  " << truncate(printable(ids[i] + (title.empty() ? "" : "  " + title)), app.terminal.width - 2)
            << '\n';
  }
  if (ids.size() > kShown) app.err << "  " << trf("and {} more", ids.size() - kShown) << '\n';
}

// Equal events are one, so a move that was made, followed by another and is made again within a second waits for the
// next one.
process::Plan plan_in_time(App& app, process::Request& request, const record::World& world) {
  auto plan = process::plan(request, world);
  const bool twin = std::any_of(plan.refusals.begin(), plan.refusals.end(),
                                [](const auto& refusal) { return refusal.code == "SAME_SECOND"; });
  if (!twin || request.at != request.now || !app.wait_for_next_second()) return plan;
  request.at = request.now = app.now();
  return process::plan(request, world);
}

}  // namespace

Selection select_records(App& app, const schema::Schema& type, const std::vector<std::string>& words,
                         const RecordFilter* filter, ClockColumns& clocks, const std::string& command) {
  if (words.empty() && filter == nullptr)
    throw Failure(Exit::usage, tr("an id is missing"), trf("itss {} ID..., or --where CONDITION", command));
  Selection selection;
  selection.by_condition = filter != nullptr;
  if (filter == nullptr)
    selection.ids = read_ids(app, words);
  else if (!words.empty())
    selection.ids = fitting(app, type, read_ids(app, words), *filter, clocks);
  else
    choose_all(app, type, *filter, clocks, selection);
  return selection;
}

void confirm(App& app, const schema::Schema& type, const Selection& selection, const std::string& verb,
             const WriteWords& words) {
  const std::size_t count = selection.ids.size();
  if (count <= (selection.by_condition ? 1 : kManyTyped) || words.yes || words.dry_run) return;
  if (!app.may_ask())
    throw Failure(Exit::usage, trf("{} records would be changed at once", count), tr("--yes says that this is meant"));
  show_some(app, type, selection.ids);
  app.err << trf("{} records: {}? [y/N] ", count, verb) << std::flush;
  std::string answer;
  std::getline(app.in, answer);
  if (lower(std::string(trim(answer))) != "y") throw Failure(Exit::no, tr("nothing was written"));
}

std::vector<Attempt> plan_each(App& app, const schema::Schema& type, process::Request& request,
                               const std::vector<std::string>& ids, const RecordTest& still_fits) {
  process::Overlay world(app.repository());
  const auto progress = app.progress(ITSS_TR_NOOP("{} of {} records"));
  std::size_t done = 0;
  std::vector<Attempt> attempts;
  std::set<std::string> seen;
  const auto plan_one = [&](const std::string& text) {
    const auto stored = pick(app, text, &type).record;
    if (!seen.insert(stored->id).second || (still_fits && !still_fits(*stored))) return;
    request.record = world.find(stored->id, type.record);
    request.id = stored->id;
    auto plan = plan_in_time(app, request, world);
    check_writable(app, plan);
    if (plan.allowed())
      for (const auto& change : plan.changes) world.put(change.after);
    attempts.push_back({stored->id, std::move(plan), std::nullopt});
  };
  for (const auto& text : ids) {
    progress(done++, ids.size());
    if (ids.size() == 1) {
      plan_one(text);
    } else {
      try {
        plan_one(text);
      } catch (const Failure& failure) {
        attempts.push_back({text, {}, failure});
      } catch (const Error& error) {
        attempts.push_back({text, {}, Failure(Exit::cannot, text + ": " + error.what())});
      }
    }
  }
  return attempts;
}

}  // namespace itss::cmd
