// `itss TYPE MOVE ID...`: every move that a schema declares, and the two verbs of all types that make an event of their
// own, `set` and `comment`.
#include <algorithm>

#include "base/text.hpp"
#include "bulk.hpp"
#include "make_move.hpp"
#include "select.hpp"
#include "store/errors.hpp"
#include "verbs.hpp"
#include "write.hpp"

namespace itss::cmd {

namespace {

constexpr int kAttempts = 20;  // each time somebody else was quicker, so as many writers at once all get their turn

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

// Records that nobody could choose, and conditions that choose none. 3 if the choice is not complete.
Exit judge_selection(App& app, const Selection& chosen, bool all_or_nothing) {
  if (chosen.unreadable > 0) {
    app.error(counted("{} record could not be read; it may be one of those that are meant",
                      "{} records could not be read; they may be among those that are meant", chosen.unreadable),
              all_or_nothing ? tr("nothing was written; --keep-going changes the others")
                             : tr("'itss check' lists all findings"));
    return Exit::cannot;
  }
  if (chosen.by_condition && chosen.ids.empty()) app.note(tr("no records"));
  return Exit::done;
}

// Another command may be quicker than ours; what it wrote may make ours impossible, so everything is judged again.
Exit write_patiently(App& app, Writer& writer, OnRefusal on_refusal,
                     const std::function<std::vector<Attempt>(int attempt)>& plan) {
  for (int attempt = 1;; ++attempt) try {
      return writer.apply_all(plan(attempt), on_refusal);
    } catch (const store::Changed&) {
      if (attempt == kAttempts) throw;
      app.repository().forget();
    }
}

// Which records, besides the ids.
void add_selection_options(Parser& parser, MoveWords& words) {
  parser.group(tr("Which records"));
  add_filter_options(parser, words.filter);
  parser.flag("--keep-going", words.keep_going, tr("of those that --where chose, change what can be changed"));
}

std::string command_of(const schema::Schema& type, std::string_view verb) {
  return type.record + " " + option_name(std::string(verb));
}

// A guarded field is changed by moves only: which.
void name_moves_instead(Parser& parser, const schema::Schema& type) {
  for (const auto& name : typed_fields(type)) {
    if (!type.is_guarded(name)) continue;
    std::vector<std::string> commands;
    for (const auto& move : type.moves) {
      const auto inputs = type.inputs_of(move);
      if (std::find(inputs.begin(), inputs.end(), name) != inputs.end())
        commands.push_back("itss " + command_of(type, move.name));
    }
    if (!commands.empty())
      parser.refuse(option_name(name), trf("'{}' is guarded; it is changed by: {}", name, join(commands, ", ")));
  }
}

}  // namespace

Exit make_move(App& app, const schema::Schema& type, const std::string& verb, const std::string& command,
               const MoveWords& options) {
  process::Request request;
  request.type = type.record;
  request.verb = verb;
  fill(request, app, type, options.fields);
  fill(request, app, options.event);
  ClockColumns clocks(app, type, {app.now(), std::nullopt});
  std::optional<RecordFilter> filter;
  if (!options.filter.where.empty() || options.filter.mine) filter.emplace(app, type, options.filter, clocks);
  Writer writer(app, command, options.write);
  const auto chosen = select_records(app, type, options.ids, filter ? &*filter : nullptr, clocks, command);
  const bool all_or_nothing = chosen.by_condition && !options.keep_going;
  if (const Exit exit = judge_selection(app, chosen, all_or_nothing); exit != Exit::done && all_or_nothing) return exit;
  confirm(app, type, chosen, option_name(verb), options.write);
  const auto still_fits = [&](const record::Record& record) {
    const bool fits = (*filter)(record);
    clocks.forget(record);
    return fits;
  };
  const Exit exit = write_patiently(
      app, writer, all_or_nothing ? OnRefusal::write_nothing : OnRefusal::write_others, [&](int attempt) {
        const bool anew = filter && attempt > 1;
        return plan_each(app, type, request, chosen.ids, anew ? still_fits : RecordTest());
      });
  return writer.finish(worse(exit, chosen.unreadable > 0 ? Exit::cannot : Exit::done),
                       chosen.by_condition || name_several(options.ids));
}

Run setup_move(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<MoveWords>();
  const schema::Schema& type = *subject.type;
  const schema::Move& move = *subject.move;
  parser.argument("ID", options->ids, tr("ids, or unique parts of them; - reads them from standard input"))
      .completes = {Completes::With::ids, {}, type.record};
  add_selection_options(parser, *options);
  add_event_options(parser, options->event);
  add_write_options(parser, options->write);
  add_field_options(parser, type, type.inputs_of(move), options->fields);
  add_item_options(parser, type, type.inputs_of(move), options->fields);
  return [&app = subject.app, &type, &move, options] {
    return make_move(app, type, move.name, command_of(type, move.name), *options);
  };
}

Run setup_set(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<MoveWords>();
  const schema::Schema& type = *subject.type;
  parser.argument("ID", options->ids, tr("ids, and FIELD=VALUE words")).completes = {
      Completes::With::ids, {}, type.record};
  add_selection_options(parser, *options);
  add_event_options(parser, options->event);
  add_write_options(parser, options->write);
  add_change_options(parser, options->fields);
  std::vector<std::string> fields;
  for (const auto& name : typed_fields(type))
    if (!type.is_guarded(name)) fields.push_back(name);
  add_field_options(parser, type, fields, options->fields);
  name_moves_instead(parser, type);
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
  add_selection_options(parser, *options);
  add_event_options(parser, options->event);
  add_write_options(parser, options->write);
  return [&app = subject.app, &type, options] {
    return make_move(app, type, std::string(record::kComment), command_of(type, record::kComment), *options);
  };
}

}  // namespace itss::cmd
