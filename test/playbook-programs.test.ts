// SPDX-License-Identifier: Apache-2.0
// Programs that carry out commands: what exactly they are called with, and what is refused before they are.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProgram } from '../src/platform/index.ts';
import type { Adapter, Did, Party, Work } from '../src/respond/playbook/run/adapter.ts';
import { jupyterAdapter } from '../src/respond/playbook/run/adapters/jupyter.ts';
import { kestrelAdapter } from '../src/respond/playbook/run/adapters/kestrel.ts';
import { NotSent } from '../src/respond/playbook/run/adapters/not-sent.ts';
import { powershellAdapter } from '../src/respond/playbook/run/adapters/powershell.ts';
import type { RunProgram } from '../src/respond/playbook/run/adapters/program.ts';
import { sshAdapter } from '../src/respond/playbook/run/adapters/ssh.ts';
import { yaraAdapter } from '../src/respond/playbook/run/adapters/yara.ts';
import { readOperator, type SshHost } from '../src/respond/playbook/run/operator.ts';
import { protectedBy } from '../src/respond/playbook/run/policy.ts';
import { resolveCommand } from '../src/respond/playbook/run/resolve.ts';
import { type FakePrograms, fakePrograms } from './support/fake-programs.ts';

let programs: FakePrograms;
beforeAll(() => {
  programs = fakePrograms();
});
afterAll(() => programs.remove());

const notSent = (reason: string) => new NotSent(reason);
const run: RunProgram = (call, signal) => runProgram(call, signal, notSent);
const attempt = (signal = new AbortController().signal) => ({ signal, isRetry: false });
const web = (more: Partial<Party> = {}): Party => ({
  ...{ id: 'web', type: 'ssh', name: 'web', address: { dname: ['web1.example'] } },
  ...more,
});

function workOf(type: string, text: string, value: string, targets: readonly Party[] = []): Work {
  const coded = Buffer.from(text).toString('base64');
  return {
    ...{ step: 's', name: 's', outArgs: { __out__: '>' }, risk: 'none' as const },
    command: resolveCommand({ type, command_b64: coded }, { value: () => value, isSecret: () => false }),
    agent: web({ address: {} }),
    targets: [...targets],
  };
}

const HOST: SshHost = { host: 'web1.example', user: 'respond' };
const ssh = (program: string, host: SshHost = HOST) => sshAdapter({ program, hosts: [host] }, run);
const block = (value: string, more: Partial<Party> = {}) =>
  workOf('ssh', 'nft add element __v__:value', value, [web(more)]);

test('ssh gets its fixed options, the account of the operator, and the command as one word', async () => {
  const program = programs.make('ssh', '0');
  const host = { ...HOST, identity: '/etc/keys/re spond', 'known-hosts': '/etc/known%', port: 2222 };
  const work = block("a'; rm -rf / #", { port: '2222' });
  expect(await ssh(program, host).do('k', work, attempt())).toEqual({
    status: 'done',
    values: { __out__: '0' },
    note: 'It ended with 0',
  });
  const [call] = programs.calls('ssh');
  const words = call?.words ?? [];
  expect(words.slice(words.indexOf('--'))).toEqual([
    '--',
    'web1.example',
    `nft add element 'a'\\''; rm -rf / #'`,
  ]);
  const options = words.slice(0, words.indexOf('--'));
  for (const option of [
    ...[
      'BatchMode=yes',
      'StrictHostKeyChecking=yes',
      'ConnectTimeout=15',
      'ForwardAgent=no',
      'ForwardX11=no',
    ],
    ...['ClearAllForwardings=yes', 'PermitLocalCommand=no', 'ControlMaster=no', 'ControlPath=none'],
    ...['IdentitiesOnly=yes', 'IdentityFile="/etc/keys/re spond"', 'UserKnownHostsFile="/etc/known%%"'],
  ])
    expect(options).toContain(option);
  expect(options.slice(-4)).toEqual(['-p', '2222', '-l', 'respond']);
});

