#include "base/translate.hpp"

#include <libintl.h>

namespace itss {

namespace {
Language current = Language::en;
}

const char* tr(const char* english) { return *english == '\0' ? english : dgettext("itss", english); }
void choose_language(Language language) { current = language; }
Language chosen_language() { return current; }

}  // namespace itss
