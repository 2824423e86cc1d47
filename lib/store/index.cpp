#include "store/index.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.hpp"
#include "base/translate.hpp"
#include "store/in_order.hpp"
#include "store/in_runs.hpp"
#include "store/lock.hpp"
#include "store/packed.hpp"
#include "store/record_bytes.hpp"
#include "store/seal.hpp"

namespace itss::store {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kApplication = 0x69747373;  // `itss`
constexpr std::int64_t kFormat = 1;                // of the tables and of what stands in them
constexpr std::chrono::milliseconds kWaitToOpen = std::chrono::seconds(10);

constexpr const char* kTables =
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL);"
    "CREATE TABLE terms(directory TEXT PRIMARY KEY, value INTEGER NOT NULL);"
    "CREATE TABLE directories(path TEXT PRIMARY KEY, signature INTEGER NOT NULL, entries BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS records(row INTEGER PRIMARY KEY AUTOINCREMENT, bytes BLOB NOT NULL);"
    "CREATE TABLE links(target INTEGER NOT NULL, row INTEGER NOT NULL);";
constexpr const char* kLinkOrder = "CREATE INDEX IF NOT EXISTS links_by_target ON links(target, row)";

std::vector<Spot> changed_spots(const Tree& tree) {
  std::vector<Spot> changed;
  for (const Spot& spot : tree.in_order)
    if (spot.entry != nullptr && spot.entry->changed) changed.push_back(spot);
  return changed;
}

void describe(Entry& entry, Directory& directory, const Loaded& loaded, const Traits& traits) {
  entry.first = traits.first;
  entry.last = traits.last;
  entry.aliased = traits.aliased;
  entry.status = directory.keep(traits.status);
  if (!loaded.record) {
    entry.row = 0;
    entry.signature = 0;  // what is wrong may be mended elsewhere: a duplicate goes away
  }
}

void find_special(Shelf& shelf) {
  for (std::size_t i = 0; i < shelf.tree.in_order.size(); ++i) {
    const Spot& spot = shelf.tree.in_order[i];
    if (!shelf.has_record(spot) || shelf.fresh.count(spot.entry) != 0) shelf.special.push_back(i);
  }
}

// A file as it was read, ready to be remembered.
struct Prepared {
  Loaded loaded;
  Traits traits;
  std::string bytes;
};

Prepared prepare_one(const std::string& path, const Index::Reader& reader, bool keep_bytes) {
  Prepared prepared{reader.read(path), {}, {}};
  prepared.loaded.document.reset();
  if (!prepared.loaded.record) return prepared;
  prepared.traits = reader.traits(*prepared.loaded.record);
  if (keep_bytes) prepared.bytes = sealed(to_bytes(*prepared.loaded.record));
  return prepared;
}

}  // namespace

bool Index::is_passing(int code) {
  return code == SQLITE_BUSY || code == SQLITE_LOCKED || code == SQLITE_READONLY || code == SQLITE_FULL ||
         code == SQLITE_IOERR || code == SQLITE_CANTOPEN || code == SQLITE_PERM || code == SQLITE_NOMEM;
}

fs::path Index::file_of(const fs::path& root) { return cache_directory(root) / "index.sqlite"; }

void Index::remove(const fs::path& root) {
  // The journal first: it must not be taken for that of a new file.
  for (const char* tail : {"-wal", "-shm", ""}) {
    std::error_code ignored;
    fs::remove(file_of(root).native() + tail, ignored);
  }
}

Index::Index(fs::path root, Database database, std::uint64_t basis)
    : root_(std::move(root)), database_(std::move(database)), basis_(as_stored(basis)) {}

std::unique_ptr<Index> Index::open(const fs::path& root, std::uint64_t basis, std::string& note) {
  constexpr int kTries = 2;
  for (int i = 0; i < kTries; ++i) try {
      make_cache_directory(root);
      std::unique_ptr<Index> index(new Index(root, Database(file_of(root)), basis));
      if (index->prepare()) return index;
      note = tr("the index is of another program or version; it is made anew");
      index.reset();
      remove(root);
    } catch (const SqliteError& error) {
      if (is_passing(error.code())) return nullptr;
      note = tr("the index is damaged; it is made anew");
      remove(root);
    } catch (const Error&) {
      return nullptr;  // no place for a cache
    }
  return nullptr;
}

