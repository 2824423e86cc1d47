#pragma once
// Carrying out plans: refusals, the preview of --dry-run, the write, the commit, what is said afterwards.

#include "held_interrupt.hpp"
#include "inputs.hpp"
#include "said.hpp"

namespace itss::cmd {

// What is written of several records if some are refused.
enum class OnRefusal { write_nothing, write_others };

// Whether `itss undo` can take a command back. Retractions are final.
enum class Memory { kept, none };

class Writer {
 public:
  // `verb` is the command as it stands in commit messages and refusals: `ticket accept`. Throws Failure (2) for a name
  // of --json=FIELDS that its type does not have, before anything is written.
  Writer(App& app, std::string verb, WriteWords words, Memory memory = Memory::kept);

  // Writes a plan or, under --dry-run, prints it as a unified diff; or says all that refuses it. A record whose file
  // was edited by hand is not written over. `id` is the record that was asked for; empty for a new one.
  Exit apply(const process::Plan& plan, const std::string& id);
  // The same for several records, all in one write; nothing of it happens if it throws Changed, and nothing was said
  // then.
  Exit apply_all(std::vector<Attempt> attempts, OnRefusal on_refusal);
  // The same for a record whose whole file was edited (`itss edit`): its new bytes are known already.
  Exit apply_file(const process::Change& change, const std::string& bytes);

  // Remembers the command for undo, commits, and prints ids, a sentence or JSON: an array of records if `several`.
  Exit finish(Exit so_far, bool several = false);

 private:
  void preview(const std::vector<process::Change>& changes);
  void write(const std::vector<process::Change>& changes);
  std::string message() const;
  void preview(const process::Change& change, const std::string& bytes);
  void remember();
  Exit commit();
  void print(bool several);
  std::string sentence(const process::Change& change);

  App& app_;
  std::string verb_;
  WriteWords words_;
  Memory memory_;
  std::vector<process::Change> done_;     // the records that were asked for
  std::vector<process::Change> carried_;  // those that their moves wrote besides
  std::vector<std::filesystem::path> files_;
  HeldInterrupt interrupt_;  // from the first file that is touched until all is committed and said
};

// A hand edit of a record's file that its history does not know would be overwritten: throws Failure (1) if the plan
// would write such a record, other than by an event that records the edit.
void refuse_drift(App& app, const process::Plan& plan);
// The same, and for a file that cannot be edited in place (3): of several records, one must not stop the others.
void check_writable(App& app, const process::Plan& plan);

// Runs `one` for each id and gathers the outcome: of several, one that fails is named and does not stop the others.
// Ends early when Ctrl-C is held back.
Exit for_each_id(App& app, const std::vector<std::string>& ids, const std::function<Exit(const std::string&)>& one);

}  // namespace itss::cmd
