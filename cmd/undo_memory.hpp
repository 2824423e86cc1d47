#pragma once
// What `itss undo` would take back: the actor's last commands, in .itss/cache/undo/<actor>, one line each. The cache
// may be deleted at any time; then there is nothing to undo, and `itss retract` still does everything.

#include <string>
#include <vector>

#include "store/repository.hpp"

namespace itss::cmd {

struct UndoItem {
  std::string type, id, event;
};

// Adds a command: the events that it made, in order.
void remember_command(const store::Repository& repository, const std::string& actor,
                      const std::vector<UndoItem>& items);
// Adds an import, which hides the commands before it from undo.
void remember_import(const store::Repository& repository, const std::string& actor);
bool last_is_import(const store::Repository& repository, const std::string& actor);
// The last command's events; empty if none is known or it is an import.
std::vector<UndoItem> last_command(const store::Repository& repository, const std::string& actor);
// Forgets the last command, once it is undone.
void forget_last_command(const store::Repository& repository, const std::string& actor);

}  // namespace itss::cmd
