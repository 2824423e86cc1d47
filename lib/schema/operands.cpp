#include "schema/operands.hpp"

#include <algorithm>
#include <array>

#include "base/translate.hpp"
#include "base/zone.hpp"
#include "schema/computed.hpp"

namespace itss::schema {

namespace {

enum class Order { time, number, duration, text, none };

bool is_number(const std::string& text) {
  static const Field kNumber = [] {
    Field field;
    field.type = FieldType::number;
    return field;
  }();
  return canonical(kNumber, Value(text)).has_value();
}

Order order_of(const Field& field) {
  switch (field.type) {
    case FieldType::date:
    case FieldType::instant:
      return Order::time;
    case FieldType::duration:
      return Order::duration;
    case FieldType::number:
      return Order::number;
    case FieldType::code:
    case FieldType::computed:
      return is_numeric(field) ? Order::number : Order::text;
    case FieldType::map:
    case FieldType::condition:
      return Order::none;
    default:
      return Order::text;
  }
}

Order order_of(const Target& target) {
  switch (target.kind) {
    case Target::Kind::moment:
      return Order::time;
    case Target::Kind::field:
      return order_of(*target.field);
    case Target::Kind::name:
      return Order::text;
    default:
      return Order::none;
  }
}

bool is_time(const std::string& text) {
  static const Zone kAnyZone = *Zone::find("UTC");
  return parse_when(text, Instant{}, kAnyZone).has_value();
}

// Words of time beside a text compare letter by letter.
bool asks_for_time(Op op, const std::string& operand) {
  return op == Op::before || op == Op::after || operand == "now" || operand == "today";
}

}  // namespace

bool is_ordering(Op op) {
  static constexpr std::array kOrdering = {Op::before, Op::after,  Op::gt,      Op::ge,  Op::lt,
                                           Op::le,     Op::within, Op::weekday, Op::time};
  return std::find(kOrdering.begin(), kOrdering.end(), op) != kOrdering.end();
}

std::optional<std::string> wanted_operand(const Target& target, Op op, const std::string& operand) {
  const Order order = order_of(target);
  if (order == Order::none) return tr("asked of a value that has an order");
  if (op == Op::within || op == Op::weekday || op == Op::time)
    return order == Order::time ? std::nullopt : std::optional(tr("asked of a date or an instant"));
  if (order == Order::time && !is_time(operand)) return tr("a time such as 2026-11-24, now, today or -7d");
  if (order == Order::number && !is_number(operand)) return tr("a number");
  if (order == Order::duration && !parse_duration(operand)) return tr("a duration such as 4h or 1d2h");
  if (order == Order::text && asks_for_time(op, operand)) return tr("asked of a date or an instant");
  return std::nullopt;
}

}  // namespace itss::schema
