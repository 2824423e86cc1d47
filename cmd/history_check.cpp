#include "history_check.hpp"

#include <map>
#include <set>

#include "base/text.hpp"

namespace itss::cmd {

namespace {

using Events = std::vector<record::Event>;

// The events as the file has them, in its order: what cannot be read is told by others.
Events events_of(const yaml::Document& document) {
  Events events;
  const yaml::Node* history = document.root().kind == yaml::Kind::mapping ? document.root().find("history") : nullptr;
  if (history == nullptr) return events;
  Diagnostics told_elsewhere;
  for (const auto& node : history->children)
    if (auto event = record::read_event(document, node, told_elsewhere)) events.push_back(std::move(*event));
  return events;
}

// The type in whose directory the file lies; null for other files.
const schema::Schema* type_of(App& app, const std::string& file) {
  for (const auto& info : app.schemas().infos())
    if (starts_with(file, info.directory + "/") && file.ends_with(".yaml")) return app.schemas().find(info.record);
  return nullptr;
}

std::string text_of(const record::Event& event) {
  return trf("the event {} ({} by {}, {})", event.id(), event.verb, event.by, to_string(event.at));
}

class HistoryCheck {
 public:
  HistoryCheck(App& app, const std::string& revision) : app_(app), revision_(revision) {}

  void compare(const std::string& file, std::string bytes) {
    const schema::Schema* type = type_of(app_, file);
    Diagnostics told_elsewhere;
    const auto before = yaml::Document::parse(std::move(bytes), file, told_elsewhere);
    if (type == nullptr || !before || before->root().kind != yaml::Kind::mapping) return;
    const yaml::Node* id = before->root().find("id");
    if (id == nullptr) return;
    const store::Loaded now = present(file, id->text, *type);
    if (!now.document) {
      if (now.findings.empty()) lost(file, 0, id->text, tr("its whole history"));
      return;  // a file that cannot be read is a finding of its own
    }
    std::set<std::string> known;
    for (const auto& event : events_of(*now.document)) known.insert(event.id());
    const yaml::Node* history =
        now.document->root().kind == yaml::Kind::mapping ? now.document->root().find("history") : nullptr;
    const std::size_t line = history == nullptr ? 0 : now.document->place_of(history->begin).line;
    for (const auto& event : events_of(*before))
      if (known.count(event.id()) == 0) lost(now.record ? now.record->file : file, line, id->text, text_of(event));
  }

  Diagnostics take() { return std::move(found_); }

 private:
  // The record in its file, or where it lies since it got another id.
  store::Loaded present(const std::string& file, const std::string& id, const schema::Schema& type) const {
    if (std::filesystem::exists(app_.repository().root() / file)) return app_.repository().load_file(file, type);
    return app_.repository().find(id, type.record) ? app_.repository().load(id, type.record) : store::Loaded();
  }

  void lost(const std::string& file, std::size_t line, const std::string& id, std::string what) {
    found_.push_back(diagnose(
        Code::HISTORY_LOST, {file, line, 0}, {id, std::move(what), revision_},
        trf("git checkout {} -- {}; what was wrong is taken back by 'itss undo' or 'retract'", revision_, file)));
  }

  App& app_;
  const std::string& revision_;
  Diagnostics found_;
};

}  // namespace

Diagnostics check_histories(App& app, const std::string& revision) {
  const vcs::Git& git = app.git();
  if (!git.is_repository()) return {};
  const bool known =
      vcs::run({"git", "rev-parse", "--verify", "--quiet", revision + "^{commit}"}, app.repository().root()).status ==
      0;
  if (!known && revision == "HEAD") return {};
  if (!known) throw Failure(Exit::no, trf("git knows no revision '{}'", revision));
  HistoryCheck check(app, revision);
  auto files = git.changed_since(revision);
  std::erase_if(files,
                [&](const std::string& file) { return type_of(app, file) == nullptr; });  // and read none of them
  if (!files.empty())
    git.show_all(revision, files, [&](const std::string& file, std::optional<std::string> bytes) {
      if (bytes) check.compare(file, std::move(*bytes));
    });
  return check.take();
}

}  // namespace itss::cmd
