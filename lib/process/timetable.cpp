#include "process/timetable.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>

#include "process/apart.hpp"
#include "record/facts.hpp"
#include "record/spread.hpp"

namespace itss::process {

namespace {

using record::RecordPtr;
using record::Side;
using schema::FieldType;
using schema::Schema;

bool is_link(const schema::Field& field) { return field.type == FieldType::link || field.type == FieldType::links; }

// A guard by which a type keeps its window apart from others'.
struct Keeping {
  const Schema* owner;
  const std::string* move;
  const schema::Rule* rule;
  const schema::GuardGroup* group;
  const schema::Apart* apart;
};

void add_keepings(const Schema& type, std::vector<Keeping>& all) {
  for (const auto& move : type.moves)
    for (const auto& rule : move.rules)
      for (const auto& group : rule.guards)
        for (const auto& test : group.tests)
          if (const auto* apart = std::get_if<schema::Apart>(&test))
            all.push_back({&type, &move.name, &rule, &group, apart});
}

// A type whose records last.
struct Lasting {
  const Schema* type;
  std::string window;                         // its field
  std::vector<const schema::Field*> touches;  // links to what it works on
  bool ruled = false;                         // only guards of others say what clashes with it
};

// That of the record; nothing if it is none, or ends before it begins.
std::optional<Window> sound_window(const record::Record& record, const std::string& field) {
  const auto window = window_of(record.fields, field);
  return window && window->from < window->to ? window : std::nullopt;
}

Window common(const Window& a, const Window& b) { return {std::max(a.from, b.from), std::min(a.to, b.to)}; }

bool spreads(const Schema& type) {
  return std::any_of(type.fields.begin(), type.fields.end(),
                     [](const auto& field) { return field.spreads != schema::Spreads::no; });
}

// The links of a type to what its records work on.
std::vector<const schema::Field*> touching_fields(const schema::SchemaSet& schemas, const Schema& type,
                                                  const std::vector<Keeping>& keepings) {
  std::vector<const schema::Field*> fields;
  for (const auto& field : type.fields) {
    if (!is_link(field) || field.to == type.record) continue;
    const auto* other = schemas.find(field.to);
    const bool shared = std::any_of(keepings.begin(), keepings.end(), [&](const auto& keeping) {
      return keeping.apart->sharing == field.name && (keeping.owner == &type || keeping.apart->type == type.record);
    });
    if (shared || (other != nullptr && spreads(*other))) fields.push_back(&field);
  }
  return fields;
}

// What is reached from a record over links, and how.
class Near {
 public:
  Near(const record::Spreading& spreading, const std::string& id, Side side)
      : side_(side), reach_(spreading.reach(id, side)) {
    for (std::size_t i = 0; i < reach_.hits.size(); ++i) places_.emplace(reach_.hits[i].record->id, i);
  }
  const std::vector<record::Hit>& hits() const { return reach_.hits; }

  // The shortest way between the start and a hit, in the direction of the fault.
  void way_to(const record::Hit& hit, std::vector<std::string>& on, std::vector<const schema::Field*>& over) const {
    on = {hit.record->id};
    over.clear();
    for (const auto* at = &hit; at->distance > 0;) {
      const auto& way = reach_.ways[at->over.front()];
      const std::string& nearer = side_ == Side::affected ? way.from : way.to;
      at = &reach_.hits[places_.at(nearer)];
      on.push_back(nearer);
      over.push_back(way.over);
    }
    if (side_ == Side::needed) return;
    std::reverse(on.begin(), on.end());
    std::reverse(over.begin(), over.end());
  }

 private:
  Side side_;
  record::Reach reach_;
  std::unordered_map<std::string_view, std::size_t> places_;
};

// The records that can be touched, and what depends on what among them; each type is read once, when it is asked for.
class Ground {
 public:
  Ground(const record::World& world, bool closed_too) : world_(world), closed_too_(closed_too) {}

  // The record's own id for an id or an alias.
  std::string own_id(const std::string& type, const std::string& name) {
    const auto [found, fresh] = own_ids_.try_emplace({type, name}, name);
    if (!fresh) return found->second;
    const auto* spreading = of(type);
    if (spreading == nullptr) return name;
    const auto reach = spreading->reach(name, Side::affected, 0);
    if (!reach.hits.empty()) found->second = reach.hits.front().record->id;
    return found->second;
  }
  // Null: faults do not spread over such records.
  const Near* near(const std::string& type, const std::string& id, Side side) {
    const auto* spreading = of(type);
    if (spreading == nullptr) return nullptr;
    auto& known = near_[{type, id, side}];
    if (!known) known = std::make_unique<Near>(*spreading, id, side);
    return known.get();
  }

