#include "user_config.hpp"

#include <fstream>
#include <iterator>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "exit.hpp"
#include "yaml/document.hpp"

namespace itss::cmd {

UserConfig read_user_config(const std::filesystem::path& file, Diagnostics& findings) {
  UserConfig config;
  config.file = file.string();
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return config;
  const auto document = yaml::Document::parse({std::istreambuf_iterator<char>(stream), {}}, config.file, findings);
  if (!document || document->root().kind != yaml::Kind::mapping) return config;
  const std::map<std::string, std::string*, std::less<>> texts = {
      {"language", &config.language}, {"editor", &config.editor}, {"pager", &config.pager}, {"color", &config.color}};
  const auto& children = document->root().children;
  for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
    const auto known = texts.find(children[i].text);
    if (known != texts.end()) {
      *known->second = children[i + 1].text;
    } else if (children[i].text == "aliases") {
      const Value aliases = yaml::to_value(children[i + 1]);
      for (const auto& [name, text] : aliases.map()) config.aliases[name] = text.text();
    } else {
      findings.push_back(
          diagnose(Code::UNKNOWN_KEY, document->place_of(children[i].begin), {children[i].text, "config.yaml"}));
      findings.back().source_line = document->line_of(children[i].begin);
    }
  }
  return config;
}

}  // namespace itss::cmd