// A number of the table `meta`; 0 if it has none of this name.
std::int64_t Index::meta(std::string_view name) const {
  Statement statement(database_, "SELECT value FROM meta WHERE name = ?");
  return statement.bind(1, name).step() ? statement.number(0) : 0;
}

// False if the file is of something else.
bool Index::prepare() {
  database_.set_wait(kWaitToOpen);
  database_.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY");
  const auto application = database_.number("PRAGMA application_id");
  const auto is_empty = [&] { return database_.number("SELECT count(*) FROM sqlite_schema") == 0; };
  if (!is_empty() && (application != kApplication || database_.number("PRAGMA user_version") != kFormat)) return false;
  if (!is_empty() && meta("basis") == basis_) return true;
  Unit unit(database_, Unit::Kind::immediate);
  const bool is_new = is_empty();
  if (!is_new && meta("basis") == basis_) return true;  // another process was faster
  const std::int64_t generation = is_new ? 0 : meta("generation"), epoch = is_new ? 0 : meta("epoch");
  for (const char* table : {"meta", "terms", "directories", "links", "trigrams", "texts", "searched"})
    database_.run(fmt::format("DROP TABLE IF EXISTS {}", table).c_str());
  database_.run(kTables);
  // Not dropped: others may still ask for rows, whose numbers must not come again.
  database_.run("DELETE FROM records");
  database_.run(kLinkOrder);
  database_.run(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kApplication, kFormat).c_str());
  // These go on counting: others may still hold on to what they were.
  Statement(database_, "INSERT INTO meta VALUES('basis', ?), ('generation', ?), ('epoch', ?), ('dropped', 0)")
      .bind(1, basis_)
      .bind(2, generation + 1)
      .bind(3, epoch + 1)
      .run();
  unit.commit();
  return true;
}

Index::Remembered Index::remembered(const std::string& directory, std::optional<std::uint64_t> terms) {
  Remembered found;
  const bool is_within = database_.in_transaction();
  std::optional<Unit> unit;
  if (!is_within) unit.emplace(database_);
  if (meta("basis") != basis_) throw Error("the index is of other schemas now");
  found.generation = meta("generation");
  found.epoch = meta("epoch");
  Statement known_terms(database_, "SELECT value FROM terms WHERE directory = ?");
  const bool is_current =
      !terms || (known_terms.bind(1, std::string_view(directory)).step() && known_terms.number(0) == as_stored(*terms));
  known_terms.reset();
  Statement rows(database_,
                 "SELECT path, signature, entries FROM directories WHERE path = ?1 OR (path > ?1 || '/' AND path < ?1 "
                 "|| '0')");
  rows.bind(1, std::string_view(directory));
  std::vector<std::pair<DirectoryPtr, std::string>> read;
  while (rows.step()) {
    auto made = std::make_unique<Directory>();
    made->path = rows.bytes(0);
    made->signature = made->stored_signature = static_cast<std::uint64_t>(rows.number(1));
    read.emplace_back(std::move(made), rows.bytes(2));
  }
  constexpr std::size_t kShortest = 4;  // a month of records is worth a thread
  in_runs(
      read.size(), [](std::size_t) {},
      [&](std::size_t, std::size_t begin, std::size_t end) {
        for (; begin < end; ++begin) read_bytes(*read[begin].first, std::string(unsealed(read[begin].second)));
      },
      kShortest);
  for (auto& [made, bytes] : read) {
    if (is_current) {
      found.directories.emplace(made->path, std::move(made));
      continue;
    }
    for (const auto& entry : made->entries)
      if (entry.row != 0) found.outdated.push_back(entry.row);
    found.outdated_paths.push_back(made->path);
  }
  return found;
}

