#include "store/export_star_sql.hpp"

namespace itss::store {

const char* const kStarTables = R"sql(
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE types (type TEXT PRIMARY KEY, label_en TEXT, label_zh TEXT, records INTEGER) WITHOUT ROWID;
CREATE TABLE fields (type TEXT, field TEXT, kind TEXT, label_en TEXT, label_zh TEXT, links_to TEXT, confidential INTEGER,
  PRIMARY KEY (type, field)) WITHOUT ROWID;
CREATE TABLE codes (type TEXT, field TEXT, code TEXT, position INTEGER, label_en TEXT, label_zh TEXT, is_final INTEGER,
  PRIMARY KEY (type, field, code)) WITHOUT ROWID;
CREATE TABLE records (type TEXT, record TEXT, title TEXT, status TEXT, shown_status TEXT, is_final INTEGER, opened TEXT,
  updated TEXT, opened_by TEXT, recorded TEXT, events INTEGER, file TEXT, PRIMARY KEY (type, record)) WITHOUT ROWID;
CREATE TABLE record_values (type TEXT, record TEXT, field TEXT, position INTEGER, value TEXT,
  PRIMARY KEY (type, record, field, position)) WITHOUT ROWID;
CREATE TABLE record_items (type TEXT, record TEXT, field TEXT, key TEXT, part TEXT, value TEXT,
  PRIMARY KEY (type, record, field, key, part)) WITHOUT ROWID;
CREATE TABLE events (type TEXT, record TEXT, position INTEGER, event TEXT, at TEXT, recorded TEXT, by TEXT, do TEXT,
  told TEXT, note TEXT, for_whom TEXT, evidence TEXT, via TEXT, retracts TEXT, counts INTEGER,
  PRIMARY KEY (type, record, position)) WITHOUT ROWID;
CREATE TABLE event_values (type TEXT, record TEXT, position INTEGER, place INTEGER, change TEXT, field TEXT, key TEXT, part TEXT,
  value TEXT, PRIMARY KEY (type, record, position, place)) WITHOUT ROWID;
CREATE TABLE states (type TEXT, record TEXT, position INTEGER, state TEXT, entered TEXT, ended TEXT, seconds INTEGER,
  PRIMARY KEY (type, record, position)) WITHOUT ROWID;
CREATE TABLE clocks (type TEXT, record TEXT, clock TEXT, verdict TEXT, started TEXT, stopped TEXT, due TEXT, breached_at TEXT,
  counted_at TEXT, elapsed_seconds INTEGER, target_seconds INTEGER, overrun_seconds INTEGER, level TEXT, agreement TEXT,
  calendar TEXT, cause TEXT, paused INTEGER, cancelled INTEGER, late_entry INTEGER, provisional INTEGER, excused_reason TEXT,
  excused_by TEXT, excused_at TEXT, PRIMARY KEY (type, record, clock)) WITHOUT ROWID;
CREATE TABLE promises (type TEXT, record TEXT, clock TEXT, position INTEGER, agreement TEXT, calendar TEXT, level TEXT, policy TEXT,
  target_seconds INTEGER, elapsed_seconds INTEGER, in_force_from TEXT, until TEXT, due TEXT, broken_at TEXT,
  PRIMARY KEY (type, record, clock, position)) WITHOUT ROWID;
CREATE TABLE measures (measure TEXT PRIMARY KEY, position INTEGER, label_en TEXT, label_zh TEXT, explanation_en TEXT,
  explanation_zh TEXT, clause TEXT, records TEXT, formula TEXT, percentile REAL, unit TEXT, scale REAL, factor REAL,
  aim TEXT, target REAL, floor REAL, in_views INTEGER) WITHOUT ROWID;
CREATE TABLE periods (period TEXT PRIMARY KEY, position INTEGER, begins TEXT, ends TEXT) WITHOUT ROWID;
CREATE TABLE kpi_items (measure TEXT, period TEXT, position INTEGER, record TEXT, part TEXT, moment TEXT, role TEXT,
  reason TEXT, amount REAL, weight REAL, excused INTEGER, share TEXT, of_per INTEGER,
  PRIMARY KEY (measure, period, position)) WITHOUT ROWID;
CREATE TABLE kpi_groups (measure TEXT, period TEXT, position INTEGER, field TEXT, value TEXT,
  PRIMARY KEY (measure, period, position, field)) WITHOUT ROWID;
CREATE TABLE kpi_reported (measure TEXT, period TEXT, value REAL, value_without_excused REAL, numerator REAL, denominator REAL,
  excused REAL, verdict TEXT, PRIMARY KEY (measure, period)) WITHOUT ROWID;
CREATE TABLE kpi_reported_shares (measure TEXT, period TEXT, position INTEGER, share TEXT, value REAL, numerator REAL,
  PRIMARY KEY (measure, period, position)) WITHOUT ROWID;
)sql";

