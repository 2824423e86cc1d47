#pragma once
// A directory for one test case: removed when the case passed, left in place with its path printed when it failed.

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace itss::test {

inline std::vector<std::filesystem::path>& temp_dirs_of_case() {
  static std::vector<std::filesystem::path> dirs;
  return dirs;
}

class TempDir {
 public:
  TempDir() {
    std::string name = (std::filesystem::temp_directory_path() / "itss-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a temporary directory");
    path_ = std::filesystem::canonical(name);
    temp_dirs_of_case().push_back(path_);
  }
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::filesystem::path& below) const { return path_ / below; }

  // Writes a file, making its directories.
  void write(const std::filesystem::path& relative, const std::string& bytes) const {
    std::filesystem::create_directories((path_ / relative).parent_path());
    std::ofstream(path_ / relative, std::ios::binary) << bytes;
  }
  std::string read(const std::filesystem::path& relative) const {
    std::ifstream in(path_ / relative, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  bool has(const std::filesystem::path& relative) const { return std::filesystem::exists(path_ / relative); }
  bool has_file_ending(std::string_view suffix) const {
    const std::filesystem::recursive_directory_iterator files(path_);
    return std::any_of(begin(files), end(files),
                       [&](const auto& entry) { return entry.path().filename().string().ends_with(suffix); });
  }

 private:
  std::filesystem::path path_;
};

// Knows after each case whether it failed; a destructor inside the case would not.
class TempDirKeeper : public doctest::IReporter {
 public:
  explicit TempDirKeeper(const doctest::ContextOptions&) {}
  void test_case_end(const doctest::CurrentTestCaseStats& stats) override {
    for (const auto& dir : temp_dirs_of_case()) {
      std::error_code ignored;
      if (stats.failure_flags == 0)
        std::filesystem::remove_all(dir, ignored);
      else
        std::cout << "files of the failed case: " << dir.string() << '\n';
    }
    temp_dirs_of_case().clear();
  }
  void report_query(const doctest::QueryData&) override {}
  void test_run_start() override {}
  void test_run_end(const doctest::TestRunStats&) override {}
  void test_case_start(const doctest::TestCaseData&) override {}
  void test_case_reenter(const doctest::TestCaseData&) override {}
  void test_case_exception(const doctest::TestCaseException&) override {}
  void subcase_start(const doctest::SubcaseSignature&) override {}
  void subcase_end() override {}
  void log_assert(const doctest::AssertData&) override {}
  void log_message(const doctest::MessageData&) override {}
  void test_case_skipped(const doctest::TestCaseData&) override {}
};
REGISTER_LISTENER("temp_dirs", 1, TempDirKeeper);

}  // namespace itss::test
