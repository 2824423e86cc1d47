#pragma once
// The schemas of a repository: the shipped ones, compiled in, and those of `.itss/schemas/*.yaml`, which add types or
// replace one of the same name.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.hpp"

namespace itss::schema {

// A shipped file of schemas/ by its name (`ticket.yaml`, `roles.yaml`); empty if there is none.
std::string_view shipped_file(std::string_view name);
// The names of all shipped files, sorted.
std::vector<std::string> shipped_files();

// A file that replaces or adds to the shipped ones: its path for messages, and its bytes.
struct Source {
  std::string file;
  std::string bytes;
};

// Reads a schema. Findings name file:line:col; nothing on an error that leaves no schema at all.
std::unique_ptr<Schema> read_schema(const Source& source, Diagnostics& findings);

// A record type as a table of contents names it, without its schema being read.
struct TypeInfo {
  std::string record;
  std::string prefix;
  std::string directory;
  std::string file;
};

// Loads types when they are asked for, so that a command reads only the schemas that it needs. Const members may be
// called from several threads; what they return stays valid and unchanged as long as the set lives.
class SchemaSet {
 public:
  // `team` are the repository's own files: schemas, and shared tables such as `roles.yaml`, which add to the shipped
  // ones. `kpis.yaml`, `reports.yaml`, `clauses.yaml` and what lies in `init/` are not types and passed over.
  explicit SchemaSet(std::vector<Source> team = {});
  ~SchemaSet();
  SchemaSet(SchemaSet&&) noexcept;
  SchemaSet& operator=(SchemaSet&&) noexcept;

  // The type's schema, or null if there is no such type or its file has errors (findings() says which): rules that were
  // read only in part must not let anything pass.
  const Schema* find(std::string_view record) const;
  // Whether there is a type of this name, be its schema usable or not.
  bool has(std::string_view record) const;
  // The names of those whose schemas cannot be used, sorted; reads all that were not read yet.
  std::vector<std::string> unusable() const;
  // All type names, sorted; needs no full load of the schemas.
  std::vector<std::string> types() const;
  // Name, prefix and directory of each type, sorted by name; needs no full load either.
  const std::vector<TypeInfo>& infos() const;
  // The type whose prefix this is, or null.
  const Schema* by_prefix(std::string_view prefix) const;
  // The names of a shared table, such as `roles`, with labels; empty if there is no such table.
  const std::vector<CodeValue>& shared_codes(std::string_view table) const;
  // What is wrong with the files read so far.
  Diagnostics findings() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Proves a schema sound (see itss-schema(5), "The verifier"); findings if it is not.
Diagnostics verify(const Schema& schema, const SchemaSet& all);

// A JSON Schema (draft 2020-12) of the type's record files, for editors.
std::string to_json_schema(const Schema& schema, const SchemaSet& all);

}  // namespace itss::schema
