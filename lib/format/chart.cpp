#include "format/chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace itss::format {

namespace {

constexpr std::array<const char*, 8> kHeights = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::array<const char*, 8> kEighths = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
constexpr const char* kFull = "█";
constexpr const char* kMissing = "·";

bool is_drawable(const std::optional<double>& value) { return value && std::isfinite(*value); }

}  // namespace

std::string sparkline(const std::vector<std::optional<double>>& values) {
  double most = 0;
  for (const auto& value : values)
    if (is_drawable(value)) most = std::max(most, *value);
  std::string line;
  for (const auto& value : values) {
    if (!is_drawable(value)) {
      line += kMissing;
      continue;
    }
    const double part = most > 0 ? std::max(*value, 0.0) / most : 0;
    line += kHeights.at(static_cast<std::size_t>(std::lround(part * (kHeights.size() - 1))));
  }
  return line;
}

std::string bar(double value, double most, std::size_t width) {
  std::string line;
  if (!std::isfinite(value) || !std::isfinite(most) || value <= 0 || most <= 0) return line;
  const double part = std::min(value / most, 1.0);
  const auto eighths = std::max(1L, std::lround(part * static_cast<double>(width * kEighths.size())));
  const auto all = std::min(static_cast<std::size_t>(eighths), width * kEighths.size());
  for (std::size_t i = 0; i < all / kEighths.size(); ++i) line += kFull;
  return line + kEighths.at(all % kEighths.size());
}

}  // namespace itss::format
