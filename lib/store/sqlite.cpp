#include "store/sqlite.hpp"

namespace itss::store {

namespace {

[[noreturn]] void refuse(sqlite3* database, int result) {
  constexpr int kPrimary = 0xff;
  throw SqliteError(result & kPrimary, database == nullptr ? sqlite3_errstr(result) : sqlite3_errmsg(database));
}

}  // namespace

Statement::Statement(const Database& database, std::string_view sql) : database_(database.handle()) {
  sqlite3_stmt* made = nullptr;
  const int result = sqlite3_prepare_v2(database_, sql.data(), static_cast<int>(sql.size()), &made, nullptr);
  statement_.reset(made);
  check(result);
}

void Statement::check(int result) const {
  if (result != SQLITE_OK && result != SQLITE_ROW && result != SQLITE_DONE) refuse(database_, result);
}

Statement& Statement::bind(int place, std::int64_t number) {
  check(sqlite3_bind_int64(statement_.get(), place, number));
  return *this;
}

Statement& Statement::bind(int place, double number) {
  check(sqlite3_bind_double(statement_.get(), place, number));
  return *this;
}

Statement& Statement::bind(int place, std::string_view text) {
  const char* const data = text.data() == nullptr ? "" : text.data();
  check(sqlite3_bind_text64(statement_.get(), place, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_blob(int place, std::string_view bytes) {
  const char* const data = bytes.data() == nullptr ? "" : bytes.data();
  check(sqlite3_bind_blob64(statement_.get(), place, data, bytes.size(), SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::bind_null(int place) {
  check(sqlite3_bind_null(statement_.get(), place));
  return *this;
}

bool Statement::step() {
  const int result = sqlite3_step(statement_.get());
  if (result == SQLITE_ROW) return true;
  sqlite3_reset(statement_.get());
  check(result);
  return false;
}

void Statement::run() {
  while (step()) {
  }
}

void Statement::reset() { sqlite3_reset(statement_.get()); }

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(statement_.get(), column); }
double Statement::real(int column) const { return sqlite3_column_double(statement_.get(), column); }

std::string_view Statement::bytes(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return data == nullptr ? std::string_view() : std::string_view(data, size);
}

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }

Database::Database(const std::filesystem::path& file, Mode mode) {
  const int flags = mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* opened = nullptr;
  const int result = sqlite3_open_v2(file.c_str(), &opened, flags, nullptr);
  database_.reset(opened);
  if (result != SQLITE_OK) refuse(opened, result);
}

void Database::set_wait(std::chrono::milliseconds wait) {
  sqlite3_busy_timeout(database_.get(), static_cast<int>(wait.count()));
}

void Database::run(const char* sql) {
  const int result = sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) refuse(database_.get(), result);
}

std::int64_t Database::number(std::string_view sql) const {
  Statement statement(*this, sql);
  return statement.step() ? statement.number(0) : 0;
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(database_.get()) == 0; }
std::int64_t Database::changes() const { return sqlite3_changes64(database_.get()); }

Unit::Unit(Database& database, Kind kind) : database_(database) {
  database_.run(kind == Kind::immediate ? "BEGIN IMMEDIATE" : "BEGIN");
}

Unit::~Unit() {
  if (!database_.in_transaction()) return;
  try {
    database_.run("ROLLBACK");
  } catch (const SqliteError&) {
    // The connection ends it when it is closed.
  }
}

void Unit::commit() { database_.run("COMMIT"); }

}  // namespace itss::store
