#pragma once
// What a fault spreads to as a drawing: a tree for the terminal, a graph for Graphviz.

#include <string>
#include <vector>

#include "app.hpp"
#include "record/spread.hpp"

namespace itss::cmd {

// One direction of an answer.
struct Impact {
  record::Side side = record::Side::affected;
  record::Reach reach;
};

// Each record once, below the first of those over which the fault comes to it soonest. `↑ LABEL`: it names the one
// above by that relation, `↓ LABEL`: the one above names it.
std::string tree_of(App& app, const schema::Schema& type, const Impact& impact);
// A digraph in the DOT language; its arrows go as the fault does.
std::string dot_of(const schema::Schema& type, const std::vector<Impact>& impacts);

}  // namespace itss::cmd
