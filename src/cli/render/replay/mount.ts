// SPDX-License-Identifier: Apache-2.0
// The replay in a page without a framework: `simulate --html` and games mount it into the same body.

/** Compiled modules that the page carries for it. */
export const REPLAY_ENTRIES = ['replay/index.js', 'cascade/simulation/side.js'] as const;

export const REPLAY_IMPORTS = `
import * as Drawing from 'ensuresec/replay/index.js';
import { replayOf } from 'ensuresec/cascade/simulation/side.js';
`;

/**
 * `mountReplay(data, word, chosen)`: draws into the elements of `REPLAY_BODY`, which are in the page already. `word` gives a
 * text by name. Without `chosen` only the side without measures is shown. The answer has `choose(ids)`, which recomputes
 * both sides and returns them. Needs `REPLAY_IMPORTS`. Text gets in as text nodes only.
 */
export const MOUNT = `
function mountReplay({ picture, frame, run, measures, bands }, word, chosen) {
const { curveOf, firstHour, firstSpot, keyFrames, legendOf, momentOf, nameIn, nowOf, placesOf, rowsOf, stageOf, toldOf, wholeAt, whyOf } = Drawing;
const $ = (id) => document.getElementById(id);
const root = document.querySelector('.replay');
const born = (drawing, isSvg = drawing.tag === 'svg') => {
  const node = isSvg ? document.createElementNS('http://www.w3.org/2000/svg', drawing.tag) : document.createElement(drawing.tag);
  for (const [key, value] of Object.entries(drawing.is)) node.setAttribute(key, value);
  node.append(...drawing.in.map((each) => (typeof each === 'string' ? each : born(each, isSvg || each.tag === 'svg'))));
  return node;
};
const element = (tag, text, className) => {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  return node;
};
const shown = chosen === undefined ? ['without'] : ['without', 'with'];
const { horizon } = picture;
let places = placesOf(picture);
let view = { picture, sides: { without: replayOf(frame, [], run) }, say: word };
let sides = {};
let width = 0;
for (const node of root.querySelectorAll('[data-say]')) node.textContent = word(node.dataset.say);
$('legend').replaceChildren(born(legendOf(word)));
for (const side of ['without', 'with']) {
  for (const node of root.querySelectorAll('[data-side=' + side + ']')) node.hidden = !shown.includes(side);
  $('stage-' + side).setAttribute('aria-label', word('picture', word(side)));
  $('scroll-' + side).setAttribute('aria-label', word('table') + ', ' + word(side));
}
function drawCurve() {
  width = Math.max(260, $('curve').clientWidth - 26);
  $('curve').replaceChildren(born(curveOf(view, width)));
}
function place() {
  places = placesOf(picture, $('stage-without').clientWidth || undefined);
}
function drawStage(side) {
  const box = $('stage-' + side);
  const active = document.activeElement;
  const focus = box.contains(active) ? active.closest('.node')?.dataset.asset : undefined;
  box.replaceChildren(born(stageOf(view, places, side, hour)));
  if (focus) [...box.querySelectorAll('.node')].find((node) => node.dataset.asset === focus)?.focus();
}
function why(side, id) {
  const found = whyOf(view, side, id);
  const box = $('why');
  box.replaceChildren(element('h3', word('why') + ': ' + nameIn(picture, id) + ', ' + word(side)));
  if (!found) { box.append(element('p', word('no-part'), 'dim')); return; }
  box.append(...found.chain.map((each) => born(each)));
  box.append(...found.says.map((each) => element('p', each, found.measure ? 'good' : 'dim')));
}
for (const side of ['without', 'with']) {
  const ask = (event) => {
    const node = event.target.closest('.node');
    if (node === null || (event.type === 'keydown' && event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    why(side, node.dataset.asset);
  };
  for (const type of ['click', 'keydown']) $('stage-' + side).addEventListener(type, ask);
}
function draw() {
  $('time').textContent = momentOf(view, hour);
  $('scrub').setAttribute('aria-valuetext', momentOf(view, hour));
  const svg = $('curve').firstChild;
  svg.querySelector('.now')?.remove();
  svg.append(born(nowOf(view, width, hour), true));
  for (const side of shown) {
    drawStage(side);
    $('level-' + side).textContent = word('level', Math.round(wholeAt(picture, sides[side], hour) * 100));
  }
}
function choose(ids) {
  const bought = measures.filter((each) => ids.includes(each.id));
  sides = { without: replayOf(frame, [], run), with: replayOf(frame, bought, run) };
  view = { ...view, sides: shown.length > 1 ? sides : { without: sides.without } };
  // Over all runs is known of what was chosen at first, and of nothing else.
  const isFirst = ids.length === (chosen ?? []).length && ids.every((id) => chosen.includes(id));
  if (bands) view.bands = isFirst ? bands : { without: bands.without };
  drawCurve();
  draw();
  for (const side of shown) {
    $('text-' + side).replaceChildren(...toldOf(view, side).map((each) => born(each)));
    $('table-' + side).replaceChildren(...rowsOf(view, side).map((each) => born(each)));
  }
  return sides;
}

const scrub = $('scrub');
const toHour = (value) => horizon * (value / 1000) ** 2;
const go = (to) => { hour = to; scrub.value = Math.round(1000 * Math.sqrt(hour / horizon)); draw(); };
scrub.addEventListener('input', () => { hour = toHour(Number(scrub.value)); draw(); });
let timer = 0;
const halt = () => { clearInterval(timer); timer = 0; $('run').textContent = word('play'); };
$('run').addEventListener('click', () => {
  if (timer !== 0) return halt();
  $('run').textContent = word('pause');
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const frames = still ? keyFrames(view) : [];
  if (Number(scrub.value) >= 1000 || still) go(0);
  timer = setInterval(() => {
    if (!root.isConnected) return clearInterval(timer);
    if (still) go(frames.find((each) => each > hour) ?? horizon);
    else { scrub.value = Math.min(1000, Number(scrub.value) + 4); hour = toHour(Number(scrub.value)); draw(); }
    if (Number(scrub.value) >= 1000) halt();
  }, still ? 1500 : 60);
});
let hour = firstHour(view);
scrub.value = Math.round(1000 * Math.sqrt(hour / horizon));
const resized = () => {
  if (!root.isConnected) return removeEventListener('resize', resized);
  place();
  drawCurve();
  draw();
};
addEventListener('resize', resized);
place();
choose(chosen ?? []);
const boxes = shown.map((side) => $('stage-' + side));
for (const box of boxes) {
  box.scrollLeft = firstSpot(places, sides.without);
  box.addEventListener('scroll', () => { for (const other of boxes) other.scrollLeft = box.scrollLeft; });
}
return { choose };
}
`;
