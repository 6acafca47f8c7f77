// SPDX-License-Identifier: Apache-2.0
// Vulnerabilities and what VEX says about them → vulnerabilities of assets, assumptions and gaps.
import type { Asset, Assumption, Gap } from '../../schema.ts';
import { type Ids, textOf } from '../ids.ts';
import type { Node } from '../node.ts';
import { appliesTo } from './affected-versions.ts';
import type { HeldAsset, Referent } from './held-asset.ts';
import { hold, type Inventory } from './inventory.ts';
import { referentOf } from './reference.ts';
import { readVulnerability, type VulnerabilityFacts } from './vulnerability.ts';

type Vulnerability = NonNullable<Asset['vulnerabilities']>[number];

export interface StatementFacts {
  readonly assumptions: readonly Assumption[];
  readonly gaps: readonly Gap[];
}

interface Statement {
  readonly held: HeldAsset;
  /** The component of the asset that the statement names; empty when it names the asset itself. */
  readonly part: string;
  readonly facts: VulnerabilityFacts;
  readonly node: Node;
}

/** Puts the vulnerabilities of all documents of one import on the assets of all of them. */
export function readStatements(boms: readonly Node[], inventory: Inventory, ids: Ids): StatementFacts {
  const statements = boms.flatMap((bom) =>
    bom.records('vulnerabilities').flatMap((node) => statementsOf(node, bom, inventory, ids)),
  );
  const deciding = groupBy(statements, ({ held, facts }) => `${held.asset.id} ${facts.vulnerability.id}`).map(
    decide,
  );
  for (const { held, facts, node } of deciding) {
    const source = node.source(facts.stated ? 'declared' : 'inferred', facts.confidence);
    held.vulnerabilities.set(facts.vulnerability.id, { ...facts.vulnerability, source });
  }
  return {
    assumptions: [...excluded(deciding, ids), ...withoutVector(deciding, ids)],
    gaps: [
      ...underInvestigation(deciding, ids),
      ...boms.flatMap((bom) => incompleteness(bom, inventory, ids)),
    ],
  };
}

function statementsOf(node: Node, bom: Node, inventory: Inventory, ids: Ids): Statement[] {
  const facts = readVulnerability(node);
  if (facts === undefined) return [];
  const affects = node.records('affects');
  const product = inventory.boms.get(bom)?.root;
  if (affects.length === 0 && product !== undefined) return [{ held: product, part: '', facts, node }];
  if (affects.length === 0) {
    const message = `The vulnerability \`${facts.vulnerability.id}\` affects nothing: expected \`affects\` with the \`ref\` of a component`;
    node.report({ code: 'CYCLONEDX_NOTHING_AFFECTED', severity: 'warning', message });
    return [];
  }
  return affects.flatMap((target) => {
    const referent = referentOf(target, bom, inventory) ?? unknownReferent(target, inventory, ids);
    if (referent === undefined || !appliesTo(target, referent.version)) return [];
    const part = `${referent.name} ${referent.version ?? ''}`.trim();
    return referent.holders.map((held) => ({
      held,
      part: referent.isAsset ? '' : part,
      facts,
      node: target,
    }));
  });
}

/** A statement about what no document of the import lists is kept, on an asset of its own. */
function unknownReferent(target: Node, inventory: Inventory, ids: Ids): Referent | undefined {
  const ref = target.text('ref');
  const at = target.field('ref') ?? target;
  if (ref === undefined) {
    at.report({
      code: 'CYCLONEDX_NO_REF',
      severity: 'error',
      message: 'An entry of `affects` has no `ref`: expected the `bom-ref` of a component',
    });
    return undefined;
  }
  const message = `No document of this import lists \`${ref.slice(0, 120)}\`: expected the \`bom-ref\` of a component`;
  at.report({
    code: 'CYCLONEDX_UNKNOWN_REF',
    severity: 'warning',
    message,
    hint: 'Import the SBOM together with the VEX',
  });
  const name = ref.split('#').pop() ?? ref;
  const known = inventory.byIdentity.get(`ref ${name}`);
  if (known !== undefined) return { holders: [known], isAsset: true, name, version: undefined };
  const id = ids.take(name.replace(/^pkg:/, ''), 'software');
  const source = at.source('inferred', 0.3);
  const held = hold(
    {
      id,
      type: 'software-component',
      name: textOf(name, 200) ?? id,
      note: 'Named only by a statement about its vulnerabilities',
      source,
    },
    undefined,
    inventory,
  );
  inventory.byIdentity.set(`ref ${name}`, held);
  inventory.gaps.push({
    id: ids.take(`${id}/exposure`, 'gap'),
    about: id,
    unknown: 'exposure',
    text: `Only a statement about vulnerabilities names ${id}: it is not known what it is part of`,
    source,
  });
  return { holders: [held], isAsset: true, name, version: undefined };
}

