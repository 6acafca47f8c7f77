# SPDX-License-Identifier: Apache-2.0
# The rules that the family uses (hard groups, buffers, restarts, repairs), in plain Python lists and heapq. The draws are
# the same, so the results must be equal.
import heapq
import json
import math
import sys
import time
from array import array

M = 0xFFFFFFFF
DAMAGE, REPAIRED, BUFFER_OVER, RESTARTED = 0, 1, 2, 3


def mix(v):
    v &= M
    v = ((v ^ (v >> 16)) * 0x85EBCA6B) & M
    v = ((v ^ (v >> 13)) * 0xC2B2AE35) & M
    return v ^ (v >> 16)


def read(folder, name, kind):
    data = array(kind)
    with open(f"{folder}/{name}", "rb") as file:
        data.frombytes(file.read())
    return data.tolist()


def main():
    folder, seed = sys.argv[1], int(sys.argv[2])
    horizon, buffer_mean, restart_mean, repair_mean = map(float, sys.argv[3:7])
    asset_hash, group_hash = read(folder, "assetHash", "I"), read(folder, "groupHash", "I")
    owner, need = read(folder, "owner", "i"), read(folder, "need", "i")
    start, items = read(folder, "start", "i"), read(folder, "items", "i")
    plans = json.load(open(f"{folder}/plans.json"))
    assets, groups = len(asset_hash), len(owner)
    own = [[] for _ in range(assets)]
    uses = [[] for _ in range(assets)]
    full = [0] * groups
    for g in range(groups):
        own[owner[g]].append(g)
        full[g] = start[g + 1] - start[g] - need[g]
        for place in range(start[g], start[g + 1]):
            uses[items[place]].append(g)

    def draw(stream, entity, kind, mean):
        u = (mix(mix(stream ^ entity) + kind * 0x9E3779B9) + 0.5) / 4294967296
        return -mean * math.log1p(-u)

    began = time.process_time()
    answers = []
    for run, hit in enumerate(plans):
        stream = mix(mix(seed ^ 0x9E3779B9) ^ (((run + 1) * 0x85EBCA6B) & M))
        slack, status, gstamp = full[:], [0] * groups, [0] * groups
        intact, level, starting, sstamp = [1] * assets, [1] * assets, [0] * assets, [0] * assets
        rstamp = [0] * assets
        queue = [(0.0, 0, a, DAMAGE, 0) for a in hit]
        heapq.heapify(queue)
        changed, changes, lost, events = [], 0, 0.0, 0
        since = [0.0] * assets

        def review(a, now):
            nonlocal changes, lost
            target = intact[a]
            if target:
                for g in own[a]:
                    if status[g] == 2:
                        target = 0
                        break
            if target == 0 and starting[a]:
                starting[a] = 0
                sstamp[a] += 1
            if target == level[a]:
                return
            if target == 0:
                level[a] = 0
                since[a] = now
                changes += 1
                changed.append(a)
            elif not starting[a]:
                starting[a] = 1
                sstamp[a] += 1
                wait = draw(stream, asset_hash[a], 6, restart_mean)
                heapq.heappush(queue, (now + wait, 3, a, RESTARTED, sstamp[a]))

        while queue:
            now, _, subject, kind, stamp = heapq.heappop(queue)
            if now > horizon:
                break
            events += 1
            if kind == DAMAGE:
                intact[subject] = 0
                rstamp[subject] += 1
                wait = draw(stream, asset_hash[subject], 7, repair_mean)
                heapq.heappush(queue, (now + wait, 1, subject, REPAIRED, rstamp[subject]))
                review(subject, now)
            elif kind == REPAIRED:
                if stamp == rstamp[subject]:
                    intact[subject] = 1
                    review(subject, now)
            elif kind == RESTARTED:
                if stamp == sstamp[subject] and starting[subject]:
                    starting[subject] = 0
                    level[subject] = 1
                    lost += now - since[subject]
                    changes += 1
                    changed.append(subject)
            elif stamp == gstamp[subject]:
                status[subject] = 2
                review(owner[subject], now)
            while changed:
                batch, changed = changed, []
                for a in batch:
                    step = 1 if level[a] else -1
                    for g in uses[a]:
                        before = slack[g]
                        slack[g] = before + step
                        if (before >= 0) == (before + step >= 0):
                            continue
                        gstamp[g] += 1
                        if before < 0:
                            status[g] = 0
                        else:
                            status[g] = 1
                            wait = draw(stream, group_hash[g], 4, buffer_mean)
                            heapq.heappush(queue, (now + wait, 3, g, BUFFER_OVER, gstamp[g]))
                        review(owner[g], now)
        for a in range(assets):
            if not level[a]:
                lost += horizon - since[a]
        answers.append([events, changes, lost])
    print(json.dumps({"seconds": time.process_time() - began, "answers": answers}))


main()
