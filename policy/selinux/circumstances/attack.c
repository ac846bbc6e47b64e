/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-ATTACK: what was refused is what one who has taken over a service does next. Each
 * row is a sign: who asks (as far as the policy tells what kind of domain it is), for
 * what, of which object. What a boolean of the policy foresees is no sign, and neither
 * is a descriptor that was inherited, nor what people do in their own domains.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/circumstance.h"
#include "policy/selinux/circumstances/signs.h"

#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define SCAN_MIN 16 /* ports: more than a service is configured for */

enum who { WHO_SERVER, WHO_DAEMON, WHO_ANYBODY };

struct sign {
	enum who who;
	const char *const *classes, *const *permissions;
	const char *const *targets;    /* types by name; NULL: any */
	const char *const *attributes; /* or with one of these; NULL: none */
	bool is_data;                  /* at execve it would be an inherited descriptor */
	/* Whether the rest of the cluster fits; NULL: it does. */
	bool (*fits)(const struct avow_scene *scene);
	const char *risk;
	const char *text;
};

#define FILES NAMES("file", "dir", "lnk_file")
#define CHANGES                                                                          \
	NAMES("write", "append", "create", "unlink", "rename", "link", "setattr",        \
	      "add_name", "remove_name", "rmdir", "relabelto", "relabelfrom")