test.runIf(existsSync('/usr/bin/ssh'))('OpenSSH understands the words as they are meant', async () => {
  const program = programs.make('ssh-words');
  const host = { ...HOST, identity: '/etc/keys/re spond', 'known-hosts': '/etc/known', port: 2222 };
  await ssh(program, host).do('k', block('x', { port: '2222' }), attempt());
  const words = programs.calls('ssh-words')[0]?.words ?? [];
  // -G prints what it would connect with, and connects to nothing; -F leaves out the files of this machine.
  const { stdout, stderr, status } = spawnSync('/usr/bin/ssh', ['-G', '-F', '/dev/null', ...words]);
  expect([status, stderr.toString()]).toEqual([0, '']);
  const lines = stdout.toString().split('\n');
  for (const line of [
    ...['hostname web1.example', 'user respond', 'port 2222', 'batchmode yes', 'forwardagent no'],
    ...['forwardx11 no', 'clearallforwardings yes', 'permitlocalcommand no', 'controlmaster false'],
    ...['identitiesonly yes', 'identityfile /etc/keys/re spond', 'userknownhostsfile /etc/known'],
    ...['connecttimeout 15', 'requesttty false'],
  ])
    expect(lines).toContain(line);
  expect(lines.some((line) => /^stricthostkeychecking (?:yes|true)$/.test(line))).toBe(true);
});

test.each<[string, Partial<Party>, RegExp]>([
  ['a host like an option', { address: { dname: ['-oProxyCommand=id'] } }, /no host and port/],
  ['a host with a word more', { address: { dname: ['web1.example -v'] } }, /no host and port/],
  ['a host that is not named', { address: { ipv4: ['192.0.2.7'] } }, /not among the hosts/],
  ['another port', { port: '23' }, /not among the hosts/],
  ['a port that is none', { port: '22 -v' }, /no host and port/],
  ['no address', { address: {} }, /states no address/],
  [
    'an account like an option',
    { authentication: { type: 'user-auth', username: '-v' } },
    /wants the account -v/,
  ],
  [
    'another account',
    { authentication: { type: 'user-auth', username: 'root' } },
    /the operator allows respond/,
  ],
])('ssh is not started for %s', async (_, more, reason) => {
  const program = programs.make('ssh-not');
  const did = await ssh(program).do('k', block('x', more), attempt());
  expect(did).toEqual({ status: 'parked', reason: expect.stringMatching(reason) as string });
  expect(programs.calls('ssh-not')).toEqual([]);
});

test.each<[string, number, Did['status']]>([
  ['of the command', 3, 'failed'],
  ['of the client, which may have come after the command', 255, 'unknown'],
])('an end %s is told as it is', async (_, code, status) => {
  const program = programs.make(`ssh-${code}`, '', code, 'broken pipe');
  const did = await ssh(program).do('k', block('x'), attempt());
  expect(did).toEqual({ status, reason: `It ended with ${code}: broken pipe` });
});

test('PowerShell gets the script in UTF-16, and no words of it', async () => {
  const program = programs.make('pwsh', '{"out": "5"}');
  const adapter = powershellAdapter(program, run);
  const work = workOf('powershell', 'Stop-Process -Name __v__:value', "x'; calc");
  expect(await adapter.do('k', work, attempt())).toMatchObject({ status: 'done', values: { __out__: '5' } });
  const [call] = programs.calls('pwsh');
  const [profile, interactive, option, coded = ''] = call?.words ?? [];
  expect([profile, interactive, option]).toEqual(['-NoProfile', '-NonInteractive', '-EncodedCommand']);
  expect(Buffer.from(coded, 'base64').toString('utf16le')).toBe("Stop-Process -Name 'x''; calc'");
  const other = workOf('powershell', 'x', '', [web()]);
  expect(await adapter.do('k', other, attempt())).toMatchObject({ status: 'parked' });
  const long = workOf('powershell', 'x'.repeat(60_000), '');
  expect(await adapter.do('k', long, attempt())).toMatchObject({ status: 'parked' });
});

test('YARA gets the rule in a folder that is gone afterwards, and a folder of the operator', async () => {
  const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('ensuresec-program-'));
  const before = left();
  const program = programs.make('yara', 'evil /srv/a b\n');
  const adapter = yaraAdapter({ program, paths: ['/srv'] }, run);
  const did = await adapter.do(
    'k',
    workOf('yara', 'rule evil { strings: $a = "__v__:value" condition: $a }', '"'),
    attempt(),
  );
  expect(did).toMatchObject({ status: 'done', note: '1 hit' });
  expect(programs.calls('yara')).toEqual([
    {
      words: ['--no-warnings', '--recursive', 'rule.yar', '/srv'],
      file: 'rule evil { strings: $a = "\\"" condition: $a }',
    },
  ]);
  expect(left()).toEqual(before);
  const failing = yaraAdapter(
    { program: programs.make('yara-1', '', 1, 'syntax error'), paths: ['/srv'] },
    run,
  );
  expect(await failing.do('k', workOf('yara', 'rule', ''), attempt())).toEqual({
    status: 'failed',
    reason: 'It ended with 1: syntax error',
  });
});

