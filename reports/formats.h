/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_FORMATS_H
#define AVOW_REPORTS_FORMATS_H

#include "reports/report.h"

/*
 * The `write` of each format (struct avow_report_format): one file each, one row
 * each in formats.c. They fail with AVOW_E_NOMEM, or AVOW_E_IO when @out takes
 * no more.
 */
typedef int avow_report_writer(const struct avow_report *report,
			       const struct avow_report_style *style, FILE *out,
			       struct avow_error *error) avow_must_check;

avow_report_writer avow_report_text;
avow_report_writer avow_report_html;
avow_report_writer avow_report_xml;
avow_report_writer avow_report_json;
avow_report_writer avow_report_sarif;
avow_report_writer avow_report_junit;
avow_report_writer avow_report_md;
avow_report_writer avow_report_csv;
avow_report_writer avow_report_prom;

#endif
