// `itss TYPE board`: the records of a type by their states, with what each waits for.
#include <algorithm>
#include <limits>

#include "base/text.hpp"
#include "inputs.hpp"
#include "next.hpp"
#include "process/plan.hpp"
#include "read.hpp"
#include "record/facts.hpp"
#include "record_filter.hpp"
#include "schema/paths.hpp"
#include "times.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

using format::Audience;
using format::Style;
using record::RecordPtr;

constexpr Seconds kDay = std::chrono::hours(24);
constexpr std::size_t kShownMissing = 3;  // options; a row must stay a line

struct BoardOptions {
  FilterWords filter;
  ShowWords show;
};

// A state of the schema, with the records that are shown in it.
struct Lane {
  const schema::State* state;
  std::vector<RecordPtr> records;
};

std::size_t place_of(const schema::Schema& type, const std::string& state) {
  for (std::size_t i = 0; i < type.states.size(); ++i)
    if (type.states[i].name == state) return i;
  return type.states.size();
}

// The move that leads on: to the nearest later state, else the first that the actor may make, else to any other state.
const process::Option* leading_on(const schema::Schema& type, const std::string& state,
                                  const std::vector<process::Option>& options) {
  const std::size_t here = place_of(type, state);
  const process::Option* best = nullptr;
  for (const auto& option : options) {
    const std::size_t there = place_of(type, option.to);
    if (there <= here || there == type.states.size()) continue;
    if (best == nullptr || there < place_of(type, best->to)) best = &option;
  }
  if (best != nullptr) return best;
  for (const auto& option : options)
    if (option.to != state && (best == nullptr || (option.by_actor && !best->by_actor))) best = &option;
  return best;
}

// The move that leads on, and what it still needs: both empty where there is none.
struct Next {
  std::string verb;
  std::vector<std::string> missing;  // options, and groups of which one is needed
};

Next next_of(App& app, const schema::Schema& type, const record::Record& record) {
  const auto options = process::options(record, app.repository(), app.find_actor(), app.now());
  const auto* option = leading_on(type, get(record.fields, "status").text(), options);
  if (option == nullptr) return {};
  Next next{option_name(option->verb), missing_options(option->missing)};
  for (const auto& group : option->one_of) next.missing.push_back("(" + join(missing_options(group), " | ") + ")");
  return next;
}

// In short: `submit: --scope --version and 4 more`.
std::string text_of(const Next& next) {
  std::string text = next.verb;
  for (std::size_t i = 0; i < std::min(kShownMissing, next.missing.size()); ++i)
    text += (i == 0 ? ": " : " ") + next.missing[i];
  if (next.missing.size() > kShownMissing) text += " " + trf("and {} more", next.missing.size() - kShownMissing);
  return text;
}

// `3 d`, `5 h`, `20 min`.
std::string rough_text(Seconds amount) {
  if (amount >= kDay) return trf("{} d", amount / kDay);
  if (amount >= std::chrono::hours(1)) return trf("{} h", amount / std::chrono::hours(1));
  return trf("{} min", amount / std::chrono::minutes(1));
}

// Since when the record is in its stored state.
format::Cell age_cell(App& app, const record::Record& record) {
  const auto spans = record::state_spans(record);
  if (spans.empty()) return format::absent_cell();
  const Seconds amount = std::max(Seconds{0}, app.now().utc - spans.back().from.utc);
  return format::number_cell(static_cast<double>(amount.count()), rough_text(amount));
}

// An instant within a sub-record is shown as one that is a field of its own.
format::Cell board_cell(App& app, const record::Record& record, const schema::Schema& type, const std::string& column) {
  auto cell = cell_of(app, record, type, column);
  const auto target = schema::resolve(column, type, app.schemas());
  if (target.field == nullptr || target.field->type != schema::FieldType::instant || target.confidential) return cell;
  if (const auto instant = parse_instant(cell.raw)) cell.text = time_text(app, *instant);
  return cell;
}

// Where the type's own words name no label.
format::Column board_column(App& app, const schema::Schema& type, const std::string& name) {
  auto column = column_of(type, name);
  const auto target = schema::resolve(name, type, app.schemas());
  if (const auto dot = name.find('.'); dot != std::string::npos && target.field != nullptr)
    if (const auto* field = type.find_field(name.substr(0, dot)))
      column.label = field->label.text() + " · " + target.field->label.text();
  return column;
}

std::vector<format::Column> columns_of(App& app, const schema::Schema& type, const ClockColumns& clocks) {
  std::vector<format::Column> columns;
  for (const auto& name : type.board) {
    columns.push_back(board_column(app, type, name));
    if (name == "status") columns.back().audience = Audience::machines;  // people read it above the table
  }
  if (std::find(type.board.begin(), type.board.end(), "status") == type.board.end()) {
    columns.push_back(column_of(type, "status"));
    columns.back().audience = Audience::machines;
  }
  for (const char* name : {"due", "remaining"})
    if (clocks.has(name)) columns.push_back(clocks.column(name));
  columns.push_back({"in_state_seconds", tr("In state for"), Align::right});
  columns.push_back({"", tr("Next, and what it lacks"), Align::left, true, Audience::people});
  columns.push_back({"next", tr("Next"), Align::left, false, Audience::machines});
  columns.push_back({"missing", tr("Missing"), Align::left, false, Audience::machines});
  return columns;
}

