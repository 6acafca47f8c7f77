#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The loop of learning, once around; docs/tutorial/learn-an-attack.md says what each command shows. All events are seeded:
# each run finds the same, under the same ids.
#
#     sh examples/learn-loop/run.sh loop
#
# It writes into the folder `loop`. A command that should find something ends with 1, and the script stops when it does not.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "${1:-loop}"
cd "${1:-loop}"
for name in bin examples; do ln -sfn "$root/$name" "$name"; done
finds() { "$@" && return 1 || test $? -eq 1; }

# 1. Usual days: what is usual in them, and what the model says before.
bin/ensuresec simulate-events examples/learn-loop/traffic.yaml --days 8 --attack none --labels usual.truth --out usual.ndjson
finds bin/ensuresec learn baseline usual.ndjson
bin/ensuresec learn approve learnt/baseline/net-flow-address-number-of-net-flow --reason "Visitors come a few times an hour"
bin/ensuresec check examples/demo-shop --attack controller-changed --attacker internet-stranger --target cold-plc

# 2. The attack: the pack alone finds no incident, what was learnt of the usual days does.
bin/ensuresec simulate-events examples/learn-loop/traffic.yaml --seed 2 --start 2026-10-13 --attack control-read --labels first.truth --out first.ndjson
bin/ensuresec detect usual.ndjson first.ndjson
finds bin/ensuresec detect first.ndjson --pack learnt --all --fail-on low
finds bin/ensuresec detect first.ndjson --pack learnt --all --fail-on low --json > found.ndjson

# 3. A person says what it was.
bin/ensuresec verdict incident-1299de3ecd65 real --from found.ndjson --actor dana
bin/ensuresec learn label first.ndjson --incident incident-1299de3ecd65 --attack control-read --from found.ndjson --to first.labels

# 4. A rule is learnt, held against the policies of the pack, and approved.
finds bin/ensuresec learn rules usual.ndjson first.ndjson --labels usual.truth --labels first.labels
bin/ensuresec learn approve learnt/policy/control-read-net-flow-695d7014 --reason "What the stranger did on the 13th"

# 5. The same attack on another day, from another address.
bin/ensuresec simulate-events examples/learn-loop/traffic.yaml --seed 3 --start 2026-10-14 --attack control-read --labels second.truth --out second.ndjson
finds bin/ensuresec detect second.ndjson --pack learnt --all

# 6. What the events show of the network becomes a premise, and the verdict turns.
finds bin/ensuresec learn baseline usual.ndjson first.ndjson second.ndjson --model examples/demo-shop/ensuresec.yaml --to facts
bin/ensuresec learn approve learnt/fact/undeclared-flow-internet-6f2abe6f --to facts --reason "Opened by the technician, and never closed"
finds bin/ensuresec check examples/demo-shop --attack controller-changed --attacker internet-stranger --target cold-plc --observed facts/observed.json
