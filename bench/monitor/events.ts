// SPDX-License-Identifier: Apache-2.0
// Event sets for the detection engine: seeded, close to what the published rules look for, or far from it. Command
// lines, paths, users, hosts, ids, times and addresses differ from event to event, so that what is remembered of one
// helps little with the next.
import type { SigmaRule } from '../../src/monitor/sigma/rule.ts';
import { madeFrom } from './made.ts';
import { createRandom, type Random } from './random.ts';

export interface EventSet {
  readonly name: string;
  /** Made when they are asked for, so that only one set is held at a time. The same set gives the same lines. */
  lines(): readonly string[];
}

type Event = Record<string, unknown>;

export interface Material {
  /** Events as they were recorded, and the same flat. */
  readonly raw: readonly Event[];
  readonly flat: readonly Event[];
  readonly rules: readonly SigmaRule[];
}

/** Sets of `size` lines each. */
export function eventSets({ raw, flat, rules }: Material, size: number): readonly EventSet[] {
  let random = createRandom(1);
  const processes = flat.filter((event) => typeof event['CommandLine'] === 'string');
  const wanted = rules.filter(
    ({ logsource }) => logsource.product === 'windows' && logsource.category === 'process_creation',
  );
  const ofFiles = raw.filter((event) => FILES_AND_REGISTRY.has(eventIdOf(event)));
  const many = (name: string, make: () => Event): EventSet => ({
    name,
    lines() {
      random = createRandom(1);
      return Array.from({ length: size }, () => asRead(JSON.stringify(make())));
    },
  });
  const heavy = (): Event => matchedProcess(random, processes, wanted);
  const ordinary = (): Event => ordinaryProcess(random, random.pick(processes));
  return [
    many('process events, match-heavy', heavy),
    many('process events, ordinary', ordinary),
    many('raw Windows events (EVTX as JSON)', () =>
      random.below(4) === 0 ? variedRaw(random, random.pick(raw)) : nested(random, ordinary()),
    ),
    many('raw Windows events of files and the registry', () => rawOfFiles(random, random.pick(ofFiles))),
    many('Suricata EVE', () => eve(random)),
    many('web access', () => access(random)),
    many('mixed', () => random.pick([heavy, ordinary, () => eve(random), () => access(random)])()),
    many('no match', () => session(random)),
  ];
}

/** In one piece, as a reader gives a line; what was made is in parts, which the first parser of it would have to join. */
function asRead(text: string): string {
  return Buffer.from(text).toString();
}

/** Half are recorded events with other values, half are made from a rule that is picked at random. */
function matchedProcess(random: Random, recorded: readonly Event[], rules: readonly SigmaRule[]): Event {
  const base = varied(random, random.pick(recorded));
  if (random.below(2) === 0)
    return { ...base, CommandLine: `${base['CommandLine']} ${random.word()} --${random.word()}` };
  return { ...base, ...ordinaryFields(random), ...madeFrom(random, random.pick(rules)) };
}

function ordinaryProcess(random: Random, recorded: Event): Event {
  return { ...varied(random, recorded), ...ordinaryFields(random) };
}

/** Who, where and when; what was run stays. */
function varied(random: Random, event: Event): Event {
  const user = `CORP\\${random.word()}`;
  return {
    ...event,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    EventID: 1,
    EventRecordID: random.below(1e9),
    Computer: `pc-${random.word()}.corp.example`,
    UtcTime: `2026-11-23 10:${String(random.below(60)).padStart(2, '0')}:00.${random.below(900) + 100}`,
    User: user,
    ParentUser: user,
    LogonId: `0x${random.below(1e9).toString(16)}`,
    ProcessId: random.below(1e5),
    ParentProcessId: random.below(1e5),
    ProcessGuid: guid(random),
    ParentProcessGuid: guid(random),
    LogonGuid: guid(random),
    CurrentDirectory: `C:\\Users\\${random.word()}\\${random.word()}\\`,
    Hashes: `SHA256=${Array.from({ length: 8 }, () =>
      random
        .below(2 ** 30)
        .toString(16)
        .padStart(8, '0'),
    )
      .join('')
      .toUpperCase()}`,
  };
}

function ordinaryFields(random: Random): Event {
  const app = `C:\\Program Files\\${random.word()}\\app${random.below(200)}.exe`;
  const parent = `C:\\Program Files\\${random.word()}\\launcher.exe`;
  return {
    Image: app,
    OriginalFileName: `${random.word()}.exe`,
    Description: `${random.word()} helper`,
    Product: random.word(),
    Company: random.word(),
    CommandLine: `"${app}" --type=renderer --handle=${random.word()},${random.word()} --lang=en-US --dir=D:\\${random.word()}`,
    ParentImage: parent,
    ParentCommandLine: `"${parent}" /start ${random.word()}`,
  };
}