const char* const kStarIndexes = R"sql(
CREATE INDEX kpi_items_by_record ON kpi_items (record);
CREATE INDEX events_by_time ON events (at);
CREATE INDEX clocks_by_agreement ON clocks (agreement, clock);
)sql";

// `weight` is in seconds where amounts are told in a time, so that sums are exact; `scale` makes units of it, `factor`
// per cents. Items `of_per` are what a rate or remainder stands upon. A formula is a branch of kpi_values, which takes
// (measure, period) to a value. A measure whose formula has none, or of which a view would say anything else than the
// report, is not listed (`in_views`).
const char* const kStarViews = R"sql(
CREATE VIEW kpi_tallies AS
SELECT m.measure, p.period,
  total(CASE WHEN i.role <> 'excluded' AND NOT i.of_per THEN 1 END) AS counted,
  total(CASE WHEN i.role <> 'excluded' AND NOT i.of_per THEN i.weight END) AS weight,
  total(CASE WHEN i.role = 'good' AND NOT i.of_per THEN i.weight END) AS good,
  total(CASE WHEN i.role <> 'excluded' AND i.of_per THEN i.weight END) AS per,
  min(CASE WHEN i.role <> 'excluded' AND NOT i.of_per THEN i.weight END) AS least,
  max(CASE WHEN i.role <> 'excluded' AND NOT i.of_per THEN i.weight END) AS most,
  total(CASE WHEN i.role <> 'excluded' AND i.excused THEN i.weight END) AS excused,
  count(CASE WHEN i.role = 'excluded' THEN 1 END) AS excluded
FROM measures m CROSS JOIN periods p LEFT JOIN kpi_items i ON i.measure = m.measure AND i.period = p.period
GROUP BY m.measure, p.period;

CREATE VIEW kpi_exclusions AS
SELECT measure, period, reason, count(*) AS items FROM kpi_items WHERE role = 'excluded' GROUP BY measure, period, reason;

CREATE VIEW kpi_ranked AS
SELECT measure, period, record, part, weight,
  row_number() OVER (PARTITION BY measure, period ORDER BY weight, position) AS place,
  count(*) OVER (PARTITION BY measure, period) AS counted
FROM kpi_items WHERE role <> 'excluded' AND NOT of_per;

CREATE VIEW kpi_medians AS
SELECT measure, period, total(weight) / count(*) AS weight FROM kpi_ranked
WHERE place IN ((counted + 1) / 2, counted / 2 + 1) GROUP BY measure, period;

CREATE VIEW kpi_percentiles AS
SELECT r.measure, r.period, r.weight FROM kpi_ranked r JOIN measures m ON m.measure = r.measure
WHERE r.place = max(1, CAST(m.percentile / 100 * r.counted AS INTEGER)
                       + (m.percentile / 100 * r.counted > CAST(m.percentile / 100 * r.counted AS INTEGER)));

CREATE VIEW kpi_values AS
SELECT t.measure, t.period, t.weight / m.scale AS value,
  (t.weight - CASE WHEN m.formula = 'count' THEN t.excused ELSE 0 END) / m.scale AS value_without_excused
FROM kpi_tallies t JOIN measures m ON m.measure = t.measure WHERE m.formula IN ('count', 'sum')
UNION ALL
SELECT t.measure, t.period, CASE WHEN t.weight <> 0 THEN m.factor * t.good / t.weight END,
  CASE WHEN t.weight - t.excused <> 0 THEN m.factor * t.good / (t.weight - t.excused) END
