#include "yaml/edit_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <tuple>

#include "base/text.hpp"
#include "base/translate.hpp"

namespace itss::yaml {

namespace {

constexpr std::size_t kStep = 2;  // columns by which a new sequence is indented
constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kBreaks = "\r\n";

// A top-level key with its value, and the byte behind the ':' between them.
struct Entry {
  const Node* key;
  const Node* value;
  std::size_t colon_end;
};

struct Splice {
  enum class Form { inside, lines, entry } form;  // part of a line; lines of an entry that exists; a new entry
  std::size_t begin;
  std::size_t end;
  std::string text;

  // Of several splices at one place: what goes between comes before what is replaced, and an entry's own lines come
  // before new entries.
  auto order() const { return std::tuple(begin, end > begin, form == Form::entry); }
};

bool has_anchor_or_alias(const Node& node) {
  return node.has_anchor || node.is_alias ||
         std::any_of(node.children.begin(), node.children.end(), has_anchor_or_alias);
}

bool is_block_scalar(const Node& node) { return node.style == Style::literal || node.style == Style::folded; }

class Plan {
 public:
  explicit Plan(const Document& document)
      : document_(document), bytes_(document.bytes()), root_(document.root()), start_(document.line_starts().front()) {
    const auto first_break = bytes_.find_first_of(kBreaks);
    if (first_break != std::string_view::npos)
      line_break_ = bytes_.substr(first_break, bytes_.substr(first_break, 2) == "\r\n" ? 2 : 1);
    if (root_.kind == Kind::mapping && !root_.children.empty()) indent_ = column_of(root_.begin);
  }

  Result<std::string> run(const std::vector<Edit>& edits) {
    if (root_.kind != Kind::mapping)
      refuse({}, tr("the file does not consist of 'key: value' lines"));
    else if (root_.style == Style::flow)
      refuse({}, tr("it is in flow style"));
    else if (root_.has_anchor || root_.has_tag)
      refuse({}, tr("it has an anchor or a tag"));
    std::vector<std::string_view> appended;
    for (const auto& edit : edits) {
      if (problem_) break;
      if (edit.kind == Edit::Kind::set) set(edit);
      if (edit.kind == Edit::Kind::unset) unset(edit);
      if (edit.kind != Edit::Kind::append) continue;
      if (std::find(appended.begin(), appended.end(), edit.key) != appended.end()) continue;
      appended.push_back(edit.key);
      append(edit.key, edits);
    }
    if (problem_) return failure(*problem_);
    return splice();
  }

 private:
  void set(const Edit& edit) {
    const auto entry = find(edit.key);
    if (!entry) return add(edit.before, emit_entry(edit.key, edit.value, indent_, line_break_));
    if (is_same(*entry->value, edit.value) || !check(*entry)) return;
    const Node& old = *entry->value;
    const bool stays_block = old.style == Style::block && !(edit.value.items.empty() && edit.value.entries.empty());
    // The items of a list may stand in the column of the keys, the keys of a map may not.
    const std::size_t least = edit.value.form == Tree::Form::map ? indent_ + kStep : indent_;
    if (stays_block) return replace(*entry, {{}, block_lines(edit.value, std::max(column_of(old.begin), least))});
    const std::size_t used =
        indent_ + display_width(bytes_.substr(entry->key->begin, entry->colon_end - entry->key->begin)) + 1;
    replace(*entry, emit_value(edit.value, indent_, used, line_break_));
  }

  void unset(const Edit& edit) {
    const auto entry = find(edit.key);
    if (!entry || !check(*entry)) return;
    const std::size_t end = std::max(entry->value->end, entry->colon_end);
    splices_.push_back({Splice::Form::lines, line_start(entry->key->begin), next_line(end), {}});
  }

