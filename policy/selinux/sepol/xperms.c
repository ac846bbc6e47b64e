/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Extended permissions: rules for single ioctl commands and netlink message types
 * (security/selinux/ss/services.c, services_compute_xperms_drivers() and
 * security_compute_xperms_decision(); security/selinux/avc.c,
 * avc_has_extended_perms()). Once any such rule holds for a pair and class, also an
 * auditing one, a command needs an allowxperm rule of its own.
 */
#include "policy/selinux/sepol/internal.h"

#define XPERM_NLMSG 0x03 /* since libsepol 3.8; the kernel's AVTAB_XPERMS_NLMSG */

struct filter {
	const struct avow_sepol *sepol;
	const struct avow_sepol_pair *pair;
	bool is_ioctl;
	uint8_t driver, function;
	struct avow_xperm_verdict verdict;
	struct avow_buf *out;
};

static bool has_bit(const uint32_t bits[8], uint8_t bit)
{
	return (bits[bit / 32] >> (bit % 32)) & 1;
}

static const char *verb_of(uint16_t specified)
{
	return specified & AVTAB_XPERMS_ALLOWED      ? "allowxperm"
	       : specified & AVTAB_XPERMS_AUDITALLOW ? "auditallowxperm"
						     : "dontauditxperm";
}

/* The next run of set bits from @from on; false when there is none. */
static bool next_range(const uint32_t bits[8], unsigned from, unsigned *first,
		       unsigned *last)
{
	while (from < 256 && !has_bit(bits, (uint8_t)from))
		from++;
	if (from == 256)
		return false;
	*first = from;
	while (from < 256 && has_bit(bits, (uint8_t)from))
		from++;
	*last = from - 1;
	return true;
}

static void append_rule(const struct filter *filter, uint32_t source,
			const struct indexed_rule *rule)
{
	const avtab_extended_perms_t *xperms = rule->datum->xperms;
	bool is_driver = xperms->specified == AVTAB_XPERMS_IOCTLDRIVER;
	unsigned first, last;

	avow_buf_printf(filter->out, "%s %s %s:%s %s {", verb_of(rule->specified),
			avow_sepol_type_name(filter->sepol, source),
			avow_sepol_type_name(filter->sepol, rule->target),
			avow_sepol_class_name(filter->sepol, filter->pair->tclass),
			filter->is_ioctl ? "ioctl" : "nlmsg");
	for (unsigned from = 0; next_range(xperms->perms, from, &first, &last);
	     from = last + 1) {
		unsigned low = is_driver ? first << 8 : xperms->driver << 8 | first;
		unsigned high = is_driver ? last << 8 | 0xff : xperms->driver << 8 | last;

		avow_buf_printf(filter->out, low == high ? " 0x%04x" : " 0x%04x-0x%04x",
				low, high);
	}
	avow_buf_puts(filter->out, " };\n");
}

static void look(void *data, uint32_t source, const struct indexed_rule *rule)
{
	struct filter *filter = data;
	const avtab_extended_perms_t *xperms = rule->datum->xperms;
	bool is_ioctl, is_hit;

	if (!(rule->specified & AVTAB_XPERMS) || !xperms ||
	    !avow_sepol_is_in_force(filter->sepol, rule))
		return;
	is_ioctl = xperms->specified != XPERM_NLMSG;
	if (is_ioctl != filter->is_ioctl)
		return;
	filter->verdict.is_filtered = true;
	is_hit = xperms->specified == AVTAB_XPERMS_IOCTLDRIVER
			 ? has_bit(xperms->perms, filter->driver)
			 : xperms->driver == filter->driver &&
				   has_bit(xperms->perms, filter->function);
	if (is_hit && (rule->specified & AVTAB_XPERMS_ALLOWED))
		filter->verdict.is_allowed = true;
	if (is_hit && (rule->specified & AVTAB_XPERMS_DONTAUDIT))
		filter->verdict.is_quiet = true;
	if (filter->out)
		append_rule(filter, source, rule);
}

struct avow_xperm_verdict avow_sepol_xperm(const struct avow_sepol *sepol,
					   const struct avow_sepol_pair *pair,
					   uint32_t permission, uint32_t xperm,
					   struct avow_buf *out)
{
	struct filter filter = { .sepol = sepol,
				 .pair = pair,
				 .driver = (uint8_t)(xperm >> 8),
				 .function = (uint8_t)xperm,
				 .out = out };
	uint32_t ioctl = avow_sepol_permission(sepol, pair->tclass, "ioctl");
	uint32_t nlmsg = avow_sepol_permission(sepol, pair->tclass, "nlmsg");

	filter.is_ioctl = permission == ioctl;
	if (permission && (permission == ioctl || permission == nlmsg))
		avow_sepol_visit(sepol, pair, look, &filter);
	return filter.verdict;
}
