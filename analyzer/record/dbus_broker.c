/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What AppArmor refused on a bus that dbus-broker serves. The broker asks the
 * kernel itself and tells the journal alone, in fields of its own
 * (bus_log_append_policy_send() and message_log_append() of dbus-broker). They are
 * put into the form in which dbus-daemon writes the same to the audit socket.
 */
#include "analyzer/record/json.h"

bool avow_dbus_broker_is_denial(const json_t *entry)
{
	/* Of what SELinux refuses, the broker also writes a USER_AVC. */
	return avow_json_is(entry, "DBUS_BROKER_POLICY_TYPE", "apparmor");
}

/* The text of field @name, or an empty one. */
static struct avow_span text_of(const json_t *entry, const char *name)
{
	const json_t *field = json_object_get(entry, name);

	return json_is_string(field) ? avow_span_make(json_string_value(field),
						      json_string_length(field))
				     : avow_span_make("", 0);
}

/* @value, its quotes and control bytes as `?`. */
static void append_text(struct avow_buf *out, struct avow_span value)
{
	for (size_t i = 0; i < value.length; i++) {
		char byte = value.data[i];

		avow_buf_putc(out,
			      byte == '"' || (unsigned char)byte < 0x20 ? '?' : byte);
	}
}

/* ` name="value"` */
static void append(struct avow_buf *out, const char *name, struct avow_span value)
{
	if (avow_span_is_empty(value))
		return;
	avow_buf_printf(out, " %s=\"", name);
	append_text(out, value);
	avow_buf_putc(out, '"');
}

/* The profile of `PROFILE (MODE)`, as the security label of a socket reads. */
static struct avow_span profile_of(struct avow_span label, struct avow_span *mode)
{
	size_t end = label.length;

	*mode = avow_span_make("", 0);
	if (!end || label.data[end - 1] != ')')
		return label;
	while (end && label.data[end - 1] != '(')
		end--;
	*mode = avow_span_make(label.data + end, label.length - end - 1);
	return avow_span_trim_end(avow_span_first(label, end ? end - 1 : 0));
}

static void append_stamp(const json_t *entry, struct avow_buf *out)
{
	struct avow_span text = text_of(entry, "_SOURCE_REALTIME_TIMESTAMP");
	uint64_t microseconds = 0;

	if (avow_span_is_empty(text))
		text = text_of(entry, "__REALTIME_TIMESTAMP");
	if (!avow_span_to_u64(text, 10, &microseconds))
		microseconds = 0;
	avow_buf_printf(out, "type=USER_AVC msg=audit(%llu.%03llu:0): ",
			(unsigned long long)(microseconds / 1000000),
			(unsigned long long)(microseconds / 1000 % 1000));
}

void avow_dbus_broker_read(const json_t *entry, struct avow_buf *out)
{
	static const struct {
		const char *field, *name;
	} fields[] = {
		{ "DBUS_BROKER_MESSAGE_PATH", "path" },
		{ "DBUS_BROKER_MESSAGE_INTERFACE", "interface" },
		{ "DBUS_BROKER_MESSAGE_MEMBER", "member" },
		{ "DBUS_BROKER_MESSAGE_DESTINATION", "name" },
	};
	bool is_receive = avow_json_is(entry, "DBUS_BROKER_TRANSMIT_ACTION", "receive");
	struct avow_span sender = text_of(entry, "DBUS_BROKER_SENDER_SECURITY_LABEL");
	struct avow_span receiver = text_of(entry, "DBUS_BROKER_RECEIVER_SECURITY_LABEL");
	struct avow_span mode, peer_mode, type, profile, peer;

	profile = profile_of(is_receive ? receiver : sender, &mode);
	peer = profile_of(is_receive ? sender : receiver, &peer_mode);
	type = text_of(entry, "DBUS_BROKER_MESSAGE_TYPE");
	append_stamp(entry, out);
	avow_buf_printf(out, "pid=0 msg='apparmor=\"%s\" operation=\"dbus_",
			avow_span_is(mode, "complain") ? "ALLOWED" : "DENIED");
	append_text(out, type);
	avow_buf_putc(out, '"');
	append(out, "bus",
	       avow_span_of(json_object_get(entry, "_SYSTEMD_USER_UNIT") ? "session"
									 : "system"));
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(fields); i++)
		append(out, fields[i].name, text_of(entry, fields[i].field));
	append(out, "mask", avow_span_of(is_receive ? "receive" : "send"));
	append(out, "label", profile);
	append(out, "peer_label", peer);
	avow_buf_putc(out, '\'');
}