// The records of one state, the one that is due first before the others.
std::vector<std::vector<format::Cell>> rows_of(App& app, const schema::Schema& type, const Lane& lane,
                                               ClockColumns& clocks) {
  const bool due = clocks.has("due");
  std::vector<std::pair<double, const record::Record*>> order;
  for (const auto& record : lane.records) {
    const auto key = due ? clocks.sort_key(*record, "due") : std::nullopt;
    order.emplace_back(key.value_or(std::numeric_limits<double>::infinity()), record.get());
  }
  std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::vector<format::Cell>> rows;
  for (const auto& [key, record] : order) {
    std::vector<format::Cell> row;
    for (const auto& name : type.board) row.push_back(board_cell(app, *record, type, name));
    if (std::find(type.board.begin(), type.board.end(), "status") == type.board.end())
      row.push_back(cell_of(app, *record, type, "status"));
    for (const char* name : {"due", "remaining"})
      if (clocks.has(name)) row.push_back(clocks.cell(*record, name));
    row.push_back(age_cell(app, *record));
    const Next next = next_of(app, type, *record);
    row.push_back({text_of(next)});
    row.push_back(next.verb.empty() ? format::absent_cell() : format::Cell{next.verb});
    row.push_back(format::list_cell(next.missing));
    rows.push_back(std::move(row));
  }
  return rows;
}

bool is_late(const record::Record& record, ClockColumns& clocks) {
  const auto& all = clocks.of(record);
  return std::any_of(all.begin(), all.end(), [](const sla::Clock& clock) { return clock.is_overdue(); });
}

// People read a table for each state, machines one of all records and one of the states.
format::Document document_of(App& app, const schema::Schema& type, const std::vector<Lane>& lanes,
                             ClockColumns& clocks) {
  const auto columns = columns_of(app, type, clocks);
  format::Document document;
  document.title = type.label.text();
  format::Section states, records;
  states.name = "states";
  states.aside = true;
  states.table.columns = {
      {"state", tr("Status")}, {"label", tr("Meaning")}, {"records", tr("Records")}, {"late", tr("Late")}};
  records.name = "records";
  records.table.columns = columns;
  for (const auto& lane : lanes) {
    if (lane.records.empty()) continue;
    format::Section section;
    section.audience = Audience::people;
    const auto late = static_cast<std::size_t>(std::count_if(
        lane.records.begin(), lane.records.end(), [&](const auto& record) { return is_late(*record, clocks); }));
    section.title = lane.state->label.text() + " · " + counted("{} record", "{} records", lane.records.size());
    if (late > 0) section.title += " · " + trf("{} late", late);
    section.table = {columns, rows_of(app, type, lane, clocks)};
    records.table.rows.insert(records.table.rows.end(), section.table.rows.begin(), section.table.rows.end());
    states.table.rows.push_back({{lane.state->name},
                                 {lane.state->label.text()},
                                 format::number_cell(static_cast<double>(lane.records.size())),
                                 format::number_cell(static_cast<double>(late))});
    document.sections.push_back(std::move(section));
  }
  states.audience = records.audience = Audience::machines;
  document.sections.push_back(std::move(states));
  document.sections.push_back(std::move(records));
  return document;
}

Exit run(App& app, const schema::Schema& type, const BoardOptions& options) {
  look_of(app, options.show);
  ClockColumns clocks(app, type, {app.now(), std::nullopt});
  const RecordFilter filter(app, type, options.filter, clocks);
  const store::Repository& repository = app.repository();
  std::vector<Lane> lanes;
  for (const auto& state : type.states) lanes.push_back({&state, {}});
  std::size_t unreadable = 0;
  repository.read_all(type.record, filter.scope(), [&](const std::filesystem::path&, const store::Loaded& loaded) {
    if (!loaded.record) {
      ++unreadable;
      app.tell(loaded.findings);
    } else if (!filter(*loaded.record)) {
      clocks.forget(*loaded.record);
    } else {
      const auto state = record::shown_state(*loaded.record, loaded.record->fields, repository, app.now());
      const auto place = place_of(type, state);
      if (place < lanes.size())
        lanes[place].records.push_back(loaded.record);
      else
        ++unreadable;  // a state that the type does not have: no place on the board
    }
  });
  const bool none = std::all_of(lanes.begin(), lanes.end(), [](const auto& lane) { return lane.records.empty(); });
  auto document = document_of(app, type, lanes, clocks);
  if (none && look_of(app, options.show).form == format::Form::text && options.show.format.empty())
    app.note(tr("no records"));
  else
    print_page(app, std::move(document), options.show);
  if (unreadable == 0) return Exit::done;
  app.error(counted("{} record could not be read; the list is incomplete",
                    "{} records could not be read; the list is incomplete", unreadable),
            tr("'itss check' lists all findings"));
  return Exit::cannot;
}

}  // namespace

Run setup_board(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<BoardOptions>();
  const schema::Schema& type = *subject.type;
  parser.group(tr("Which records"));
  add_filter_options(parser, options->filter);
  if (!type.clocks.empty()) add_clock_filter_options(parser, options->filter);
  add_show_options(parser, options->show);
  return [&app = subject.app, &type, options] { return run(app, type, *options); };
}

}  // namespace itss::cmd
