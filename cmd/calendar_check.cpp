#include "calendar_check.hpp"

#include "calendar/rewritten.hpp"
#include "store/files.hpp"

namespace itss::cmd {

namespace {

std::optional<calendar::Definition> definition_of(std::string bytes, const std::string& file) {
  Diagnostics findings;  // those of today's file are the repository's own, those of git's are history
  const auto document = yaml::Document::parse(std::move(bytes), file, findings);
  return document ? calendar::read_definition(*document, findings) : std::nullopt;
}

}  // namespace

Diagnostics check_calendars(App& app) {
  Diagnostics all;
  const store::Repository& repository = app.repository();
  std::vector<std::string> files;
  for (const auto& name : repository.calendar_names()) files.push_back("calendars/" + name + ".yaml");
  if (files.empty() || !app.git().is_repository()) return all;
  app.git().show_all("HEAD", files, [&](const std::string& file, std::optional<std::string> known) {
    auto read = store::read_file(repository.root(), file, yaml::Limits().bytes);
    if (!known || !read.bytes || *known == *read.bytes) return;
    const auto before = definition_of(std::move(*known), file);
    const auto after = definition_of(std::move(*read.bytes), file);
    if (!before || !after) return;
    const auto date = calendar::first_rewritten(*before, *after, before->zone.date_at(app.now().utc));
    if (!date) return;
    all.push_back(diagnose(Code::CALENDAR_REWRITTEN, {file, 0, 0}, {to_string(*date)},
                           tr("clocks that run would be counted anew; put the old hours back and add a version: "
                              "versions: [{from: 2027-01-01, weekly: ...}]")));
  });
  return all;
}

}  // namespace itss::cmd
