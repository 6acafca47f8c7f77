// SPDX-License-Identifier: Apache-2.0
// Two published shops, imported as they are. What stands in their files is found again by plain patterns over the text,
// which share nothing with the importers.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { analyse, compileRules, type Report } from '../../src/analyse/index.ts';
import {
  type Flow,
  importFiles,
  inferredCount,
  loadModel,
  type Model,
  type Pack,
  resolvePack,
  withInferredDependencies,
  writeModel,
} from '../../src/model/index.ts';
import { packReader } from '../../src/platform/index.ts';
import { describeCorpus } from './corpora.ts';
import { expectSourcesIn, type NamedText } from './sources.ts';

const pack = resolvePack('e-commerce', packReader(join(import.meta.dirname, '../../packs'))).value as Pack;
const compiled = compileRules(pack);

interface Imported {
  readonly model: Model;
  readonly texts: readonly NamedText[];
  readonly warnings: readonly string[];
}

function imported(files: readonly string[]): Imported {
  const inputs = files.map((path) => ({ file: path.split('/').pop() as string, bytes: readFileSync(path) }));
  const into: Model = { ensuresec: 1, name: 'Shop', pack: pack.id };
  const { value, problems } = importFiles(inputs, { into, hints: pack.hints });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const texts = inputs.map(({ file, bytes }) => ({ file, text: new TextDecoder().decode(bytes) }));
  return { model: value?.model as Model, texts, warnings: problems.map(({ message }) => message) };
}

/** What `ensuresec check` says of the written file. */
function checked(model: Model, attack: string, assumed: readonly string[] = []): Report {
  const written = loadModel(new TextEncoder().encode(writeModel(model)), 'shop.yaml', pack);
  expect(written.problems).toEqual([]);
  const { value: loaded } = written;
  if (loaded === undefined || compiled.value === undefined) throw new TypeError('The model does not load');
  const input = { loaded, pack, compiled: compiled.value, today: '2026-01-01', assumed };
  return analyse(attack === '' ? input : { ...input, attacks: [attack] }).report;
}

const lineOf = (flow: { readonly source?: Flow['source'] }): number | undefined => flow.source?.line;

const COMPOSE = 'shops/opentelemetry-demo/compose.yaml';