function guid(random: Random): string {
  return `{${random.word()}-${random.word()}-${random.word()}}`;
}

const HEADER = ['Channel', 'EventID', 'EventRecordID', 'Computer'];

/** As evtx_dump writes it. */
function nested(random: Random, event: Event): Event {
  const body = Object.fromEntries(
    Object.entries(event).filter(([name]) => !HEADER.includes(name) && !name.includes('_')),
  );
  const System = {
    Provider: { '#attributes': { Name: 'Microsoft-Windows-Sysmon', Guid: guid(random) } },
    EventID: 1,
    Version: 5,
    Level: 4,
    TimeCreated: { '#attributes': { SystemTime: `2026-11-23T10:00:00.${random.below(900) + 100}Z` } },
    EventRecordID: event['EventRecordID'],
    Execution: { '#attributes': { ProcessID: random.below(1e4), ThreadID: random.below(1e4) } },
    Channel: event['Channel'],
    Computer: event['Computer'],
    Security: { '#attributes': { UserID: 'S-1-5-18' } },
  };
  return {
    Event: {
      '#attributes': { xmlns: 'http://schemas.microsoft.com/win/2004/08/events/event' },
      System,
      EventData: body,
    },
  };
}

/** A recorded event of another time, and of any channel. */
function variedRaw(random: Random, event: Event): Event {
  const inner = event['Event'] as { readonly System: Event; readonly EventData?: Event };
  return {
    Event: {
      ...inner,
      System: { ...inner.System, EventRecordID: random.below(1e9), Computer: `pc-${random.word()}` },
      ...(inner.EventData === undefined
        ? {}
        : { EventData: { ...inner.EventData, ProcessGuid: guid(random) } }),
    },
  };
}

/** Of Sysmon: a file made; keys and values of the registry made or set. Of what it tells, most is of these. */
const FILES_AND_REGISTRY: ReadonlySet<unknown> = new Set([11, 12, 13]);

interface RawEvent {
  readonly System: Event;
  readonly EventData?: Event;
}

function eventIdOf(event: Event): unknown {
  const id = (event['Event'] as RawEvent).System['EventID'];
  return typeof id === 'object' && id !== null ? (id as Event)['#text'] : id;
}

/** Who, when, by which program, and which file or key, all made up. */
function rawOfFiles(random: Random, event: Event): Event {
  const { System, EventData = {}, ...rest } = event['Event'] as RawEvent;
  const time = `2026-11-23 10:${String(random.below(60)).padStart(2, '0')}:00.${random.below(900) + 100}`;
  const own: Event = {
    UtcTime: time,
    ProcessGuid: guid(random),
    ProcessId: random.below(1e5),
    Image: `C:\\Program Files\\${random.word()}\\app${random.below(200)}.exe`,
    User: `CORP\\${random.word()}`,
    ...('TargetFilename' in EventData
      ? {
          TargetFilename: `C:\\Users\\${random.word()}\\AppData\\Local\\${random.word()}\\${random.word()}.dat`,
          CreationUtcTime: time,
        }
      : { TargetObject: `HKLM\\SOFTWARE\\${random.word()}\\${random.word()}\\${random.word()}` }),
  };
  return {
    Event: {
      ...rest,
      System: { ...System, EventRecordID: random.below(1e9), Computer: `pc-${random.word()}.corp.example` },
      EventData: { ...EventData, ...own },
    },
  };
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
      http_user_agent: `Mozilla/5.0 rv:${random.below(500)}`,
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
    'cs-uri-query': random.below(50) === 0 ? `q=1'+union+select+${random.word()}` : `page=${random.word()}`,
    'sc-status': random.pick([200, 200, 200, 304, 404]),
    'cs-user-agent': `Mozilla/5.0 (X11; Linux x86_64) rv:${random.below(5000)}`,
    'cs-referer': `https://shop.example/${random.word()}`,
  };
}

/** Of no source that is known, and of nothing that rules ask for. */
function session(random: Random): Event {
  return {
    ts_ms: random.below(1e9),
    sessionKey: random.word(),
    page: `/${random.word()}`,
    referring: `https://${random.word()}.example/`,
    basket: { lines: random.below(9), total: random.below(9000) },
    browser: `Mozilla/5.0 rv:${random.below(5000)}`,
  };
}
