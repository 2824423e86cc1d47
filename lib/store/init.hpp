#pragma once
// A new repository: its configuration, calendars, default agreement, services and its first person, from the templates
// in schemas/init/. The templates know the types; what is said here is only the configuration.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "base/zone.hpp"
#include "store/faults.hpp"

namespace itss::store {

// What the person who makes a repository has to say.
struct Founding {
  std::string name;  // of the repository
  Zone zone;
  std::string language = "en";  // `en` or `zh`
  bool serial_ids = false;
  std::string person;  // the id of the first person, a given name
  std::string person_name;
  std::string email;                                                                         // empty: none
  std::vector<std::string> roles = {"l1", "l1_lead", "l2", "svc_manager", "process_owner"};  // of the first person
  Instant at;                                                                                // of the founding events
};

// The files of a new repository by their paths, itss.yaml among them.
std::map<std::filesystem::path, std::string> founding_files(const Founding& founding);

// Makes a repository in `root`, which is made too if it is not there: all files or none. Files that are there already
// are left as they are. Returns the paths written, relative to the root. Throws Error if it is a repository already, if
// `person` is no given name, or if it cannot be written.
std::vector<std::filesystem::path> make_repository(const std::filesystem::path& root, const Founding& founding,
                                                   const Faults& faults = {});

}  // namespace itss::store
