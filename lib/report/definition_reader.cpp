// Reads reports.yaml.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "report/definition.hpp"
#include "yaml/reporter.hpp"

namespace itss::report {

namespace {

using Words = std::vector<std::string>;

constexpr long kMostGroups = 1000;
constexpr long kMostPeriods = 120;

const Words& report_keys() {
  static const Words kKeys = {"title", "about", "clause", "sections"};
  return kKeys;
}
const Words& section_keys() {
  static const Words kKeys = {"name",  "title", "measures", "by",      "ages",
                              "limit", "sort",  "chart",    "periods", "columns"};
  return kKeys;
}

template <class Form>
struct Word {
  std::string_view text;
  Form form;
};
constexpr std::array<Word<Chart>, 3> kCharts = {
    {{"none", Chart::none}, {"bars", Chart::bars}, {"sparkline", Chart::sparkline}}};
constexpr std::array<Word<Show>, 9> kColumns = {{{"value", Show::value},
                                                 {"share", Show::share},
                                                 {"unit", Show::unit},
                                                 {"reckoning", Show::reckoning},
                                                 {"without_excused", Show::without_excused},
                                                 {"target", Show::target},
                                                 {"verdict", Show::verdict},
                                                 {"excluded", Show::excluded},
                                                 {"clause", Show::clause}}};

template <class Table>
std::string words_of(const Table& table) {
  Words words;
  for (const auto& each : table) words.emplace_back(each.text);
  return join(words, ", ");
}

bool has(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Reads the reports of one document, collecting findings.
class Reader : yaml::Reporter {
 public:
  using Reporter::Reporter;

  Definitions read() {
    Definitions out;
    const yaml::Node* reports = entries();
    out.complete = errors() == 0;
    if (reports == nullptr) return out;
    yaml::each_entry(*reports, [&](const yaml::Node& key, const yaml::Node& node) {
      const std::size_t before = errors();
      Definition definition = read(key, node);
      (errors() == before ? out.reports : out.unsound).push_back(std::move(definition));
    });
    return out;
  }

 private:
  const yaml::Node* entries() {
    const yaml::Node& root = document().root();
    if (!is_mapping(root)) return nullptr;
    check_keys(Code::REPORT_KEY, root, {"reports"}, {tr("a file of reports")});
    const yaml::Node* reports = root.find("reports");
    return reports != nullptr && is_mapping(*reports) ? reports : nullptr;
  }

  Definition read(const yaml::Node& key, const yaml::Node& node) {
    name_ = key.text;
    Definition definition;
    definition.name = name_;
    definition.place = place_of(key);
    if (!is_name(name_))
      report(Code::REPORT_VALUE, key, {name_, tr("a name of small letters, digits and - that starts with a letter")});
    if (!is_mapping(node)) return definition;
    check_keys(Code::REPORT_KEY, node, report_keys(), {tr("a report")});
    definition.title = label(node, "title");
    if (node.find("about") != nullptr) definition.about = label(node, "about");
    if (const yaml::Node* clause = node.find("clause")) definition.clause = clause->text;
    const yaml::Node* sections = node.find("sections");
    if (sections == nullptr) {
      report(Code::REPORT_MISSING, key, {name_, "sections"});
      return definition;
    }
    if (sections->kind != yaml::Kind::sequence || sections->children.empty()) {
      report(Code::REPORT_VALUE, *sections, {"sections", tr("a list of one section or more")});
      return definition;
    }
    for (const auto& each : sections->children)
      if (is_mapping(each)) definition.sections.push_back(section(each, definition.sections));
    return definition;
  }

  static bool is_name(const std::string& name) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !name.empty() && name[0] >= 'a' && name[0] <= 'z' && std::all_of(name.begin(), name.end(), fits);
  }

  // Both languages are needed; without Chinese a reader still understands, so that is a warning.
  schema::Label label(const yaml::Node& node, const char* key) {
    schema::Label out;
    const yaml::Node* found = node.find(key);
    if (found != nullptr && found->kind == yaml::Kind::mapping) {
      check_keys(Code::REPORT_KEY, *found, {"en", "zh"}, {tr("a label")}, tr("a text with a comma stands in quotes"));
      if (const yaml::Node* en = found->find("en")) out.en = en->text;
      if (const yaml::Node* zh = found->find("zh")) out.zh = zh->text;
    }
    const yaml::Node& where = found == nullptr ? node : *found;
    if (out.en.empty()) {
      report(Code::REPORT_MISSING, where, {name_, std::string(key) + ".en"});
    } else if (out.zh.empty()) {
      warn(Code::REPORT_MISSING, where, {name_, std::string(key) + ".zh"});
    }
    return out;
  }

  SectionRule section(const yaml::Node& node, const std::vector<SectionRule>& before) {
    SectionRule out;
    out.place = place_of(node);
    for (const char* key : {"measures", "by"})
      if (const yaml::Node* names = node.find(key)) out.names.add(document(), *names);
    check_keys(Code::REPORT_KEY, node, section_keys(), {tr("a section of a report")});
    read_name(node, before, out);
    out.title = label(node, "title");
    out.measures = texts(node, "measures");
    if (out.measures.empty()) report(Code::REPORT_MISSING, node, {name_, "measures"});
    out.by = texts(node, "by");
    read_ages(node, out);
    if (const auto limit = number(node, "limit", kMostGroups)) out.limit = static_cast<std::size_t>(*limit);
    read_sort(node, out);
    if (const yaml::Node* chart = node.find("chart")) out.chart = word(*chart, kCharts).value_or(Chart::none);
    if (const auto periods = number(node, "periods", kMostPeriods)) out.periods = *periods;
    read_columns(node, out);
    check_whole(node, out);
    return out;
  }

  void read_name(const yaml::Node& node, const std::vector<SectionRule>& before, SectionRule& out) {
    const yaml::Node* name = node.find("name");
    if (name == nullptr || name->text.empty()) return report(Code::REPORT_MISSING, node, {name_, "name"});
    out.name = name->text;
    if (std::any_of(before.begin(), before.end(), [&](const SectionRule& each) { return each.name == out.name; }))
      report(Code::REPORT_VALUE, *name, {out.name, tr("a free name: another section has it")});
  }

  static Words texts(const yaml::Node& node, const char* key) {
    const yaml::Node* found = node.find(key);
    return found == nullptr ? Words() : yaml::to_value(*found).texts();
  }

  std::optional<long> number(const yaml::Node& node, const char* key, long most) {
    const yaml::Node* found = node.find(key);
    if (found == nullptr) return std::nullopt;
    long value = 0;
    const char* last = found->text.data() + found->text.size();
    const auto [end, error] = std::from_chars(found->text.data(), last, value);
    if (error == std::errc() && end == last && value >= 1 && value <= most) return value;
    report(Code::REPORT_VALUE, *found, {found->text, fmt::format(fmt::runtime(tr("a number from 1 to {}")), most)});
    return std::nullopt;
  }

  template <class Table>
  auto word(const yaml::Node& node, const Table& table) -> std::optional<decltype(table[0].form)> {
    for (const auto& each : table)
      if (each.text == node.text) return each.form;
    report(Code::REPORT_VALUE, node, {node.text, fmt::format(fmt::runtime(tr("one of {}")), words_of(table))});
    return std::nullopt;
  }

  // A day is 24 hours here: ages are times of the calendar, not working time.
  void read_ages(const yaml::Node& node, SectionRule& out) {
    const yaml::Node* ages = node.find("ages");
    if (ages == nullptr) return;
    for (const auto& text : yaml::to_value(*ages).texts()) {
      const auto duration = parse_duration(text);
      const Seconds age = duration ? duration->seconds + std::chrono::hours(24) * duration->days : Seconds(0);
      const bool ascends = out.ages.empty() || out.ages.back() < age;
      if (!duration || duration->negative || age.count() <= 0 || !ascends)
        return report(Code::REPORT_VALUE, *ages,
                      {text, tr("a duration such as 8h or 3d, longer than the one before it")});
      out.ages.push_back(age);
      out.words.push_back(text);
    }
  }

  void read_sort(const yaml::Node& node, SectionRule& out) {
    const yaml::Node* sort = node.find("sort");
    if (sort == nullptr) return;
    out.sort = sort->text;
    if (out.sort != kByName && !has(out.measures, out.sort))
      report(Code::REPORT_VALUE, *sort, {out.sort, tr("'name' or a measure of the section")});
  }

  void read_columns(const yaml::Node& node, SectionRule& out) {
    const yaml::Node* columns = node.find("columns");
    if (columns == nullptr) return;
    if (columns->kind != yaml::Kind::sequence)
      return report(Code::REPORT_VALUE, *columns,
                    {columns->text, fmt::format(fmt::runtime(tr("a list of {}")), words_of(kColumns))});
    for (const auto& each : columns->children)
      if (const auto show = word(each, kColumns)) out.columns.push_back(*show);
  }

  // What has a meaning only for groups.
  void check_whole(const yaml::Node& node, const SectionRule& out) {
    for (const char* key : {"limit", "sort"})
      if (const yaml::Node* found = node.find(key); found != nullptr && (out.by.empty() || !out.ages.empty()))
        report(Code::REPORT_VALUE, *found, {key, tr("a word of a section without 'by', or with 'ages'")});
  }

  std::string name_;  // of the report that is read
};

}  // namespace

Definitions read_all_definitions(const schema::Source& source, Diagnostics& findings) {
  Diagnostics own;
  const auto document = yaml::Document::parse(source.bytes, source.file, own);
  Definitions definitions;
  definitions.complete = false;
  if (document) definitions = Reader(*document, own).read();
  findings.insert(findings.end(), own.begin(), own.end());
  return definitions;
}

std::vector<Definition> read_definitions(const schema::Source& source, Diagnostics& findings) {
  return read_all_definitions(source, findings).reports;
}

}  // namespace itss::report
