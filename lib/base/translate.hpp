#pragma once
// Every text that a user reads goes through tr(); the catalogues are po/*.po (gettext).

#include <cstddef>

namespace itss {

// The translation of an English text into the language that cmd/ chose, or the text itself. The pointer stays valid.
const char* tr(const char* english);

// The same for a text with a number, in the form that the number wants: `{} record`, `{} records`.
const char* tr_count(const char* one, const char* many, std::size_t count);

// Marks a text for xgettext where it cannot be translated yet, such as in a constant table.
#define ITSS_TR_NOOP(text) text

// The one of two schema labels that fits the chosen language (see choose_language); the English one if `zh` is empty.
enum class Language { en, zh };
void choose_language(Language language);
Language chosen_language();

}  // namespace itss
