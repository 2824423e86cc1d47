#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace itss {

// SHA-256 of bytes that come piece by piece.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void add(std::string_view bytes);
  // As 64 lower-case hex digits. REQUIRES: nothing is added or asked for afterwards.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// SHA-256 of the bytes, as 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);
// Tells bytes apart where nobody means to deceive: the same on every machine, never 0.
std::uint64_t short_hash(std::string_view bytes);

}  // namespace itss
