#include "store/init.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/id.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/set.hpp"
#include "store/config.hpp"
#include "store/errors.hpp"
#include "store/lock.hpp"
#include "store/transaction.hpp"
#include "yaml/emit.hpp"

namespace itss::store {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kTemplates = "init/";
constexpr std::string_view kPersonTemplate = "init/person.yaml";
constexpr auto kWait = std::chrono::seconds(10);

// Until a clone names a merge driver of this name, git merges the records as text.
constexpr const char* kAttributes =
    "# Records are merged by the driver 'itss' in clones that have one, elsewhere as text.\n"
    "*.yaml merge=itss\n"
    "/itss.yaml !merge\n"
    "/calendars/*.yaml !merge\n"
    "/.itss/** !merge\n";

constexpr const char* kIgnored =
    "# What an interrupted command may leave for a moment.\n"
    ".*.itss-tmp\n";

std::string config_text(const Founding& founding) {
  return fmt::format(
      "# The settings of this repository; see itss(1).\n"
      "name: {}\n"
      "zone: {}  # of times without an offset, dates in ids, report windows\n"
      "language: {}  # en or zh\n"
      "ids: {}  # random, or serial where numbers are read out over the phone\n"
      "git:\n"
      "  commit: true  # each command commits the files that it wrote\n",
      yaml::emit_inline(founding.name), founding.zone.name(), founding.language,
      founding.serial_ids ? "serial" : "random");
}

// The text with each `{word}` of the map replaced, in one pass: what stands in the user's texts is never taken for a
// place.
std::string replaced(std::string_view text, const std::map<std::string, std::string, std::less<>>& words) {
  std::string out;
  while (!text.empty()) {
    const auto open = std::min(text.find('{'), text.size());
    out += text.substr(0, open);
    text.remove_prefix(open);
    const auto close = text.find('}');
    const auto word = close == std::string_view::npos ? words.end() : words.find(text.substr(1, close - 1));
    if (word != words.end()) {
      out += word->second;
      text.remove_prefix(close + 1);
    } else if (!text.empty()) {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

// The lines that hold a place which nothing was said for are left out.
void drop_lines(std::string& text, const std::string& place) {
  for (auto at = text.find(place); at != std::string::npos; at = text.find(place)) {
    const auto begin = text.rfind('\n', at) + 1;
    text.erase(begin, text.find('\n', at) + 1 - begin);
  }
}

std::string filled(std::string_view name, const Founding& founding) {
  std::string text(schema::shipped_file(name));
  if (founding.email.empty()) drop_lines(text, "{email}");
  return replaced(text,
                  {{"at", to_string(founding.at)},
                   {"date", to_string(local_date(founding.at))},
                   {"zone", founding.zone.name()},
                   {"by", founding.person},
                   {"id", founding.person},
                   {"roles", "[" + join(founding.roles, ", ") + "]"},
                   {"email", yaml::emit_inline(founding.email)},
                   {"name", yaml::emit_inline(founding.person_name.empty() ? founding.person : founding.person_name)}});
}

void make_root(const fs::path& root) {
  std::error_code error;
  fs::create_directories(root, error);
  if (error) fail(tr("cannot make '{}': {}"), root, error.value());
}

}  // namespace

std::map<fs::path, std::string> founding_files(const Founding& founding) {
  if (!is_given_name(founding.person))
    throw Error(fmt::format(fmt::runtime(tr("'{}' cannot be a person's id; use letters, digits, '.', '_', '-'")),
                            founding.person));
  std::map<fs::path, std::string> files;
  files[kConfigFile] = config_text(founding);
  files[".gitattributes"] = kAttributes;
  files[".gitignore"] = kIgnored;
  for (const auto& name : schema::shipped_files())
    if (starts_with(name, kTemplates) && name != kPersonTemplate)
      files[name.substr(kTemplates.size())] = filled(name, founding);
  const schema::SchemaSet shipped;
  const auto* person = shipped.find(schema::kPersonType);
  if (person == nullptr) throw Error(tr("the schema of people cannot be used"));
  files[fs::path(person->directory) / (founding.person + ".yaml")] = filled(kPersonTemplate, founding);
  return files;
}

std::vector<fs::path> make_repository(const fs::path& root, const Founding& founding, const Faults& faults) {
  const auto files = founding_files(founding);
  make_root(root);
  const fs::path place = fs::canonical(root);
  const auto lock = Lock::take(place, kWait, "itss init");
  put_right(place, lock, faults);
  if (fs::exists(fs::symlink_status(place / kConfigFile)))
    throw Error(fmt::format(fmt::runtime(tr("'{}' is a repository already")), place.generic_string()));
  std::vector<FileChange> changes;
  std::vector<fs::path> written;
  for (const auto& [path, text] : files) {
    if (fs::exists(fs::symlink_status(place / path))) continue;
    changes.push_back({path, std::nullopt, text});
    written.push_back(path);
  }
  apply_changes(place, changes, faults);
  return written;
}

}  // namespace itss::store
