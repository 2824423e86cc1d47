#pragma once
// The setup functions of the verbs, one file each or a small group; the table in commands.cpp names them.

#include "commands.hpp"

namespace itss::cmd {

Run setup_adopt(Parser& parser, const Subject& subject);
Run setup_baseline(Parser& parser, const Subject& subject);
Run setup_board(Parser& parser, const Subject& subject);
Run setup_calendar_add(Parser& parser, const Subject& subject);
Run setup_calendar_between(Parser& parser, const Subject& subject);
Run setup_calendar_import(Parser& parser, const Subject& subject);
Run setup_calendar_list(Parser& parser, const Subject& subject);
Run setup_calendar_open(Parser& parser, const Subject& subject);
Run setup_calendar_show(Parser& parser, const Subject& subject);
Run setup_check(Parser& parser, const Subject& subject);
Run setup_comment(Parser& parser, const Subject& subject);
Run setup_complete(Parser& parser, const Subject& subject);
Run setup_completion(Parser& parser, const Subject& subject);
Run setup_config_get(Parser& parser, const Subject& subject);
Run setup_config_list(Parser& parser, const Subject& subject);
Run setup_diff(Parser& parser, const Subject& subject);
Run setup_draft(Parser& parser, const Subject& subject);
Run setup_due(Parser& parser, const Subject& subject);
Run setup_edit(Parser& parser, const Subject& subject);
Run setup_export_csv(Parser& parser, const Subject& subject);
Run setup_export_jsonl(Parser& parser, const Subject& subject);
Run setup_export_sqlite(Parser& parser, const Subject& subject);
Run setup_fmt(Parser& parser, const Subject& subject);
Run setup_help(Parser& parser, const Subject& subject);
Run setup_impact(Parser& parser, const Subject& subject);
Run setup_import(Parser& parser, const Subject& subject);
Run setup_index_status(Parser& parser, const Subject& subject);
Run setup_index_rebuild(Parser& parser, const Subject& subject);
Run setup_init(Parser& parser, const Subject& subject);
Run setup_invite(Parser& parser, const Subject& subject);
Run setup_kpi_check(Parser& parser, const Subject& subject);
Run setup_kpi_list(Parser& parser, const Subject& subject);
Run setup_kpi_show(Parser& parser, const Subject& subject);
Run setup_list(Parser& parser, const Subject& subject);
Run setup_log(Parser& parser, const Subject& subject);
Run setup_media(Parser& parser, const Subject& subject);
Run setup_missing(Parser& parser, const Subject& subject);
Run setup_move(Parser& parser, const Subject& subject);
Run setup_new(Parser& parser, const Subject& subject);
Run setup_record_calendar(Parser& parser, const Subject& subject);
Run setup_paper(Parser& parser, const Subject& subject);
Run setup_plan(Parser& parser, const Subject& subject);
Run setup_remind(Parser& parser, const Subject& subject);
Run setup_report_described(Parser& parser, const Subject& subject);
Run setup_report_kpi(Parser& parser, const Subject& subject);
Run setup_report_sla(Parser& parser, const Subject& subject);
Run setup_retract(Parser& parser, const Subject& subject);
Run setup_schema_check(Parser& parser, const Subject& subject);
Run setup_schema_export(Parser& parser, const Subject& subject);
Run setup_schema_list(Parser& parser, const Subject& subject);
Run setup_schema_show(Parser& parser, const Subject& subject);
Run setup_search(Parser& parser, const Subject& subject);
Run setup_set(Parser& parser, const Subject& subject);
Run setup_show(Parser& parser, const Subject& subject);
Run setup_sla_check(Parser& parser, const Subject& subject);
Run setup_sla_due(Parser& parser, const Subject& subject);
Run setup_sla_exclude(Parser& parser, const Subject& subject);
Run setup_sla_explain(Parser& parser, const Subject& subject);
Run setup_sla_gap(Parser& parser, const Subject& subject);
Run setup_sla_show(Parser& parser, const Subject& subject);
Run setup_sla_simulate(Parser& parser, const Subject& subject);
Run setup_spawn(Parser& parser, const Subject& subject);
Run setup_suggest(Parser& parser, const Subject& subject);
Run setup_type_due(Parser& parser, const Subject& subject);
Run setup_undo(Parser& parser, const Subject& subject);
Run setup_version(Parser& parser, const Subject& subject);

// Whether records of other types give rise to records of this one.
bool is_spawned(const schema::Schema& type, const schema::SchemaSet& all);

}  // namespace itss::cmd
