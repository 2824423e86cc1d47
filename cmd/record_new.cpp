// `itss TYPE new`: the move that makes a record.
#include <algorithm>

#include "make_record.hpp"
#include "store/errors.hpp"
#include "verbs.hpp"
#include "write.hpp"

namespace itss::cmd {

namespace {

constexpr int kAttempts = 5;

void add_defaults(process::Request& request, App& app, const schema::Schema& type) {
  for (const auto& [field, value] : get(app.repository().config().defaults, type.record).map())
    if (type.find_field(field) != nullptr) request.set.try_emplace(field, value);
}

void take_name(process::Request& request, App& app, const schema::Schema& type, const std::string& name) {
  if (name.empty())
    throw Failure(Exit::usage, tr("the name of the record is missing"), trf("itss {} new NAME", type.record));
  if (!is_given_name(name)) throw Failure(Exit::usage, trf("'{}' cannot be a name: letters, digits, . _ - @", name));
  if (app.repository().load(name, type.record).record)
    throw Failure(Exit::no, trf("there is a {} '{}' already", type.record, name));
  request.id = name;
}

}  // namespace

void add_new_argument(Parser& parser, const schema::Schema& type, NewWords& words) {
  if (type.named())
    parser.argument("NAME", words.first, tr("the name of the new record"));
  else if (!type.title_field.empty())
    parser.argument("TITLE", words.first, tr("the title"));
}

void add_new_options(Parser& parser, const schema::Schema& type, NewWords& words) {
  add_event_options(parser, words.event);
  add_write_options(parser, words.write);
  std::vector<std::string> fields;
  for (const auto& name : typed_fields(type))
    if (!type.is_guarded(name)) fields.push_back(name);
  if (const auto* move = type.find_move(record::kNew))
    for (const auto& name : type.inputs_of(*move))
      if (std::find(fields.begin(), fields.end(), name) == fields.end()) fields.push_back(name);
  add_field_options(parser, type, fields, words.fields);
}

Exit make_record(App& app, const schema::Schema& type, const NewWords& words,
                 const std::function<void(process::Request&)>& more) {
  store::Repository& repository = app.repository();
  process::Request request;
  request.type = type.record;
  request.verb = record::kNew;
  fill(request, app, type, words.fields);
  fill(request, app, words.event);
  if (type.named())
    take_name(request, app, type, words.first);
  else if (!words.first.empty() && !type.title_field.empty() &&
           !request.set.try_emplace(type.title_field, words.first).second)
    throw Failure(Exit::usage, trf("'{}' is given twice", "--" + option_name(type.title_field)));
  if (more) more(request);
  add_defaults(request, app, type);
  Writer writer(app, type.record + " new", words.write);
  for (int attempt = 1;; ++attempt) try {
      if (!type.named()) request.id = request.new_id(type.record);
      return writer.finish(writer.apply(process::plan(request, repository), {}));
    } catch (const store::Changed&) {
      if (attempt == kAttempts || type.named()) throw;
      repository.forget();  // the id was taken meanwhile
    }
}

Run setup_new(Parser& parser, const Subject& subject) {
  auto words = std::make_shared<NewWords>();
  const schema::Schema& type = *subject.type;
  add_new_argument(parser, type, *words);
  add_new_options(parser, type, *words);
  return [&app = subject.app, &type, words] { return make_record(app, type, *words); };
}

}  // namespace itss::cmd
