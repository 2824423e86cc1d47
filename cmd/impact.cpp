// `itss TYPE impact ID`: what a fault of a record spreads to, or what it needs, over the links whose fields say that
// they spread it.
#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "base/text.hpp"
#include "impact_drawing.hpp"
#include "json.hpp"
#include "json_fields.hpp"
#include "read.hpp"
#include "select.hpp"
#include "verbs.hpp"
#include "whole_world.hpp"

namespace itss::cmd {

namespace {

using record::Hit;
using record::Side;

constexpr const char* kDot = "dot";

struct ImpactOptions {
  std::string id, direction = "down";
  long depth = std::numeric_limits<long>::max();
  bool all = false, ids = false;
  ShowWords show;
};

const char* name_of(Side side) { return side == Side::affected ? "affected" : "needed"; }

std::vector<Side> sides_of(const ImpactOptions& options) {
  if (options.direction == "down") return {Side::affected};
  if (options.direction == "up") return {Side::needed};
  if (options.direction == "both") return {Side::affected, Side::needed};
  throw Failure(Exit::usage, trf("--direction: '{}' is not down, up or both", options.direction));
}

void check(App& app, const ImpactOptions& options) {
  std::vector<std::string> forms;
  if (options.ids) forms.emplace_back("--ids");
  if (!options.show.json.empty()) forms.emplace_back("--json");
  if (!options.show.format.empty()) forms.emplace_back("--format");
  check_one_form(forms);
  if (options.show.format != kDot) look_of(app, options.show);
  if (options.depth < 1) throw Failure(Exit::usage, tr("--depth: at least 1"));
}

// The relations over which a hit is reached soonest, and the records one link nearer, each once.
struct Soonest {
  std::vector<std::string> relations, labels, parents;
};

Soonest soonest_of(const Impact& impact, const Hit& hit) {
  Soonest soonest;
  const auto add = [](std::vector<std::string>& all, const std::string& one) {
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
  };
  for (const auto i : hit.over) {
    const auto& way = impact.reach.ways[i];
    add(soonest.relations, way.over->name);
    add(soonest.labels, way.over->label.text());
    add(soonest.parents, impact.side == Side::affected ? way.from : way.to);
  }
  return soonest;
}

format::Table table_of(App& app, const schema::Schema& type, const std::vector<Impact>& impacts) {
  format::Table table;
  for (const auto& name : type.columns) table.columns.push_back(column_of(type, name));
  table.columns.push_back({"side", tr("Side")});
  table.columns.push_back({"distance", tr("Distance"), Align::right});
  table.columns.push_back({"via", tr("Over")});
  table.columns.push_back({"parents", tr("Next to")});
  for (const auto& impact : impacts)
    for (const auto& hit : impact.reach.hits) {
      if (hit.distance == 0) continue;
      const Soonest soonest = soonest_of(impact, hit);
      std::vector<format::Cell> row;
      for (const auto& name : type.columns) row.push_back(cell_of(app, *hit.record, type, name));
      row.push_back(
          format::raw_cell(impact.side == Side::affected ? tr("affected") : tr("needed"), name_of(impact.side)));
      row.push_back(format::number_cell(static_cast<double>(hit.distance)));
      row.push_back(format::raw_cell(join(soonest.labels, ", "), join(soonest.relations, ", ")));
      row.push_back(format::list_cell(soonest.parents));
      table.rows.push_back(std::move(row));
    }
  return table;
}

nlohmann::ordered_json json_of(App& app, const schema::Schema& type, const std::vector<Impact>& impacts,
                               const ImpactOptions& options) {
  const std::string fields = join(type.columns, ",");
  auto nodes = nlohmann::ordered_json::array(), edges = nlohmann::ordered_json::array();
  for (const auto& impact : impacts) {
    for (const auto& hit : impact.reach.hits) {
      if (hit.distance == 0 && !nodes.empty()) continue;
      const Soonest soonest = soonest_of(impact, hit);
      nlohmann::ordered_json node = {{"id", hit.record->id}, {"type", type.record}};
      node.update(to_json(app, *hit.record, fields));
      if (!type.title_field.empty()) node["title"] = to_text(get(hit.record->fields, type.title_field));
      node["side"] = hit.distance == 0 ? nlohmann::ordered_json() : name_of(impact.side);
      node["distance"] = hit.distance;
      node["via"] = soonest.relations;
      node["parents"] = soonest.parents;
      nodes.push_back(std::move(node));
    }
    for (const auto& way : impact.reach.ways)
      edges.push_back({{"from", way.from},
                       {"to", way.to},
                       {"relation", way.over->name},
                       {"named_by", way.back ? way.to : way.from},
                       {"side", name_of(impact.side)}});
  }
  nlohmann::ordered_json json = {{"id", impacts.front().reach.hits.front().record->id},
                                 {"type", type.record},
                                 {"direction", options.direction},
                                 {"nodes", std::move(nodes)},
                                 {"edges", std::move(edges)}};
  return only_fields(json, options.show.json.empty() ? "*" : options.show.json,
                     {"id", "type", "direction", "nodes", "edges"});
}

void print_ids(App& app, const std::vector<Impact>& impacts) {
  std::set<std::string> told;
  for (const auto& impact : impacts)
    for (const auto& hit : impact.reach.hits)
      if (hit.distance > 0 && told.insert(hit.record->id).second) app.out << hit.record->id << '\n';
}

void print_trees(App& app, const schema::Schema& type, const std::vector<Impact>& impacts) {
  for (const auto& impact : impacts) {
    const auto count = impact.reach.hits.size() - 1;
    if (&impact != &impacts.front()) app.out << '\n';
    const std::string heading =
        impact.side == Side::affected
            ? counted("If it fails, {} record is affected", "If it fails, {} records are affected", count)
            : counted("It needs {} record", "It needs {} records", count);
    app.out << app.paint(heading, format::Style::heading) << '\n' << tree_of(app, type, impact);
  }
}

void print(App& app, const schema::Schema& type, const std::vector<Impact>& impacts, const ImpactOptions& options) {
  if (options.ids) return print_ids(app, impacts);
  if (options.show.format == kDot) {
    app.out << dot_of(type, impacts);
    return;
  }
  auto look = look_of(app, options.show);
  if (look.form == format::Form::json)
    app.out << text_of(json_of(app, type, impacts, options));
  else if (look.form == format::Form::text)
    print_trees(app, type, impacts);
  else
    app.out << format::show(table_of(app, type, impacts), look);
}

Exit run(App& app, const schema::Schema& type, const ImpactOptions& options) {
  const auto sides = sides_of(options);
  check(app, options);
  const auto start = pick(app, options.id, &type);
  const std::string state = get(start.record->fields, "status").text();
  if (!options.all && !type.is_open(state))
    throw Failure(Exit::no, trf("'{}' is {}; nothing fails with it", start.record->id, state),
                  tr("--all counts closed records too"));
  const WholeWorld world(app.repository());
  const record::Spreading spreading(world, type, options.all);
  std::vector<Impact> impacts;
  for (const auto side : sides)
    impacts.push_back({side, spreading.reach(start.record->id, side, static_cast<std::size_t>(options.depth))});
  if (impacts.front().reach.hits.empty())  // changed meanwhile
    throw Failure(Exit::no, trf("there is no {} '{}'", type.record, start.record->id));
  print(app, type, impacts, options);
  return judge_completeness(app, world);
}

}  // namespace

Run setup_impact(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<ImpactOptions>();
  parser.argument("ID", options->id, tr("an id, or a unique part of one")).completes = {
      Completes::With::ids, {}, subject.type->record};
  parser.group(tr("How far"));
  parser
      .option("--direction", options->direction, "WAY",
              tr("down: what is affected if it fails; up: what it needs; both"))
      .completes = {Completes::With::words, {"down", "up", "both"}, {}};
  parser.option("--depth", options->depth, "N", tr("over at most so many links"));
  parser.flag("-a,--all", options->all, tr("closed records too"));
  add_show_options(parser, options->show, {kDot});
  parser.flag("--ids", options->ids, tr("only ids, one to a line"));
  return [&app = subject.app, type = subject.type, options] { return run(app, *type, *options); };
}

}  // namespace itss::cmd