describeCorpus(COMPOSE, 'the OpenTelemetry demo, from its Compose file', (compose) => {
  const { model, texts, warnings } = imported([compose]);
  const lines = texts[0]?.text.split('\n') ?? [];
  const start = lines.indexOf('services:');
  const services = lines.flatMap((line, index) => {
    const name = index > start ? /^ {2}([a-z-]+):$/.exec(line)?.[1] : undefined;
    return name === undefined ? [] : [{ name, line: index + 1 }];
  });
  /** Lines of the items of a list or section of all services. */
  const itemsOf = (key: string): number[] => {
    const found: number[] = [];
    let inside = false;
    lines.forEach((line, index) => {
      if (/^ {4}\S/.test(line)) inside = line === `    ${key}:`;
      else if (inside && /^ {6}(?:- )?\S/.test(line)) found.push(index + 1);
    });
    return found;
  };

  it('holds every service at its line, and the machine they share', () => {
    const own = (model.assets ?? []).filter(({ id }) => id !== 'container-host');
    expect(own.map(({ id, source }) => ({ name: id, line: source?.line }))).toEqual(services);
    expect(services).toHaveLength(20);
    expect(own.every(({ runsOn, zone }) => runsOn === 'container-host' && zone === 'network/default')).toBe(
      true,
    );
  });

  it('opens every published port to the internet', () => {
    const published = (model.flows ?? []).filter(({ from }) => from === 'internet');
    expect(published.map(lineOf)).toEqual(itemsOf('ports'));
    expect(published).toHaveLength(23);
    expect(published).toContainEqual(expect.objectContaining({ port: 'envoy-port/tcp' }));
  });

  it('makes calls of variables, as guesses, and none of start order', () => {
    const calls = (model.flows ?? []).filter(({ from }) => from !== 'internet');
    const variables = new Set(itemsOf('environment'));
    expect(calls.filter((flow) => !variables.has(lineOf(flow) ?? 0))).toEqual([]);
    expect(calls.every(({ source }) => source?.how === 'inferred' && source.confidence < 1)).toBe(true);
    const callees = calls.filter(({ from }) => from === 'checkout').map(({ to }) => to);
    expect(callees.sort()).toEqual(
      'cart currency email flagd otel-collector payment product-catalog shipping'.split(' '),
    );
    const waits = itemsOf('depends_on').filter((line) => /^ {6}\S/.test(lines[line - 1] ?? ''));
    expect((model.dependencies ?? []).map(lineOf)).toEqual(waits);
    // Those that wait until another one is well need it; those that wait for its start need it to start.
    const healthy = lines.flatMap((line, index) => (line.includes('service_healthy') ? [index] : []));
    const hard = (model.dependencies ?? []).filter(({ mode }) => mode === 'hard');
    expect(hard.map((each) => lineOf(each))).toEqual(healthy);
    expect(hard).toHaveLength(15);
    expect(hard.every(({ source }) => source?.how === 'inferred')).toBe(true);
    const others = (model.dependencies ?? []).filter(({ mode }) => mode !== 'hard');
    expect(others.every(({ mode }) => mode === 'start')).toBe(true);
  });

  it('infers who needs whom from the calls that no line states', () => {
    const { dependencies = [] } = withInferredDependencies(model, pack);
    // 31 services wait for a start and 15 for health, as counted in compose.yaml; without its .env, 35 calls are beside those.
    expect([dependencies.length, inferredCount({ ...model, dependencies })]).toEqual([81, 50]);
    // By hand: FLAGD_HOST, CART_ADDR, CURRENCY_ADDR, EMAIL_ADDR, PAYMENT_ADDR, PRODUCT_CATALOG_ADDR, SHIPPING_ADDR and the
    // OTLP endpoint of checkout; it waits for the health of three of them.
    const needed = dependencies.filter(({ of, mode }) => of === 'checkout' && mode !== 'start');
    expect(needed.map(({ needs: [need], mode }) => `${String(need)} ${mode}`).sort()).toEqual([
      'cart degrade',
      'currency hard',
      'email hard',
      'flagd degrade',
      'otel-collector degrade',
      'payment hard',
      'product-catalog degrade',
      'shipping degrade',
    ]);
  });

  it('gives types that a person would give', () => {
    const types = Object.fromEntries((model.assets ?? []).map(({ id, type }) => [id, type]));
    expect(types).toMatchObject({
      'container-host': 'container-host',
      'astronomy-db': 'database',
      'frontend-proxy': 'gateway',
      checkout: 'checkout-service',
      frontend: 'storefront',
      payment: 'payment-service',
    });
    expect(Object.entries(types).filter(([, type]) => type === 'payment-service')).toHaveLength(1);
  });

  it('says what it does not know: images, ports and addresses in variables without a value', () => {
    expect(warnings).toEqual([]);
    const kinds = (kind: string): string[] =>
      (model.gaps ?? []).filter(({ unknown }) => unknown === kind).map(({ about }) => about);
    expect(kinds('software')).toHaveLength(20);
    // One for each port, and the one service that names none.
    expect(kinds('listeners')).toHaveLength(24);
    expect(kinds('flows')).toContain('product-catalog');
    expect(kinds('privileges')).toEqual(['otel-collector', 'otel-collector']);
  });

  it('knows where each fact stands', () => {
    expectSourcesIn(model, texts);
  });

  it('is insecure, and every step stands at a line of compose.yaml', () => {
    const report = checked(model, '');
    const insecure = report.verdicts.filter(({ verdict }) => verdict === 'INSECURE');
    const steps = insecure.flatMap((verdict) => verdict.steps);
    expect(steps.length).toBeGreaterThan(10);
    for (const { at } of steps) {
      expect(at?.file).toBe('compose.yaml');
      expect(lines[(at?.line ?? 0) - 1]).toMatch(/\S/);
    }
  });
});

