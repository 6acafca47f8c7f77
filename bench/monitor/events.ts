// SPDX-License-Identifier: Apache-2.0
// Event sets for the detection engine: seeded, close to what the published rules look for, or far from it.

export interface EventSet {
  readonly name: string;
  readonly lines: readonly string[];
}

type Event = Record<string, unknown>;

/** Sets of `size` lines each, made from real process events of the regression data. */
export function eventSets(base: readonly Event[], flat: readonly Event[], size: number): readonly EventSet[] {
  const random = createRandom(1);
  const processes = flat.filter((event) => typeof event['CommandLine'] === 'string');
  const many = (make: () => Event): readonly string[] =>
    Array.from({ length: size }, () => JSON.stringify(make()));
  return [
    { name: 'process events, match-heavy', lines: many(() => variedProcess(random, random.pick(processes))) },
    { name: 'process events, ordinary', lines: many(() => ordinaryProcess(random, random.pick(processes))) },
    { name: 'raw Windows events (EVTX as JSON)', lines: many(() => variedRaw(random, random.pick(base))) },
    { name: 'Suricata EVE', lines: many(() => eve(random)) },
    { name: 'web access', lines: many(() => access(random)) },
    {
      name: 'mixed',
      lines: many(() => random.pick([ordinaryProcess, eve, access])(random, random.pick(processes))),
    },
  ];
}

interface Random {
  readonly below: (limit: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly word: () => string;
}

function createRandom(seed: number): Random {
  let state = seed;
  const below = (limit: number): number => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
  return {
    below,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    word: () => below(1e9).toString(36),
  };
}

function variedProcess(random: Random, event: Event): Event {
  return {
    ...event,
    CommandLine: `${event['CommandLine']} ${random.word()}`,
    ProcessGuid: random.word(),
    ProcessId: random.below(1e5),
  };
}

function ordinaryProcess(random: Random, event: Event): Event {
  return {
    ...event,
    Image: `C:\\Program Files\\Vendor\\app${random.below(200)}.exe`,
    OriginalFileName: 'app.exe',
    CommandLine: `"C:\\Program Files\\Vendor\\app.exe" --type=renderer --handle=${random.word()},${random.word()} --lang=en-US`,
    ProcessGuid: random.word(),
  };
}

function variedRaw(random: Random, event: Event): Event {
  const inner = event['Event'] as { readonly System: Event };
  return { Event: { ...inner, System: { ...inner.System, EventRecordID: random.below(1e9) } } };
}

function eve(random: Random): Event {
  return {
    timestamp: `2026-11-23T10:00:${String(random.below(60)).padStart(2, '0')}.000000+0000`,
    flow_id: random.below(1e9),
    event_type: random.pick(['flow', 'dns', 'http', 'tls']),
    src_ip: `10.0.${random.below(200)}.${random.below(200)}`,
    src_port: random.below(60000),
    dest_ip: `198.51.100.${random.below(200)}`,
    dest_port: random.pick([53, 80, 443, 8080]),
    proto: 'TCP',
    http: {
      hostname: `${random.word()}.example`,
      url: `/${random.word()}`,
      http_user_agent: 'Mozilla/5.0',
      status: 200,
      length: random.below(5000),
    },
  };
}

function access(random: Random): Event {
  return {
    'c-ip': `203.0.113.${random.below(200)}`,
    'cs-method': random.pick(['GET', 'GET', 'POST']),
    'cs-uri-stem': `/${random.word()}/${random.word()}`,
    'cs-uri-query':
      random.below(50) === 0 ? `q=1'+union+select+${random.word()}` : `page=${random.below(50)}`,
    'sc-status': random.pick([200, 200, 200, 304, 404]),
    'cs-user-agent': `Mozilla/5.0 (X11; Linux x86_64) rv:${random.below(120)}`,
    'cs-referer': `https://shop.example/${random.word()}`,
  };
}