std::shared_ptr<Shelf> Index::look(const Basis& basis, Remembered& remembered) {
  const Stamp stamp = stamp_of_now(cache_directory(root_) / "index.stamp");
  auto shelf = std::make_shared<Shelf>();
  shelf->type = basis.type;
  shelf->epoch = remembered.epoch;
  shelf->tree = look_at_tree(root_, basis.directory, std::move(remembered.directories), stamp, Look::files);
  return shelf;
}

Tree Index::names(const std::string& directory) {
  const std::lock_guard guard(mutex_);
  Remembered known = remembered(directory, std::nullopt);
  const Stamp stamp = stamp_of_now(cache_directory(root_) / "index.stamp");
  return look_at_tree(root_, directory, std::move(known.directories), stamp, Look::names);
}

std::shared_ptr<Shelf> Index::refresh(const Basis& basis, const Reader& reader) {
  const std::lock_guard guard(mutex_);
  database_.set_wait(kWaitToOpen);
  Remembered known = remembered(basis.directory, basis.terms);
  auto shelf = look(basis, known);
  const auto changed = changed_spots(shelf->tree);
  read_count_ = changed.size();
  if (changed.size() > kFew) {
    shelf.reset();
    return remember_many(basis, reader);
  }
  read_few(*shelf, changed, reader);
  find_special(*shelf);
  remember_few(*shelf, basis, known, changed);
  return shelf;
}

void Index::read_few(Shelf& shelf, const std::vector<Spot>& changed, const Reader& reader) {
  InOrder<Prepared>::run(
      changed.size(), thread_count(), [&](std::size_t i) { return prepare_one(changed[i].path(), reader, false); },
      [&](std::size_t i, Prepared&& prepared) {
        const Spot& spot = changed[i];
        shelf.old_rows.push_back(spot.entry->row);
        shelf.links.push_back(std::move(prepared.traits.links));
        describe(*spot.entry, *spot.directory, prepared.loaded, prepared.traits);
        spot.directory->touched = true;
        shelf.fresh.emplace(spot.entry, std::move(prepared.loaded));
      });
}

// If nobody else writes or has written; else the next command does it.
void Index::remember_few(Shelf& shelf, const Basis& basis, const Remembered& known, const std::vector<Spot>& changed) {
  const auto is_dirty = [](const auto& each) { return each.second->is_dirty(); };
  const auto& directories = shelf.tree.directories;
  if (known.outdated_paths.empty() && shelf.tree.gone.empty() && shelf.tree.dropped.empty() &&
      std::none_of(directories.begin(), directories.end(), is_dirty))
    return;
  if (database_.in_transaction()) return;  // asked in the middle of a visit
  database_.set_wait(std::chrono::milliseconds(0));
  try {
    Unit unit(database_, Unit::Kind::immediate);
    if (meta("generation") != known.generation) return;
    for (std::size_t i = 0; i < changed.size(); ++i) {
      drop(shelf.old_rows[i]);
      const auto& record = shelf.fresh.at(changed[i].entry).record;
      if (record) changed[i].entry->row = put(sealed(to_bytes(*record)), shelf.links[i]);
    }
    save(shelf, basis, known);
    unit.commit();
  } catch (const SqliteError& error) {
    if (!is_passing(error.code())) throw;
    for (const Spot& spot : changed) spot.entry->row = 0;  // another process may give these numbers
  }
}

