// Names and labels.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/verifier.hpp"
#include "schema/words.hpp"

namespace itss::schema {

namespace {

// What a field's name would hide: keys of a record, words of conditions and paths. The parts of an event are options.
constexpr std::array<std::string_view, 13> kFieldWords = {"id",   "status",  "history", "opened", "updated",
                                                          "type", "actor",   "input",   "all",    "any",
                                                          "not",  "overdue", "breached"};
constexpr std::array<std::string_view, 4> kStateWords = {"open", "any", "same", "previous"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& words, std::string_view name) {
  return std::find(words.begin(), words.end(), name) != words.end();
}

bool among(const std::vector<std::string_view>& words, std::string_view name) {
  return std::find(words.begin(), words.end(), name) != words.end();
}

// Names that the command line uses itself.
void verify_command_line(const Verified& v) {
  const std::string& type = v.schema.record;
  if (among(command_words(), type))
    v.findings.report(Code::SCHEMA_RESERVED, 1, type, {tr("record type"), type},
                      fmt::format(fmt::runtime(tr("'itss {}' is a command; choose another name")), type));
  for (const auto& field : v.schema.fields)
    if (is_option_word(field.name))
      v.findings.report(
          Code::SCHEMA_RESERVED, field.line, field.name, {tr("field"), field.name},
          fmt::format(fmt::runtime(tr("'{}' is an option of every move; choose another name")), "--" + field.name));
}

void verify_reserved(const Verified& v) {
  const auto& verbs = builtin_verbs();
  for (const auto& move : v.schema.moves) {
    // `import` is no verb of the command line, but what the events of imported histories do.
    const bool is_verb = std::find(verbs.begin(), verbs.end(), move.name) != verbs.end() || move.name == "import";
    if (is_verb && move.name != "new") v.findings.report(Code::SCHEMA_BUILTIN, move.line, move.name, {move.name});
  }
  for (const auto& field : v.schema.fields)
    if (among(kFieldWords, field.name))
      v.findings.report(Code::SCHEMA_RESERVED, field.line, field.name, {tr("field"), field.name});
  for (const auto& state : v.schema.states)
    if (among(kStateWords, state.name))
      v.findings.report(Code::SCHEMA_RESERVED, state.line, state.name, {tr("state"), state.name});
}

// Two names that are one on the command line, where `_` is `-`.
template <class T>
void verify_typed_names(const Verified& v, const char* kind, const std::vector<T>& named) {
  std::map<std::string, std::string> typed;
  for (const auto& each : named) {
    std::string name = each.name;
    std::replace(name.begin(), name.end(), '_', '-');
    const auto [known, is_new] = typed.emplace(name, each.name);
    if (!is_new)
      v.findings.report(Code::SCHEMA_DUPLICATE, each.line, each.name, {tr(kind), each.name, known->second},
                        tr("the command line takes '_' for '-'"));
  }
}

void verify_unique(const Verified& v) {
  verify_typed_names(v, ITSS_TR_NOOP("move"), v.schema.moves);
  verify_typed_names(v, ITSS_TR_NOOP("field"), v.schema.fields);
  for (const auto& other : v.all.infos()) {
    if (other.record == v.schema.record) continue;
    if (!other.prefix.empty() && other.prefix == v.schema.prefix)
      v.findings.report(Code::SCHEMA_DUPLICATE, 1, other.prefix, {tr("prefix"), other.prefix, other.record});
  }
}

// Whether a path is a directory or lies in it.
bool is_within(const std::string& path, std::string_view directory) {
  return starts_with(path + "/", std::string(directory) + "/");
}

// A file below two directories would be read as a record of both types, or as a calendar.
void verify_directory(const Verified& v) {
  const std::string& own = v.schema.directory;
  if (is_within(own, kCalendarDirectory))
    v.findings.report(Code::SCHEMA_RESERVED, 1, own, {tr("directory"), own},
                      tr("the calendars lie there; choose another directory"));
  for (const auto& other : v.all.infos())
    if (other.record != v.schema.record && !other.directory.empty() &&
        (is_within(own, other.directory) || is_within(other.directory, own)))
      v.findings.report(Code::SCHEMA_DUPLICATE, 1, own, {tr("directory"), own, other.record},
                        own == other.directory ? "" : tr("no type's directory lies in another's"));
}

void verify_label(const Verified& v, const char* kind, const std::string& name, const Label& label, std::size_t line) {
  if (label.zh.empty()) v.findings.report(Code::SCHEMA_LABEL, line, name, {tr(kind), name});
}

// Names such as `P1` or `3` read alike in every language.
bool is_sign(const std::string& name) {
  return std::none_of(name.begin(), name.end(), [](unsigned char c) { return std::islower(c) != 0; });
}

void verify_field_labels(const Verified& v, const std::vector<Field>& fields) {
  for (const auto& field : fields) {
    if (field.name != "*") verify_label(v, ITSS_TR_NOOP("field"), field.name, field.label, field.line);
    if (field.codes_from.empty())
      for (const auto& code : field.codes)
        if (!is_sign(code.name)) verify_label(v, ITSS_TR_NOOP("code"), code.name, code.label, field.line);
    verify_field_labels(v, field.fields);
  }
}

void verify_labels(const Verified& v) {
  verify_label(v, ITSS_TR_NOOP("record type"), v.schema.record, v.schema.label, 1);
  verify_field_labels(v, v.schema.fields);
  for (const auto& state : v.schema.states) verify_label(v, ITSS_TR_NOOP("state"), state.name, state.label, state.line);
  for (const auto& move : v.schema.moves) verify_label(v, ITSS_TR_NOOP("move"), move.name, move.label, move.line);
  for (const auto& clock : v.schema.clocks) verify_label(v, ITSS_TR_NOOP("clock"), clock.name, clock.label, clock.line);
}

}  // namespace

void verify_names(const Verified& v) {
  verify_reserved(v);
  verify_command_line(v);
  verify_unique(v);
  verify_directory(v);
  verify_labels(v);
}

}  // namespace itss::schema
