#!/usr/bin/env bats
# Assets: from the wish to buy one to its disposal; what is due of them; what a failing one affects; what has changed.

load helper

setup() {
  setup_desk
  copy_of assets new_asset_desk
  clock 2026-11-24T09:00:00+08:00
}

# The small desk with chen.yu (assets), zhou.ping (auditor), sun.lei (release staff), wu.jia (service manager).
new_asset_desk() {
  new_desk || return 1
  itss person new chen.yu --name 陈宇 --side provider --roles asset_admin >/dev/null
  itss person new zhou.ping --name 周平 --side provider --roles auditor >/dev/null
  itss person new sun.lei --name 孙磊 --side provider --roles releaser >/dev/null
  itss person new wu.jia --name 吴佳 --side provider --roles svc_manager >/dev/null
  cd .. || return 1
}

# `asset NAME CLASS [OPTION...]`: one that is in use, with relations and the like.
asset() {
  itss asset new "$1" --title "$1 title" --class "$2" --as li.na >/dev/null &&
    itss asset register "$1" --origin built --owner li.na --version 1.0 --location room -m registered --as chen.yu "${@:3}" >/dev/null 2>&1
}

@test "an asset is requested, ordered by another person, received, issued, maintained and disposed of" {
  exits 0 itss asset new db1 --title '订单数据库服务器' --class server --as li.na
  exits 1 itss asset order db1 --need 扩容 --cost 40000 --supplier 联想 --as li.na
  has 'li.na'
  exits 0 itss asset order db1 --need 扩容 --cost 40000 --supplier 联想 --as wu.jia
  exits 1 itss asset receive db1 --serial SN1 --as chen.yu
  for missing in price warranty_until acceptance; do has "$missing"; done
  exits 0 itss asset receive db1 --serial SN1 --price 39000 --warranty-until 2029-11-24 --acceptance 合格 --as chen.yu
  exits 0 itss asset issue db1 --holder li.na --location 机房 --department 运维部 --purpose 数据库 --owner li.na \
    --version 1 --next-maintenance 2026-12-10 --as chen.yu
  has 'warning'   # nothing says what it is connected to
  exits 1 itss asset service db1 --as li.na
  exits 0 itss asset service db1 --plan 季度保养 --as li.na
  exits 0 itss asset restore db1 --work-done 清洁 --maintenance-cost 200 --next-maintenance 2027-03-10 --as li.na
  exits 0 itss asset take-back db1 --data kept --as chen.yu
  exits 0 itss asset retire db1 --retire-reason worn -m 到期 --as chen.yu
  exits 1 itss asset dispose db1 --disposal scrapped -m 回收 --as chen.yu
  for missing in NOT_BY wipe_proof evidence; do has "$missing"; done
  exits 0 itss asset dispose db1 --disposal scrapped --wipe-proof '报告 7' --evidence '报告 7' -m 回收 --as wu.jia
  exits 0 itss check
}

@test "a part cannot be a part of its own part, and nothing runs on what runs on it" {
  asset rack environment
  asset host server --part-of rack
  exits 1 itss asset update-ci rack --part-of host --as sun.lei
  has 'part_of'
  exits 1 itss asset update-ci rack --runs-on rack --as sun.lei
  exits 0 itss asset update-ci rack --connects-to host --as sun.lei
  exits 0 itss asset update-ci host --connects-to rack --as sun.lei
}

@test "an auditor records what is found, and not of what he recorded himself" {
  asset web application
  exits 1 itss asset verify web --result found --as chen.yu
  has 'auditor'
  exits 1 itss asset verify web --result differs --as zhou.ping
  exits 0 itss asset verify web --result differs -m '版本为 0.9' --as zhou.ping
}

@test "what is due of a type is listed by its own verb, the next first" {
  asset web application --next-maintenance 2026-12-10 --warranty-until 2027-06-01
  asset db database --next-maintenance 2026-11-30
  exits 0 itss asset due
  [ "$(printf '%s\n' "$output" | grep -v '^ID\|^id' | cut -f1,2 | tr '\n\t' ',:')" = 'db:maintenance,web:maintenance,web:warranty,' ] ||
    { echo "$output"; return 1; }
  exits 0 itss asset due --within 10d --ids
  [ "$output" = db ]
  exits 0 itss asset due --clock warranty --json=id,clock,due
  has '"web"'
  lacks '"db"'
  exits 2 itss asset due --clock response
  exits 2 itss asset due --type ticket
  clock 2026-12-01T09:00:00+08:00
  exits 1 itss asset due --fail-breached
  # Done, or planned for a later day, it is no longer due.
  exits 0 itss asset service db --plan 月度 --as li.na
  exits 1 itss asset restore db --work-done 备份 --maintenance-cost 0 --as li.na
  has 'next_maintenance'
  exits 0 itss asset restore db --work-done 备份 --maintenance-cost 0 --next-maintenance 2026-12-31 --as li.na
  exits 0 itss asset due --within 10d --ids
  [ "$output" = web ]
}

