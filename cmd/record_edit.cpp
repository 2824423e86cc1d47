// `itss TYPE edit ID`: the record's file in an editor. No lock is held meanwhile; what was changed becomes one event.
#include <algorithm>

#include "editor.hpp"
#include "select.hpp"
#include "verbs.hpp"
#include "write.hpp"

namespace itss::cmd {

namespace {

struct EditOptions {
  std::string id;
  WriteWords write;
};

struct Edited {
  yaml::Document document;
  record::RecordPtr record;
};

bool same_history(const record::Record& a, const record::Record& b) {
  return a.events.size() == b.events.size() &&
         std::equal(a.events.begin(), a.events.end(), b.events.begin(),
                    [](const auto& left, const auto& right) { return left.id() == right.id(); });
}

// The edited text as a record. Throws Failure (1) with all findings if it is none, or changes what an edit may not.
Edited read_edited(App& app, const record::Record& before, const schema::Schema& type, std::string text) {
  Diagnostics findings;
  auto document = yaml::Document::parse(std::move(text), before.file, findings);
  std::optional<record::Record> record;
  if (document && !has_errors(findings)) record = record::read_record(*document, type, findings);
  if (document && record)
    for (auto& finding : record::check_form(*document, type)) findings.push_back(std::move(finding));
  for (const auto& finding : findings) app.err << to_text(finding) << '\n';
  if (!record || has_errors(findings))
    throw Failure(Exit::no, tr("the edited text is not a valid record; nothing was written"));
  if (record->id != before.id) throw Failure(Exit::no, tr("an edit cannot change the id; nothing was written"));
  if (!same_history(*record, before))
    throw Failure(Exit::no, tr("an edit cannot change the history; nothing was written"),
                  trf("'itss {} retract {} EVENT' takes an event back", type.record, before.id));
  for (const auto& alias : record->aliases) {
    const auto other = app.repository().find(alias, type.record);
    if (other && other->id != before.id)
      throw Failure(Exit::no, trf("the alias '{}' names '{}' already; nothing was written", alias, other->id));
  }
  record->file = before.file;
  record->type = type.record;
  return {std::move(*document), std::make_shared<record::Record>(std::move(*record))};
}

Exit write_edited(App& app, const schema::Schema& type, const Edited& edited, const record::RecordPtr& before,
                  const EditOptions& options) {
  Writer writer(app, type.record + " edit", options.write);
  const auto plan = process::adopt(edited.record, app.actor(), app.now(), app.repository());
  const bool nothing = plan.refusals.size() == 1 && plan.refusals.front().code == "NOTHING";
  if (!plan.allowed() && !nothing) return writer.apply(plan, before->id);
  // Only comments, order or keys of the user's own changed: the file is written, the history stays.
  process::Change change =
      nothing ? process::Change{type.record, before->id, before, *edited.record} : plan.changes.front();
  std::string bytes = edited.document.bytes();
  if (!nothing) {
    const auto written =
        record::write_changed(edited.document, type, {change.after.events.back()}, change.after.fields);
    if (!written) throw Failure(Exit::no, written.error());
    bytes = *written;
  }
  return writer.finish(writer.apply_file(change, bytes));
}

Exit run(App& app, const schema::Schema& type, const EditOptions& options) {
  if (options.id.empty()) throw Failure(Exit::usage, tr("an id is missing"), trf("itss {} edit ID", type.record));
  app.actor();
  const auto loaded = pick(app, options.id, &type);
  const std::string bytes = loaded.document->bytes();
  EditedFile file(loaded.record->id + ".yaml", bytes);
  const std::string text = file.edit(app);
  if (text == bytes || text.empty()) {
    file.discard();
    app.note(tr("nothing was changed"));
    return Exit::done;
  }
  const std::string kept = trf("your text is kept in '{}'", file.path().string());
  try {
    const Edited edited = read_edited(app, *loaded.record, type, text);
    const Exit exit = write_edited(app, type, edited, loaded.record, options);
    if (exit == Exit::no)
      app.note(kept);
    else
      file.discard();
    return exit;
  } catch (const Failure& failure) {
    throw Failure(failure.exit(), failure.what(), failure.hint().empty() ? kept : failure.hint() + "; " + kept);
  } catch (const Error& error) {
    throw Failure(Exit::cannot, error.what(), kept);
  }
}

}  // namespace

Run setup_edit(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<EditOptions>();
  const schema::Schema& type = *subject.type;
  parser.argument("ID", options->id, tr("the id, or a unique part of it")).completes = {
      Completes::With::ids, {}, type.record};
  add_write_options(parser, options->write);
  return [&app = subject.app, &type, options] { return run(app, type, *options); };
}

}  // namespace itss::cmd
