// SPDX-License-Identifier: Apache-2.0
import { TABLE_STYLE } from '../page-elements.ts';
import { REPLAY_STYLE } from '../replay/style.ts';

/** Light and dark by the system's choice; targets of 44 px; nothing says something by colour alone. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --dim: #57606a; --ground: #fff; --panel: #f6f8fa; --line: #8a939c; --mark: #0b57d0;
  --bad: #b3261e; --good: #1a6b3c; --gap: #b3261e33; --half: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --dim: #a4aeb9; --ground: #14171b; --panel: #1d2227; --line: #6a7580; --mark: #8ab4f8;
  --bad: #ff9d94; --good: #7bd69b; --gap: #ff9d9433; --half: #f2c14e; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 17px/1.5 system-ui, sans-serif; }
main { max-width: 720px; margin: 0 auto; padding: 16px; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; line-height: 1.25; margin: .3em 0; } h2 { font-size: 1.15rem; margin: 1em 0 .4em; }
p { margin: .4em 0; } .dim { color: var(--dim); } .card > :first-child { margin-top: 0; } .card > :last-child, .card > dl > dd:last-child { margin-bottom: 0; }
.row { display: flex; flex-wrap: wrap; gap: 10px; margin: 12px 0; align-items: center; }
.card { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 14px; margin: 12px 0; }
a { color: var(--mark); }
.link { text-decoration: underline; color: var(--mark); }
button, select { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 8px 14px; min-height: 44px; cursor: pointer; }
button.first { background: var(--mark); border-color: var(--mark); color: var(--ground); font-weight: 600; }
:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; } h1:focus, span:focus { outline: none; }
dl { margin: 0; } dt { color: var(--dim); font-size: .9rem; } dd { margin: 0 0 .5em; }
li { margin: .5em 0; } q, .strong { font-weight: 600; } ul, ol { padding-left: 1.4em; }
main.wide { max-width: 1460px; }
h3 { font-size: 1rem; margin: 0; }
table { overflow-wrap: normal; font-size: .95rem; }
${REPLAY_STYLE}${TABLE_STYLE}`;
