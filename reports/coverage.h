/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_COVERAGE_H
#define AVOW_REPORTS_COVERAGE_H

#include "policy/coverage.h"
#include "reports/report.h"

#define AVOW_COVERAGE_SCHEMA_VERSION "1"

/*
 * Keys with their events and bytes, those that never fired, those that no rule gives;
 * the types of records that the log is largest by, and what of them can be left out; how
 * many denials lack a path, and why. AVOW_E_NOMEM, or AVOW_E_IO.
 */
int avow_coverage_text(const struct avow_coverage *coverage,
		       const struct avow_report_style *style, FILE *out,
		       struct avow_error *error) avow_must_check;

/*
 * One object: schema_version, log {events, bytes, keyed_events, keyed_bytes}, rules
 * {count, without_key}, keys [{key, events, bytes, rules, place}], types [{type, records,
 * bytes, loses, rule}], denials {all, nameless, with_path, without_call}, hints [{code,
 * says, place, rule}]. Like above.
 */
int avow_coverage_json(const struct avow_coverage *coverage,
		       const struct avow_report_style *style, FILE *out,
		       struct avow_error *error) avow_must_check;

#endif
