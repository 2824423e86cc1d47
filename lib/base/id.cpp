#include "base/id.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/translate.hpp"

namespace itss {

namespace {
constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::string date_digits(Date date) {
  return fmt::format("{:04}{:02}{:02}", int(date.year()), unsigned(date.month()), unsigned(date.day()));
}

bool all_of(std::string_view text, std::string_view allowed) {
  return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}
}  // namespace

Result<DatedId> parse_dated_id(std::string_view text) {
  const auto bad = [&] {
    return failure(fmt::format(fmt::runtime(tr("'{}' is not an id such as TKT-20261124-7K3QF")), text));
  };
  const auto parts = split(text, '-');
  if (parts.size() != 3 || !all_of(parts[0], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") || parts[1].size() != 8) return bad();
  const bool random = parts[2].size() == 5 && all_of(parts[2], kCrockford);
  const bool serial = parts[2].size() >= 4 && parts[2].size() <= 9 && all_of(parts[2], "0123456789");
  if (!random && !serial) return bad();
  const auto date =
      parse_date(fmt::format("{}-{}-{}", parts[1].substr(0, 4), parts[1].substr(4, 2), parts[1].substr(6)));
  if (!date) return bad();
  return DatedId{parts[0], *date, parts[2]};
}

std::string new_dated_id(std::string_view prefix, Date date, const Random& random) {
  std::string tail;
  for (int i = 0; i < 5; ++i) tail += kCrockford[random() % kCrockford.size()];
  return fmt::format("{}-{}-{}", prefix, date_digits(date), tail);
}

std::string serial_id(std::string_view prefix, Date date, unsigned number) {
  return fmt::format("{}-{}-{:04}", prefix, date_digits(date), number);
}

bool is_given_name(std::string_view text) {
  if (text.empty() || text.size() > 80 || text.front() == '.' || text.front() == '-') return false;
  if (text.find("..") != std::string_view::npos || find_invalid_utf8(text)) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return plain || c == '.' || c == '_' || c == '-' || c == '@' || static_cast<unsigned char>(c) >= 0x80;
  });
}

}  // namespace itss
