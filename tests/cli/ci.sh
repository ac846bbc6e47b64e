#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What doc/ci has ready for hosts of jobs, as far as it runs without them.
set -u
. "$AVOW_SOURCE/tests/tap.sh"
. "$AVOW_SOURCE/tests/cli/expect.sh"

ci=$AVOW_SOURCE/doc/ci
case=$AVOW_SOURCE/fixtures/check/new
cp "$case/input" "$case/baseline" .
: >summary
GITHUB_STEP_SUMMARY=$PWD/summary GITHUB_ACTIONS=true AVOW_LOGS=input AVOW_BASELINE=baseline \
  AVOW_SARIF=out.sarif sh "$ci/check.sh" >stdout 2>stderr
status=$?
check 'the action fails on what is new' status_is 1
check 'and shows it beside the change' stdout_has '::error title=avow%3A enforced,file=input,line=2::'
check 'and in the summary of the job' grep -q '^### avow check' summary
check 'and leaves SARIF' grep -q '"version": "2.1.0"' out.sarif
AVOW_LOGS=input AVOW_BASELINE=baseline AVOW_JUNIT=avow.xml GITLAB_CI=true AVOW_FAIL_ON=unused \
  sh "$ci/check.sh" >stdout 2>stderr
status=$?
check 'what to fail on may be named' status_is 0
check 'the other host gets its files' test -s avow.xml -a -s gl-code-quality-report.json
: >empty
AVOW_LOGS=empty sh "$ci/check.sh" >stdout 2>stderr
status=$?
check 'an empty log is not clean' status_is 1
AVOW_LOGS='absent *' sh "$ci/check.sh" >stdout 2>stderr
status=$?
check 'nor one that is not there' status_is 2

# The files that hosts read: what they name is there, and every input is passed on.
check 'the files are YAML with what they need' python3 - "$AVOW_SOURCE" <<'END'
import re, sys
source = sys.argv[1]
action = open(source + '/doc/ci/github/action.yml').read()
inputs = re.findall(r'^  ([a-z-]+):$', action.split('inputs:')[1].split('runs:')[0], re.M)
for name in inputs:
    variable = 'AVOW_' + name.upper().replace('-', '_')
    assert variable + ': ${{ inputs.' + name + ' }}' in action, name
    assert variable in open(source + '/doc/ci/check.sh').read(), variable
for variable in re.findall(r'AVOW_[A-Z_]+', open(source + '/doc/ci/gitlab.yml').read()):
    assert variable in open(source + '/doc/ci/check.sh').read(), variable
hooks = open(source + '/.pre-commit-hooks.yaml').read()
for entry in re.findall(r'entry: (.*)', hooks):
    assert entry.startswith('avow check '), entry
END
if python3 -c 'import yaml' 2>/dev/null; then
  check 'and a reader of YAML takes them' python3 -c '
import sys, yaml
for name in ("doc/ci/github/action.yml", "doc/ci/gitlab.yml", ".pre-commit-hooks.yaml"):
    assert yaml.safe_load(open(sys.argv[1] + "/" + name))' "$AVOW_SOURCE"
else
  skip 'a reader of YAML' 'there is no python3-yaml'
fi

# Without rights, network and a security module of its own.
alone() {
  if [ "$(id -u)" -eq 0 ]; then
    unshare --net setpriv --reuid=65534 --regid=65534 --clear-groups --bounding-set=-all --inh-caps=-all "$@"
  else
    unshare --user --net "$@"
  fi
}
chmod -R go+rX .
if alone true 2>/dev/null && alone test -r input 2>/dev/null && alone avow --version >/dev/null 2>&1; then
  run alone avow check -b baseline input
  check 'it runs in a container without rights and network' status_is 1
  check 'and says the same there' stdout_has 'cart_t -> flour_t : file'
else
  skip 'a container' 'no namespaces can be made here'
  skip 'the same there' 'no namespaces can be made here'
fi

# Two branches that add different entries merge, also side by side.
if git --version >/dev/null 2>&1; then
  git -c init.defaultBranch=main init -q repo
  cd repo || exit 1
  git config user.name x
  git config user.email x@example.org
  echo 'base merge=union' >.gitattributes
  avow check -b base -u ../input >/dev/null 2>&1
  cp base whole
  sed '/^known/,$d' whole >base
  git add base .gitattributes
  git commit -qm base
  git checkout -qb one
  sed -n '1,/^$/p' whole >base
  git commit -qam one
  git checkout -q main
  git checkout -qb two
  sed '1,/^$/d' whole >base
  git commit -qam two
  check 'branches merge' git merge -q one -m both
  run avow check -b base ../input
  check 'and the merged baseline knows both' status_is 0
  cd ..
else
  skip 'branches' 'there is no git'
  skip 'the merged baseline' 'there is no git'
fi
finish
