#include "yaml/value_edit.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "base/translate.hpp"

namespace itss::yaml {

namespace {

constexpr std::size_t kMostPairs = 4'000'000;  // of items compared; in longer lists the part that differs is replaced
constexpr std::size_t kAnyWidth = 1'000'000;   // columns

bool is_empty(const Tree& tree) { return tree.items.empty() && tree.entries.empty(); }

// Whether a comment stands between the scalars of a flow collection.
bool has_comment_inside(std::string_view bytes, const Node& node) {
  if (node.kind == Kind::scalar) return false;
  std::size_t at = node.begin;
  const auto gap_has_one = [&](std::size_t end) {
    return bytes.substr(at, end - at).find('#') != std::string_view::npos;
  };
  for (const auto& child : node.children) {
    if (gap_has_one(child.begin) || has_comment_inside(bytes, child)) return true;
    at = child.end;
  }
  return gap_has_one(node.end);
}

// The items that stay in a list, as pairs of their old and new numbers in order: a longest common subsequence.
std::vector<std::pair<std::size_t, std::size_t>> find_kept(const std::vector<Node>& old,
                                                           const std::vector<Tree>& items) {
  const std::size_t shorter = std::min(old.size(), items.size());
  std::size_t head = 0, tail = 0;
  while (head < shorter && is_same(old[head], items[head])) ++head;
  while (tail < shorter - head && is_same(old[old.size() - 1 - tail], items[items.size() - 1 - tail])) ++tail;
  std::vector<std::pair<std::size_t, std::size_t>> kept;
  for (std::size_t i = 0; i < head; ++i) kept.emplace_back(i, i);
  const std::size_t n = old.size() - head - tail, m = items.size() - head - tail;
  if (m == 0 || n <= kMostPairs / m) {
    std::vector<std::vector<std::uint32_t>> common(n + 1, std::vector<std::uint32_t>(m + 1, 0));
    for (std::size_t i = n; i-- > 0;)
      for (std::size_t j = m; j-- > 0;)
        common[i][j] = is_same(old[head + i], items[head + j]) ? common[i + 1][j + 1] + 1
                                                               : std::max(common[i + 1][j], common[i][j + 1]);
    for (std::size_t i = 0, j = 0; i < n && j < m;) {
      if (is_same(old[head + i], items[head + j]))
        kept.emplace_back(head + i++, head + j++);
      else
        ++(common[i + 1][j] >= common[i][j + 1] ? i : j);
    }
  }
  for (; tail > 0; --tail) kept.emplace_back(old.size() - tail, items.size() - tail);
  return kept;
}

}  // namespace

std::optional<Entry> entry_at(const Lines& lines, const Node& mapping, std::size_t child, std::size_t column) {
  const Node& key = mapping.children[child];
  const auto colon = lines.bytes().find_first_not_of(kBlanks, key.end);
  if (colon == std::string_view::npos || lines.bytes()[colon] != ':' || !lines.begins_its_line(key.begin))
    return std::nullopt;
  return Entry{&key, &mapping.children[child + 1], colon + 1, column};
}

std::size_t end_of(const Entry& entry) { return std::max(entry.value->end, entry.colon_end); }

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
      for (std::size_t i = 0; i < tree.entries.size(); ++i) {
        const Tree::Entry& item = tree.entries[i];
        const Node* value = node.children[2 * i].text == item.key ? &node.children[2 * i + 1] : node.find(item.key);
        if (value == nullptr || !is_same(*value, item.value)) return false;
      }
      return true;
  }
  return false;
}

Tree on_one_line(Tree tree) {
  if (tree.meaning == Meaning::text) tree.meaning = Meaning::line;
  for (auto& item : tree.items) item = on_one_line(std::move(item));
  for (auto& entry : tree.entries) entry.value = on_one_line(std::move(entry.value));
  return tree;
}

std::optional<std::string> ValueEdit::set(const Entry& entry, const Tree& value) {
  change(entry, value);
  return std::exchange(reason_, std::nullopt);
}

std::optional<std::string> ValueEdit::append(const Entry& entry, const Tree& items) {
  const Node& list = *entry.value;
  if (list.is_null() || (list.kind == Kind::sequence && list.children.empty())) {
    if (has_comment_inside(lines_.bytes(), list))
      refuse(tr("a comment stands inside its brackets"));
    else
      replace(entry, {{}, block_lines(items, entry.column + kStep)});
  } else if (list.kind != Kind::sequence) {
    refuse(tr("it is not a list"));
  } else if (list.style == Style::flow) {
    refuse(tr("it is in flow style"));
  } else if (list.has_tag) {
    refuse(tr("it has a tag"));
  } else {
    insert_lines(behind_block(entry), block_lines(items, lines_.column_of(list.begin)));
  }
  return std::exchange(reason_, std::nullopt);
}

