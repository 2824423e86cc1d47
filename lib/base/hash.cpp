#include "base/hash.hpp"

#include <sodium.h>

#include <array>

namespace itss {

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  std::array<char, crypto_hash_sha256_BYTES * 2 + 1> hex{};
  return sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
}

std::uint64_t short_hash(std::string_view bytes) {
  static constexpr std::array<unsigned char, crypto_shorthash_KEYBYTES> kKey{};
  std::array<unsigned char, crypto_shorthash_BYTES> digest{};
  crypto_shorthash(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), kKey.data());
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < digest.size(); ++i) hash |= static_cast<std::uint64_t>(digest[i]) << (8 * i);
  return hash == 0 ? 1 : hash;
}

}  // namespace itss
