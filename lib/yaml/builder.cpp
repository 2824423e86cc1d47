#include "yaml/builder.hpp"

#include <fmt/format.h>
#include <yaml.h>

#include <algorithm>
#include <new>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "yaml/syntax_error.hpp"

namespace itss::yaml {

namespace {

constexpr std::size_t kReportedDuplicates = 20;  // per file, so that a file of nothing else is answered quickly

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

// libyaml's positions count code points; this turns them into bytes. Positions come nearly in order, so it walks from
// the last one.
class Cursor {
 public:
  explicit Cursor(std::string_view text)
      : text_(text), ascii_(std::none_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; })) {}

  std::size_t byte_of(std::size_t index) {
    if (ascii_) return std::min(index, text_.size());
    while (index_ < index && byte_ < text_.size()) {
      ++byte_;
      while (byte_ < text_.size() && is_continuation(text_[byte_])) ++byte_;
      ++index_;
    }
    while (index_ > index) {
      --byte_;
      while (is_continuation(text_[byte_])) --byte_;
      --index_;
    }
    return byte_;
  }

 private:
  std::string_view text_;
  bool ascii_;
  std::size_t index_ = 0;
  std::size_t byte_ = 0;
};

class Parser {
 public:
  explicit Parser(std::string_view text) {
    if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
    // Given the encoding, libyaml looks for no BOM: `text` has none.
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser() { yaml_parser_delete(&parser_); }

  bool next(yaml_event_t& event) {
    if (yaml_parser_parse(&parser_, &event) != 0) return true;
    if (parser_.error == YAML_MEMORY_ERROR) throw std::bad_alloc();
    return false;
  }
  const yaml_parser_t& state() const { return parser_; }

 private:
  yaml_parser_t parser_;
};

struct Event {
  yaml_event_t raw{};
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { yaml_event_delete(&raw); }
};

std::string_view view(const yaml_char_t* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

Style style_of(yaml_scalar_style_t style) {
  switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
      return Style::single_quoted;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
      return Style::double_quoted;
    case YAML_LITERAL_SCALAR_STYLE:
      return Style::literal;
    case YAML_FOLDED_SCALAR_STYLE:
      return Style::folded;
    default:
      return Style::plain;
  }
}

// The end of a block scalar's last line. libyaml's end lies behind the empty lines that follow; they belong to the
// scalar only if its text ends with them.
std::size_t end_of_block_scalar(std::string_view bytes, std::size_t begin, std::size_t end, std::string_view text) {
  const auto without_break = [&](std::size_t at) {
    if (at > begin && bytes[at - 1] == '\n') --at;
    if (at > begin && bytes[at - 1] == '\r') --at;
    return at;
  };
  const bool keeps = text.size() > 1 && text.back() == '\n' && text[text.size() - 2] == '\n';
  if (keeps || (!text.empty() && text.find_last_not_of(" \t\n") + 1 < text.find_last_not_of('\n') + 1))
    return without_break(end);
  const auto last = bytes.substr(begin, end - begin).find_last_not_of(" \t\r\n");
  const auto line_end = bytes.find_first_of("\r\n", begin + last);
  return std::min(line_end, end);
}

class Builder {
 public:
  Builder(std::string_view bytes, const std::vector<std::size_t>& line_starts, const Limits& limits)
      : bytes_(bytes),
        start_(line_starts.front()),
        line_starts_(line_starts),
        limits_(limits),
        cursor_(bytes.substr(start_)),
        parser_(bytes.substr(start_)) {}

  Problems run(Node& root) {
    while (!done_ && problems_.empty()) {
      Event event;
      if (parser_.next(event.raw))
        take(event.raw);
      else
        fail_to_parse();
    }
    if (problems_.empty() && complete_.empty()) stop(Code::EMPTY_FILE, start_);
    if (problems_.empty()) root = std::move(complete_.front());
    if (problems_.empty() && root.kind == Kind::scalar && root.begin == root.end) stop(Code::EMPTY_FILE, start_);
    std::move(duplicates_.begin(), duplicates_.end(), std::back_inserter(problems_));
    return std::move(problems_);
  }

 private:
  // A collection whose end has not come yet. Its children so far are the tail of complete_ from `first` on.
  struct Open {
    Node node;
    std::size_t first;
  };
  using Path = std::vector<std::size_t>;  // child numbers from the root on

  void take(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_STREAM_END_EVENT:
        done_ = true;
        break;
      case YAML_DOCUMENT_START_EVENT:
        start_document(event);
        break;
      case YAML_SCALAR_EVENT:
        take_scalar(event);
        break;
      case YAML_ALIAS_EVENT:
        take_alias(event);
        break;
      case YAML_SEQUENCE_START_EVENT:
        open(event, Kind::sequence, event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE,
             event.data.sequence_start.anchor, event.data.sequence_start.tag);
        break;
      case YAML_MAPPING_START_EVENT:
        open(event, Kind::mapping, event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE,
             event.data.mapping_start.anchor, event.data.mapping_start.tag);
        break;
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        close(event);
        break;
      default:
        break;
    }
  }

