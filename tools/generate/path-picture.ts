// SPDX-License-Identifier: Apache-2.0
// The picture of one path as `check --html` draws it, in a file of its own.
import { join } from 'node:path';
import type { Report } from '../../src/analyse/index.ts';
import { pathPicture } from '../../src/cli/render/html/picture.ts';
import { STYLE } from '../../src/cli/render/html/style.ts';
import { ENGLISH } from '../../src/cli/report-words/tongue.ts';
import { resolvePack } from '../../src/model/index.ts';
import { packReader } from '../../src/platform/index.ts';
import type { Generated } from './json-schemas.ts';
import { outputOf } from './quiet-io.ts';

const SHOWN = ['--attack', 'vehicle-robbed', '--attacker', 'internet-stranger'];

/** docs/pictures/path.svg: a path of the demo shop that begins with a mail and ends at a van. */
export async function pathPictures(root: string): Promise<readonly Generated[]> {
  const json = await outputOf(['check', 'examples/demo-shop', ...SHOWN, '--json'], root, {
    columns: 100,
    colour: false,
  });
  const report = JSON.parse(json) as Report;
  const [verdict] = report.verdicts;
  const pack = resolvePack(report.pack.id, packReader(join(root, 'packs'))).value;
  if (verdict === undefined || pack === undefined) throw new Error(`Nothing to draw: ${SHOWN.join(' ')}`);
  const groups = new Map(pack.rules.map((rule) => [rule.id, rule.group]));
  const picture = pathPicture(verdict, (rule) => groups.get(rule) ?? 'start', 'wide', 'path', ENGLISH);
  return [{ path: 'docs/pictures/path.svg', text: alone(picture) }];
}

/** The same picture outside the page: it brings the part of the style sheet that is about it, and a background. */
function alone(picture: string): string {
  const style = STYLE.split('\n').filter((line) =>
    /^(:root|@media \(prefers|\.picture |\.card[ .])/.test(line),
  );
  return `${picture
    .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replace('; the list below has them in words', '')
    .replace(
      '>',
      `>\n<style>\n${style.join('\n')}\n</style>\n<rect width="100%" height="100%" rx="10" fill="var(--back)"/>`,
    )}\n`;
}
