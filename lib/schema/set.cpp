#include "schema/set.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <mutex>
#include <optional>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/readers.hpp"
#include "schema/shipped.hpp"

namespace itss::schema {

namespace {

std::string_view base_name(std::string_view file) { return file.substr(file.find_last_of('/') + 1); }

// Files of schemas/ that are no record types: shared tables and what others read.
bool is_shared(std::string_view file) {
  const auto name = base_name(file);
  return name == "roles.yaml" || name == "clauses.yaml" || name == "kpis.yaml" || name == "reports.yaml";
}

std::string_view text_at(const yaml::Document& document, std::string_view key) {
  const auto* node = document.root().find(key);
  return node == nullptr || node->kind != yaml::Kind::scalar ? std::string_view() : std::string_view(node->text);
}

// The plain word behind a key of the top level, of a file that cannot be parsed; empty if there is none.
std::string written_at(std::string_view bytes, std::string_view key) {
  for (const auto& line : split(bytes, '\n')) {
    if (!starts_with(line, std::string(key) + ":")) continue;
    const std::string_view value = std::string_view(line).substr(key.size() + 1);
    const std::string word(trim(value.substr(0, value.find('#'))));
    const bool is_plain = std::all_of(word.begin(), word.end(), [](unsigned char c) {
      return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '/';
    });
    return is_plain ? word : std::string();
  }
  return {};
}

// Whether a file holds no more than comments.
bool is_blank(std::string_view bytes) {
  const auto lines = split(bytes, '\n');
  return std::all_of(lines.begin(), lines.end(), [](const std::string& line) {
    const auto text = trim(line);
    return text.empty() || text.front() == '#';
  });
}

// The names of a shared table (`l1: {en: ..., zh: ...}`, at the top or below the table's name), added to `out`; a name
// that is there already is replaced.
void read_shared(const Source& source, const std::string& table, std::vector<CodeValue>& out, Diagnostics& findings) {
  const auto document = yaml::Document::parse(source.bytes, source.file, findings);
  if (!document) return;
  Form form(*document, findings);
  const auto* below = document->root().find(table);
  for (auto& code : read_codes(form, below == nullptr ? document->root() : *below)) {
    const auto known =
        std::find_if(out.begin(), out.end(), [&](const CodeValue& each) { return each.name == code.name; });
    if (known == out.end())
      out.push_back(std::move(code));
    else
      *known = std::move(code);
  }
}

}  // namespace

std::string_view shipped_file(std::string_view name) {
  for (std::size_t i = 0; i < kShippedFileCount; ++i)
    if (kShippedFiles[i].name == name) return kShippedFiles[i].bytes;
  return {};
}

std::vector<std::string> shipped_files() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < kShippedFileCount; ++i) names.emplace_back(kShippedFiles[i].name);
  return names;
}

struct SchemaSet::State {
  // Read when it is first asked for. Every thread asks again and again: a lock each time would be felt.
  struct Slot {
    std::once_flag once;
    std::unique_ptr<Schema> schema;  // null: it has errors
  };

  std::vector<Source> team;
  std::vector<TypeInfo> infos;                                          // sorted by name, fixed from the beginning
  std::map<std::string, std::optional<std::size_t>, std::less<>> from;  // type -> its file among `team`, or shipped
  std::vector<Slot> slots;                                              // of each of `infos`
  std::mutex mutex;                                                     // of all below
  std::map<std::string, std::vector<CodeValue>, std::less<>> tables;
  Diagnostics findings;

  void list_types() {
    std::map<std::string, TypeInfo> types;
    for (std::size_t i = 0; i < kShippedFileCount; ++i) {
      const auto& file = kShippedFiles[i];
      if (file.record.empty()) continue;
      types[std::string(file.record)] = {std::string(file.record), std::string(file.prefix),
                                         std::string(file.directory), std::string(file.name)};
      from[std::string(file.record)] = std::nullopt;
    }
    for (std::size_t i = 0; i < team.size(); ++i)
      if (!is_shared(team[i].file)) list_team_type(i, types);
    for (auto& [name, type] : types) infos.push_back(std::move(type));
    slots = std::vector<Slot>(infos.size());
  }

  // What is wrong with a file beside its syntax is found when the type is asked for.
  void list_team_type(std::size_t index, std::map<std::string, TypeInfo>& types) {
    const Source& source = team[index];
    Diagnostics found_again;  // when the type is asked for
    const auto document = yaml::Document::parse(source.bytes, source.file, found_again);
    const std::string record =
        document ? std::string(text_at(*document, "record")) : written_at(source.bytes, "record");
    if (is_blank(source.bytes)) return;  // as the shell makes it that writes a shipped schema there
    if (record.empty() || !document) return list_unusable_type(index, record, types, found_again);
    if (const auto known = from.find(record); known != from.end() && known->second) {
      Form form(*document, findings);
      form.report(Code::SCHEMA_DUPLICATE, *document->root().find("record"),
                  {tr("record type"), record, team[*known->second].file});
    }
    types[record] = {record, std::string(text_at(*document, "prefix")), std::string(text_at(*document, "directory")),
                     source.file};
    from[record] = index;
  }

