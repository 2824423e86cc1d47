#include "store/config.hpp"

#include <fmt/format.h>

#include <functional>
#include <vector>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "store/files.hpp"

namespace itss::store {

namespace fs = std::filesystem;

namespace {

// Reads the values of one mapping, finding the keys that nobody asked for.
class Reader {
 public:
  Reader(const yaml::Document& document, Diagnostics& findings) : document_(document), findings_(findings) {}

  Config read() {
    Config config{.name = {}, .zone = zone()};
    const std::map<std::string, Take, std::less<>> keys = {
        {"name", [&](const auto& node) { config.name = node.text; }},
        {"zone", [](const auto&) {}},
        {"language", [&](const auto& node) { language(node, config); }},
        {"ids", [&](const auto& node) { ids(node, config); }},
        {"git", [&](const auto& node) { git(node, config); }},
        {"lock", [&](const auto& node) { lock(node, config); }},
        {"mail", [&](const auto& node) { mail(node, config); }},
        {"aliases", [&](const auto& node) { aliases(node, config); }},
        {"defaults", [&](const auto& node) { config.defaults = yaml::to_value(node).map(); }},
    };
    mapping(document_.root(), std::string(kConfigFile), keys);
    return config;
  }

 private:
  using Take = std::function<void(const yaml::Node&)>;

  void report(Code code, const yaml::Node& node, const std::vector<std::string>& arguments, std::string hint = {}) {
    Diagnostic found = diagnose(code, document_.place_of(node.begin), arguments, std::move(hint));
    found.source_line = document_.line_of(node.begin);
    findings_.push_back(std::move(found));
  }

  void mapping(const yaml::Node& node, const std::string& what, const std::map<std::string, Take, std::less<>>& keys) {
    if (node.kind != yaml::Kind::mapping) return report(Code::NOT_A_MAPPING, node, {});
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
      const yaml::Node& key = node.children[i];
      const auto known = keys.find(key.text);
      if (known != keys.end()) {
        known->second(node.children[i + 1]);
        continue;
      }
      std::vector<std::string> names;
      names.reserve(keys.size());
      for (const auto& [name, take] : keys) names.push_back(name);
      const auto close = suggest(key.text, names);
      report(Code::UNKNOWN_KEY, key, {key.text, what},
             close ? fmt::format(fmt::runtime(tr("did you mean '{}'?")), *close) : std::string());
    }
  }

  Zone zone() {
    const yaml::Node* node = document_.root().find("zone");
    if (node == nullptr)
      throw Error(fmt::format(fmt::runtime(tr("'{}' names no zone; add a line such as 'zone: Asia/Shanghai'")),
                              document_.file()));
    auto found = Zone::find(node->text);
    if (!found) {
      const Place place = document_.place_of(node->begin);
      throw Error(fmt::format("{}:{}:{}: {}", place.file, place.line, place.column, found.error()));
    }
    return *found;
  }

  void language(const yaml::Node& node, Config& config) {
    if (node.text != "en" && node.text != "zh") return report(Code::WRONG_TYPE, node, {node.text, tr("'en' or 'zh'")});
    config.language = node.text;
  }

  void ids(const yaml::Node& node, Config& config) {
    if (node.text != "random" && node.text != "serial")
      return report(Code::WRONG_TYPE, node, {node.text, tr("'random' or 'serial'")});
    config.serial_ids = node.text == "serial";
  }

  void git(const yaml::Node& node, Config& config) {
    mapping(node, "git", {{"commit", [&](const yaml::Node& value) {
                             if (value.text != "true" && value.text != "false")
                               return report(Code::WRONG_TYPE, value, {value.text, tr("'true' or 'false'")});
                             config.git_commit = value.text == "true";
                           }}});
  }

  void lock(const yaml::Node& node, Config& config) {
    mapping(node, "lock", {{"wait", [&](const yaml::Node& value) {
                              const auto wait = parse_duration(value.text);
                              if (!wait || wait->days != 0 || wait->negative)
                                return report(Code::WRONG_TYPE, value, {value.text, tr("a time such as 10s")});
                              config.lock_wait = wait->seconds;
                            }}});
  }

  void mail(const yaml::Node& node, Config& config) {
    mapping(node, "mail", {{"from", [&](const yaml::Node& value) { config.mail_from = value.text; }},
                           {"sendmail", [&](const yaml::Node& value) { config.sendmail = value.text; }}});
  }

  void aliases(const yaml::Node& node, Config& config) {
    if (node.kind != yaml::Kind::mapping) return report(Code::NOT_A_MAPPING, node, {});
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
      if (node.children[i + 1].kind != yaml::Kind::scalar)
        report(Code::WRONG_TYPE, node.children[i + 1], {node.children[i].text, tr("a text")});
      else
        config.aliases[node.children[i].text] = node.children[i + 1].text;
    }
  }

  const yaml::Document& document_;
  Diagnostics& findings_;
};

}  // namespace

Config read_config(const fs::path& file, Diagnostics& findings) {
  FileRead read = read_listed_file(file.parent_path(), file.filename(), yaml::Limits().bytes);
  if (read.problem) throw Error(error_text(*read.problem));
  if (!read.bytes) throw Error(fmt::format(fmt::runtime(tr("cannot read '{}': no such file")), file.generic_string()));
  Diagnostics problems;
  const auto document = yaml::Document::parse(std::move(*read.bytes), std::string(kConfigFile), problems);
  if (!document) throw Error(error_text(problems.front()));
  return Reader(*document, findings).read();
}

}  // namespace itss::store
