// SPDX-License-Identifier: Apache-2.0

/** What runs in the page: draws both stages from the same engine that the command line uses. Text gets in as text nodes only. */
export const CLIENT = `
import { replayOf } from 'ensuresec/cascade/simulation/side.js';
const data = JSON.parse(document.getElementById('data').textContent);
const { frame, run, measures, assets, lanes, stages, horizon, startHour } = data;
const byId = new Map(assets.map((each) => [each.id, each]));
const NS = 'http://www.w3.org/2000/svg';
const $ = (id) => document.getElementById(id);
const money = (eur) => 'EUR ' + Math.round(eur).toLocaleString('en').replaceAll(',', ' ');
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const moment = (hour) => {
  const minutes = Math.floor((startHour + hour) * 60 + 1e-6);
  const day = Math.floor(minutes / 1440);
  const two = (n) => String(n).padStart(2, '0');
  return DAYS[day % 7] + ' ' + two(Math.floor(minutes / 60) % 24) + ':' + two(minutes % 60) + (day >= 7 ? ' +' + Math.floor(day / 7) + 'w' : '');
};
const span = (h) => h < 1 ? Math.round(h * 60) + ' min' : h < 48 ? Math.round(h * 10) / 10 + ' h' : Math.round(h / 2.4) / 10 + ' days';
const nameOf = (id) => byId.get(id)?.name ?? id;
const svg = (tag, attributes = {}, ...children) => {
  const node = document.createElementNS(NS, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
};
const element = (tag, text, className) => {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  return node;
};
const levelAt = (replay, id, hour) => {
  let level = 1;
  for (const change of replay.changes) {
    if (change.hour > hour) break;
    if (change.asset === id) level = change.level;
  }
  return level;
};
const services = frame.services.map((service) => ({ id: frame.setting.system.assets[service.asset].id, weight: service.perHour * service.eurEach }));
const total = services.reduce((sum, each) => sum + each.weight, 0) || 1;
const wholeAt = (replay, hour) => services.reduce((sum, each) => sum + each.weight * levelAt(replay, each.id, hour), 0) / total;
let chosen = new Set(data.chosen);
let sides = {};
let hour = 0;
let selected = null;

function recompute() {
  const bought = measures.filter((each) => chosen.has(each.id));
  sides = { without: replayOf(frame, [], run), with: replayOf(frame, bought, run) };
  const gone = sides.without.services.map((each, at) => ({ unit: each.unit, asset: each.asset, lost: each.lost - sides.with.services[at].lost }));
  $('eur-without').textContent = money(sides.without.eur);
  $('eur-with').textContent = money(sides.with.eur);
  $('eur-gap').textContent = money(sides.without.eur - sides.with.eur);
  $('units').textContent = gone.filter((each) => Math.abs(each.lost) >= 0.5).map((each) => Math.round(each.lost) + ' ' + each.unit).join(', ') || 'nothing';
  drawCurve();
  draw();
  tell('with');
  tell('without');
}

function drawCurve() {
  const [width, height, left] = [Math.max(280, $('curve').clientWidth - 26), 170, 40];
  const x = (h) => left + (h / horizon) * (width - left - 6);
  const y = (level) => 10 + (1 - level) * (height - 34);
  const times = [...new Set([0, horizon, ...['without', 'with'].flatMap((side) => sides[side].changes.map((each) => each.hour))])].filter((h) => h <= horizon).sort((a, b) => a - b);
  const points = (replay) => times.flatMap((h, at) => {
    const level = wholeAt(replay, h);
    return at + 1 < times.length ? [[x(h), y(level)], [x(times[at + 1]), y(level)]] : [[x(h), y(level)]];
  });
  const path = (list) => list.map(([a, b], at) => (at ? 'L' : 'M') + a.toFixed(1) + ' ' + b.toFixed(1)).join('');
  const [below, above] = [points(sides.without), points(sides.with)];
  const view = svg('svg', { viewBox: '0 0 ' + width + ' ' + height, width: '100%', role: 'img', 'aria-label': 'Share of the value delivered over time, without and with the chosen measures' });
  for (const level of [0, 0.5, 1]) view.append(svg('text', { class: 'dim', x: 0, y: y(level) + 4 }, level * 100 + '%'), svg('line', { class: 'tick', x1: left, x2: width, y1: y(level), y2: y(level), 'stroke-opacity': .4 }));
  const days = Math.max(1, Math.ceil((horizon / 24) / (width / 110)));
  for (let h = (24 - (startHour % 24)) % 24; h < horizon; h += 24 * days) view.append(svg('text', { class: 'dim', x: x(h), y: height - 4 }, moment(h).slice(0, 3) + (horizon > 168 ? ', day ' + Math.floor((startHour + h) / 24 + 1 - Math.floor(startHour / 24)) : '')));
  for (const outage of sides.without.outages) view.append(svg('line', { class: 'tick', x1: x(outage.from), x2: x(outage.from), y1: 6, y2: height - 22 }));
  view.append(svg('path', { class: 'gap', d: path([...below, ...above.toReversed()]) + 'Z' }), svg('path', { class: 'without', d: path(below) }), svg('path', { class: 'with', d: path(above) }));
  const now = svg('line', { class: 'now', id: 'now', y1: 4, y2: height - 20 });
  view.append(now);
  $('curve').replaceChildren(view);
  drawCurve.x = x;
}

const W = 124, H = 40, TOP = 26, SIDE = 66;
const cells = new Map();
for (const each of assets) {
  const key = each.stage + '|' + each.lane;
  cells.set(key, [...(cells.get(key) ?? []), each]);
}
const rows = lanes.map((lane) => Math.max(1, ...stages.map((stage) => cells.get(stage.id + '|' + lane.id)?.length ?? 0)));
const tops = rows.map((_, at) => TOP + rows.slice(0, at).reduce((sum, each) => sum + each * (H + 8) + 10, 0));
const place = new Map();
stages.forEach((stage, column) => lanes.forEach((lane, row) => (cells.get(stage.id + '|' + lane.id) ?? []).forEach((each, at) => place.set(each.id, { x: SIDE + column * (W + 20), y: tops[row] + at * (H + 8) }))));
const size = { width: SIDE + stages.length * (W + 20), height: tops[tops.length - 1] + rows[rows.length - 1] * (H + 8) + 10 };

function drawStage(side) {
  const replay = sides[side];
  const view = svg('svg', { width: size.width, height: size.height, viewBox: '0 0 ' + size.width + ' ' + size.height, role: 'group', 'aria-label': 'Assets by stage and kind, ' + side + ' measures' });
  stages.forEach((stage, column) => view.append(svg('text', { class: 'dim', x: SIDE + column * (W + 20), y: 14 }, stage.name)));
  lanes.forEach((lane, row) => view.append(svg('text', { class: 'dim', x: 0, y: tops[row] + 18 }, lane.name), svg('line', { class: 'rail', 'stroke-width': 1, x1: 0, x2: size.width, y1: tops[row] - 6, y2: tops[row] - 6, style: 'stroke-width:1' })));
  const links = replay.outages.flatMap((outage) => outage.why.flatMap((line, at) => outage.why[at + 1] ? [{ from: outage.why[at + 1].asset, to: line.asset, hour: line.hour, waited: line.waited ?? 0 }] : []));
  for (const link of links) {
    const [a, b] = [place.get(link.from), place.get(link.to)];
    if (!a || !b || hour < link.hour - link.waited || levelAt(replay, link.from, hour) === 1) continue;
    view.append(svg('path', { class: 'straw', d: 'M' + (a.x + W) + ' ' + (a.y + H / 2) + 'C' + (a.x + W + 40) + ' ' + (a.y + H / 2) + ' ' + (b.x - 40) + ' ' + (b.y + H / 2) + ' ' + b.x + ' ' + (b.y + H / 2) }));
  }
  for (const [id, { x, y }] of place) {
    const level = levelAt(replay, id, hour);
    const state = level === 1 ? 'up' : level === 0 ? 'down' : 'part';
    const says = level === 1 ? 'up' : level === 0 ? 'down' : Math.round(level * 100) + ' %';
    const waiting = links.find((link) => link.to === id && link.waited > 0.01 && hour >= link.hour - link.waited && hour < link.hour);
    const group = svg('g', { class: 'node ' + state, transform: 'translate(' + x + ' ' + y + ')', tabindex: 0, role: 'button', 'aria-label': nameOf(id) + ': ' + says + (waiting ? ', lives on its buffer' : '') });
    const label = nameOf(id);
    group.append(svg('title', {}, label), svg('rect', { class: 'box', width: W, height: H, rx: 6 }), svg('rect', { class: 'fill', x: 4, y: H - 8, width: (W - 8) * level, height: 4 }), svg('text', { x: 6, y: 15 }, label.length > 16 ? label.slice(0, 15) + '…' : label), svg('text', { class: 'dim', x: 6, y: 29 }, says));
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

function draw() {
  $('time').textContent = moment(hour);
  $('scrub').setAttribute('aria-valuetext', moment(hour));
  $('now')?.setAttribute('x1', drawCurve.x(hour));
  $('now')?.setAttribute('x2', drawCurve.x(hour));
  for (const side of ['without', 'with']) {
    drawStage(side);
    $('level-' + side).textContent = Math.round(wholeAt(sides[side], hour) * 100) + ' % of the value is delivered';
  }
}

function sentence(line) {
  if (line.cause === 'damage') return nameOf(line.asset) + ' fails';
  if (line.cause === 'held') return nameOf(line.asset) + ' is taken off';
  const left = line.left === undefined ? '' : ', ' + line.left + ' of ' + line.need + ' it needs left';
  const waited = line.waited > 0.01 ? ', held out ' + span(line.waited) : '';
  return nameOf(line.asset) + (line.level === 0 ? ' stops' : ' falls to ' + Math.round(line.level * 100) + ' %') + ' (' + line.group + left + waited + ')';
}

function chainList(lines) {
  const list = element('ol', undefined, 'why');
  for (const line of lines) list.append(element('li', moment(line.hour) + '  ' + sentence(line)));
  return list;
}

function why() {
  const { side, id } = selected;
  const found = sides[side].outages.flatMap((outage) => { const at = outage.why.findIndex((line) => line.asset === id); return at < 0 ? [] : [{ outage, lines: outage.why.slice(at) }]; })[0];
  const box = $('why');
  box.replaceChildren(element('h3', 'Why: ' + nameOf(id) + ', ' + side + ' measures'));
  if (!found) { box.append(element('p', 'It has no part in an outage of a service on this side.', 'dim')); return; }
  box.append(chainList(found.lines));
  const prevented = side === 'without' ? data.prevented[found.outage.asset] : undefined;
  if (prevented) box.append(element('p', 'One measure would have prevented the outage of ' + nameOf(found.outage.asset) + ': ' + (measures.find((each) => each.id === prevented)?.name ?? prevented), 'good'));
}

function tell(side) {
  const box = $('text-' + side);
  const replay = sides[side];
  if (replay.outages.length === 0) { box.replaceChildren(element('p', 'No service is touched.')); return; }
  box.replaceChildren(...replay.outages.map((outage) => {
    const item = element('div');
    const end = outage.until === null ? 'to the end' : 'for ' + span(outage.until - outage.from);
    item.append(element('strong', moment(outage.from) + '  ' + nameOf(outage.asset) + ' ' + (outage.lowest === 0 ? 'down ' : 'at ' + Math.round(outage.lowest * 100) + ' % ') + end), chainList(outage.why));
    return item;
  }));
  const body = $('table-' + side);
  body.replaceChildren(...replay.changes.map((change) => {
    const row = element('tr');
    row.append(element('td', moment(change.hour)), element('td', nameOf(change.asset)), element('td', Math.round(change.level * 100) + ' %'));
    return row;
  }));
}

const scrub = $('scrub');
scrub.max = 1000;
const toHour = (value) => horizon * (value / 1000) ** 2;
scrub.addEventListener('input', () => { hour = toHour(Number(scrub.value)); draw(); });
let timer = 0;
$('play').addEventListener('click', () => {
  const playing = timer !== 0;
  clearInterval(timer);
  timer = 0;
  $('play').textContent = playing ? 'Play' : 'Pause';
  if (playing) return;
  if (Number(scrub.value) >= 1000) scrub.value = 0;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  timer = setInterval(() => {
    scrub.value = Math.min(1000, Number(scrub.value) + (still ? 167 : 4));
    hour = toHour(Number(scrub.value));
    draw();
    if (Number(scrub.value) >= 1000) $('play').click();
  }, still ? 1500 : 60);
});
for (const measure of measures) {
  const chip = element('button', measure.name + ' (' + money(measure.cost) + ')');
  chip.type = 'button';
  chip.setAttribute('aria-pressed', String(chosen.has(measure.id)));
  chip.addEventListener('click', () => {
    if (!chosen.delete(measure.id)) chosen.add(measure.id);
    chip.setAttribute('aria-pressed', String(chosen.has(measure.id)));
    recompute();
  });
  $('chips').append(chip);
}
const first = replayOf(frame, [], run).outages[0];
hour = first ? Math.min(horizon, first.from + Math.min(6, (first.until ?? horizon) - first.from) / 2) : 0;
scrub.value = Math.round(1000 * Math.sqrt(hour / horizon));
recompute();
addEventListener('resize', () => { drawCurve(); draw(); });
const boxes = [$('stage-without'), $('stage-with')];
const hit = sides.without.changes.map((each) => place.get(each.asset)?.x).filter((each) => each !== undefined);
boxes[0].scrollLeft = boxes[1].scrollLeft = Math.max(0, Math.min(...hit, size.width) - SIDE);
boxes.forEach((box, at) => box.addEventListener('scroll', () => { boxes[1 - at].scrollLeft = box.scrollLeft; }));
`;