#define SHELLS                                                                           \
	NAMES("sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "csh", "tcsh", "fish",  \
	      "busybox")
#define REMOTE_SHELLS                                                                    \
	NAMES("sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "csh", "tcsh", "fish",  \
	      "busybox", "nc", "ncat", "netcat", "nc.openbsd", "nc.traditional",         \
	      "socat")

static bool is_shell(const struct avow_scene *scene)
{
	const struct avow_tally *paths = &scene->subject->cluster->paths;

	if (!strcmp(avow_signs_target(scene), "shell_exec_t"))
		return true;
	for (uint32_t i = 0; i < paths->length; i++)
		if (avow_signs_is_one_of(avow_signs_base(paths->entries[i].value),
					 SHELLS))
			return true;
	return false;
}

/* Who may run unix_chkpwd tries the file first, by pam_unix: see probe.c. */
static bool checks_no_passwords(const struct avow_scene *scene)
{
	return !avow_signs_checks_passwords(scene) ||
	       avow_signs_refused(scene, "write") || avow_signs_refused(scene, "append");
}

/*
 * The files of selinuxfs that change the policy's rule. Others, such as access and
 * create, are written to by whoever asks a question (libselinux).
 */
static bool is_switch(const struct avow_scene *scene)
{
	static const char *const names[] = { "enforce",
					     "load",
					     "disable",
					     "checkreqprot",
					     "deny_unknown",
					     "commit_pending_bools",
					     NULL };
	const struct avow_tally *paths = &scene->subject->cluster->paths;

	for (uint32_t i = 0; i < paths->length; i++) {
		struct avow_span path = paths->entries[i].value;

		if (avow_signs_is_one_of(avow_signs_base(path), names) ||
		    avow_span_search(path, "/booleans/") < path.length)
			return true;
	}
	return false;
}

/* An ioctl asks for an interface: see probe.c. */
static bool loads_module(const struct avow_scene *scene)
{
	uint64_t known = avow_signs_known_calls(scene);

	return !known || avow_signs_calls(scene, NAMES("init_module", "finit_module",
						       "delete_module"));
}

static bool is_no_emulator(const struct avow_scene *scene)
{
	static const char *const emulators[] = { "wine",       "wine64", "wine-preloader",
						 "wineserver", "dosemu", "dosemu.bin",
						 "vbetool",    "dosbox", NULL };

	return !avow_signs_comms(scene, emulators);
}

static bool is_other_process(const struct avow_scene *scene)
{
	return strcmp(avow_signs_source(scene), avow_signs_target(scene)) != 0;
}

static bool is_remote_shell(const struct avow_scene *scene)
{
	return avow_signs_exes(scene, REMOTE_SHELLS) > 0;
}

static bool is_scan(const struct avow_scene *scene)
{
	const struct avow_tally *ports = &scene->subject->cluster->ports;

	return ports->has_more || ports->length >= SCAN_MIN;
}

static bool is_no_bytecode(const struct avow_scene *scene)
{
	return !avow_signs_is_bytecode(scene);
}

/* The worst first: the first that fits gives the advice its risk. */
static const struct sign signs[] = {
	{ .who = WHO_ANYBODY,
	  .classes = NAMES("security"),
	  .permissions = NAMES("setenforce", "load_policy", "setsecparam", "setbool"),
	  .risk = "high",
	  .text = "It tries to switch SELinux off, or to change its policy or "
		  "booleans." },
	{ .who = WHO_ANYBODY,
	  .classes = NAMES("file"),
	  .permissions = NAMES("write", "append"),
	  .targets = NAMES("security_t"),
	  .is_data = true,
	  .fits = is_switch,
	  .risk = "high",
	  .text = "It writes to the files of selinuxfs by which SELinux is switched off "
		  "and its policy and booleans are changed." },
	{ .who = WHO_DAEMON,
	  .classes = FILES,
	  .permissions = CHANGES,
	  .targets = NAMES("selinux_config_t", "policy_config_t", "policy_src_t",
			   "semanage_store_t", "default_context_t", "file_context_t"),
	  .is_data = true,
	  .risk = "high",
	  .text = "It changes the configuration of SELinux, which counts from the next "
		  "start on." },
	{ .who = WHO_DAEMON,
	  .classes = NAMES("capability", "cap_userns"),
	  .permissions = NAMES("sys_module"),
	  .fits = loads_module,
	  .risk = "high",
	  .text = "It loads code into the kernel, or takes modules out of it." },
	{ .who = WHO_DAEMON,
	  .classes = NAMES("system"),
	  .permissions = NAMES("module_load"),
	  .risk = "high",
	  .text = "It loads code into the kernel." },
	{ .who = WHO_DAEMON,
	  .classes = FILES,
	  .permissions = CHANGES,
	  .targets =
		  NAMES("modules_object_t", "modules_dep_t", "modules_conf_t", "boot_t"),
	  .is_data = true,
	  .risk = "high",
	  .text = "It changes the kernel or its modules on the disk." },
	{ .who = WHO_DAEMON,
	  .classes = NAMES("chr_file"),
	  .permissions = NAMES("read", "write", "append"),
	  .targets = NAMES("memory_device_t"),
	  .is_data = true,
	  .risk = "high",
	  .text = "It opens the memory of the machine (/dev/mem, /dev/kmem, "
		  "/dev/port)." },
	{ .who = WHO_ANYBODY,
	  .classes = NAMES("memprotect"),
	  .permissions = NAMES("mmap_zero"),
	  .fits = is_no_emulator,
	  .risk = "high",
	  .text = "It maps the lowest page of memory, by which faults of the kernel are "
		  "exploited. Few programs need that, emulators of old systems above "
		  "all." },
	{ .who = WHO_DAEMON,
	  .classes = NAMES("file"),
	  .permissions = NAMES("read", "write", "append"),
	  .targets = NAMES("shadow_t", "shadow_history_t"),
	  .is_data = true,
	  .fits = checks_no_passwords,
	  .risk = "high",
	  .text = "It reaches for the password hashes, and the policy does not know it "
		  "as "
		  "one that checks passwords." },
	{ .who = WHO_SERVER,
	  .classes = NAMES("file"),
	  .permissions = NAMES("execute", "execute_no_trans"),
	  .fits = is_shell,
	  .risk = "high",
	  .text = "It starts a shell, which the policy nowhere foresees for it: the "
		  "usual "
		  "first step of one who can make it run commands." },
	{ .who = WHO_SERVER,
	  .classes = NAMES("tcp_socket", "udp_socket", "sctp_socket", "dccp_socket"),
	  .permissions = NAMES("name_connect"),
	  .fits = is_remote_shell,
	  .risk = "high",
	  .text = "The program that connects is a shell or a relay of sockets, in the "
		  "domain of a service: that is what a remote shell looks like." },
	{ .who = WHO_SERVER,
	  .classes = FILES,
	  .permissions = CHANGES,
	  .targets = NAMES("system_cron_spool_t", "cron_spool_t", "user_cron_spool_t",
			   "systemd_unit_file_t", "systemd_unit_t", "initrc_exec_t",
			   "ssh_home_t"),
	  .attributes = NAMES("cron_spool_type", "systemdunit", "init_script_file_type"),
	  .is_data = true,
	  .risk = "high",
	  .text = "It changes what is started by cron, by init or at a login: a way to "
		  "come back." },
	{ .who = WHO_SERVER,
	  .classes = FILES,
	  .permissions = CHANGES,
	  .targets = NAMES("lib_t", "ld_so_t", "textrel_shlib_t"),
	  .attributes = NAMES("exec_type"),
	  .is_data = true,
	  .fits = is_no_bytecode,
	  .risk = "high",
	  .text = "It changes programs or libraries that others run." },
	{ .who = WHO_DAEMON,
	  .classes = NAMES("process"),
	  .permissions = NAMES("ptrace"),
	  .fits = is_other_process,
	  .risk = "high",
	  .text = "It reaches into another process (ptrace), by which passwords and keys "
		  "are read and code is put in." },
	{ .who = WHO_SERVER,
	  .classes = NAMES("tcp_socket", "udp_socket"),
	  .permissions = NAMES("name_connect"),
	  .targets = NAMES("ircd_port_t", "tor_port_t", "tor_socks_port_t"),
	  .risk = "medium",
	  .text = "It connects to a network that malware takes its orders from, and the "
		  "policy foresees that nowhere." },
	{ .who = WHO_SERVER,
	  .classes = NAMES("tcp_socket", "udp_socket"),
	  .permissions = NAMES("name_connect"),
	  .fits = is_scan,
	  .risk = "medium",
	  .text = "It connects to many different ports, as one who looks for open ones "
		  "does." },
	{ .who = WHO_DAEMON,
	  .classes = NAMES("process", "file"),
	  .permissions = NAMES("execmem", "execheap", "execstack", "execmod"),
	  .risk = "medium",
	  .text = "It executes memory that it has written, as injected code does; "
		  "neither a "
		  "rule nor a boolean of the policy foresees it. A program with a "
		  "compiler "
		  "inside (JavaScript, regular expressions, a runtime) does the same." },
};

static bool is_who(const struct avow_scene *scene, enum who who)
{
	switch (who) {
	case WHO_SERVER:
		return avow_signs_is_server(scene);
	case WHO_DAEMON:
		return avow_signs_is_daemon(scene);
	case WHO_ANYBODY:
		return !avow_signs_is_user(scene) && !avow_signs_is_starter(scene);
	}
	return false;
}

static bool is_target(const struct avow_scene *scene, const struct sign *sign)
{
	uint32_t target = scene->subject->pair.target;

	if (!sign->targets && !sign->attributes)
		return true;
	if (sign->targets &&
	    avow_signs_is_one_of(avow_span_of(avow_signs_target(scene)), sign->targets))
		return true;
	for (const char *const *at = sign->attributes; at && *at; at++)
		if (avow_signs_has_attribute(scene, target, *at))
			return true;
	return false;
}

static uint64_t refused(const struct avow_scene *scene, const struct sign *sign)
{
	uint64_t most = 0;

	for (const char *const *at = sign->permissions; *at; at++) {
		uint64_t count = avow_signs_refused(scene, *at);

		most = count > most ? count : most;
	}
	return most;
}

static bool is_inherited(const struct avow_scene *scene)
{
	uint64_t known = avow_signs_known_calls(scene);

	return known && avow_signs_calls(scene, NAMES("execve", "execveat")) == known;
}

/* The cheap questions first: most clusters have none of the objects. */
static uint64_t fits(const struct avow_scene *scene, const struct sign *sign)
{
	uint64_t count;

	if (!avow_signs_is_class(scene, sign->classes) || !is_target(scene, sign))
		return 0;
	count = refused(scene, sign);
	if (!count || (sign->is_data && is_inherited(scene)) ||
	    (sign->fits && !sign->fits(scene)) || !is_who(scene, sign->who))
		return 0;
	return count;
}

/* What the policy says of the source, so that the sign can be weighed. */
static void append_who(const struct avow_scene *scene, const struct sign *sign,
		       struct avow_buf *out)
{
	const char *source = avow_signs_source(scene);

	if (sign->who == WHO_SERVER)
		avow_buf_printf(out, "%s is a service that is reached by the network. ",
				source);
	else if (sign->who == WHO_DAEMON)
		avow_buf_printf(out, "%s is the domain of a service. ", source);
	else
		avow_buf_printf(out, "%s is no domain of a person. ", source);
}

static void append_seen(const char *name, const struct avow_tally *values,
			struct avow_buf *out)
{
	if (!values->length)
		return;
	avow_buf_printf(out, "%s%s ", out->length ? "; " : "", name);
	avow_signs_list(values, out);
}

static int advise(const struct sign *sign, struct avow_telling *out)
{
	struct avow_buf note = { 0 };
	int code = avow_tell_advice(out, &avow_advice_refuse, NULL, NULL);

	avow_buf_printf(&note, "The risk of allowing it is %s.", sign->risk);
	if (code == 0)
		code = note.failed ? AVOW_E_NOMEM
				   : avow_tell_note(out, avow_buf_string(&note));
	avow_buf_free(&note);
	return code;
}

static int tell(const struct avow_scene *scene, const struct sign *sign, uint64_t count,
		struct avow_telling *out)
{
	const struct avow_cluster *cluster = scene->subject->cluster;
	struct avow_buf text = { 0 }, evidence = { 0 };
	int code = AVOW_E_NOMEM;

	append_who(scene, sign, &text);
	avow_buf_puts(&text, sign->text);
	append_seen("exe", &cluster->exes, &evidence);
	append_seen("comm", &cluster->comms, &evidence);
	append_seen("path", &cluster->paths, &evidence);
	append_seen("port", &cluster->ports, &evidence);
	append_seen("syscall", &cluster->syscalls, &evidence);
	if (!text.failed && !evidence.failed)
		code = avow_tell_reason(
			out, &avow_circumstance_attack, count, avow_buf_string(&text),
			evidence.length ? avow_buf_string(&evidence) : NULL);
	avow_buf_free(&text);
	avow_buf_free(&evidence);
	return code;
}

/* By a boolean, or by a dontaudit rule, the authors of the policy know of it. */
static bool is_foreseen(const struct avow_scene *scene)
{
	return avow_scene_has_reason(scene, "SEL-BOOL") ||
	       (avow_scene_has_reason(scene, "SEL-DONTAUDIT") &&
		!avow_scene_has_reason(scene, "SEL-TE"));
}

static int look(const struct avow_scene *scene, struct avow_telling *out)
{
	int code = 0;

	if (!scene->subject->pair.source || is_foreseen(scene))
		return 0;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(signs); i++) {
		uint64_t count = fits(scene, &signs[i]);

		if (!count)
			continue;
		code = tell(scene, &signs[i], count, out);
		return code == 0 ? advise(&signs[i], out) : code;
	}
	return code;
}

const struct avow_circumstance_kind avow_circumstance_attack = {
	.code = "SEL-ATTACK",
	.layer = "attack",
	.title = "this looks like an attack",
	.look = look,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:49): avc:  denied  { execute } for  "
			"pid=77 comm=\"lamplighter\" name=\"bash\" dev=\"vda2\" ino=9 "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:shell_exec_t:s0 tclass=file permissive=0",
		.explanation =
			"A service has been confined so that one who takes it over gets no "
			"further. The steps after the first are always alike: a shell, a "
			"connection back, the password hashes, a place in cron or among the "
			"units, the switches of SELinux, a module for the kernel. avow tells "
			"such a step by what the domain is in the policy (it may bind to ports, "
			"or init starts it), and only when neither a rule nor a boolean foresees "
			"it.",
		.safe_change =
			"None. Take the host for taken over until the cause is found: what the "
			"process was asked for at that time, its parent, new files, new "
			"connections. Only when a known change of the service explains it, think "
			"of its domain anew, with a type of its own for what it starts.",
		.not_when =
			"It can be a plug-in, a script or an update that nobody told of. Ask who "
			"manages the service before the host is taken down, and never answer it "
			"by a rule in between.",
	},
};
