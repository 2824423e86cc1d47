#include "editor.hpp"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace itss::cmd {

namespace {

std::string editor_of(App& app) {
  if (const auto own = app.env("ITSS_EDITOR"); own && !own->empty()) return *own;
  if (!app.user_config().editor.empty()) return app.user_config().editor;
  for (const char* name : {"GIT_EDITOR", "VISUAL", "EDITOR"})
    if (const auto value = app.env(name); value && !value->empty()) return *value;
  if (!app.terminal.in || !app.terminal.out)
    throw Failure(Exit::usage, tr("there is no terminal for an editor"),
                  tr("set ITSS_EDITOR, or use 'set' with options"));
  return "vi";
}

// The variable may hold options, as git's does: the shell splits it.
int run_editor(const std::string& editor, const std::filesystem::path& file) {
  const pid_t child = fork();
  if (child < 0) return -1;
  if (child == 0) {
    const std::string command = editor + " \"$@\"";
    execl("/bin/sh", "sh", "-c", command.c_str(), editor.c_str(), file.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

EditedFile::EditedFile(const std::string& name, const std::string& text) {
  std::error_code error;
  auto pattern = (std::filesystem::temp_directory_path(error) / "itss-edit-XXXXXX").string();
  if (error || mkdtemp(pattern.data()) == nullptr)
    throw Failure(Exit::cannot, trf("cannot make a temporary directory: {}", std::strerror(errno)));
  path_ = std::filesystem::path(pattern) / name;
  std::ofstream stream(path_, std::ios::binary);
  if (!(stream << text).flush()) throw Failure(Exit::cannot, trf("cannot write '{}'", path_.string()));
}

std::string EditedFile::edit(App& app) {
  if (run_editor(editor_of(app), path_) != 0)
    throw Failure(Exit::cannot, tr("the editor failed; nothing was written"),
                  trf("your text is kept in '{}'", path_.string()));
  std::ifstream stream(path_, std::ios::binary);
  if (!stream) throw Failure(Exit::cannot, trf("cannot read '{}'", path_.string()));
  return {std::istreambuf_iterator<char>(stream), {}};
}

void EditedFile::discard() {
  std::error_code ignored;
  std::filesystem::remove_all(path_.parent_path(), ignored);
}

}  // namespace itss::cmd
