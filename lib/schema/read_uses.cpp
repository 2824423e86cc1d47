// What is done with records of a type beside moving them: offered to others, files that are verified.
#include "base/translate.hpp"
#include "schema/readers.hpp"

namespace itss::schema {

namespace {

using yaml::Node;

const Words<Offer>& offer_words() {
  static const Words<Offer> words = {
      {"to", [](Form& form, const Node& value, Offer& out) { out.to = form.text(value, "to"); }},
      {"states", [](Form& form, const Node& value, Offer& out) { out.states = form.some_texts(value, "states"); }},
      {"shares", [](Form& form, const Node& value, Offer& out) { out.shares = form.texts(value, "shares"); }},
      {"words", [](Form& form, const Node& value, Offer& out) { out.words = form.texts(value, "words"); }},
      {"shows", [](Form& form, const Node& value, Offer& out) { out.shows = form.texts(value, "shows"); }},
  };
  return words;
}

const Words<Media>& media_words() {
  static const Words<Media> words = {
      {"in", [](Form& form, const Node& value, Media& out) { out.in = form.text(value, "in"); }},
      {"move", [](Form& form, const Node& value, Media& out) { out.move = form.text(value, "move"); }},
      {"key", [](Form& form, const Node& value, Media& out) { out.key = form.text(value, "key"); }},
      {"hash", [](Form& form, const Node& value, Media& out) { out.hash = form.text(value, "hash"); }},
  };
  return words;
}

}  // namespace

std::vector<Offer> read_offers(Form& form, const Node& node) {
  std::vector<Offer> offers;
  for (const auto* item : Form::items(node)) {
    Offer offer;
    offer.line = form.line(*item);
    read_words(form, *item, tr("'offered'"), offer_words(), offer);
    for (const char* word : {"to", "states"})
      if (item->kind == yaml::Kind::mapping && item->find(word) == nullptr)
        form.report(Code::SCHEMA_MISSING, *item, {"'offered'", word});
    offers.push_back(std::move(offer));
  }
  return offers;
}

Media read_media(Form& form, const Node& node) {
  Media media;
  media.line = form.line(node);
  read_words(form, node, tr("'media'"), media_words(), media);
  for (const auto& word : media_words())
    if (node.kind == yaml::Kind::mapping && node.find(word.name) == nullptr)
      form.report(Code::SCHEMA_MISSING, node, {"'media'", std::string(word.name)});
  return media;
}

std::vector<WordGroup> use_word_groups() {
  return {{"'offered'", names_of(offer_words())}, {"'media'", names_of(media_words())}};
}

}  // namespace itss::schema
