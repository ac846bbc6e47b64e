/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_BASE_SHA256_H
#define AVOW_BASE_SHA256_H

#include "analyzer/base/span.h"

/* The SHA-256 of @span (FIPS 180-4) as 64 lower-case hexadecimal digits and a NUL. */
void avow_sha256_hex(struct avow_span span, char out[65]);

#endif
