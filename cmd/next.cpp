#include "next.hpp"

#include "base/text.hpp"
#include "inputs.hpp"
#include "process/plan.hpp"

namespace itss::cmd {

std::vector<std::string> input_names(const std::vector<std::string>& needed) {
  constexpr std::string_view kInput = "input.";
  std::vector<std::string> names;
  names.reserve(needed.size());
  for (const auto& name : needed) names.push_back(starts_with(name, kInput) ? name.substr(kInput.size()) : name);
  return names;
}

std::vector<std::string> missing_options(const std::vector<std::string>& missing) {
  std::vector<std::string> options = input_names(missing);
  for (auto& name : options) name = "--" + option_name(name);
  return options;
}

std::string missing_text(const process::Option& option) {
  auto parts = missing_options(option.missing);
  for (const auto& group : option.one_of) parts.push_back("(" + join(missing_options(group), " | ") + ")");
  return join(parts, " ");
}

std::string next_command(App& app, const record::Record& record) {
  for (const auto& option : process::options(record, app.repository(), app.find_actor(), app.now())) {
    if (!option.by_actor) continue;
    std::string text = "itss " + record.type + " " + option_name(option.verb) + " " + record.id;
    for (const auto& name : missing_options(option.missing)) text += " " + name + " ...";
    for (const auto& group : option.one_of) text += " " + missing_options(group).front() + " ...";
    return text;
  }
  return {};
}

}  // namespace itss::cmd
