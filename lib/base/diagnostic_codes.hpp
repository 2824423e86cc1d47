#pragma once
// The catalogue of diagnostics: one row each, with the text that a reader sees as its template (fmt syntax). A code is
// part of the interface: scripts match on it, so it is never renamed. Sorted by name; a test checks that, and that
// each row is tested.
//   X(CODE, severity, "template")

#define ITSS_DIAGNOSTICS(X)                                                                                \
  X(AGREEMENT_AMBIGUOUS, error, "'{}' and '{}' are equally specific and may cover the same record")        \
  X(AGREEMENT_PROBLEM, error, "{}")                                                                        \
  X(ALIAS_LIMIT, error, "aliases expand to more than {} nodes")                                            \
  X(BAD_ENCODING, error, "not valid UTF-8 at byte {}")                                                     \
  X(CALENDAR_CONFLICT, error, "'{}' is both a holiday and a working day")                                  \
  X(CALENDAR_DATE, error, "'{}' is not a date that a calendar understands")                                \
  X(CALENDAR_DAY_TWICE, error, "'{}' is given hours twice")                                                \
  X(CALENDAR_EMPTY, error, "the calendar has no working time at all")                                      \
  X(CALENDAR_KEY, error, "'{}' is not a word of a calendar")                                               \
  X(CALENDAR_NO_HOURS, error, "'{}' is worked like '{}', which has no hours")                              \
  X(CALENDAR_OVERLAP, error, "the shift {} overlaps {}")                                                   \
  X(CALENDAR_REWRITTEN, warning, "the working time of {} is not what git knows, and no version says so")   \
  X(CALENDAR_SHIFT, error, "'{}' is not a shift")                                                          \
  X(CALENDAR_VERSION_ORDER, error, "the version from {} does not start after the one before it")           \
  X(CALENDAR_WEEKDAY, error, "'{}' is not a weekday")                                                      \
  X(CALENDAR_ZONE, error, "'{}' is not a time zone")                                                       \
  X(CANNOT_EDIT, error, "cannot edit '{}' in place: {}")                                                   \
  X(CONFLICT_MARKER, error, "unmerged conflict: '{}'")                                                     \
  X(DANGLING_LINK, error, "'{}' names '{}', which does not exist")                                         \
  X(DRIFT, error, "'{}' is {}, but its history says {}")                                                   \
  X(DUPLICATE_ID, error, "the id '{}' is also used by '{}'")                                               \
  X(DUPLICATE_KEY, error, "the key '{}' occurs twice (first in line {})")                                  \
  X(EMPTY_FILE, error, "the file is empty")                                                                \
  X(EVENT_IN_FUTURE, error, "the event lies in the future: {}")                                            \
  X(EVENT_ORDER, error, "the event at {} stands behind one at {}")                                         \
  X(FILE_TOO_LARGE, error, "the file has {} bytes; the limit is {}")                                       \
  X(HISTORY_LOST, error, "'{}' has lost {}, which it has in '{}'")                                         \
  X(ID_MISMATCH, error, "the file says id '{}', its name says '{}'")                                       \
  X(ILLEGAL_MOVE, error, "'{}' is not possible here: {}")                                                  \
  X(IMPORT_MAP, error, "{}")                                                                               \
  X(JOURNAL, error, "an interrupted command left work undone: {}")                                         \
  X(KPI_KEY, error, "'{}' is not a word of a measure")                                                     \
  X(KPI_MISSING, error, "the measure '{}' has no '{}'")                                                    \
  X(KPI_NAME, error, "the measure '{}' names the {} '{}', which does not exist")                           \
  X(KPI_VALUE, error, "'{}' is not {}")                                                                    \
  X(MISPLACED, error, "the record belongs in '{}'")                                                        \
  X(MISSING_FIELD, error, "the field '{}' is missing")                                                     \
  X(NESTED_TOO_DEEP, error, "nested deeper than {} levels")                                                \
  X(NOT_A_FILE, error, "not a regular file: {}")                                                           \
  X(NOT_A_MAPPING, error, "expected 'key: value' lines")                                                   \
  X(RECOVERED, warning, "an interrupted command was finished here; git may not have it yet")               \
  X(REPORT_KEY, error, "'{}' is not a word of {}")                                                         \
  X(REPORT_MISSING, error, "the report '{}' has no '{}'")                                                  \
  X(REPORT_NAME, error, "the report '{}' names the {} '{}', which does not exist")                         \
  X(REPORT_VALUE, error, "'{}' is not {}")                                                                 \
  X(SCHEMA_BUILTIN, error, "the move '{}' is named like a built-in verb")                                  \
  X(SCHEMA_CARRIED, error, "no rule of '{}' carries '{}'")                                                 \
  X(SCHEMA_CHANGED, error, "the field '{}' no longer fits stored events, such as {}: {}")                  \
  X(SCHEMA_CONDITION, error, "{}")                                                                         \
  X(SCHEMA_CYCLE, error, "'{}' is computed from itself: {}")                                               \
  X(SCHEMA_DEAD_END, error, "no way leads from the state '{}' to a final state")                           \
  X(SCHEMA_DERIVED, error, "the derived state '{}' {}")                                                    \
  X(SCHEMA_DUPLICATE, error, "the {} '{}' is also that of '{}'")                                           \
  X(SCHEMA_FORM, error, "'{}' must be {}")                                                                 \
  X(SCHEMA_LABEL, warning, "the {} '{}' has no Chinese label")                                             \
  X(SCHEMA_MISSING, error, "{} needs '{}'")                                                                \
  X(SCHEMA_OVERLAP, error, "two rules of the move '{}' may both fit in '{}'; the other one is in line {}") \
  X(SCHEMA_REMOVED, error, "the {} '{}' is gone, but stored events use it, such as {}")                    \
  X(SCHEMA_RESERVED, error, "the {} '{}' has a name that the language uses itself")                        \
  X(SCHEMA_TABLE, error, "the table '{}' has no value for {}")                                             \
  X(SCHEMA_UNKNOWN, error, "the {} '{}' is not known")                                                     \
  X(SCHEMA_UNREACHABLE, error, "no move leads to the state '{}'")                                          \
  X(SCHEMA_WORD, error, "'{}' is not a word of {}")                                                        \
  X(SYNTAX, error, "{}")                                                                                   \
  X(TAB, error, "a tab where blanks are needed")                                                           \
  X(TIME_WITHOUT_OFFSET, error, "'{}' is not an instant with an offset")                                   \
  X(UNKNOWN_CODE, error, "'{}' is not a code of '{}'")                                                     \
  X(UNKNOWN_FIELD, error, "'{}' is not a field of '{}'")                                                   \
  X(UNKNOWN_KEY, warning, "'{}' is not a key of {}")                                                       \
  X(UNKNOWN_MOVE, error, "'{}' is not a move of '{}'")                                                     \
  X(UNKNOWN_STATE, error, "'{}' is not a state of '{}'")                                                   \
  X(UNREADABLE, error, "cannot read: {}")                                                                  \
  X(WRONG_TYPE, error, "'{}' is not {}")
