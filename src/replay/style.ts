// SPDX-License-Identifier: Apache-2.0

/**
 * How the drawing looks, wherever it is shown, inside an element of class `replay`. Colours are variables of the page: `--ink`,
 * `--dim`, `--ground`, `--line`, `--bad`, `--good`, `--half`, `--gap`, `--mark`. Nothing is said by colour alone. What moves
 * stops after four seconds (WCAG 2.2.2 asks for five at most), and so does the work of drawing it.
 */
export const DRAWING_STYLE = `
.replay svg { display: block; } .replay svg text { fill: var(--ink); font-size: 12px; font-family: inherit; }
.replay svg text.dim { fill: var(--dim); } .node rect.box { fill: var(--ground); stroke: var(--line); }
.node.down rect.box { stroke: var(--bad); stroke-width: 2; stroke-dasharray: 4 2; }
.node.part rect.box { stroke: var(--half); stroke-width: 2; } .node rect.fill { fill: var(--good); } .node.part rect.fill { fill: var(--half); }
.node { cursor: pointer; } .wrench { fill: var(--ground); stroke: var(--ink); stroke-width: 1.2; stroke-linejoin: round; } .detour { fill: none; stroke: var(--ink); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; } .ring { fill: none; stroke: var(--mark); stroke-width: 3.5; } .rail { fill: none; stroke: var(--line); stroke-width: 3.5; } .lane { stroke: var(--line); }
.way { stroke: var(--half); stroke-width: 2; fill: none; stroke-dasharray: 1 4; stroke-linecap: round; }
.hatch { stroke: var(--half); stroke-width: 2; stroke-opacity: .45; } .dots { fill: var(--mark); fill-opacity: .45; }
.straw { stroke: var(--bad); stroke-width: 2; fill: none; stroke-dasharray: 6 5; animation: run 1s linear 4; }
@keyframes run { to { stroke-dashoffset: -22; } }
@media (prefers-reduced-motion: reduce) { .straw { animation: none; } }
.replay ul.marks { list-style: none; margin: .6em 0; padding: 0; display: flex; flex-wrap: wrap; gap: .2em 1.4em; } .marks li { display: flex; align-items: center; gap: .5em; }
.marks svg { flex: none; } .marks .node { cursor: default; }
.gap { fill: var(--gap); } path.without { fill: none; stroke: var(--bad); stroke-width: 2; stroke-dasharray: 5 3; } path.with { fill: none; stroke: var(--good); stroke-width: 2.5; }
.fan { stroke: none; fill-opacity: .13; } .without-fan { fill: var(--bad); } .with-fan { fill: var(--good); }
.now { stroke: var(--mark); stroke-width: 1.5; } .tick { stroke: var(--dim); stroke-dasharray: 2 3; }
.replay ol.why { margin: .3em 0; padding-left: 1.4em; list-style: decimal; } .replay ol.why li { margin: .15em 0; }
`;
