// SPDX-License-Identifier: Apache-2.0
// What stands behind one answer: the ordered steps, or what holds, or what nobody has stated.
import { Link } from '@tanstack/react-router';
import { OutcomeMark, Severity } from '../../parts/severity.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { euro, number } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import type { Report, VerdictRow } from '../now/sentence.ts';

export function Proof({ row, report }: { readonly row: VerdictRow; readonly report: Report }) {
  const { say, named } = useWords();
  const { title, impact, verdict, severity, attacker, target, confidence } = row;
  return (
    <article className="stack">
      <Link to="/paths" search={({ open: _, ...old }) => old} className="back">
        {say('paths.back')}
      </Link>
      <header className="stack">
        <h2 className="incident-title">{title}</h2>
        <p className="row">
          <OutcomeMark outcome={verdict}>{say(`proof.${verdict}`)}</OutcomeMark>
          <Severity level={severity} />
          <span className="soft">
            {say('paths.way', { from: named('attacker', attacker), to: named('target', target) })}
          </span>
        </p>
        <p>{impact}</p>
        <p className="small soft">
          {say('proof.basis', {
            model: report.model.name,
            pack: `${report.pack.id} ${report.pack.version}`,
            count: report.assumptions.length,
            confidence: Math.round(confidence * 100),
          })}
        </p>
      </header>
      <Steps steps={row.steps} />
      <Frontier frontier={row.frontier} />
      <Missing missing={row.missing} />
    </article>
  );
}

function Steps({ steps }: { readonly steps: VerdictRow['steps'] }) {
  const { say, language } = useWords();
  if (steps.length === 0) return null;
  return (
    <Sheet name={say('proof.steps')}>
      <ol className="path">
        {steps.map(({ rule, text, at, techniques, days, cuts }) => (
          <li key={`${rule} ${text}`}>
            <p>{text}</p>
            <p className="mono soft">
              {at.file}:{at.line} · {rule}
              {techniques.length === 0 ? '' : ` · ${techniques.join(', ')}`}
              {days === 0
                ? ''
                : ` · ${say('paths.days', { count: Number(days.toFixed(1)), days: number(language, days, 1) })}`}
            </p>
            {cuts.length === 0 ? (
              <p className="small soft">{say('proof.uncut')}</p>
            ) : (
              <ul className="row small cuts" aria-label={say('proof.cuts')}>
                {cuts.map(({ measure, name, on, cost }) => (
                  <li key={`${measure} ${on}`}>
                    {name} {say('fixes.on', { on })}, {cost === 0 ? say('fixes.free') : euro(language, cost)}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </Sheet>
  );
}

/** What holds the line: those first whose fall alone lets the attack through. */
function Frontier({ frontier }: { readonly frontier: VerdictRow['frontier'] }) {
  const { say } = useWords();
  if (frontier.length === 0) return null;
  const ordered = frontier.toSorted(
    (a, b) =>
      Number(b.decisive) - Number(a.decisive) || Number(b.kind === 'control') - Number(a.kind === 'control'),
  );
  return (
    <Sheet name={say('proof.frontier')}>
      <ul className="lines">
        {ordered.map(({ rule, text, missing, kind, holds, decisive, at }) => (
          <li key={`${rule} ${text} ${missing}`} className="step">
            <span>
              {kind === 'control'
                ? say('proof.control', { control: holds ?? missing })
                : say('proof.absent', { fact: missing })}
            </span>
            <span className="soft small">{say('proof.otherwise', { text })}</span>
            <span className="mono soft">
              {at.file}:{at.line} · {rule}
            </span>
            {decisive ? <span className="small high">{say('proof.decisive')}</span> : null}
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function Missing({ missing }: { readonly missing: VerdictRow['missing'] }) {
  const { say } = useWords();
  if (missing.length === 0) return null;
  return (
    <Sheet name={say('proof.missing')}>
      <ul className="lines">
        {missing.map(({ gap, about, unknown, text, at }) => (
          <li key={`${gap} ${about} ${unknown}`} className="step">
            <span>{text}</span>
            <span className="mono soft">
              {at.file}:{at.line} · {unknown}
            </span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
