/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_SARIF_PARTS_H
#define AVOW_REPORTS_SARIF_PARTS_H

#include <jansson.h>
#include <stdint.h>

/* Parts of SARIF 2.1.0 (OASIS standard, 27 March 2020) that a report and a check share.
 */
#define AVOW_SARIF_SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"
#define AVOW_SARIF_VERSION "2.1.0"

/* { "text": ... } */
json_t *avow_sarif_message(const char *text);

/* A list of one place: a file, whose name may hold any bytes, and its line (0: none). */
json_t *avow_sarif_locations(const char *path, uint64_t line);

/* A rule: what results are named by, and its title. */
json_t *avow_sarif_rule(const char *id, const char *title);

/* The whole: one run of the program with its @rules and its @results, which it takes. */
json_t *avow_sarif_log(json_t *rules, json_t *results);

/* The program with its @rules, which it takes. */
json_t *avow_sarif_tool(json_t *rules);

/* { "avow/v1": @mark }, by which a result is the same in the next run. */
json_t *avow_sarif_fingerprints(const char *mark);

#endif
