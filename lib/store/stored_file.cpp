#include "store/stored_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

#include "base/hash.hpp"
#include "base/say.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"

namespace itss::store {

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 18;

struct Descriptor {
  int number;
  explicit Descriptor(int opened) : number(opened) {}
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
};

tl::unexpected<std::string> cannot_read(const std::filesystem::path& file, int why) {
  return failure(say(tr("cannot read '{}': {}"), file.string(), std::strerror(why)));
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// What stands before the first colon, if it may be a scheme or the name of a machine.
std::optional<std::string> scheme_of(std::string_view place) {
  const auto colon = place.find(':');
  if (colon == std::string_view::npos || colon == 0 || place.substr(0, colon).find('/') != std::string_view::npos)
    return std::nullopt;
  if (!is_letter(place.front())) return std::nullopt;
  return lower(std::string(place.substr(0, colon)));
}

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  const char small = static_cast<char>(c | 0x20);
  if (small >= 'a' && small <= 'f') return static_cast<unsigned>(small - 'a') + 10;
  return std::nullopt;
}

// `%20` as a blank.
std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
    const auto low = high ? hex_digit(text[i + 2]) : std::nullopt;
    if (low) i += 2;
    out += low ? static_cast<char>(*high * 16 + *low) : text[i];
  }
  return out;
}

}  // namespace

Result<std::filesystem::path> local_file(std::string_view place, const std::filesystem::path& root) {
  constexpr std::string_view kSlashes = "//", kThisMachine = "localhost";
  const auto scheme = scheme_of(place);
  if (!scheme) return root / std::filesystem::path(std::string(place));
  const auto elsewhere = failure(say(tr("'{}' is no file of this machine"), std::string(place)));
  if (*scheme != "file") return elsewhere;
  std::string_view rest = place.substr(scheme->size() + 1);
  if (starts_with(rest, kSlashes)) {
    rest.remove_prefix(kSlashes.size());
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos) return elsewhere;
    if (const auto machine = rest.substr(0, slash); !machine.empty() && machine != kThisMachine) return elsewhere;
    rest.remove_prefix(slash);
  }
  return root / std::filesystem::path(decoded(rest));
}

Result<std::string> sha256_of(const std::filesystem::path& file) {
  // A pipe that nobody writes to must not stop us, a link not lead elsewhere.
  const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (opened.number < 0 && errno == ELOOP) return failure(say(tr("'{}' is a symbolic link"), file.string()));
  if (opened.number < 0 && errno == ENOENT) return failure(say(tr("there is no file '{}'"), file.string()));
  if (opened.number < 0) return cannot_read(file, errno);
  struct stat about {};
  if (::fstat(opened.number, &about) != 0) return cannot_read(file, errno);
  if (S_ISDIR(about.st_mode)) return failure(say(tr("'{}' is a directory"), file.string()));
  if (!S_ISREG(about.st_mode)) return failure(say(tr("'{}' is not a regular file"), file.string()));
  Sha256 hash;
  std::array<char, kPiece> piece{};
  bool holds_something = false;
  for (;;) {
    const auto count = ::read(opened.number, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return cannot_read(file, errno);
    if (count == 0) break;
    holds_something = true;
    hash.add({piece.data(), static_cast<std::size_t>(count)});
  }
  if (!holds_something) return failure(say(tr("'{}' is empty"), file.string()));
  return hash.hex();
}

}  // namespace itss::store