test.each<[string, string, RegExp]>([
  ['yara', 'include "/etc/passwd"\nrule a { condition: true }', /includes other files/],
  ['yara', 'import "pe" include "/etc/passwd" rule a { condition: true }', /includes other files/],
  ['yara', 'rule a { condition: __v__:value }', /cannot stand where YARA/],
  ['kestrel', 'p = GET process FROM stixshifter://logs SAVE p TO /tmp/x', /says SAVE/],
  ['kestrel', 'x = LOAD /etc/passwd', /says LOAD/],
  ['kestrel', 'p = GET process FROM https://evil.example/b WHERE name = "a"', /not among the data sources/],
  [
    'kestrel',
    'p = GET process FROM a WHERE name = "#" q = GET process FROM https://evil.example',
    /not among/,
  ],
  ['kestrel', 'p = GET process FROM /etc/passwd WHERE name = "a"', /not among the data sources/],
  ['jupyter', '../other/hunt.ipynb', /no name of a notebook/],
  ['jupyter', '{"cells": []}', /no name of a notebook/],
  ['jupyter', '--config=x.ipynb', /no name of a notebook/],
  ['jupyter', 'hunt.ipynb --config x y', /no name of a notebook/],
  ['jupyter', 'hunt.ipynb -p a', /no name of a notebook/],
  ['jupyter', 'hunt.ipynb -p __class__.x 1', /no name of a notebook/],
])('%s: `%s` is for a person', async (type, text, reason) => {
  const program = programs.make(`${type}-not`);
  const adapter: Adapter | undefined = {
    yara: yaraAdapter({ program, paths: ['/srv'] }, run),
    kestrel: kestrelAdapter({ program, sources: ['stixshifter://logs'] }, run),
    jupyter: jupyterAdapter({ program, notebooks: '/srv/notebooks' }, run),
  }[type];
  const did = await adapter?.do('k', workOf(type, text, 'true'), attempt());
  expect(did).toEqual({ status: 'parked', reason: expect.stringMatching(reason) as string });
  expect(programs.calls(`${type}-not`)).toEqual([]);
});

test('the allow-list holds for what ssh reaches and says, whatever was approved', () => {
  const risk = { risk: 'destructive' as const };
  const onHost = { ...block('x'), ...risk };
  expect(protectedBy(['web1.example'], onHost)).toBe('web1.example');
  // Without a target the agent is what it acts on.
  expect(protectedBy(['web1.example'], { ...onHost, targets: [], agent: web() })).toBe('web1.example');
  expect(protectedBy(['192.0.2.0/24'], { ...block('192.0.2.7'), ...risk })).toBe('192.0.2.0/24');
  expect(protectedBy(['other.example'], onHost)).toBeUndefined();
  const undo = resolveCommand(
    { type: 'http-api', command: 'POST /blocks', content: '{"ip": "192.0.2.7"}' },
    { value: () => '', isSecret: () => false },
  );
  expect(protectedBy(['192.0.2.0/24'], { ...onHost, undo })).toBe('192.0.2.0/24');
});

test('the file of the operator names programs, hosts and paths, and a wrong line has its place', () => {
  const read = (text: string) => readOperator(Buffer.from(`operator: 1\n${text}`), 'o.yaml');
  const { value, problems } =
    read(`ssh: { program: /usr/bin/ssh, hosts: [{ host: web1.example, user: respond }] }
powershell: { program: /usr/bin/pwsh }
yara: { program: /usr/bin/yara, paths: [/srv] }
kestrel: { program: /usr/bin/kestrel, sources: ['stixshifter://logs'] }
jupyter: { program: /usr/bin/jupyter, notebooks: /srv/notebooks }
sigma: { events: true }
http: [{ host: c.example, command-id: true, header: { name: KEY, secret: k } }]
`);
  expect(problems).toEqual([]);
  expect(value?.ssh?.hosts).toEqual([HOST]);
  expect(value?.sigma).toEqual({ events: true });
  for (const wrong of [
    'ssh: { program: ssh, hosts: [{ host: a, user: b }] }',
    "ssh: { program: /ssh, hosts: [{ host: a, user: '-v' }] }",
    'ssh: { program: /ssh, hosts: [{ host: a }] }',
    'yara: { program: /yara, paths: [] }',
    'sigma: {}',
    'jupyter: { program: /jupyter, notebooks: here }',
  ])
    expect(read(wrong).problems.map(({ at }) => at.line)).toEqual([2]);
});

