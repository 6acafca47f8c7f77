// SPDX-License-Identifier: Apache-2.0
// `brand variants`: names that somebody may take, to register first or to look up.
import { domainToASCII } from 'node:url';
import { domainParts, variantsOf } from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { forJson } from '../render/escape.ts';
import { requireDomains } from './check.ts';

/** A line each: the name in A-label form, the technique, and the name as people see it where that differs. */
export function listVariants(call: Call, own: readonly string[]): ExitCode {
  requireDomains(own, 'variants');
  const variants = own.flatMap((each) => {
    const parts = domainParts(each);
    if (parts === undefined) return [];
    return variantsOf(parts.label).flatMap(({ label, technique }) => {
      const shown = `${label}.${parts.ending}`;
      const domain = domainToASCII(shown);
      return domain === '' ? [] : [{ domain, technique, ...(shown === domain ? {} : { shown }) }];
    });
  });
  call.progress.end();
  const { style } = call;
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: 'ensuresec/brand-variants/1', own, variants })
      : variants
          .map(({ domain, technique, shown }) =>
            `${style.safe(domain)}  ${style.dim(technique)}  ${style.safe(shown ?? '')}`.trimEnd(),
          )
          .map((line) => `${line}\n`)
          .join(''),
  );
  return EXIT.secure;
}
