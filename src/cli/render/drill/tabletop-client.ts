// SPDX-License-Identifier: Apache-2.0

export const TABLETOP_MODULES = ['awareness/tabletop/index.js', 'cascade/simulation/side.js'] as const;

export const TABLETOP_IMPORTS = `
import { after, cacaoDraft, clockText, debriefOf, decisionText, durationText, dutyText, happenedIn, happeningsOf, issuesMarkdown, issuesOf, nextStep, optionsOf, outageText, startOf, stateText, takenBy } from 'ensuresec/awareness/tabletop/index.js';
import { replayOf, withHappenings } from 'ensuresec/cascade/simulation/side.js';
`;

/** The tabletop in a page: no timer runs; the clock is that of the exercise and moves by decisions alone. */
export const TABLETOP_CLIENT = `
const { given, frame, source } = data;
const replay = (happened) => replayOf(withHappenings(frame, happeningsOf(happened)), [], 0);
const nameOf = (asset) => given.names[asset] ?? asset;
const head = () => list([[say('attack'), inEnglish(given.title + ' (' + given.attacker + ')')], [say('target'), inEnglish(nameOf(given.target))], [say('could-cost'), inEnglish(given.impact)]]);
const language2 = () => (language === 'en' ? undefined : element('p', say('model-language'), 'dim'));

function begin() {
  show(tell(source.title), languages(begin), element('p', tell(source.text)), language2(), element('section', head(), 'card'), roles(), row(button(say('start'), () => turn({ now: startOf(given), decisions: [], told: 0 }))), element('p', say('private'), 'dim'));
}
const roles = () => card(say('roles'), list(source.roles.map(({ title, asks }) => [tell(title), tell(asks)])));

function outages(now) {
  const { outages: all } = replay(happenedIn(given, now));
  if (all.length === 0) return [element('p', say('no-outage'))];
  return [element('ul', all.map((outage) => element('li', outageText(outage, nameOf(outage.asset), say))))];
}
function clocks(now) {
  if (given.duties.length === 0) return [element('p', say('no-duties'))];
  if (now.aware === undefined) return [element('p', say('no-clock-yet'))];
  return [element('ul', given.duties.map((duty) => element('li', dutyText(duty, now, say))))];
}

function turn(state) {
  const { now, decisions, told } = state;
  if (now.isClosed) return debrief(state);
  const options = optionsOf(given, now, decisions.length);
  if (options.length === 0) return debrief(state);
  const choices = options.map((decision) => {
    const taken = takenBy(given, decision);
    const notes = [taken === undefined ? undefined : durationText(taken, say)];
    const next = after(given, now, decision);
    if (decision.kind === 'isolate') notes.push(say('costs-outage', { n: number(Math.max(0, replay(happenedIn(given, next)).eur - replay(happenedIn(given, now)).eur)) }));
    const note = notes.filter((each) => each !== undefined).join(' · ');
    return button([decisionText(given, decision, say), note === '' ? undefined : element('small', note)], () => turn({ now: next, decisions: [...decisions, decision], told: now.signs.length }));
  });
  const signs = element('ol', now.signs.map(({ text }, at) => element('li', [at >= told ? say('sign') + ': ' : '', inEnglish(text)], at >= told ? 'new' : '')));
  const looked = now.hasLooked ? list([[say('next-step'), inEnglish(nextStep(given, now)?.text ?? say('no-next-step'))]]) : undefined;
  const stack = (...nodes) => element('div', nodes, 'stack');
  const facts = element('div', [
    stack(card(say('signs'), signs, ...(looked ? [looked] : [])), group(say('your-decision'), choices, 'choices')),
    stack(card(say('cascade'), ...outages(now)), card(say('clocks'), ...clocks(now)), roles()),
  ], 'columns');
  show(clockText(given, now.minute, language, say), element('p', stateText(given, now, say), now.status === 'stopped' ? 'good' : 'bad'), facts, row(button(say('stop'), () => debrief(state, true))));
}

function debrief({ decisions }, early) {
  const result = debriefOf(given, decisions, replay);
  const { played, best, difference } = result;
  const other = best.line;
  const ended = (line) => durationText(line.end.ended ?? line.end.minute, say);
  const rows = [
    [say('lost'), number(played.lost), number(other.lost), signed(played.lost - other.lost)],
    [say('spent'), number(played.end.spent), number(other.end.spent), signed(played.end.spent - other.end.spent)],
    ...played.units.flatMap(({ unit, lost }, at) => (lost + (other.units[at]?.lost ?? 0) === 0 ? [] : [[unit, number(lost), number(other.units[at]?.lost ?? 0), signed(difference.units[at].lost)]])),
    [say('ended-after'), ended(played), ended(other), say('minutes', { n: signed(difference.minutes) })],
    [say('reports-missed'), String(played.missed.length), String(other.missed.length), signed(difference.missed)],
  ];
  const lineOf = (line) => {
    let now = startOf(given);
    return element('ol', line.decisions.map((decision) => {
      const text = clockText(given, now.minute, language, say) + ': ' + decisionText(given, decision, say);
      now = after(given, now, decision);
      return element('li', text);
    }));
  };
  const issues = issuesOf(given, result, say);
  const title = say('todo') + ': ' + given.title;
  const todo = issues.length === 0 ? [element('p', say('todo-none'))] : [element('ul', issues.map((issue) => element('li', [element('b', issue.title), ...issue.body.split('\\n').slice(0, 1).map((each) => element('div', each, 'dim'))])))];
  show(say('debrief'), ...(early ? [element('p', say('stopped-early'))] : []),
    card(say('yours') + ' / ' + say('best-line'), table(say('debrief'), ['', say('yours'), say('best-line'), say('difference')], rows), bars([[say('yours'), played.lost + played.end.spent], [say('best-line'), other.lost + other.end.spent]]), element('p', say(best.isAll ? 'tried-all' : 'tried-some', { n: number(best.tried) }), 'dim')),
    element('div', [card(say('your-line'), lineOf(played)), card(say('best-line'), lineOf(other))], 'columns'),
    card(say('todo'), ...todo),
    given.assumed.length === 0 ? undefined : card(say('assumed'), element('ul', given.assumed.map(({ title: what, value }) => element('li', inEnglish(what + ': ' + value))))),
    row(
      button(say('save-issues'), () => save('issues.md', 'text/markdown', issuesMarkdown(title, issues))),
      button(say('save-issues-json'), () => save('issues.json', 'application/json', JSON.stringify({ schema: 'ensuresec/issues/1', title, issues }, null, 2))),
      button(say('save-playbook'), () => save('playbook.json', 'application/json', JSON.stringify(draft(result), null, 2))),
    ),
    row(button(say('again'), begin)));
}

function draft({ best }) {
  const ids = new Map();
  const id = (kind, key) => {
    const name = kind + ' ' + key;
    if (!ids.has(name)) {
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      bytes[6] = (bytes[6] & 15) | 64;
      bytes[8] = (bytes[8] & 63) | 128;
      const hex = [...bytes].map((each) => each.toString(16).padStart(2, '0')).join('');
      ids.set(name, kind + '--' + [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-'));
    }
    return ids.get(name);
  };
  const roleOf = (kind) => source.roles.find(({ does }) => does.includes(kind)) ?? source.roles[0];
  return cacaoDraft(given, best.line, { id, now: new Date().toISOString(), tell: (decision) => ({ text: decisionText(given, decision, say), role: tell(roleOf(decision.kind).title) }) });
}
begin();
`;
