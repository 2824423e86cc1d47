#pragma once
// A small repository with two record types of its own, so that these tests hold whatever types are shipped.

#include <fmt/format.h>

#include <memory>
#include <string>

#include "store/repository.hpp"
#include "temp_dir.hpp"

namespace itss::test {

inline constexpr const char* kVisitSchema = R"(record: visit
label: {en: Visit, zh: 来访}
prefix: VIS
directory: visits
title: title
fields:
  title: {type: text, required: true, label: {en: Title, zh: 标题}}
  host: {type: link, to: badge, label: {en: Host, zh: 接待}}
states:
  planned: {label: {en: Planned, zh: 计划}, initial: true}
  over: {label: {en: Over, zh: 结束}, final: true}
moves:
  new: {label: {en: Plan, zh: 计划}, requires: [title]}
  end: {label: {en: End, zh: 结束}, from: planned, to: over}
)";

inline constexpr const char* kBadgeSchema = R"(record: badge
label: {en: Badge, zh: 胸卡}
directory: badges
title: name
fields:
  name: {type: text, label: {en: Name, zh: 名称}}
states:
  valid: {label: {en: Valid, zh: 有效}, initial: true}
  void: {label: {en: Void, zh: 作废}, final: true}
moves:
  new: {label: {en: Issue, zh: 发放}}
  cancel: {label: {en: Cancel, zh: 作废}, from: valid, to: void}
)";

inline std::string visit_text(const std::string& id, const std::string& title = "用户 visit",
                              const std::string& more = "") {
  return fmt::format(
      "# kept\nid: {0}\ntitle: {1}\nstatus: planned\n{2}history:\n  - at: 2026-11-24T09:15:00+08:00\n    by: li.na\n"
      "    do: new\n    set: {{status: planned, title: {1}}}\n",
      id, title, more);
}

inline std::string badge_text(const std::string& id, const std::string& more = "") {
  return fmt::format(
      "id: {0}\nname: {0}\nstatus: valid\n{1}history:\n  - at: 2026-11-24T09:15:00+08:00\n    by: li.na\n    do: new\n"
      "    set: {{status: valid, name: {0}}}\n",
      id, more);
}

inline const std::string kVisit = "VIS-20261124-7K3QF";
inline const std::string kVisitFile = "visits/2026/11/VIS-20261124-7K3QF.yaml";

class Desk {
 public:
  explicit Desk(const std::string& config = "") {
    dir.write("itss.yaml", "name: Desk\nzone: Asia/Shanghai\n" + config);
    dir.write(".itss/schemas/visit.yaml", kVisitSchema);
    dir.write(".itss/schemas/badge.yaml", kBadgeSchema);
  }
  std::unique_ptr<store::Repository> open(store::Recovery recovery = store::Recovery::attempt) const {
    return store::Repository::open(dir.path(), recovery);
  }
  TempDir dir;
};

inline record::Event event(const std::string& verb, const std::string& status, int second = 0) {
  record::Event made;
  made.at = parse_instant(fmt::format("2026-11-24T10:00:{:02}+08:00", second)).value();
  made.by = "li.na";
  made.verb = verb;
  made.set["status"] = status;
  return made;
}

// The change that ends a visit which was read from `repository`.
inline process::Change ending(const store::Repository& repository, const std::string& id, int second = 0) {
  const auto before = repository.find(id);
  process::Change change{.type = "visit", .id = id, .before = before, .after = *before};
  change.after.events.push_back(event("end", "over", second));
  change.after.fields["status"] = "over";
  return change;
}

inline process::Change making(const std::string& id, const std::string& title) {
  process::Change change{.type = "visit", .id = id, .before = nullptr, .after = {}};
  change.after.id = id;
  change.after.type = "visit";
  change.after.fields = {{"status", "planned"}, {"title", title}};
  change.after.events.push_back(event("new", "planned"));
  change.after.events.back().set["title"] = title;
  return change;
}

}  // namespace itss::test
