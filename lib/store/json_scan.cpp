#include "store/json_scan.hpp"

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/say.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"

namespace itss::store {

namespace {

// Walks over values by their brackets and quotes; what is in them is not judged.
class Scan {
 public:
  explicit Scan(std::string_view document) : text_(document) {
    if (starts_with(text_, "\xEF\xBB\xBF")) at_ = 3;
  }

  std::vector<JsonElement> elements(const std::string& path) {
    if (!path.empty())
      for (const auto& step : split(path, '.')) enter(step, path);
    blanks();
    if (peek() != '[')
      fail(path.empty() ? std::string(tr("the document is no array; 'at:' of the map says where the array is"))
                        : say(tr("there is no array at '{}'"), path));
    std::vector<JsonElement> found;
    each_item(']', [&] {
      const std::size_t begin = at_, line = line_;
      skip();
      found.push_back({text_.substr(begin, at_ - begin), line});
      return true;
    });
    return found;
  }

 private:
  [[noreturn]] void fail(const std::string& why) const { throw Error(say(tr("line {}: {}"), line_, why)); }
  [[noreturn]] void misfit() const {
    fail(at_ >= text_.size() ? std::string(tr("the JSON ends in the middle"))
                             : say(tr("'{}' does not fit here in JSON"), text_.substr(at_, 1)));
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void step() { line_ += text_[at_++] == '\n' ? 1 : 0; }
  void blanks() {
    while (at_ < text_.size() && (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r')) step();
  }
  void expect(char c) {
    blanks();
    if (peek() != c) misfit();
    step();
  }

  // Goes to the value at a key or place; what stands before it is skipped.
  void enter(const std::string& wanted, const std::string& path) {
    blanks();
    bool found = false;
    std::size_t place = 0;
    if (peek() == '{')
      each_item('}', [&] {
        found = key() == wanted;
        expect(':');
        blanks();
        if (!found) skip();
        return !found;
      });
    else if (peek() == '[')
      each_item(']', [&] {
        found = std::to_string(place++) == wanted;
        if (!found) skip();
        return !found;
      });
    if (!found) fail(say(tr("there is no array at '{}'"), path));
  }

  // Calls `item` at the beginning of each member until it returns false.
  template <class Item>
  void each_item(char close, const Item& item) {
    step();
    blanks();
    if (peek() == close) return step();
    while (true) {
      blanks();
      if (!item()) return;
      blanks();
      if (peek() == close) return step();
      expect(',');
    }
  }

  std::string key() {
    const std::size_t begin = at_;
    string();
    const auto name = nlohmann::json::parse(text_.substr(begin, at_ - begin), nullptr, false);
    return name.is_string() ? name.get<std::string>() : std::string();
  }

  void string() {
    if (peek() != '"') misfit();
    step();
    while (at_ < text_.size() && peek() != '"') {
      if (peek() == '\\') step();
      if (at_ < text_.size()) step();
    }
    if (at_ >= text_.size()) misfit();
    step();
  }

  void skip() {
    const std::size_t begin = at_;
    std::size_t depth = 0;
    do {
      blanks();
      const char c = peek();
      if (c == '"') {
        string();
      } else if (c == '{' || c == '[') {
        ++depth;
        step();
      } else if (c == '}' || c == ']') {
        if (depth == 0) break;
        --depth;
        step();
      } else if (c == ',' && depth == 0) {
        break;
      } else if (at_ >= text_.size()) {
        misfit();
      } else {
        step();
        if (depth == 0) scalar();
      }
    } while (depth > 0);
    if (at_ == begin) misfit();
  }

  void scalar() {
    while (at_ < text_.size() && std::string_view(",]} \t\r\n").find(peek()) == std::string_view::npos) step();
  }

  std::string_view text_;
  std::size_t at_ = 0, line_ = 1;
};

}  // namespace

std::vector<JsonElement> json_elements(std::string_view document, const std::string& at) {
  return Scan(document).elements(at);
}

}  // namespace itss::store