const WORSE: readonly Vulnerability['status'][] = [
  'fixed',
  'not_affected',
  'under_investigation',
  'affected',
];

/**
 * Of all statements about one vulnerability of one asset, the one that counts. For each component a stated one counts
 * before a mere listing, and the worse one of two stated ones. A statement about the asset as a whole speaks for each
 * component that is only listed. Of the components, the worst counts: one vulnerable copy of a library is enough.
 */
function decide(statements: readonly Statement[]): Statement {
  const byPart = groupBy(statements, ({ part }) => part).map((group) => worst(statedOf(group)));
  const whole = byPart.find(({ part, facts }) => part === '' && facts.stated);
  return worst(byPart.map((statement) => (statement.facts.stated ? statement : (whole ?? statement))));
}

function statedOf(statements: readonly Statement[]): readonly Statement[] {
  const stated = statements.filter(({ facts }) => facts.stated);
  const [first, ...others] = stated;
  for (const other of others) {
    const [one, two] = [first as Statement, other].map(({ facts }) => facts.vulnerability.status);
    if (one === two) continue;
    const { file, line } = (first as Statement).node.source();
    const message = `\`${other.facts.vulnerability.id}\` on \`${other.held.asset.id}\` is ${two} here and ${one} at ${file}:${line}: the worse one counts`;
    other.node.report({
      code: 'CYCLONEDX_CONTRADICTION',
      severity: 'warning',
      message,
      hint: 'Give the version of the component: statements for other versions do not count then',
    });
  }
  return stated.length > 0 ? stated : statements;
}

function worst(statements: readonly Statement[]): Statement {
  const rank = ({ facts }: Statement): number => WORSE.indexOf(facts.vulnerability.status);
  return statements.reduce((one, other) => (rank(other) > rank(one) ? other : one));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** What VEX takes out of a proof stays visible: the verdict rests on it. */
function excluded(deciding: readonly Statement[], ids: Ids): Assumption[] {
  return deciding.flatMap(({ held, part, facts, node }) => {
    const { id, status, justification } = facts.vulnerability;
    if (status !== 'not_affected' && status !== 'fixed') return [];
    const about = held.asset.id;
    const text = `${id} ${status === 'fixed' ? 'is fixed in' : 'does not affect'} ${about}${part === '' ? '' : ` (${part})`}: ${justification ?? 'no justification is given'}`;
    return [
      {
        id: ids.take(`vex/${about}/${id}`, 'vex'),
        text: textOf(text) ?? id,
        about: [about],
        source: node.source(),
      },
    ];
  });
}

function withoutVector(deciding: readonly Statement[], ids: Ids): Assumption[] {
  const found = deciding.filter(
    ({ facts }) => !facts.fromVector && facts.vulnerability.status === 'affected',
  );
  return groupBy(found, ({ held }) => held.asset.id).map((group) => {
    const { held, node } = group[0] as Statement;
    const about = held.asset.id;
    const text = list(
      'No CVSS vector says how these are used, so they count as remote code execution',
      group,
    );
    return {
      id: ids.take(`${about}/vulnerabilities-without-vector`, 'without-vector'),
      text,
      about: [about],
      source: node.source('inferred', 0.3),
    };
  });
}

function underInvestigation(deciding: readonly Statement[], ids: Ids): Gap[] {
  const found = deciding.filter(({ facts }) => facts.vulnerability.status === 'under_investigation');
  return groupBy(found, ({ held }) => held.asset.id).map((group) => {
    const { held, node } = group[0] as Statement;
    const about = held.asset.id;
    return {
      id: ids.take(`${about}/software`, 'gap'),
      about,
      unknown: 'software',
      text: list(`Nobody has said yet whether these affect ${about}`, group),
      source: node.source(),
    };
  });
}

/** `compositions` (ECMA-424) says when a list is known to be incomplete. */
function incompleteness(bom: Node, inventory: Inventory, ids: Ids): Gap[] {
  const root = inventory.boms.get(bom)?.root;
  const incomplete = bom
    .records('compositions')
    .find((composition) => composition.text('aggregate')?.startsWith('incomplete'));
  if (root === undefined || incomplete === undefined) return [];
  const about = root.asset.id;
  return [
    {
      id: ids.take(`${about}/software`, 'gap'),
      about,
      unknown: 'software',
      text: `The document says that its list of the software of ${about} is incomplete`,
      source: incomplete.source(),
    },
  ];
}

function list(text: string, statements: readonly Statement[]): string {
  const names = [...new Set(statements.map(({ facts }) => facts.vulnerability.id))];
  return textOf(`${text}: ${names.join(', ')}`) ?? text;
}