 private:
  const record::Spreading* of(const std::string& name) {
    const auto [found, fresh] = spreadings_.try_emplace(name);
    if (!fresh) return found->second.get();
    const auto* type = world_.schemas().find(name);
    if (type != nullptr && spreads(*type))
      found->second = std::make_unique<record::Spreading>(world_, *type, closed_too_);
    return found->second.get();
  }

  const record::World& world_;
  bool closed_too_;
  std::map<std::string, std::unique_ptr<record::Spreading>> spreadings_;
  std::map<std::pair<std::string, std::string>, std::string> own_ids_;
  std::map<std::tuple<std::string, std::string, Side>, std::unique_ptr<Near>> near_;
};

// A record's window with what clashes are made of.
struct Work {
  Slot slot;
  const Lasting* lasting;
  std::set<std::pair<std::string, std::string>> touches;   // type, id
  std::set<std::pair<std::string, std::string>> parts_of;  // itself, and the records with windows that it names
  std::map<std::size_t, bool> answers;  // by keeping: whether the guard binds the record, or looks at it
};

class Maker {
 public:
  Maker(const record::World& world, const TimetableQuery& query)
      : world_(world), query_(query), ground_(world, query.closed_too) {
    find_types();
  }

  Timetable make() {
    read_all();
    for (std::size_t i = 0; i < works_.size(); ++i)
      for (const auto& part : works_[i].parts_of) parts_[part].push_back(i);
    for (std::size_t i = 0; i < works_.size(); ++i)
      if (!works_[i].lasting->ruled)
        for (const auto& touch : works_[i].touches) touching_[touch].push_back(i);
    for (std::size_t i = 0; i < own_; ++i) {
      if (!works_[i].lasting->ruled) meet(i);
      obey(i);
    }
    return finish();
  }

 private:
  void find_types() {
    std::vector<const Schema*> schemas;
    for (const auto& name : world_.schemas().types())
      if (const auto* schema = world_.schemas().find(name)) schemas.push_back(schema);
    for (const auto* schema : schemas) add_keepings(*schema, keepings_);
    for (const auto* schema : schemas) {
      std::string window = schema->window;
      bool named = false, keeps = false;
      for (const auto& keeping : keepings_) {
        if (keeping.owner == schema) keeps = true;
        if (keeping.owner == schema || keeping.apart->type != schema->record) continue;
        named = true;
        if (window.empty()) window = keeping.apart->field;
      }
      if (!window.empty())
        lasting_.push_back({schema, window, touching_fields(world_.schemas(), *schema, keepings_), named && !keeps});
    }
  }

  // The own records that were asked for first, in order of time, then all that may last at the same time as one of
  // them.
  void read_all() {
    std::vector<Work> own;
    std::vector<Slot> others;
    for (const auto& lasting : lasting_)
      for (auto& slot : read(lasting)) {
        if (lasting.type != query_.type || !overlap(slot.window, query_.period)) {
          others.push_back(std::move(slot));
        } else if (Work work = work_of(slot); query_.on.empty() || touches(work, query_.on_type, query_.on)) {
          own.push_back(std::move(work));
        } else {
          others.push_back(std::move(slot));
        }
      }
    if (own.empty()) return;
    std::sort(own.begin(), own.end(), [](const Work& a, const Work& b) {
      return std::tie(a.slot.window.from, a.slot.window.to, a.slot.record->id) <
             std::tie(b.slot.window.from, b.slot.window.to, b.slot.record->id);
    });
    own_ = own.size();
    works_ = std::move(own);
    Window hull = works_.front().slot.window;
    for (const auto& work : works_) hull.to = std::max(hull.to, work.slot.window.to);
    for (auto& slot : others)
      if (overlap(slot.window, hull)) works_.push_back(work_of(std::move(slot)));
  }

  bool touches(const Work& work, const std::string& type, const std::string& id) {
    return work.touches.count({type, ground_.own_id(type, id)}) > 0;
  }

  std::vector<Slot> read(const Lasting& lasting) const {
    record::Scope scope;
    if (!query_.closed_too)
      for (const auto& state : lasting.type->states)
        if (state.final) scope.past.insert(state.name);
    std::vector<std::vector<Slot>> runs;
    world_.each_in_runs(
        lasting.type->record, {scope}, [&](std::size_t count) { runs.resize(count); },
        [&](std::size_t run, const RecordPtr& record, record::Matters) {
          if (!query_.closed_too && record::is_closed(*record, *lasting.type)) return;
          if (const auto window = sound_window(*record, lasting.window))
            runs[run].push_back({record, lasting.type, *window, {}});
        });
    std::vector<Slot> slots;
    for (auto& run : runs) std::move(run.begin(), run.end(), std::back_inserter(slots));
    return slots;
  }

