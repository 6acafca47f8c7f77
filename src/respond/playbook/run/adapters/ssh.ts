// SPDX-License-Identifier: Apache-2.0
// Commands of the type ssh (CACAO 2.0 §5): through the OpenSSH client of the operator, as an account that he names, on hosts
// that he names and whose keys he knows. The command is one word of the client; the login shell of the account reads it.
import type { Adapter, Resolved, Work } from '../adapter.ts';
import type { SshHost, SshPolicy } from '../operator.ts';
import { answerValues } from './answer-values.ts';
import {
  endText,
  failedOf,
  type Prepared,
  type ProgramEnd,
  programAdapter,
  type RunProgram,
} from './program.ts';

/** They come before those of the file of the client, so they win (ssh_config(5)). */
const OPTIONS: Readonly<Record<string, string>> = {
  BatchMode: 'yes',
  StrictHostKeyChecking: 'yes',
  ConnectTimeout: '15',
  ServerAliveInterval: '15',
  ServerAliveCountMax: '4',
  ForwardAgent: 'no',
  ForwardX11: 'no',
  ClearAllForwardings: 'yes',
  PermitLocalCommand: 'no',
  RequestTTY: 'no',
  // No connection that stays behind, and none that somebody else has opened.
  ControlMaster: 'no',
  ControlPath: 'none',
};

/** A name, an IPv4 or an IPv6 address; none begins like an option. */
const HOST = /^[A-Za-z0-9:][A-Za-z0-9.:_-]{0,252}$/;
const USER = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/;
const DEFAULT_PORT = 22;
/** ssh(1): the client itself failed. The command may have ended with it, too, or a connection may have broken in it. */
const CLIENT_FAILED = 255;

export function sshAdapter(policy: SshPolicy | undefined, run: RunProgram): Adapter {
  return programAdapter(
    { type: 'ssh', looks: false, prepare: (command, work) => prepared(policy, command, work), told },
    run,
  );
}

function prepared(policy: SshPolicy | undefined, { script = '', text }: Resolved, work: Work): Prepared {
  if (policy === undefined) return { refused: 'The operator lets playbooks use no ssh' };
  const party = work.targets[0] ?? work.agent;
  const { dname, ipv4, ipv6 } = party.address;
  const host = dname?.[0] ?? ipv4?.[0] ?? ipv6?.[0];
  if (host === undefined)
    return { refused: `${party.name} states no address: expected a dname, ipv4 or ipv6` };
  const port = Number(party.port ?? DEFAULT_PORT);
  const user = party.authentication?.username;
  if (!HOST.test(host) || !Number.isInteger(port) || port < 1 || port > 65_535)
    return { refused: `${host}:${party.port ?? DEFAULT_PORT} is no host and port that ssh can be given` };
  const allowed = policy.hosts.find(
    (each) => each.host === host.toLowerCase() && (each.port ?? DEFAULT_PORT) === port,
  );
  if (allowed === undefined)
    return {
      refused: `${host}:${port} is not among the hosts that the operator lets playbooks reach with ssh`,
    };
  if (user !== undefined && user !== allowed.user)
    return {
      refused: `The playbook wants the account ${user} of ${host}: the operator allows ${allowed.user}`,
    };
  if (!USER.test(allowed.user)) return { refused: `${allowed.user} is no account that ssh can be given` };
  if (script.trim() === '') return { refused: 'The command is empty' };
  return {
    calls: [{ program: policy.program, words: [...wordsFor(allowed, port), '--', host, script] }],
    touches: [host],
    text: `run on ${host} as ${allowed.user}: ${text}`,
  };
}

function wordsFor({ user, identity, 'known-hosts': known }: SshHost, port: number): readonly string[] {
  const options = {
    ...OPTIONS,
    ...(identity === undefined ? {} : { IdentitiesOnly: 'yes', IdentityFile: quoted(identity) }),
    ...(known === undefined ? {} : { UserKnownHostsFile: quoted(known), GlobalKnownHostsFile: 'none' }),
  };
  return [
    '-T',
    '-x',
    '-a',
    ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...['-p', String(port), '-l', user],
  ];
}

/** Paths in options: spaces separate several, and percent signs are for names of hosts (ssh_config(5), TOKENS). */
function quoted(path: string): string {
  return `"${path.replaceAll('%', '%%')}"`;
}

function told(ends: readonly ProgramEnd[], { outArgs }: Work) {
  const end = ends.at(-1) as ProgramEnd;
  if (end.code === 0)
    return { status: 'done', values: answerValues(outArgs, end.stdout), note: 'It ended with 0' } as const;
  return end.code === CLIENT_FAILED ? ({ status: 'unknown', reason: endText(end) } as const) : failedOf(end);
}