  void start_document(const yaml_event_t& event) {
    if (has_document_)
      stop(Code::SYNTAX, byte_of(event.start_mark), {tr("a second document begins here")},
           tr("a file holds one document; remove the line '---'"));
    has_document_ = true;
  }

  void take_scalar(const yaml_event_t& event) {
    const auto& scalar = event.data.scalar;
    Node& node = complete_.emplace_back();
    node.style = style_of(scalar.style);
    node.has_tag = scalar.tag != nullptr;
    node.begin = byte_of(event.start_mark);
    node.end = byte_of(event.end_mark);
    node.text.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
    if (node.style == Style::literal || node.style == Style::folded)
      node.end = end_of_block_scalar(bytes_, node.begin, node.end, node.text);
    else if (node.begin == node.end)
      node.begin = node.end = place_of_nothing(node.begin);
    last_end_ = node.end;
    if (scalar.anchor != nullptr) {
      node.has_anchor = true;
      anchors_[std::string(view(scalar.anchor))] = path(1);
    }
    count_node(node.begin);
  }

  // An omitted value stands behind its ':', '-' or '?', or where libyaml found the next token instead: then it belongs
  // behind the token before.
  std::size_t place_of_nothing(std::size_t at) const {
    const bool behind_blank = at == start_ || at > bytes_.size() ||
                              std::string_view(" \t\r\n").find(bytes_[at - 1]) != std::string_view::npos;
    return behind_blank ? std::max(last_end_, start_) : at;
  }

  void open(const yaml_event_t& event, Kind kind, int is_flow, const yaml_char_t* anchor, const yaml_char_t* tag) {
    if (open_.size() >= limits_.depth)
      return stop(Code::NESTED_TOO_DEEP, byte_of(event.start_mark), {std::to_string(limits_.depth)});
    if (anchor != nullptr) anchors_[std::string(view(anchor))] = path(0);
    Node& node = open_.emplace_back(Open{{}, complete_.size()}).node;
    node.kind = kind;
    node.style = is_flow != 0 ? Style::flow : Style::block;
    node.has_anchor = anchor != nullptr;
    node.has_tag = tag != nullptr;
    node.begin = byte_of(event.start_mark);
    last_end_ = std::max(last_end_, byte_of(event.end_mark));
    count_node(node.begin);
  }

  void close(const yaml_event_t& event) {
    Node node = std::move(open_.back().node);
    const auto first = complete_.begin() + static_cast<std::ptrdiff_t>(open_.back().first);
    // A block's end mark lies at the next token, behind blank lines and comments.
    if (node.style == Style::flow) last_end_ = byte_of(event.end_mark);
    node.end = std::max(last_end_, node.begin);
    node.children.assign(std::make_move_iterator(first), std::make_move_iterator(complete_.end()));
    complete_.erase(first, complete_.end());
    open_.pop_back();
    if (node.kind == Kind::mapping) check_keys(node);
    complete_.push_back(std::move(node));
  }

  void take_alias(const yaml_event_t& event) {
    const std::size_t at = byte_of(event.start_mark);
    const auto found = anchors_.find(std::string(view(event.data.alias.anchor)));
    const auto unknown = explain({.context = "", .problem = "found undefined alias"});
    if (found == anchors_.end()) return stop(Code::SYNTAX, at, {unknown.message});
    const Node* target = complete_node(found->second);
    if (target == nullptr) return stop(Code::SYNTAX, at, {tr("the alias names a node that contains it")});
    std::size_t height = 0;
    alias_nodes_ += measure(*target, 1, height);
    if (alias_nodes_ > limits_.alias_nodes) return stop(Code::ALIAS_LIMIT, at, {std::to_string(limits_.alias_nodes)});
    if (open_.size() + height > limits_.depth + 1)
      return stop(Code::NESTED_TOO_DEEP, at, {std::to_string(limits_.depth)});
    Node copy = *target;
    copy.begin = at;
    copy.end = last_end_ = byte_of(event.end_mark);
    copy.is_alias = true;
    copy.has_anchor = false;
    complete_.push_back(std::move(copy));
    count_node(at);
  }

  // How many nodes a tree has, counted until there are too many; its height is the depth of its deepest node.
  std::size_t measure(const Node& node, std::size_t depth, std::size_t& height) const {
    height = std::max(height, depth);
    std::size_t count = 1;
    for (const auto& child : node.children) {
      if (count > limits_.alias_nodes) break;
      count += measure(child, depth + 1, height);
    }
    return count;
  }

  // The path of the node that was added last (`back` is 1), or of the one to be added next (0).
  Path path(std::size_t back) const {
    Path numbers;
    for (std::size_t level = 0; level < open_.size(); ++level) numbers.push_back(children_of(level));
    if (!numbers.empty()) numbers.back() -= back;
    return numbers;
  }

  std::size_t children_of(std::size_t level) const {
    const std::size_t end = level + 1 < open_.size() ? open_[level + 1].first : complete_.size();
    return end - open_[level].first;
  }

