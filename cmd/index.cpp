// `itss index status | rebuild`.
#include "read.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

format::Document document_of(const store::Repository::IndexState& state) {
  const auto number = [](std::uintmax_t value) {
    return format::number_cell(static_cast<double>(value), std::to_string(value));
  };
  format::Document document;
  document.facts = {{"file", tr("File"), {state.file}},
                    {"records", tr("Records"), number(static_cast<std::uintmax_t>(state.records))},
                    {"directories", tr("Directories"), number(static_cast<std::uintmax_t>(state.directories))},
                    {"bytes", tr("Bytes"), number(state.bytes)},
                    {"read", tr("Files read just now"), number(state.read)}};
  return document;
}

Exit run(App& app, const ShowWords& show, bool rebuild) {
  const store::Repository& repository = app.repository();
  if (rebuild) repository.remove_index();
  const auto state = repository.update_index();
  if (!state)
    throw Failure(Exit::cannot, app.globals.no_index
                                    ? tr("--no-index: there is nothing to tell of an index that is not used")
                                    : tr("the index cannot be written; commands work without it, slower"));
  print_page(app, document_of(*state), show);
  return Exit::done;
}

Run setup(Parser& parser, const Subject& subject, bool rebuild) {
  auto show = std::make_shared<ShowWords>();
  add_show_options(parser, *show);
  return [&app = subject.app, show, rebuild] { return run(app, *show, rebuild); };
}

}  // namespace

Run setup_index_status(Parser& parser, const Subject& subject) { return setup(parser, subject, false); }
Run setup_index_rebuild(Parser& parser, const Subject& subject) { return setup(parser, subject, true); }

}  // namespace itss::cmd
