#include "store/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/hash.hpp"
#include "base/say.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/paths.hpp"
#include "store/import_growth.hpp"
#include "store/import_history.hpp"
#include "store/import_row.hpp"

namespace itss::store {

namespace {

class OneTable : public ImportSource {
 public:
  explicit OneTable(const CsvTable& table) : table_(table) {}
  const CsvTable* next() override { return std::exchange(given_, true) ? nullptr : &table_; }
  void rewind() override { given_ = false; }

 private:
  const CsvTable& table_;
  bool given_ = false;
};

class Importer {
 public:
  Importer(Repository& repository, const ImportMap& map, const ImportOptions& options)
      : repository_(repository), map_(map), options_(options), schema_(*repository.schemas().find(map.type)) {}

  ImportReport run(ImportSource& source) {
    while (const CsvTable* table = source.next()) {
      ImportRowReader reader(*table, map_, schema_);
      report_.rows += table->rows.size() + table->rejects.size();
      find_columns(*table);
      find_first_mentions(*table, reader);
      total_ += group_rows(*table, reader).size();
    }
    tell_columns();
    source.rewind();
    while (const CsvTable* table = source.next()) import_rows(*table);
    std::stable_sort(report_.rejects.begin(), report_.rejects.end(),
                     [](const Reject& a, const Reject& b) { return a.line < b.line; });
    return std::move(report_);
  }

 private:
  using Rows = std::vector<const CsvRow*>;
  struct Mention {
    Instant at;
    std::size_t line;
    std::string name;
  };

  void import_rows(const CsvTable& table) {
    table_ = &table;
    ImportRowReader reader(table, map_, schema_);
    reader_ = &reader;
    report_.rejects.insert(report_.rejects.end(), table.rejects.begin(), table.rejects.end());
    const auto groups = group_rows(table, reader);
    find_broken_rows();
    for (std::size_t i = 0; i < groups.size(); ++i) {
      import_group(groups[i].first, groups[i].second);
      ++done_;
      if (done_ % options_.batch == 0 || i + 1 == groups.size()) flush();
    }
  }

  void find_columns(const CsvTable& table) {
    if (table.json) {
      keys_.insert(table.keys.begin(), table.keys.end());
      present_.insert(table.present.begin(), table.present.end());
      return;
    }
    keys_.insert(table.header.begin() + (is_reject_file(table) ? 2 : 0), table.header.end());
    order_ = table.header;
  }

  // Columns that the map does not know, and, in JSON, paths that no row has. A key is known by any path into it.
  void tell_columns() {
    std::set<std::string> known;
    for (const auto& column : columns_of(map_)) {
      known.insert(column);
      if (map_.form != ImportForm::csv) known.insert(column.substr(0, column.find('.')));
    }
    if (map_.form != ImportForm::csv) order_.assign(keys_.begin(), keys_.end());
    for (const auto& key : order_)
      if (keys_.erase(key) > 0 && known.count(key) == 0) report_.unused_columns.push_back(key);
    if (map_.form == ImportForm::csv || report_.rows == 0) return;
    for (const auto& column : used_columns(map_))
      if (present_.count(column) == 0 &&
          std::find(map_.optional.begin(), map_.optional.end(), column) == map_.optional.end())
        report_.absent_columns.push_back(column);
  }

  // When each name first matters: the opening of the earliest record that names it, wherever in the file it stands.
  void find_first_mentions(const CsvTable& table, ImportRowReader& reader) {
    for (const auto& row : table.rows) {
      const auto opened = reader.opening(row, options_.now);
      if (!opened) continue;
      for (const auto& link : reader.named(row)) {
        const auto [mention, added] =
            mentions_.try_emplace({link.type, link.id}, Mention{*opened, row.line, link.name});
        if (!added && *opened < mention->second.at) mention->second.at = *opened;
      }
    }
  }

  // The references of rows that are no readable rows, as far as they show them.
  void find_broken_rows() {
    broken_.clear();
    const auto found = table_->column(map_.group.front());
    if (!found || table_->json) return;
    const std::size_t column = *found;
    for (const auto& reject : table_->rejects) {
      const auto cells = split(reject.row, map_.delimiter);
      if (column >= cells.size()) continue;
      std::string cell = cells[column];
      if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') cell = cell.substr(1, cell.size() - 2);
      broken_.try_emplace(std::move(cell), reject.line);
    }
  }

  // References in the order of their first rows.
  std::vector<std::pair<std::string, Rows>> group_rows(const CsvTable& table, const ImportRowReader& reader) {
    std::vector<std::pair<std::string, Rows>> groups;
    std::unordered_map<std::string, std::size_t> places;
    for (const auto& row : table.rows) {
      std::string reference = reader.reference(row);
      if (reference.empty()) {
        if (table_ == &table) reject(row, say(tr("column '{}': the row names no record"), to_text(map_.group)));
        continue;
      }
      const auto [place, added] = places.try_emplace(reference, groups.size());
      if (added) groups.emplace_back(std::move(reference), Rows{});
      groups[place->second].second.push_back(&row);
    }
    return groups;
  }

