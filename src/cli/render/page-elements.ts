// SPDX-License-Identifier: Apache-2.0

/**
 * What all pages that are played share: text gets in as text nodes only, focus goes to the heading of each screen. A client that
 * carries it has `main` and `language` of its own.
 */
export const ELEMENTS = `
const element = (tag, content, className) => {
  const node = document.createElement(tag);
  node.append(...[content ?? []].flat().filter((each) => each !== undefined));
  if (className) node.className = className;
  return node;
};
const button = (label, act) => {
  const node = element('button', label);
  node.type = 'button';
  node.addEventListener('click', act);
  return node;
};
const row = (...nodes) => element('div', nodes, 'row');
const list = (pairs) => element('dl', pairs.filter((pair) => pair[1] !== undefined).flatMap(([name, value]) => [element('dt', name), element('dd', value)]));
const group = (label, nodes, className = 'row') => {
  const box = element('div', nodes, className);
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', label);
  return element('section', [element('h2', label), box]);
};
/** The first cell of each row is its heading. */
const table = (label, heads, rows) => {
  const heading = (tag, content, scope) => { const node = element(tag, content); if (tag === 'th') node.scope = scope; return node; };
  const box = element('div', [element('table', [
    element('thead', [element('tr', heads.map((head) => heading(head === '' ? 'td' : 'th', head, 'col')))]),
    element('tbody', rows.map(([name, ...cells]) => element('tr', [heading('th', name, 'row'), ...cells.map((cell) => element('td', cell))]))),
  ])], 'scroll');
  box.tabIndex = 0;
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', label);
  return box;
};
function show(title, ...nodes) {
  const head = element('h1', title);
  head.tabIndex = -1;
  document.documentElement.lang = language;
  document.title = title;
  main.className = '';
  main.replaceChildren(head, ...nodes.filter((each) => each !== undefined));
  head.focus();
  scrollTo(0, 0);
}
/** Each language under its own name; \`again\` draws the screen in the one that was chosen. */
function languageChoice(label, all, again) {
  const choice = element('select', all.map((each) => {
    const option = element('option', each.name);
    option.value = each.language;
    option.lang = each.language;
    option.selected = each.language === language;
    return option;
  }));
  choice.addEventListener('change', () => { language = choice.value; again(); });
  return row(element('label', [label + ' ', choice]));
}
`;
