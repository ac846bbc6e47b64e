/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_HTML_DRESS_H
#define AVOW_REPORTS_HTML_DRESS_H

#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"

/* What a user puts on the page: its title, a logo, a style. Each may be NULL. */
struct avow_report_dress {
	const char *title; /* any text */
	const char *logo;  /* a data: URI */
	const char *css;   /* checked */
	char css_hash[64]; /* as Content-Security-Policy writes it */
	struct avow_buf logo_text, css_text;
};

/*
 * Takes a picture: PNG, JPEG or SVG by its content, which is shown as an image, so that
 * nothing in it runs or is fetched. @name is for sentences. AVOW_E_USAGE and one sentence
 * when it is none of these; AVOW_E_NOMEM.
 */
int avow_dress_logo(struct avow_report_dress *dress, struct avow_span bytes,
		    const char *name, struct avow_error *error) avow_must_check;

/*
 * Takes a style sheet: clean text, without an end tag, @import or url() of anything but
 * data:. The page's own security policy would stop what it fetched; it is refused so
 * that nobody wonders. As above.
 */
int avow_dress_css(struct avow_report_dress *dress, struct avow_span text,
		   const char *name, struct avow_error *error) avow_must_check;

void avow_dress_free(struct avow_report_dress *dress);

/* The most bytes that are taken of either. */
enum { AVOW_LOGO_MAX = 256 * 1024, AVOW_CSS_MAX = 128 * 1024 };

#endif
