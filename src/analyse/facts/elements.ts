// SPDX-License-Identifier: Apache-2.0
// One function a kind of element: the facts that the element states by itself.
import {
  type Asset,
  type Credential,
  type Identity,
  type Model,
  neededAsset,
  type Pack,
  type Person,
  type Source,
  type Supplier,
  type Zone,
} from '../../model/index.ts';
import { type FactSink, type Path, portName } from './fact.ts';

interface Context {
  readonly model: Model;
  readonly pack: Pack;
  readonly sink: FactSink;
  /** ISO date; a measure whose proof ran out before this day does not count. */
  readonly today: string;
}

type Sourced = string | { readonly id: string; readonly source?: Source | undefined };
type SourcedList = readonly Sourced[] | undefined;

/** Facts of all elements but flows, links and barriers. */
export function elementFacts(context: Context): void {
  const { model } = context;
  for (const [at, zone] of (model.zones ?? []).entries()) zoneFacts(context, zone, ['zones', at]);
  for (const [at, asset] of (model.assets ?? []).entries()) assetFacts(context, asset, ['assets', at]);
  for (const [at, person] of (model.people ?? []).entries()) personFacts(context, person, ['people', at]);
  for (const [at, identity] of (model.identities ?? []).entries())
    identityFacts(context, identity, ['identities', at]);
  for (const [at, credential] of (model.credentials ?? []).entries())
    credentialFacts(context, credential, ['credentials', at]);
  for (const [at, supplier] of (model.suppliers ?? []).entries())
    supplierFacts(context, supplier, ['suppliers', at]);
  dependencyFacts(context);
  measureFacts(context);
  for (const [at, gap] of (model.gaps ?? []).entries())
    context.sink.add('gap', [gap.about, gap.unknown], ['gaps', at], gap.source, { gap: gap.id });
}

function zoneFacts(context: Context, zone: Zone, path: Path): void {
  const { sink, pack } = context;
  sink.add('zone', [zone.id], path, zone.source);
  for (const type of pack.ancestors('zone', zone.type))
    sink.add('zone-is', [zone.id, type], path, zone.source);
  if (zone.within !== undefined) sink.add('within', [zone.id, zone.within], path, zone.source);
  stateFacts(context, zone, path);
}

function assetFacts(context: Context, asset: Asset, path: Path): void {
  const { sink, pack } = context;
  const { id, source } = asset;
  sink.add('asset', [id], path, source);
  for (const type of pack.ancestors('asset', asset.type)) sink.add('is', [id, type], path, source);
  for (const zone of listOf(asset.zone)) sink.add('at', [id, zone], path, source);
  if (asset.owner !== undefined) sink.add('owns', [asset.owner, id], path, source);
  if (asset.runsOn !== undefined) sink.add('runs-on', [id, asset.runsOn], path, source);
  asset.listens?.forEach((listener, at) => {
    const full = typeof listener === 'object' ? listener : { port: listener, accepts: 'anyone' };
    const place = [...path, 'listens', at];
    sink.add('listens', [id, portName(full.port), full.accepts], place, full.source ?? source);
    if ('measures' in full)
      wordFacts(context, 'measure', id, full.measures, [...place, 'measures'], full.source ?? source);
  });
  asset.software?.forEach((item, at) => {
    const full = typeof item === 'string' ? { purl: item } : item;
    sink.add(
      'software',
      [id, full.purl],
      [...path, 'software', at],
      ('source' in full ? full.source : undefined) ?? source,
    );
  });
  wordFacts(context, 'stores', id, asset.stores, [...path, 'stores'], source);
  vulnerabilityFacts(context, asset, path);
  stateFacts(context, asset, path);
}

/** `not_affected` and `fixed` state no fact: they are assumptions. What is being looked into is a gap. */
function vulnerabilityFacts({ sink }: Context, asset: Asset, path: Path): void {
  asset.vulnerabilities?.forEach((vulnerability, at) => {
    const place = [...path, 'vulnerabilities', at];
    const source = vulnerability.source ?? asset.source;
    const { id, access, effect, status } = vulnerability;
    if (status === 'affected') sink.add('vulnerable', [asset.id, id, access, effect], place, source);
    if (status === 'under_investigation')
      sink.add('gap', [asset.id, 'software'], place, source, { gap: vexId(asset.id, id) });
  });
}

/** Id of the gap or assumption that a VEX statement about an asset makes. */
export function vexId(asset: string, vulnerability: string): string {
  return `vex/${asset}/${vulnerability.toLowerCase()}`;
}

