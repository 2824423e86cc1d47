#pragma once
// itss.yaml: the repository's name, zone, language, kind of ids, git behaviour, aliases, defaults.

#include <filesystem>
#include <map>
#include <string>

#include "base/diagnostic.hpp"
#include "base/zone.hpp"
#include "yaml/document.hpp"

namespace itss::store {

struct Config {
  std::string name;
  Zone zone;
  std::string language = "en";   // `en` or `zh`
  bool serial_ids = false;
  bool git_commit = true;
  std::map<std::string, std::string> aliases;
  Fields defaults;               // field -> value for new records, by type: {ticket: {channel: phone}}
};

// Reads itss.yaml; unknown keys are warnings. Throws Error if it cannot be read or names no known zone.
Config read_config(const std::filesystem::path& file, Diagnostics& findings);

}  // namespace itss::store
