// SPDX-License-Identifier: Apache-2.0
// The page behind a link of a campaign: the server deals and keeps, this asks.
import { ELEMENTS } from '../../page-elements.ts';
import { BASE } from './base.ts';
import { MESSAGE } from './message.ts';

/** Compiled module that it imports. */
export const CAMPAIGN_ENTRY = 'awareness/game/triage.js';

export const CAMPAIGN_CLIENT = [
  `import { ACTIONS } from 'ensuresec/${CAMPAIGN_ENTRY}';\n`,
  ELEMENTS,
  BASE,
  MESSAGE,
  `
const token = location.pathname.split('/').at(-1);
async function post(path, body) {
  const response = await fetch('/v1/play' + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token, ...body }) });
  if (!response.ok) throw Object.assign(new Error(String(response.status)), { status: response.status });
  return response.json();
}
/** What did not get through is sent again by the same button: the server takes an answer once. */
function trouble({ status }, again) {
  if (status === 400 || status === 404) return show(say('link-unknown'), element('p', say('link-ask')), row(gamesLink()));
  if (status === 409) return round();
  show(say('not-saved'), row(button(say('try-again'), again)));
}

function gamesLink() {
  const link = element('a', say('choose-game'));
  link.href = '/play';
  return link;
}
/** What one is here for. */
function firstButton(label, act) {
  const first = button(label, act);
  first.className = 'first';
  return first;
}

async function round() {
  try {
    const state = await post('', {});
    if (all.some((each) => each.language === state.language)) language = state.language;
    if (state.state !== 'open') return ended(state);
    show(state.title, element('p', say('round-' + state.part)), element('p', say('campaign-private')), row(firstButton(say('start'), () => ask(state, state.messages))), forgetting([]));
  } catch (error) { trouble(error, round); }
}

function ask(state, [item, ...rest]) {
  if (item === undefined) return round();
  askMessage(item, say('item-of', state.of - rest.length, state.of), [], (answer, nodes) => keep(state, item, rest, answer, nodes));
}

async function keep(state, item, rest, answer, nodes) {
  try {
    const { feedback } = await post('/answers', { item: item.id, ...answer });
    if (feedback === undefined) return ask(state, rest);
    show(say(feedback.outcome) + ' · ' + say(feedback.truth), youSaid(answer), ...nodes, explained(feedback.why, feedback.cues), row(firstButton(say('next'), () => ask(state, rest))));
  } catch (error) { trouble(error, () => keep(state, item, rest, answer, nodes)); }
}

function ended({ state, badge }) {
  const fetchBadge = async () => {
    try {
      const { jwt } = await post('/badge', {});
      const link = element('a', 'badge.jwt');
      link.href = URL.createObjectURL(new Blob([jwt], { type: 'application/jwt' }));
      link.download = 'badge.jwt';
      document.getElementById('badge').replaceChildren(element('p', say('badge-kept')), link);
      link.focus();
    } catch (error) { trouble(error, round); }
  };
  const place = row(button(say('badge-get'), fetchBadge));
  place.id = 'badge';
  show(say(state === 'done' ? 'round-done' : 'round-shut'), ...(badge ? [place] : []), forgetting());
}

/** Says what is kept, unless the page says it already. */
function forgetting(says = [element('p', say('campaign-private'))]) {
  const box = element('section', [...says, row(button(say('forget-me'), () => {
    const no = button(say('forget-no'), round);
    box.className = 'card';
    box.replaceChildren(element('p', say('forget-sure')), row(no, button(say('forget-me'), forget)));
    no.focus();
  }))], says.length === 0 ? '' : 'card');
  return box;
}
async function forget() {
  try {
    await post('/forget', {});
    show(say('forgotten'));
  } catch (error) { trouble(error, forget); }
}
round();
`,
].join('');
