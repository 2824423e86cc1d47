// `itss fmt ID...`: a record's file written anew, in the form that all commands can edit. Its facts stay as they are,
// comments do not.
#include "select.hpp"
#include "verbs.hpp"
#include "write.hpp"

namespace itss::cmd {

namespace {

struct FmtOptions {
  std::vector<std::string> ids;
  WriteWords write;
};

Exit run(App& app, const FmtOptions& options) {
  const auto ids = read_ids(app, options.ids);
  if (options.ids.empty()) throw Failure(Exit::usage, tr("an id is missing"), "itss fmt ID...");
  Writer writer(app, "fmt", options.write, Memory::none);
  const Exit exit = for_each_id(app, ids, [&](const std::string& id) {
    const auto loaded = pick(app, id);
    const auto& type = *app.schemas().find(loaded.record->type);
    const std::string bytes = record::write_new(*loaded.record, type);
    if (bytes != loaded.document->bytes())
      return writer.apply_file({loaded.record->type, loaded.record->id, loaded.record, *loaded.record}, bytes);
    app.note(trf("'{}' needs no rewriting", loaded.record->file));
    return Exit::done;
  });
  return writer.finish(exit, name_several(options.ids));
}

}  // namespace

Run setup_fmt(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<FmtOptions>();
  parser.argument("ID", options->ids, tr("ids, or unique parts of them; - reads them from standard input"))
      .completes.with = Completes::With::ids;
  add_write_options(parser, options->write);
  return [&app = subject.app, options] { return run(app, *options); };
}

}  // namespace itss::cmd
