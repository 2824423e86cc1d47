#pragma once
// How a fault spreads among the records of one type: over those of their links whose field says which way it `spreads`.

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "record/world.hpp"

namespace itss::record {

// A way that a fault goes, over a link of one of two records.
struct Way {
  std::string from, to;
  const schema::Field* over = nullptr;  // the link field
  bool back = false;                    // whose: false: `from` names `to`, true: `to` names `from`
};

// A record that a walk came to.
struct Hit {
  RecordPtr record;
  std::size_t distance = 0;       // in links; 0: where the walk began
  std::vector<std::size_t> over;  // its shortest ways from or to the records one link nearer: indexes into Reach::ways
};

struct Reach {
  std::vector<Hit> hits;  // the nearest first, each once; next to one record in the order of their files
  std::vector<Way> ways;  // all that there are between the hits
};

// affected: what is hit when a record fails. needed: what hits it by failing.
enum class Side { affected, needed };

// Whether the record is in a final state of its type.
bool is_closed(const Record& record, const schema::Schema& type);

class Spreading {
 public:
  // Reads each record of the type once, as it is now. Records in final states are left out, unless `closed_too`: they
  // neither fail nor are hit.
  // REQUIRES: the world's schemas outlive the object.
  Spreading(const World& world, const schema::Schema& type, bool closed_too);

  // From the record with this id or alias over at most `depth` links. No hits: there is no such record.
  Reach reach(std::string_view id, Side side, std::size_t depth = std::numeric_limits<std::size_t>::max()) const;

 private:
  struct Link {
    std::size_t to;  // nodes_
    const schema::Field* over;
    bool back;
  };
  struct Node {
    RecordPtr record;
    std::vector<Link> affects, needs;
  };

  void read(const World& world, const schema::Schema& type, bool closed_too);
  void connect(std::size_t node, const schema::Field& field);
  void spread(std::size_t from, std::size_t to, const schema::Field& field, bool back);

  std::vector<Node> nodes_;                                    // in the order of their files
  std::unordered_map<std::string_view, std::size_t> by_name_;  // ids and aliases, which the records keep
};

}  // namespace itss::record