void ValueEdit::change(const Entry& entry, const Tree& value) {
  const Node& old = *entry.value;
  if (is_same(old, value)) return;
  if (old.style == Style::block) {
    if (old.has_tag) return refuse(tr("it has a tag"));
    if (old.kind == Kind::sequence && !value.items.empty()) return change_list(entry, value.items);
    if (old.kind == Kind::mapping && !value.entries.empty()) return change_map(entry, value);
    return clear_block(entry, value);
  }
  if (has_comment_inside(lines_.bytes(), old)) return refuse(tr("a comment stands inside its brackets"));
  if (lines_.start_of(old.begin) == lines_.start_of(entry.colon_end))
    replace(entry, parts_for(entry, value));
  else
    replace_below(entry, value);
}

void ValueEdit::change_list(const Entry& entry, const std::vector<Tree>& items) {
  const Node& list = *entry.value;
  const auto starts = item_starts(list);
  if (!starts) return refuse(tr("it shares a line with something else"));
  const std::size_t column = lines_.column_of(list.begin);
  auto kept = find_kept(list.children, items);
  kept.emplace_back(list.children.size(), items.size());
  std::size_t i = 0, j = 0;
  for (const auto& [next_old, next_new] : kept) {
    for (; i < next_old; ++i) remove_lines((*starts)[i], list.children[i].end);
    const std::vector<Tree> added(items.begin() + static_cast<std::ptrdiff_t>(j),
                                  items.begin() + static_cast<std::ptrdiff_t>(next_new));
    if (!added.empty())
      insert_lines(i == 0                      ? lines_.start_of(list.begin)
                   : i == list.children.size() ? behind_block(entry)
                                               : lines_.behind_comments(lines_.next(list.children[i - 1].end), column),
                   block_lines(Tree::list(added), column));
    i = next_old + 1;
    j = next_new + 1;
  }
}

void ValueEdit::change_map(const Entry& entry, const Tree& map) {
  const Node& old = *entry.value;
  const std::size_t column = lines_.column_of(old.begin);
  std::map<std::string_view, const Tree*> wanted;
  for (const auto& item : map.entries) wanted.emplace(item.key, &item.value);
  for (std::size_t i = 0; i + 1 < old.children.size(); i += 2) {
    const auto found = wanted.find(old.children[i].text);
    if (found != wanted.end() && is_same(old.children[i + 1], *found->second)) continue;
    const auto inner = entry_at(lines_, old, i, column);
    if (!inner) return refuse(tr("a key in it is not at the beginning of a line with ':' behind it"));
    if (found == wanted.end())
      remove_lines(inner->key->begin, end_of(*inner));
    else
      change(*inner, *found->second);
  }
  Tree added = Tree::map({});
  for (const auto& item : map.entries)
    if (old.find(item.key) == nullptr) added.entries.push_back(item);
  if (!added.entries.empty()) insert_lines(behind_block(entry), block_lines(added, column));
}

// A block that becomes something else: its items go, and the comments between them stay.
void ValueEdit::clear_block(const Entry& entry, const Tree& value) {
  const Node& old = *entry.value;
  const auto starts = item_starts(old);
  if (!starts) return refuse(tr("it shares a line with something else"));
  for (std::size_t i = 0; i < starts->size(); ++i)
    remove_lines((*starts)[i], old.children[old.kind == Kind::mapping ? 2 * i + 1 : i].end);
  // The items of a list may stand in the column of the keys, the keys of a map may not.
  const std::size_t least = value.form == Tree::Form::map ? entry.column + kStep : entry.column;
  const Parts parts = is_empty(value) ? parts_for(entry, value)
                                      : Parts{{}, block_lines(value, std::max(lines_.column_of(old.begin), least))};
  if (!parts.inline_text.empty())
    splices_.push_back({Splice::Form::inside, entry.colon_end, entry.colon_end, " " + parts.inline_text});
  // The lines of a block stay where they were, below comments; those of a text have to follow their header.
  if (!parts.lines.empty())
    insert_lines(parts.inline_text.empty() ? lines_.start_of(old.begin) : lines_.next(entry.colon_end), parts.lines);
}

