#include "base/translate.hpp"

#include <libintl.h>

namespace itss {

namespace {
Language current = Language::en;
}

const char* tr(const char* english) { return *english == '\0' ? english : dgettext("itss", english); }
const char* tr_count(const char* one, const char* many, std::size_t count) {
  return dngettext("itss", one, many, count);
}
void choose_language(Language language) { current = language; }
Language chosen_language() { return current; }

}  // namespace itss
