#include "people.hpp"

#include <algorithm>

#include "app.hpp"
#include "base/id.hpp"
#include "base/text.hpp"

namespace itss::cmd {

std::string person_with_address(const record::World& world, const std::string& address) {
  std::string found;
  if (address.empty()) return found;
  const std::string wanted = lower(address);
  world.each(schema::kPersonType, [&](const record::RecordPtr& person) {
    if (!found.empty()) return;
    std::vector<std::string> addresses = get(person->fields, "email").texts();
    addresses.insert(addresses.end(), person->aliases.begin(), person->aliases.end());
    if (std::any_of(addresses.begin(), addresses.end(), [&](const auto& text) { return lower(text) == wanted; }))
      found = person->id;
  });
  return found;
}

void unknown_person(const record::World& world, const std::string& name) {
  std::vector<std::string> known;
  world.each(schema::kPersonType, [&](const record::RecordPtr& person) { known.push_back(person->id); });
  const auto close = suggest(name, known);
  throw Failure(Exit::usage, trf("nobody is called '{}' here", name),
                close                 ? trf("did you mean '{}'?", *close)
                : is_given_name(name) ? "itss person new " + name
                                      : tr("'itss person list' shows who there is"));
}

}  // namespace itss::cmd
