/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Calls that programs make all the time and that no rule records end at the first rule,
 * which says never. Only those are taken that no security module refuses, since with a
 * denial the kernel would record the call by itself, and never would take that away: read
 * and write are not among them. None of these looks up a file.
 */
#include "policy/audit/classes.h"
#include "policy/audit/optimize/optimizer.h"

/* Fewer rules are no slower than the shield itself. */
enum { RULES_MIN = 16 };

static const char free_calls[] =
	"getpid,getppid,gettid,getuid,geteuid,getgid,getegid,getresuid,getresgid,"
	"getgroups,"
	"getpgrp,time,times,gettimeofday,clock_gettime,clock_getres,nanosleep,"
	"clock_nanosleep,sched_yield,futex,epoll_wait,epoll_pwait,epoll_ctl,poll,ppoll,"
	"select,pselect6,rt_sigaction,rt_sigprocmask,rt_sigreturn,rt_sigpending,"
	"rt_sigtimedwait,sigaltstack,restart_syscall,lseek,close,munmap,madvise,"
	"getrandom,"
	"getrusage,getitimer,setitimer,timer_settime,timer_gettime,timerfd_settime,"
	"set_robust_list,rseq,membarrier,umask,uname,sysinfo,getcwd,alarm,pause";

bool avow_audit_is_free(const struct avow_machine *machine, unsigned call)
{
	return avow_span_is_among(avow_call_name(machine, call), free_calls, ',');
}

/* It wants a file, and these calls touch none. */
static bool wants_file(const struct avow_audit_rule *rule)
{
	for (size_t i = 0; i < rule->field_count; i++)
		if (avow_audit_is_of_files(rule->fields[i].type) &&
		    rule->fields[i].operation != AUDIT_NOT_EQUAL)
			return true;
	return false;
}

/* No event of the call is one for the rule. */
static bool is_never_true(const struct avow_audit_rule *rule, unsigned call,
			  const struct avow_machine *machine)
{
	const struct avow_audit_field *permissions =
		avow_audit_field_of(rule, AUDIT_PERM);
	uint32_t mask[AUDIT_BITMASK_SIZE] = { 0 };

	if (!avow_audit_has_call(rule, call) ||
	    (rule->machine && rule->machine != machine) || wants_file(rule))
		return true;
	if (!permissions || permissions->operation != AUDIT_EQUAL)
		return false;
	avow_audit_permission_mask(machine, permissions->value, mask);
	return !(mask[call / 32] >> call % 32 & 1);
}

static bool is_unwanted(const struct avow_audit_optimizer *optimizer, unsigned call,
			const struct avow_machine *machine)
{
	for (size_t i = 0; i < optimizer->count; i++) {
		const struct avow_audit_rule *rule = &optimizer->items[i].rule;

		if (rule->action == AUDIT_ALWAYS && !is_never_true(rule, call, machine))
			return false;
	}
	return true;
}

/* Sets the calls of the shield; how many there are. */
static size_t choose(const struct avow_audit_optimizer *optimizer,
		     const struct avow_machine *machine, uint32_t *mask)
{
	size_t count = 0;

	for (unsigned call = 0; call < AVOW_AUDIT_NUMBERS; call++) {
		if (!avow_audit_is_free(machine, call) ||
		    !is_unwanted(optimizer, call, machine))
			continue;
		mask[call / 32] |= 1u << call % 32;
		count++;
	}
	return count;
}

static size_t count_asked(const struct avow_audit_optimizer *optimizer)
{
	size_t count = 0;

	for (size_t i = 0; i < optimizer->count; i++)
		count += !avow_audit_is_hashed(&optimizer->items[i].rule);
	return count;
}

void avow_audit_pass_shield(struct avow_audit_optimizer *optimizer)
{
	const struct avow_audit_target *target = &optimizer->rules->target;
	struct avow_audit_rule rule = { .list = AUDIT_FILTER_EXIT,
					.action = AUDIT_NEVER,
					.machine = target->machine };
	struct avow_audit_candidate *item;

	if (count_asked(optimizer) < RULES_MIN ||
	    target->machine->audit > target->audit ||
	    !choose(optimizer, target->machine, rule.mask) ||
	    !avow_audit_make_room(optimizer, 0, 1))
		return;
	rule.fields = avow_arena_alloc(optimizer->arena, 2 * sizeof(*rule.fields));
	if (!rule.fields) {
		optimizer->is_out_of_memory = true;
		return;
	}
	rule.fields[0] = (struct avow_audit_field){ .type = AUDIT_ARCH,
						    .operation = AUDIT_EQUAL,
						    .value = target->machine->arch };
	rule.field_count = 1;
	item = optimizer->items;
	item->rule = rule;
	avow_audit_because(optimizer, item,
			   "new: no rule records these calls, programs make them all the "
			   "time, and no security module refuses them");
}
