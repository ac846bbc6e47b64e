/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_PLAN_QUESTION_H
#define AVOW_REPORTS_PLAN_QUESTION_H

#include "reports/report.h"

#define AVOW_QUESTION_CHOICES_MAX 9 /* one key each */

/* What a person is asked of one cluster. */
struct avow_question_choices {
	const struct avow_advice *at[AVOW_QUESTION_CHOICES_MAX];
	size_t count;
};

/* The changes that can be taken for the cluster, best first. */
void avow_question_choices(const struct avow_report *report, size_t cluster,
			   struct avow_question_choices *out);

/* Writes the cluster, why it was refused, and the choices with their numbers. */
int avow_question_write(const struct avow_report *report, size_t cluster,
			const struct avow_report_style *style, FILE *out,
			struct avow_error *error) avow_must_check;

#endif
