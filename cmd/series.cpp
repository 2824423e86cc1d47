#include "series.hpp"

#include "base/text.hpp"
#include "exit.hpp"
#include "inputs.hpp"

namespace itss::cmd {

void add_series_options(Parser& parser, const schema::Schema& type, SeriesWords& words) {
  for (const auto& series : type.series)
    parser.flag("--" + option_name(series.name), words.chosen[series.name], series.label.text());
}

const schema::Series& series_meant(const schema::Schema& type, const SeriesWords& words) {
  std::vector<const schema::Series*> chosen;
  std::vector<std::string> options;
  for (const auto& series : type.series) {
    options.push_back("--" + option_name(series.name));
    if (words.chosen.at(series.name)) chosen.push_back(&series);
  }
  if (chosen.empty() && type.series.size() == 1) return type.series.front();
  if (chosen.size() != 1) throw Failure(Exit::usage, tr("which series?"), join(options, " | "));
  return *chosen.front();
}

}  // namespace itss::cmd