  Reject set_aside(const CsvRow& row, std::string reason) const {
    if (table_->json) return {row.line, std::move(reason), row.raw};
    std::vector<std::string> cells;
    for (const auto cell : row.cells) cells.push_back(csv_field(table_->pool.text(cell), map_.delimiter));
    return {row.line, std::move(reason), join(cells, std::string(1, map_.delimiter))};
  }
  void reject(const CsvRow& row, std::string reason) { report_.rejects.push_back(set_aside(row, std::move(reason))); }

  void import_group(const std::string& reference, const Rows& rows) {
    std::vector<ImportRow> taken;
    std::vector<std::pair<const CsvRow*, std::vector<NamedLink>>> named;
    std::optional<std::size_t> bad_line;
    if (const auto broken = broken_.find(reference); broken != broken_.end()) bad_line = broken->second;
    for (const CsvRow* row : rows) {
      auto read = reader_->read(*row, options_.now);
      auto links = reader_->named(*row);
      std::string problem = read ? problem_of_links(*read, links) : read.error();
      if (!problem.empty()) {
        reject(*row, std::move(problem));
        bad_line = row->line;
        continue;
      }
      taken.push_back(std::move(*read));
      named.emplace_back(row, std::move(links));
    }
    if (taken.empty()) return;
    const Loaded* before = nullptr;
    const std::string id = find_place(reference, taken.back().opened.value_or(taken.front().at), before);
    if (before != nullptr && !before->record) {
      for (const auto& [row, links] : named)
        reject(*row, say(tr("the record '{}' cannot be read; see itss check"), id));
      return;
    }
    const bool whole = map_.rows == ImportRows::records;
    EarlierRows earlier;
    if (whole && before != nullptr) earlier = earlier_rows(*before->record, taken.back(), map_, reference);
    if (earlier.stale) {
      ++report_.records_unchanged;
      return;
    }
    if (earlier.opened) taken.back().opened = earlier.opened;
    taken.insert(taken.begin(), earlier.rows.begin(), earlier.rows.end());
    ImportHistory history = import_history(taken, map_, options_.actor, options_.now);
    ImportGrowth growth;
    if (before != nullptr)
      growth = import_growth(*before->record, history, {map_.system, reference, options_.actor, options_.now, whole});
    if (growth.lacks_rows) {
      for (const auto& [row, links] : named)
        reject(*row,
               say(tr("rows of '{}' that were imported before are missing here; import all its rows"), reference));
      return;
    }
    for (const auto& [row, links] : named)
      for (const auto& link : links) create(link);
    if (bad_line)
      for (const auto& [row, links] : named)
        report_.companions.push_back(set_aside(*row, say(tr("goes with line {}"), *bad_line)));
    count(history);
    if (before == nullptr)
      add_record(id, history);
    else
      extend_record(before->record, std::move(growth));
  }

  // Why a row's links cannot stand; empty if they can.
  std::string problem_of_links(const ImportRow& row, const std::vector<NamedLink>& links) const {
    for (const auto& link : links) {
      const std::string& first = mentions_.at({link.type, link.id}).name;
      if (link.name != first) return say(tr("'{}' and '{}' would share the id '{}'"), first, link.name, link.id);
    }
    for (const auto& rule : map_.fields) {
      const std::string type(schema::linked_type(*schema_.find_field(rule.field)));
      if (type.empty() || !rule.creates.empty()) continue;
      for (const auto& id : get(row.fields, rule.field).texts())
        if (!exists(type, id)) return say(tr("column '{}': there is no {} '{}'"), to_text(rule.column), type, id);
    }
    return {};
  }

  bool exists(const std::string& type, const std::string& id) const {
    const auto known = known_.find({type, id});
    if (known != known_.end()) return known->second;
    const bool found = repository_.find(id, type) != nullptr;
    known_[{type, id}] = found;
    return found;
  }

  // Makes the record that a name stands for, if there is none.
  void create(const NamedLink& link) {
    if (exists(link.type, link.id)) return;
    known_[{link.type, link.id}] = true;
    ++report_.created[link.type];
    const schema::Schema& schema = *repository_.schemas().find(link.type);
    record::Event event;
    const Mention& mention = mentions_.at({link.type, link.id});
    event.at = mention.at;
    event.recorded = options_.now;
    event.by = options_.actor;
    event.verb = record::kImport;
    event.set["status"] = schema.initial().name;
    for (const auto& [name, value] : map_.creates.at(link.type).set) {
      Value filled =
          value.is_text()
              ? Value(fill_places(value.text(),
                                  [&](const auto& place) { return place == "value" ? link.name : std::string(); }))
              : value;
      if (auto canonical = schema::canonical(*schema.find_field(name), filled)) event.set[name] = std::move(*canonical);
    }
    event.source = {{"system", map_.system}, {"ref", link.name}, {"line", std::to_string(mention.line)}};
    record::Record record;
    record.id = link.id;
    record.type = link.type;
    record.fields = event.set;
    record.events.push_back(std::move(event));
    batch_.push_back({record.type, record.id, nullptr, std::move(record)});
  }

