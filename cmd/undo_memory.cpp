#include "undo_memory.hpp"

#include <fstream>

#include "base/text.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kRemembered = 20;  // commands
constexpr const char* kImport = "import";

std::filesystem::path file_of(const store::Repository& repository, const std::string& actor) {
  return repository.root() / ".itss" / "cache" / "undo" / actor;
}

std::vector<std::string> read_lines(const std::filesystem::path& file) {
  std::vector<std::string> lines;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);)
    if (!line.empty()) lines.push_back(line);
  return lines;
}

// A failure to remember is no failure of the command: the events are durable and `retract` names them.
void write_lines(const std::filesystem::path& file, const std::vector<std::string>& lines) {
  std::error_code ignored;
  std::filesystem::create_directories(file.parent_path(), ignored);
  const std::filesystem::path temporary = file.string() + ".new";
  {
    std::ofstream stream(temporary, std::ios::trunc);
    const std::size_t first = lines.size() > kRemembered ? lines.size() - kRemembered : 0;
    for (std::size_t i = first; i < lines.size(); ++i) stream << lines[i] << '\n';
    if (!stream.flush()) return;
  }
  std::filesystem::rename(temporary, file, ignored);
}

void remember_line(const store::Repository& repository, const std::string& actor, const std::string& line) {
  const auto file = file_of(repository, actor);
  auto lines = read_lines(file);
  lines.push_back(line);
  write_lines(file, lines);
}

}  // namespace

void remember_command(const store::Repository& repository, const std::string& actor,
                      const std::vector<UndoItem>& items) {
  std::string line;
  for (const auto& item : items) line += (line.empty() ? "" : " ") + item.type + ":" + item.id + ":" + item.event;
  remember_line(repository, actor, line);
}

void remember_import(const store::Repository& repository, const std::string& actor) {
  remember_line(repository, actor, kImport);
}

bool last_is_import(const store::Repository& repository, const std::string& actor) {
  const auto lines = read_lines(file_of(repository, actor));
  return !lines.empty() && lines.back() == kImport;
}

std::vector<UndoItem> last_command(const store::Repository& repository, const std::string& actor) {
  std::vector<UndoItem> items;
  const auto lines = read_lines(file_of(repository, actor));
  if (lines.empty()) return items;
  for (const auto& word : split(lines.back(), ' ')) {
    const auto parts = split(word, ':');
    if (parts.size() == 3) items.push_back({parts[0], parts[1], parts[2]});
  }
  return items;
}

void forget_last_command(const store::Repository& repository, const std::string& actor) {
  const auto file = file_of(repository, actor);
  auto lines = read_lines(file);
  if (lines.empty()) return;
  lines.pop_back();
  write_lines(file, lines);
}

}  // namespace itss::cmd
