// SPDX-License-Identifier: Apache-2.0
import { CSAF_ROLES, TLP } from '../../respond/index.ts';
import { type Call, type CommandSpec, JSON_OPTION, type OptionSpec, PACK_OPTION } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { csaf } from '../share/csaf.ts';
import { fetchCollection, pushBundle } from '../share/exchange.ts';
import { exportBundle, publish } from '../share/export.ts';
import { importBundle } from '../share/import.ts';
import { writeReceived } from '../share/received.ts';
import { serveTaxii } from '../share/serve.ts';
import { verbNamed } from '../verb.ts';
import { refuseForeign } from '../verb-options.ts';

interface ShareVerb {
  readonly name: string;
  readonly options: readonly string[];
  readonly run: (call: Call, subject: string, file: string | undefined) => number | Promise<number>;
}

const withSubject =
  (name: string, run: ShareVerb['run']): ShareVerb['run'] =>
  (call, subject, file) => {
    if (subject === '') throw new Failure(EXIT.usage, `\`share ${name}\` takes a subject: found none`);
    return run(call, subject, file);
  };

const verb = (name: string, options: readonly string[], run: ShareVerb['run']): ShareVerb => ({
  name,
  options,
  run,
});

const PLAYBOOKS = ['playbook', 'without-playbooks'];

const VERBS: readonly ShareVerb[] = [
  verb('export', ['tlp', 'personal', ...PLAYBOOKS, 'out', 'actor'], withSubject('export', exportBundle)),
  verb('publish', ['tlp', 'personal', ...PLAYBOOKS, 'actor'], withSubject('publish', publish)),
  verb('import', ['out', 'key'], withSubject('import', importBundle)),
  verb('serve', ['behind-proxy', 'title'], (call) => serveTaxii(call)),
  verb('received', ['out'], (call) => writeReceived(call)),
  verb('fetch', ['out', 'since', 'private'], withSubject('fetch', fetchCollection)),
  verb(
    'csaf',
    ['tlp', 'out', 'publisher', 'namespace', 'role', 'url', 'id', 'actor'],
    withSubject('csaf', csaf),
  ),
  verb('push', ['tlp', 'private', 'actor'], withSubject('push', pushBundle)),
];

const OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--data <folder>',
    text: 'Folder of the data; the log of evidence and what is shared are in it',
    preset: 'ensuresec-data',
    completes: 'folder',
  },
  {
    flags: '--tlp <marking>',
    text: 'export, publish, push, csaf incident: what the receiver may see at most; csaf vex: how the document is marked',
    choices: TLP,
  },
  { flags: '--personal', text: 'export, publish: also what may be personal data' },
  {
    flags: '--playbook <playbook>',
    text: 'export, publish: share this playbook, a file or the name of one of the pack (repeatable; default: those that were run for the incident)',
    repeat: true,
    completes: 'file',
  },
  { flags: '--without-playbooks', text: 'export, publish: share none' },
  {
    flags: '--key <file>',
    text: 'import: public key (PEM) of the signer whose playbooks you take; others are refused',
    completes: 'file',
  },
  {
    flags: '--out <path>',
    text: 'export, fetch, received: file of the bundle; import: folder for the rules and playbooks; csaf: folder for the document, which is called after its id',
    completes: 'file',
  },
  {
    flags: '--actor <name>',
    text: 'export, publish, push, csaf incident: who does it (default: the user of this machine)',
  },
  { flags: '--publisher <name>', text: 'csaf: who issues the document' },
  { flags: '--namespace <url>', text: 'csaf: address of the publisher, under which its ids are unique' },
  { flags: '--role <role>', text: 'csaf: what the publisher is (default: user)', choices: CSAF_ROLES },
  {
    flags: '--id <id>',
    text: 'csaf: id of the document (default: that of the incident); issued again, it is its next version',
  },
  { flags: '--url <url>', text: 'csaf incident: page where more about it is told' },
  { flags: '--since <time>', text: 'fetch: only what was added later, such as 2026-01-31T12:00:00Z' },
  { flags: '--private', text: 'fetch, push: the server may be at an address inside of your network' },
  { flags: '--host <address>', text: 'serve: address to listen on', preset: '127.0.0.1' },
  { flags: '--port <number>', text: 'serve: port to listen on; 0 takes a free one', preset: '7403' },
  { flags: '--behind-proxy', text: 'serve: a proxy in front speaks TLS' },
  { flags: '--title <name>', text: 'serve: who publishes here' },
];

export const share: CommandSpec = {
  name: 'share',
  summary:
    'Give incidents and playbooks to others as STIX 2.1, over TAXII 2.1 and as CSAF 2.0, and take what others give',
  operands: [
    {
      name: '<verb>',
      text: 'export ID: a bundle of an incident; publish ID: the same for those who ask the server; serve: a TAXII 2.1 server; received: a bundle of what others handed in; fetch URL, push URL FILE: from and to a collection of another server, with key:secret in ENSURESEC_TAXII; import FILE: Sigma rules of the indicators in a bundle, and its playbooks (CACAO 2.0) as files; csaf incident ID, csaf vex FILE: a document of CSAF 2.0 about an incident, or about what `vulnerabilities scan --json` found; csaf check FILE: all mandatory tests of CSAF 2.0',
    },
    { name: '[subject]', text: 'The id, the file, the URL of a collection; csaf: incident, vex or check' },
    { name: '[file]', text: 'push: the bundle; csaf: the id or the file' },
  ],
  examples: [
    'ensuresec share export 2027-0001 --tlp amber --out bundle.json',
    'ensuresec share export 2027-0001 --playbook checkout-skimmer --tlp amber --out bundle.json',
    'ensuresec share import bundle.json --out shared',
    'ensuresec share csaf vex findings.json --id vex-1 --tlp clear --publisher "Kerameikos Crafts" --namespace https://kerameikos.example --out csaf',
    'ensuresec share serve --title "Kerameikos Crafts"',
  ],
  options: [...OPTIONS, JSON_OPTION, PACK_OPTION],
  run: (call) => {
    const [name = '', subject = '', file] = call.operands;
    const found = verbNamed('share', name, VERBS);
    refuseForeign(call, `share ${name}`, OPTIONS, found.options);
    return found.run(call, subject, file);
  },
};