  const Lasting* lasting_of(std::string_view type) const {
    for (const auto& lasting : lasting_)
      if (lasting.type->record == type) return &lasting;
    return nullptr;
  }

  Work work_of(Slot slot) {
    Work work{std::move(slot), nullptr, {}, {}, {}};
    work.lasting = lasting_of(work.slot.type->record);
    const auto& fields = work.slot.record->fields;
    for (const auto* field : work.lasting->touches)
      for (const auto& name : get(fields, field->name).texts())
        work.touches.emplace(field->to, ground_.own_id(field->to, name));
    for (const auto& [type, id] : work.touches) work.slot.touches.push_back(id);
    work.parts_of.insert(key_of(work.slot));
    for (const auto& field : work.slot.type->fields) {
      const auto* other = is_link(field) ? lasting_of(field.to) : nullptr;
      if (other == nullptr || other->ruled) continue;
      for (const auto& id : get(fields, field.name).texts()) work.parts_of.emplace(field.to, id);
    }
    return work;
  }

  static std::pair<std::string, std::string> key_of(const Slot& slot) { return {slot.type->record, slot.record->id}; }

  static bool one_work(const Work& a, const Work& b) {
    return std::any_of(a.parts_of.begin(), a.parts_of.end(),
                       [&](const auto& part) { return b.parts_of.count(part) > 0; });
  }

  bool may_clash(std::size_t a, std::size_t b) const {
    return a != b && overlap(works_[a].slot.window, works_[b].slot.window) && !one_work(works_[a], works_[b]);
  }

  // With those that touch the same, or what depends on it, or on what it depends.
  void meet(std::size_t own) {
    for (const auto& touch : works_[own].touches) {
      for (const auto other : touching(touch))
        if (may_clash(own, other)) share(own, other, touch.second);
      for (const auto side : {Side::affected, Side::needed}) {
        const auto* near = ground_.near(touch.first, touch.second, side);
        if (near == nullptr) continue;
        for (const auto& hit : near->hits()) {
          if (hit.distance == 0) continue;
          for (const auto other : touching({touch.first, hit.record->id}))
            if (may_clash(own, other)) depend(own, other, *near, hit);
        }
      }
    }
  }

  const std::vector<std::size_t>& touching(const std::pair<std::string, std::string>& touch) const {
    static const std::vector<std::size_t> kNone;
    const auto found = touching_.find(touch);
    return found == touching_.end() ? kNone : found->second;
  }

  // The clash of two slots, the own one (of two own ones the earlier) first; `fresh`: it was not known.
  Clash& clash_of(std::size_t own, std::size_t other, bool& fresh) {
    const std::pair<std::size_t, std::size_t> pair{std::min(own, other), std::max(own, other)};
    const auto [found, made] = clashes_.try_emplace(pair);
    fresh = made;
    if (made) {
      std::tie(found->second.first, found->second.second) = pair;
      found->second.window = common(works_[own].slot.window, works_[other].slot.window);
    }
    return found->second;
  }

  void share(std::size_t own, std::size_t other, const std::string& id) {
    bool fresh = false;
    Clash& clash = clash_of(own, other, fresh);
    if (!fresh && clash.why != Clash::Why::shared) {
      clash.on.clear();
      clash.over.clear();
    }
    clash.why = Clash::Why::shared;
    if (std::find(clash.on.begin(), clash.on.end(), id) == clash.on.end()) clash.on.push_back(id);
  }

  void depend(std::size_t own, std::size_t other, const Near& near, const record::Hit& hit) {
    bool fresh = false;
    Clash& clash = clash_of(own, other, fresh);
    if (!fresh && (clash.why != Clash::Why::dependent || clash.over.size() <= hit.distance)) return;
    clash.why = Clash::Why::dependent;
    near.way_to(hit, clash.on, clash.over);
  }

  // What guards keep it apart from, and what keeps apart from it.
  void obey(std::size_t own) {
    for (std::size_t other = 0; other < works_.size(); ++other) {
      if (!may_clash(own, other) || clashes_.count({std::min(own, other), std::max(own, other)}) > 0) continue;
      if (rule(own, other, own, other) || rule(own, other, other, own)) continue;
      for (const auto part : parts_.at(key_of(works_[own].slot)))  // what it takes along may be kept apart instead
        if (part != own && overlap(works_[part].slot.window, works_[other].slot.window) &&
            rule(own, other, part, other))
          break;
    }
  }

