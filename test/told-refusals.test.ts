// SPDX-License-Identifier: Apache-2.0
// Why the server did not do something, as the console says it beside a button: a refusal that is worded anew in the engine must
// be worded anew there.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toldIn } from '../console/src/words/told.ts';
import { type Machine, START, step } from '../src/respond/incident/machine.ts';
import { type Playbook, readIncidentRecord, runFaults } from '../src/respond/index.ts';
import { weakness } from '../src/server/access/password.ts';
import { pack } from './obligations/obligations.ts';

const ROOT = join(import.meta.dirname, '..');
const WORDS = join(ROOT, 'console/src/words');
const read = (file: string): Record<string, string> =>
  JSON.parse(readFileSync(join(WORDS, file), 'utf8')) as Record<string, string>;

/** What answers a request of the console; pages of strangers and of players have words of their own. */
const FOLDERS = ['access', 'api', 'analysis', 'campaign', 'jobs', 'respond'].map(
  (name) => `src/server/${name}`,
);
const OTHER_PAGES = /\/(?:playing|ask|badges)\.ts$/;
const sources = [...FOLDERS, 'src/respond/playbook/run']
  .flatMap(filesBelow)
  .filter((file) => !OTHER_PAGES.test(file));

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (statSync(join(ROOT, path)).isDirectory()) return filesBelow(path);
    return /(?<!\.test|\.fixture)\.ts$/.test(name) ? [path] : [];
  });
}

/** What only programs are told, which the console never asks for, or which stands above the reasons that it shows. */
const PROGRAMS =
  /^(?:Pages of other sites|The body is not JSON|This token is none|A change needs|This server shows no demo|Reports are not taken|Too many listen|The job is no |The incident cannot be judged|Not recorded: )/;

