// SPDX-License-Identifier: Apache-2.0
// Programs that are there instead of ssh, PowerShell, YARA and the like: they keep the words and files that they get.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface FakeCall {
  readonly words: readonly string[];
  /** Text of the files in the folder in which it was started, when it is one of its own. */
  readonly file: string;
}

export interface FakePrograms {
  readonly folder: string;
  /** Makes one that says a text and ends with a code. Returns its path. */
  make(name: string, says?: string, code?: number, saysWrong?: string): string;
  /** What it was called with, the first call first. */
  calls(name: string): readonly FakeCall[];
  remove(): void;
}

export function fakePrograms(): FakePrograms {
  const folder = mkdtempSync(join(tmpdir(), 'ensuresec-fake-'));
  return {
    folder,
    make: (name, says = '', code = 0, saysWrong = '') => {
      const path = join(folder, name);
      writeFileSync(`${path}.out`, says);
      writeFileSync(`${path}.err`, saysWrong);
      // Each call is one line of a log: words and files as hexadecimal, which no word can break.
      writeFileSync(
        path,
        `#!/bin/sh
line=""
for word in "$@"; do line="$line $(printf '%s.' "$word" | od -An -v -tx1 | tr -d ' \\n')"; done
file=""
[ "$PWD" = / ] || file="$(cat ./* | od -An -v -tx1 | tr -d ' \\n')"
printf '%s|%s\\n' "$line" "$file" >> ${path}.log
cat ${path}.err >&2
cat ${path}.out
exit ${code}
`,
      );
      chmodSync(path, 0o755);
      return path;
    },
    calls: (name) => {
      const log = join(folder, `${name}.log`);
      if (!existsSync(log)) return [];
      const text = (hex: string) => Buffer.from(hex, 'hex').toString('utf8');
      return readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const [words = '', file = ''] = line.split('|');
          return {
            // The full stop keeps line breaks at the end of a word.
            words: words
              .split(' ')
              .slice(1)
              .map((hex) => text(hex).slice(0, -1)),
            file: text(file),
          };
        });
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