  // The id under which the reference stands or will stand; `before` is the record that is there.
  std::string find_place(const std::string& reference, const Instant& opened, const Loaded*& before) {
    const Date date = repository_.zone().date_at(opened.utc);
    for (unsigned attempt = 0;; ++attempt) {
      std::string id = import_id(schema_.prefix, date, map_.system, reference, attempt);
      if (taken_.count(id) > 0) continue;
      const auto path = repository_.path_of(schema_, id);
      const bool there = std::filesystem::exists(std::filesystem::symlink_status(repository_.root() / path));
      found_ = there ? repository_.load_file(path, schema_) : Loaded();
      if (found_.record && !comes_from(*found_.record, map_.system, reference)) continue;
      taken_.insert(id);
      before = there ? &found_ : nullptr;
      return id;
    }
  }

  void count(const ImportHistory& history) {
    report_.rows_unchanged += history.unchanged;
    report_.comments += history.comments;
    report_.times_moved += history.moved;
    report_.without_instant += history.without_instant ? 1 : 0;
    report_.instants_ignored += history.instant_ignored ? 1 : 0;
  }

  void add_record(const std::string& id, const ImportHistory& history) {
    record::Record record;
    record.id = id;
    record.type = map_.type;
    record.events = history.events;
    record.fields = record::replay(record);
    ++report_.records_new;
    report_.events += history.events.size();
    batch_.push_back({record.type, id, nullptr, std::move(record)});
  }

  void extend_record(const record::RecordPtr& before, ImportGrowth growth) {
    report_.events_known += growth.known;
    report_.events_retracted += growth.retracted;
    report_.events += growth.events.size() - growth.retracted;
    if (growth.events.empty()) {
      ++report_.records_unchanged;
      return;
    }
    ++report_.records_extended;
    record::Record after = *before;
    after.events.insert(after.events.end(), std::make_move_iterator(growth.events.begin()),
                        std::make_move_iterator(growth.events.end()));
    after.fields = record::replay(after);
    batch_.push_back({after.type, after.id, before, std::move(after)});
  }

  void flush() {
    if (!batch_.empty() && !options_.dry_run) {
      auto written = repository_.write(batch_, options_.faults);
      report_.paths.insert(report_.paths.end(), written.begin(), written.end());
    }
    batch_.clear();
    repository_.forget();  // what was read to compare would add up to the whole log
    taken_.clear();        // who has which id is seen from the files now
    if (options_.progress) options_.progress(done_, std::max(done_, total_));
  }

  Repository& repository_;
  const ImportMap& map_;
  const ImportOptions& options_;
  const schema::Schema& schema_;
  const CsvTable* table_ = nullptr;  // whose rows are imported now
  ImportRowReader* reader_ = nullptr;
  std::size_t done_ = 0, total_ = 0;                                   // records
  std::set<std::string> keys_, present_;                               // columns of the rows
  std::vector<std::string> order_;                                     // in which they are told
  mutable std::map<std::pair<std::string, std::string>, bool> known_;  // links by type and id
  std::map<std::pair<std::string, std::string>, Mention> mentions_;
  std::map<std::string, std::size_t> broken_;  // line of a row that is none, by what seems its reference
  std::set<std::string> taken_;                // ids of this import
  Loaded found_;
  std::vector<process::Change> batch_;
  ImportReport report_;
};

}  // namespace

ImportReport import_source(Repository& repository, ImportSource& source, const ImportMap& map,
                           const ImportOptions& options) {
  return Importer(repository, map, options).run(source);
}

ImportReport import_table(Repository& repository, const CsvTable& table, const ImportMap& map,
                          const ImportOptions& options) {
  OneTable source(table);
  return import_source(repository, source, map, options);
}

std::string import_id(std::string_view prefix, Date opened, std::string_view system, std::string_view reference,
                      unsigned attempt) {
  std::string named = fmt::format("{}\n{}", system, reference);
  if (attempt > 0) named += fmt::format("\n{}", attempt);
  const std::string digest = sha256_hex(named);
  std::size_t at = 0;
  const Random bits = [&] {
    const std::string byte = digest.substr(2 * at++, 2);
    return static_cast<unsigned>(std::stoul(byte, nullptr, 16));
  };
  return new_dated_id(prefix, opened, bits);
}

}  // namespace itss::store
