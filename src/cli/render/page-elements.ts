// SPDX-License-Identifier: Apache-2.0

/** For `table`, after the other rules for tables. */
export const TABLE_STYLE = `
@media (max-width: 560px) {
  .stacked thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
  .stacked :is(table, tbody, tr, th, td) { display: block; }
  .stacked tr { border-bottom: 1px solid var(--line); padding: 6px 0; }
  .stacked :is(th, td) { border: 0; padding: 2px 0; }
  .stacked td { display: flex; justify-content: space-between; gap: 16px; text-align: end; }
  .stacked td::before { content: attr(data-head); color: var(--dim); text-align: start; }
}`;

/**
 * What all pages that are played share: text gets in as text nodes only, focus goes to the heading of each screen. A client that
 * carries it has `main` and `language` of its own.
 */
export const ELEMENTS = `
/** As the language of the reader writes it; what is rounded to zero has no sign. */
const number = (value, digits = 0, least = 0) => new Intl.NumberFormat(language === 'en' ? 'en-GB' : language, { maximumFractionDigits: digits, minimumFractionDigits: least, signDisplay: 'negative' }).format(value);
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
/**
 * The first cell of each row is its heading. Four columns are too many for a phone: there each row stands by itself, each cell
 * below its head (\`TABLE_STYLE\`). What is drawn as blocks is no table to a reader of the screen unless roles say so.
 */
const table = (label, heads, rows) => {
  const born = (tag, role, content, is) => {
    const node = element(tag, content);
    node.setAttribute('role', role);
    for (const [name, value] of Object.entries(is ?? {})) node.setAttribute(name, value);
    return node;
  };
  const cells = ([name, ...others]) => [born('th', 'rowheader', name, { scope: 'row' }), ...others.map((cell, at) => born('td', 'cell', cell, { 'data-head': heads[at + 1] }))];
  const box = element('div', [born('table', 'table', [
    born('thead', 'rowgroup', [born('tr', 'row', heads.map((head) => (head === '' ? born('td', 'cell', '') : born('th', 'columnheader', head, { scope: 'col' }))))]),
    born('tbody', 'rowgroup', rows.map((each) => born('tr', 'row', cells(each)))),
  ])], heads.length < 4 ? 'scroll' : 'scroll stacked');
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