  void append(std::string_view key, const std::vector<Edit>& edits) {
    Tree items = Tree::list({});
    for (const auto& edit : edits)
      if (edit.kind == Edit::Kind::append && edit.key == key) items.items.push_back(edit.value);
    const auto entry = find(key);
    if (!entry)
      return add({}, std::string(indent_, ' ') + emit_inline(key) + ":" + std::string(line_break_) +
                         block_lines(items, indent_ + kStep));
    if (!check(*entry)) return;
    const Node& list = *entry->value;
    if (list.is_null() || (list.kind == Kind::sequence && list.children.empty()))
      return replace(*entry, {{}, block_lines(items, indent_ + kStep)});
    if (list.kind != Kind::sequence) return refuse(key, tr("it is not a list"));
    if (list.style == Style::flow) return refuse(key, tr("it is in flow style"));
    if (list.has_tag) return refuse(key, tr("it has a tag"));
    const std::size_t at = behind_comments(next_line(list.end));
    splices_.push_back({Splice::Form::lines, at, at, block_lines(items, column_of(list.begin))});
  }

  // Adds the lines of a new entry before a key, but behind the entry before that and not among its own comments.
  void add(std::string_view before, std::string lines) {
    std::size_t at = end_of_entries();
    for (std::size_t i = 0; i + 1 < root_.children.size(); i += 2) {
      if (before.empty() || root_.children[i].text != before) continue;
      at = i == 0 ? line_start(root_.begin) : behind_comments(next_line(root_.children[i - 1].end));
      break;
    }
    splices_.push_back({Splice::Form::entry, at, at, std::move(lines)});
  }

  void replace(const Entry& entry, const Parts& parts) {
    const Node& old = *entry.value;
    const std::string inline_text = parts.inline_text.empty() ? "" : " " + parts.inline_text;
    if (line_start(old.begin) == line_start(entry.colon_end)) {
      if (!ends_its_line(old.end)) return refuse(entry.key->text, tr("something stands behind it in its line"));
      splices_.push_back({Splice::Form::inside, value_begin(entry, parts), old.end,
                          (old.begin > entry.colon_end && !inline_text.empty() ? parts.inline_text : inline_text) +
                              header_comment(old)});
      if (!parts.lines.empty())
        splices_.push_back({Splice::Form::lines, next_line(old.end), next_line(old.end), parts.lines});
      return;
    }
    if (!begins_its_line(old.begin) || !ends_its_line(old.end))
      return refuse(entry.key->text, tr("it shares a line with something else"));
    splices_.push_back({Splice::Form::inside, entry.colon_end, entry.colon_end, inline_text});
    const std::size_t below = next_line(entry.colon_end);
    // The lines of a block stay where they were, below comments; those of a text have to follow their header.
    if (!inline_text.empty() && !parts.lines.empty())
      splices_.push_back({Splice::Form::lines, below, below, parts.lines});
    splices_.push_back({Splice::Form::lines, line_start(old.begin), next_line(old.end),
                        inline_text.empty() ? parts.lines : std::string()});
  }

  // Where the replaced part of the key's line begins: no blank stays behind the ':' of a value that moves to the next
  // line.
  static std::size_t value_begin(const Entry& entry, const Parts& parts) {
    return parts.inline_text.empty() ? entry.colon_end : entry.value->begin;
  }

  // The comment in the first line of a block scalar, which is in the midst of the value.
  std::string header_comment(const Node& node) const {
    if (!is_block_scalar(node)) return {};
    const auto line = bytes_.substr(node.begin, line_end(node.begin) - node.begin);
    const auto comment = std::min(line.find(" #"), line.find("\t#"));
    if (comment == std::string_view::npos) return {};
    return std::string(line.substr(line.find_last_not_of(kBlanks, comment) + 1));
  }

  std::string block_lines(const Tree& value, std::size_t column) const {
    std::string lines;
    for (const auto& item : value.items) lines += emit_item(item, column, line_break_);
    for (const auto& [key, item] : value.entries) lines += emit_entry(key, item, column, line_break_);
    return lines;
  }

