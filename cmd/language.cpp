#include "language.hpp"

#include <libintl.h>

#include <clocale>
#include <cstdlib>

#include "base/text.hpp"

namespace itss::cmd {

namespace {

// `zh_CN.UTF-8`, `zh`, `en`; nothing for `C` and languages that we do not have.
std::optional<Language> language_of(const std::string& locale) {
  const std::string name = lower(locale);
  if (starts_with(name, "zh")) return Language::zh;
  if (starts_with(name, "en")) return Language::en;
  return std::nullopt;
}

std::optional<Language> from_environment(const App& app) {
  if (const auto own = app.env("ITSS_LANG"); own && !own->empty()) return language_of(*own);
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const std::string locale = app.env(name).value_or("");
    if (!locale.empty()) return language_of(locale);  // the first that is set decides, as in every locale
  }
  return std::nullopt;
}

std::optional<Language> from_repository(App& app) try {
  const auto* repository = app.find_repository();
  return repository == nullptr ? std::nullopt : language_of(repository->config().language);
} catch (const std::exception&) {
  return std::nullopt;  // a command that needs the repository says what is wrong with it
}

void load_catalogue(const App& app, Language language) {
  // gettext is deaf in the locale "C"; in C.UTF-8 it obeys LANGUAGE, whatever locales the system has.
  setlocale(LC_CTYPE, "C.UTF-8");
  setlocale(LC_MESSAGES, "C.UTF-8");
  setenv("LANGUAGE", language == Language::zh ? "zh_CN" : "en", 1);
  const auto directory = std::filesystem::path(app.program()).parent_path().parent_path() / "share" / "locale";
  bindtextdomain("itss", directory.c_str());
  bind_textdomain_codeset("itss", "UTF-8");
  choose_language(language);
}

}  // namespace

void settle_language(App& app) {
  if (!app.globals.language.empty()) {
    const auto wish = language_of(app.globals.language);
    if (!wish) throw Failure(Exit::usage, trf("'{}' is not a language of itss: en, zh", app.globals.language));
    return load_catalogue(app, *wish);
  }
  auto language = from_environment(app);
  if (!language) language = from_repository(app);
  if (!language) language = language_of(app.user_config().language);
  load_catalogue(app, language.value_or(Language::en));
}

}  // namespace itss::cmd
