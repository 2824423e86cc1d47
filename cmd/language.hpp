#pragma once
// Which language the program speaks, and where its translations lie.

#include "app.hpp"

namespace itss::cmd {

// Chooses the language by --lang, ITSS_LANG, LC_ALL, LC_MESSAGES or LANG, the repository's, the
// person's own settings, English, and loads the
// catalogue from `../share/locale` beside the executable. A name that is no language of ours is a Failure (2).
void settle_language(App& app);

}  // namespace itss::cmd