@test "a warranty is renewed, or ended on purpose" {
  asset web application --warranty-until 2026-12-01
  exits 0 itss asset renew-warranty web --warranty-until 2027-12-01 -m 续保 --as chen.yu
  exits 0 itss asset due --json=clock,due
  has '2027-12-02'
  exits 0 itss asset end-warranty web -m 自行维护 --as chen.yu
  exits 0 itss asset due --json
  [ "$output" = '[]' ]
}

@test "a verb that only some types have is unknown to the others" {
  exits 2 itss customer due
  has "has no verb 'due'"
  exits 0 itss help asset
  has 'More verbs of this type'
  exits 0 itss help customer
  lacks '  due '
  exits 0 itss __complete asset du
  has due
}

# What follows runs on: a switch; a host connected to it; a database and an application on the host, the application
# with the database; a service that needs the application; a disk that is part of the host; power that supports both.
made_estate() {
  new_asset_desk && cd desk || return 1
  asset switch network
  asset host server --connects-to switch
  asset db database --runs-on host
  asset app application --depends-on db --runs-on host
  asset portal service --depends-on app
  asset disk server --part-of host
  asset power environment --supports switch,host
  itss asset update-ci switch --connects-to host --as sun.lei >/dev/null 2>&1   # a cycle
  cd .. || return 1
}
estate() {
  cd .. && rm -rf desk && clock 2026-11-23T09:00:00+08:00 && copy_of estate made_estate
  clock 2026-11-24T09:00:00+08:00
}

