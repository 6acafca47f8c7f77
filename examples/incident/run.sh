#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# One incident from its events to everything that has to be handed over. The events are seeded, so each run has the same attack.
#
#     sh examples/incident/run.sh case
#
# It writes into the folder `case`. With SMTP=smtp://127.0.0.1:2525 it also sends the notices.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
out=${1:-case}
at=2026-10-06T08:00:00Z
ensuresec() { "$root/bin/ensuresec" "$@" --quiet; }
# Ends with another code than 0 when it found something, as it should here.
finds() { wanted=$1; shift; ensuresec "$@" || test $? -eq "$wanted"; }
mkdir -p "$out"
cd "$out"

# What happened: a day of the shop, with a script on the payment page that reads cards.
ensuresec simulate-events "$root/examples/demo-shop/traffic.yaml" --seed 17 --attack skimmer-by-tag-manager --out events.ndjson
finds 1 detect events.ndjson --json > alerts.json

# The incident, and what is known of it.
ensuresec incident open "Card data read on the payment page" --id skimmer --zone Europe/Athens --data data
ensuresec incident advance skimmer triaged --data data
ensuresec incident advance skimmer declared --data data
ensuresec incident hold skimmer on --data data
ensuresec incident hit skimmer shop --data data
ensuresec incident observe skimmer domain-name cdn-metrics.example --data data
ensuresec incident facts skimmer "$root/examples/incident/facts.yaml" --data data

# Who was hit, and what they are told.
ensuresec incident affected skimmer --events events.ndjson --query "$root/examples/incident/query.yaml" --json --data data > affected.json
if [ -n "${SMTP:-}" ]; then
  ensuresec incident notify skimmer card-data --events events.ndjson --contacts "$CONTACTS" --smtp "$SMTP" --from help@shop.example --data data > notices.txt
fi

# Whom to tell until when, with a draft of each report.
finds 1 obligations skimmer --at "$at" --drafts reports --html duties.html --json --data data > duties.json

# What to do now, and in which order things come back.
ensuresec respond plan checkout-skimmer > playbook.txt
ensuresec respond export checkout-skimmer > playbook.json
ensuresec recover plan "$root/examples/demo-shop/recovery.yaml" "$root/examples/demo-shop" --playbook recovery.json --json > recovery-plan.json

# For others: what they may see, and proof that nothing was changed since.
ensuresec share export skimmer --playbook playbook.json --tlp amber --out stix.json --data data
ensuresec evidence export bundle.zip --entry 1 --log data/evidence
ensuresec evidence verify bundle.zip
