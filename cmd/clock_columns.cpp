#include "clock_columns.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "schema/paths.hpp"
#include "times.hpp"

namespace itss::cmd {

namespace {

constexpr const char* kParts[] = {"due", "remaining", "verdict", "elapsed", "breached_at"};

// The running clock that is due next; null if none is.
const sla::Clock* next_due(const std::vector<sla::Clock>& clocks) {
  const sla::Clock* next = nullptr;
  for (const auto& clock : clocks)
    if (clock.is_running() && clock.due && (next == nullptr || *clock.due < *next->due)) next = &clock;
  return next;
}

std::string part_label(const std::string& part) {
  if (part == "due") return tr("Due");
  if (part == "remaining") return tr("Left");
  if (part == "verdict") return tr("Verdict");
  if (part == "elapsed") return tr("Elapsed");
  return tr("Breached at");
}

}  // namespace

ClockColumns::ClockColumns(App& app, const schema::Schema& type, const Reading& reading)
    : app_(app), type_(type), reading_(reading) {
  const auto add = [&](const std::string& name) {
    if (schema::resolve(name, type, app.schemas()).kind == schema::Target::Kind::unknown) names_.push_back(name);
  };
  if (type.clocks.empty()) return;
  add("due");
  add("remaining");
  for (const auto& clock : type.clocks)
    for (const char* part : kParts) add(clock.name + "." + part);
}

bool ClockColumns::has(const std::string& name) const {
  return std::find(names_.begin(), names_.end(), name) != names_.end();
}

const std::vector<sla::Clock>& ClockColumns::of(const record::Record& record) {
  const auto [found, fresh] = known_.try_emplace(&record);
  if (!fresh) return found->second;
  if (!clockwork_) clockwork_.emplace(app_.repository(), reading_.known_at);
  return found->second = clockwork_->clocks_of(record, reading_.now);
}

ClockColumns::Answer ClockColumns::answer(const record::Record& record, const std::string& name) {
  const auto& clocks = of(record);
  const auto dot = name.find('.');
  const sla::Clock* clock = next_due(clocks);
  if (dot != std::string::npos) {
    const auto named =
        std::find_if(clocks.begin(), clocks.end(), [&](const auto& each) { return each.name == name.substr(0, dot); });
    clock = named == clocks.end() ? nullptr : &*named;
  }
  const std::string part = dot == std::string::npos ? name : name.substr(dot + 1);
  if (clock == nullptr) return {};
  if (part == "verdict") return {std::nullopt, std::nullopt, clock};
  if (part == "breached_at") return {clock->breached_at, std::nullopt, nullptr};
  if (clock->promises.empty() || clock->verdict == sla::Verdict::none) return {};
  if (part == "due") return {clock->due, std::nullopt, nullptr};
  if (part == "remaining") return {std::nullopt, clock->left(), nullptr};
  return {std::nullopt, clock->elapsed, nullptr};
}

format::Column ClockColumns::column(const std::string& name) const {
  const auto dot = name.find('.');
  format::Column column{name, part_label(name)};
  if (dot != std::string::npos)
    column.label = clock_label(type_, name.substr(0, dot)) + ": " + part_label(name.substr(dot + 1));
  const std::string part = dot == std::string::npos ? name : name.substr(dot + 1);
  if (part == "remaining" || part == "elapsed") column.align = Align::right;
  return column;
}

format::Cell ClockColumns::cell(const record::Record& record, const std::string& name) {
  const auto [at, amount, verdict] = answer(record, name);
  if (at) return format::raw_cell(time_text(app_, *at), to_string(*at));
  if (amount)
    return format::number_cell(static_cast<double>(amount->count()), clock_text(*amount),
                               *amount < Seconds{0} ? format::Style::bad : format::Style::plain);
  if (verdict != nullptr)
    return format::raw_cell(verdict_text(*verdict), std::string(sla::name_of(verdict->verdict)),
                            verdict->verdict == sla::Verdict::breached ? format::Style::bad : format::Style::plain);
  return format::absent_cell();
}

nlohmann::ordered_json ClockColumns::json(const record::Record& record, const std::string& name) {
  const auto [at, amount, verdict] = answer(record, name);
  if (at) return to_string(*at);
  if (amount) return amount->count();
  if (verdict != nullptr) return sla::name_of(verdict->verdict);
  return nullptr;
}

std::optional<double> ClockColumns::sort_key(const record::Record& record, const std::string& name) {
  const auto [at, amount, verdict] = answer(record, name);
  if (at) return static_cast<double>(at->utc.time_since_epoch().count());
  if (amount) return static_cast<double>(amount->count());
  if (verdict != nullptr) return static_cast<double>(verdict->verdict);
  return std::nullopt;
}

}  // namespace itss::cmd
