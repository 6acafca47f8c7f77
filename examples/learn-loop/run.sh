#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The loop of learning, once around: an attack that no rule knows is seen as an anomaly, a person says what it was, a rule is
# learnt from it and approved, the same attack of another day is caught by that rule, and what it showed of the network
# changes the analysis. Nothing of the pack is switched off: step 2 shows that no rule or policy of it sees the attack.
#
#     sh examples/learn-loop/run.sh loop
#
# It writes into the folder `loop`. All events are seeded, so each run is the same.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
out=${1:-loop}
here=$root/examples/learn-loop
model=$root/examples/demo-shop/ensuresec.yaml
ensuresec() { "$root/bin/ensuresec" "$@" --quiet; }
# Ends with 1 when it found something, as it should here.
finds() { ensuresec "$@" || test $? -eq 1; }
attacked() { ensuresec simulate-events "$here/traffic.yaml" --seed "$1" --start "$2" --attack routes-taken --labels "$3.truth" --out "$3.ndjson"; }
mkdir -p "$out"
cd "$out"

# 1. Usual days, what is usual in them, and a first look at the model.
ensuresec simulate-events "$here/traffic.yaml" --seed 1 --days 8 --attack none --out usual.ndjson
finds learn baseline usual.ndjson --json --all > usual.json
ensuresec learn approve learnt/baseline/http-request-address-number-of-http-request --reason "Couriers ask a few times"
finds check "$model" --json > before.json

# 2. The attack. No rule or policy of the pack has anything to say, the usual days before it known; the learnt baseline has.
attacked 2 2026-10-13 first
finds detect usual.ndjson first.ndjson --incidents --alerts --json --fail-on low > pack-alone.ndjson
# One thing that is unusual is a weak incident: --all shows it.
finds detect first.ndjson --pack learnt --incidents --alerts --all --json --fail-on low > anomaly.ndjson
incident=$(sed -n 's/.*"schema":"ensuresec\/incident\/1","id":"\([^"]*\)".*/\1/p' anomaly.ndjson | head -n 1)

# 3. A person looks and says what it was; the events that belong to it are labelled.
ensuresec verdict "$incident" real --from anomaly.ndjson --actor dana > verdict.txt
ensuresec learn label first.ndjson --incident "$incident" --attack routes-taken --from anomaly.ndjson --to labels.ndjson

# 4. A rule is learnt, tried on days without the attack, held against the pack and its usual stories, and approved.
: > usual.truth
finds learn rules usual.ndjson first.ndjson --labels usual.truth --labels labels.ndjson --json --all > rules.json
rule=$(grep -o '"id": *"learnt/policy/routes-taken-http-request-[0-9a-f]*"' rules.json | head -n 1 | sed 's/.*"\(learnt[^"]*\)"/\1/')
ensuresec learn approve "$rule" --reason "Seen on the first day of the attack"

# 5. The same attack on another day, by another account from another address: the rule sees it.
attacked 3 2026-10-14 second
finds detect second.ndjson --pack learnt --incidents --alerts --json > caught.ndjson

# 6. What the events showed of the network becomes a premise, once it is approved, and verdicts turn.
finds learn baseline usual.ndjson first.ndjson second.ndjson --model "$model" --json --all > facts.json
fact=$(grep -o '"id": *"learnt/fact/undeclared-flow-internet-[0-9a-f]*"' facts.json | head -n 1 | sed 's/.*"\(learnt[^"]*\)"/\1/')
ensuresec learn approve "$fact" --reason "The technician opened it in spring"
finds check "$model" --observed learnt/observed.json --json > after.json
finds check "$model" --observed learnt/observed.json > after.txt