  // The node at a path, or a null pointer if it is still open.
  const Node* complete_node(const Path& numbers) const {
    const Node* node = nullptr;
    for (std::size_t level = 0; level < numbers.size(); ++level) {
      if (node != nullptr)
        node = &node->children[numbers[level]];
      else if (numbers[level] < children_of(level))
        node = &complete_[open_[level].first + numbers[level]];
    }
    return node;
  }

  void check_keys(const Node& node) {
    constexpr std::size_t kFew = 32;  // comparing all pairs beats hashing
    std::unordered_map<std::string_view, std::size_t> seen;
    const auto& children = node.children;
    for (std::size_t i = 0; i < children.size(); i += 2) {
      if (children[i].kind != Kind::scalar)
        return stop(Code::SYNTAX, children[i].begin, {tr("a key must be a text")},
                    tr("put the text into double quotes"));
      if (children.size() > kFew) {
        const auto [first, added] = seen.emplace(children[i].text, i);
        if (!added) report_duplicate(children[first->second], children[i]);
        continue;
      }
      for (std::size_t j = 0; j < i; j += 2) {
        if (children[j].text != children[i].text) continue;
        report_duplicate(children[j], children[i]);
        break;
      }
    }
  }

  void report_duplicate(const Node& first, const Node& second) {
    if (duplicates_.size() >= kReportedDuplicates) return;
    duplicates_.push_back({Code::DUPLICATE_KEY, second.begin, {second.text, std::to_string(line_of(first.begin))}, {}});
  }

  void count_node(std::size_t at) {
    if (++nodes_ > limits_.nodes)
      stop(Code::SYNTAX, at, {fmt::format(fmt::runtime(tr("more than {} values in one file")), limits_.nodes)});
  }

  void fail_to_parse() {
    const yaml_parser_t& state = parser_.state();
    if (const auto invalid = find_invalid_utf8(bytes_)) {
      const bool is_utf16 = bytes_.substr(0, 2) == "\xFF\xFE" || bytes_.substr(0, 2) == "\xFE\xFF";
      return stop(Code::BAD_ENCODING, *invalid, {std::to_string(*invalid)},
                  is_utf16 ? tr("the file looks like UTF-16; save it as UTF-8") : tr("save the file as UTF-8"));
    }
    const bool in_reader = state.error == YAML_READER_ERROR;
    const std::size_t at = in_reader ? start_ + state.problem_offset : byte_of(state.problem_mark);
    const std::size_t begin = state.context == nullptr ? at : byte_of(state.context_mark);
    const auto text_of = [](const char* text) { return text == nullptr ? std::string_view() : std::string_view(text); };
    Explanation found = explain({.context = text_of(state.context),
                                 .problem = text_of(state.problem),
                                 .context_line = line_of(begin),
                                 .character = first_code_points(bytes_.substr(at, 4), 1)});
    std::vector<std::string> arguments;
    if (found.code == Code::SYNTAX) arguments.push_back(std::move(found.message));
    const std::size_t shown = found.at_context ? begin : at;
    if (has_hidden_break(line_of(shown)))
      found.hint = tr("the line holds U+0085, U+2028 or U+2029, which YAML takes for a line break");
    stop(found.code, shown, std::move(arguments), std::move(found.hint));
  }

  // Whether a line (from 1), as an editor shows it, consists of several to libyaml.
  bool has_hidden_break(std::size_t line) const {
    const std::size_t end = line < line_starts_.size() ? line_starts_[line] : bytes_.size();
    const auto text = bytes_.substr(line_starts_[line - 1], end - line_starts_[line - 1]);
    const auto holds = [text](std::string_view point) { return text.find(point) != std::string_view::npos; };
    return holds("\u0085") || holds("\u2028") || holds("\u2029");
  }

  void stop(Code code, std::size_t byte, std::vector<std::string> arguments = {}, std::string hint = {}) {
    if (problems_.empty()) problems_.push_back({code, byte, std::move(arguments), std::move(hint)});
  }

  std::size_t byte_of(const yaml_mark_t& mark) { return start_ + cursor_.byte_of(mark.index); }

  std::size_t line_of(std::size_t byte) const {
    const auto next = std::upper_bound(line_starts_.begin() + 1, line_starts_.end(), byte);
    return static_cast<std::size_t>(next - line_starts_.begin());
  }

  std::string_view bytes_;
  std::size_t start_;  // behind a BOM
  const std::vector<std::size_t>& line_starts_;
  const Limits& limits_;
  Cursor cursor_;
  Parser parser_;
  std::vector<Open> open_;
  std::vector<Node> complete_;  // finished nodes whose parents are still open
  std::unordered_map<std::string, Path> anchors_;
  std::size_t last_end_ = 0;  // of the last token seen
  std::size_t nodes_ = 0;
  std::size_t alias_nodes_ = 0;
  bool has_document_ = false;
  bool done_ = false;
  Problems problems_;
  Problems duplicates_;
};

}  // namespace

Problems build(std::string_view bytes, const std::vector<std::size_t>& line_starts, const Limits& limits, Node& root) {
  return Builder(bytes, line_starts, limits).run(root);
}

}  // namespace itss::yaml