  // Whether a guard of the type of `keeper` keeps it apart from `kept`: then the two slots clash.
  bool rule(std::size_t own, std::size_t other, std::size_t keeper, std::size_t kept) {
    for (std::size_t i = 0; i < keepings_.size(); ++i) {
      const auto& keeping = keepings_[i];
      if (keeping.owner != works_[keeper].slot.type || keeping.apart->type != works_[kept].slot.type->record) continue;
      const bool met =
          !keeping.apart->sharing.empty() && !works_[keeper].lasting->ruled && !works_[kept].lasting->ruled;
      if (met || !binds(i, keeper) || !looks_at(i, kept) || allows(kept, *keeping.apart, keeper)) continue;
      Clash found;
      if (!keeping.apart->sharing.empty() && !touch_each_other(keeper, kept, found)) continue;
      bool fresh = false;
      Clash& clash = clash_of(own, other, fresh);
      clash.why = Clash::Why::rule;
      clash.on = std::move(found.on);
      clash.over = std::move(found.over);
      clash.ruling = keeping.owner;
      clash.move = *keeping.move;
      clash.guard = keeping.group;
      return true;
    }
    return false;
  }

  bool binds(std::size_t keeping, std::size_t work) {
    return answer(works_[work], keeping, [&](const record::RecordFacts& facts) {
      const auto& each = keepings_[keeping];
      return each.group->valid.covers(world_.zone().date_at(query_.now.utc)) && schema::holds(each.rule->when, facts) &&
             schema::holds(each.group->when, facts);
    });
  }

  bool looks_at(std::size_t keeping, std::size_t work) {
    return answer(works_[work], keeping + keepings_.size(), [&](const record::RecordFacts& facts) {
      return schema::holds(keepings_[keeping].apart->where, facts);
    });
  }

  // Whether a record that others are kept apart from allows this one.
  bool allows(std::size_t kept, const schema::Apart& apart, std::size_t keeper) const {
    return is_excepted(apart.except, facts_of(works_[keeper]), facts_of(works_[kept]));
  }

  record::RecordFacts facts_of(const Work& work) const {
    return {*work.slot.record, work.slot.record->fields, world_, query_.now};
  }

  template <class Ask>
  bool answer(Work& work, std::size_t key, const Ask& ask) {
    const auto [found, fresh] = work.answers.try_emplace(key, false);
    if (fresh) found->second = ask(facts_of(work));
    return found->second;
  }

  // Whether two slots touch the same, or one what the other's depends on; `clash` then says by what.
  bool touch_each_other(std::size_t a, std::size_t b, Clash& clash) {
    for (const auto& touch : works_[a].touches)
      if (works_[b].touches.count(touch) > 0) clash.on.push_back(touch.second);
    if (!clash.on.empty()) return true;
    for (const auto& [type, id] : works_[a].touches)
      for (const auto side : {Side::affected, Side::needed}) {
        const auto* near = ground_.near(type, id, side);
        if (near == nullptr) continue;
        for (const auto& hit : near->hits()) {
          if (works_[b].touches.count({type, hit.record->id}) == 0) continue;
          near->way_to(hit, clash.on, clash.over);
          return true;
        }
      }
    return false;
  }

  // Only the slots that were asked for, and those that they clash with.
  Timetable finish() {
    Timetable table;
    table.own = own_;
    for (std::size_t i = 0; i < own_; ++i) table.slots.push_back(std::move(works_[i].slot));
    std::map<std::size_t, std::size_t> places;
    for (auto& [pair, clash] : clashes_) {
      if (clash.second >= own_) {
        const auto [place, fresh] = places.try_emplace(clash.second, table.slots.size());
        if (fresh) table.slots.push_back(std::move(works_[clash.second].slot));
        clash.second = place->second;
      }
      table.clashes.push_back(std::move(clash));
    }
    std::stable_sort(table.clashes.begin(), table.clashes.end(),
                     [](const Clash& a, const Clash& b) { return a.window.from < b.window.from; });
    return table;
  }

  const record::World& world_;
  const TimetableQuery& query_;
  Ground ground_;
  std::vector<Keeping> keepings_;
  std::vector<Lasting> lasting_;
  std::vector<Work> works_;
  std::size_t own_ = 0;
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> touching_;  // by type and id
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> parts_;     // by type and id: who names it
  std::map<std::pair<std::size_t, std::size_t>, Clash> clashes_;
};

}  // namespace

Timetable timetable(const record::World& world, const TimetableQuery& query) { return Maker(world, query).make(); }

std::vector<std::string> touched_types(const schema::SchemaSet& schemas, const Schema& type) {
  std::vector<Keeping> keepings;
  for (const auto& name : schemas.types())
    if (const auto* schema = schemas.find(name)) add_keepings(*schema, keepings);
  std::vector<std::string> types;
  for (const auto* field : touching_fields(schemas, type, keepings))
    if (std::find(types.begin(), types.end(), field->to) == types.end()) types.push_back(field->to);
  return types;
}

}  // namespace itss::process
