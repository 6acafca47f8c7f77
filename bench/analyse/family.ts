// SPDX-License-Identifier: Apache-2.0
// The instance family of the scaling benchmark: zones of 50 hosts with 8 ports, open inside, 4 random flows to other
// zones each, 2 % of the zones on the internet; 1–3 services a host, 15 % of them exploitable; 20 % of the hosts with a
// local escalation; 1.5 accounts a host, each kept on 1–3 hosts and valid on one; 10 goals. About 7 facts a host.

export interface Instance {
  readonly symbols: readonly string[];
  /** Predicate to columns of symbol numbers. */
  readonly relations: Readonly<Record<string, readonly (readonly number[])[]>>;
}

const HOSTS_PER_ZONE = 50;
const PORTS = 8;
const GOALS = 10;
const EXPOSED_SHARE = 0.02;
/** Each is kept on 1–3 hosts, so a host holds 1.5 of them on average. */
const ACCOUNTS_PER_HOST = 0.75;

/** The instance of `hosts` hosts; the same seed gives the same instance. `exposed` is the share of zones seen from outside. */
export function generateInstance(hosts: number, seed: number, exposedShare = EXPOSED_SHARE): Instance {
  const random = mulberry32(seed);
  const pick = (bound: number): number => Math.floor(random() * bound);
  const builder = createBuilder();
  const zones = Math.max(2, Math.ceil(hosts / HOSTS_PER_ZONE));
  const zone = (at: number): string => `z${at}`;
  const host = (at: number): string => `h${at}`;
  const zoneOf = (at: number): number => Math.floor(at / HOSTS_PER_ZONE);
  builder.add('attacker', 'bench/attacker/outside');
  for (let at = 0; at < zones; at++) {
    for (let port = 0; port < PORTS; port++) builder.add('link', zone(at), zone(at), `p${port}`, 'anyone');
    const targets = new Set(Array.from({ length: 4 }, () => `${pick(zones)} ${pick(PORTS)}`));
    for (const target of targets) {
      const [to, port] = target.split(' ');
      if (Number(to) !== at) builder.add('link', zone(at), `z${to}`, `p${port}`, 'anyone');
    }
  }
  const exposed = new Set(
    Array.from({ length: Math.max(1, Math.round(zones * exposedShare)) }, () => pick(zones)),
  );
  for (const at of exposed) builder.add('link', 'internet', zone(at), `p${pick(PORTS)}`, 'anyone');
  for (let at = 0; at < hosts; at++) addHost(builder, host(at), zone(zoneOf(at)), random, pick);
  addAccounts(builder, hosts, host, pick);
  const goals = new Set(Array.from({ length: GOALS }, () => pick(hosts)));
  for (const goal of goals) builder.add('has', host(goal), 'goal');
  return builder.done();
}

function addHost(
  builder: Builder,
  host: string,
  zone: string,
  random: () => number,
  pick: (bound: number) => number,
): void {
  builder.add('at', host, zone);
  let vulnerable = false;
  const ports = new Set(Array.from({ length: 1 + pick(3) }, () => pick(PORTS)));
  for (const port of ports) {
    builder.add('listens', host, `p${port}`, random() < 0.3 ? 'staff' : 'anyone');
    if (random() < 0.15) vulnerable = true;
  }
  if (vulnerable) builder.add('vulnerable', host, 'flaw', 'network', 'code');
  if (random() < 0.2) builder.add('has', host, 'local-escalation');
}

function addAccounts(
  builder: Builder,
  hosts: number,
  host: (at: number) => string,
  pick: (bound: number) => number,
): void {
  const accounts = Math.round(hosts * ACCOUNTS_PER_HOST);
  for (let at = 0; at < accounts; at++) {
    const holders = new Set(Array.from({ length: 1 + pick(3) }, () => pick(hosts)));
    for (const holder of holders) builder.add('kept-in', `k${at}`, host(holder));
    builder.add('unlocks', `k${at}`, `i${at}`);
    builder.add('may', `i${at}`, host(pick(hosts)), 'login');
  }
}

interface Builder {
  add(predicate: string, ...args: string[]): void;
  done(): Instance;
}

function createBuilder(): Builder {
  const symbols: string[] = [];
  const numbers = new Map<string, number>();
  const relations: Record<string, number[][]> = {};
  const intern = (name: string): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, symbols.length);
    return symbols.push(name) - 1;
  };
  return {
    add(predicate, ...args) {
      relations[predicate] ??= args.map(() => []);
      for (const [place, arg] of args.entries()) relations[predicate]?.[place]?.push(intern(arg));
    },
    done: () => ({ symbols, relations }),
  };
}

/** Seeded generator of numbers in [0, 1): mulberry32, public domain, by Tommy Ettinger. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
