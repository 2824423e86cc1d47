#include "store/import_comments.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "base/say.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"
#include "store/json_table.hpp"

namespace itss::store {

namespace {

// One comment before it is read: the text at each of its names.
using Parts = std::function<std::string(const std::string&)>;

class Reader {
 public:
  Reader(const ImportMap& map, const Instant& now) : map_(map), rule_(map.comments), now_(now) {}

  Result<std::vector<ImportComment>> read(const std::vector<std::string>& cells) {
    for (const auto& cell : cells)
      if (map_.form == ImportForm::csv)
        take([&](const std::string& name) { return part_of(cell, name); });
      else
        take_array(cell);
    if (!problem_.empty()) return failure(problem_);
    std::stable_sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    return std::move(found_);
  }

 private:
  std::string part_of(std::string_view cell, const std::string& name) const {
    for (std::size_t i = 0; i < rule_.parts.size(); ++i) {
      const std::size_t end = i + 1 == rule_.parts.size() ? std::string_view::npos : cell.find(rule_.separator);
      if (rule_.parts[i] == name) return std::string(cell.substr(0, end));
      if (end == std::string_view::npos) return {};
      cell.remove_prefix(end + 1);
    }
    return {};
  }

  void take_array(const std::string& cell) {
    const auto paths = paths_of(rule_);
    const auto objects = objects_of_cell(cell, paths);
    if (!objects) return fail(tr("comments in JSON are objects in an array"));
    for (const auto& texts : *objects)
      take([&](const std::string& path) {
        return texts[static_cast<std::size_t>(std::lower_bound(paths.begin(), paths.end(), path) - paths.begin())];
      });
  }

  // All that is asked of a comment, sorted.
  static std::vector<std::string> paths_of(const ImportComments& rule) {
    std::set<std::string> paths;
    for (const Columns* columns : {&rule.time, &rule.by, &rule.told_column})
      paths.insert(columns->begin(), columns->end());
    for (auto& place : places_in(rule.text)) paths.insert(place);
    for (const auto* wanted : {&rule.only, &rule.told_when})
      for (const auto& [path, texts] : *wanted) paths.insert(path);
    return {paths.begin(), paths.end()};
  }

  void fail(const std::string& why) {
    if (problem_.empty())
      problem_ = count_ == 0 ? say(tr("column '{}': {}"), rule_.in, why)
                             : say(tr("column '{}', comment {}: {}"), rule_.in, count_, why);
  }

  static std::string first(const Parts& parts, const Columns& names) {
    for (const auto& name : names)
      if (std::string text(trim(parts(name))); !text.empty()) return text;
    return {};
  }

  static bool fits(const Parts& parts, const ImportComments::Wanted& wanted) {
    return std::all_of(wanted.begin(), wanted.end(), [&](const auto& each) {
      return std::find(each.second.begin(), each.second.end(), parts(each.first)) != each.second.end();
    });
  }

  void take(const Parts& parts) {
    ++count_;
    if (!problem_.empty() || !fits(parts, rule_.only)) return;
    ImportComment comment;
    comment.text = std::string(trim(fill_places(rule_.text, parts)));
    if (rule_.tells && fits(parts, rule_.told_when)) comment.told = channel(parts);
    if (comment.text.empty() && comment.told.empty()) return;
    const std::string time = first(parts, rule_.time);
    if (time.empty()) return fail(tr("it has no time"));
    const auto at = parse_time(map_, time);
    if (!at) return fail(at.error());
    if (*at > now_) return fail(say(tr("'{}' lies in the future"), time));
    comment.at = *at;
    comment.by = first(parts, rule_.by);
    if (std::find(found_.begin(), found_.end(), comment) == found_.end()) found_.push_back(std::move(comment));
  }

  // The channel of one that told the requester. A word that the map does not have is a problem; one without a meaning
  // tells nobody.
  std::string channel(const Parts& parts) {
    std::string word = first(parts, rule_.told_column);
    if (rule_.told_values.empty()) return word;
    auto found = rule_.told_values.find(word);
    if (found == rule_.told_values.end()) found = rule_.told_values.find("*");
    if (found != rule_.told_values.end()) return found->second;
    fail(say(tr("the map has no value for '{}'"), word));
    return {};
  }

  const ImportMap& map_;
  const ImportComments& rule_;
  const Instant& now_;
  std::vector<ImportComment> found_;
  std::size_t count_ = 0;
  std::string problem_;
};

}  // namespace

Result<std::vector<ImportComment>> read_comments(const std::vector<std::string>& cells, const ImportMap& map,
                                                 const Instant& now) {
  return Reader(map, now).read(cells);
}

}  // namespace itss::store
