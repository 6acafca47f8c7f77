// SPDX-License-Identifier: Apache-2.0
// The tabletop on a terminal: signs, clocks and role cards, then one decision after the other, then the debrief.
import {
  after,
  clockText,
  type Decision,
  debriefOf,
  decisionText,
  durationText,
  dutyText,
  happenedIn,
  nextStep,
  optionsOf,
  outageText,
  type Position,
  startOf,
  stateText,
  type TabletopDebrief,
  takenBy,
} from '../../awareness/index.ts';
import type { Call } from '../command.ts';
import { choose } from '../play/ask.ts';
import type { Screen } from '../play/screen.ts';
import { bullet } from './bullet.ts';
import type { Tabletop } from './tabletop-case.ts';
import { tabletopFiles } from './tabletop-files.ts';
import type { Drill, Tongue } from './words.ts';

interface Table extends Tabletop {
  readonly source: Drill<'tabletop'>;
  readonly tongue: Tongue;
  readonly screen: Screen;
}

export async function playTabletop(
  call: Call,
  source: Drill<'tabletop'>,
  tabletop: Tabletop,
  tongue: Tongue,
  screen: Screen,
): Promise<object> {
  const table: Table = { ...tabletop, source, tongue, screen };
  showCase(table);
  const decisions: Decision[] = [];
  let now = startOf(table.given);
  let told = 0;
  while (!now.isClosed) {
    if (now.signs.length > told) showSigns(table, now, told);
    told = now.signs.length;
    showState(table, now);
    const options = optionsOf(table.given, now, decisions.length);
    if (options.length === 0) break;
    const chosen = await choose(
      call,
      screen,
      tongue.say('your-decision'),
      options.map((each) => optionText(table, now, each)),
    );
    if (chosen === undefined) {
      screen.write(`${tongue.say('stopped-early')}\n`);
      break;
    }
    const decision = options[chosen] as Decision;
    decisions.push(decision);
    now = after(table.given, now, decision);
  }
  const debrief = debriefOf(table.given, decisions, table.replay);
  showDebrief(table, debrief);
  showAssumed(table);
  tabletopFiles(call, table, debrief);
  return { ...debrief, assumed: table.given.assumed };
}

function showCase({ given, source, tongue: { say, tell, language }, screen }: Table): void {
  const { write, field, style } = screen;
  write(`${style.bold(style.safe(tell(source.title)))}\n${style.safe(tell(source.text))}\n`);
  if (language !== 'en') write(`${style.dim(say('model-language'))}\n`);
  write('\n');
  field(say('attack'), `${given.title} (${given.attacker})`);
  field(say('target'), given.names[given.target] ?? given.target);
  field(say('could-cost'), given.impact);
}

/** What is new, and the role cards that go with it. */
function showSigns({ given, source, tongue, screen }: Table, now: Position, told: number): void {
  const { say, tell, language } = tongue;
  const { write, field, style } = screen;
  write(`\n${style.bold(clockText(given, now.minute, language, say))}\n`);
  for (const { text } of now.signs.slice(told)) bullet(screen, style.glyphs.bar, text);
  write(`${style.dim(say('roles'))}\n`);
  for (const { title, asks } of source.roles) field(tell(title), tell(asks));
}

function showState({ given, replay, tongue, screen }: Table, now: Position): void {
  const { say, language } = tongue;
  const { field } = screen;
  field(say('clock'), `${clockText(given, now.minute, language, say)}. ${stateText(given, now, say)}`);
  if (now.hasLooked) field(say('next-step'), nextStep(given, now)?.text ?? say('no-next-step'));
  if (given.duties.length === 0) field(say('clocks'), say('no-duties'));
  else if (now.aware === undefined) field(say('clocks'), say('no-clock-yet'));
  else
    given.duties.forEach((duty, at) => {
      field(at === 0 ? say('clocks') : '', dutyText(duty, now, say));
    });
  const outages = replay(happenedIn(given, now)).outages;
  if (outages.length === 0) field(say('cascade'), say('no-outage'));
  outages.forEach((outage, at) => {
    const name = given.names[outage.asset] ?? outage.asset;
    field(at === 0 ? say('cascade') : '', outageText(outage, name, say));
  });
}

/** Taking something off has a price that the model knows; the others have a time. */
function optionText({ given, replay, tongue: { say } }: Table, now: Position, decision: Decision): string {
  const text = decisionText(given, decision, say);
  const taken = takenBy(given, decision);
  const time = taken === undefined ? '' : ` (${durationText(taken, say)})`;
  if (decision.kind !== 'isolate') return `${text}${time}`;
  const price =
    replay(happenedIn(given, after(given, now, decision))).eur - replay(happenedIn(given, now)).eur;
  return `${text}${time}: ${say('costs-outage', { n: Math.max(0, Math.round(price)) })}`;
}

function showDebrief({ given, tongue, screen }: Table, debrief: TabletopDebrief): void {
  const { say, language } = tongue;
  const { write, field, style } = screen;
  const { played, best, difference } = debrief;
  write(`\n${style.bold(say('debrief'))}\n`);
  const row = (label: string, mine: string, other: string, off: string): void => {
    write(`  ${style.safe(`${label}: ${mine} | ${other} | ${off}`)}\n`);
  };
  write(`  ${style.safe(`${say('yours')} | ${say('best-line')} | ${say('difference')}`)}\n`);
  const eur = (value: number): string => String(Math.round(value));
  row(
    say('lost'),
    eur(played.lost),
    eur(best.line.lost),
    signed(eur(difference.eur - (played.end.spent - best.line.end.spent))),
  );
  row(
    say('spent'),
    eur(played.end.spent),
    eur(best.line.end.spent),
    signed(eur(played.end.spent - best.line.end.spent)),
  );
  played.units.forEach(({ unit, lost }, at) => {
    if (lost + (best.line.units[at]?.lost ?? 0) === 0) return;
    row(unit, eur(lost), eur(best.line.units[at]?.lost ?? 0), signed(eur(difference.units[at]?.lost ?? 0)));
  });
  const ended = ({ end }: TabletopDebrief['played']): string => durationText(end.ended ?? end.minute, say);
  row(
    say('ended-after'),
    ended(played),
    ended(best.line),
    say('minutes', { n: signed(eur(difference.minutes)) }),
  );
  row(
    say('reports-missed'),
    String(played.missed.length),
    String(best.line.missed.length),
    signed(String(difference.missed)),
  );
  write(`${say(best.isAll ? 'tried-all' : 'tried-some', { n: best.tried })}\n`);
  for (const [title, line] of [
    ['your-line', played],
    ['best-line', best.line],
  ] as const) {
    let now = startOf(given);
    line.decisions.forEach((decision, at) => {
      const text = `${clockText(given, now.minute, language, say)}  ${decisionText(given, decision, say)}`;
      field(at === 0 ? say(title) : '', text);
      now = after(given, now, decision);
    });
  }
}

/** What the duties stand on when nobody stated it. */
function showAssumed({ given: { assumed }, tongue: { say }, screen }: Table): void {
  if (assumed.length === 0) return;
  screen.write(`${screen.style.bold(say('assumed'))}\n`);
  for (const { title, value } of assumed) bullet(screen, '-', `${title}: ${value}`);
}

function signed(number: string): string {
  return number.startsWith('-') || number === '0' ? number : `+${number}`;
}
