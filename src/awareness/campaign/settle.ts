// SPDX-License-Identifier: Apache-2.0
// What a test shows, of groups and never of people. Told once when the test is over: whoever compared two states of an open
// test would see what the person in between answered, and a result that grows with looks is no result.
import type { Message } from '../../model/index.ts';
import { SMALLEST_GROUP, tellable } from '../measure/group.ts';
import { shareOfPeople } from '../measure/rate.ts';
import { type Answers, sensitivityOfPeople } from '../measure/signal.ts';
import { reportingOf } from '../measure/time-to-report.ts';
import { type Course, trialResult } from '../measure/trial.ts';
import { type Campaign, type Member, roundKey } from './campaign.ts';
import { type Watched, watchedOf } from './reporting.ts';
import { isFinished } from './round.ts';
import type { Settled, ToldGroup } from './settled.ts';

/** The truth of a message in the language of a member; undefined when the pack has it no more. */
export type TruthOf = (language: string, item: string) => Message['truth'] | undefined;

export function settle(campaign: Campaign, wave: number, truthOf: TruthOf, now: number): Settled {
  const members = [...campaign.members.values()];
  const played = members.filter((member) => isFinished(member, wave, 'test'));
  const invited = members.filter(({ asked }) => asked.has(wave));
  const { partition, told } = groupsOf(campaign, played, invited);
  const groups = told.map(({ by, name, within }) => {
    const watched = members.filter(within).flatMap((each) => watchedOf(campaign, each, wave, truthOf, now));
    return groupResult(
      { by, name },
      played.filter(within).map((each) => scoreOf(each, wave, truthOf)),
      watched,
    );
  });
  const trial = trialOf(campaign, played, wave, truthOf);
  const shown = groups.filter(({ by }) => by !== 'all').length;
  return {
    wave,
    day: campaign.plan.days[wave] as number,
    groups,
    hidden: partition.size - shown,
    ...(trial === undefined ? {} : { trial }),
  };
}

interface Group {
  readonly by: ToldGroup['by'];
  readonly name: string;
  readonly within: (member: Member) => boolean;
}

/**
 * All, and one partition of them: by arm in a trial, else by group. Two partitions beside one another would give away whom
 * they cut apart.
 */
function groupsOf(
  { plan }: Campaign,
  played: readonly Member[],
  invited: readonly Member[],
): { partition: ReadonlySet<string>; told: Group[] } {
  const by = plan.trial === undefined ? 'group' : 'arm';
  const nameOf = (member: Member): string | undefined => (by === 'arm' ? member.arm : member.group);
  const sizesOf = (some: readonly Member[]): Map<string, number> => {
    const sizes = new Map<string, number>();
    for (const member of some) {
      const name = nameOf(member) ?? REST;
      sizes.set(name, (sizes.get(name) ?? 0) + 1);
    }
    return sizes;
  };
  // The minutes to a report are of all who were invited, the rest of those who played: neither may give a group away.
  const [ofPlayed, ofInvited] = [sizesOf(played), sizesOf([...new Set([...invited, ...played])])];
  const partition = new Set(ofInvited.keys());
  const some = tellable(ofInvited);
  const all: Group = { by: 'all', name: 'all', within: () => true };
  const names = partition.size < 2 ? [] : [...tellable(ofPlayed)].filter((name) => some.has(name)).sort();
  return {
    partition: partition.size < 2 ? new Set() : partition,
    told:
      played.length < SMALLEST_GROUP
        ? []
        : [
            all,
            ...names.map(
              (name): Group => ({ by, name, within: (member) => (nameOf(member) ?? REST) === name }),
            ),
          ],
  };
}

/** Of those without a group. */
const REST = '-';

interface Score extends Answers {
  readonly reported: number;
}

function scoreOf(member: Member, wave: number, truthOf: TruthOf): Score {
  const answers = [...(member.rounds.get(roundKey(wave, 'test'))?.answers.values() ?? [])];
  const of = (truth: Message['truth']) =>
    answers.filter(({ item }) => truthOf(member.language, item) === truth);
  const [lures, honest] = [of('lure'), of('honest')];
  return {
    lures: lures.length,
    caught: lures.filter(({ action }) => action !== 'trust').length,
    honest: honest.length,
    doubted: honest.filter(({ action }) => action !== 'trust').length,
    reported: lures.filter(({ action }) => action === 'report').length,
  };
}

function groupResult(
  { by, name }: Pick<Group, 'by' | 'name'>,
  scores: readonly Score[],
  watched: readonly Watched[],
): ToldGroup {
  const signal = sensitivityOfPeople(scores);
  return {
    ...{ by, name, people: scores.length },
    ...(signal === undefined ? {} : signal),
    reportRate: shareOfPeople(scores.map(({ reported, lures }) => ({ hits: reported, of: lures }))),
    reportMinutes: reportingOf(watched)?.median ?? { value: null, low: null, high: null },
  };
}

/** The first test is before the training of the trained, and every later one after it. */
function trialOf(
  { plan }: Campaign,
  played: readonly Member[],
  wave: number,
  truthOf: TruthOf,
): Settled['trial'] {
  if (plan.trial === undefined || wave === 0) return undefined;
  const courses = played
    .filter((member) => isFinished(member, 0, 'test'))
    .map(
      (member): Course => ({
        arm: member.arm,
        before: scoreOf(member, 0, truthOf),
        after: scoreOf(member, wave, truthOf),
      }),
    );
  return trialResult(courses);
}
