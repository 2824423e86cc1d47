#pragma once
// SQLite with objects that close themselves. Inside store/ only. Texts and blobs are copied out.

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace itss::store {

// What SQLite refused. `code` is its primary result code (SQLITE_BUSY, SQLITE_CORRUPT...).
class SqliteError : public Error {
 public:
  SqliteError(int code, const std::string& text) : Error(text), code_(code) {}
  int code() const { return code_; }

 private:
  int code_;
};

// A hash as SQLite keeps it, whose integers are signed.
inline std::int64_t as_stored(std::uint64_t hash) { return static_cast<std::int64_t>(hash); }

class Database;

// A prepared statement. Parameters are counted from 1, columns from 0, as SQLite does.
class Statement {
 public:
  Statement(const Database& database, std::string_view sql);

  Statement& bind(int place, std::int64_t number);
  Statement& bind(int place, double number);
  Statement& bind(int place, std::string_view text);  // copied
  Statement& bind_blob(int place, std::string_view bytes);
  Statement& bind_null(int place);

  // The next row, or false at the end; then, and after an error, the statement can be bound and stepped anew.
  bool step();
  // One step of what gives no rows.
  void run();
  void reset();

  std::int64_t number(int column) const;
  double real(int column) const;
  // The bytes of a text or blob; empty for NULL. Valid until the next step.
  std::string_view bytes(int column) const;
  bool is_null(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  void check(int result) const;

  sqlite3* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Database {
 public:
  enum class Mode { read_write, read_only };

  // Opens or makes a file. Throws SqliteError.
  explicit Database(const std::filesystem::path& file, Mode mode = Mode::read_write);

  // How long a statement waits for another connection's lock.
  void set_wait(std::chrono::milliseconds wait);
  // Statements that give no rows, separated by `;`.
  void run(const char* sql);
  // The one number that a statement gives.
  std::int64_t number(std::string_view sql) const;
  // Whether a transaction is open.
  bool in_transaction() const;
  std::int64_t changes() const;

  sqlite3* handle() const { return database_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  std::unique_ptr<sqlite3, Close> database_;
};

// A transaction that is rolled back unless it is committed.
class Unit {
 public:
  enum class Kind { deferred, immediate };
  explicit Unit(Database& database, Kind kind = Kind::deferred);
  ~Unit();
  Unit(const Unit&) = delete;
  Unit& operator=(const Unit&) = delete;
  void commit();

 private:
  Database& database_;
};

}  // namespace itss::store
