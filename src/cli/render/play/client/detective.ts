// SPDX-License-Identifier: Apache-2.0

/** Shops: look up as little as it takes, decide, see why. */
export const DETECTIVE = `
// A decision on evidence, without a stated confidence.
const EVIDENCE = 0.75;
function offer(state, item) {
  let minutes = 0;
  const left = element('p');
  const told = element('div');
  told.setAttribute('aria-live', 'polite');
  const count = () => { left.textContent = say('minutes-left') + ': ' + (state.left - minutes); };
  count();
  const looks = state.game.lookups.map((look) => {
    const node = button(tell(look.title) + ' (' + say('replay-minutes', look.minutes) + ')', () => {
      if (look.minutes > state.left - minutes) { told.append(element('p', say('too-dear'))); return; }
      minutes += look.minutes;
      const done = element('span', tell(look.title) + ' ✓');
      done.tabIndex = -1;
      node.replaceWith(done);
      done.focus();
      told.append(list([[tell(look.title), item.found[look.id].shows]]));
      count();
    });
    return node;
  });
  const card = element('section', [element('h2', item.name), element('p', item.address, 'dim'), element('p', item.text)], 'card');
  const decide = (decision) => {
    const answer = { item, decision, minutes };
    state.answers.push(answer);
    state.left -= minutes;
    const look = state.game.lookups.find(({ id }) => id === item.decisive);
    const right = (decision === 'buy') === (item.truth === 'honest');
    state.session.answered(item, right, EVIDENCE, Date.now());
    const why = [element('h2', say('signs')), element('p', item.why), element('p', say('settled') + ': ' + tell(look.title) + ' (' + say('replay-minutes', look.minutes) + '). ' + item.found[look.id].shows), element('p', say('points') + ': ' + decisionPoints(answer))];
    show(say(right ? 'right' : 'wrong') + ' · ' + say(item.truth), element('p', say('you-said', say(decision))), card, ...why, row(button(say('next'), () => next(state)), stop(state)));
  };
  show(say('item-of', state.at, state.session.length), element('p', say('you-know') + ': ' + item.context), card, left, row(...looks), told, group(say('your-decision'), ['buy', 'leave'].map((each) => button(say(each), () => decide(each)))), row(stop(state)));
}

kinds.detective = {
  modes: [['start', false]],
  start: (state) => { state.left = state.game.minutes; startItems(state, state.set.offers, state.game.length, offer); },
  debrief: ({ game, answers }) => {
    const result = detectiveResult(answers);
    return { rows: [...pointRows(result), [say('minutes'), result.minutes + ' / ' + game.minutes]], nodes: [] };
  },
};
`;
