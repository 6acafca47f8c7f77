// SPDX-License-Identifier: Apache-2.0
// The detector of single series on the Numenta Anomaly Benchmark: `npm run bench -- nab FOLDER`, where FOLDER holds `data/`
// and `labels/combined_windows.json`. One set of parameters for all series, one threshold for the corpus, as NAB does it.
import { createAnomalyDetector } from '../../src/monitor/index.ts';
import { type LabelledSeries, readNab } from './nab/read.ts';
import { PROFILES, type Profile, type ScoredSeries, scoreAt, scoreCorpus } from './nab/score.ts';

const folder = process.argv[2] ?? '../shared/corpora/nab';
const before = process.cpuUsage();
const corpus = readNab(folder);
const scored = corpus.map(score);
const seconds = process.cpuUsage(before).user / 1e6;
const points = corpus.reduce((sum, { values }) => sum + values.length, 0);

console.log(
  `${corpus.length} series, ${points} points, ${Math.round(points / seconds)} points per CPU second`,
);
const categories = [...new Set(scored.map(categoryOf))];
for (const profile of PROFILES) report(profile);

function score(series: LabelledSeries): ScoredSeries {
  const { detector } = createAnomalyDetector('series', {}, 1);
  const scores = series.values.map((value, at) => {
    const observation = { time: series.times[at] as number, key: '', features: { value } };
    const found = detector?.scoreOne(observation) ?? 0;
    detector?.learnOne(observation);
    return found;
  });
  return { ...series, scores };
}

function report(profile: Profile): void {
  const best = scoreCorpus(scored, profile);
  const preset = scoreAt(scored, profile, 1).toFixed(1);
  console.log(
    `\n${profile.name}: ${best.score.toFixed(1)} (best threshold ${best.threshold.toFixed(3)}; at 1, the preset: ${preset})`,
  );
  for (const category of categories) {
    const own = scored.filter((series) => categoryOf(series) === category);
    const rest = scored.filter((series) => categoryOf(series) !== category);
    const windows = own.reduce((sum, series) => sum + series.windows.length, 0);
    const here = scoreAt(own, profile, best.threshold).toFixed(1);
    const other = rest.some((series) => series.windows.length > 0)
      ? scoreAt(own, profile, scoreCorpus(rest, profile).threshold).toFixed(1)
      : '–';
    const note = windows === 0 ? ' (nothing to find: 100 is no false alarm)' : '';
    console.log(`  ${category}: ${here}; with the threshold of the other categories: ${other}${note}`);
  }
}

function categoryOf({ name }: { readonly name: string }): string {
  return name.split('/')[0] ?? '';
}
