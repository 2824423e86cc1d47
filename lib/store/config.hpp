#pragma once
// itss.yaml: the repository's name, zone, language, kind of ids, git behaviour, aliases, defaults.
//   name: Service desk
//   zone: Asia/Shanghai              # needed: of times without offset, dates in ids, report windows
//   language: zh                     # en or zh
//   ids: serial                      # random (the default) or serial
//   git: {commit: true}
//   lock: {wait: 10s}                # how long a writer waits for another one
//   mail: {from: desk@example.cn, sendmail: /usr/sbin/sendmail}   # of what --sendmail sends
//   aliases: {mine: ticket list --mine}
//   defaults: {ticket: {channel: phone}}

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"
#include "base/zone.hpp"
#include "yaml/document.hpp"

namespace itss::store {

inline constexpr std::string_view kConfigFile = "itss.yaml";

struct Config {
  std::string name;
  Zone zone;
  std::string language = "en";  // `en` or `zh`
  bool serial_ids = false;
  bool git_commit = true;
  std::chrono::milliseconds lock_wait{10'000};
  std::string mail_from;  // an address; empty: the actor's
  std::string sendmail;   // a program like sendmail(8); empty: the system's
  std::map<std::string, std::string> aliases;
  Fields defaults;  // field -> value for new records, by type: {ticket: {channel: phone}}
};

// Reads itss.yaml; unknown keys are warnings, values that do not fit errors (the default is used). Throws Error if it
// cannot be read or names no known zone.
Config read_config(const std::filesystem::path& file, Diagnostics& findings);

}  // namespace itss::store
