// make_tickets DIR COUNT: adds so many fictional tickets to the repository that `itss init --me wang.fang --since
// 2023-01-01` has made, with the people and groups that they name. About five legal events and one kilobyte each,
// spread evenly over the 36 months to November 2026; one in twenty is left open, later than 2026-11-24T08:00 nothing
// happens. Prints `tickets events MB open`. The same arguments give the same bytes.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "ticket_story.hpp"

namespace fs = std::filesystem;
namespace bench = itss::bench;

namespace {

void write(const fs::path& file, const std::string& bytes) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << bytes;
}

// A record that was always there, from `id: ...` lines of fields and the same as one flow map.
void write_imported(const fs::path& file, const std::string& id, const std::string& lines, const std::string& map) {
  write(file, fmt::format("id: {0}\nstatus: active\n{1}history:\n  - at: 2023-01-01T00:00:00+08:00\n    by: wang.fang\n"
                          "    do: import\n    set: {{status: active, {2}}}\n    source: {{system: bench, ref: {0}}}\n",
                          id, lines, map));
}

void write_group(const fs::path& root, const std::string& id) {
  write_imported(root / "groups" / (id + ".yaml"), id, fmt::format("name: {}\n", id), fmt::format("name: {}", id));
}

void write_person(const fs::path& root, const bench::Person& person) {
  const std::string groups = person.group.empty() ? "" : fmt::format("groups: [{}]", person.group);
  write_imported(root / "people" / (person.id + ".yaml"), person.id,
                 fmt::format("name: {}\nside: provider\nroles: [{}]\n{}{}", person.id, person.role, groups,
                             groups.empty() ? "" : "\n"),
                 fmt::format("name: {}, side: provider, roles: [{}]{}{}", person.id, person.role,
                             groups.empty() ? "" : ", ", groups));
}

int make(const fs::path& root, std::size_t count) {
  if (!fs::exists(root / "itss.yaml")) {
    fmt::print(stderr, "{}: not a repository: run `itss init {} --me wang.fang --since 2023-01-01` first\n",
               root.string(), root.string());
    return 1;
  }
  for (const auto& group : bench::groups()) write_group(root, group);
  for (const auto& person : bench::people()) write_person(root, person);
  bench::Storyteller teller(count);
  std::size_t events = 0, bytes = 0, open = 0;
  while (const auto story = teller.next()) {
    events += story->events;
    bytes += story->bytes.size();
    open += story->open ? 1 : 0;
    write(root / "tickets" / story->id.substr(4, 4) / story->id.substr(8, 2) / (story->id + ".yaml"), story->bytes);
  }
  fmt::print("{} {} {:.1f} {}\n", count, events, static_cast<double>(bytes) / 1e6, open);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc == 3 ? std::strtoul(argv[2], nullptr, 10) : 0;
  if (count == 0) {
    std::fputs("usage: make_tickets DIR COUNT\n", stderr);
    return 2;
  }
  return make(argv[1], count);
}
