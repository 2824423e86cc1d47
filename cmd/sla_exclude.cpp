// `itss sla exclude ID...`: excuses a breach by the move that the type's schema names for it.
#include <algorithm>

#include "base/text.hpp"
#include "make_move.hpp"
#include "select.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

struct ExcludeOptions {
  MoveWords move;
  std::string clock, reason;
};

// The type of the records, which must be one: its schema has the move and its reasons. REQUIRES: there are ids.
const schema::Schema& type_of(App& app, const std::vector<std::string>& ids) {
  const std::string name = pick(app, ids.front()).record->type;
  for (const auto& id : ids)
    if (pick(app, id).record->type != name)
      throw Failure(Exit::usage, tr("the records are of several types"), tr("excuse the breaches of one at a time"));
  const schema::Schema& type = *app.schemas().find(name);
  if (!type.excusing.given())
    throw Failure(Exit::no, trf("the breaches of a {} cannot be excused", name),
                  tr("its schema names no move for it (`excuses:`)"));
  return type;
}

// The codes of a field; none if an unsound schema names one that is not there.
std::vector<std::string> codes_of(const schema::Schema& type, const std::string& field) {
  const schema::Field* found = type.find_field(field);
  return found == nullptr ? std::vector<std::string>() : names_of(found->codes);
}

void check_given(const std::string& value, const std::vector<std::string>& codes, const char* option) {
  if (value.empty()) throw Failure(Exit::usage, trf("{} is missing", option), join(codes, ", "));
}

Exit run(App& app, ExcludeOptions options) {
  if (options.move.ids.empty()) throw Failure(Exit::usage, tr("an id is missing"), tr("itss sla exclude ID..."));
  options.move.ids = read_ids(app, options.move.ids);
  if (options.move.ids.empty()) return Exit::done;
  const auto& type = type_of(app, options.move.ids);
  const auto& excusing = type.excusing;
  check_given(options.clock, codes_of(type, excusing.clock), "--clock");
  check_given(options.reason, codes_of(type, excusing.reason), "--reason");
  options.move.fields.values[excusing.clock] = {options.clock};
  options.move.fields.values[excusing.reason] = {options.reason};
  return make_move(app, type, excusing.move, "sla exclude", options.move);
}

// What any type takes, for help and completion.
std::vector<std::string> codes_of(App& app, std::string schema::Excusing::*field) {
  std::vector<std::string> codes;
  for (const auto& name : app.schemas().types())
    if (const auto* type = app.schemas().find(name); type != nullptr && type->excusing.given())
      for (auto& code : codes_of(*type, type->excusing.*field))
        if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(std::move(code));
  return codes;
}

void add_codes(OptionInfo& option, std::vector<std::string> codes) {
  option.completes.with = Completes::With::words;
  option.completes.words = std::move(codes);
}

}  // namespace

Run setup_sla_exclude(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<ExcludeOptions>();
  const auto clocks = codes_of(subject.app, &schema::Excusing::clock);
  const auto reasons = codes_of(subject.app, &schema::Excusing::reason);
  parser.argument("ID", options->move.ids, tr("ids, or unique parts of them; - reads them from standard input"))
      .completes.with = Completes::With::ids;
  parser.group(tr("What is excused"));
  add_codes(parser.option("--clock", options->clock, "NAME", trf("the clock: {}", join(clocks, ", "))), clocks);
  add_codes(parser.option("--reason", options->reason, "CODE", trf("why: {}", join(reasons, ", "))), reasons);
  add_event_options(parser, options->move.event);
  add_write_options(parser, options->move.write);
  return [&app = subject.app, options] { return run(app, *options); };
}

}  // namespace itss::cmd
