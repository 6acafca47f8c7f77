// SPDX-License-Identifier: Apache-2.0

/** The first screen, and from it to a round and through it. Each kind of game is `{ modes, round, debrief }` in `kinds`. */
export const MENU = `
function menu() {
  const cards = games.map((game) => element('section', [element('h2', tell(game.title)), element('p', tell(game.text)), row(...kinds[game.kind].modes.map(([word, test]) => button(say(word), () => begin(game, test))))], 'card'));
  show(say('choose-game'), languageChoice(say('language'), all, menu), ...cards, keeping());
}

function begin(game, test) {
  const set = sets.find((each) => each.game === game.id && each.language === language);
  kinds[game.kind].start({ game, test, set, at: 0, answers: [] });
}
const stop = (state) => button(say('stop'), () => debrief(state, true));
const debrief = (state, early) => {
  keep(state.session.progress());
  const { rows, nodes } = kinds[state.game.kind].debrief(state);
  show(tell(state.game.title), ...(early ? [element('p', say('stopped'))] : []), element('section', list(rows), 'card'), ...nodes, row(button(say('again'), () => begin(state.game, state.test)), button(say('choose-game'), menu)));
};

/** A round of single items; \`draw\` shows one. */
function startItems(state, items, count, draw) {
  state.session = createSession({ items, count, key: state.game.id + ' ' + language, progress: progress(), isTest: state.test, random, familiesOf: (item) => trained(state.game, item) });
  state.draw = draw;
  next(state);
}
function next(state) {
  const item = state.session.next(Date.now());
  state.at += 1;
  if (item !== undefined) return state.draw(state, item);
  return state.over === undefined ? debrief(state) : state.over();
}
`;