// Waits for others, who may be doing the same work.
std::shared_ptr<Shelf> Index::remember_many(const Basis& basis, const Reader& reader) {
  if (database_.in_transaction()) return nullptr;  // asked in the middle of a visit
  database_.set_wait(kWaitForOthers);
  try {
    Unit unit(database_, Unit::Kind::immediate);
    Remembered known = remembered(basis.directory, basis.terms);
    auto shelf = look(basis, known);
    const auto changed = changed_spots(shelf->tree);
    read_count_ = changed.size();  // another process may have done the work
    const bool is_first = database_.number("SELECT count(*) FROM (SELECT 1 FROM records LIMIT 1)") == 0;
    if (is_first) database_.run("DROP INDEX IF EXISTS links_by_target");
    InOrder<Prepared>::run(
        changed.size(), thread_count(), [&](std::size_t i) { return prepare_one(changed[i].path(), reader, true); },
        [&](std::size_t i, Prepared&& prepared) {
          const Spot& spot = changed[i];
          drop(spot.entry->row);
          describe(*spot.entry, *spot.directory, prepared.loaded, prepared.traits);
          spot.directory->touched = true;
          if (prepared.loaded.record) spot.entry->row = put(prepared.bytes, prepared.traits.links);
          if (reader.progress && i % kFew == 0) reader.progress(i, changed.size());
        });
    if (reader.progress) reader.progress(changed.size(), changed.size());
    if (is_first) database_.run(kLinkOrder);
    save(*shelf, basis, known);
    unit.commit();
    find_special(*shelf);
    return shelf;
  } catch (const SqliteError& error) {
    if (!is_passing(error.code())) throw;
    return nullptr;
  }
}

std::int64_t Index::put(const std::string& bytes, const std::vector<std::string>& links) {
  if (!put_) put_.emplace(database_, "INSERT INTO records(bytes) VALUES(?)");
  if (!link_) link_.emplace(database_, "INSERT INTO links VALUES(?, ?)");
  put_->bind_blob(1, bytes).run();
  const auto row = sqlite3_last_insert_rowid(database_.handle());
  for (const auto& id : links) link_->bind(1, as_stored(short_hash(id))).bind(2, std::int64_t{row}).run();
  return row;
}

void Index::drop(std::int64_t row) {
  if (row == 0) return;
  if (!drop_) drop_.emplace(database_, "DELETE FROM records WHERE row = ?");
  drop_->bind(1, row).run();
  ++dropped_;
}

void Index::save(const Shelf& shelf, const Basis& basis, const Remembered& known) {
  for (const auto row : known.outdated) drop(row);
  for (const auto row : shelf.tree.dropped) drop(row);
  Statement forget(database_, "DELETE FROM directories WHERE path = ?");
  for (const auto& path : known.outdated_paths) forget.bind(1, std::string_view(path)).run();
  for (const auto& path : shelf.tree.gone) forget.bind(1, std::string_view(path)).run();
  Statement replace(database_, "REPLACE INTO directories VALUES(?, ?, ?)");
  for (const auto& [path, directory] : shelf.tree.directories) {
    if (!directory->is_dirty()) continue;
    replace.bind(1, std::string_view(path)).bind(2, as_stored(directory->signature));
    replace.bind_blob(3, sealed(to_bytes(*directory))).run();
  }
  Statement(database_, "REPLACE INTO terms VALUES(?, ?)")
      .bind(1, std::string_view(basis.directory))
      .bind(2, as_stored(basis.terms))
      .run();
  tidy_up();
  database_.run("UPDATE meta SET value = value + 1 WHERE name = 'generation'");
}

// Links and texts of dropped rows name nothing; they go when they have become many.
void Index::tidy_up() {
  constexpr std::int64_t kSeldom = 1024;
  Statement(database_, "UPDATE meta SET value = value + ? WHERE name = 'dropped'").bind(1, dropped_).run();
  dropped_ = 0;
  if (meta("dropped") < kSeldom) return;
  database_.run("DELETE FROM links WHERE row NOT IN (SELECT row FROM records)");
  drop_texts();
  database_.run("UPDATE meta SET value = 0 WHERE name = 'dropped'");
  Statement(database_, "REPLACE INTO meta VALUES('epoch', ?)").bind(1, meta("epoch") + 1).run();
}

Index::Size Index::size() {
  const std::lock_guard guard(mutex_);
  Size size;
  size.records = database_.number("SELECT count(*) FROM records");
  size.directories = database_.number("SELECT count(*) FROM directories");
  std::error_code ignored;
  for (const char* tail : {"", "-wal"}) {
    const auto bytes = fs::file_size(file_of(root_).native() + tail, ignored);
    if (!ignored) size.bytes += bytes;
  }
  return size;
}

}  // namespace itss::store
