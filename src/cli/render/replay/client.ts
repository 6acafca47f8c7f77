// SPDX-License-Identifier: Apache-2.0
// What runs in the page of `simulate`: the replay, and a chip for each measure.
import { MOUNT, REPLAY_IMPORTS } from './mount.ts';
import { REPLAY_WORDS } from './words.ts';

export const CLIENT = `${REPLAY_IMPORTS}${MOUNT}
const WORDS = ${JSON.stringify(REPLAY_WORDS)};
const word = (name, n, of) => WORDS[name].replace('{n}', () => n).replace('{of}', () => of);
const data = JSON.parse(document.getElementById('data').textContent);
const money = (eur) => 'EUR ' + Math.round(eur).toLocaleString('en').replaceAll(',', ' ');
const show = (id, text) => { document.getElementById(id).textContent = text; };
const chosen = new Set(data.chosen);
const replay = mountReplay(data, word, [...chosen]);
function recompute() {
  const sides = replay.choose([...chosen]);
  const gone = sides.without.services.map((each, at) => ({ unit: each.unit, lost: each.lost - sides.with.services[at].lost }));
  show('eur-without', money(sides.without.eur));
  show('eur-with', money(sides.with.eur));
  show('eur-gap', money(sides.without.eur - sides.with.eur));
  show('units', gone.filter((each) => Math.abs(each.lost) >= 0.5).map((each) => Math.round(each.lost) + ' ' + each.unit).join(', ') || 'nothing');
}
for (const measure of data.measures) {
  const chip = document.createElement('button');
  chip.type = 'button';
  chip.textContent = measure.name + ' (' + money(measure.cost) + ')';
  chip.setAttribute('aria-pressed', String(chosen.has(measure.id)));
  chip.addEventListener('click', () => {
    if (!chosen.delete(measure.id)) chosen.add(measure.id);
    chip.setAttribute('aria-pressed', String(chosen.has(measure.id)));
    recompute();
  });
  document.getElementById('chips').append(chip);
}
recompute();
`;
