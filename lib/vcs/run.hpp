#pragma once
// Running another program without a shell.

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace itss::vcs {

// What a program printed, and its exit status (128 + signal if one ended it; -1 if it could not be started, and `err`
// says why).
struct Output {
  int status = 0;
  std::string out;
  std::string err;
};

// Runs `argv` in `directory` with `input` as standard input. No shell reads the arguments. The environment is ours
// without the variables that would tie git to another repository than the directory's, and with `variables`
// (`NAME=value`).
Output run(const std::vector<std::string>& argv, const std::filesystem::path& directory, std::string_view input = {},
           const std::vector<std::string>& variables = {});

// The same, but hands standard output to `take` as it comes instead of keeping it.
Output run(const std::vector<std::string>& argv, const std::filesystem::path& directory, std::string_view input,
           const std::function<void(std::string_view)>& take, const std::vector<std::string>& variables = {});

}  // namespace itss::vcs