describeCorpus('shops/online-boutique', 'Online Boutique, from its manifests', (boutique) => {
  const release = join(boutique, 'release/kubernetes-manifests.yaml');
  const folder = join(boutique, 'kustomize/components/network-policies');
  const policies = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const plain = imported([release]);
  const held = imported([release, ...policies.map((name) => join(folder, name))]);
  const lines = plain.texts[0]?.text.split('\n') ?? [];
  const names = (kind: string): { name: string; line: number }[] =>
    lines.flatMap((line, index) => {
      if (line !== `kind: ${kind}`) return [];
      const at = lines.findIndex((other, place) => place > index && /^ {2}name: /.test(other));
      return [{ name: lines[at]?.slice(8) ?? '', line: at + 1 }];
    });

  it('holds every deployment at its line, and the nodes', () => {
    const own = (plain.model.assets ?? []).filter(({ id }) => id !== 'cluster-nodes');
    expect(own.map(({ id, source }) => ({ name: id, line: source?.line }))).toEqual(names('Deployment'));
    expect(own).toHaveLength(12);
  });

  it('calls what its variables name, on the port of the container', () => {
    const calls = (plain.model.flows ?? []).filter(({ from }) => from !== 'internet');
    const addresses = lines.flatMap((line, index) => {
      const [, name] = /^ +value: "([a-z-]+):\d+"$/.exec(line) ?? [];
      const isKnown = name !== undefined && names('Deployment').some((one) => one.name === name);
      return isKnown ? [{ name, line: index + 1 }] : [];
    });
    const found = calls.map((flow) => ({ name: flow.to, line: lineOf(flow) }));
    // The load generator and its init container name the frontend alike.
    expect(addresses.filter((one) => !found.some((other) => other.line === one.line))).toEqual([
      { name: 'frontend', line: 497 },
    ]);
    expect(calls).toHaveLength(16);
    expect(calls).toContainEqual(
      expect.objectContaining({ from: 'checkoutservice', to: 'paymentservice', port: 50051 }),
    );
    expect(calls).toContainEqual(
      expect.objectContaining({ from: 'checkoutservice', to: 'emailservice', port: 8080 }),
    );
  });

  it('infers one dependency for each call, and that the written file keeps them as guesses', () => {
    const inferred = withInferredDependencies(plain.model, pack);
    const callers = new Map<string, number>();
    for (const { of } of inferred.dependencies ?? []) callers.set(of, (callers.get(of) ?? 0) + 1);
    // By hand from the *_SERVICE_ADDR and REDIS_ADDR of each deployment.
    expect(Object.fromEntries(callers)).toEqual({
      frontend: 7,
      checkoutservice: 6,
      recommendationservice: 1,
      cartservice: 1,
      loadgenerator: 1,
    });
    const text = writeModel(inferred);
    expect(text.split('# inferred: ')).toHaveLength(17);
    const again = loadModel(new TextEncoder().encode(text), 'shop.yaml', pack).value?.model;
    expect(again?.dependencies).toEqual(inferred.dependencies);
  });

  it('opens the load balancer to the internet, and nothing else', () => {
    for (const { model } of [plain, held]) {
      const published = (model.flows ?? []).filter(({ from }) => from === 'internet');
      expect(published).toMatchObject([{ port: 8080, source: { line: 140 } }]);
      const [flow] = published;
      const behind = (model.assets ?? []).filter(({ zone }) => zone === flow?.to).map(({ id }) => id);
      expect(behind).toEqual(['frontend']);
    }
  });

  it('gives each service account and token to its deployment', () => {
    expect(plain.model.identities).toHaveLength(12);
    expect(plain.model.credentials?.flatMap(({ keptIn }) => keptIn).sort()).toEqual(
      names('Deployment')
        .map(({ name }) => name)
        .sort(),
    );
  });

  it('lists the address of a service that is not deployed, and the pods that name no port', () => {
    expect(plain.model.gaps).toMatchObject([
      { about: 'frontend', unknown: 'flows', source: { line: 90 } },
      { about: 'loadgenerator', unknown: 'listeners' },
    ]);
  });

  it('puts a barrier before and behind every deployment once there are policies', () => {
    expect(plain.model.barriers).toBeUndefined();
    expect(held.warnings).toEqual([]);
    for (const { name } of names('Deployment')) {
      const zone = held.model.assets?.find(({ id }) => id === name)?.zone;
      const own = held.model.barriers?.filter(({ from, to }) => [from, to].flat().includes(zone as string));
      const policy = `network-policy-${name === 'redis-cart' ? 'redis' : name}.yaml`;
      // Nothing may call the load generator: its own policy is about egress only.
      const first = name === 'loadgenerator' ? 'network-policy-deny-all.yaml' : policy;
      expect([name, own?.map(({ source }) => source?.file)]).toEqual([name, [first, policy]]);
    }
    const ingress = held.model.barriers?.find(
      ({ id }) => id === 'network-policy/default/paymentservice/ingress',
    );
    expect(ingress?.except).toMatchObject([
      { from: ['cluster/nodes'] },
      { from: ['cluster/default/checkoutservice'], ports: [50051] },
    ]);
  });

  it('knows where each fact stands', () => {
    for (const { model, texts } of [plain, held]) expectSourcesIn(model, texts);
  });

  it('lets a captured frontend reach the payment service, until its policy holds it', () => {
    const attack = 'e-commerce/attack/payment-service-reached-directly';
    const [open] = checked(plain.model, attack, ["controls('frontend')"]).verdicts;
    expect(open).toMatchObject({ verdict: 'INSECURE', target: 'paymentservice' });
    const [closed] = checked(held.model, attack, ["controls('frontend')"]).verdicts;
    expect(closed).toMatchObject({ verdict: 'SECURE', target: 'paymentservice' });
    expect(closed?.frontier).toContainEqual(
      expect.objectContaining({
        holds: 'NetworkPolicy paymentservice, deny-all',
        decisive: true,
        at: { file: 'network-policy-paymentservice.yaml', line: 18, column: 3 },
      }),
    );
  });
});
