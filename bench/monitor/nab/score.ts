// SPDX-License-Identifier: Apache-2.0
// The scoring of the Numenta Anomaly Benchmark, written from its description: A. Lavin, S. Ahmad, "Evaluating Real-time
// Anomaly Detection Algorithms – the Numenta Anomaly Benchmark", ICMLA 2015, §II, and the rules of its repository.

/** What a hit, a false alarm and a missed window weigh (NAB `config/profiles.json`). */
export interface Profile {
  readonly name: string;
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
}

export const PROFILES: readonly Profile[] = [
  { name: 'standard', truePositive: 1, falsePositive: 0.11, falseNegative: 1 },
  { name: 'reward low FP rate', truePositive: 1, falsePositive: 0.22, falseNegative: 1 },
  { name: 'reward low FN rate', truePositive: 1, falsePositive: 0.11, falseNegative: 2 },
];

/** One series with the scores a detector gave it, in the order of time. Times in milliseconds since 1970. */
export interface ScoredSeries {
  readonly name: string;
  readonly times: readonly number[];
  readonly scores: readonly number[];
  /** First and last time of each labelled anomaly, ascending. */
  readonly windows: readonly (readonly [number, number])[];
}

export interface CorpusScore {
  readonly profile: string;
  /** The one threshold of the whole corpus: the best, as NAB takes it. */
  readonly threshold: number;
  /** 0 is the detector that never alarms, 100 the one that alarms at the first point of every window only. */
  readonly score: number;
}

/** A point that counts: what it adds if the threshold is at or below its score. */
interface Part {
  readonly score: number;
  readonly gain: number;
  /** Index of the window over all series; -1 outside. */
  readonly window: number;
}

/** The best threshold of the corpus and its normalised score. */
export function scoreCorpus(corpus: readonly ScoredSeries[], profile: Profile): CorpusScore {
  const { parts, windows } = partsOf(corpus, profile);
  let best = { raw: -windows * profile.falseNegative, threshold: Number.POSITIVE_INFINITY };
  sweep(parts, windows, profile, (threshold, raw) => {
    if (raw > best.raw) best = { raw, threshold };
  });
  return {
    profile: profile.name,
    threshold: best.threshold,
    score: normalised(best.raw, windows, profile),
  };
}

/** The normalised score at a threshold that is given, say the one that was best on other series. */
export function scoreAt(corpus: readonly ScoredSeries[], profile: Profile, threshold: number): number {
  const { parts, windows } = partsOf(corpus, profile);
  let raw = -windows * profile.falseNegative;
  sweep(
    parts.filter((part) => part.score >= threshold),
    windows,
    profile,
    (_, at) => {
      raw = at;
    },
  );
  return normalised(raw, windows, profile);
}

function normalised(raw: number, windows: number, profile: Profile): number {
  const none = -windows * profile.falseNegative;
  const perfect = windows * profile.truePositive;
  return windows === 0 ? 100 + 100 * raw : (100 * (raw - none)) / (perfect - none);
}

function partsOf(corpus: readonly ScoredSeries[], profile: Profile): { parts: Part[]; windows: number } {
  let windows = 0;
  const parts = corpus.flatMap((series) => {
    const own = seriesParts(series, profile, windows);
    windows += series.windows.length;
    return own;
  });
  return { parts: parts.sort((a, b) => b.score - a.score), windows };
}

/** Walks down the thresholds; a window counts its earliest, which is its best, detection. */
function sweep(
  parts: readonly Part[],
  windows: number,
  profile: Profile,
  at: (threshold: number, raw: number) => void,
): void {
  const best = new Float64Array(windows).fill(-profile.falseNegative);
  let raw = -windows * profile.falseNegative;
  parts.forEach(({ score, gain, window }, index) => {
    if (window < 0) raw += gain;
    else if (gain > (best[window] as number)) {
      raw += gain - (best[window] as number);
      best[window] = gain;
    }
    if (parts[index + 1]?.score !== score) at(score, raw);
  });
}

/** The first 15 % of a series, at most of 5,000 points, are there to learn from and do not count. */
function probation(points: number): number {
  return Math.min(Math.floor(0.15 * points), 750);
}

function seriesParts({ times, scores, windows }: ScoredSeries, profile: Profile, offset: number): Part[] {
  const spans = windows.map(([from, to]) => ({
    left: times.findIndex((time) => time >= from),
    right: times.findLastIndex((time) => time <= to),
  }));
  const parts: Part[] = [];
  let past = -1;
  for (let i = 0; i < times.length; i++) {
    while (past + 1 < spans.length && (spans[past + 1]?.right ?? 0) < i) past++;
    if (i < probation(times.length)) continue;
    const next = spans[past + 1];
    const score = scores[i] ?? 0;
    if (next !== undefined && i >= next.left) {
      const position = -(next.right - i + 1) / (next.right - next.left + 1);
      const gain = (profile.truePositive * sigmoid(position)) / sigmoid(-1);
      parts.push({ score, gain, window: offset + past + 1 });
    } else {
      const before = spans[past];
      const position =
        before === undefined ? Number.POSITIVE_INFINITY : (i - before.right) / (before.right - before.left);
      parts.push({ score, gain: profile.falsePositive * sigmoid(position), window: -1 });
    }
  }
  return parts;
}

/** The scaled sigmoid of NAB: near 1 at the start of a window, 0 at its end, -1 from three widths after it. */
function sigmoid(position: number): number {
  return position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
}