  // A file that is no schema of its type hides the shipped one, whose rules are not what the team wanted.
  void list_unusable_type(std::size_t index, std::string record, std::map<std::string, TypeInfo>& types,
                          Diagnostics found) {
    const Source& source = team[index];
    if (record.empty()) record = base_name(source.file).substr(0, base_name(source.file).rfind('.'));
    if (const auto known = from.find(record); known != from.end() && known->second) {
      findings.insert(findings.end(), found.begin(), found.end());
      return;
    }
    const auto word = [&](const char* key) { return written_at(source.bytes, key); };
    types[record] = {record, word("prefix"), word("directory"), source.file};
    from[record] = index;
  }

  // Of the type among `infos`.
  std::optional<std::size_t> place_of(std::string_view record) const {
    const auto found = std::lower_bound(infos.begin(), infos.end(), record,
                                        [](const TypeInfo& type, std::string_view name) { return type.record < name; });
    if (found == infos.end() || found->record != record) return std::nullopt;
    return static_cast<std::size_t>(found - infos.begin());
  }

  Source source_of(const TypeInfo& type) const {
    const auto& index = from.find(type.record)->second;
    return index ? team[*index] : Source{type.file, std::string(shipped_file(type.file))};
  }

  std::unique_ptr<Schema> load(const TypeInfo& type) {
    Diagnostics found;
    auto schema = read_schema(source_of(type), found);
    findings.insert(findings.end(), found.begin(), found.end());
    if (!schema || has_errors(found)) return nullptr;
    fill_codes(schema->fields);
    return schema;
  }

  // `codes_from`: the names of a shared table become the field's own codes.
  void fill_codes(std::vector<Field>& fields) {
    for (auto& field : fields) {
      if (!field.codes_from.empty()) field.codes = table(field.codes_from);
      fill_codes(field.fields);
    }
  }

  const std::vector<CodeValue>& table(std::string_view name) {
    if (const auto found = tables.find(name); found != tables.end()) return found->second;
    std::vector<CodeValue> codes;
    const std::string table_name(name), file = table_name + ".yaml";
    if (const auto bytes = shipped_file(file); !bytes.empty())
      read_shared({file, std::string(bytes)}, table_name, codes, findings);
    for (const auto& source : team)
      if (base_name(source.file) == file) read_shared(source, table_name, codes, findings);
    return tables.emplace(name, std::move(codes)).first->second;
  }
};

SchemaSet::SchemaSet(std::vector<Source> team) : state_(std::make_unique<State>()) {
  state_->team = std::move(team);
  state_->list_types();
}

SchemaSet::~SchemaSet() = default;
SchemaSet::SchemaSet(SchemaSet&&) noexcept = default;
SchemaSet& SchemaSet::operator=(SchemaSet&&) noexcept = default;

const Schema* SchemaSet::find(std::string_view record) const {
  const auto place = state_->place_of(record);
  if (!place) return nullptr;
  auto& slot = state_->slots[*place];
  std::call_once(slot.once, [&] {
    const std::lock_guard lock(state_->mutex);
    slot.schema = state_->load(state_->infos[*place]);
  });
  return slot.schema.get();
}

bool SchemaSet::has(std::string_view record) const { return state_->place_of(record).has_value(); }

std::vector<std::string> SchemaSet::unusable() const {
  auto names = types();
  std::erase_if(names, [&](const auto& name) { return find(name) != nullptr; });
  return names;
}

std::vector<std::string> SchemaSet::types() const {
  std::vector<std::string> names;
  for (const auto& type : state_->infos) names.push_back(type.record);
  return names;
}

const std::vector<TypeInfo>& SchemaSet::infos() const { return state_->infos; }

const Schema* SchemaSet::by_prefix(std::string_view prefix) const {
  if (prefix.empty()) return nullptr;
  for (const auto& type : state_->infos)
    if (type.prefix == prefix) return find(type.record);
  return nullptr;
}

const std::vector<CodeValue>& SchemaSet::shared_codes(std::string_view table) const {
  const std::lock_guard lock(state_->mutex);
  return state_->table(table);
}

Diagnostics SchemaSet::findings() const {
  const std::lock_guard lock(state_->mutex);
  return state_->findings;
}

}  // namespace itss::schema