  // The entry of a key, or nothing if there is none or it cannot be edited (then there is a problem).
  std::optional<Entry> find(std::string_view key) {
    for (std::size_t i = 0; i + 1 < root_.children.size(); i += 2) {
      const Node& node = root_.children[i];
      if (node.text != key) continue;
      const auto colon = bytes_.find_first_not_of(kBlanks, node.end);
      if (colon != std::string_view::npos && bytes_[colon] == ':' && begins_its_line(node.begin))
        return Entry{&node, &root_.children[i + 1], colon + 1};
      refuse(key, tr("its key is not at the beginning of a line with ':' behind it"));
    }
    return std::nullopt;
  }

  // Whether nothing in the entry forbids an edit.
  bool check(const Entry& entry) {
    const bool anchored = has_anchor_or_alias(*entry.key) || has_anchor_or_alias(*entry.value);
    if (anchored) refuse(entry.key->text, tr("it has an anchor or an alias"));
    if (has_tab(*entry.value)) refuse(entry.key->text, tr("a tab is in its indentation"));
    return !problem_;
  }

  // Whether a line of the node is indented with a tab. Inside of a block scalar a tab is text.
  bool has_tab(const Node& node) const {
    if (node.style == Style::block)
      return std::any_of(node.children.begin(), node.children.end(),
                         [this](const Node& child) { return has_tab(child); });
    const std::size_t last = is_block_scalar(node) ? node.begin : node.end;
    for (std::size_t at = line_start(node.begin); at <= last && at < bytes_.size(); at = next_line(at)) {
      const auto text = std::min(bytes_.find_first_not_of(kBlanks, at), bytes_.size());
      if (bytes_.substr(at, text - at).find('\t') != std::string_view::npos) return true;
    }
    return false;
  }

  // Behind the comments from `at` on that are indented deeper than the top-level keys.
  std::size_t behind_comments(std::size_t at) const {
    while (at < bytes_.size()) {
      const auto text = bytes_.find_first_not_of(kBlanks, at);
      if (text == std::string_view::npos || bytes_[text] != '#' || text - at <= indent_) break;
      at = next_line(at);
    }
    return at;
  }

  // Behind the last line that is not empty, but before the marker of the document's end.
  std::size_t end_of_entries() const {
    std::size_t at = next_line(root_.end);
    for (std::size_t line = at; line < bytes_.size(); line = next_line(line)) {
      if (bytes_.substr(line, 3) == "...") break;
      if (bytes_.substr(line, line_end(line) - line).find_first_not_of(kBlanks) != std::string_view::npos)
        at = next_line(line);
    }
    return at;
  }

  // A block scalar in the last line of a file without a final line break has none at its end either; with the line
  // break that a new line needs before it, it would. So its header has to say that it is cut off.
  void keep_last_text() {
    const Node* last = &root_;
    while (!last->children.empty()) last = &last->children.back();
    if (!is_block_scalar(*last) || last->end != bytes_.size() || last->text.empty() || last->text.back() == '\n')
      return;
    const bool grows =
        std::any_of(splices_.begin(), splices_.end(), [&](const Splice& s) { return s.begin == bytes_.size(); });
    const bool goes = std::any_of(splices_.begin(), splices_.end(),
                                  [&](const Splice& s) { return s.begin <= last->begin && s.end > last->begin; });
    if (!grows || goes) return;
    const auto header = bytes_.find_first_of("|>", last->begin);
    std::size_t end = header + 1;
    std::string indicators(1, bytes_[header]);
    for (; end < bytes_.size() && std::string_view("+-123456789").find(bytes_[end]) != std::string_view::npos; ++end)
      if (bytes_[end] != '+' && bytes_[end] != '-') indicators += bytes_[end];
    splices_.push_back({Splice::Form::inside, header, end, indicators + "-"});
  }

