import { readFileSync, writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { problemLines } from '../container/statements.fixture.ts';
import { kubernetesImporter } from '../kubernetes/index.ts';
import { composeImporter } from './index.ts';

it('d', () => {
  for (const [imp, dir, file] of [
    [composeImporter, 'compose', 'compose.yaml'],
    [kubernetesImporter, 'kubernetes', 'app.yaml'],
  ] as const) {
    let s = '';
    try {
      s = readFileSync(`src/model/import/${dir}/broken.test.ts`, 'utf8');
    } catch {
      continue;
    }
    const body = s.slice(s.indexOf('= [\n') + 2, s.indexOf('\n];\n') + 2);
    const cases = new Function(`return ${body}`)() as string[][];
    writeFileSync(
      `/tmp/w/${dir}.json`,
      JSON.stringify(cases.map(([y = '']) => [y, ...problemLines(imp, { [file]: y })])),
    );
  }
});
