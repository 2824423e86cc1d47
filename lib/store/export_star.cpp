#include "store/export_star.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "record/facts.hpp"
#include "record/replay.hpp"
#include "schema/mask.hpp"
#include "sla/clock.hpp"
#include "store/export_star_kpi.hpp"
#include "store/export_star_sql.hpp"
#include "store/star_row.hpp"

namespace itss::store {

namespace {

using schema::FieldType;

std::string identifier(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) text += c == '"' ? "\"\"" : std::string(1, c);
  return text + '"';
}

bool holds_many(const schema::Field& field) {
  return field.type == FieldType::people || field.type == FieldType::links || field.type == FieldType::list;
}

bool holds_parts(const schema::Field& field) {
  return field.type == FieldType::map || field.type == FieldType::condition;
}

bool is_number(const schema::Field& field) {
  return field.type == FieldType::number || (field.type == FieldType::computed && field.computed["table"].absent());
}

// The columns of a type's own table: what holds one value.
std::vector<const schema::Field*> columns_of(const schema::Schema& schema) {
  std::vector<const schema::Field*> columns;
  for (const auto& field : schema.fields)
    if (!holds_many(field) && !holds_parts(field)) columns.push_back(&field);
  return columns;
}

// One type's own table, `records_TYPE`.
class TypeTable {
 public:
  TypeTable(Database& database, const schema::Schema& schema) : columns_(columns_of(schema)) {
    const std::string table = identifier("records_" + schema.record);
    std::string create = "CREATE TABLE " + table + " (record TEXT PRIMARY KEY, status TEXT";
    std::string places = "?, ?";
    for (const auto* field : columns_) {
      create += ", " + identifier(field->name) + (is_number(*field) ? " NUMERIC" : " TEXT");
      places += ", ?";
    }
    database.run((create + ") WITHOUT ROWID").c_str());
    insert_.emplace(database, "INSERT INTO " + table + " VALUES (" + places + ")");
  }

  const std::vector<const schema::Field*>& columns() const { return columns_; }
  Statement& insert() { return *insert_; }

 private:
  std::vector<const schema::Field*> columns_;
  std::optional<Statement> insert_;
};

class Export {
 public:
  Export(const record::World& world, const StarOptions& options, const std::filesystem::path& file)
      : world_(world), options_(options), database_(file), clockwork_(world, options.known_at) {
    // The file is new and put in place when it is whole: there is nothing that a journal could save.
    database_.run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA encoding = 'UTF-8'");
  }

  StarCounts run(const std::vector<kpi::Measure>& measures) {
    Unit unit(database_);
    database_.run(kStarTables);
    prepare();
    for (const auto& type : options_.types) add_type(*world_.schemas().find(type));
    if (!options_.periods.empty()) counts_.items = add_measures(database_, world_, measures, options_);
    for (const auto& [key, value] : options_.meta) StarRow(*meta_).text(key).text(value).add();
    database_.run(kStarIndexes);
    database_.run(kStarViews);
    if (!options_.periods.empty()) keep_true_views(database_);
    unit.commit();
    database_.run("PRAGMA optimize");
    return counts_;
  }

 private:
  void prepare() {
    const auto make = [&](std::optional<Statement>& statement, std::string_view table, int columns) {
      std::string places = "?";
      for (int i = 1; i < columns; ++i) places += ", ?";
      statement.emplace(database_, fmt::format("INSERT INTO {} VALUES ({})", table, places));
    };
    make(meta_, "meta", 2);
    make(types_, "types", 4);
    make(fields_, "fields", 7);
    make(codes_, "codes", 7);
    make(records_, "records", 12);
    make(values_, "record_values", 5);
    make(items_, "record_items", 6);
    make(events_, "events", 15);
    make(event_values_, "event_values", 9);
    make(states_, "states", 7);
    make(clocks_, "clocks", 23);
    make(promises_, "promises", 14);
  }

  void add_type(const schema::Schema& schema) {
    TypeTable table(database_, schema);
    add_codes(schema, "status", schema.states);
    for (const auto& field : schema.fields) {
      StarRow(*fields_)
          .text(schema.record)
          .text(field.name)
          .text(schema::name_of(field.type))
          .text(field.label.en)
          .text(field.label.zh)
          .text(field.to)
          .flag(field.confidential)
          .add();
      add_codes(schema, field.name, field.codes);
    }
    const std::size_t before = counts_.records;
    world_.each(schema.record, [&](const record::RecordPtr& record) {
      const auto then = record_then(*record, options_);
      if (then && (!options_.wanted || options_.wanted(*then))) add_record(schema, *then, table);
    });
    StarRow(*types_)
        .text(schema.record)
        .text(schema.label.en)
        .text(schema.label.zh)
        .number(static_cast<std::int64_t>(counts_.records - before))
        .add();
  }

