#pragma once
// A file that is made beside its place and put there when it is whole: exports. Not for records (transaction.hpp).

#include <filesystem>

namespace itss::store {

enum class Existing { refuse, replace };

class NewFile {
 public:
  // Throws Error if there is no such directory, the target is one, or it exists and may not be replaced.
  NewFile(std::filesystem::path target, Existing existing);
  // Removes what was not put in place.
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  // Where to write. There is no file yet.
  const std::filesystem::path& path() const { return temp_; }
  // Makes the bytes durable and puts them in place. Throws Error. REQUIRES: the file is written and closed.
  void install();

 private:
  std::filesystem::path target_, temp_;
};

}  // namespace itss::store
