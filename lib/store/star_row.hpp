#pragma once
// One row of an export, value by value in the order of the columns. Inside store/ only.

#include <optional>
#include <string_view>

#include "base/time.hpp"
#include "store/sqlite.hpp"

namespace itss::store {

class StarRow {
 public:
  explicit StarRow(Statement& statement) : statement_(statement) {}

  // An empty text is NULL.
  StarRow& text(std::string_view text) { return text.empty() ? null() : key(text); }
  // A text, be it empty: part of a key.
  StarRow& key(std::string_view text) {
    statement_.bind(++place_, text);
    return *this;
  }
  StarRow& number(std::int64_t number) {
    statement_.bind(++place_, number);
    return *this;
  }
  StarRow& real(double number) {
    statement_.bind(++place_, number);
    return *this;
  }
  StarRow& real(const std::optional<double>& number) { return number ? real(*number) : null(); }
  StarRow& flag(bool flag) { return number(flag ? 1 : 0); }
  StarRow& time(const Instant& at) { return key(to_string(at)); }
  StarRow& time(const std::optional<Instant>& at) { return at ? time(*at) : null(); }
  StarRow& null() {
    statement_.bind_null(++place_);
    return *this;
  }
  void add() { statement_.run(); }

 private:
  Statement& statement_;
  int place_ = 0;
};

}  // namespace itss::store
