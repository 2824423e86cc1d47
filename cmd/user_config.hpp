#pragma once
// A person's own settings, in $XDG_CONFIG_HOME/itss/config.yaml: weaker than options, variables and itss.yaml.

#include <filesystem>
#include <map>
#include <string>

#include "base/diagnostic.hpp"

namespace itss::cmd {

struct UserConfig {
  std::string file;      // where it is, or would be; empty: nowhere, since there is no home directory
  std::string language;  // en or zh
  std::string editor, pager, color;
  std::map<std::string, std::string> aliases;
};

// Reads the file of this path; an absent one is empty. Unknown keys and what cannot be read are findings.
UserConfig read_user_config(const std::filesystem::path& file, Diagnostics& findings);

}  // namespace itss::cmd