test('nothing goes on for longer than its time', async () => {
  const call = { program: '/bin/sleep', words: ['60'] };
  await expect(runProgram(call, new AbortController().signal, notSent, 50)).rejects.toThrow(/abort/i);
  await expect(runProgram(call, AbortSignal.timeout(50), notSent)).rejects.toThrow(/abort/i);
});

test('a notebook gets its parameters from papermill, in one word', async () => {
  const notebook = {
    cells: [{ outputs: [{ output_type: 'stream', name: 'stdout', text: ['{"out": 3}'] }] }],
  };
  const papermill = programs.make('papermill', JSON.stringify(notebook));
  const policy = { program: programs.make('jupyter-no'), papermill, notebooks: '/srv/notebooks/' };
  const adapter = jupyterAdapter(policy, run);
  const text = 'hunt.ipynb -r host __v__:value -p since 9007199254740993 -p all True -p "name" "a b"';
  const work = workOf('jupyter', text, '-x "; import os\u0085');
  expect(await adapter.do('k', work, attempt())).toMatchObject({ status: 'done', values: { __out__: '3' } });
  const [path, out, bar, option, coded = ''] = programs.calls('papermill')[0]?.words ?? [];
  expect([path, out, bar, option]).toEqual([
    '/srv/notebooks/hunt.ipynb',
    ...['-', '--no-progress-bar', '--parameters_base64'],
  ]);
  expect(Buffer.from(coded, 'base64').toString()).toBe(
    '{"host":"-x \\"; import os\\u0085","since":9007199254740993,"all":true,"name":"a b"}',
  );
  expect(programs.calls('jupyter-no')).toEqual([]);
  const without = jupyterAdapter({ program: papermill, notebooks: '/srv' }, run);
  expect(await without.do('k', work, attempt())).toEqual({
    status: 'parked',
    reason: expect.stringContaining('names no papermill') as string,
  });
});

test.each<[string, boolean]>([
  ['p = GET process FROM stixshifter://logs q = GET process FROM p WHERE pid = 1', true],
  ['p = GET process FROM stixshifter://logs\nq = GET process FROM stixshifter://logs , p', true],
  ['p = GET process FROM host101 WHERE pid = 1', false],
  ['p = GET process FROM stixshifter://logs, host101 WHERE pid = 1', false],
  ['p = GET process FROM p WHERE pid = 1', false],
  ['p = GET process FROM q q = GET process FROM stixshifter://logs', false],
  ['p = GET process FROM host101 WHERE host101 = 1', false],
  ['p = NEW ["host101 = GET"] q = GET process FROM host101', false],
  ['# host101 = GET\np = GET process FROM host101', false],
  ['p = GET process FROM named', true],
  ['p = GET process FROM"host101" WHERE pid = 1', false],
  ['p = GET process FROM named WHERE host101 = get q = GET process FROM host101', false],
  ['p = GET process FROM named WHERE (host101 = get) q = GET process FROM host101', false],
])(
  'a bare name after FROM is a variable of the flow or a source that is named: %s',
  async (text, isAllowed) => {
    const program = programs.make('kestrel-from');
    const adapter = kestrelAdapter({ program, sources: ['stixshifter://logs', 'named'] }, run);
    const did = await adapter.do('k', workOf('kestrel', text, ''), attempt());
    expect(did.status).toBe(isAllowed ? 'done' : 'parked');
  },
);

test('a notebook that is longer than what is kept is no notebook without findings', async () => {
  const output = { output_type: 'stream', name: 'stdout', text: ['{"out": 3}'] };
  const notebook = (filler: string) => JSON.stringify({ filler, cells: [{ outputs: [output] }] });
  const did = (name: string, filler: string) => {
    const program = programs.make(name, notebook(filler));
    return jupyterAdapter({ program, notebooks: '/srv' }, run).do(
      'k',
      workOf('jupyter', 'hunt.ipynb', ''),
      attempt(),
    );
  };
  expect(await did('jupyter-short', '')).toMatchObject({ status: 'done', values: { __out__: '3' } });
  expect(await did('jupyter-long', 'x'.repeat(300_000))).toMatchObject({ status: 'failed' });
});

test('hits that are more than what is kept are told as such', async () => {
  const program = programs.make('yara-many', 'evil /srv/some/path\n'.repeat(20_000));
  const did = await yaraAdapter({ program, paths: ['/srv'] }, run).do(
    'k',
    workOf('yara', 'rule a {}', ''),
    attempt(),
  );
  expect(did).toMatchObject({ status: 'done', note: expect.stringMatching(/^At least \d+ hits/) as string });
});
