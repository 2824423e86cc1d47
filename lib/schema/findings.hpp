#pragma once
// What the verifier finds, with the place of the word concerned in the schema's file.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.hpp"
#include "yaml/document.hpp"

namespace itss::schema {

class Findings {
 public:
  explicit Findings(const Schema& schema);

  // A finding about `word`, at its first occurrence in or below `line`; at the first word
  // there if `word` is empty, in `line` as a whole if it does not occur.
  void report(Code code, std::size_t line, std::string_view word, const std::vector<std::string>& arguments,
              std::string hint = {});
  // SCHEMA_UNKNOWN: `name` is none of the known ones; the nearest is suggested.
  void unknown(std::string_view kind, std::string_view name, std::size_t line, const std::vector<std::string>& known);

  // In the order of the file, each once: an anchored part is checked wherever it is used.
  Diagnostics take();

 private:
  void collect(const yaml::Node& node);
  Place find(std::size_t line, std::string_view word, std::string& source_line) const;

  const Schema& schema_;
  std::optional<yaml::Document> document_;
  std::vector<const yaml::Node*> scalars_;  // in the order of the file
  Diagnostics found_;
};

// The findings without repetitions, in the order of their places.
Diagnostics each_once(Diagnostics findings);

}  // namespace itss::schema
