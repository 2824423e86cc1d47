#pragma once

#include "app.hpp"

namespace itss::cmd {

// Commits what a command wrote, unless the configuration says no, there is no git, or git is in the middle of
// something. What git refuses is said; the files stay written.
Exit commit_files(App& app, const std::vector<std::filesystem::path>& files, const std::string& message);

}  // namespace itss::cmd