  Result<std::string> splice() {
    keep_last_text();
    std::stable_sort(splices_.begin(), splices_.end(),
                     [](const Splice& a, const Splice& b) { return a.order() < b.order(); });
    std::string out;
    std::size_t done = 0;
    for (const auto& splice : splices_) {
      if (splice.begin < done) return failure(cannot_edit(document_, {}, tr("two changes overlap")));
      out += bytes_.substr(done, splice.begin - done);
      const bool in_line = out.size() > start_ && kBreaks.find(out.back()) == std::string_view::npos;
      if (splice.form != Splice::Form::inside && in_line && !splice.text.empty()) out += line_break_;
      out += splice.text;
      done = splice.end;
    }
    out += bytes_.substr(done);
    return out;
  }

  void refuse(std::string_view key, std::string_view reason) {
    if (!problem_) problem_ = cannot_edit(document_, key, reason);
  }

  std::size_t line_index(std::size_t byte) const {
    const auto& starts = document_.line_starts();
    return static_cast<std::size_t>(std::upper_bound(starts.begin() + 1, starts.end(), byte) - starts.begin()) - 1;
  }
  std::size_t line_start(std::size_t byte) const { return document_.line_starts()[line_index(byte)]; }
  std::size_t line_end(std::size_t byte) const { return std::min(bytes_.find_first_of(kBreaks, byte), bytes_.size()); }
  std::size_t next_line(std::size_t byte) const {
    const auto& starts = document_.line_starts();
    const std::size_t next = line_index(byte) + 1;
    return next < starts.size() ? starts[next] : bytes_.size();
  }
  std::size_t column_of(std::size_t byte) const { return byte - line_start(byte); }
  bool begins_its_line(std::size_t byte) const {
    const auto before = bytes_.substr(line_start(byte), column_of(byte));
    return before.find_first_not_of(' ') == std::string_view::npos;
  }
  // Whether nothing but a comment follows in the line.
  bool ends_its_line(std::size_t byte) const {
    const auto rest = bytes_.substr(byte, line_end(byte) - byte);
    const auto text = rest.find_first_not_of(kBlanks);
    return text == std::string_view::npos || rest[text] == '#';
  }

  const Document& document_;
  std::string_view bytes_;
  const Node& root_;
  std::size_t start_;  // behind a BOM
  std::size_t indent_ = 0;
  std::string_view line_break_ = "\n";
  std::vector<Splice> splices_;
  std::optional<std::string> problem_;
};

}  // namespace

Result<std::string> carry_out(const Document& document, const std::vector<Edit>& edits) {
  return Plan(document).run(edits);
}

std::string cannot_edit(const Document& document, std::string_view key, std::string_view reason) {
  const Node* id = document.root().find("id");
  const std::string& name = id != nullptr && !id->text.empty() ? id->text : document.file();
  const std::string subject = key.empty() ? name : std::string(key);
  const Diagnostic refusal = diagnose(Code::CANNOT_EDIT, {}, {subject, std::string(reason)});
  return fmt::format("{} [{}]; {}", refusal.message, info(refusal.code).name,
                     fmt::format(fmt::runtime(tr("'itss fmt {}' rewrites it")), name));
}

bool is_same(const Node& node, const Tree& tree) {
  switch (tree.form) {
    case Tree::Form::scalar:
      if (node.kind != Kind::scalar) return false;
      if (tree.meaning == Meaning::literal && tree.text.empty()) return node.is_null();
      return node.text == tree.text && (tree.meaning == Meaning::literal || !node.is_null());
    case Tree::Form::list:
      return node.kind == Kind::sequence &&
             std::equal(node.children.begin(), node.children.end(), tree.items.begin(), tree.items.end(),
                        [](const Node& child, const Tree& item) { return is_same(child, item); });
    case Tree::Form::map:
      if (node.kind != Kind::mapping || node.children.size() != 2 * tree.entries.size()) return false;
      for (std::size_t i = 0; i < tree.entries.size(); ++i)
        if (node.children[2 * i].text != tree.entries[i].first ||
            !is_same(node.children[2 * i + 1], tree.entries[i].second))
          return false;
      return true;
  }
  return false;
}

}  // namespace itss::yaml