  static bool is_final(const schema::State& state) { return state.final; }
  static bool is_final(const schema::CodeValue&) { return false; }

  template <class Named>
  void add_codes(const schema::Schema& schema, std::string_view field, const std::vector<Named>& codes) {
    for (std::size_t i = 0; i < codes.size(); ++i)
      StarRow(*codes_)
          .text(schema.record)
          .text(field)
          .text(codes[i].name)
          .number(static_cast<std::int64_t>(i))
          .text(codes[i].label.en)
          .text(codes[i].label.zh)
          .flag(is_final(codes[i]))
          .add();
  }

  void add_record(const schema::Schema& schema, const record::Record& record, TypeTable& table) {
    ++counts_.records;
    const auto effective = record::effective_events(record);
    const std::string status = get(record.fields, "status").text();
    const schema::State* state = schema.find_state(status);
    const record::Event& first = effective.empty() ? record.events.front() : *effective.front();
    const record::Event& last = effective.empty() ? record.events.back() : *effective.back();
    StarRow(*records_)
        .text(record.type)
        .text(record.id)
        .text(title_of(schema, record))
        .text(status)
        .text(record::shown_state(record, record.fields, world_, options_.now))
        .flag(state != nullptr && state->final)
        .time(first.at)
        .time(last.at)
        .text(first.by)
        .time(first.known_since())
        .number(static_cast<std::int64_t>(record.events.size()))
        .text(record.file)
        .add();
    add_fields(schema, record, table);
    add_events(schema, record, effective);
    add_states(record);
    if (!schema.clocks.empty()) add_clocks(record);
  }

  static std::string title_of(const schema::Schema& schema, const record::Record& record) {
    const auto* field = schema.find_field(schema.title_field);
    return field == nullptr ? std::string() : to_text(schema::masked(*field, get(record.fields, field->name)));
  }

  void add_fields(const schema::Schema& schema, const record::Record& record, TypeTable& table) {
    const record::RecordFacts facts(record, record.fields, world_, options_.now);
    StarRow row(table.insert());
    row.text(record.id).text(get(record.fields, "status").text());
    for (const auto* field : table.columns()) {
      const Value value =
          field->type == FieldType::computed ? facts.value(field->name) : get(record.fields, field->name);
      row.text(to_text(schema::masked(*field, value)));
    }
    row.add();
    for (const auto& field : schema.fields) {
      const Value value = schema::masked(field, get(record.fields, field.name));
      if (holds_many(field)) {
        std::int64_t position = 0;
        for (const auto& text : value.texts())
          StarRow(*values_).text(record.type).text(record.id).text(field.name).number(position++).text(text).add();
      }
      if (holds_parts(field)) add_items(record, field, value);
    }
  }

  void add_items(const record::Record& record, const schema::Field& field, const Value& value) {
    const auto add = [&](const std::string& key, const std::string& part, const Value& of) {
      StarRow(*items_).text(record.type).text(record.id).text(field.name).key(key).key(part).text(to_text(of)).add();
    };
    if (value.is_text()) add({}, {}, value);  // masked
    for (const auto& [key, item] : value.map()) {
      if (!item.is_map()) add(key, {}, item);
      for (const auto& [part, of] : item.map()) add(key, part, of);
    }
  }

  void add_events(const schema::Schema& schema, const record::Record& record,
                  const std::vector<const record::Event*>& effective) {
    const std::set<const record::Event*> counting(effective.begin(), effective.end());
    for (std::size_t i = 0; i < record.events.size(); ++i) {
      const record::Event& event = record.events[i];
      const auto position = static_cast<std::int64_t>(i);
      ++counts_.events;
      StarRow(*events_)
          .text(record.type)
          .text(record.id)
          .number(position)
          .text(event.id())
          .time(event.at)
          .time(event.known_since())
          .text(event.by)
          .text(event.verb)
          .text(event.told)
          .text(event.note)
          .text(event.for_whom)
          .text(event.evidence.absent() ? std::string() : to_text(event.evidence))
          .text(event.via)
          .text(event.retracts)
          .flag(counting.count(&event) > 0)
          .add();
      add_changes(schema, record, event, position);
    }
  }

