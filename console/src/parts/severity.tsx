// SPDX-License-Identifier: Apache-2.0
// How bad, and whether it holds: a shape, a word, and only then a colour.
import type { ReactNode } from 'react';
import { useWords } from '../words/index.ts';

export type Level = 'critical' | 'high' | 'medium' | 'low' | 'informational';
export type Outcome = 'INSECURE' | 'SECURE' | 'UNKNOWN';

const SHAPES: Readonly<Record<Level, ReactNode>> = {
  critical: <path d="M6 0 12 6 6 12 0 6Z" fill="currentColor" />,
  high: <path d="M6 1 12 11H0Z" fill="currentColor" />,
  medium: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  low: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="2" />,
  informational: <path d="M1 6h10" stroke="currentColor" strokeWidth="2" />,
};

const MARKS: Readonly<Record<Outcome, ReactNode>> = {
  INSECURE: <path d="m1 1 10 10M11 1 1 11" stroke="currentColor" strokeWidth="2.500" />,
  SECURE: <path d="m1 6 4 4 6-8" fill="none" stroke="currentColor" strokeWidth="2.500" />,
  UNKNOWN: (
    <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="3 2.200" />
  ),
};

export function Severity({ level, children }: { readonly level: Level; readonly children?: ReactNode }) {
  const { say } = useWords();
  return (
    <span className={`severity ${level}`}>
      <Shape>{SHAPES[level]}</Shape>
      {children ?? say(`level.${level}`)}
    </span>
  );
}

export function OutcomeMark({
  outcome,
  children,
}: {
  readonly outcome: Outcome;
  readonly children?: ReactNode;
}) {
  const { say } = useWords();
  return (
    <span className={`state ${outcome.toLowerCase()}`}>
      <Shape>{MARKS[outcome]}</Shape>
      {children ?? say(`outcome.${outcome}`)}
    </span>
  );
}

function Shape({ children }: { readonly children: ReactNode }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true">
      {children}
    </svg>
  );
}