FROM kpi_tallies t JOIN measures m ON m.measure = t.measure WHERE m.formula = 'ratio'
UNION ALL
SELECT measure, period, quotient, quotient FROM (
  SELECT t.measure, t.period, CASE m.formula
    WHEN 'shares' THEN CASE WHEN t.weight <> 0 THEN m.factor * t.weight / t.weight END
    WHEN 'rate' THEN CASE WHEN t.per <> 0 THEN m.factor * t.weight / t.per END
    ELSE CASE WHEN t.per <> 0 THEN m.factor * (t.per - t.weight) / t.per END END AS quotient
  FROM kpi_tallies t JOIN measures m ON m.measure = t.measure WHERE m.formula IN ('shares', 'rate', 'remainder'))
UNION ALL
SELECT t.measure, t.period, t.weight / t.counted / m.scale, t.weight / t.counted / m.scale
FROM kpi_tallies t JOIN measures m ON m.measure = t.measure WHERE m.formula = 'mean'
UNION ALL
SELECT t.measure, t.period, v.weight / m.scale, v.weight / m.scale
FROM kpi_tallies t JOIN measures m ON m.measure = t.measure
LEFT JOIN kpi_medians v ON v.measure = t.measure AND v.period = t.period WHERE m.formula = 'median'
UNION ALL
SELECT t.measure, t.period, v.weight / m.scale, v.weight / m.scale
FROM kpi_tallies t JOIN measures m ON m.measure = t.measure
LEFT JOIN kpi_percentiles v ON v.measure = t.measure AND v.period = t.period WHERE m.formula = 'percentile'
UNION ALL
SELECT t.measure, t.period, CASE m.formula WHEN 'min' THEN t.least ELSE t.most END / m.scale,
  CASE m.formula WHEN 'min' THEN t.least ELSE t.most END / m.scale
FROM kpi_tallies t JOIN measures m ON m.measure = t.measure WHERE m.formula IN ('min', 'max');

CREATE VIEW kpi_figures AS
SELECT m.measure, t.period, m.label_en, m.label_zh, v.value, m.unit,
  CASE WHEN m.formula IN ('median', 'percentile', 'min', 'max') THEN NULL
       WHEN m.formula = 'ratio' THEN t.good / m.scale
       WHEN m.formula = 'remainder' THEN CASE WHEN t.per = 0 THEN 0.0 ELSE (t.per - t.weight) / m.scale END
       ELSE t.weight / m.scale END AS numerator,
  CASE WHEN m.formula IN ('count', 'sum') THEN NULL
       WHEN m.formula IN ('ratio', 'shares') THEN t.weight / m.scale
       WHEN m.formula IN ('rate', 'remainder') THEN t.per / m.scale ELSE t.counted END AS denominator,
  v.value_without_excused,
  CASE WHEN m.formula IN ('count', 'ratio') THEN t.excused / m.scale ELSE 0.0 END AS excused,
  m.aim, m.target,
  CASE WHEN m.aim IS NULL OR v.value IS NULL THEN NULL
       WHEN m.aim = 'at_least' AND v.value >= m.target OR m.aim = 'at_most' AND v.value <= m.target
         OR m.aim = 'below' AND v.value < m.target THEN 'met'
       ELSE 'missed' END AS verdict,
  t.excluded, m.clause
FROM kpi_values v JOIN measures m ON m.measure = v.measure
JOIN kpi_tallies t ON t.measure = v.measure AND t.period = v.period
JOIN periods p ON p.period = v.period
WHERE m.in_views
ORDER BY p.position, m.position;

CREATE VIEW kpi_shares AS
SELECT s.measure, s.period, s.share, m.factor * s.weight / t.weight AS value, m.unit, s.weight / m.scale AS numerator,
  t.weight / m.scale AS denominator
FROM (SELECT measure, period, share, total(weight) AS weight FROM kpi_items WHERE role <> 'excluded'
      GROUP BY measure, period, share) s
JOIN measures m ON m.measure = s.measure
JOIN kpi_tallies t ON t.measure = s.measure AND t.period = s.period
JOIN periods p ON p.period = s.period
WHERE m.in_views AND m.formula = 'shares'
ORDER BY p.position, m.position, s.weight DESC, s.share;
)sql";

}  // namespace itss::store
