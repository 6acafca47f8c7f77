// SPDX-License-Identifier: Apache-2.0

/** What runs in the page: the games with the engine of the command line. Text gets in as text nodes only; no timer runs. */
export const CLIENT = `
import { ACTIONS, decisionPoints, detectiveResult, drawRound, outcomeOf, triageResult } from 'ensuresec/awareness/game/index.js';
const { games, sets, words: all, start } = JSON.parse(document.getElementById('data').textContent);
const main = document.getElementById('play');
const random = { below: (limit) => Math.floor((crypto.getRandomValues(new Uint32Array(1))[0] / 4294967296) * limit) };
let language = start;
const say = (word, n, of) => all.find((each) => each.language === language).words[word].replace('{n}', n).replace('{of}', of);
const tell = (text) => text[language] ?? text.en;
const element = (tag, content, className) => {
  const node = document.createElement(tag);
  node.append(...[content ?? []].flat());
  if (className) node.className = className;
  return node;
};
const button = (label, act) => {
  const node = element('button', label);
  node.type = 'button';
  node.addEventListener('click', act);
  return node;
};
const row = (...nodes) => element('div', nodes, 'row');
const list = (pairs) => element('dl', pairs.filter((pair) => pair[1] !== undefined).flatMap(([name, value]) => [element('dt', name), element('dd', value)]));
function show(title, ...nodes) {
  const head = element('h1', title);
  head.tabIndex = -1;
  document.documentElement.lang = language;
  document.title = title;
  main.replaceChildren(head, ...nodes);
  head.focus();
}
const group = (label, nodes) => {
  const box = row(...nodes);
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', label);
  return element('div', [element('h2', label), box]);
};

function menu() {
  const choice = element('select', all.map((each) => {
    const option = element('option', each.name);
    option.value = each.language;
    option.selected = each.language === language;
    return option;
  }));
  choice.addEventListener('change', () => { language = choice.value; menu(); });
  const cards = games.map((game) => {
    const modes = game.kind === 'triage' ? [['feedback-now', false], ['feedback-end', true]] : [['start', false]];
    return element('section', [element('h2', tell(game.title)), element('p', tell(game.text)), row(...modes.map(([word, test]) => button(say(word), () => begin(game, test))))], 'card');
  });
  show(say('choose-game'), row(element('label', [say('language') + ' ', choice])), ...cards, element('p', say('private'), 'dim'));
}

function begin(game, test) {
  const set = sets.find((each) => each.game === game.id && each.language === language);
  const round = drawRound(set.messages ?? set.offers, game.length, random);
  const state = { game, test, round, at: 0, answers: [], left: game.minutes };
  (game.kind === 'triage' ? message : offer)(state);
}
const next = (state) => {
  state.at += 1;
  if (state.at >= state.round.length) return debrief(state);
  return (state.game.kind === 'triage' ? message : offer)(state);
};
const stop = (state) => button(say('stop'), () => debrief(state, true));

function message(state) {
  const item = state.round[state.at];
  const shown = performance.now();
  const closer = list([[say('address'), item.address], [say('link-target'), item.link?.target], [say('headers'), item.headers ?? say('no-headers')]]);
  closer.hidden = true;
  const look = button(say('look-closer'), () => { closer.hidden = !closer.hidden; look.setAttribute('aria-expanded', String(!closer.hidden)); });
  look.setAttribute('aria-expanded', 'false');
  const known = element('p', say('you-know') + ': ' + item.context);
  const card = element('section', [list([[say('from'), item.from], [say('subject'), item.subject]]), element('p', item.text), ...(item.link ? [element('p', item.link.shown, 'link')] : []), look, closer], 'card');
  const sure = (action) => {
    const seconds = (performance.now() - shown) / 1000;
    const levels = [['unsure', 0.5], ['fairly', 0.75], ['certain', 0.95]].map(([word, confidence]) => button(say(word), () => {
      state.answers.push({ item, action, confidence, seconds });
      if (state.test) next(state);
      else show(say(outcomeOf(item, action)) + ' · ' + say(item.truth), known, card, explained(state.game, item), row(button(say('next'), () => next(state)), stop(state)));
    }));
    decision.replaceWith(group(say('how-sure') + ' (' + say(action) + ')', levels));
    levels[0].focus();
  };
  const decision = group(say('your-decision'), ACTIONS.map((action) => button(say(action), () => sure(action))));
  show(say('item-of', state.at + 1, state.round.length), known, card, decision, row(stop(state)));
}

function explained(game, item) {
  const cues = item.cues.map((each) => {
    const cue = game.cues.find(({ id }) => id === each.cue);
    return element('li', [element('q', each.quote), ' → ' + tell(cue.title) + ' (' + say('speaks-' + cue.says) + '). ' + tell(cue.text)]);
  });
  return element('section', [element('h2', say('signs')), element('p', item.why), element('ul', cues)]);
}

function offer(state) {
  const item = state.round[state.at];
  let minutes = 0;
  const left = element('p');
  const told = element('div');
  told.setAttribute('aria-live', 'polite');
  const count = () => { left.textContent = say('minutes-left') + ': ' + (state.left - minutes); };
  count();
  const looks = state.game.lookups.map((look) => {
    const node = button(tell(look.title) + ' (' + look.minutes + ')', () => {
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
    const why = [element('h2', say('signs')), element('p', item.why), element('p', say('settled') + ': ' + tell(look.title) + ' (' + look.minutes + '). ' + item.found[look.id].shows), element('p', say('points') + ': ' + decisionPoints(answer))];
    show(say(right ? 'right' : 'wrong') + ' · ' + say(item.truth), card, ...why, row(button(say('next'), () => next(state)), stop(state)));
  };
  show(say('item-of', state.at + 1, state.round.length), element('p', say('you-know') + ': ' + item.context), card, left, row(...looks), told, group(say('your-decision'), ['buy', 'leave'].map((each) => button(say(each), () => decide(each)))), row(stop(state)));
}

function debrief(state, early) {
  const { game, answers } = state;
  const family = (id) => game.cues.find((cue) => cue.id === id);
  const isTriage = game.kind === 'triage';
  const result = isTriage ? triageResult(answers, (cue, truth) => family(cue).says === truth) : detectiveResult(answers);
  const signal = result.signal?.sensitivity;
  const rows = [
    [say('points'), result.points + ' / ' + result.most],
    [say('caught'), result.caught + ' / ' + result.lures],
    [say('doubted'), result.doubted + ' / ' + result.honest],
    ['d′', signal && signal.value.toFixed(1) + ' (95 %: ' + signal.low.toFixed(1) + ' – ' + signal.high.toFixed(1) + ')'],
    [say('report-time'), result.reportSeconds === undefined ? undefined : result.reportSeconds.toFixed(0)],
    [say('sure-wrong'), isTriage ? String(result.sureAndWrong) : undefined],
    [say('minutes'), isTriage ? undefined : result.minutes + ' / ' + game.minutes],
  ];
  const learn = !isTriage ? [] : [
    element('p', say(result.advice)),
    ...(result.missed.length === 0 ? [element('p', say('none-missed'))] : [element('h2', say('families')), element('ul', result.missed.slice(0, 4).map(({ cue }) => element('li', tell(family(cue).title) + ': ' + tell(family(cue).text))))]),
  ];
  const later = state.test ? answers.map(({ item, action }) => element('section', [element('h2', (item.subject ?? item.from) + ': ' + say(outcomeOf(item, action)) + ' · ' + say(item.truth)), element('p', item.text), explained(game, item)], 'card')) : [];
  show(tell(game.title), ...(early ? [element('p', say('stopped'))] : []), element('section', list(rows), 'card'), ...learn, ...later, row(button(say('again'), () => begin(game, state.test)), button(say('choose-game'), menu)));
}
menu();
`;