// Replaces a value that begins in the line of its key.
void ValueEdit::replace(const Entry& entry, const Parts& parts) {
  const Node& old = *entry.value;
  if (!lines_.ends_its_line(old.end)) return refuse(tr("something stands behind it in its line"));
  const bool keeps_blank = old.begin > entry.colon_end && !parts.inline_text.empty();
  const std::string blank = keeps_blank || parts.inline_text.empty() ? "" : " ";
  // No blank stays behind the ':' of a value that moves to the next line.
  splices_.push_back({Splice::Form::inside, parts.inline_text.empty() ? entry.colon_end : old.begin, old.end,
                      blank + parts.inline_text + header_comment(old)});
  if (!parts.lines.empty()) insert_lines(lines_.next(old.end), parts.lines);
}

// Replaces a value that begins below its key: where it stands if the new one takes one line, or has to because of the
// comment beside the old one.
void ValueEdit::replace_below(const Entry& entry, const Tree& value) {
  const Node& old = *entry.value;
  if (!lines_.begins_its_line(old.begin) || !lines_.ends_its_line(old.end))
    return refuse(tr("it shares a line with something else"));
  Parts parts = parts_for(entry, value);
  const std::string comment = header_comment(old);
  const bool has_comment = !comment.empty() || lines_.has_comment_behind(old.end);
  if (!parts.lines.empty() && has_comment) parts = parts_for(entry, on_one_line(value), kAnyWidth);
  if (parts.lines.empty()) {
    splices_.push_back({Splice::Form::inside, old.begin, old.end, parts.inline_text + comment});
    return;
  }
  if (has_comment) return refuse(tr("it shares a line with something else"));
  remove_lines(old.begin, old.end);
  if (parts.inline_text.empty()) return insert_lines(lines_.start_of(old.begin), parts.lines);
  splices_.push_back({Splice::Form::inside, entry.colon_end, entry.colon_end, " " + parts.inline_text});
  insert_lines(lines_.next(entry.colon_end), parts.lines);
}

// Where the items of a block list (the '-') or the keys of a block map stand; nothing if not each begins its line.
std::optional<std::vector<std::size_t>> ValueEdit::item_starts(const Node& node) const {
  const auto bytes = lines_.bytes();
  const std::size_t column = lines_.column_of(node.begin);
  const std::size_t step = node.kind == Kind::mapping ? 2 : 1;
  std::vector<std::size_t> starts;
  std::size_t line = lines_.start_of(node.begin);
  for (std::size_t i = 0; i < node.children.size(); i += step) {
    while (line < bytes.size() && lines_.ends_its_line(line)) line = lines_.next(line);
    const std::size_t at = line + column;
    if (at >= lines_.end_of(line) || !lines_.begins_its_line(at) || bytes[at] == ' ') return std::nullopt;
    if (step == 1 && bytes[at] != '-') return std::nullopt;
    starts.push_back(at);
    line = lines_.next(node.children[i + step - 1].end);
  }
  return starts;
}

Parts ValueEdit::parts_for(const Entry& entry, const Tree& value, std::size_t width) const {
  const auto head = lines_.bytes().substr(entry.key->begin, entry.colon_end - entry.key->begin);
  return emit_value(value, entry.column, entry.column + display_width(head) + 1, lines_.line_break(), width);
}

// The comment in the first line of a block scalar, which is in the midst of the value.
std::string ValueEdit::header_comment(const Node& node) const {
  if (!is_block_scalar(node)) return {};
  const auto line = lines_.bytes().substr(node.begin, lines_.end_of(node.begin) - node.begin);
  const auto comment = std::min(line.find(" #"), line.find("\t#"));
  if (comment == std::string_view::npos) return {};
  return std::string(line.substr(line.find_last_not_of(kBlanks, comment) + 1));
}

std::string ValueEdit::block_lines(const Tree& value, std::size_t column) const {
  std::string lines;
  for (const auto& item : value.items) lines += emit_item(item, column, lines_.line_break());
  for (const auto& [key, item, meaning] : value.entries)
    lines += emit_entry(key, item, column, lines_.line_break(), kWidth, meaning);
  return lines;
}

// Behind the last line of an entry's value and the comments that belong to it.
std::size_t ValueEdit::behind_block(const Entry& entry) const {
  return lines_.behind_comments(lines_.next(entry.value->end), entry.column);
}

void ValueEdit::insert_lines(std::size_t at, std::string lines) {
  splices_.push_back({Splice::Form::lines, at, at, std::move(lines)});
}

// Removes the lines from that of one byte to that of another.
void ValueEdit::remove_lines(std::size_t begin, std::size_t end) {
  splices_.push_back({Splice::Form::lines, lines_.start_of(begin), lines_.next(end), {}});
}

void ValueEdit::refuse(std::string reason) {
  if (!reason_) reason_ = std::move(reason);
}

}  // namespace itss::yaml
