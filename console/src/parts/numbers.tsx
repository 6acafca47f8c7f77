// SPDX-License-Identifier: Apache-2.0
import { number } from '../words/format.ts';
import { useWords } from '../words/index.ts';

export interface BigNumber {
  readonly name: string;
  /** Null: nobody knows yet, which is not zero. */
  readonly value: number | null;
  /** More than zero needs somebody to act. */
  readonly alarming: boolean;
}

/** A zero is quiet, an unknown is a dash, and colour is for what needs action. */
export function Numbers({ numbers }: { readonly numbers: readonly BigNumber[] }) {
  const { say, language } = useWords();
  return (
    <dl className="numbers">
      {numbers.map(({ name, value, alarming }) => (
        <div key={name} className={value === null || value === 0 ? 'zero' : alarming ? 'alarm' : ''}>
          <dt>{name}</dt>
          <dd>
            {value === null ? (
              <>
                <span aria-hidden="true">–</span>
                <span className="unseen">{say('numbers.unknown')}</span>
              </>
            ) : (
              number(language, value)
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