/** Sentences of refusals in the sources, with something for what varies. */
function refusals(): readonly string[] {
  const found = sources.flatMap((file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const thrown = [
      ...text.matchAll(/new (?:HttpRefusal|Refused|RunError|CaseRefusal|SimulationError)\(/g),
    ].flatMap(({ index, 0: { length } }) => literalsIn(argumentsAt(text, index + length)));
    const kept = [
      ...text.matchAll(
        /\b(?:why|wrong|NOT_ACCEPTED)(?::| =) ('[^']* [^']*'|`(?:[^`\\]|\\.)* (?:[^`\\]|\\.)*`)/g,
      ),
    ];
    return [...thrown, ...kept.map(([, literal = '']) => literal.slice(1, -1))];
  });
  return [...new Set(found.flatMap(filled))].filter((text) => text.includes(' ') && !PROGRAMS.test(text));
}

function argumentsAt(text: string, start: number): string {
  let [end, depth] = [start, 1];
  while (depth > 0 && end < text.length) {
    if (text[end] === '(') depth++;
    if (text[end] === ')') depth--;
    end++;
  }
  return text.slice(start, end - 1);
}

/** Not those inside of values. */
function literalsIn(code: string, begins = /^\W?(?:[A-Z]|\$\{)/): readonly string[] {
  const found = code.matchAll(/'([^'\\]*(?:\\.[^'\\]*)*)'|`((?:[^`\\$]|\\.|\$\{(?:[^{}]|\{[^{}]*\})*\})*)`/g);
  return [...found].map(([, plain, made]) => plain ?? made ?? '').filter((text) => begins.test(text));
}

/** One text for each way in which it may be said. */
function filled(text: string): readonly string[] {
  const whole = text.replaceAll('\\`', '`');
  const ways = whole.includes("? ', a rehearsal'") ? [', a rehearsal', ''] : [''];
  return ways.map((way) =>
    whole.replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, (value) => {
      if (value.includes('a rehearsal')) return way;
      if (value.endsWith('{kind}')) return 'in earnest';
      if (value.endsWith('{wait}')) return 'approval';
      if (value.includes("'person'")) return '3 people';
      if (value.includes('status}')) return 'success';
      if (value.endsWith('{SIGNED}')) return 'signed-playbooks';
      return /\bstate(?:\.state)?\}/.test(value) ? 'absent' : 'X';
    }),
  );
}

/** What keeps a run from beginning. */
function faults(): readonly string[] {
  const playbook = {
    ...{ id: 'p', name: 'X', workflow: {}, revoked: true },
    playbook_variables: { fixed: { constant: true, value: 'X' }, open: { external: true } },
  } as unknown as Playbook;
  return runFaults({ playbook, library: [], values: { fixed: 'X', strange: 'X' } });
}

/** What the table of phases refuses. */
function steps(): readonly string[] {
  const refused = (machine: Partial<Machine>, action: Parameters<typeof step>[1]): readonly string[] => {
    const made = step({ ...START, ...machine }, action, {});
    return 'refused' in made ? made.refused : [];
  };
  const hit = new Map([['shop', { backup: false, recovered: false }]]);
  return [
    ...refused({ phase: 'triaged' }, { kind: 'advance', to: 'closed' }),
    ...refused({ persons: 'unknown' }, { kind: 'persons', to: 'informed' }),
    ...refused({ hold: 'off' }, { kind: 'hold', to: 'released' }),
    ...refused({ tlp: 'red' }, { kind: 'export', ceiling: 'clear' }),
    ...refused({}, { kind: 'backup', asset: 'shop' }),
    ...refused({ assets: hit, phase: 'triaged' }, { kind: 'recover', asset: 'shop' }),
  ];
}

/** What the pack cannot use. */
function unusable(): readonly string[] {
  const fields = {
    ...{
      'no-such': true,
      aware: 'X',
      countries: 'X',
      employees: 'X',
      turnover: 'X',
      ongoing: 'X',
      nature: 1,
    },
    'risk-to-people': 'X',
  };
  const sent = { 'p/obligation/none': {}, [pack.obligations[0]?.id ?? '']: { none: '2026-01-01T00:00:00Z' } };
  const record = { incident: 1, id: 'i', title: 'X', zone: 'UTC', fields, sent };
  const { problems } = readIncidentRecord(new TextEncoder().encode(JSON.stringify(record)), 'i', pack);
  return problems.map(({ message }) => message);
}

function passwords(): readonly string[] {
  return ['a', 'a'.repeat(2000), 'a'.repeat(40), 'mara-mara-mara-mara'].flatMap(
    (password) => weakness(password, 'mara') ?? [],
  );
}

/** What is told where nothing can be played, with what to do about it. */
function notPlayed(): readonly string[] {
  const text = readFileSync(join(ROOT, 'src/cascade/simulation/request.ts'), 'utf8');
  return [...text.matchAll(/new SimulationError\(/g)].flatMap(({ index, 0: { length } }) => {
    const [message, ...hints] = literalsIn(argumentsAt(text, index + length), /^[A-Z]|^ensuresec /);
    return hints.flatMap((hint) => filled(`${message}. ${hint}`));
  });
}

/** Faults that a check of the log of evidence finds. */
function damages(): readonly string[] {
  const text = readFileSync(join(ROOT, 'src/evidence/log/check.ts'), 'utf8');
  const found = text.matchAll(/message:\s*('[^']*'|`(?:[^`\\]|\\.)*`)/g);
  return [...found].flatMap(([, literal = '']) => filled(literal.slice(1, -1)));
}

/** Why the file of a closed day is damaged, as the doctor says it. */
function causes(): readonly string[] {
  const folder = join(ROOT, 'src/platform/eventlog/cold');
  const texts = ['examine.ts', 'open-day.ts', 'group.ts'].map((file) =>
    readFileSync(join(folder, file), 'utf8'),
  );
  const found = texts.join('\n').matchAll(/(?:\ball\(|why: |new Error\()('[^']*'|`[^`]*`)\)?/g);
  return [...found].flatMap(([, literal = '']) => filled(literal.slice(1, -1)));
}

const ENGLISH = /\b(?:the|there|is|not|has|with|from|already|expected|cannot|another|affected)\b/i;

describe.each(['de', 'fr', 'es', 'el'] as const)('in %s', (language) => {
  const told = toldIn(read('told/en.json'), read(`told/${language}.json`));
  const left = (texts: readonly string[]): readonly string[] =>
    texts.filter((text) => {
      const said = told('refusal', text);
      return said === text || ENGLISH.test(said.replaceAll(/`[^`]*`|--[\w-]+/g, ''));
    });

  test('each refusal in the sources', () => {
    const texts = refusals();
    expect(texts.length).toBeGreaterThan(100);
    expect(left(texts)).toEqual([]);
  });

  test('what keeps a run from beginning', () => {
    const texts = faults();
    expect(texts).toHaveLength(4);
    expect(left([...texts, `It cannot be run: ${texts.join('; ')}`])).toEqual([]);
  });

  test('what the table of phases and the pack refuse, and passwords that are too weak', () => {
    expect([steps().length, unusable().length, passwords().length]).toEqual([7, 10, 4]);
    expect(left([...steps(), ...unusable(), ...passwords()])).toEqual([]);
  });

  test('what cannot be played, with what to do about it', () => {
    const texts = notPlayed();
    expect(texts).toHaveLength(4);
    expect(left(texts)).toEqual([]);
  });

  test('damage that a check of the evidence finds, and that of closed days', () => {
    expect([damages().length, causes().length]).toEqual([11, 8]);
    const unsaid = (texts: readonly string[], said: (text: string) => string): readonly string[] =>
      texts.filter((text) => said(text) === text || ENGLISH.test(said(text)));
    expect(unsaid(damages(), (text) => told('damage', text))).toEqual([]);
    const found = causes().map(
      (why) =>
        `X: ${why}. Lost with it: 3 events, observed from 2026-01-01T00:00:00Z to 2026-01-02T00:00:00Z`,
    );
    expect(unsaid(found, (text) => told('upkeep', text))).toEqual([]);
  });
});
