#include "store/read_record.hpp"

#include <fmt/format.h>

#include "base/translate.hpp"

namespace itss::store {

namespace fs = std::filesystem;

namespace {

Diagnostic at_id(Code code, const yaml::Document& document, const std::vector<std::string>& arguments,
                 std::string hint = {}) {
  const yaml::Node* id = document.root().find("id");
  const std::size_t byte = id == nullptr ? document.root().begin : id->begin;
  Diagnostic found = diagnose(code, document.place_of(byte), arguments, std::move(hint));
  found.source_line = document.line_of(byte);
  return found;
}

std::string kind_of_id(const schema::Schema& schema) {
  if (schema.named()) return tr("a name such as wang.fang");
  return fmt::format(fmt::runtime(tr("an id such as {}-20261124-7K3QF")), schema.prefix);
}

// What is wrong with where the record stands.
std::optional<Diagnostic> misplacement(const record::Record& record, const yaml::Document& document,
                                       const fs::path& root, const fs::path& relative, const schema::Schema& schema) {
  const auto place = record_path(schema, record.id);
  if (!place) return at_id(Code::WRONG_TYPE, document, {record.id, kind_of_id(schema)});
  if (*place == relative) return std::nullopt;
  std::error_code ignored;
  if (fs::exists(root / *place, ignored))
    return at_id(Code::DUPLICATE_ID, document, {record.id, place->generic_string()});
  if (relative.stem().string() != record.id)
    return at_id(Code::ID_MISMATCH, document, {record.id, relative.stem().string()});
  return at_id(Code::MISPLACED, document, {place->generic_string()});
}

}  // namespace

std::optional<fs::path> record_path(const schema::Schema& schema, std::string_view id) {
  if (!is_given_name(id)) return std::nullopt;
  const std::string name = std::string(id) + ".yaml";
  if (schema.named()) return fs::path(schema.directory) / name;
  const auto dated = parse_dated_id(id);
  if (!dated || dated->prefix != schema.prefix) return std::nullopt;
  return fs::path(schema.directory) / fmt::format("{:04}", static_cast<int>(dated->date.year())) /
         fmt::format("{:02}", static_cast<unsigned>(dated->date.month())) / name;
}

Loaded read_record_file(std::string bytes, const fs::path& root, const fs::path& relative,
                        const schema::Schema& schema) {
  Loaded loaded;
  loaded.file = relative;
  auto document = yaml::Document::parse(std::move(bytes), relative.generic_string(), loaded.findings);
  if (!document) return loaded;
  loaded.document = std::make_shared<const yaml::Document>(std::move(*document));
  auto record = record::read_record(*loaded.document, schema, loaded.findings);
  if (!record) return loaded;
  record->type = schema.record;
  record->file = relative.generic_string();
  if (auto wrong = misplacement(*record, *loaded.document, root, relative, schema))
    loaded.findings.push_back(std::move(*wrong));
  else
    loaded.record = std::make_shared<const record::Record>(std::move(*record));
  return loaded;
}

Loaded load_read(FileRead read, const fs::path& root, const fs::path& relative, const schema::Schema& schema) {
  if (read.bytes) return read_record_file(std::move(*read.bytes), root, relative, schema);
  Loaded loaded;
  if (read.problem) {
    loaded.file = relative;
    loaded.findings.push_back(std::move(*read.problem));
  }
  return loaded;
}

}  // namespace itss::store
