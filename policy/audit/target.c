/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* --target: the machine, kernel and audit that rules are for. */
#include <stdio.h>
#include <sys/utsname.h>

#include "policy/audit/audit.h"

void avow_audit_target_default(struct avow_audit_target *target)
{
	struct utsname name;

	*target = (struct avow_audit_target){ avow_machines, 60100, 30009 };
	if (uname(&name) == 0 && avow_machine_named(avow_span_of(name.machine)))
		target->machine = avow_machine_named(avow_span_of(name.machine));
}

/* "4.0.4" is 40004; what is not there is 0. False for what is no version. */
static bool read_version(struct avow_span text, uint32_t *out)
{
	uint32_t version = 0;

	for (unsigned part = 0; part < 3; part++) {
		size_t length = avow_span_find(text, '.');
		uint64_t number = 0;

		if (part == 0 || text.length)
			if (!avow_span_to_u64(avow_span_first(text, length), 10,
					      &number) ||
			    number > 99)
				return false;
		version = version * 100 + (uint32_t)number;
		text = avow_span_skip(text, length + 1);
	}
	*out = version;
	return !text.length;
}

static int add_machine(struct avow_span word, struct avow_audit_targets *out,
		       struct avow_error *error)
{
	const struct avow_machine *machine = avow_machine_named(word);

	if (!machine || machine->audit == UINT32_MAX)
		return avow_error_set(error, AVOW_E_USAGE,
				      "%.*s: no architecture that audit knows",
				      (int)avow_span_first(word, 64).length, word.data);
	for (size_t i = 0; i < out->count; i++)
		if (out->items[i].machine == machine)
			return 0;
	if (out->count == AVOW_AUDIT_TARGETS_MAX)
		return avow_error_set(error, AVOW_E_USAGE, "too many architectures");
	out->items[out->count++].machine = machine;
	return 0;
}

static int read_word(struct avow_span word, struct avow_audit_target *common,
		     struct avow_audit_targets *out, struct avow_error *error)
{
	uint32_t *version = NULL;

	if (avow_span_starts_with(word, "kernel=")) {
		version = &common->kernel;
		word = avow_span_skip(word, strlen("kernel="));
	} else if (avow_span_starts_with(word, "audit=")) {
		version = &common->audit;
		word = avow_span_skip(word, strlen("audit="));
	} else if (avow_span_starts_with(word, "arch=")) {
		return add_machine(avow_span_skip(word, strlen("arch=")), out, error);
	} else if (out->count) {
		return add_machine(word, out, error);
	}
	if (version && read_version(word, version))
		return 0;
	return avow_error_set(error, AVOW_E_USAGE,
			      "%.*s: a target is kernel=VERSION, audit=VERSION, "
			      "arch=NAME,...",
			      (int)avow_span_first(word, 64).length, word.data);
}

int avow_audit_targets_read(const char *text, struct avow_audit_targets *out,
			    struct avow_error *error)
{
	struct avow_span rest = avow_span_of(text);
	struct avow_audit_target common;

	avow_audit_target_default(&common);
	out->count = 0;
	while (rest.length) {
		size_t length = avow_span_find(rest, ',');
		int code = read_word(avow_span_first(rest, length), &common, out, error);

		if (code)
			return code;
		rest = avow_span_skip(rest, length + 1);
	}
	if (!out->count)
		out->items[out->count++].machine = common.machine;
	for (size_t i = 0; i < out->count; i++) {
		out->items[i].kernel = common.kernel;
		out->items[i].audit = common.audit;
	}
	return 0;
}

size_t avow_audit_widths(const struct avow_audit_target *target,
			 const struct avow_machine *out[2])
{
	const struct avow_machine *own = target->machine;

	out[0] = own;
	out[1] = own->is_64 && own->narrow ? avow_machine_named(avow_span_of(own->narrow))
					   : NULL;
	return out[1] ? 2 : 1;
}
