/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Messages, places and the program, as SARIF wants them. */
#include "reports/sarif_parts.h"

#include <config.h>

#include "analyzer/base/buf.h"
#include "reports/strings.h"

json_t *avow_sarif_message(const char *text)
{
	return json_pack("{s:o}", "text", avow_json_string(text));
}

/* A URI reference: what is not plain in a path is %-encoded (RFC 3986). */
static json_t *make_uri(const char *path)
{
	struct avow_buf uri = { 0 };
	json_t *out;

	for (; *path; path++) {
		unsigned char byte = (unsigned char)*path;

		if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
		    (byte >= '0' && byte <= '9') || strchr("/._-~", byte))
			avow_buf_putc(&uri, (char)byte);
		else
			avow_buf_printf(&uri, "%%%02X", byte);
	}
	out = avow_json_string(avow_buf_string(&uri));
	avow_buf_free(&uri);
	return out;
}

json_t *avow_sarif_locations(const char *path, uint64_t line)
{
	json_t *place = json_object();

	json_object_set_new(place, "artifactLocation",
			    json_pack("{s:o}", "uri", make_uri(path)));
	if (line)
		json_object_set_new(
			place, "region",
			json_pack("{s:o}", "startLine", avow_json_number(line)));
	return json_pack("[{s:o}]", "physicalLocation", place);
}

json_t *avow_sarif_tool(json_t *rules)
{
	json_t *driver = json_object();

	json_object_set_new(driver, "name", avow_json_string("avow"));
	json_object_set_new(driver, "version", avow_json_string(PACKAGE_VERSION));
	json_object_set_new(driver, "rules", rules);
	return json_pack("{s:o}", "driver", driver);
}

json_t *avow_sarif_fingerprints(const char *mark)
{
	return json_pack("{s:o}", "avow/v1", avow_json_string(mark));
}

json_t *avow_sarif_rule(const char *id, const char *title)
{
	json_t *out = json_object();

	json_object_set_new(out, "id", avow_json_string(id));
	json_object_set_new(out, "shortDescription", avow_sarif_message(title));
	return out;
}

json_t *avow_sarif_log(json_t *rules, json_t *results)
{
	json_t *run = json_object(), *root = json_object();

	json_object_set_new(run, "tool", avow_sarif_tool(rules));
	json_object_set_new(run, "columnKind", avow_json_string("unicodeCodePoints"));
	json_object_set_new(run, "results", results);
	json_object_set_new(root, "$schema", avow_json_string(AVOW_SARIF_SCHEMA));
	json_object_set_new(root, "version", avow_json_string(AVOW_SARIF_VERSION));
	json_object_set_new(root, "runs", json_pack("[o]", run));
	return root;
}
