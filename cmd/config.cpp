// `itss config list | get`: what is in force, and where it comes from.
#include "store/config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "json.hpp"
#include "json_fields.hpp"
#include "parser.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

struct Setting {
  std::string name, value, origin;
};

// One place where a setting may be made, and what it says there; empty: nothing.
struct Place {
  std::string origin, value;
};

// The first place that says something. An option outweighs a variable, that the repository's file, that the person's.
Setting first_of(const char* name, const std::vector<Place>& places) {
  for (const auto& place : places)
    if (!place.value.empty()) return {name, place.value, place.origin};
  return {name, "", ""};
}

Place variable(const App& app, const char* name) { return {name, app.env(name).value_or("")}; }

std::vector<Setting> settings_of(App& app) {
  std::vector<Setting> all;
  const auto* repository = app.find_repository();
  const char* const file = "itss.yaml";
  if (repository != nullptr) {
    const auto& config = repository->config();
    all.push_back({"root", repository->root().string(), ""});
    all.push_back({"name", config.name, file});
    all.push_back({"zone", config.zone.name(), file});
    all.push_back({"ids", config.serial_ids ? "serial" : "random", file});
    all.push_back({"git.commit", config.git_commit ? "true" : "false", file});
    if (!config.mail_from.empty()) all.push_back({"mail.from", config.mail_from, file});
    if (!config.sendmail.empty()) all.push_back({"mail.sendmail", config.sendmail, file});
    const std::string actor = app.named_actor();
    all.push_back({"actor", actor.empty() ? app.find_actor() : actor,
                   !app.globals.actor.empty()                   ? "--as"
                   : app.env("ITSS_ACTOR").value_or("").empty() ? "git user.email"
                                                                : "ITSS_ACTOR"});
    for (const auto& [name, text] : config.aliases) all.push_back({"aliases." + name, text, file});
    for (const auto& [type, fields] : config.defaults)
      for (const auto& [field, value] : fields.map())
        all.push_back({fmt::format("defaults.{}.{}", type, field), to_text(value), file});
  }
  const auto& own = app.user_config();
  for (const auto& [name, text] : own.aliases)
    if (repository == nullptr || repository->config().aliases.count(name) == 0)
      all.push_back({"aliases." + name, text, own.file});
  all.push_back(first_of("language", {{"--lang", app.globals.language},
                                      variable(app, "ITSS_LANG"),
                                      {"locale or itss.yaml", chosen_language() == Language::zh ? "zh" : "en"}}));
  all.push_back(first_of("now", {{"--now", app.globals.now}, variable(app, "ITSS_NOW"), {"clock", "now"}}));
  all.push_back(first_of(
      "pager", {variable(app, "ITSS_PAGER"), {own.file, own.pager}, variable(app, "PAGER"), {"default", "less"}}));
  all.push_back(first_of("editor", {variable(app, "ITSS_EDITOR"),
                                    {own.file, own.editor},
                                    variable(app, "GIT_EDITOR"),
                                    variable(app, "VISUAL"),
                                    variable(app, "EDITOR"),
                                    {"default", "vi"}}));
  return all;
}

struct ConfigOptions {
  bool show_origin = false;
  std::string name, json;
};

Exit run_list(App& app, const ConfigOptions& options) {
  if (app.find_repository() != nullptr) app.tell(app.repository().configuration_findings());
  if (!options.json.empty()) {
    auto object = nlohmann::ordered_json::object();
    std::vector<std::string> names;
    for (const auto& setting : settings_of(app)) {
      names.push_back(setting.name);
      object[setting.name] = {{"value", setting.value}, {"origin", setting.origin}};
    }
    app.out << text_of(only_fields(object, options.json, names));
    return Exit::done;
  }
  for (const auto& setting : settings_of(app)) {
    if (options.show_origin) app.out << (setting.origin.empty() ? "-" : setting.origin) << '\t';
    app.out << setting.name << '=' << setting.value << '\n';
  }
  return Exit::done;
}

Exit run_get(App& app, const ConfigOptions& options) {
  std::vector<std::string> names;
  for (const auto& setting : settings_of(app)) {
    names.push_back(setting.name);
    if (setting.name != options.name) continue;
    app.out << setting.value << '\n';
    return Exit::done;
  }
  if (options.name.empty())
    throw Failure(Exit::usage, tr("the name of a setting is missing"), trf("known: {}", join(names, " ")));
  const auto close = suggest(options.name, names);
  throw Failure(Exit::no, trf("there is no setting '{}'", options.name),
                close ? trf("did you mean '{}'?", *close) : trf("known: {}", join(names, " ")));
}

}  // namespace

Run setup_config_list(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<ConfigOptions>();
  parser.group(tr("Output"));
  parser.flag("--show-origin", options->show_origin, tr("where each comes from"));
  parser.optional("--json", options->json, "*", "FIELDS", tr("print JSON"));
  return [&app = subject.app, options] { return run_list(app, *options); };
}

Run setup_config_get(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<ConfigOptions>();
  parser.argument("NAME", options->name, tr("such as zone or git.commit"));
  return [&app = subject.app, options] { return run_get(app, *options); };
}

}  // namespace itss::cmd
