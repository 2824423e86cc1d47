// `itss TYPE new`: the move that makes a record.
#include <algorithm>

#include "base/text.hpp"
#include "select.hpp"
#include "store/errors.hpp"
#include "verbs.hpp"
#include "write.hpp"

namespace itss::cmd {

namespace {

constexpr int kAttempts = 5;

struct NewOptions {
  std::string first;  // the name of a named record, else the title
  FieldWords fields;
  EventWords event;
  WriteWords write;
};

void add_defaults(process::Request& request, App& app, const schema::Schema& type) {
  for (const auto& [field, value] : get(app.repository().config().defaults, type.record).map())
    if (type.find_field(field) != nullptr) request.set.try_emplace(field, value);
}

Exit run(App& app, const schema::Schema& type, const NewOptions& options) {
  store::Repository& repository = app.repository();
  process::Request request;
  request.type = type.record;
  request.verb = record::kNew;
  fill(request, app, type, options.fields);
  fill(request, app, options.event);
  if (type.named()) {
    if (options.first.empty())
      throw Failure(Exit::usage, tr("the name of the record is missing"), trf("itss {} new NAME", type.record));
    if (!is_given_name(options.first))
      throw Failure(Exit::usage, trf("'{}' cannot be a name: letters, digits, . _ - @", options.first));
    if (repository.load(options.first, type.record).record)
      throw Failure(Exit::no, trf("there is a {} '{}' already", type.record, options.first));
    request.id = options.first;
  } else if (!options.first.empty() && !type.title_field.empty()) {
    if (!request.set.try_emplace(type.title_field, options.first).second)
      throw Failure(Exit::usage, trf("'{}' is given twice", "--" + option_name(type.title_field)));
  }
  add_defaults(request, app, type);
  Writer writer(app, type.record + " new", options.write);
  for (int attempt = 1;; ++attempt) try {
      if (!type.named()) request.id = request.new_id(type.record);
      return writer.finish(writer.apply(process::plan(request, repository), {}));
    } catch (const store::Changed&) {
      if (attempt == kAttempts || type.named()) throw;
      repository.forget();  // the id was taken meanwhile
    }
}

}  // namespace

Run setup_new(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<NewOptions>();
  const schema::Schema& type = *subject.type;
  if (type.named())
    parser.argument("NAME", options->first, tr("the name of the new record"));
  else if (!type.title_field.empty())
    parser.argument("TITLE", options->first, tr("the title"));
  add_event_options(parser, options->event);
  add_write_options(parser, options->write);
  std::vector<std::string> fields;
  for (const auto& name : typed_fields(type))
    if (!type.is_guarded(name)) fields.push_back(name);
  if (const auto* move = type.find_move(record::kNew))
    for (const auto& name : type.inputs_of(*move))
      if (std::find(fields.begin(), fields.end(), name) == fields.end()) fields.push_back(name);
  add_field_options(parser, type, fields, options->fields);
  return [&app = subject.app, &type, options] { return run(app, type, *options); };
}

}  // namespace itss::cmd
