#include "inputs.hpp"

#include <algorithm>
#include <fstream>
#include <istream>
#include <iterator>

#include "base/text.hpp"
#include "schema/words.hpp"
#include "select.hpp"

namespace itss::cmd {

namespace {

using schema::Field;
using schema::FieldType;

constexpr std::size_t kShownCodes = 60;  // columns of codes in the help of an option

bool is_many(FieldType type) {
  return type == FieldType::people || type == FieldType::links || type == FieldType::list;
}

// What stands for the value in help.
std::string value_name(const Field& field) {
  switch (field.type) {
    case FieldType::text:
    case FieldType::prose:
      return "TEXT";
    case FieldType::code:
      return "CODE";
    case FieldType::number:
      return "N";
    case FieldType::date:
      return "DATE";
    case FieldType::instant:
      return "TIME";
    case FieldType::duration:
      return "SPAN";
    case FieldType::person:
      return "PERSON";
    case FieldType::people:
      return "PERSON,...";
    case FieldType::link:
      return "ID";
    case FieldType::links:
      return "ID,...";
    case FieldType::list:
      return "TEXT,...";
    case FieldType::map:
      return field.key.empty() ? "PART=VALUE" : "KEY.PART=VALUE";
    case FieldType::computed:
      return "";
    case FieldType::condition:
      return "FIELD=VALUE";
  }
  return "TEXT";
}

std::string help_of(const Field& field) {
  std::string help = dated(field.label.text(), field.valid);
  std::string codes = dated_codes(field);
  if (display_width(codes) > kShownCodes) codes = truncate(codes, kShownCodes);
  if (!codes.empty()) help += ": " + codes;
  if (!field.fallback.empty()) help += " " + trf("(else {})", field.fallback);
  if (field.required) help += std::string(" ") + tr("(needed)");
  return help;
}

Completes completes(const Field& field) {
  using With = Completes::With;
  if (field.type == FieldType::code) return {With::words, names_of(field.codes), {}};
  if (field.type == FieldType::person || field.type == FieldType::people)
    return {With::ids, {}, std::string(schema::kPersonType)};
  if (field.type == FieldType::link || field.type == FieldType::links) return {With::ids, {}, field.to};
  return {};
}

// Items separated by commas; `\,` is a comma inside one.
Value::List items_of(const std::vector<std::string>& words) {
  Value::List items;
  for (const auto& word : words) {
    std::string item;
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (word[i] == '\\' && i + 1 < word.size() && word[i + 1] == ',') {
        item += word[++i];
      } else if (word[i] == ',') {
        items.emplace_back(trim(item));
        item.clear();
      } else {
        item += word[i];
      }
    }
    items.emplace_back(trim(item));
  }
  items.erase(std::remove(items.begin(), items.end(), std::string()), items.end());
  return items;
}

// The value of a field with its partial ids completed. Of people only whole names and aliases are taken: a few letters
// are too easily somebody else's.
Value complete(App& app, const Field& field, const Value& value) {
  if ((field.type != FieldType::link && field.type != FieldType::links) || field.to == schema::kPersonType)
    return value;
  if (!value.is_list()) return id_meant(app, value.text(), field.to);
  Value::List ids;
  for (const auto& text : value.list()) ids.push_back(id_meant(app, text, field.to));
  return ids;
}

[[noreturn]] void unknown_field(const schema::Schema& type, const std::string& name) {
  const auto close = suggest(name, typed_fields(type));
  throw Failure(Exit::usage, trf("'{}' has no field '{}'", type.record, name),
                close ? trf("did you mean '{}'?", *close) : trf("see 'itss schema show {}'", type.record));
}

const Field& field_of(const schema::Schema& type, std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  const Field* field = type.find_field(name);
  if (field == nullptr) unknown_field(type, name);
  return *field;
}

Value part_value(App& app, const Field& field, const std::string& part, const std::string& text) {
  const Field* below = field.find_field(part);
  if (below == nullptr) return text;
  return is_many(below->type) ? complete(app, *below, items_of({text})) : complete(app, *below, text);
}

// `part=value` of a map field without keys.
void put_own_part(App& app, Fields& put, const Field& field, const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    throw Failure(Exit::usage, trf("'{}' is not PART=VALUE", text), trf("the field is '{}'", field.name));
  const std::string part = text.substr(0, equals), value = text.substr(equals + 1);
  put[field.name].map()[part] = part_value(app, field, part, value);
}

// `key.part=value` of a map field. Keys may have dots, parts have none.
void put_part(App& app, Fields& put, const Field& field, const std::string& text) {
  if (field.type != FieldType::map)
    throw Failure(Exit::usage, trf("'{}' has no parts; give --{} VALUE", field.name, option_name(field.name)));
  if (field.key.empty()) return put_own_part(app, put, field, text);
  const auto equals = text.find('=');
  const auto dot = text.rfind('.', equals);
  if (equals == std::string::npos || dot == std::string::npos || dot == 0)
    throw Failure(Exit::usage, trf("'{}' is not KEY.PART=VALUE", text), trf("the field is '{}'", field.name));
  const std::string key = text.substr(0, dot), part = text.substr(dot + 1, equals - dot - 1);
  put[field.name].map()[key].map()[part] = part_value(app, field, part, text.substr(equals + 1));
}

// `field=items` of --add and --remove.
void add_items(App& app, Fields& into, const schema::Schema& type, const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos) throw Failure(Exit::usage, trf("'{}' is not FIELD=VALUE", text));
  const Field& field = field_of(type, text.substr(0, equals));
  if (!is_many(field.type)) throw Failure(Exit::usage, trf("'{}' holds one value; set it", field.name));
  for (const auto& item : complete(app, field, items_of({text.substr(equals + 1)})).texts())
    into[field.name].list().push_back(item);
}

