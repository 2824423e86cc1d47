#include "record/renames.hpp"

#include "schema/renames.hpp"

namespace itss::record {

using schema::present_name;

namespace {

Fields renamed(const Fields& fields, const schema::Schema& schema) {
  Fields out;
  for (const auto& [name, value] : fields) {
    const std::string& now = present_name(schema, name);
    out[now] = schema::present_value(schema, now, value);
  }
  return out;
}

}  // namespace

void apply_renames(Record& record, const schema::Schema& schema) {
  const bool any = !schema.renamed_states.empty() || !schema.renamed_codes.empty() || !schema.renamed_fields.empty() ||
                   !schema.renamed_moves.empty();
  if (!any) return;
  record.fields = renamed(record.fields, schema);
  for (auto& event : record.events) {
    event.written_id = event.id();
    event.verb = schema::present_move(schema, event.verb);
    for (auto* part : {&event.set, &event.add, &event.remove, &event.put}) *part = renamed(*part, schema);
    for (auto& name : event.unset) name = present_name(schema, name);
    Fields drop;
    for (const auto& [name, keys] : event.drop) drop[present_name(schema, name)] = keys;
    event.drop = std::move(drop);
  }
}

}  // namespace itss::record
