#include "yaml/edit_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/translate.hpp"
#include "yaml/lines.hpp"
#include "yaml/value_edit.hpp"

namespace itss::yaml {

namespace {

bool has_anchor_or_alias(const Node& node) {
  return node.has_anchor || node.is_alias ||
         std::any_of(node.children.begin(), node.children.end(), has_anchor_or_alias);
}

class Plan {
 public:
  explicit Plan(const Document& document)
      : document_(document),
        lines_(document),
        bytes_(document.bytes()),
        root_(document.root()),
        start_(document.line_starts().front()) {
    if (root_.kind == Kind::mapping && !root_.children.empty()) indent_ = lines_.column_of(root_.begin);
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
    if (!entry) return add(edit.before, emit_entry(edit.key, edit.value, indent_, lines_.line_break()));
    if (is_same(*entry->value, edit.value) || !check(*entry)) return;
    if (const auto reason = ValueEdit(lines_, splices_).set(*entry, edit.value)) refuse(edit.key, *reason);
  }

  void unset(const Edit& edit) {
    const auto entry = find(edit.key);
    if (!entry || !check(*entry)) return;
    splices_.push_back({Splice::Form::lines, lines_.start_of(entry->key->begin), lines_.next(end_of(*entry)), {}});
  }

  void append(std::string_view key, const std::vector<Edit>& edits) {
    Tree items = Tree::list({});
    for (const auto& edit : edits)
      if (edit.kind == Edit::Kind::append && edit.key == key) items.items.push_back(edit.value);
    const auto entry = find(key);
    if (!entry) {
      std::string lines = std::string(indent_, ' ') + emit_inline(key) + ":" + std::string(lines_.line_break());
      for (const auto& item : items.items) lines += emit_item(item, indent_ + kStep, lines_.line_break());
      return add({}, std::move(lines));
    }
    if (!check(*entry)) return;
    if (const auto reason = ValueEdit(lines_, splices_).append(*entry, items)) refuse(key, *reason);
  }

  // Adds the lines of a new entry before a key, but behind the entry before that and not among its own comments.
  void add(std::string_view before, std::string lines) {
    std::size_t at = end_of_entries();
    for (std::size_t i = 0; i + 1 < root_.children.size(); i += 2) {
      if (before.empty() || root_.children[i].text != before) continue;
      at = i == 0 ? lines_.start_of(root_.begin)
                  : lines_.behind_comments(lines_.next(root_.children[i - 1].end), indent_);
      break;
    }
    splices_.push_back({Splice::Form::entry, at, at, std::move(lines)});
  }

  // The entry of a key, or nothing if there is none or it cannot be edited (then there is a problem).
  std::optional<Entry> find(std::string_view key) {
    for (std::size_t i = 0; i + 1 < root_.children.size(); i += 2) {
      if (root_.children[i].text != key) continue;
      if (auto entry = entry_at(lines_, root_, i, indent_)) return entry;
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
    for (std::size_t at = lines_.start_of(node.begin); at <= last && at < bytes_.size(); at = lines_.next(at)) {
      const auto text = std::min(bytes_.find_first_not_of(kBlanks, at), bytes_.size());
      if (bytes_.substr(at, text - at).find('\t') != std::string_view::npos) return true;
    }
    return false;
  }

  // Behind the last line that is not empty, but before the marker of the document's end.
  std::size_t end_of_entries() const {
    std::size_t at = lines_.next(root_.end);
    for (std::size_t line = at; line < bytes_.size(); line = lines_.next(line)) {
      if (bytes_.substr(line, 3) == "...") break;
      if (bytes_.substr(line, lines_.end_of(line) - line).find_first_not_of(kBlanks) != std::string_view::npos)
        at = lines_.next(line);
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
      if (splice.form != Splice::Form::inside && in_line && !splice.text.empty()) out += lines_.line_break();
      out += splice.text;
      done = splice.end;
    }
    out += bytes_.substr(done);
    return out;
  }

  void refuse(std::string_view key, std::string_view reason) {
    if (!problem_) problem_ = cannot_edit(document_, key, reason);
  }

  const Document& document_;
  Lines lines_;
  std::string_view bytes_;
  const Node& root_;
  std::size_t start_;  // behind a BOM
  std::size_t indent_ = 0;
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

}  // namespace itss::yaml
