// SPDX-License-Identifier: Apache-2.0

/** One click in a small shop: two mails, the cascade up to the own order, one measure, the difference. */
export const DOMINO = `
const replayWord = (word, n, of) => say('replay-' + word, n, of);
const weekHour = ({ shop }, hour) => Drawing.momentOf({ picture: shop.frame, say: replayWord }, hour);

function dominoData(state) {
  const { shop, set } = state;
  const nameOf = (id) => set.names[id] ?? id;
  const days = Math.max(...[[], ...shop.measures.map((each) => [each])].map((bought) => Math.max(0, ...replayOf(shop.frame, bought, state.told).changes.map(({ hour }) => hour))));
  return {
    frame: shop.frame,
    run: state.told,
    measures: shop.measures.map((each) => ({ ...each, name: nameOf(each.id) })),
    picture: {
      assets: shop.layout.assets.map((each) => ({ ...each, name: nameOf(each.id) })),
      stages: shop.layout.stages.map(({ id }) => ({ id, name: nameOf('stage/' + id) })),
      lanes: shop.layout.lanes.map(({ id }) => ({ id, name: nameOf('lane/' + id) })),
      services: shop.services,
      names: set.names,
      horizon: Math.min(shop.frame.setting.scenario.horizon, Math.ceil(days * 1.15 + 6)),
      startHour: shop.frame.startHour,
      measures: [],
      prevented: {},
    },
  };
}

const replayNode = () => document.getElementById('replay').content.cloneNode(true);
const horizonOf = (state) => state.shop.frame.setting.scenario.horizon;
const journey = (state, bought) => journeyOf(state.shop.domino, replayOf(state.shop.frame, bought, state.told).changes, horizonOf(state));
function orderPart(state, bought) {
  const { shop, set } = state;
  const planned = plannedJourney(shop.domino);
  const without = journey(state, []);
  const after = bought === undefined ? undefined : journey(state, [bought]);
  const time = (leg) => (Number.isFinite(leg.done) ? weekHour(state, leg.done) : say('order-never'));
  const late = (after ?? without).at(-1).done - planned.at(-1).done;
  const sentence = !Number.isFinite(late) ? say('order-lost') : late < 0.5 ? say('order-on-time') : say('order-late', Drawing.spanOf(replayWord, late));
  const rows = planned.map((leg, at) => [set.names[leg.asset], time(leg), time(without[at]), ...(after ? [time(after[at])] : [])]);
  return [element('h2', say('your-order')), element('p', sentence, 'strong'), table(say('your-order'), [say('order-stage'), say('order-planned'), say('order-without'), ...(after ? [say('order-with')] : [])], rows)];
}

/** The day that is told is the median one without measures; all measures meet the same fate on it. */
function cascade(state) {
  state.without = daysWith(state, []);
  state.told = state.without.median;
  const wrong = state.answers.some(({ item, action }) => item.truth === 'lure' && action === 'trust');
  show(say('one-click'), element('p', say(wrong ? 'clicked' : 'not-clicked')), ...orderPart(state), row(button(say('rewind'), () => rewind(state))), replayNode());
  main.classList.add('wide');
  mountReplay(dominoData(state), replayWord);
}

function rewind(state) {
  const { shop, set } = state;
  show(say('rewind'), element('p', say('rewound')), group(say('measure'), shop.measures.map((each) => button(set.names[each.id] + ' (' + eur(each.cost) + ' ' + say('measure-cost') + ')', () => difference(state, each)))));
}

const daysWith = ({ shop }, bought) => manyDays(shop.domino, shop.frame.setting.scenario.horizon, (run) => replayOf(shop.frame, bought, run));
function compared(state, measure) {
  state.runs ??= new Map();
  if (!state.runs.has(measure.id)) state.runs.set(measure.id, daysWith(state, [measure]));
  const after = state.runs.get(measure.id);
  return { after, avoided: pairedDifference(state.without.eur, after.eur) };
}

const share = (value) => Math.round(value * 100) + '\\u00a0%';
const interval = ({ low, high }) => eur(low) + '\\u00a0–\\u00a0' + eur(high);

function difference(state, measure) {
  state.chosen = measure;
  const { after, avoided } = compared(state, measure);
  const rows = [
    [say('avoids'), eur(avoided.mean)],
    [say('interval'), interval(avoided)],
    [say('late-runs'), share(state.without.late) + ', ' + share(after.late)],
    [say('measure-cost'), eur(measure.cost)],
  ];
  show(state.set.names[measure.id], element('p', say('in-runs', state.shop.domino.runs)), element('section', list(rows), 'card'), ...orderPart(state, measure), row(button(say('try-another'), () => rewind(state)), button(say('to-debrief'), () => debrief(state))), replayNode());
  main.classList.add('wide');
  mountReplay(dominoData(state), replayWord, [measure.id]);
}

function mail(state, item) {
  message(state, item);
  if (state.at === 1) main.querySelector('h1').after(element('p', state.set.story, 'card'));
}

kinds.domino = {
  modes: [['start', false]],
  start: (state) => {
    state.shop = shops.find((each) => each.game === state.game.id);
    state.over = () => cascade(state);
    startItems(state, state.set.messages, state.game.length, mail);
  },
  debrief: (state) => {
    const { answers, shop, set } = state;
    const result = triageResult(answers, (cue, truth) => says(cue) === truth);
    const all = state.chosen === undefined ? [] : shop.measures.map((each) => ({ each, ...compared(state, each) })).sort((a, b) => b.avoided.mean - a.avoided.mean);
    const best = all.length === 0 ? [] : [element('h2', say('all-measures')), element('p', say('in-runs', shop.domino.runs)), table(say('all-measures'), [say('measure'), say('avoids'), say('measure-cost'), say('late-with')], all.map(({ each, avoided, after }) => [set.names[each.id] + (each === state.chosen ? ' ✓' : ''), eur(avoided.mean) + ' (' + interval(avoided) + ')', eur(each.cost), share(after.late)]))];
    return { rows: pointRows(result), nodes: [...best, element('p', say('domino-lesson')), element('p', say('model-says'), 'dim'), ...missedFamilies(result.missed)] };
  },
};
`;
