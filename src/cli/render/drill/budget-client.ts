// SPDX-License-Identifier: Apache-2.0

export const BUDGET_MODULES = [
  'awareness/budget/index.js',
  'awareness/tabletop/tell.js',
  'cascade/attack/clock.js',
  'cascade/simulation/side.js',
] as const;

export const BUDGET_IMPORTS = `
import { bestPlan, budgetDebrief, clockOf, costOfSet } from 'ensuresec/awareness/budget/index.js';
import { durationText, outageText } from 'ensuresec/awareness/tabletop/tell.js';
import { attackRun } from 'ensuresec/cascade/attack/clock.js';
import { replayOf, withHappenings } from 'ensuresec/cascade/simulation/side.js';
`;

/** Budget defence in a page. What the attacker answers to each set of measures comes with it, found by the analysis. */
export const BUDGET_CLIENT = `
const { board, answers, cascades, names, source, firstRun } = data;
const respond = (set) => answers[set];
const nameOf = (asset) => names[asset] ?? asset;
const owns = (set, at) => (set & (1 << at)) !== 0;
const namesOf = (set) => board.measures.filter((_, at) => owns(set, at)).map(({ name }) => name);
const none = '–';

function begin() {
  show(tell(source.title), languages(begin), element('p', tell(source.text)), language === 'en' ? undefined : element('p', say('model-language'), 'dim'), row(button(say('start'), () => shop([], [], 0))), element('p', say('private'), 'dim'));
}

function shop(owned, came, set) {
  const year = owned.length + 1;
  const before = owned.at(-1) ?? 0;
  const money = element('p');
  const mine = element('p');
  let chosen = set;
  const buttons = board.measures.map(({ name, cost }, at) => {
    const text = element('span');
    const node = button([text], () => { chosen ^= 1 << at; refresh(); });
    return { node, text, name, cost, at };
  });
  const refresh = () => {
    const left = board.budget * year - costOfSet(board, chosen);
    money.replaceChildren(element('b', say('money-left') + ': EUR ' + number(left)));
    const all = namesOf(before);
    mine.textContent = say('owned') + ': ' + (all.length === 0 ? say('nothing-owned') : all.join('; '));
    for (const { node, text, name, cost, at } of buttons) {
      const isMine = owns(before, at);
      const tooDear = !owns(chosen, at) && cost > left;
      text.replaceChildren(inEnglish(owns(chosen, at) ? name : ''), ...(owns(chosen, at) ? [] : [say('buy', { name, n: number(cost) })]), ...(tooDear ? [element('small', say('too-dear'))] : []));
      node.setAttribute('aria-pressed', String(owns(chosen, at)));
      node.disabled = isMine || tooDear;
    }
  };
  refresh();
  show(say('year', { n: year, of: board.years }), money, mine, group(say('your-decision'), buttons.map(({ node }) => node), 'choices wide'), row(button(say('end-year'), () => answered([...owned, chosen], came, chosen))));
  money.setAttribute('aria-live', 'polite');
}

function yearOf(way, set, run) {
  const { frame, patches } = cascades[way.target];
  const { happenings } = attackRun(clockOf(way), frame.seed, run);
  const own = patches.filter(([at]) => owns(set, at)).map(([, patch]) => patch);
  return replayOf(withHappenings(frame, happenings), own, run);
}

function answered(owned, came, set) {
  const { way: place, loss } = respond(set);
  const way = board.ways[place];
  const onward = () => (owned.length < board.years ? shop(owned, came, set) : debrief(owned, came));
  const title = say('year', { n: owned.length, of: board.years });
  if (!way) {
    came.push(0);
    return show(title + ': ' + say('attacker-idle'), row(button(say('go-on'), onward)));
  }
  const { eur, outages } = yearOf(way, set, firstRun + owned.length);
  came.push(eur);
  const told = outages.length === 0 ? [element('p', say('not-in-time'))] : [element('ul', outages.map((outage) => element('li', outageText(outage, nameOf(outage.asset), say))))];
  show(title + ': ' + say('attacker-chooses', { name: way.title }),
    element('div', [
      card(say('target') + ': ' + nameOf(way.target) + ' (' + way.attacker + ')', element('ol', way.steps.map(({ text, days }) => element('li', [inEnglish(text), days === 0 ? '' : ' (' + durationText(days * 1440, say) + ')'])))),
      card(say('cascade'), ...told, bars([[say('this-year'), eur], [say('expected'), loss]])),
    ], 'columns'),
    row(button(say('go-on'), onward)));
}

function debrief(owned, came) {
  const result = budgetDebrief(board, respond, owned, bestPlan(board, respond));
  const { best, years, onlyBest, onlyPlayed } = result;
  const named = (places) => places.map((at) => board.measures[at].name).join('; ');
  const answer = ({ way, loss }) => (way < 0 ? none : board.ways[way].title + ': ' + number(loss));
  const rows = years.map((year, at) => [say('year', { n: at + 1, of: board.years }), answer(year.played), answer(year.best), signed(year.played.loss - year.best.loss)]);
  const plan = (all) => list(all.map((set, at) => { const mine = namesOf(set & ~(all[at - 1] ?? 0)); return [say('year', { n: at + 1, of: board.years }), mine.length === 0 ? none : mine.join('; ')]; }));
  const why = [
    ...(onlyBest.length > 0 ? [[say('only-best'), named(onlyBest)]] : []),
    ...(onlyPlayed.length > 0 ? [[say('only-played'), named(onlyPlayed)]] : []),
  ];
  show(say('debrief'),
    card(say('regret') + ': ' + number(result.regret), element('p', say('all-years')), bars([[say('yours'), result.total], [say('best-line'), best.total]]), ...(result.regret === 0 ? [element('p', say('no-regret'), 'good')] : []), element('p', say('optimum-exact'), 'dim')),
    card(say('expected'), table(say('debrief'), ['', say('yours'), say('best-line'), say('difference')], rows)),
    ...(why.length > 0 ? [card(say('difference'), list(why))] : result.regret === 0 ? [] : [card(say('difference'), element('p', say('same-measures')))]),
    element('div', [card(say('yours'), plan(owned)), card(say('best-line'), plan(best.owned))], 'columns'),
    row(button(say('again'), begin)));
}
begin();
`;
