/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "reports/digest/digest.h"

static const struct avow_digest_form *const forms[] = { &avow_digest_text,
							&avow_digest_json,
							&avow_digest_csv };

const struct avow_digest_form *avow_digest_form_named(const char *name)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(forms); i++)
		if (strcmp(name, forms[i]->name) == 0)
			return forms[i];
	return NULL;
}
