#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks a bundle of evidence with nothing but Python and openssl, and says which entry is wrong.
    python3 verify_evidence.py bundle.zip [--key VKEY] [--tsa-ca ca.pem] [--json]
Ends with 0 when everything holds, 1 when something does not, 2 when the command line is wrong. Give --key: a key that
comes with the bundle only shows that the bundle agrees with itself.
"""
import argparse, base64, hashlib, json, os, re, struct, subprocess, sys, tempfile, zlib  # noqa: E401

PEM = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA%s\n-----END PUBLIC KEY-----\n"  # RFC 8410 section 4
COSIGNATURE = 4

def sha(data):
    return hashlib.sha256(data).digest()

def b64(text):
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("not canonical base64")
    return data

# the container: a zip in one form only, so that its members determine every byte of it
def facts(data, name):
    return struct.pack("<HHHHHIIIH", 20, 0x800, 0, 0, 33, zlib.crc32(data), len(data), len(data), len(name))

def local_header(name, data):
    return b"PK\x03\x04" + facts(data, name) + b"\0\0" + name

def write_zip(members):
    body, directory = b"", b""
    for name, data in members:
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + facts(data, name) + bytes(12) + struct.pack("<I", len(body)) + name
        body += local_header(name, data) + data
    return body + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(body), 0)

def by_sizes(raw):
    members, at = [], 0
    while raw[at:at + 4] == b"PK\x03\x04" and at + 30 <= len(raw):
        size, length = struct.unpack_from("<I", raw, at + 22)[0], struct.unpack_from("<H", raw, at + 26)[0]
        start = at + 30 + length
        members.append((at, raw[at + 30:start], raw[start:start + size]))
        at = start + size
    return members

def listed(raw):
    names, at = [], raw.find(b"PK\x01\x02")
    while at >= 0 and at + 46 <= len(raw) and raw[at:at + 4] == b"PK\x01\x02":
        end = at + 46 + struct.unpack_from("<H", raw, at + 28)[0]
        names.append((raw[at + 46:end], *struct.unpack_from("<I", raw, at + 24), *struct.unpack_from("<I", raw, at + 42)))
        at = end
    return names

def read_zip(raw):
    """Members, and which were damaged. Of a damaged container the reading with most sound members is taken."""
    best, most = by_sizes(raw), -1
    if write_zip([(name, data) for _, name, data in best]) == raw:
        return [(name.decode("latin-1"), data) for _, name, data in best], []
    names, starts = listed(raw), [found.start() for found in re.finditer(rb"PK\x03\x04", raw)]
    ends = (starts[1:] + [raw.find(b"PK\x01\x02")]) if len(names) == len(starts) else []
    splits = [(start, name, raw[start + 30 + len(name):end]) for (name, _, _), start, end in zip(names, starts, ends)]
    directory = [(at, name, raw[at + 30 + len(name):at + 30 + len(name) + size]) for name, size, at in names]
    for found in (best, splits, directory):
        sound = [name.isascii() and raw[at:at + 30 + len(name)] == local_header(name, data) for at, name, data in found]
        if sum(sound) > most:
            best, most, flags = found, sum(sound), sound
    damaged = [name for (_, name, _), good in zip(best, flags) if not good] or [name for _, name, _ in best if name not in [one[0] for one in names]]
    return [(name.decode("latin-1"), data) for _, name, data in best], [name.decode("latin-1") or "zip" for name in damaged] or ["zip"]

# signed notes and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature)
class Key:
    def __init__(self, vkey):
        self.name, self.id, material = vkey.split("+", 2)
        raw = b64(material)
        self.type, self.raw = raw[0], raw[1:]
        if len(raw) != 33 or self.type not in (1, COSIGNATURE) or sha(self.name.encode() + b"\n" + raw)[:4].hex() != self.id:
            raise ValueError("not a verifier key")

def openssl(arguments, files):
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        return subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, check=False).returncode == 0

def ed25519(raw, message, signature):
    files = {"key": (PEM % base64.b64encode(raw).decode()).encode(), "message": message, "signature": signature}
    return openssl("pkeyutl -verify -pubin -inkey key -rawin -in message -sigfile signature".split(), files)

def parse_note(data):
    note = data.decode()
    text, _, tail = note.rpartition("\n\n")
    if not text or not tail.endswith("\n") or re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", note):
        raise ValueError("not a signed note")
    signatures = []
    for line in tail[:-1].split("\n"):
        found = re.fullmatch(r"\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})", line)
        if not found or len(b64(found.group(2))) <= 4:
            raise ValueError("not a signature line")
        signatures.append((found.group(1), b64(found.group(2))[:4].hex(), b64(found.group(2))[4:]))
    return text + "\n", signatures

def signed_by(note, keys):
    text, signatures = note
    for key in keys:
        mine = [data for name, ident, data in signatures if (name, ident) == (key.name, key.id)]
        for data in mine:
            message = text.encode()
            if key.type == COSIGNATURE:
                message, data = b"cosignature/v1\ntime %d\n" % int.from_bytes(data[:8], "big") + message, data[8:]
            if not ed25519(key.raw, message, data):
                return False
        if not mine:
            return False
    return True

def parse_checkpoint(text):
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not lines[0] or not re.fullmatch(r"0|[1-9][0-9]{0,7}", lines[1]) or len(b64(lines[2])) != 32:
        raise ValueError("not a checkpoint")
    return lines[0], int(lines[1]), b64(lines[2])

# the tree (RFC 6962, C2SP tlog-tiles)
def root_of(leaves):
    stack = []
    for count, leaf in enumerate(leaves):
        while count & 1:
            leaf, count = sha(b"\x01" + stack.pop() + leaf), count >> 1
        stack.append(leaf)
    root = stack.pop() if stack else sha(b"")
    while stack:
        root = sha(b"\x01" + stack.pop() + root)
    return root

def tiles_of(size):
    level = 0
    while size > 0:
        for number in range(-(-size // 256)):
            width, digits = min(256, size - number * 256), str(number)
            digits = digits.zfill(-(-len(digits) // 3) * 3)
            parts = [digits[i:i + 3] for i in range(0, len(digits), 3)]
            path = "/".join(["x" + part for part in parts[:-1]] + parts[-1:]) + ("" if width == 256 else ".p/%d" % width)
            yield level, number, width, "tile/%d/%s" % (level, path)
        size, level = size // 256, level + 1

def read_tree(files, size):
    faults, rows = [], []
    for level, number, width, path in tiles_of(size):
        data = files.get(path, b"")
        rows += [[]] if len(rows) == level else []
        rows[level] += [data[32 * i:32 * i + 32] if 32 * i + 32 <= len(data) else b"" for i in range(width)]
        span = 256 ** (level + 1)
        if len(data) != 32 * width:
            faults.append((path, number * span, min(size, (number + 1) * span) - 1, "The tile is missing or has another length"))
    leaves, checks = rows[0] if rows else [], files.get("checks", b"")
    suspects = [i for i, leaf in enumerate(leaves) if checks[4 * i:4 * i + 4] != zlib.crc32(leaf).to_bytes(4, "big")]
    for level, number, _, path in tiles_of(size):
        above, span = rows[level + 1][number:number + 1] if level + 1 < len(rows) else [], 256 ** (level + 1)
        if above and root_of(rows[level][256 * number:256 * number + 256]) != above[0]:
            here = [i for i in suspects if i // span == number]
            first, last = (here[0], here[0]) if here else (number * span, (number + 1) * span - 1)
            faults.append((path, first, last, "The hashes of the tile do not give the one above them"))
    return leaves, faults, suspects

# what the entries say
def entry_of(path):
    found = re.fullmatch(r"entry/(0|[1-9][0-9]{0,14})", path)
    return int(found.group(1)) if found else None

def read_entries(members, leaves, faults):
    entries = {}
    for path, data in members:
        index = entry_of(path)
        if index is None:
            continue
        if index >= len(leaves) or sha(b"\x00" + data) != leaves[index]:
            faults.append((path, index, index, "The entry is not the one that the log has at this place"))
            continue
        try:
            entry = json.loads(data.decode())
            entry["kind"].startswith("")
            entries[index] = entry
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            faults.append((path, index, index, "The entry cannot be read"))
    return entries

def is_signed(text, keys, size, leaves):
    try:
        note = parse_note(text.encode())
        _, count, root = parse_checkpoint(note[0])
        return count == size and size <= len(leaves) and root == root_of(leaves[:size]) and signed_by(note, keys)
    except (ValueError, AttributeError):
        return False

def check_own(entries, checkpoint, leaves, ca, faults):
    # The chain of keys from entry 0 on, and what witnesses signed. Gives the key that signs now.
    own = [(index, entries[index]["kind"], entries[index].get("body")) for index in sorted(entries)]
    own = [one for one in own if one[1].startswith("evidence.") and isinstance(one[2], dict)]
    try:
        key = Key(own[0][2]["key"] if own[0][:2] == (0, "evidence.created") else "")
    except (IndexError, ValueError, KeyError, AttributeError):
        faults.append(("keys", 0, 0, "Entry 0 does not name the key of the log"))
        return None
    for index, kind, body in own[1:]:
        try:
            if kind == "evidence.key-changed":
                notes = [b["checkpoint"] for i, k, b in own if i > index and k == "evidence.key-confirmed"] + [checkpoint]
                following = Key(body["key"])
                if not is_signed(notes[0], [key, following], index + 1, leaves):
                    raise ValueError("not vouched for")
                key = following
            if kind == "evidence.witnessed":
                keys = [Key(body["witness"])] if "witness" in body else []
                files = None if keys or not ca else {"response": b64(body["response"]), "data": body["note"].encode()}
                if files and not openssl("ts -verify -in response -data data -CAfile".split() + [os.path.abspath(ca)], files):
                    raise ValueError("not stamped")
                if any(one.type != COSIGNATURE for one in keys) or not is_signed(body["note"], keys, body["size"], leaves):
                    raise ValueError("not witnessed")
        except (ValueError, KeyError, AttributeError, TypeError):
            changed = kind == "evidence.key-changed"
            faults.append(("keys", index, index, "The new key is not vouched for by the one before it" if changed else "The witness did not sign the log as it is"))
            if changed:
                return None
    return key

def check_fields(data, entries, faults):
    try:
        for index, name, salt, value in json.loads(data.decode()):
            text = "[%s,%s,%s]" % (json.dumps(salt, ensure_ascii=False), json.dumps(name, ensure_ascii=False), value)
            if entries.get(index, {}).get("personal", {}).get(name) != base64.b64encode(sha(text.encode())).decode():
                faults.append(("fields", index, index, "The value of `%s` is not the one that was committed to" % name))
    except (ValueError, TypeError, AttributeError, RecursionError):
        faults.append(("fields", None, None, "The disclosed values cannot be read"))

def check_manifest(members, origin, key):
    others = [one for one in members if one[0] != "manifest"]
    lines = ["%s %s\n" % (hashlib.sha256(data).hexdigest(), path) for path, data in others]
    expected = "ensuresec/evidence-bundle/1\n%s\n%s" % (origin, "".join(lines))
    try:
        note = parse_note(members[0][1] if members[0][0] == "manifest" else b"")
    except ValueError:
        return [("manifest", None, None, "The manifest cannot be read")]
    lines, wanted = note[0].split("\n"), expected.split("\n")
    wrong = next((i for i, line in enumerate(wanted) if i >= len(lines) or line != lines[i]), 0)
    if lines != wanted:
        return [(others[wrong - 2][0] if 0 <= wrong - 2 < len(others) else "manifest", None, None, "The member is not the one that the manifest lists")]
    return [] if key and signed_by(note, [key]) else [("manifest", None, None, "The manifest is not signed by the key of the log")]

def verify(raw, expected=None, ca=None):
    """(faults, first key, size): a fault is (where, first entry, last entry, message); the first is where to look."""
    members, damaged = read_zip(raw)
    files = dict(members)
    changed = "The member, its header or its place in the directory was changed"
    try:
        note = parse_note(files.get("checkpoint", b""))
        origin, size, root = parse_checkpoint(note[0])
    except ValueError:
        return [(path, None, None, changed) for path in damaged] + [("checkpoint", None, None, "The checkpoint cannot be read")], None, 0
    leaves, tree, suspects = read_tree(files, size)
    proofs = tree + [("checks", i, i, "The checksum of the leaf hash is another") for i in suspects[:256]]
    proofs += [("checks", None, None, "There are checksums for another number of entries")] * (len(files.get("checks", b"")) != 4 * size)
    entries = read_entries(members, leaves, proofs)
    proofs.sort(key=lambda fault: 1 << 60 if fault[1] is None else fault[1])
    key = check_own(entries, files["checkpoint"].decode(), leaves, ca, proofs)
    check_fields(files.get("fields", b""), entries, proofs)
    origin_key = next((entries[0]["body"].get("key") for i in entries if i == 0 and isinstance(entries[0].get("body"), dict)), None)
    faults = []
    for path in damaged:
        one = entry_of(path)
        one = suspects[0] if one is None and suspects and path.startswith(("checks", "tile/")) else one
        span = (one, one) if one is not None else tree[0][1:3] if tree and path.startswith("tile/") else (None, None)
        faults.append((path, *span, changed))
    forged = [("checkpoint", None, None, "The checkpoint is not signed by the key of the log")] * bool(key and not signed_by(note, [key]))
    trusted = not any(path.startswith("entry/") and first < size for path, first, _, _ in proofs)  # else it may be the key that is wrong
    faults += forged + proofs if trusted else proofs + forged
    if root_of(leaves) != root:
        faults.append(("checkpoint", None, None, "The hashes fit together, and are not those that were signed"))
    if expected not in (None, origin_key):
        faults.append(("keys", None, None, "The log does not begin with the key that you gave"))
    return faults + check_manifest(members, origin, key), origin_key, size

def main():
    parser = argparse.ArgumentParser(description="Checks a bundle of evidence and says which entry is wrong.")
    parser.add_argument("bundle")
    parser.add_argument("--key", help="verifier key of the log, as you got it by another way")
    parser.add_argument("--tsa-ca", help="certificate of the time stamping authority (PEM)")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with open(chosen.bundle, "rb") as file:
        faults, key, size = verify(file.read(), chosen.key, chosen.tsa_ca)
    if chosen.json:
        print(json.dumps({"faults": [dict(zip(("where", "entry", "last", "message"), fault)) for fault in faults], "key": key, "size": size}))
        return 1 if faults else 0
    print("BROKEN" if faults else "INTACT: %d entries, first key %s (is it the one that you know?)" % (size, ascii(key)[1:-1]))
    for where, entry, last, message in faults[:20]:
        place = "the whole" if entry is None else "entry %d" % entry if entry == last else "entries %d to %d" % (entry, last)
        print(ascii("  %s (%s): %s" % (place, where, message))[1:-1])
    return 1 if faults else 0

if __name__ == "__main__":
    sys.exit(main())
