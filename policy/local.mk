# SPDX-License-Identifier: LGPL-2.1-or-later
libavow_a_SOURCES += \
	%D%/assertions.c %D%/assertions.h \
	%D%/assertions_parse.c \
	%D%/difference.c %D%/difference.h \
	%D%/baseline.c %D%/baseline.h \
	%D%/baseline_judge.c \
	%D%/check.c %D%/check.h \
	%D%/check_log.c \
	%D%/check_replay.c \
	%D%/coverage.h \
	%D%/entries.c %D%/entries.h \
	%D%/fault.c %D%/fault.h \
	%D%/finding.c %D%/finding.h \
	%D%/standing.c %D%/standing.h \
	%D%/apparmor/apparmor.h \
	%D%/apparmor/assertions.c %D%/apparmor/assertions.h \
	%D%/apparmor/expect_files.c \
	%D%/apparmor/expect_network.c \
	%D%/apparmor/expecting.h \
	%D%/selinux/selinux.h \
	%D%/selinux/asking.h \
	%D%/selinux/assertions.c %D%/selinux/assertions.h \
	%D%/selinux/ways.c \
	%D%/apparmor/health.c %D%/apparmor/health.h \
	%D%/apparmor/abstractions.c %D%/apparmor/abstractions.h \
	%D%/apparmor/advices/include.c \
	%D%/apparmor/advice.c %D%/apparmor/advice.h \
	%D%/apparmor/case.c %D%/apparmor/case.h \
	%D%/apparmor/compiler.c %D%/apparmor/compiler.h \
	%D%/apparmor/diff/automata.c \
	%D%/apparmor/diff/compare.c %D%/apparmor/diff/diff.h \
	%D%/apparmor/diff/compiled.c %D%/apparmor/diff/compiled.h \
	%D%/apparmor/diff/facts.c \
	%D%/apparmor/diff/fields.c \
	%D%/apparmor/diff/internal.h \
	%D%/apparmor/diff/judge.c \
	%D%/apparmor/diff/kinds.c \
	%D%/apparmor/diff/marks.c \
	%D%/apparmor/diff/prove.c \
	%D%/apparmor/diff/rules.c \
	%D%/apparmor/exec.c %D%/apparmor/exec.h \
	%D%/apparmor/find.c %D%/apparmor/find.h \
	%D%/apparmor/loaded/compile.c \
	%D%/apparmor/loaded/loaded.h \
	%D%/apparmor/loaded/mediation.c \
	%D%/apparmor/loaded/read.c \
	%D%/apparmor/loaded/standing.c \
	%D%/apparmor/path.c \
	%D%/apparmor/plan/choose.c \
	%D%/apparmor/plan/compile.c \
	%D%/apparmor/drafts/drafts.c %D%/apparmor/drafts/drafts.h \
	%D%/apparmor/drafts/gather.c \
	%D%/apparmor/drafts/text.c \
	%D%/apparmor/plan/diff.c \
	%D%/apparmor/plan/generalise.c %D%/apparmor/plan/generalise.h \
	%D%/apparmor/plan/merge.c \
	%D%/apparmor/plan/new.c \
	%D%/apparmor/plan/place.c %D%/apparmor/plan/place.h \
	%D%/apparmor/plan/shapes.c \
	%D%/apparmor/plan/taken.c \
	%D%/apparmor/plan/edit.c \
	%D%/apparmor/plan/plan.h \
	%D%/apparmor/plan/prove.c \
	%D%/apparmor/plan/rules.c \
	%D%/apparmor/question.c %D%/apparmor/question.h \
	%D%/apparmor/reason.c %D%/apparmor/reason.h \
	%D%/apparmor/replay.c %D%/apparmor/replay.h \
	%D%/apparmor/risk.c %D%/apparmor/risk.h \
	%D%/apparmor/risks.c %D%/apparmor/risks.h \
	%D%/apparmor/severities.c %D%/apparmor/severities.h \
	%D%/apparmor/severity.c %D%/apparmor/severity.h \
	%D%/apparmor/write.c %D%/apparmor/write.h \
	%D%/apparmor/reasons/answers.c %D%/apparmor/reasons/answers.h \
	%D%/apparmor/advices/exec.c \
	%D%/apparmor/advices/flag.c \
	%D%/apparmor/advices/leave.c \
	%D%/apparmor/advices/load_target.c \
	%D%/apparmor/advices/manager.c \
	%D%/apparmor/advices/modes.c \
	%D%/apparmor/advices/generalise.c \
	%D%/apparmor/advices/new_child.c \
	%D%/apparmor/advices/new_profile.c \
	%D%/apparmor/advices/reload.c \
	%D%/apparmor/advices/rule.c \
	%D%/apparmor/reasons/covered.c \
	%D%/apparmor/reasons/dac.c \
	%D%/apparmor/reasons/deleted.c \
	%D%/apparmor/reasons/deny.c \
	%D%/apparmor/reasons/disconnected.c \
	%D%/apparmor/reasons/doubt.c \
	%D%/apparmor/reasons/learning.c \
	%D%/apparmor/reasons/manager.c \
	%D%/apparmor/reasons/no_hat.c \
	%D%/apparmor/reasons/no_new_privs.c \
	%D%/apparmor/reasons/no_profile.c \
	%D%/apparmor/reasons/no_rule.c \
	%D%/apparmor/reasons/no_target.c \
	%D%/apparmor/reasons/peer.c \
	%D%/apparmor/reasons/unconfined.c \
	%D%/apparmor/reasons/userns.c \
	%D%/apparmor/cover.c %D%/apparmor/cover.h \
	%D%/apparmor/pattern/aare.c %D%/apparmor/pattern/aare.h \
	%D%/apparmor/pattern/escape.c %D%/apparmor/pattern/escape.h \
	%D%/apparmor/pattern/automaton.h \
	%D%/apparmor/pattern/overlap.c \
	%D%/apparmor/pattern/pattern.c %D%/apparmor/pattern/pattern.h \
	%D%/apparmor/pattern/search.c %D%/apparmor/pattern/search.h \
	%D%/apparmor/pattern/program.c %D%/apparmor/pattern/program.h \
	%D%/apparmor/pattern/subsets.c %D%/apparmor/pattern/subsets.h \
	%D%/apparmor/pattern/walk.c %D%/apparmor/pattern/walk.h \
	%D%/apparmor/profiles/abi.c \
	%D%/apparmor/profiles/aliases.c \
	%D%/apparmor/profiles/body.c \
	%D%/apparmor/profiles/classes.c %D%/apparmor/profiles/classes.h \
	%D%/apparmor/profiles/conditional.c \
	%D%/apparmor/profiles/conflicts.c \
	%D%/apparmor/profiles/files.c %D%/apparmor/profiles/files.h \
	%D%/apparmor/profiles/flags.c %D%/apparmor/profiles/flags.h \
	%D%/apparmor/profiles/header.c %D%/apparmor/profiles/header.h \
	%D%/apparmor/profiles/include.c \
	%D%/apparmor/profiles/preamble.c \
	%D%/apparmor/profiles/print.c %D%/apparmor/profiles/print.h \
	%D%/apparmor/profiles/profile.h \
	%D%/apparmor/profiles/read.c %D%/apparmor/profiles/reader.h \
	%D%/apparmor/profiles/rule.c \
	%D%/apparmor/profiles/rules/capability.c \
	%D%/apparmor/profiles/rules/change_profile.c \
	%D%/apparmor/profiles/rules/conditions.c \
	%D%/apparmor/profiles/rules/file.c \
	%D%/apparmor/profiles/rules/limits.c %D%/apparmor/profiles/rules/limits.h \
	%D%/apparmor/profiles/rules/link.c \
	%D%/apparmor/profiles/rules/mount.c \
	%D%/apparmor/profiles/rules/options.c \
	%D%/apparmor/profiles/rules/rlimit.c \
	%D%/apparmor/profiles/rules/rule.h \
	%D%/apparmor/profiles/rules/words.c %D%/apparmor/profiles/rules/words.h \
	%D%/apparmor/profiles/token.c %D%/apparmor/profiles/token.h \
	%D%/apparmor/profiles/variables.c %D%/apparmor/profiles/variables.h \
	%D%/apparmor/sockets.c %D%/apparmor/sockets.h \
	%D%/audit/asked.c %D%/audit/asked.h \
	%D%/audit/audit.h \
	%D%/audit/calibrate.c %D%/audit/calibrate.h \
	%D%/audit/calls.c \
	%D%/audit/checks/conditions.c \
	%D%/audit/checks/control.c \
	%D%/audit/checks/cost.c \
	%D%/audit/checks/family.c \
	%D%/audit/checks/hiding.c \
	%D%/audit/checks/lines.c \
	%D%/audit/checks/merge.c \
	%D%/audit/checks/order.c \
	%D%/audit/checks/places.c \
	%D%/audit/checks/width.c \
	%D%/audit/catalogue.c %D%/audit/catalogue.def %D%/audit/catalogue.h \
	%D%/audit/classes.c %D%/audit/classes.h \
	%D%/audit/codes.c %D%/audit/codes.h \
	%D%/audit/compile.c \
	%D%/audit/cost.c %D%/audit/cost.h \
	%D%/audit/coverage.c %D%/audit/coverage.h \
	%D%/audit/diff.c \
	%D%/audit/evaluate.c %D%/audit/evaluate.h \
	%D%/audit/event.c %D%/audit/event.h \
	%D%/audit/explain.c \
	%D%/audit/fields.c \
	%D%/audit/files.c %D%/audit/files.h \
	%D%/audit/format.c \
	%D%/audit/hiding.c %D%/audit/hiding.h \
	%D%/audit/kernel.c \
	%D%/audit/lint.c %D%/audit/lint.h %D%/audit/linter.h \
	%D%/audit/load.c %D%/audit/load.h \
	%D%/audit/optimize/draw.c \
	%D%/audit/optimize/drop.c \
	%D%/audit/optimize/fields.c \
	%D%/audit/optimize/merge.c \
	%D%/audit/optimize/narrow.c \
	%D%/audit/optimize/optimize.c %D%/audit/optimize/optimize.h \
	%D%/audit/optimize/optimizer.h \
	%D%/audit/optimize/order.c \
	%D%/audit/optimize/prove.c \
	%D%/audit/optimize/shield.c \
	%D%/audit/optimize/swap.c \
	%D%/audit/optimize/write.c \
	%D%/audit/options.c \
	%D%/audit/print.c \
	%D%/audit/read.c %D%/audit/reader.h \
	%D%/audit/rewrite.h \
	%D%/audit/rule.c %D%/audit/rule.h \
	%D%/audit/table.c \
	%D%/audit/tables.c %D%/audit/tables.h \
	%D%/audit/target.c \
	%D%/audit/values.c \
	%D%/audit/words.c \
	%D%/command.c %D%/command.h \
	%D%/decisions.c %D%/decisions.h \
	%D%/decisions_parse.c \
	%D%/entry.h \
	%D%/news.c %D%/news.h \
	%D%/plan.c %D%/plan.h \
	%D%/replay.c %D%/replay.h \
	%D%/selinux/advice.c %D%/selinux/advice.h \
	%D%/selinux/advise.c \
	%D%/selinux/advices/allow.c \
	%D%/selinux/advices/allow_role.c \
	%D%/selinux/advices/allow_xperm.c \
	%D%/selinux/advices/change_context.c \
	%D%/selinux/advices/close.c \
	%D%/selinux/advices/enter_domain.c \
	%D%/selinux/advices/hide.c \
	%D%/selinux/advices/label_found.c \
	%D%/selinux/advices/label_netif.c \
	%D%/selinux/advices/label_node.c \
	%D%/selinux/advices/label_path.c \
	%D%/selinux/advices/label_program.c \
	%D%/selinux/advices/label_port.c \
	%D%/selinux/advices/leave_hidden.c \
	%D%/selinux/advices/limit.c \
	%D%/selinux/advices/mode.c \
	%D%/selinux/advices/no_change.c \
	%D%/selinux/advices/other_policy.c \
	%D%/selinux/advices/other_sandbox.c \
	%D%/selinux/advices/new_type.c \
	%D%/selinux/advices/own_domain.c \
	%D%/selinux/advices/rebuild.c \
	%D%/selinux/advices/record_paths.c \
	%D%/selinux/advices/refuse.c \
	%D%/selinux/advices/relabel_host.c \
	%D%/selinux/advices/restore_label.c \
	%D%/selinux/advices/restore_module.c \
	%D%/selinux/advices/set_boolean.c \
	%D%/selinux/advices/widen_bounds.c \
	%D%/selinux/case.c %D%/selinux/case.h \
	%D%/selinux/circumstance.c %D%/selinux/circumstance.h \
	%D%/selinux/circumstances/attack.c \
	%D%/selinux/circumstances/candidates.c %D%/selinux/circumstances/candidates.h \
	%D%/selinux/circumstances/file_advice.c \
	%D%/selinux/circumstances/file_types.c \
	%D%/selinux/circumstances/file_types.h \
	%D%/selinux/circumstances/label_missing.c \
	%D%/selinux/circumstances/label_program.c \
	%D%/selinux/circumstances/label_shared.c \
	%D%/selinux/circumstances/label_unlabeled.c \
	%D%/selinux/circumstances/label_wrong.c \
	%D%/selinux/circumstances/dac.c \
	%D%/selinux/circumstances/domain.c \
	%D%/selinux/circumstances/entry.c \
	%D%/selinux/circumstances/leak.c \
	%D%/selinux/circumstances/limit.c \
	%D%/selinux/circumstances/memory.c \
	%D%/selinux/circumstances/netif.c \
	%D%/selinux/circumstances/neverallow.c \
	%D%/selinux/circumstances/node.c \
	%D%/selinux/circumstances/paths.c \
	%D%/selinux/circumstances/paths.h \
	%D%/selinux/circumstances/permissive.c \
	%D%/selinux/circumstances/port.c \
	%D%/selinux/circumstances/probe.c \
	%D%/selinux/circumstances/sandbox.c \
	%D%/selinux/circumstances/signs.c %D%/selinux/circumstances/signs.h \
	%D%/selinux/codes.c \
	%D%/selinux/contexts.c %D%/selinux/contexts.h \
	%D%/selinux/diff/affected.c \
	%D%/selinux/diff/classes.c \
	%D%/selinux/diff/commands.c \
	%D%/selinux/diff/compare.c \
	%D%/selinux/diff/conditions.c \
	%D%/selinux/diff/diff.h \
	%D%/selinux/diff/facts.c \
	%D%/selinux/diff/gains.c \
	%D%/selinux/diff/internal.h \
	%D%/selinux/diff/kinds.c \
	%D%/selinux/diff/kinds.h \
	%D%/selinux/diff/lines.c \
	%D%/selinux/diff/marks.c \
	%D%/selinux/diff/marks.h \
	%D%/selinux/diff/marks/access.c \
	%D%/selinux/diff/marks/boolean.c \
	%D%/selinux/diff/marks/constraint.c \
	%D%/selinux/diff/marks/executable.c \
	%D%/selinux/diff/marks/permissive.c \
	%D%/selinux/diff/marks/property.c \
	%D%/selinux/diff/marks/unconfined.c \
	%D%/selinux/diff/moves.c \
	%D%/selinux/diff/rules.c \
	%D%/selinux/diff/sets.c \
	%D%/selinux/diff/truth.c \
	%D%/selinux/find.c %D%/selinux/finder.h \
	%D%/selinux/fold.c %D%/selinux/fold.h \
	%D%/selinux/health.c %D%/selinux/health.h \
	%D%/selinux/interfaces/cache.c \
	%D%/selinux/interfaces/expand.c \
	%D%/selinux/interfaces/interfaces.c %D%/selinux/interfaces/interfaces.h \
	%D%/selinux/interfaces/index.c \
	%D%/selinux/interfaces/internal.h \
	%D%/selinux/interfaces/match.c \
	%D%/selinux/interfaces/parse.c \
	%D%/selinux/interfaces/words.c \
	%D%/selinux/labels/internal.h %D%/selinux/labels/labels.h \
	%D%/selinux/labels/lookup.c \
	%D%/selinux/labels/open.c \
	%D%/selinux/labels/pattern.c \
	%D%/selinux/labels/places.c \
	%D%/selinux/labels/quiet.c \
	%D%/selinux/labels/specs.c \
	%D%/selinux/layer.c %D%/selinux/layer.h \
	%D%/selinux/layers/bounds.c \
	%D%/selinux/layers/class.c \
	%D%/selinux/layers/conditional.c \
	%D%/selinux/layers/constraint.c \
	%D%/selinux/layers/context.c \
	%D%/selinux/layers/dontaudit.c \
	%D%/selinux/layers/permissive.c \
	%D%/selinux/layers/role.c \
	%D%/selinux/layers/te.c \
	%D%/selinux/layers/xperm.c \
	%D%/selinux/module/calls.c \
	%D%/selinux/module/declare.c \
	%D%/selinux/newtypes/apply.c \
	%D%/selinux/newtypes/directory.c %D%/selinux/newtypes/directory.h \
	%D%/selinux/newtypes/find.c %D%/selinux/newtypes/newtypes.h \
	%D%/selinux/module/cil.c \
	%D%/selinux/module/commands.c %D%/selinux/module/commands.h \
	%D%/selinux/module/ioctls.c \
	%D%/selinux/module/macros.c %D%/selinux/module/macros.h \
	%D%/selinux/module/module.c %D%/selinux/module/module.h \
	%D%/selinux/module/package.c \
	%D%/selinux/module/plain.c \
	%D%/selinux/module/proof.c %D%/selinux/module/proof.h \
	%D%/selinux/module/te.c \
	%D%/selinux/module/te_names.c \
	%D%/selinux/module/version.c \
	%D%/selinux/neverallow.c %D%/selinux/neverallow.h \
	%D%/selinux/neverallow/build.c %D%/selinux/neverallow/build.h \
	%D%/selinux/neverallow/cil.c %D%/selinux/neverallow/te.c \
	%D%/selinux/neverallow/te.h %D%/selinux/neverallow/te_words.c \
	%D%/selinux/neverallow/tell.c \
	%D%/selinux/neverallow/items.c %D%/selinux/neverallow/items.h \
	%D%/selinux/plan/choose.c \
	%D%/selinux/plan/claims.c %D%/selinux/plan/claims.h \
	%D%/selinux/plan/cost.c \
	%D%/selinux/plan/merge.c \
	%D%/selinux/plan/planner.c %D%/selinux/plan/planner.h \
	%D%/selinux/plan/prove.c \
	%D%/selinux/policy.c %D%/selinux/policy.h \
	%D%/selinux/quote.c %D%/selinux/quote.h \
	%D%/selinux/reason.c %D%/selinux/reason.h \
	%D%/selinux/reasons/allowed.c \
	%D%/selinux/reasons/boolean.c \
	%D%/selinux/reasons/bounds.c \
	%D%/selinux/reasons/class.c \
	%D%/selinux/reasons/constraint.c \
	%D%/selinux/reasons/dontaudit.c \
	%D%/selinux/reasons/permission.c \
	%D%/selinux/reasons/rbac.c \
	%D%/selinux/reasons/te.c \
	%D%/selinux/reasons/type.c \
	%D%/selinux/reasons/xperm.c \
	%D%/selinux/replay.c %D%/selinux/replay.h \
	%D%/selinux/risk.c %D%/selinux/risk.h \
	%D%/selinux/risks/audit.c \
	%D%/selinux/risks/capability.c \
	%D%/selinux/risks/execheap.c \
	%D%/selinux/risks/execmem.c \
	%D%/selinux/risks/execstack.c \
	%D%/selinux/risks/generic.c \
	%D%/selinux/risks/kernel_memory.c \
	%D%/selinux/risks/kernel_module.c \
	%D%/selinux/risks/policy_config.c \
	%D%/selinux/risks/ptrace.c \
	%D%/selinux/risks/raw_disk.c \
	%D%/selinux/risks/security.c \
	%D%/selinux/risks/shadow.c \
	%D%/selinux/risks/unconfined.c \
	%D%/selinux/risks/unlabeled.c \
	%D%/selinux/risks/write_execute.c \
	%D%/selinux/scene.h \
	%D%/selinux/sepol/assertions.c %D%/selinux/sepol/assertions.h \
	%D%/selinux/sepol/ask.c %D%/selinux/sepol/sepol.h \
	%D%/selinux/sepol/booleans.c \
	%D%/selinux/sepol/constraint_text.c \
	%D%/selinux/sepol/constraints.c \
	%D%/selinux/sepol/contexts.c \
	%D%/selinux/sepol/image.c %D%/selinux/sepol/image.h \
	%D%/selinux/sepol/index.c \
	%D%/selinux/sepol/internal.h %D%/selinux/sepol/names.c \
	%D%/selinux/sepol/memberships.c %D%/selinux/sepol/memberships.h \
	%D%/selinux/sepol/network.c %D%/selinux/sepol/network.h \
	%D%/selinux/sepol/open.c \
	%D%/selinux/sepol/openings.c \
	%D%/selinux/sepol/package.c %D%/selinux/sepol/package.h \
	%D%/selinux/sepol/rules.c \
	%D%/selinux/sepol/tables.h \
	%D%/selinux/sepol/tables/levels.c \
	%D%/selinux/sepol/tables/limits.c \
	%D%/selinux/sepol/tables/people.c \
	%D%/selinux/sepol/tables/places.c \
	%D%/selinux/sepol/tables/rules.c \
	%D%/selinux/sepol/tables/symbols.c \
	%D%/selinux/sepol/trial.c %D%/selinux/sepol/trial.h \
	%D%/selinux/sepol/types.c %D%/selinux/sepol/types.h \
	%D%/selinux/sepol/xperms.c \
	%D%/selinux/subject.c %D%/selinux/subject.h \
	%D%/selinux/suggest.c \
	%D%/selinux/telling.c %D%/selinux/telling.h

if HAVE_APPARMOR
libavow_a_SOURCES += %D%/apparmor/kernel.c
else
libavow_a_SOURCES += %D%/apparmor/absent.c
endif
