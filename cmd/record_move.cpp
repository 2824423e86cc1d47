// `itss TYPE MOVE ID...`: every move that a schema declares, and the two verbs of all types that make an event of their
// own, `set` and `comment`.
#include <algorithm>

#include "base/text.hpp"
#include "make_move.hpp"
#include "select.hpp"
#include "store/errors.hpp"
#include "verbs.hpp"
#include "write.hpp"

namespace itss::cmd {

namespace {

constexpr int kAttempts = 5;

std::vector<std::string> ids_of(App& app, const std::vector<std::string>& words, const std::string& command) {
  if (words.empty()) throw Failure(Exit::usage, tr("an id is missing"), trf("itss {} ID...", command));
  return read_ids(app, words);
}

// Equal events are one, so a move that was made, followed by another and is made again within a second waits for the
// next one.
process::Plan plan_in_time(App& app, process::Request& request) {
  auto plan = process::plan(request, app.repository());
  const bool twin = std::any_of(plan.refusals.begin(), plan.refusals.end(),
                                [](const auto& refusal) { return refusal.code == "SAME_SECOND"; });
  if (!twin || request.at != request.now || !app.wait_for_next_second()) return plan;
  request.at = request.now = app.now();
  return process::plan(request, app.repository());
}

// `itss ticket set ID priority=P1 title=...`: words with `=` are fields, the others ids.
void take_assignments(const schema::Schema& type, MoveWords& options) {
  std::vector<std::string> ids;
  for (const auto& word : options.ids) {
    const auto equals = word.find('=');
    if (equals == std::string::npos) {
      ids.push_back(word);
      continue;
    }
    std::string name = word.substr(0, equals);
    std::replace(name.begin(), name.end(), '-', '_');
    if (type.find_field(name) == nullptr) {
      const auto close = suggest(name, typed_fields(type));
      throw Failure(Exit::usage, trf("'{}' has no field '{}'", type.record, name),
                    close ? trf("did you mean '{}'?", *close) : std::string());
    }
    options.fields.values[name].push_back(word.substr(equals + 1));
  }
  options.ids = ids;
}

// Giving a field the empty text empties it.
void empty_is_unset(FieldWords& fields) {
  for (auto& [name, values] : fields.values)
    if (values.size() == 1 && values.front().empty()) {
      fields.unset.push_back(name);
      values.clear();
    }
}

std::string command_of(const schema::Schema& type, std::string_view verb) {
  return type.record + " " + option_name(std::string(verb));
}

}  // namespace

Exit make_move(App& app, const schema::Schema& type, const std::string& verb, const std::string& command,
               const MoveWords& options) {
  store::Repository& repository = app.repository();
  process::Request request;
  request.type = type.record;
  request.verb = verb;
  fill(request, app, type, options.fields);
  fill(request, app, options.event);
  const auto ids = ids_of(app, options.ids, command);
  confirm_many(app, ids.size(), options.write);
  Writer writer(app, command, options.write);
  const Exit exit = for_each_id(app, ids, [&](const std::string& text) {
    for (int attempt = 1;; ++attempt) try {
        request.record = pick(app, text, &type).record;
        request.id = request.record->id;
        return writer.apply(plan_in_time(app, request), request.id);
      } catch (const store::Changed&) {
        // Another command was quicker; what it wrote may make this one impossible, so everything is judged again.
        if (attempt == kAttempts) throw;
        repository.forget();
      }
  });
  return writer.finish(exit, name_several(options.ids));
}

Run setup_move(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<MoveWords>();
  const schema::Schema& type = *subject.type;
  const schema::Move& move = *subject.move;
  parser.argument("ID", options->ids, tr("ids, or unique parts of them; - reads them from standard input"))
      .completes = {Completes::With::ids, {}, type.record};
  add_event_options(parser, options->event);
  add_write_options(parser, options->write);
  add_field_options(parser, type, type.inputs_of(move), options->fields);
  return [&app = subject.app, &type, &move, options] {
    return make_move(app, type, move.name, command_of(type, move.name), *options);
  };
}

Run setup_set(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<MoveWords>();
  const schema::Schema& type = *subject.type;
  parser.argument("ID", options->ids, tr("ids, and FIELD=VALUE words")).completes = {
      Completes::With::ids, {}, type.record};
  add_event_options(parser, options->event);
  add_write_options(parser, options->write);
  add_change_options(parser, options->fields);
  std::vector<std::string> fields;
  for (const auto& name : typed_fields(type))
    if (!type.is_guarded(name)) fields.push_back(name);
  add_field_options(parser, type, fields, options->fields);
  return [&app = subject.app, &type, options] {
    take_assignments(type, *options);
    empty_is_unset(options->fields);
    return make_move(app, type, "set", command_of(type, "set"), *options);
  };
}

Run setup_comment(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<MoveWords>();
  const schema::Schema& type = *subject.type;
  parser.argument("ID", options->ids, tr("ids, or unique parts of them; - reads them from standard input"))
      .completes = {Completes::With::ids, {}, type.record};
  add_event_options(parser, options->event);
  add_write_options(parser, options->write);
  return [&app = subject.app, &type, options] {
    return make_move(app, type, std::string(record::kComment), command_of(type, record::kComment), *options);
  };
}

}  // namespace itss::cmd
