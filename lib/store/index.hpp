#pragma once
// The index: an SQLite file in `.itss/cache` that remembers the records of the repository, so that a file is parsed
// again only when it has changed. Derived and disposable: deleting it loses nothing, and no answer depends on it.
// Several processes may use it at once; who cannot write it works without. Inside store/ only.
//
// A directory's entries (names, stat signatures, states, times) are one sorted blob, a record is another. A row is
// never used again for other bytes: it holds what it held, or is gone.

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/repository.hpp"
#include "store/sqlite.hpp"
#include "store/traits.hpp"
#include "store/tree.hpp"

namespace itss::store {

// The records of one type as they are now.
struct Shelf {
  bool has_record(const Spot& spot) const;  // other than a file that is none, or that cannot be used

  Tree tree;
  std::string type;
  std::int64_t epoch = 0;  // of the index when it was looked at: links and texts hold for these rows
  // Places in tree.in_order:
  std::vector<std::size_t> special;                      // read now, or without a usable record
  std::unordered_map<std::int64_t, std::size_t> by_row;  // the others; filled when it is first asked
  std::unordered_map<const Entry*, Loaded> fresh;        // what was read now
  // Of what was read now, in order: the row that it had, and what it links to.
  std::vector<std::int64_t> old_rows;
  std::vector<std::vector<std::string>> links;
};

class Index {
 public:
  // How a file of the type is read, and what is kept of it. Called by several threads at once.
  struct Reader {
    std::function<Loaded(const std::string& path)> read;
    std::function<Traits(const record::Record&)> traits;
    Progress progress;  // may be null; from the calling thread, if many files are read
  };
  // Beside the files, all that the remembered depends on: schemas and zone, and of one type the terms of its clocks.
  struct Basis {
    std::string directory, type;
    std::uint64_t terms = 0;
  };

  // Opens or makes it; nothing if this cannot be done here. `basis`: of all types. `note` becomes why it was made
  // anew, if it was.
  static std::unique_ptr<Index> open(const std::filesystem::path& root, std::uint64_t basis, std::string& note);

  // Brings a type up to date: looks at the status of its files, reads those that have changed and remembers them.
  // Nothing if it cannot be done now. Throws SqliteError or Corrupt if the file is no good any more, Error if another
  // process has made it anew by other schemas.
  std::shared_ptr<Shelf> refresh(const Basis& basis, const Reader& reader);
  // The names of a type's files as they are now; needs no look at the files themselves.
  Tree names(const std::string& directory);

  // Calls `visit` for the spots in their order, as Repository::scan does but without documents. Records are fetched and
  // unpacked by all cores.
  void visit(const Shelf& shelf, const std::vector<Spot>& spots, const Reader& reader,
             const std::function<void(const std::filesystem::path&, const Loaded&)>& visit);
  // The same in runs, as World::each_in_runs has it; `spot`: its place among the spots.
  void visit_in_runs(const Shelf& shelf, const std::vector<Spot>& spots, const Reader& reader,
                     const std::function<void(std::size_t)>& start,
                     const std::function<void(std::size_t run, std::size_t spot, const Loaded&)>& visit);
  // The spots of which `matters` is true, and those without a usable record.
  static std::vector<Spot> choose(const Shelf& shelf, const std::function<bool(const Entry&)>& matters);
  // The spots whose records perhaps name the id in a link field, in order.
  std::vector<Spot> linking(Shelf& shelf, std::string_view id);

  // The spots whose texts perhaps hold all of the words (folded, not empty), in order. `text_of` gives a record's text,
  // folded, lines apart by line breaks; it is asked once for each record, by several threads.
  using TextOf = std::function<std::string(const record::Record&)>;
  std::vector<Spot> holding(Shelf& shelf, const std::string& directory, const std::vector<std::string>& words,
                            const TextOf& text_of, const Progress& progress);

  // How many records it holds, and the bytes of its file.
  struct Size {
    std::int64_t records = 0, directories = 0;
    std::uintmax_t bytes = 0;
  };
  Size size();
  // How many files the last refresh() had to read.
  std::size_t read_count() const { return read_count_; }

  // Whether what a row holds could not be read back.
  bool is_broken() const { return is_broken_; }

  // What another process's lock, a full disk or a read-only directory may say: the index cannot be written now.
  static bool is_passing(int code);

  static std::filesystem::path file_of(const std::filesystem::path& root);
  // Deletes the file; nothing is lost.
  static void remove(const std::filesystem::path& root);

 private:
  static constexpr std::size_t kFew = 256;    // files that are read into memory whether or not they are remembered
  static constexpr std::size_t kAtOnce = 16;  // rows that are fetched together
  static constexpr std::chrono::milliseconds kWaitForOthers = std::chrono::minutes(2);

  Index(std::filesystem::path root, Database database, std::uint64_t basis);
  bool prepare();
  std::int64_t meta(std::string_view name) const;
  struct Remembered {
    Directories directories;
    std::int64_t generation = 0, epoch = 0;
    // Of a type whose terms have changed.
    std::vector<std::int64_t> outdated;
    std::vector<std::string> outdated_paths;
  };
  Remembered remembered(const std::string& directory, std::optional<std::uint64_t> terms);
  std::shared_ptr<Shelf> look(const Basis& basis, Remembered& remembered);
  static void read_few(Shelf& shelf, const std::vector<Spot>& changed, const Reader& reader);
  void remember_few(Shelf& shelf, const Basis& basis, const Remembered& known, const std::vector<Spot>& changed);
  std::shared_ptr<Shelf> remember_many(const Basis& basis, const Reader& reader);
  std::int64_t put(const std::string& bytes, const std::vector<std::string>& links);
  void drop(std::int64_t row);
  void save(const Shelf& shelf, const Basis& basis, const Remembered& known);
  std::vector<std::string> fetch(const std::vector<Spot>& spots, std::size_t begin, std::size_t end);
  void load(const Shelf& shelf, const std::vector<Spot>& spots, std::size_t begin, std::size_t end,
            const Reader& reader, const std::function<void(std::size_t, Loaded&&)>& use);
  std::vector<Spot> spots_of(Shelf& shelf, const std::vector<std::int64_t>& rows);
  bool has_texts();
  std::int64_t searched_upto(const std::string& directory);
  bool fill_texts(const Shelf& shelf, const std::string& directory, const TextOf& text_of, const Progress& progress);
  void drop_texts();
  void tidy_up();
  Loaded load_one(const Shelf& shelf, const Spot& spot, std::string_view row, const Reader& reader);

  std::filesystem::path root_;
  Database database_;
  std::int64_t basis_;
  std::recursive_mutex mutex_;  // of the connection, for what writes or asks for much
  std::mutex fetch_mutex_;      // of the statement that fetches a row; may be taken while another thread has mutex_
  std::optional<Statement> fetch_, put_, link_, drop_;
  std::int64_t dropped_ = 0;  // rows, in the transaction that is open
  std::size_t read_count_ = 0;
  std::atomic<bool> is_broken_ = false;
};

}  // namespace itss::store