  void add_changes(const schema::Schema& schema, const record::Record& record, const record::Event& event,
                   std::int64_t position) {
    std::int64_t place = 0;
    const auto add = [&](const char* change, const std::string& field, const std::string& key, const std::string& part,
                         const std::string& value) {
      StarRow(*event_values_)
          .text(record.type)
          .text(record.id)
          .number(position)
          .number(place++)
          .text(change)
          .text(field)
          .text(key)
          .text(part)
          .text(value)
          .add();
    };
    const auto add_value = [&](const char* change, const std::string& name, const Value& plain) {
      const auto* field = schema.find_field(name);
      const Value value = field == nullptr ? plain : schema::masked(*field, plain);
      for (const auto& text : value.texts()) add(change, name, {}, {}, text);
      for (const auto& [key, item] : value.map()) {
        if (!item.is_map()) add(change, name, key, {}, to_text(item));
        for (const auto& [part, of] : item.map()) add(change, name, key, part, to_text(of));
      }
    };
    for (const auto& [name, value] : event.set) add_value("set", name, value);
    for (const auto& name : event.unset) add("unset", name, {}, {}, {});
    for (const auto& [name, value] : event.add) add_value("add", name, value);
    for (const auto& [name, value] : event.remove) add_value("remove", name, value);
    for (const auto& [name, value] : event.put) add_value("put", name, value);
    for (const auto& [name, value] : event.drop) add_value("drop", name, value);
    for (const auto& [name, value] : event.source) add("source", name, {}, {}, to_text(value));
  }

  void add_states(const record::Record& record) {
    std::int64_t position = 0;
    for (const auto& span : record::state_spans(record)) {
      const SysSeconds until = span.to ? span.to->utc : std::max(options_.now.utc, span.from.utc);
      StarRow(*states_)
          .text(record.type)
          .text(record.id)
          .number(position++)
          .text(span.state)
          .time(span.from)
          .time(span.to)
          .number((until - span.from.utc).count())
          .add();
    }
  }

  void add_clocks(const record::Record& record) {
    for (const auto& clock : clockwork_.clocks_of(record, options_.now)) {
      ++counts_.clocks;
      const sla::Promise* last = clock.promises.empty() ? nullptr : &clock.promises.back();
      StarRow row(*clocks_);
      row.text(record.type)
          .text(record.id)
          .text(clock.name)
          .text(sla::name_of(clock.verdict))
          .time(clock.started)
          .time(clock.stopped)
          .time(clock.due)
          .time(clock.breached_at)
          .time(clock.counted_at());
      if (last == nullptr)
        row.null().null().null().null().null().null();
      else
        row.number(clock.elapsed.count())
            .number(last->target.count())
            .number(clock.overrun().count())
            .text(last->level)
            .text(last->agreement)
            .text(last->calendar);
      row.text(clock.cause).flag(clock.paused).flag(clock.cancelled).flag(clock.late_entry).flag(clock.provisional);
      if (clock.excused)
        row.text(clock.excused->reason).text(clock.excused->by).time(clock.excused->at);
      else
        row.null().null().null();
      row.add();
      add_promises(record, clock);
    }
  }

  void add_promises(const record::Record& record, const sla::Clock& clock) {
    std::int64_t position = 0;
    for (const auto& promise : clock.promises)
      StarRow(*promises_)
          .text(record.type)
          .text(record.id)
          .text(clock.name)
          .number(position++)
          .text(promise.agreement)
          .text(promise.calendar)
          .text(promise.level)
          .text(promise.policy)
          .number(promise.target.count())
          .number(promise.elapsed.count())
          .time(promise.in_force_from)
          .time(promise.until)
          .time(promise.due)
          .time(promise.broken_at)
          .add();
  }

  const record::World& world_;
  const StarOptions& options_;
  Database database_;
  sla::Clockwork clockwork_;
  std::optional<Statement> meta_, types_, fields_, codes_, records_, values_, items_, events_, event_values_, states_,
      clocks_, promises_;
  StarCounts counts_;
};

}  // namespace

std::optional<record::Record> record_then(const record::Record& record, const StarOptions& options) {
  record::Record then = record;
  const auto unknown = [&](const record::Event& event) {
    return event.at > options.now || (options.known_at && event.known_since() > *options.known_at);
  };
  then.events.erase(std::remove_if(then.events.begin(), then.events.end(), unknown), then.events.end());
  if (then.events.empty()) return std::nullopt;
  if (then.events.size() != record.events.size()) then.fields = record::replay(then);
  return then;
}

StarCounts export_star(const record::World& world, const std::vector<kpi::Measure>& measures,
                       const StarOptions& options, const std::filesystem::path& file) {
  return Export(world, options, file).run(measures);
}

}  // namespace itss::store
