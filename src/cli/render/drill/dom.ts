// SPDX-License-Identifier: Apache-2.0
import { TABLE_STYLE } from '../page-elements.ts';

/** What the pages of exercises share besides `ELEMENTS`. */
export const DOM = `
const data = JSON.parse(document.getElementById('data').textContent);
const main = document.getElementById('play');
let language = data.start;
const say = (word, values = {}) => data.words.find((each) => each.language === language).words[word].replaceAll(/\\{(\\w+)\\}/g, (_, name) => String(values[name] ?? ''));
const tell = (text) => text[language] ?? text.en;
const card = (title, ...nodes) => element('section', [element('h2', title), ...nodes], 'card');
const languages = (again) => languageChoice(say('language'), data.words, again);
const inEnglish = (content) => { const node = element('span', content); node.lang = 'en'; return node; };
function save(name, type, text) {
  const link = element('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
const signed = (value) => (Math.round(value) > 0 ? '+' : '') + number(value);
const bars = (pairs) => {
  const most = Math.max(1, ...pairs.map(([, value]) => value));
  return element('div', pairs.map(([name, value]) => {
    const fill = element('div', '', 'fill');
    fill.style.setProperty('inline-size', (100 * value) / most + '%');
    return element('div', [element('span', name), element('b', number(value)), element('div', [fill], 'rail')], 'bar');
  }), 'bars');
};
`;

export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --dim: #57606a; --ground: #fff; --panel: #f6f8fa; --line: #8a939c; --soft: #d0d7de; --mark: #0b57d0; --bad: #b3261e; --good: #1a6b3c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --dim: #a4aeb9; --ground: #14171b; --panel: #1d2227; --line: #6a7580; --soft: #39424c; --mark: #8ab4f8; --bad: #ff9d94; --good: #7bd69b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 17px/1.5 system-ui, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 16px; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; line-height: 1.25; margin: .3em 0; } h2 { font-size: 1.05rem; margin: 0 0 .4em; }
p { margin: .4em 0; } .dim { color: var(--dim); } .bad { color: var(--bad); } .good { color: var(--good); }
.row { display: flex; flex-wrap: wrap; gap: 10px; margin: 12px 0; align-items: center; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 12px; align-items: start; margin: 12px 0; }
.stack { display: grid; gap: 12px; }
.card { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 14px; }
main > .card, main > section { margin: 12px 0; }
.choices { display: grid; gap: 8px; } .choices.wide { grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); } .choices button { text-align: start; }
button, select { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 8px 14px; min-height: 44px; cursor: pointer; max-width: 100%; }
button[aria-pressed=true] { border-color: var(--good); box-shadow: inset 0 0 0 1px var(--good); } button[aria-pressed=true]::before { content: '✓ '; }
button:disabled { color: var(--dim); cursor: default; border-style: dashed; }
button small { display: block; color: var(--dim); }
:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; } h1:focus { outline: none; }
dl { margin: 0; } dt { color: var(--dim); font-size: .9rem; } dd { margin: 0 0 .5em; }
li { margin: .4em 0; } ul, ol { padding-left: 1.3em; margin: .3em 0; } li.new { font-weight: 600; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: start; padding: 6px 10px 6px 0; border-bottom: 1px solid var(--soft); vertical-align: top; overflow-wrap: normal; } thead th { color: var(--dim); font-weight: 400; }
.bar { display: grid; grid-template-columns: 1fr auto; gap: 2px 10px; margin: .5em 0; } .bar b { font-variant-numeric: tabular-nums; }
.rail { grid-column: 1 / -1; background: var(--soft); border-radius: 4px; block-size: 8px; overflow: hidden; } .fill { background: var(--bad); block-size: 100%; }
${TABLE_STYLE}`;
