#pragma once
// Charts that fit into a line of text.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace itss::format {

// One block a value, `▁▂▃▄▅▆▇█`, from 0 to the largest, so that two lines of one scale look alike; `·` where there is
// none. Below 0 is drawn as 0.
std::string sparkline(const std::vector<std::optional<double>>& values);

// A bar of at most `width` columns, to an eighth of a column, `most` being the whole width; nothing at 0 and below.
// What is more than nothing has at least the thinnest bar.
std::string bar(double value, double most, std::size_t width);

}  // namespace itss::format
