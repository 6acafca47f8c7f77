// SPDX-License-Identifier: Apache-2.0

/** What all games of the page use besides `ELEMENTS`. No timer runs. */
export const BASE = `
const { games, sets, words: all, shops, start } = JSON.parse(document.getElementById('data').textContent);
const main = document.getElementById('play');
const random = { below: (limit) => Math.floor((crypto.getRandomValues(new Uint32Array(1))[0] / 4294967296) * limit) };
let language = start;
const shown = (value) => (typeof value === 'number' ? number(value, 1) : value);
const say = (word, n, of) => all.find((each) => each.language === language).words[word].replace('{n}', () => shown(n)).replace('{of}', () => shown(of));
const tell = (text) => text[language] ?? text.en;

const family = (id) => games.flatMap((game) => game.cues ?? []).find((cue) => cue.id === id);
const says = (cue) => family(cue)?.says;
const trained = (game, item) => familiesOf(item, says);
const pointRows = (result) => [
  [say('points'), result.points + ' / ' + result.most],
  [say('caught'), result.caught + ' / ' + result.lures],
  [say('doubted'), result.doubted + ' / ' + result.honest],
];
const missedFamilies = (missed) => missed.length === 0 ? [element('p', say('none-missed'))] : [element('h2', say('families')), element('ul', missed.slice(0, 4).map(({ cue }) => element('li', tell(family(cue).title) + ': ' + tell(family(cue).text))))];
const eur = (value) => number(value);
const oneDigit = (value) => number(value, 1, 1);
const signalRow = (result) => {
  const signal = result.signal?.sensitivity;
  return [say('signal'), signal && oneDigit(signal.value) + ' (95 %: ' + oneDigit(signal.low) + ' – ' + oneDigit(signal.high) + ')'];
};
/** By kind of game; each file of a game adds itself. */
const kinds = {};
`;
