/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What libapparmor's parse_record() makes of each line of the standard input, in the
 * words of tests/golden/fields.c: its number and verdict, then a line a field. It
 * does not tell which of two names a value had: the library does not. Control
 * characters come as \xNN. The library's scanner echoes what it does not know to the
 * standard output, which is therefore given away first.
 */
#include <aalogparse/aalogparse.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *verdict(aa_record_event_type event)
{
	switch (event) {
	case AA_RECORD_AUDIT:
		return "AUDIT";
	case AA_RECORD_ALLOWED:
		return "ALLOWED";
	case AA_RECORD_DENIED:
		return "DENIED";
	case AA_RECORD_HINT:
		return "HINT";
	case AA_RECORD_STATUS:
		return "STATUS";
	case AA_RECORD_ERROR:
		return "ERROR";
	default:
		return "INVALID";
	}
}

static void text(FILE *out, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	fprintf(out, "  %s=", name);
	for (; *value; value++)
		if ((unsigned char)*value < ' ' || *value == 0x7f)
			fprintf(out, "\\x%02x", (unsigned char)*value);
		else
			putc(*value, out);
	putc('\n', out);
}

static void number(FILE *out, const char *name, unsigned long value)
{
	if (value && value != ULONG_MAX)
		fprintf(out, "  %s=%lu\n", name, value);
}

static void print(FILE *out, const aa_log_record *record)
{
	text(out, "stamp", record->audit_id);
	text(out, "operation", record->operation);
	text(out, "profile", record->profile);
	text(out, "namespace", record->namespace);
	text(out, "name", record->name);
	text(out, "target", record->name2);
	text(out, "info", record->info);
	number(out, "error", (unsigned long)labs(record->error_code));
	number(out, "pid", record->pid);
	number(out, "parent", record->parent);
	text(out, "requested_mask", record->requested_mask);
	text(out, "denied_mask", record->denied_mask);
	text(out, "comm", record->comm);
	number(out, "fsuid", record->fsuid);
	number(out, "ouid", record->ouid);
	text(out, "peer", record->peer ? record->peer : record->peer_profile);
	number(out, "peer_pid", record->peer_pid);
	text(out, "signal", record->signal);
	text(out, "family", record->net_family);
	text(out, "sock_type", record->net_sock_type);
	text(out, "protocol", record->net_protocol);
	text(out, "laddr", record->net_local_addr);
	number(out, "lport", record->net_local_port);
	text(out, "faddr", record->net_foreign_addr);
	number(out, "fport", record->net_foreign_port);
	text(out, "bus", record->dbus_bus);
	text(out, "path", record->dbus_path);
	text(out, "interface", record->dbus_interface);
	text(out, "member", record->dbus_member);
	text(out, "srcname", record->src_name);
	text(out, "fstype", record->fs_type);
	text(out, "flags", record->flags);
	text(out, "attribute", record->attribute);
	number(out, "task", record->task);
	number(out, "magic_token", record->magic_token);
}

int main(void)
{
	FILE *out = fdopen(dup(STDOUT_FILENO), "w");
	char *line = NULL;
	size_t capacity = 0;

	if (!out || !freopen("/dev/null", "w", stdout))
		return 1;

	for (unsigned long at = 1; getline(&line, &capacity, stdin) > 0; at++) {
		aa_log_record *record;

		line[strcspn(line, "\n")] = '\0';
		record = parse_record(line);
		if (!record)
			continue;
		fprintf(out, "%lu %s\n", at, verdict(record->event));
		if (record->event != AA_RECORD_INVALID)
			print(out, record);
		free_record(record);
	}
	free(line);
	return fclose(out) != 0;
}
