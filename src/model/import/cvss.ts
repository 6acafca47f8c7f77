// SPDX-License-Identifier: Apache-2.0
// What a CVSS vector says about how a vulnerability is used and what it gives. Scores are not needed for a proof.
import type { Asset } from '../schema.ts';

type Vulnerability = NonNullable<Asset['vulnerabilities']>[number];

export interface VectorReading {
  readonly access: Vulnerability['access'];
  readonly effect: Vulnerability['effect'];
}

/**
 * Reads a vector of CVSS 2.0, 3.0, 3.1 or 4.0, with or without its prefix; undefined when the metrics are not there.
 * A vector without any impact reads as undefined too. Base metrics only: what an operator has done about it is the
 * business of VEX. The effect is the most an attacker may get: secrecy and integrity both lost count as running code.
 */
export function readCvssVector(vector: string): VectorReading | undefined {
  const metrics = metricsOf(vector);
  const access = accessOf(metrics);
  const effect = effectOf(metrics);
  return access === undefined || effect === undefined ? undefined : { access, effect };
}

/** Weights of CVSS 3.1 §7.4; those of 2.0 (AC:M, Au) stand at the value of 3.1 that means the same. */
const COMPLEXITY: Readonly<Record<string, number>> = { L: 0.77, M: 0.62, H: 0.44 };
const PRIVILEGES: Readonly<Record<string, number>> = { N: 0.85, L: 0.62, H: 0.27 };
const AUTHENTICATION: Readonly<Record<string, string>> = { N: 'N', S: 'L', M: 'H' };

/**
 * How many times as hard a vulnerability is to use as one that takes neither luck nor an account: 1 to about 5.5, from
 * attack complexity (in 4.0 attack requirements too) and privileges required. Vector and interaction do not count: they
 * are the access, which rules ask for. Undefined when the metrics are not there.
 */
export function exploitDifficulty(vector: string): number | undefined {
  const metrics = metricsOf(vector);
  const needed = metrics.get('PR') ?? AUTHENTICATION[metrics.get('Au') ?? ''];
  const complexity = COMPLEXITY[metrics.get('AT') === 'P' ? 'H' : (metrics.get('AC') ?? '')];
  const privileges = PRIVILEGES[needed ?? ''];
  return complexity === undefined || privileges === undefined
    ? undefined
    : (0.77 * 0.85) / (complexity * privileges);
}

function metricsOf(vector: string): ReadonlyMap<string, string> {
  const parts = vector
    .slice(0, 500)
    .trim()
    .replace(/^\(|\)$/g, '')
    .split('/');
  const metrics = new Map<string, string>();
  for (const part of parts) {
    const [name, value] = part.split(':');
    if (name !== undefined && value !== undefined && name !== 'CVSS' && !metrics.has(name))
      metrics.set(name, value);
  }
  return metrics;
}

/** AV and UI (CVSS 3.1 §2.1.1, §2.1.4; 4.0 §2.1.1, §2.1.5; 2.0 §2.1.1). */
function accessOf(metrics: ReadonlyMap<string, string>): VectorReading['access'] | undefined {
  const vector = metrics.get('AV');
  const interaction = metrics.get('UI');
  const needsUser = interaction === 'R' || interaction === 'P' || interaction === 'A';
  if (vector === 'P') return 'physical';
  // A local attack with interaction is a file that somebody opens: the attacker need not be on the machine.
  if (vector === 'L') return needsUser ? 'user' : 'local';
  if (vector === 'A') return needsUser ? 'user' : 'adjacent';
  if (vector === 'N') return needsUser ? 'user' : 'network';
  return undefined;
}

/** C, I, A of the vulnerable system; in 4.0 VC, VI, VA, or of what comes after it, SC, SI, SA, when that is worse. */
function effectOf(metrics: ReadonlyMap<string, string>): VectorReading['effect'] | undefined {
  const level = (metric: string): number => {
    const values = [metrics.get(metric), metrics.get(`V${metric}`), metrics.get(`S${metric}`)];
    return Math.max(
      ...values.map((value) => (value === 'H' || value === 'C' ? 2 : value === 'L' || value === 'P' ? 1 : 0)),
    );
  };
  const [secrecy, integrity, availability] = [level('C'), level('I'), level('A')];
  if (secrecy === 2 && integrity === 2) return 'code';
  // Version 2.0 has no High: three times Partial is what it gives to code that runs with the rights of a service.
  if (metrics.has('Au') && secrecy > 0 && integrity > 0 && availability > 0) return 'code';
  if (integrity > 0 && integrity >= secrecy) return 'write';
  if (secrecy > 0) return 'read';
  return availability > 0 ? 'denial' : undefined;
}
