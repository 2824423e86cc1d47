// Index: records from what it remembers.
#include <algorithm>

#include "base/hash.hpp"
#include "store/in_order.hpp"
#include "store/in_runs.hpp"
#include "store/index.hpp"
#include "store/packed.hpp"
#include "store/record_bytes.hpp"
#include "store/seal.hpp"

namespace itss::store {

namespace fs = std::filesystem;

bool Shelf::has_record(const Spot& spot) const {
  if (spot.entry == nullptr) return false;
  const auto read_now = fresh.find(spot.entry);
  return read_now == fresh.end() ? spot.entry->row != 0 : read_now->second.record != nullptr;
}

// The bytes of the rows of the spots in [begin, end), sealed; empty for those that are gone or never were. Under one
// lock, which is dearer than a row.
std::vector<std::string> Index::fetch(const std::vector<Spot>& spots, std::size_t begin, std::size_t end) {
  std::vector<std::string> all(end - begin);
  const std::lock_guard guard(fetch_mutex_);
  if (!fetch_) fetch_.emplace(database_, "SELECT bytes FROM records WHERE row = ?");
  for (std::size_t i = begin; i < end; ++i) {
    if (spots[i].entry == nullptr || spots[i].entry->row == 0) continue;
    if (fetch_->bind(1, spots[i].entry->row).step()) all[i - begin] = fetch_->bytes(0);
    fetch_->reset();
  }
  return all;
}

// Each from the index, or from the file if the row is gone: another process has seen it change.
void Index::load(const Shelf& shelf, const std::vector<Spot>& spots, std::size_t begin, std::size_t end,
                 const Reader& reader, const std::function<void(std::size_t, Loaded&&)>& use) {
  std::vector<std::string> rows(end - begin);
  try {
    rows = fetch(spots, begin, end);
  } catch (const SqliteError&) {
    is_broken_ = true;
  }
  for (std::size_t i = begin; i < end; ++i) use(i, load_one(shelf, spots[i], rows[i - begin], reader));
}

Loaded Index::load_one(const Shelf& shelf, const Spot& spot, std::string_view row, const Reader& reader) {
  const std::string path = spot.path();
  const auto known = shelf.fresh.find(spot.entry);
  if (known != shelf.fresh.end()) return known->second;
  Loaded loaded;
  if (!row.empty()) try {
      loaded.file = path;
      loaded.record = std::make_shared<const record::Record>(from_bytes(unsealed(row), shelf.type, path));
      return loaded;
    } catch (const Corrupt&) {
      is_broken_ = true;
    }
  loaded = reader.read(path);
  loaded.document.reset();
  return loaded;
}

std::vector<Spot> Index::choose(const Shelf& shelf, const std::function<bool(const Entry&)>& matters) {
  std::vector<Spot> chosen;
  for (const Spot& spot : shelf.tree.in_order)
    if (!shelf.has_record(spot) || matters(*spot.entry)) chosen.push_back(spot);
  return chosen;
}

void Index::visit(const Shelf& shelf, const std::vector<Spot>& spots, const Reader& reader,
                  const std::function<void(const fs::path&, const Loaded&)>& visit) {
  std::optional<Unit> unit;  // one look at the file for all rows
  if (!database_.in_transaction()) unit.emplace(database_);
  const auto load_some = [&](std::size_t part) {
    std::vector<Loaded> some;
    const std::size_t begin = part * kAtOnce;
    load(shelf, spots, begin, std::min(spots.size(), begin + kAtOnce), reader,
         [&](std::size_t, Loaded&& loaded) { some.push_back(std::move(loaded)); });
    return some;
  };
  InOrder<std::vector<Loaded>, 1>::run((spots.size() + kAtOnce - 1) / kAtOnce, thread_count(), load_some,
                                       [&](std::size_t part, auto&& some) {
                                         for (std::size_t i = 0; i < some.size(); ++i)
                                           if (some[i].record || !some[i].findings.empty())
                                             visit(spots[part * kAtOnce + i].path(), some[i]);
                                       });
}

void Index::visit_in_runs(const Shelf& shelf, const std::vector<Spot>& spots, const Reader& reader,
                          const std::function<void(std::size_t)>& start,
                          const std::function<void(std::size_t, std::size_t, const Loaded&)>& visit) {
  std::optional<Unit> unit;
  if (!database_.in_transaction()) unit.emplace(database_);
  in_runs(spots.size(), start, [&](std::size_t run, std::size_t begin, std::size_t end) {
    for (; begin < end; begin += kAtOnce)
      load(shelf, spots, begin, std::min(end, begin + kAtOnce), reader, [&](std::size_t i, const Loaded& loaded) {
        if (loaded.record || !loaded.findings.empty()) visit(run, i, loaded);
      });
  });
}

// Those of the rows that the shelf has, and the special ones; in order, each once.
std::vector<Spot> Index::spots_of(Shelf& shelf, const std::vector<std::int64_t>& rows) {
  if (shelf.by_row.empty())
    for (std::size_t i = 0; i < shelf.tree.in_order.size(); ++i) {
      const Spot& spot = shelf.tree.in_order[i];
      if (shelf.has_record(spot) && shelf.fresh.count(spot.entry) == 0) shelf.by_row.emplace(spot.entry->row, i);
    }
  std::vector<std::size_t> places = shelf.special;
  for (const auto row : rows)
    if (const auto place = shelf.by_row.find(row); place != shelf.by_row.end()) places.push_back(place->second);
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  std::vector<Spot> spots;
  spots.reserve(places.size());
  for (const auto place : places) spots.push_back(shelf.tree.in_order[place]);
  return spots;
}

std::vector<Spot> Index::linking(Shelf& shelf, std::string_view id) {
  const std::lock_guard guard(mutex_);
  std::optional<Unit> unit;
  if (!database_.in_transaction()) unit.emplace(database_);
  if (meta("epoch") != shelf.epoch) return shelf.tree.in_order;
  std::vector<std::int64_t> rows;
  Statement statement(database_, "SELECT row FROM links WHERE target = ?");
  statement.bind(1, as_stored(short_hash(id)));
  while (statement.step()) rows.push_back(statement.number(0));
  return spots_of(shelf, rows);
}

}  // namespace itss::store
