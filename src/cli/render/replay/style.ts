// SPDX-License-Identifier: Apache-2.0
import { DRAWING_STYLE } from '../../../replay/index.ts';

/** The replay, wherever it is mounted; colours are variables of the page. */
export const REPLAY_STYLE = `
.stage, .panel { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 12px; }
.clock { position: sticky; top: 0; z-index: 2; background: var(--ground); border-bottom: 1px solid var(--line); padding: 8px 0;
  display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; }
.clock input { flex: 1 1 160px; min-height: 28px; accent-color: var(--mark); } .clock output { min-width: 7.5em; font-variant-numeric: tabular-nums; }
.stages { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); gap: 12px; margin: 12px 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 4px 8px; border-bottom: 1px solid var(--line); vertical-align: top; }
${DRAWING_STYLE}`;

/** Light and dark by the system's choice; nothing says something by colour alone. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --dim: #57606a; --ground: #fff; --panel: #f6f8fa; --line: #d0d7de;
  --bad: #b3261e; --good: #1a6b3c; --gap: #b3261e33; --mark: #0b57d0; --half: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --dim: #9aa4af; --ground: #14171b; --panel: #1d2227; --line: #39424c;
  --bad: #ff9d94; --good: #7bd69b; --gap: #ff9d9433; --mark: #8ab4f8; --half: #f2c14e; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 1500px; margin: 0 auto; padding: 16px; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .2em 0; } h2 { font-size: 1.1rem; margin: 1.6em 0 .4em; } h3 { font-size: 1rem; margin: 0; }
.dim { color: var(--dim); } .bad { color: var(--bad); } .good { color: var(--good); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(210px, 1fr)); gap: 12px; margin: 16px 0; }
.figures div { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 12px; }
.figures b { display: block; font-size: 1.35rem; }
button { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 4px 12px; min-height: 32px; cursor: pointer; }
button[aria-pressed=true] { border-color: var(--good); box-shadow: inset 0 0 0 1px var(--good); }
button[aria-pressed=true]::before { content: '✓ '; }
:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; }
.chips { display: flex; flex-wrap: wrap; gap: 8px; }
${REPLAY_STYLE}`;
