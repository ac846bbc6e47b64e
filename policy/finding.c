/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What every policy engine shares of its findings: giving them back. Making them
 * is each engine's own work.
 */
#include "policy/finding.h"

void avow_findings_free(struct avow_findings *findings)
{
	avow_arena_free(&findings->arena);
	memset(findings, 0, sizeof(*findings));
}
