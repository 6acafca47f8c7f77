// SPDX-License-Identifier: Apache-2.0
// What runs in the page of `simulate`: the replay, and a chip for each measure.
import { MOUNT, REPLAY_IMPORTS } from './mount.ts';
import type { PageWords } from './words.ts';

export function clientIn({ replay, page, money }: PageWords): string {
  return `${REPLAY_IMPORTS}${MOUNT}
const WORDS = ${forScript(replay)};
const PAGE = ${forScript(page)};
const MONEY = ${forScript(money)};
const say = (name, values) => Object.entries(values).reduce((text, [key, value]) => text.replace('{{' + key + '}}', () => value), PAGE[name]);
const word = (name, n, of) => WORDS[name].replace('{n}', () => n).replace('{of}', () => of);
const data = JSON.parse(document.getElementById('data').textContent);
const money = (eur) => MONEY.replace('{{amount}}', () => Math.round(eur).toLocaleString('en').replaceAll(',', '\\u00a0'));
const show = (id, text) => { document.getElementById(id).textContent = text; };
const chosen = new Set(data.chosen);
const replay = mountReplay(data, word, [...chosen]);
function recompute() {
  const sides = replay.choose([...chosen]);
  const gone = [
    ...['lost', 'wrong'].flatMap((kind) => sides.without.services.map((each, at) => ({ unit: say(kind, { unit: each.unit }), less: each[kind] - sides.with.services[at][kind] }))),
    ...sides.without.records.map((each, at) => ({ unit: say('leaked', { unit: each.unit }), less: each.leaked - sides.with.records[at].leaked })),
  ];
  for (const side of ['without', 'with']) {
    const { availability, integrity, confidentiality } = sides[side].eurBy;
    show('by-' + side, integrity + confidentiality === 0 ? '' : say('harms', { availability: money(availability), integrity: money(integrity), confidentiality: money(confidentiality) }));
  }
  show('eur-without', money(sides.without.eur));
  show('eur-with', money(sides.with.eur));
  show('eur-gap', money(sides.without.eur - sides.with.eur));
  show('units', gone.filter((each) => Math.abs(each.less) >= 0.5).map((each) => Math.round(each.less) + ' ' + each.unit).join(', ') || PAGE.nothing);
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
}

/** No text ends the script that it stands in. */
function forScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
