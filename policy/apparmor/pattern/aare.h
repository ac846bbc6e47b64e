/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PATTERN_AARE_H
#define AVOW_APPARMOR_PATTERN_AARE_H

#include "analyzer/base/buf.h"

/*
 * Appends to @out the regular expression that apparmor_parser makes of @aare
 * (convert_aaregex_to_pcre() in parser/parser_regex.c). NULL, or what is wrong with it.
 */
const char *avow_aare_to_regex(struct avow_span aare, struct avow_buf *out);

/* Whether @aare holds no `*`, `?` or set: such go before others for apparmor_parser. */
bool avow_aare_is_exact(struct avow_span aare);

#endif
