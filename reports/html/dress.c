/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A logo and a style of the user's own, checked, and made fit for the page. */
#include "reports/html/dress.h"

#include <string.h>
#include <strings.h>

#include <libxml/parser.h>

#include "analyzer/base/escape.h"
#include "analyzer/base/sha256.h"

static const char digits[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* RFC 4648, with padding. */
static void put_base64(struct avow_buf *out, struct avow_span bytes)
{
	for (size_t i = 0; i < bytes.length; i += 3) {
		size_t left = bytes.length - i;
		unsigned group = (unsigned)(unsigned char)bytes.data[i] << 16;

		if (left > 1)
			group |= (unsigned)(unsigned char)bytes.data[i + 1] << 8;
		if (left > 2)
			group |= (unsigned char)bytes.data[i + 2];
		avow_buf_putc(out, digits[group >> 18]);
		avow_buf_putc(out, digits[group >> 12 & 63]);
		avow_buf_putc(out, left > 1 ? digits[group >> 6 & 63] : '=');
		avow_buf_putc(out, left > 2 ? digits[group & 63] : '=');
	}
}

static bool begins_with(struct avow_span bytes, const char *magic, size_t length)
{
	return bytes.length > length && memcmp(bytes.data, magic, length) == 0;
}

static void ignore(void *data, const char *message, ...)
{
	(void)data;
	(void)message;
}

/* Well-formed XML whose root is SVG's; no entity is expanded, nothing is fetched. */
static bool is_svg(struct avow_span bytes)
{
	static const char namespace[] = "http://www.w3.org/2000/svg";
	const xmlNode *root;
	xmlDocPtr document;
	bool found;

	xmlSetGenericErrorFunc(NULL, ignore);
	document =
		xmlReadMemory(bytes.data, (int)bytes.length, NULL, NULL,
			      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	root = document ? xmlDocGetRootElement(document) : NULL;
	found = root && xmlStrEqual(root->name, (const xmlChar *)"svg") && root->ns &&
		xmlStrEqual(root->ns->href, (const xmlChar *)namespace);
	xmlFreeDoc(document);
	return found;
}

static const char *type_of(struct avow_span bytes)
{
	if (begins_with(bytes, "\x89PNG\r\n\x1a\n", 8))
		return "image/png";
	if (begins_with(bytes, "\xff\xd8\xff", 3))
		return "image/jpeg";
	return is_svg(bytes) ? "image/svg+xml" : NULL;
}

int avow_dress_logo(struct avow_report_dress *dress, struct avow_span bytes,
		    const char *name, struct avow_error *error)
{
	const char *type = type_of(bytes);

	if (!type)
		return avow_error_set(error, AVOW_E_USAGE,
				      "%s: it is no PNG, JPEG or SVG picture", name);
	avow_buf_puts(&dress->logo_text, "data:");
	avow_buf_puts(&dress->logo_text, type);
	avow_buf_puts(&dress->logo_text, ";base64,");
	put_base64(&dress->logo_text, bytes);
	dress->logo = avow_buf_string(&dress->logo_text);
	return dress->logo_text.failed ? avow_error_nomem(error) : AVOW_OK;
}

/* Whether @word stands at @text, upper case or lower. */
static bool is_at(struct avow_span text, size_t at, const char *word)
{
	size_t length = strlen(word);

	return text.length - at >= length &&
	       strncasecmp(text.data + at, word, length) == 0;
}

/* Past blanks and a quote: what a url() is of. */
static size_t url_start(struct avow_span text, size_t at)
{
	while (at < text.length && strchr(" \t\r\n\"'", text.data[at]))
		at++;
	return at;
}

/* What is wrong with the style; NULL: nothing. */
static const char *find_fault(struct avow_span text)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.data[i];

		if ((byte < 0x20 && byte != '\n' && byte != '\t' && byte != '\r') ||
		    byte == 0x7f)
			return "it has control characters";
		if (is_at(text, i, "</") || is_at(text, i, "<!--"))
			return "it has a tag";
		if (is_at(text, i, "@import"))
			return "it has an @import: put all of it into one file";
		if (is_at(text, i, "src(") || is_at(text, i, "image-set("))
			return "it names other files: only url(data:...) is taken";
		if (is_at(text, i, "url(") &&
		    !is_at(text, url_start(text, i + 4), "data:"))
			return "it has a url() that is no data: URI";
	}
	return NULL;
}

int avow_dress_css(struct avow_report_dress *dress, struct avow_span text,
		   const char *name, struct avow_error *error)
{
	char hexadecimal[65];
	struct avow_buf digest = { 0 }, hash = { 0 };
	const char *fault =
		avow_escape_is_utf8(text) ? find_fault(text) : "it is not UTF-8";

	if (fault)
		return avow_error_set(error, AVOW_E_USAGE, "%s: %s", name, fault);
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] != '\r')
			avow_buf_putc(&dress->css_text, text.data[i]);
	dress->css = avow_buf_string(&dress->css_text);
	avow_sha256_hex(avow_buf_span(&dress->css_text), hexadecimal);
	avow_buf_puts(&hash, "sha256-");
	if (avow_unescape_hex(&digest, avow_span_of(hexadecimal)))
		put_base64(&hash, avow_buf_span(&digest));
	snprintf(dress->css_hash, sizeof(dress->css_hash), "%s", avow_buf_string(&hash));
	dress->css_text.failed |= digest.failed || hash.failed;
	avow_buf_free(&digest);
	avow_buf_free(&hash);
	return dress->css_text.failed ? avow_error_nomem(error) : AVOW_OK;
}

void avow_dress_free(struct avow_report_dress *dress)
{
	avow_buf_free(&dress->logo_text);
	avow_buf_free(&dress->css_text);
}
