// SPDX-License-Identifier: Apache-2.0

/** Walks: act on each step, name the place, see why, and limit the loss afterwards. */
export const WALK = `
function stepCard(state, step) {
  return element('section', [
    element('p', say('channel-' + step.channel), 'dim'),
    list([[say('from'), step.from], [say('address'), step.address]]),
    element('p', step.text),
    ...afterTexts(state, step).map((text) => element('p', text)),
    ...(step.link ? [element('p', step.link.shown, 'link'), list([[say('link-target'), step.link.target]])] : []),
    ...(step.frame ? [list([[say('part-frame'), step.frame]])] : []),
  ], 'card');
}

function walkItem(round, walk) {
  round.walk = startWalk(walk, round.game.stages);
  step(round);
}

const heading = (round) => say('item-of', round.at, round.session.length) + ' · ' + tell(stageOf(round.game.stages, stepOf(round.walk)).title);
const knows = (round) => element('p', say('you-know') + ': ' + round.walk.walk.context);

function step(round) {
  const { walk: state } = round;
  const now = stepOf(state);
  const checked = state.isChecked ? [element('p', say('checking-shows') + ': ' + now.checked, 'card')] : [];
  const actions = WALK_ACTIONS.filter((action) => action !== 'check' || !state.isChecked).map((action) => button(say(action), () => {
    if (action === 'check') { round.walk = act(state, 'check'); step(round); return; }
    if (action !== 'go-on' && round.game.spot) { spot(round, action); return; }
    acted(round, action);
  }));
  show(heading(round), knows(round), stepCard(state, now), ...checked, group(say('your-decision'), actions), row(stop(round)));
}

function spot(round, action) {
  const now = stepOf(round.walk);
  const label = { from: 'from', address: 'address', text: 'part-text', link: 'link-target', frame: 'part-frame' };
  show(say('what-tells'), knows(round), stepCard(round.walk, now), group(say('your-decision'), partsOf(now).map((part) => button(say(label[part]), () => acted(round, action, part)))));
}

function acted(round, action, part) {
  const before = round.walk;
  const now = stepOf(before);
  const head = heading(round);
  round.walk = act(before, action, part);
  const move = round.walk.moves.at(-1);
  const right = isRightMove(now, move);
  const named = part === undefined || now.truth === 'honest' ? [] : [element('p', say(isSpot(now, move, says) ? 'spot-right' : 'spot-wrong'))];
  const checked = before.isChecked ? [] : [element('p', say('checking-shows') + ': ' + now.checked)];
  const over = stepOf(round.walk) === undefined;
  show(say(right ? 'right' : 'wrong') + ' · ' + say(now.truth), element('p', head, 'dim'), element('p', say('you-said', say(action))), ...named, stepCard(before, now), whyOf(now), ...checked, row(button(say('next'), () => (over ? walkOver(round) : step(round)))));
}

function walkOver(round) {
  const wrong = round.walk.moves.some((move) => !isRightMove(round.walk.walk.steps[move.step], move));
  round.session.answered(round.walk.walk, !wrong, 0.75, Date.now());
  if (round.walk.given.size === 0) return walkTold(round, []);
  recover(round, []);
}

function recover(round, done) {
  const { game, walk: { given, clock } } = round;
  const minutes = done.reduce((sum, each) => sum + each.minutes, clock);
  const gone = game.things.filter(({ id }) => given.has(id)).map(({ title }) => tell(title));
  const open = game.recovery.filter((each) => !done.includes(each));
  const steps = done.length === 0 ? [] : [element('ol', done.map((each) => element('li', tell(each.title))))];
  show(say('gave'), element('ul', gone.map((each) => element('li', each))), list([[say('minutes-gone'), String(minutes)], [say('lost'), eur(lossAfter(game.things, given, clock, done))]]), ...steps, group(say('what-now'), open.map((each) => button(tell(each.title) + ' (' + say('replay-minutes', each.minutes) + ')', () => recover(round, [...done, each])))), row(button(say('that-is-all'), () => walkTold(round, done))));
}

function walkTold(round, recovery) {
  const { game, walk: state } = round;
  const answer = { state, recovery };
  round.answers.push(answer);
  const { walk, given, clock } = state;
  const through = endOf(state) === 'through';
  const lost = lostIn(answer, game.things);
  const rows = [[say('lost'), eur(lost)], [say('lost-least'), given.size === 0 ? undefined : eur(bestRecovery(game.things, given, clock, game.recovery).eur)], [say('minutes-gone'), String(recovery.reduce((sum, each) => sum + each.minutes, clock))]];
  const ended = through ? [element('h2', say('how-it-ended')), element('p', walk.end)] : walk.truth === 'honest' ? [element('h2', say('lost-real')), element('p', walk.missed.text)] : [element('h2', say('how-it-ended')), element('p', given.size === 0 ? say('gave-nothing') : say('gave') + ': ' + game.things.filter(({ id }) => given.has(id)).map(({ title }) => tell(title)).join(', '))];
  const stops = walk.truth === 'lure' ? [element('h2', say('if-stopped')), element('p', say('stop-late')), table(say('if-stopped'), [say('order-stage'), say('lost')], stoppingAt(state, game).map(({ step: at, eur: sum }) => [at < walk.steps.length ? tell(stageOf(game.stages, walk.steps[at]).title) : say('to-the-end'), eur(sum)]))] : [];
  const moves = state.moves.map((move) => {
    const each = walk.steps[move.step];
    return element('li', tell(stageOf(game.stages, each).title) + ': ' + say(move.action) + ' · ' + say(isRightMove(each, move) ? 'right' : 'wrong') + ' · ' + say(each.truth) + '. ' + each.why);
  });
  show(say('debrief'), element('section', list(rows), 'card'), element('ol', moves), ...ended, ...stops, row(button(say('next'), () => next(round))));
}

kinds.walk = {
  modes: [['start', false]],
  start: (state) => startItems(state, state.set.walks, state.game.length, walkItem),
  debrief: ({ game, answers, set }) => {
    const result = walkResult(answers, game, says);
    const rows = [
      ...pointRows(result),
      signalRow(result),
      [say('spots'), game.spot ? result.spotted + ' / ' + result.spots : undefined],
      [say('minutes'), String(result.minutes)],
      [say('lost'), eur(result.lost)],
      [say('lost-least'), eur(result.least)],
    ];
    return { rows, nodes: [...missedFamilies(result.missed), element('h2', say('your-rights')), element('p', set.rights)] };
  },
};
`;
