// SPDX-License-Identifier: Apache-2.0
// The contract of a pack's playbooks: CACAO 2.0 without an error or a warning in every language, the same ids in each, and a
// dry run that is written down.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { playbookPlanText } from '../src/cli/render/playbook.ts';
import { styleOf } from '../src/cli/render/style.ts';
import { type Pack, resolvePack } from '../src/model/index.ts';
import { packIds, packReader } from '../src/platform/index.ts';
import {
  languagesOf,
  type Playbook,
  packPlaybooks,
  planPlaybook,
  readPlaybook,
} from '../src/respond/index.ts';

const folder = join(import.meta.dirname, '../packs');
const style = styleOf({ isTerminal: false, columns: 100, write: () => undefined } as never, {
  COLUMNS: '100',
});

const LANGUAGES = ['de', 'fr', 'es', 'el'];

for (const id of packIds(folder)) {
  const { value: pack, problems } = resolvePack(id, packReader(folder));
  describe(`playbooks of the pack ${id}`, () => {
    it('load without problems', () => {
      expect(problems).toEqual([]);
    });
    if (pack !== undefined) bookContract(pack);
  });
}

function bookContract(pack: Pack): void {
  const own = pack.playbooks.filter((each) => each.pack === pack.id);
  const languages = [...new Set(own.flatMap(({ id }) => languagesOf(pack, id)))];
  const books = new Map(languages.map((language) => [language, packPlaybooks(pack, language)]));
  const english = books.get('en')?.value ?? [];

  it.each(own.map(({ id }) => [id]))('%s is CACAO 2.0 that the linter finds nothing in', (id) => {
    for (const language of languagesOf(pack, id)) {
      const made = books.get(language)?.value?.find(({ source }) => source.id === id);
      expect(made?.problems).toEqual([]);
      const bytes = Buffer.from(JSON.stringify(made?.playbook));
      const read = readPlaybook(bytes, 'playbook.json');
      expect(read.problems).toEqual([]);
      expect(read.value).toEqual(made?.playbook);
      const inEnglish = english.find(({ source }) => source.id === id);
      expect(Object.keys(made?.playbook.workflow ?? {})).toEqual(
        Object.keys(inEnglish?.playbook.workflow ?? {}),
      );
    }
  });

  it('are told in all languages, each with the commands to type of the English text', () => {
    const untold = own.flatMap(({ id }) => {
      const texts = (language: string) => {
        const made = books.get(language)?.value?.find(({ source }) => source.id === id)?.playbook;
        return [made?.name, made?.description, ...stepTexts(made)].map((text) => text ?? '');
      };
      const [english, ...others] = [texts('en'), ...LANGUAGES.map(texts)];
      return others.flatMap((told, at) =>
        english.flatMap((text, n) => {
          const same = told[n] === text && text.includes(' ');
          return same || typed(told[n]) !== typed(text) ? [`${id} ${LANGUAGES[at]}: ${told[n]}`] : [];
        }),
      );
    });
    expect(untold).toEqual([]);
  });

  it.each(own.map(({ id }) => [id]))('%s has a dry run that is its golden', async (id) => {
    const made = english.find(({ source }) => source.id === id);
    const plan = planPlaybook(made?.playbook as NonNullable<typeof made>['playbook']);
    const name = id.replaceAll('/playbook/', '-');
    await expect(playbookPlanText(plan, style)).toMatchFileSnapshot(`golden/playbooks/${name}.txt`);
  });

  it('answers every threat of the pack', () => {
    const answered = new Set(own.flatMap(({ threats }) => threats));
    const threats = pack.threats.filter((each) => each.pack === pack.id);
    expect(threats.filter(({ number }) => !answered.has(number)).map(({ id }) => id)).toEqual([]);
    expect(own.length).toBeGreaterThan(2);
  });

  it('names others that are in the same book', () => {
    const known = new Set(english.map(({ playbook }) => playbook.id));
    const called = english.flatMap(({ playbook }) => planPlaybook(playbook).playbooks);
    expect(called.filter(({ playbook }) => !known.has(playbook))).toEqual([]);
  });
}

function stepTexts(playbook: Playbook | undefined): readonly (string | undefined)[] {
  return Object.values(playbook?.workflow ?? {}).flatMap((step) =>
    step.type === 'action' ? [step.description] : [],
  );
}

/** What stands in backquotes. */
function typed(text = ''): string {
  return [...text.matchAll(/`[^`]+`/g)].map(([word]) => word).join(' ');
}
