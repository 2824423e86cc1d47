#pragma once
// Numbers and texts packed into bytes, for what the index stores. Not for files that people see: the form may change
// with any version.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace itss::store {

// Thrown by Unpack for bytes that no Pack wrote: the index is corrupt.
class Corrupt : public Error {
 public:
  Corrupt() : Error("corrupt bytes") {}
};

class Pack {
 public:
  // In as many bytes as the number needs, seven bits each, the lowest first.
  void number(std::uint64_t value) {
    constexpr std::uint64_t kMore = 0x80;
    for (; value >= kMore; value >>= 7U) bytes_.push_back(static_cast<char>(value | kMore));
    bytes_.push_back(static_cast<char>(value));
  }
  // Small negative numbers stay small.
  void signed_number(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    number(value < 0 ? ~(bits << 1U) : bits << 1U);
  }
  // Always eight bytes.
  void fixed(std::uint64_t value) {
    for (unsigned shift = 0; shift < 64; shift += 8) bytes_.push_back(static_cast<char>(value >> shift));
  }
  void text(std::string_view value) {
    number(value.size());
    bytes_.append(value);
  }
  std::string take() { return std::move(bytes_); }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

class Unpack {
 public:
  // REQUIRES: the bytes outlive what is read from them.
  explicit Unpack(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(next());
      value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
      if (byte < 0x80U) return value;
    }
    throw Corrupt();
  }
  std::int64_t signed_number() {
    const std::uint64_t bits = number();
    return static_cast<std::int64_t>((bits & 1U) != 0 ? ~(bits >> 1U) : bits >> 1U);
  }
  std::uint64_t fixed() {
    const std::string_view eight = take(8);
    std::uint64_t value = 0;
    for (unsigned i = 0; i < 8; ++i)
      value |= static_cast<std::uint64_t>(static_cast<unsigned char>(eight[i])) << (8 * i);
    return value;
  }
  std::string_view text() { return take(number()); }
  bool at_end() const { return rest_.empty(); }

 private:
  char next() { return take(1).front(); }
  std::string_view take(std::uint64_t size) {
    if (size > rest_.size()) throw Corrupt();
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  std::string_view rest_;
};

}  // namespace itss::store
