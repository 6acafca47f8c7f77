// SPDX-License-Identifier: Apache-2.0
// A model of parameters learnt from half of the rules of the OWASP CRS regression tests, asked about the other half: values
// of attacks against values on which the rule must keep quiet, which are written to look like attacks.
import { expect, it } from 'vitest';
import { rocArea, trainParameters } from '../../src/learn/index.ts';
import { describeCorpus } from './corpora.ts';
import { type CrsCase, crsCases, decoded, readsAsText } from './crs-requests.ts';

const WATCHED = ['SQLI', 'XSS', 'RCE', 'LFI'];

interface Value {
  readonly text: string;
  readonly isAttack: boolean;
  readonly rule: number;
}

describeCorpus('crs/tests', 'parameters of the CRS', (folder) => {
  const values = crsCases(folder).filter(isAsked).flatMap(valuesOf);

  it.each([
    ['values of rules it has not seen', ({ rule }: Value, _: number) => rule % 2 === 0],
    ['values of rules it has seen', (_: Value, at: number) => at % 2 === 0],
  ])('tells attacks from %s', (name, isLearnt) => {
    const [learnt, asked] = [values.filter(isLearnt), values.filter((each, at) => !isLearnt(each, at))];
    const model = trainParameters(learnt, 1);
    const area = rocArea(asked.map(({ text, isAttack }) => ({ score: model.score(text), isAttack })));
    const attacks = asked.filter(({ isAttack }) => isAttack).length;
    process.stdout.write(
      `crs parameters, ${name}: ${learnt.length} learnt, ${attacks} attacks and ${asked.length - attacks} others asked, ROC-AUC ${area.toFixed(4)}\n`,
    );
    expect(area).toBeGreaterThanOrEqual(0.97);
  });
});

/** Families that are about values; the others are about methods, headers and paths. */
function isAsked({ family, attack }: CrsCase): boolean {
  return !attack || WATCHED.includes(family);
}

/** Values of the query, the form, the cookies and the headers that carry text. Of quiet requests those that read as text. */
function valuesOf({ id, attack, request: { uri, headers, body } }: CrsCase): readonly Value[] {
  const query = uri.split('?').slice(1).join('?').split('#')[0] ?? '';
  const form = body === undefined || /^\s*[<{[]|\n/.test(body) ? '' : body;
  const pairs = [
    ...[query, form].flatMap((text) => text.split('&')),
    ...(headers['cookie'] ?? '').split(/; ?/),
  ];
  const named = pairs.map((pair) => pair.split('=').slice(1).join('='));
  const rule = Math.floor(Number.parseInt(id, 10) / 10);
  return [...named, ...(attack ? [] : ['user-agent', 'referer', 'accept'].map((name) => headers[name] ?? ''))]
    .filter((text) => text !== '' && (attack || readsAsText(decoded(text))))
    .map((text) => ({ text, isAttack: attack, rule }));
}
