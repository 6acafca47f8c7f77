// SPDX-License-Identifier: Apache-2.0
// What stands behind one answer: the ordered steps, or what holds, or what nobody has stated.
import { Link } from '@tanstack/react-router';
import { useElementNames } from '../../api/element-names.ts';
import type { Report, VerdictRow } from '../../api/report.ts';
import { useTitles } from '../../api/titles.ts';
import type { Placed } from '../../app/addresses.ts';
import { type Outcome, OutcomeMark, Severity } from '../../parts/severity.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { factSaid } from '../../words/fact.ts';
import { number } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { heldBy, type Trying } from './trial.ts';
import { MeasureChip } from './what-if.tsx';

interface ProofOptions {
  readonly row: VerdictRow;
  readonly report: Report;
  readonly trial: Trying;
  /** Outcome with what is tried, where it is another. */
  readonly after: Outcome | undefined;
}

export function Proof({ row, report, trial, after }: ProofOptions) {
  const { say, named } = useWords();
  const { titled } = useTitles();
  const nameOf = useElementNames();
  const { attack, title, impact, verdict, severity, attacker, target, confidence } = row;
  return (
    <article className="stack">
      <Link to="/paths" search={({ open: _, ...old }) => old} className="back">
        {say('paths.back')}
      </Link>
      <header className="stack">
        <h2 className="incident-title">{titled('attacks', attack, title)}</h2>
        <p className="row">
          <OutcomeMark outcome={verdict}>{say(`proof.${verdict}`)}</OutcomeMark>
          <Severity level={severity} />
          <span className="soft">
            {say('paths.way', {
              from: named('attacker', attacker),
              to: nameOf(target, named('target', target)),
            })}
          </span>
          <a href="/v1/certificate" download className="small">
            {say('proof.certificate')}
          </a>
        </p>
        {after === undefined ? null : (
          <p className="row changed" role="status">
            <OutcomeMark outcome={after}>{say(`whatIf.${after}`)}</OutcomeMark>
            <span className="soft">{say(after === verdict ? 'whatIf.otherWay' : 'whatIf.tried')}</span>
          </p>
        )}
        <p>{titled('impacts', attack, impact)}</p>
        <p className="small soft">
          {say('proof.basis', {
            model: report.model.name,
            pack: `${report.pack.id} ${report.pack.version}`,
            count: report.assumptions.length,
            confidence: Math.round(confidence * 100),
          })}{' '}
          {say('proof.verify')}
        </p>
      </header>
      <Steps steps={row.steps} trial={trial} />
      <Frontier frontier={row.frontier} trial={trial} />
      <Missing missing={row.missing} />
    </article>
  );
}

function Steps({ steps, trial }: { readonly steps: VerdictRow['steps']; readonly trial: Trying }) {
  const { say, language } = useWords();
  const { step } = useTitles();
  if (steps.length === 0) return null;
  return (
    <Sheet name={say('proof.steps')}>
      <ol className="path">
        {steps.map(({ rule, text, at, techniques, days, cuts }) => (
          <li key={`${rule} ${text}`}>
            <p>{step(text, rule)}</p>
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
              <fieldset className="chips" aria-label={say('proof.cuts')}>
                {cuts.map((cut) => (
                  <MeasureChip key={`${cut.measure} ${cut.on}`} placed={cut} trial={trial} side="with" />
                ))}
              </fieldset>
            )}
          </li>
        ))}
      </ol>
    </Sheet>
  );
}

/** What holds the line: those first whose fall alone lets the attack through. */
interface FrontierOptions {
  readonly frontier: VerdictRow['frontier'];
  readonly trial: Trying;
}

function Frontier({ frontier, trial }: FrontierOptions) {
  const words = useWords();
  const { titled, step } = useTitles();
  const nameOf = useElementNames();
  const { say } = words;
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
                ? say('proof.control', {
                    control: titled('measures', heldBy(missing)?.measure ?? '', holds ?? missing),
                  })
                : say('proof.absent', { fact: factSaid(missing, words, nameOf) })}
            </span>
            <span className="soft small">{say('proof.otherwise', { text: step(text, rule) })}</span>
            <span className="mono soft">
              {at.file}:{at.line} · {rule}
            </span>
            {decisive ? <span className="small high">{say('proof.decisive')}</span> : null}
            <Without held={heldBy(missing)} trial={trial} />
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function Without({ held, trial }: { readonly held: Placed | undefined; readonly trial: Trying }) {
  if (held === undefined) return null;
  return (
    <span>
      <MeasureChip placed={held} trial={trial} side="without" />
    </span>
  );
}

function Missing({ missing }: { readonly missing: VerdictRow['missing'] }) {
  const { say } = useWords();
  const { step } = useTitles();
  if (missing.length === 0) return null;
  return (
    <Sheet name={say('proof.missing')}>
      <ul className="lines">
        {missing.map(({ gap, about, unknown, text, at }) => (
          <li key={`${gap} ${about} ${unknown}`} className="step">
            <span>{step(text)}</span>
            <span className="mono soft">
              {at.file}:{at.line} · {unknown}
            </span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
