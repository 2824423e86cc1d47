// scan_tickets DIR: reads, parses and replays every ticket of a repository, as a report does, and prints
// `records MB seconds MB/s peak_MB`. Run it under `taskset -c 0` for one core.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <filesystem>

#include "record/replay.hpp"
#include "store/repository.hpp"

using namespace itss;

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: scan_tickets DIR\n", stderr);
    return 2;
  }
  const auto start = std::chrono::steady_clock::now();
  const auto repository = store::Repository::open(std::filesystem::canonical(argv[1]));
  std::size_t records = 0, bytes = 0, fields = 0;
  repository->scan("ticket", [&](const auto&, const store::Loaded& loaded) {
    if (!loaded.record) return;
    ++records;
    bytes += loaded.document->bytes().size();
    fields += record::replay(*loaded.record).size();
  });
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  struct rusage usage {};
  getrusage(RUSAGE_SELF, &usage);
  const double megabytes = static_cast<double>(bytes) / 1e6;
  fmt::print("{} {:.1f} {:.2f} {:.1f} {:.0f}\n", records, megabytes, spent.count(), megabytes / spent.count(),
             static_cast<double>(usage.ru_maxrss) / 1024);
  return fields == 0 ? 1 : 0;
}
