#pragma once
// The records of all types whose links name one record.

#include <nlohmann/json_fwd.hpp>

#include "app.hpp"

namespace itss::cmd {

// Those that name it by one field.
struct LinkingBy {
  const schema::Schema* type = nullptr;
  const schema::Field* field = nullptr;
  std::vector<record::RecordPtr> last;  // of them, in the order of their paths
  std::size_t count = 0;                // how many there are
};

struct LinkedFrom {
  std::vector<LinkingBy> by;        // in the order of the types and their fields; none without a record
  std::vector<std::string> unread;  // files that cannot be used and perhaps name it
};

// At most `most` of each field are kept, the last ones.
LinkedFrom linked_from(App& app, const record::Record& record, std::size_t most);

// A row for each, with what names it so, its id, state and title.
format::Table linked_from_table(App& app, const record::Record& record, const LinkedFrom& linked);
// `[{"id":, "type":, "field":, "status":}]`
nlohmann::ordered_json linked_from_json(App& app, const LinkedFrom& linked);

}  // namespace itss::cmd
