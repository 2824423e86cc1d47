#include "store/record_bytes.hpp"

#include "store/packed.hpp"

namespace itss::store {

namespace {

using record::Event;

enum Form : std::uint64_t { absent, text, list, map };

void put(Pack& pack, const std::vector<std::string>& texts) {
  pack.number(texts.size());
  for (const auto& each : texts) pack.text(each);
}

void put(Pack& pack, const Fields& fields);

void put(Pack& pack, const Value& value) {
  if (value.is_text()) {
    pack.number(text);
    pack.text(value.text());
  } else if (value.is_list()) {
    pack.number(list);
    put(pack, value.list());
  } else if (value.is_map()) {
    pack.number(map);
    put(pack, value.map());
  } else {
    pack.number(absent);
  }
}

void put(Pack& pack, const Fields& fields) {
  pack.number(fields.size());
  for (const auto& [name, value] : fields) {
    pack.text(name);
    put(pack, value);
  }
}

void put(Pack& pack, const Instant& instant) {
  pack.signed_number(instant.utc.time_since_epoch().count());
  pack.signed_number(instant.offset.count());
}

void put(Pack& pack, const Event& event) {
  put(pack, event.at);
  pack.number(event.recorded ? 1 : 0);
  if (event.recorded) put(pack, *event.recorded);
  for (const auto* each : {&event.by, &event.verb, &event.told, &event.note, &event.for_whom, &event.via,
                           &event.retracts, &event.written_id})
    pack.text(*each);
  put(pack, event.unset);
  for (const auto* each : {&event.set, &event.add, &event.remove, &event.put, &event.drop, &event.source, &event.extra})
    put(pack, *each);
  put(pack, event.evidence);
  pack.number(event.begin);
}

std::vector<std::string> get_texts(Unpack& bytes) {
  std::vector<std::string> texts;
  for (auto count = bytes.number(); count > 0; --count) texts.emplace_back(bytes.text());
  return texts;
}

Fields get_fields(Unpack& bytes);

Value get_value(Unpack& bytes) {
  switch (bytes.number()) {
    case absent:
      return {};
    case text:
      return std::string(bytes.text());
    case list:
      return get_texts(bytes);
    case map:
      return get_fields(bytes);
    default:
      throw Corrupt();
  }
}

Fields get_fields(Unpack& bytes) {
  Fields fields;
  for (auto count = bytes.number(); count > 0; --count) {
    std::string name(bytes.text());
    fields.emplace_hint(fields.end(), std::move(name), get_value(bytes));
  }
  return fields;
}

Instant get_instant(Unpack& bytes) {
  Instant instant;
  instant.utc = SysSeconds(Seconds(bytes.signed_number()));
  instant.offset = Seconds(bytes.signed_number());
  return instant;
}

Event get_event(Unpack& bytes) {
  Event event;
  event.at = get_instant(bytes);
  if (bytes.number() == 1) event.recorded = get_instant(bytes);
  for (auto* each : {&event.by, &event.verb, &event.told, &event.note, &event.for_whom, &event.via, &event.retracts,
                     &event.written_id})
    *each = bytes.text();
  event.unset = get_texts(bytes);
  for (auto* each : {&event.set, &event.add, &event.remove, &event.put, &event.drop, &event.source, &event.extra})
    *each = get_fields(bytes);
  event.evidence = get_value(bytes);
  event.begin = bytes.number();
  return event;
}

}  // namespace

std::string to_bytes(const record::Record& record) {
  Pack pack;
  pack.text(record.id);
  put(pack, record.aliases);
  put(pack, record.fields);
  put(pack, record.unknown);
  pack.number(record.events.size());
  for (const auto& event : record.events) put(pack, event);
  return pack.take();
}

record::Record from_bytes(std::string_view bytes, std::string type, std::string file) {
  Unpack rest(bytes);
  record::Record record;
  record.id = rest.text();
  record.type = std::move(type);
  record.file = std::move(file);
  record.aliases = get_texts(rest);
  record.fields = get_fields(rest);
  record.unknown = get_fields(rest);
  const auto count = rest.number();
  if (count > bytes.size()) throw Corrupt();
  record.events.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) record.events.push_back(get_event(rest));
  if (!rest.at_end()) throw Corrupt();
  return record;
}

}  // namespace itss::store