// Ids of records that the move makes, those of the day of its event; named records have none.
std::function<std::string(const std::string&)> ids_of_day(App& app, const Instant& at) {
  auto& repository = app.repository();
  return [&app, &repository, day = repository.zone().date_at(at.utc)](const std::string& type) {
    const auto* schema = repository.schemas().find(type);
    return schema == nullptr || schema->named() ? std::string() : repository.new_id(*schema, day, app.random());
  };
}

}  // namespace

std::string dated(const std::string& text, const schema::Validity& valid) {
  std::vector<std::string> dates;
  if (valid.since) dates.push_back(trf("since {}", to_string(*valid.since)));
  if (valid.until) dates.push_back(trf("until {}", to_string(*valid.until)));
  return dates.empty() ? text : text + " (" + join(dates, ", ") + ")";
}

std::string dated_codes(const schema::Field& field) {
  std::vector<std::string> codes;
  for (const auto& code : field.codes) codes.push_back(dated(code.name, code.valid));
  return join(codes, " ");
}

std::string option_name(const std::string& field) {
  std::string name = field;
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

std::vector<std::string> typed_fields(const schema::Schema& type) {
  std::vector<std::string> names;
  for (const auto& field : type.fields)
    if (field.type != FieldType::computed) names.push_back(field.name);
  return names;
}

void add_field_options(Parser& parser, const schema::Schema& type, const std::vector<std::string>& fields,
                       FieldWords& words) {
  parser.group(tr("Fields"));
  for (const auto& name : fields) {
    const Field* field = type.find_field(name);
    if (field == nullptr || field->type == FieldType::computed) continue;
    // A field named as an option of ours, which the verifier refuses, is still reached behind a prefix.
    std::string option = option_name(name);
    if (schema::is_option_word(option) || parser.has(option)) option.insert(0, "field-");
    if (parser.has(option)) continue;
    parser.option("--" + option, words.values[name], value_name(*field), help_of(*field)).completes = completes(*field);
  }
}

void add_item_options(Parser& parser, const schema::Schema& type, const std::vector<std::string>& fields,
                      FieldWords& words) {
  const auto holds_several = [&](const auto& name) {
    const Field* field = type.find_field(name);
    return field != nullptr && is_many(field->type);
  };
  if (std::none_of(fields.begin(), fields.end(), holds_several)) return;
  parser.option("--add", words.add, "FIELD=VALUE", tr("add an item to a list"));
  parser.option("--remove", words.remove, "FIELD=VALUE", tr("take an item out of a list"));
}

void add_change_options(Parser& parser, FieldWords& words) {
  parser.group(tr("Changes"));
  parser.option("--unset", words.unset, "FIELD", tr("empty a field"));
  parser.option("--add", words.add, "FIELD=VALUE", tr("add an item to a list"));
  parser.option("--remove", words.remove, "FIELD=VALUE", tr("take an item out of a list"));
  parser.option("--put", words.put, "FIELD.KEY.PART=VALUE", tr("set a part of a sub-record"));
  parser.option("--drop", words.drop, "FIELD.KEY", tr("remove a sub-record"));
}

void add_event_options(Parser& parser, EventWords& words) {
  parser.group(tr("The event"));
  parser.option("-m,--note", words.note, "TEXT", tr("a note; @FILE reads it from a file"));
  parser.option("-F,--note-file", words.note_file, "FILE", tr("read the note from a file (- is standard input)"));
  parser.option("--told", words.told, "CHANNEL", tr("the requester was told by this channel"));
  parser.option("--for", words.for_whom, "WHO", tr("whose word is recorded"));
  parser.option("--evidence", words.evidence, "HOW=TEXT", tr("how, when, text or attachment of that word"));
  parser.option("--at", words.at, "TIME", tr("when it happened, if not now (see 'itss help dates')"));
  parser.flag("--strict", words.strict, tr("take warnings for refusals"));
}

void add_write_options(Parser& parser, WriteWords& words) {
  parser.group(tr("Writing"));
  parser.flag("-n,--dry-run", words.dry_run, tr("show what would change, write nothing"));
  parser.flag("--no-commit", words.no_commit, tr("write without a git commit"));
  parser.flag(
      "-y,--yes", words.yes,
      tr("do not ask before changing many records: more than 50 ids, typed or read, or several that --where chose"));
  parser.optional("--json", words.json, "*", "FIELDS", tr("print the record as JSON"));
}

void fill(process::Request& request, App& app, const schema::Schema& type, const FieldWords& words) {
  for (const auto& [name, values] : words.values) {
    if (values.empty()) continue;
    const Field& field = field_of(type, name);
    if (field.type == FieldType::map) {
      for (const auto& value : values) put_part(app, request.put, field, value);
    } else if (field.type == FieldType::condition) {
      request.set[name] = Value(values);  // each a test of its own; commas are theirs
    } else if (is_many(field.type)) {
      request.set[name] = complete(app, field, items_of(values));
    } else if (values.size() > 1) {
      throw Failure(Exit::usage, trf("'{}' is given twice", "--" + option_name(name)));
    } else {
      const bool text = field.type == FieldType::text || field.type == FieldType::prose;
      request.set[name] = text ? Value(long_text(app, values.front())) : complete(app, field, values.front());
    }
  }
  for (const auto& name : words.unset) request.unset.push_back(field_of(type, name).name);
  for (const auto& text : words.add) add_items(app, request.add, type, text);
  for (const auto& text : words.remove) add_items(app, request.remove, type, text);
  for (const auto& text : words.put) {
    const auto dot = text.find('.');
    if (dot == std::string::npos) throw Failure(Exit::usage, trf("'{}' is not FIELD.KEY.PART=VALUE", text));
    put_part(app, request.put, field_of(type, text.substr(0, dot)), text.substr(dot + 1));
  }
  for (const auto& text : words.drop) {
    const auto dot = text.find('.');
    if (dot == std::string::npos) throw Failure(Exit::usage, trf("'{}' is not FIELD.KEY", text));
    request.drop[field_of(type, text.substr(0, dot)).name].list().push_back(text.substr(dot + 1));
  }
  for (const auto& name : request.unset)
    for (const auto* changes : {&request.set, &request.add, &request.put})
      if (changes->count(name) > 0) throw Failure(Exit::usage, trf("'{}' is both filled and emptied", name));
}

void fill(process::Request& request, App& app, const EventWords& words) {
  request.actor = app.actor();
  request.now = app.now();
  request.at = words.at.empty() ? request.now : app.when(words.at, "--at");
  request.new_id = ids_of_day(app, request.at);
  request.strict = words.strict;
  request.told = words.told;
  request.for_whom = words.for_whom;
  request.note = words.note_file.empty() ? long_text(app, words.note) : long_text(app, "@" + words.note_file);
  if (words.evidence.empty()) return;
  Value::Map evidence;
  for (const auto& text : words.evidence) {
    const auto equals = text.find('=');
    const std::string key = text.substr(0, equals);
    const bool known = key == "how" || key == "when" || key == "text" || key == "attachment";
    if (equals != std::string::npos && known)
      evidence[key] = long_text(app, text.substr(equals + 1));
    else
      evidence["text"] = long_text(app, text);
  }
  request.evidence = evidence;
}

std::string long_text(App& app, const std::string& text) {
  if (!starts_with(text, "@")) return text;
  if (starts_with(text, "@@")) return text.substr(1);
  const std::string file = text.substr(1);
  std::string bytes;
  if (file == "-") {
    bytes.assign(std::istreambuf_iterator<char>(app.in), {});
  } else {
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
      throw Failure(Exit::usage, trf("cannot read '{}'", file), tr("a text that begins with @ is written @@"));
    bytes.assign(std::istreambuf_iterator<char>(stream), {});
  }
  while (!bytes.empty() && (bytes.back() == '\n' || bytes.back() == '\r')) bytes.pop_back();
  return bytes;
}

}  // namespace itss::cmd
