// SPDX-License-Identifier: Apache-2.0
import { TABLE_STYLE } from '../page-elements.ts';

/** The style sheet of the page; its hash is the only thing that the page's own policy lets in. Contrasts are at least 4.5:1. */
export const STYLE = `
:root{--back:#fbfaf8;--card:#fff;--ink:#1c1b19;--dim:#625e57;--line:#dcd8d0;--lane:#f2efe9;--bad:#b3261e;--bad-back:#fbe9e7;--good:#1b6e3c;--good-back:#e5f3ea;--open:#7a5200;--open-back:#fbf0d9;--link:#1f5fa8}
@media (prefers-color-scheme:dark){:root{--back:#161513;--card:#211f1c;--ink:#ece8e1;--dim:#a9a398;--line:#3b3832;--lane:#1c1a18;--bad:#ff8f85;--bad-back:#3d1c19;--good:#7fd3a0;--good-back:#17301f;--open:#f0c063;--open-back:#372a10;--link:#8fbdf5}}
*{box-sizing:border-box}
html{background:var(--back);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
body{margin:0}
main{max-width:980px;margin:0 auto;padding:24px 16px 64px}
h1{font-size:clamp(1.3rem,1rem + 2vw,1.9rem);line-height:1.25;margin:.2em 0 .6em;text-wrap:balance}
h2{font-size:1.2rem;margin:2.4em 0 .8em;padding-bottom:.3em;border-bottom:1px solid var(--line)}
h3{font-size:1.05rem;margin:0 0 .3em;text-wrap:balance}
h4{font-size:.95rem;margin:1.2em 0 0}
section>h3{margin:1.8em 0 .4em}
a{color:var(--link)}
.ledger{min-width:46rem}.ledger code{overflow-wrap:break-word}
.moment,.figure{white-space:nowrap}
p{margin:.3em 0;overflow-wrap:anywhere}
code{font:.86em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.dim,small{color:var(--dim)}
.dim{font-size:.92em}
.badge{display:inline-block;padding:.05em .5em;border-radius:6px;font-size:.72em;letter-spacing:.05em;vertical-align:.1em}
header.insecure .badge,.tag.critical{background:var(--bad-back);color:var(--bad)}
header.secure .badge,.status.over .badge,.status.watching .badge,.status.withdrawn .badge{background:var(--good-back);color:var(--good)}
header.unknown .badge,.status .badge,.tag.high,.tag.medium{background:var(--open-back);color:var(--open)}
.tag{padding:.1em .5em;border-radius:5px;font-size:.85em;font-weight:600}
b.insecure,td.insecure{color:var(--bad)}b.secure,td.secure{color:var(--good)}b.unknown,td.unknown{color:var(--open)}
.bar{display:block;width:100%;height:14px}
.bar .insecure{fill:var(--bad)}.bar .secure{fill:var(--good)}.bar .unknown{fill:var(--open)}
.range{vertical-align:middle}.range .insecure{fill:var(--bad)}.range .mark{fill:var(--ink)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.94rem}
th,td{text-align:left;padding:.4em .6em;border-bottom:1px solid var(--line);vertical-align:top}
th[scope=row]{font-weight:500}
thead th{color:var(--dim);font-weight:500;font-size:.85rem;vertical-align:bottom}
.matrix td{text-align:center;white-space:nowrap;font-weight:700}
.matrix td small{font-weight:400;color:inherit}
.matrix thead th+th{text-align:center}
.matrix td.insecure{background:var(--bad-back)}.matrix td.unknown{background:var(--open-back)}
.cuts td{white-space:nowrap}
article{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px;margin:0 0 20px}
.number{color:var(--dim);font-weight:400;margin-right:.3em}
.picture{display:block;max-width:100%;height:auto;margin:12px auto}
.picture.narrow{display:none}
.picture text{fill:var(--ink);font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.picture .foot{fill:var(--dim);font:11px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.picture .lane{fill:var(--lane)}
.picture .lane-name{fill:var(--dim);font-size:12px;font-weight:600;letter-spacing:.03em}
.picture .days{fill:var(--dim);font-size:12px}
.picture .arrow{fill:none;stroke:var(--dim);stroke-width:1.6}
.picture .tip{fill:var(--dim)}
.picture .grid{stroke:var(--line);stroke-width:1}
.picture .front{fill:none;stroke:var(--link);stroke-width:2}
.picture .dot{fill:var(--card);stroke:var(--link);stroke-width:2}
.picture .dot.chosen{fill:var(--link)}
.card rect{fill:var(--card);stroke:var(--line);stroke-width:1.4}
.card circle{fill:var(--lane);stroke:var(--line)}
.card .mark{font-size:12px;font-weight:600}
.card.start rect{stroke-dasharray:5 4}
.card.goal rect{fill:var(--bad-back);stroke:var(--bad)}
.card.goal circle{fill:none;stroke:none}
.card.goal text{fill:var(--bad);font-weight:600}
details{margin:.6em 0 0}
summary{cursor:pointer;color:var(--link)}
summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--link);outline-offset:3px;border-radius:4px}
ol{padding-left:1.6em}li{margin:.6em 0}
.plain{list-style:none;padding:0}
.cut{color:var(--good);font-size:.92em}
.best th{font-weight:700}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.5em 1.2em;font-size:.94rem;margin:0}
dt{color:var(--dim)}dd{margin:0;overflow-wrap:anywhere}
dd ul{margin:0;padding-left:1.1em}dd li{margin:.1em 0}${TABLE_STYLE}
.draft td,.draft th{overflow-wrap:anywhere}
@media (max-width:560px){.stacked .ledger{min-width:0}.stacked td{display:block;text-align:start}.stacked td::before{display:block;font-size:.85em}.stacked td:empty{display:none}}
@media (max-width:640px){main{padding:16px 10px 48px}.plot{min-width:36rem}.picture.wide{display:none}.picture.narrow{display:block}article{padding:12px 10px}dl{grid-template-columns:1fr;gap:.1em}dd{margin-bottom:.8em}th,td{padding:.35em .4em}.matrix th,.matrix td{padding:.35em .2em}.matrix td small{display:block;font-size:.8em}.matrix thead th+th span{writing-mode:vertical-rl;white-space:nowrap}.matrix th:first-child{position:sticky;left:0;background:var(--back);min-width:6.5rem}.cuts td:not(.figure){white-space:normal}html:not(:lang(en)) .matrix th[scope=row]{overflow-wrap:anywhere;hyphens:auto}html:not(:lang(en)) .matrix td small{white-space:normal}}
@media print{:root{--back:#fff;--card:#fff;--ink:#000;--dim:#444;--line:#bbb;--lane:#f4f4f4;--bad:#a00;--bad-back:#fdeceb;--good:#175c33;--good-back:#eaf5ee;--open:#6b4800;--open-back:#fbf3e2}html{font-size:11pt}main{max-width:none;padding:0}article,.picture,tr{break-inside:avoid}h2,h3,h4{break-after:avoid}details::details-content{content-visibility:visible;height:auto;overflow:visible}summary{list-style:none;color:var(--dim)}}
`;
