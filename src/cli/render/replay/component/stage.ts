// SPDX-License-Identifier: Apache-2.0

/** Assets in fixed lanes at one moment; only the links that decided move. */
export const STAGE = `
const W = 112, H = 40, TOP = 26, SIDE = 74, GAP = 14;
const cells = new Map();
for (const each of assets) {
  const key = each.stage + '|' + each.lane;
  cells.set(key, [...(cells.get(key) ?? []), each]);
}
const rows = lanes.map((lane) => Math.max(1, ...stages.map((stage) => cells.get(stage.id + '|' + lane.id)?.length ?? 0)));
const tops = rows.map((_, at) => TOP + rows.slice(0, at).reduce((sum, each) => sum + each * (H + 8) + 10, 0));
const place = new Map();
stages.forEach((stage, column) => lanes.forEach((lane, row) => (cells.get(stage.id + '|' + lane.id) ?? []).forEach((each, at) => place.set(each.id, { x: SIDE + column * (W + GAP), y: tops[row] + at * (H + 8) }))));
const size = { width: SIDE + stages.length * (W + GAP), height: tops[tops.length - 1] + rows[rows.length - 1] * (H + 8) + 10 };

function drawStage(side) {
  const replay = sides[side];
  const view = svg('svg', { width: size.width, height: size.height, viewBox: '0 0 ' + size.width + ' ' + size.height, role: 'group', 'aria-label': word('picture', word(side)) });
  stages.forEach((stage, column) => view.append(svg('text', { class: 'dim', x: SIDE + column * (W + GAP), y: 14 }, stage.name)));
  lanes.forEach((lane, row) => view.append(svg('text', { class: 'dim', x: 0, y: tops[row] + 18 }, lane.name), svg('line', { class: 'lane', x1: 0, x2: size.width, y1: tops[row] - 6, y2: tops[row] - 6 })));
  const links = replay.outages.flatMap((outage) => outage.why.flatMap((line, at) => outage.why[at + 1] ? [{ from: outage.why[at + 1].asset, to: line.asset, hour: line.hour, waited: line.waited ?? 0 }] : []));
  for (const link of links) {
    const [a, b] = [place.get(link.from), place.get(link.to)];
    if (!a || !b || hour < link.hour - link.waited || levelAt(replay, link.from, hour) === 1) continue;
    view.append(svg('path', { class: 'straw', d: 'M' + (a.x + W) + ' ' + (a.y + H / 2) + 'C' + (a.x + W + 40) + ' ' + (a.y + H / 2) + ' ' + (b.x - 40) + ' ' + (b.y + H / 2) + ' ' + b.x + ' ' + (b.y + H / 2) }));
  }
  for (const [id, { x, y }] of place) {
    const level = levelAt(replay, id, hour);
    const state = level === 1 ? 'up' : level === 0 ? 'down' : 'part';
    const says = level === 1 ? word('up') : level === 0 ? word('down') : percent(level);
    const waiting = links.find((link) => link.to === id && link.waited > 0.01 && hour >= link.hour - link.waited && hour < link.hour);
    const group = svg('g', { class: 'node ' + state, transform: 'translate(' + x + ' ' + y + ')', tabindex: 0, role: 'button', 'aria-label': nameOf(id) + ': ' + says + (waiting ? ', ' + word('buffer') : '') });
    const label = nameOf(id);
    group.append(svg('title', {}, label), svg('rect', { class: 'box', width: W, height: H, rx: 6 }), svg('rect', { class: 'fill', x: 4, y: H - 8, width: (W - 8) * level, height: 4 }), svg('text', { x: 6, y: 15 }, label.length > 15 ? label.slice(0, 14) + '…' : label), svg('text', { class: 'dim', x: 6, y: 29 }, says));
    if (waiting) {
      const left = (waiting.hour - hour) / waiting.waited;
      group.append(svg('circle', { class: 'rail', cx: W - 14, cy: 22, r: 8 }), svg('circle', { class: 'ring', cx: W - 14, cy: 22, r: 8, 'stroke-dasharray': (left * 50.3).toFixed(1) + ' 51', transform: 'rotate(-90 ' + (W - 14) + ' 22)' }));
    }
    const open = () => { selected = { side, id }; why(); };
    group.addEventListener('click', open);
    group.addEventListener('keydown', (event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); open(); } });
    view.append(group);
  }
  const focus = document.activeElement?.closest?.('.node')?.getAttribute('aria-label')?.split(':')[0];
  const inside = $('stage-' + side).contains(document.activeElement);
  $('stage-' + side).replaceChildren(view);
  if (inside && focus) [...view.querySelectorAll('.node')].find((node) => node.getAttribute('aria-label').startsWith(focus + ':'))?.focus();
}

`;
