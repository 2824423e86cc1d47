#include "store/seal.hpp"

#include "base/hash.hpp"
#include "store/packed.hpp"

namespace itss::store {

std::string sealed(const std::string& bytes) {
  Pack pack;
  pack.fixed(short_hash(bytes));
  return pack.take() + bytes;
}

std::string_view unsealed(std::string_view bytes) {
  constexpr std::size_t kSeal = 8;
  Unpack unpack(bytes);
  const auto seal = unpack.fixed();
  bytes.remove_prefix(kSeal);
  if (seal != short_hash(bytes)) throw Corrupt();
  return bytes;
}

}  // namespace itss::store
