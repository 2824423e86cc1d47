#pragma once
// Acting in a FakeWorld: each act is planned and, if allowed, becomes part of the world.

#include <algorithm>
#include <fstream>
#include <sstream>

#include "fake_world.hpp"
#include "process/plan.hpp"

namespace itss::testing {

inline std::string read_text(const std::string& file) {
  std::ifstream in(std::string(ITSS_SOURCE_DIR) + "/" + file);
  std::ostringstream text;
  text << in.rdbuf();
  REQUIRE_MESSAGE(!text.str().empty(), file);
  return text.str();
}

// One act: who, what, when, with which inputs.
struct Act {
  std::string actor, verb;
  Fields set = {};
  Fields put = {};
  std::string told = {}, note = {};
  const char* at = "2026-11-24T10:00:00+08:00";
  const char* now = nullptr;  // when it is entered; null: at once
};

class Stage {
 public:
  explicit Stage(std::vector<schema::Source> team = {}) : world(std::move(team)) {}

  process::Plan attempt(const std::string& type, const std::string& id, const Act& act) {
    process::Request request{
        .type = type, .record = world.find(id, type), .id = id, .verb = act.verb, .set = act.set, .put = act.put};
    request.told = act.told;
    request.note = act.note;
    request.actor = act.actor;
    request.at = instant(act.at);
    request.now = instant(act.now == nullptr ? act.at : act.now);
    return process::plan(request, world);
  }

  // The act, which must be allowed.
  void act(const std::string& type, const std::string& id, const Act& act) {
    const auto plan = attempt(type, id, act);
    for (const auto& refusal : plan.refusals) MESSAGE(refusal.code << ": " << refusal.message);
    REQUIRE(plan.allowed());
    for (const auto& change : plan.changes) world.add(change.after);
  }

  // The codes of the refusals of an act, sorted, each once.
  std::vector<std::string> refused(const std::string& type, const std::string& id, const Act& act) {
    std::vector<std::string> codes;
    for (const auto& refusal : attempt(type, id, act).refusals) codes.push_back(refusal.code);
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    return codes;
  }

  Value field(const std::string& id, const char* name) { return get(world.find(id)->fields, name); }
  std::string status(const std::string& id) { return field(id, "status").text(); }

  FakeWorld world;
};

using Codes = std::vector<std::string>;

}  // namespace itss::testing
