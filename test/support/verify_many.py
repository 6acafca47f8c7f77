# SPDX-License-Identifier: Apache-2.0
"""Reads bundles as lines of base64 and answers each with the places of its faults. Signatures seen before are remembered."""
import base64
import functools
import importlib.util
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
spec = importlib.util.spec_from_file_location("verifier", os.path.join(HERE, "..", "..", "verifier", "verify_evidence.py"))
verifier = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verifier)
verifier.ed25519 = functools.lru_cache(maxsize=1000)(verifier.ed25519)

expected = None
for line in sys.stdin:
    faults, first, _ = verifier.verify(base64.b64decode(line), expected)
    expected = expected or first
    print(json.dumps([{"where": where, "entry": entry, "last": last} for where, entry, last, _ in faults]), flush=True)
