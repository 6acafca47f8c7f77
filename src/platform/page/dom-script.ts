// SPDX-License-Identifier: Apache-2.0
// Runs in the page, in a world of its own: what the page's scripts did to prototypes does not reach it.

/** What the program below answers, by value. */
export interface DomAnswer {
  readonly fields: readonly {
    readonly names: readonly string[];
    readonly type: string;
    readonly target?: string;
    readonly hidden: boolean;
    readonly coveredBy?: string;
  }[];
  readonly targets: readonly string[];
  readonly frames: readonly { readonly url: string; readonly coveredBy?: string }[];
  readonly metaPolicies: readonly string[];
  readonly handlers: readonly string[];
  readonly pinned: readonly (readonly [string, string])[];
}

/** Finds the elements once, so that answers and handles have the same order. */
const ELEMENTS = `
// A form or the document has its controls as properties, so one called \`matches\` would stand before the method.
const attribute = (element, name) => Element.prototype.getAttribute.call(element, name);
const shadow = Object.getOwnPropertyDescriptor(Element.prototype, 'shadowRoot').get;
const below = root => (root === document ? Document : DocumentFragment).prototype.querySelectorAll.call(root, '*');
const deep = (root, selector, most) => {
  const found = [], roots = [root];
  for (let at = 0; at < roots.length && roots.length < 500; at++) {
    for (const element of below(roots[at])) {
      const inner = shadow.call(element);
      if (inner) roots.push(inner);
      if (found.length < most && Element.prototype.matches.call(element, selector)) found.push(element);
    }
  }
  return found;
};
const controls = () => deep(document, 'input,select,textarea,[contenteditable=""],[contenteditable=true]', MOST);
`;

const LOOK = `
const base = Object.getOwnPropertyDescriptor(Node.prototype, 'baseURI').get.call(document);
const absolute = text => { try { return new URL(text, base).href; } catch { return undefined; } };
const action = form => form === null ? undefined : absolute(attribute(form, 'action') || location.href);
const selector = element => element.localName + (element.id ? '#' + element.id : '') + [...element.classList].slice(0, 3).map(name => '.' + name).join('');
const host = node => node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : node.parentElement;
const within = (node, element) => { for (let at = node; at; at = host(at)) if (at === element) return true; return false; };
const top = (x, y) => { let found = Document.prototype.elementFromPoint.call(document, x, y); for (let at = 0; at < 20 && found && found.shadowRoot; at++) { const inner = found.shadowRoot.elementFromPoint(x, y); if (!inner || inner === found) break; found = inner; } return found; };
const size = element => element.getBoundingClientRect();
const isHidden = element => { const { width, height } = size(element); return element.type === 'hidden' || width < 2 || height < 2 || getComputedStyle(element).visibility !== 'visible'; };
const cover = element => {
  if (isHidden(element)) return undefined;
  element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  const { left, top: above, width, height } = size(element);
  const over = top(left + width / 2, above + height / 2);
  if (!over || within(over, element) || within(element, over)) return undefined;
  const label = over.closest('label');
  if (label && label.control === element) return undefined;
  return selector(over).slice(0, 300);
};
const words = element => [element.getAttribute('autocomplete'), element.getAttribute('name'), element.id, element.getAttribute('aria-label'), element.getAttribute('placeholder'), ...[...(element.labels || [])].map(label => label.textContent.trim())].filter(Boolean).map(text => text.slice(0, 200));
const all = controls();
JSON.stringify({
  fields: all.map(element => ({
    names: words(element), type: element.type || element.localName, hidden: isHidden(element),
    target: action(element.form ?? null), coveredBy: cover(element),
  })),
  targets: [...new Set([...deep(document, 'form', MOST).map(action), ...deep(document, '[formaction]', MOST).map(element => absolute(attribute(element, 'formaction')))].filter(Boolean))],
  frames: deep(document, 'iframe,frame', MOST_FRAMES).map(element => ({ url: element.hasAttribute('srcdoc') ? 'about:srcdoc' : absolute(element.getAttribute('src') || 'about:blank') || 'about:blank', coveredBy: cover(element) })),
  metaPolicies: deep(document, 'meta[http-equiv]', MOST).filter(element => /^content-security-policy$/i.test(element.httpEquiv)).map(element => element.content.slice(0, 20000)),
  handlers: deep(document, '*', 50000).flatMap(element => Element.prototype.getAttributeNames.call(element).flatMap(name => /^on[a-z]+$/.test(name) ? [attribute(element, name)] : /^\\s*javascript:/i.test(attribute(element, name)) ? [attribute(element, name).replace(/^\\s*javascript:/i, '')] : [])).filter(program => program.trim()).slice(0, MOST).map(program => program.slice(0, 100000)),
  pinned: deep(document, 'script[src][integrity]', MOST).map(element => [element.src.split('#')[0], element.integrity]),
})`;

/** Expression whose value is a `DomAnswer` as JSON. */
export function lookExpression(most: number, mostFrames: number): string {
  return `(() => { const MOST = ${most}, MOST_FRAMES = ${mostFrames};${ELEMENTS}${LOOK.replace('JSON.stringify({', 'return JSON.stringify({')} })()`;
}

/** Expression whose value is the list of the controls themselves, in the order of `fields`. */
export function controlsExpression(most: number): string {
  return `(() => { const MOST = ${most};${ELEMENTS} return controls(); })()`;
}
