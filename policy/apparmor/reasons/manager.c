/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-MANAGED: somebody else writes this profile: a container runtime, snapd, libvirt.
 * What it is named by, or its namespace, says who.
 */
#include "policy/apparmor/reason.h"

/* Names as the programs give them. */
static const struct {
	const char *prefix, *who, *how;
} managers[] = {
	{ "docker-", "Docker",
	  "choose another profile with --security-opt apparmor=NAME" },
	{ "cri-containerd.apparmor.d", "containerd",
	  "name another profile in the pod's securityContext.appArmorProfile" },
	{ "containers-default-", "Podman or CRI-O",
	  "choose another profile with --security-opt apparmor=NAME" },
	{ "crio-default", "CRI-O",
	  "name another profile in the pod's securityContext.appArmorProfile" },
	{ "snap.", "snapd", "connect an interface of the snap (snap connections NAME)" },
	{ "snap-update-ns.", "snapd", "it is part of snapd and not of the snap" },
	{ "libvirt-", "libvirt",
	  "see /etc/apparmor.d/abstractions/libvirt-qemu and local/" },
	{ "lxc-", "LXC", "see lxc.apparmor.profile of the container" },
	{ "lxd-", "LXD", "set raw.apparmor of the container, or security.nesting" },
	{ "incus-", "Incus", "set raw.apparmor of the container, or security.nesting" },
	{ "flatpak-", "Flatpak", "see flatpak override" },
};

static size_t find_manager(struct avow_span name)
{
	size_t i = 0;

	if (avow_span_starts_with(name, ":"))
		name = avow_span_skip(name, 1);
	while (i < AVOW_ARRAY_SIZE(managers) &&
	       !avow_span_starts_with(name, managers[i].prefix))
		i++;
	return i;
}

bool avow_profile_is_managed(struct avow_span name)
{
	return find_manager(name) < AVOW_ARRAY_SIZE(managers);
}

/* "root//lxd-x_<var-lib-lxd>" is of LXD: the last part names it. */
static struct avow_span last_part(struct avow_span namespace)
{
	size_t at;

	while ((at = avow_span_search(namespace, "//")) < namespace.length)
	namespace = avow_span_skip(namespace, at + 2);
	return namespace;
}

static void tell(struct avow_profile_case *c)
{
	size_t of_name = find_manager(c->name);
	size_t manager = of_name < AVOW_ARRAY_SIZE(managers)
				 ? of_name
				 : find_manager(last_part(c->namespace));
	struct avow_buf text = { 0 };

	if (manager == AVOW_ARRAY_SIZE(managers) && !c->namespace.length)
		return;
	if (c->namespace.length)
		avow_buf_printf(&text,
				"The profile is of the policy namespace %.*s, so the "
				"rule belongs into the policy inside it%s",
				(int)c->namespace.length, c->namespace.data,
				manager < AVOW_ARRAY_SIZE(managers) ? ", which is of "
								    : ".");
	else
		avow_buf_puts(&text, "This profile is made by ");
	if (manager < AVOW_ARRAY_SIZE(managers))
		avow_buf_printf(&text, "%s: %s.", managers[manager].who,
				managers[manager].how);
	avow_case_tell(c, &avow_profile_reason_manager, NULL, c->cluster->count, &text,
		       NULL);
	avow_buf_free(&text);
}

const struct avow_profile_reason_kind avow_profile_reason_manager = {
	.code = "AA-MANAGED",
	.layer = "profile",
	.title = "the profile is made by a program",
	.tell = tell,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"mount\" class=\"mount\" info=\"failed flags match\" "
			"error=-13 profile=\"docker-default\" name=\"/proc/\" pid=77 "
			"comm=\"runc\" fstype=\"proc\" srcname=\"proc\" flags=\"rw\"",
		.explanation =
			"Container runtimes, snapd and virtualisation managers "
			"generate profiles and load them; files edited by hand are "
			"overwritten or never read. A profile in a namespace belongs "
			"to the policy inside the container.",
		.safe_change =
			"Change it where it is made: an option of the runtime (docker "
			"run --security-opt apparmor=NAME), an interface of the snap "
			"(snap connect), the configuration of the manager. Inside a "
			"namespace, in the container's own /etc/apparmor.d.",
		.not_when =
			"Not by editing the generated file.",
	},
};