function personFacts(context: Context, person: Person, path: Path): void {
  const { sink, pack } = context;
  sink.add('person', [person.id], path, person.source);
  for (const type of pack.ancestors('person', person.type))
    sink.add('person-is', [person.id, type], path, person.source);
  for (const zone of listOf(person.zone)) sink.add('works-in', [person.id, zone], path, person.source);
  if (person.employer !== undefined)
    sink.add('employed-by', [person.id, person.employer], path, person.source);
  stateFacts(context, person, path);
}

function identityFacts(context: Context, identity: Identity, path: Path): void {
  const { sink, pack, model } = context;
  sink.add('identity', [identity.id], path, identity.source);
  for (const type of pack.ancestors('class', identity.class))
    sink.add('identity-class', [identity.id, type], path, identity.source);
  if (identity.of !== undefined) sink.add('belongs-to', [identity.id, identity.of], path, identity.source);
  const grants = (list: Identity['grants'], place: Path, source: Source | undefined): void => {
    for (const [at, grant] of (list ?? []).entries())
      sink.add('may', [identity.id, grant.on, grant.right], [...place, at], grant.source ?? source);
  };
  grants(identity.grants, [...path, 'grants'], identity.source);
  model.roles?.forEach((role, at) => {
    if (identity.roles?.includes(role.id) === true)
      grants(role.grants, ['roles', at, 'grants'], role.source ?? identity.source);
  });
  stateFacts(context, identity, path);
}

function credentialFacts(context: Context, credential: Credential, path: Path): void {
  const { sink, pack } = context;
  const { id, source } = credential;
  sink.add('credential', [id], path, source);
  for (const type of pack.ancestors('credential', credential.type))
    sink.add('credential-is', [id, type], path, source);
  for (const identity of credential.unlocks ?? []) sink.add('unlocks', [id, identity], path, source);
  for (const asset of credential.keptIn ?? []) sink.add('kept-in', [id, asset], path, source);
  for (const person of credential.knownTo ?? []) sink.add('known-to', [id, person], path, source);
  stateFacts(context, credential, path);
}

function supplierFacts(context: Context, supplier: Supplier, path: Path): void {
  const { sink, pack } = context;
  sink.add('supplier', [supplier.id], path, supplier.source);
  for (const type of pack.ancestors('supplier', supplier.type))
    sink.add('supplier-is', [supplier.id, type], path, supplier.source);
  for (const asset of supplier.provides ?? [])
    sink.add('provides', [supplier.id, asset], path, supplier.source);
  stateFacts(context, supplier, path);
}

/** Only what must be there at all times: one need of several is no single point of failure. */
function dependencyFacts({ model, sink }: Context): void {
  model.dependencies?.forEach((dependency, at) => {
    if (dependency.mode !== 'hard') return;
    const share = (need: (typeof dependency.needs)[number]): number =>
      typeof need === 'string' ? 1 : (need.share ?? 1);
    const total = dependency.needs.reduce((sum, need) => sum + share(need), 0);
    for (const need of dependency.needs)
      if (total - share(need) < (dependency.atLeast ?? total))
        sink.add('depends', [dependency.of, neededAsset(need)], ['dependencies', at], dependency.source);
  });
}

function measureFacts({ model, sink, today }: Context): void {
  model.measures?.forEach((measure, at) => {
    if (measure.status !== 'installed' || isPast(measure.source, today)) return;
    for (const element of measure.on) {
      sink.add('measure', [element, measure.measure], ['measures', at], measure.source, {
        control: measure.name ?? measure.id,
      });
    }
  });
}

/** `properties` and `measures` of any element. */
function stateFacts(
  context: Context,
  element: { id: string; properties?: SourcedList; measures?: SourcedList; source?: Source | undefined },
  path: Path,
): void {
  wordFacts(context, 'has', element.id, element.properties, [...path, 'properties'], element.source);
  wordFacts(context, 'measure', element.id, element.measures, [...path, 'measures'], element.source);
}

/** One fact a word of a list, `predicate(element, word)`; data is also all that its class is. */
export function wordFacts(
  context: Pick<Context, 'sink' | 'today' | 'pack'>,
  predicate: string,
  element: string,
  words: SourcedList,
  path: Path,
  inherited: Source | undefined,
): void {
  words?.forEach((word, at) => {
    const id = typeof word === 'string' ? word : word.id;
    const source = (typeof word === 'string' ? undefined : word.source) ?? inherited;
    if (predicate === 'measure' && isPast(source, context.today)) return;
    const general =
      predicate === 'stores' || predicate === 'carries' ? context.pack.ancestors('data', id) : [id];
    for (const each of general) context.sink.add(predicate, [element, each], [...path, at], source);
  });
}

function isPast(source: Source | undefined, today: string): boolean {
  return source?.until !== undefined && source.until < today;
}

export function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}