@test "what a failing asset affects is a tree, each asset once, the nearest first, whatever circles there are" {
  estate
  exits 0 itss asset impact switch --format text
  [ "$output" = 'If it fails, 4 records are affected
switch  switch title  [In use]
└─ host  ↑ Connects to  host title  [In use]
   ├─ app  ↑ Runs on  app title  [In use]
   │  └─ portal  ↑ Depends on  portal title  [In use]
   └─ db  ↑ Runs on  db title  [In use]' ] || { echo "$output"; return 1; }
  exits 0 itss asset impact power --depth 1 --format text
  [ "$output" = 'If it fails, 2 records are affected
power  power title  [In use]
├─ host  ↓ Supports  host title  [In use]
└─ switch  ↓ Supports  switch title  [In use]' ] || { echo "$output"; return 1; }
  exits 0 itss asset impact portal
  [ -z "$output" ]
}

@test "what an asset needs is the way up, and both ways are two trees" {
  estate
  exits 0 itss asset impact app --direction up --ids
  [ "$(printf '%s' "$output" | tr '\n' ' ')" = 'db host disk power switch' ] || { echo "$output"; return 1; }
  exits 0 itss asset impact app --direction both --format text
  has 'If it fails, 1 record is affected'
  has 'It needs 5 records'
  exits 2 itss asset impact app --direction sideways
  exits 2 itss asset impact app --depth 0
  exits 2 itss asset impact app --ids --json
  exits 2 itss asset impact app --format dott
  exits 1 itss asset impact nothing
}

@test "the answer as JSON has nodes and edges, as a graph arrows that go as the fault does" {
  estate
  itss asset impact host --json | python3 -c '
import json, sys
answer = json.load(sys.stdin)
nodes = {node["id"]: node for node in answer["nodes"]}
assert answer["direction"] == "down" and answer["id"] == "host", answer
assert {id: node["distance"] for id, node in nodes.items()} == {"host": 0, "switch": 1, "app": 1, "db": 1, "portal": 2}, nodes
app = nodes["app"]
assert app["parents"] == ["host"] and app["via"] == ["runs_on"] and app["class"] == "application", app
assert app["title"] == "app title" and app["status"] == "in_use" and app["version"] == "1.0", app
edges = {(edge["from"], edge["to"], edge["relation"], edge["named_by"]) for edge in answer["edges"]}
assert ("db", "app", "depends_on", "app") in edges and ("switch", "host", "connects_to", "host") in edges, edges
'
  exits 0 itss asset impact db --format dot
  has 'digraph impact {'
  has '"db" -> "app" [label="Depends on"];'
  has '"db" [label="db\ndb title", style=bold];'
  exits 0 itss asset impact db
  [ "$(printf '%s\n' "$output" | cut -f1)" = 'app
portal' ] || { echo "$output"; return 1; }
}

@test "what is disposed of neither fails nor is hit" {
  estate
  itss asset verify portal --result missing -m 已下线 --as zhou.ping >/dev/null
  itss asset retire portal --retire-reason missing -m 已下线 --as chen.yu >/dev/null
  itss asset dispose portal --disposal lost -m 已下线 --as wu.jia >/dev/null
  exits 0 itss asset impact db --ids
  [ "$output" = app ]
  exits 0 itss asset impact db --all --ids
  has portal
  exits 1 itss asset impact portal
  has '--all'
}

@test "the answer is the same without the index, and incomplete where a file cannot be read" {
  estate
  itss asset impact power --json > with
  itss asset impact power --json --no-index | diff with -
  echo 'id: [' > assets/db.yaml
  exits 3 itss asset impact power --ids
  has app
}

# A release of app and db, with its last event an hour after their registration.
released() {
  clock 2026-11-24T10:00:00+08:00
  itss release new '门户二期' --assets app,db --as sun.lei
  clock 2026-11-24T11:00:00+08:00
}

@test "a baseline shows records as they were at a moment, with a fingerprint that only a change changes" {
  estate
  exits 0 itss asset baseline app db --json
  first=$(python3 -c 'import json,sys; print(json.load(sys.stdin)["sha256"])' <<<"$output")
  python3 -c '
import json, sys
answer = json.load(sys.stdin)
assert [item["id"] for item in answer["items"]] == ["app", "db"], answer
app = answer["items"][0]
assert app["version"] == "1.0" and app["runs_on"] == ["host"] and len(app["sha256"]) == 64, app
' <<<"$output"
  clock 2026-11-24T10:00:00+08:00
  itss asset update-ci app --version 1.1 --as sun.lei >/dev/null 2>&1
  exits 0 itss asset baseline app db
  lacks "$first"
  exits 0 itss asset baseline db app --at 2026-11-24T09:30:00+08:00
  has "$first"
  has '1.0'
  exits 0 itss asset baseline --format csv
  [ "$(printf '%s\n' "$output" | wc -l)" = 8 ] || { echo "$output"; return 1; }
  exits 0 itss asset baseline app --at 2026-01-01
  has "'app' did not exist then"
}

@test "the records that a release names, at its own moment" {
  estate
  rel=$(released)
  clock 2026-11-24T11:00:00+08:00
  exits 0 itss asset baseline --for "$rel" --json
  has '"event": "new"'
  has '2026-11-24T10:00:00+08:00'
  itss asset update-ci app --version 1.1 --as sun.lei >/dev/null 2>&1
  exits 0 itss asset baseline --for "$rel"
  has '1.0'
  lacks '1.1'
  exits 1 itss asset diff --for "$rel"
  has "$(printf 'app\tversion\t1.0\t1.1\t2026-11-24T11:00:00+08:00\tsun.lei\tupdate-ci')"
  lacks "$(printf 'db\t')"
  exits 0 itss asset diff --for "$rel" --to 2026-11-24T10:30:00+08:00
  exits 1 itss asset diff --for "$rel" --event baseline
  has "no event 'baseline'"
  exits 2 itss asset diff --for "$rel" app
  exits 2 itss asset baseline --event new
}

@test "what differs is told field by field, with the event that changed it last; nothing is exit code 0" {
  estate
  exits 2 itss asset diff
  has '--from'
  exits 0 itss asset diff --from 2026-11-24
  exits 0 itss asset diff --from 2026-11-24 --format text
  has 'nothing differs'
  clock 2026-11-24T10:00:00+08:00
  itss asset service db --plan 月度 --as li.na >/dev/null
  exits 1 itss asset diff --from 2026-11-24 --json=id,field,before,after,do
  python3 -c '
import json, sys
rows = {(row["id"], row["field"]): row for row in json.load(sys.stdin)}
assert set(rows) == {("db", "status"), ("db", "plan")}, rows
assert rows["db", "status"] == {"id": "db", "field": "status", "before": "in_use", "after": "maintenance", "do": "service"}
assert rows["db", "plan"]["before"] is None
' <<<"$output"
  exits 0 itss asset diff app --from 2026-11-24
  exits 1 itss asset diff db --from 2026-11-24 --format text
  has 'Under maintenance'
  exits 2 itss asset diff --from 2026-11-24 --to 2026-11-23
  exits 2 itss ticket baseline
}
