// SPDX-License-Identifier: Apache-2.0
// The page as its HTML says, for where there is no browser. What scripts do is not seen.
import { Parser } from 'htmlparser2';
import { sha256 } from '../../core/digest.ts';
import type { PageCapture, SeenField, SeenFrame, SeenRequest, SeenScript } from '../../core/ports/index.ts';
import { addressOf } from './address.ts';

/** A script as the page names it; its text has to be fetched when it has an address. */
type NamedScript = Omit<SeenScript, 'sha256'>;

export interface ReadPage {
  readonly scripts: readonly NamedScript[];
  readonly targets: readonly string[];
  readonly fields: readonly SeenField[];
  readonly frames: readonly SeenFrame[];
  readonly requests: readonly SeenRequest[];
  readonly metaPolicies: readonly string[];
  readonly limits: readonly string[];
}

/** Elements of each kind that are kept. */
const MAX_ELEMENTS = 2_000;
const MAX_TEXT = 2_000_000;
/** Types of `script` that browsers run (HTML §4.12.1); others hold data. */
const PROGRAM = /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma|j|live)script(?:1\.\d)?)$/i;
const CONTROLS = new Set(['input', 'select', 'textarea']);

/** What stands in a page of UTF-8 text. Time and memory linear in its length; never throws. */
export function readHtml(html: string, url: string): ReadPage {
  const page: Mutable = {
    scripts: [],
    targets: [],
    fields: [],
    frames: [],
    requests: [],
    metaPolicies: [],
    limits: [],
  };
  const state: State = { base: url, page, form: undefined, script: undefined };
  const parser = new Parser({
    onopentag: (name, attributes) => open(state, name, attributes),
    ontext: (text) => {
      if (state.script !== undefined) state.script.text += text;
    },
    onclosetag: (name) => close(state, name),
  });
  parser.write(html);
  parser.end();
  return page;
}

/** The capture of a page that was read, with the texts of its scripts by address. */
export function staticCapture(
  asked: string,
  answer: Pick<PageCapture, 'url' | 'status' | 'headers'>,
  page: ReadPage,
  texts: ReadonlyMap<string, string>,
  limits: readonly string[],
): PageCapture {
  return {
    asked,
    ...answer,
    by: 'static',
    metaPolicies: page.metaPolicies,
    scripts: page.scripts.map((script) => {
      const text = script.url === undefined ? script.text : texts.get(script.url);
      if (text === undefined) return script;
      return { ...script, text, bytes: Buffer.byteLength(text), sha256: sha256(text) };
    }),
    targets: page.targets,
    fields: page.fields,
    frames: page.frames,
    requests: page.requests,
    limits: [...page.limits, ...limits],
  };
}

type Mutable = { -readonly [K in keyof ReadPage]: ReadPage[K] extends readonly (infer T)[] ? T[] : never };

interface State {
  base: string;
  readonly page: Mutable;
  form: string | undefined;
  script: { text: string; url: string | undefined; integrity: string | undefined } | undefined;
}

type Attributes = Readonly<Record<string, string>>;

function open(state: State, name: string, attributes: Attributes): void {
  const { page } = state;
  const absolute = (text: string | undefined) => addressOf((text ?? '').trim(), state.base)?.href;
  if (name === 'base' && state.base !== '') state.base = absolute(attributes['href']) ?? state.base;
  else if (name === 'script') openScript(state, attributes);
  else if (name === 'form') {
    state.form = absolute(attributes['action']) ?? state.base;
    keep(page, 'targets', state.form);
  } else if (CONTROLS.has(name)) keep(page, 'fields', controlOf(name, attributes, state.form));
  else if (name === 'iframe' || name === 'frame') {
    const url = attributes['srcdoc'] === undefined ? absolute(attributes['src']) : 'about:srcdoc';
    if (url !== undefined) keep(page, 'frames', { url });
  } else if (name === 'meta' && /^content-security-policy$/i.test(attributes['http-equiv'] ?? ''))
    keep(page, 'metaPolicies', attributes['content'] ?? '');
  else
    request(
      state,
      name === 'link' ? 'style' : name,
      absolute(attributes['src'] ?? attributes['href']),
      attributes,
    );
  const action = absolute(attributes['formaction']);
  if (attributes['formaction'] !== undefined && action !== undefined) keep(page, 'targets', action);
  handlers(state, attributes);
}

function openScript(state: State, attributes: Attributes): void {
  if (!PROGRAM.test((attributes['type'] ?? '').trim())) return;
  const url =
    attributes['src'] === undefined ? undefined : addressOf(attributes['src'].trim(), state.base)?.href;
  if (attributes['src'] !== undefined && url === undefined) return;
  state.script = { text: '', url: url?.split('#')[0], integrity: attributes['integrity'] };
}

function close(state: State, name: string): void {
  if (name === 'form') state.form = undefined;
  if (name !== 'script' || state.script === undefined) return;
  const { text, url, integrity } = state.script;
  state.script = undefined;
  if (url === undefined && text.trim() === '') return;
  if (url !== undefined) keep(state.page, 'requests', requestOf(url, 'script'));
  keep(state.page, 'scripts', {
    kind: url === undefined ? 'inline' : 'external',
    bytes: url === undefined ? Buffer.byteLength(text) : 0,
    text: url === undefined ? text.slice(0, MAX_TEXT) : '',
    loadedBy: state.base,
    ...(url === undefined ? {} : { url }),
    ...(integrity === undefined ? {} : { integrity }),
  });
}

function handlers({ page, base }: State, attributes: Attributes): void {
  for (const [name, text] of Object.entries(attributes)) {
    const program = /^on[a-z]+$/.test(name)
      ? text
      : /^\s*javascript:/i.test(text)
        ? text.replace(/^\s*javascript:/i, '')
        : '';
    if (program.trim() !== '')
      keep(page, 'scripts', {
        kind: 'handler',
        bytes: Buffer.byteLength(program),
        text: program,
        loadedBy: base,
      });
  }
}

function controlOf(name: string, attributes: Attributes, target: string | undefined): SeenField {
  const type = name === 'input' ? (attributes['type'] ?? 'text').toLowerCase() : name;
  const names = ['autocomplete', 'name', 'id', 'aria-label', 'placeholder', 'data-encrypted-name'].flatMap(
    (each) => attributes[each] ?? [],
  );
  return {
    names,
    type,
    hidden: type === 'hidden',
    listeners: [],
    ...(target === undefined ? {} : { target }),
  };
}

/** What a browser would ask for by itself. */
function request({ page }: State, name: string, url: string | undefined, attributes: Attributes): void {
  const loads =
    ['img', 'source', 'video', 'audio', 'embed', 'track'].includes(name) ||
    (name === 'style' && /stylesheet|icon|preload|modulepreload/i.test(attributes['rel'] ?? ''));
  if (loads && url !== undefined) keep(page, 'requests', requestOf(url, name === 'img' ? 'image' : name));
}

function requestOf(url: string, kind: string): SeenRequest {
  return { url, method: 'GET', kind, body: new Uint8Array() };
}

function keep<K extends Exclude<keyof Mutable, 'limits'>>(
  page: Mutable,
  list: K,
  item: Mutable[K][number],
): void {
  const items = page[list] as unknown[];
  if (items.length < MAX_ELEMENTS) items.push(item);
  else if (!page.limits.some((each) => each.startsWith(`More than ${MAX_ELEMENTS} ${list}`)))
    page.limits.push(`More than ${MAX_ELEMENTS} ${list}: the rest is not judged`);
}
