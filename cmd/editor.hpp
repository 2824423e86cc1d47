#pragma once

#include "app.hpp"

namespace itss::cmd {

// A file that outlives a failure: what a person typed is never lost. Removed by discard() only.
class EditedFile {
 public:
  EditedFile(const std::string& name, const std::string& text);
  // Opens ITSS_EDITOR, GIT_EDITOR, VISUAL, EDITOR or vi on the file and gives the text afterwards. Throws Failure (3)
  // if the editor fails.
  std::string edit(App& app);
  const std::filesystem::path& path() const { return path_; }
  void discard();

 private:
  std::filesystem::path path_;
};

}  // namespace itss::cmd
