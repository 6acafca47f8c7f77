// SPDX-License-Identifier: Apache-2.0
// The replay as one function of a page: `simulate --html` and games mount it into the same body.
import { CURVE } from './curve.ts';
import { STAGE } from './stage.ts';
import { STATE } from './state.ts';
import { TOLD } from './told.ts';

/**
 * `mountReplay(data, word, chosen)`: draws into the elements of `REPLAY_BODY`, which are in the page already. `word` gives a
 * text by name. Without `chosen` only the side without measures is shown. The answer has `choose(ids)`, which recomputes
 * both sides and returns them. Needs `replayOf` of the engine. Text gets in as text nodes only.
 */
export const MOUNT = `
function mountReplay(data, word, chosen) {
const $ = (id) => document.getElementById(id);
const root = document.querySelector('.replay');
const svg = (tag, attributes = {}, ...children) => {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
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
const shown = chosen === undefined ? ['without'] : ['without', 'with'];
for (const node of root.querySelectorAll('[data-say]')) node.textContent = word(node.dataset.say);
for (const side of ['without', 'with']) {
  for (const node of root.querySelectorAll('[data-side=' + side + ']')) node.hidden = !shown.includes(side);
  $('stage-' + side).setAttribute('aria-label', word('picture', word(side)));
  $('scroll-' + side).setAttribute('aria-label', word('table') + ', ' + word(side));
}
${STATE}${CURVE}${STAGE}${TOLD}
function draw() {
  $('time').textContent = moment(hour);
  $('scrub').setAttribute('aria-valuetext', moment(hour));
  $('now')?.setAttribute('x1', drawCurve.x(hour));
  $('now')?.setAttribute('x2', drawCurve.x(hour));
  for (const side of shown) {
    drawStage(side);
    $('level-' + side).textContent = word('level', Math.round(wholeAt(sides[side], hour) * 100));
  }
}
function choose(ids) {
  const bought = measures.filter((each) => ids.includes(each.id));
  sides = { without: replayOf(frame, [], run), with: replayOf(frame, bought, run) };
  drawCurve();
  draw();
  shown.forEach(told);
  return sides;
}

const scrub = $('scrub');
const toHour = (value) => horizon * (value / 1000) ** 2;
scrub.addEventListener('input', () => { hour = toHour(Number(scrub.value)); draw(); });
let timer = 0;
const halt = () => { clearInterval(timer); timer = 0; $('run').textContent = word('play'); };
$('run').addEventListener('click', () => {
  if (timer !== 0) return halt();
  $('run').textContent = word('pause');
  if (Number(scrub.value) >= 1000) scrub.value = 0;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  timer = setInterval(() => {
    if (!root.isConnected) return clearInterval(timer);
    scrub.value = Math.min(1000, Number(scrub.value) + (still ? 167 : 4));
    hour = toHour(Number(scrub.value));
    draw();
    if (Number(scrub.value) >= 1000) halt();
  }, still ? 1500 : 60);
});
const first = replayOf(frame, [], run).outages[0];
hour = first ? Math.min(horizon, first.from + Math.min(6, (first.until ?? horizon) - first.from) / 2) : 0;
scrub.value = Math.round(1000 * Math.sqrt(hour / horizon));
const resized = () => {
  if (!root.isConnected) return removeEventListener('resize', resized);
  drawCurve();
  draw();
};
addEventListener('resize', resized);
choose(chosen ?? []);
const boxes = shown.map((side) => $('stage-' + side));
const hit = sides.without.changes.map((each) => place.get(each.asset)?.x).filter((each) => each !== undefined);
for (const box of boxes) {
  box.scrollLeft = Math.max(0, Math.min(...hit, size.width) - SIDE);
  box.addEventListener('scroll', () => { for (const other of boxes) other.scrollLeft = box.scrollLeft; });
}
return { choose };
}
`;
