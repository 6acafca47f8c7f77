// SPDX-License-Identifier: Apache-2.0
// Pictures of what a terminal shows, made of the real output: nothing in them is drawn by hand.
import type { Generated } from './json-schemas.ts';
import { outputOf } from './quiet-io.ts';

const COLUMNS = 100;

const SHOTS = [
  {
    path: 'docs/pictures/check.svg',
    title: 'ensuresec check: the verdict, the worst path, the other paths and the three cheapest cuts',
    argv: ['check', 'examples/demo-shop/ensuresec.yaml'],
    // The second and third path, and all after the cuts, are left out; the picture says so.
    left: [
      { from: /^╭─ 2 /, to: /more paths/ },
      { from: /^Unknown/, to: undefined },
    ],
  },
];

interface Cut {
  readonly from: RegExp;
  readonly to: RegExp | undefined;
}

export async function pictures(root: string): Promise<readonly Generated[]> {
  return Promise.all(
    SHOTS.map(async ({ path, title, argv, left }) => {
      const output = await outputOf(argv, root, { columns: COLUMNS, colour: true });
      const shown = left.reduce(leaveOut, output.trimEnd().split('\n'));
      return { path, text: svg(title, `bin/ensuresec ${argv.join(' ')}`, shown) };
    }),
  );
}

/** Lines from the first that matches `from` up to the next that matches `to` become one line of dots. */
function leaveOut(lines: readonly string[], { from, to }: Cut): string[] {
  const texts = lines.map((line) => line.replace(SEQUENCE, (_, __, text: string | undefined) => text ?? ''));
  const first = texts.findIndex((text) => from.test(text));
  const next = to === undefined ? lines.length : texts.findIndex((text, at) => at > first && to.test(text));
  if (first < 0 || next < 0) throw new Error(`No line matches ${first < 0 ? from : to}`);
  return [...lines.slice(0, first), '⋮', ...lines.slice(next === lines.length ? next : next - 1)];
}

const CELL = { width: 8.4, height: 19, size: 14 };
const PADDING = 22;

function svg(title: string, command: string, lines: readonly string[]): string {
  const width = Math.ceil(COLUMNS * CELL.width + 2 * PADDING);
  const height = (lines.length + 2) * CELL.height + 2 * PADDING;
  const rows = [`<tspan class="dim">$</tspan> ${xml(command)}`, '', ...lines.map(spans)].map(
    (row, at) =>
      `<text x="${PADDING}" y="${PADDING + CELL.size + at * CELL.height}" xml:space="preserve">${row}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${xml(title)}">
<title>${xml(title)}</title>
<style>
  text { font: ${CELL.size}px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #24292f; }
  rect { fill: #f6f8fa; stroke: #d0d7de; }
  .bold { font-weight: 700 } .dim { fill: #57606a } .red { fill: #b42318 } .green { fill: #116329 } .yellow { fill: #7d4e00 } .cyan { fill: #0b5c7a }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } rect { fill: #0d1117; stroke: #30363d }
    .dim { fill: #9da7b3 } .red { fill: #ff8e85 } .green { fill: #7ee787 } .yellow { fill: #e3b341 } .cyan { fill: #79c0ff }
  }
</style>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${rows.join('\n')}
</svg>
`;
}

const CLASSES: Readonly<Record<string, string>> = {
  1: 'bold',
  2: 'dim',
  31: 'red',
  32: 'green',
  33: 'yellow',
  36: 'cyan',
};

const ESCAPE = String.fromCharCode(27);
const SEQUENCE = new RegExp(`${ESCAPE}\\[(\\d+)m|([^${ESCAPE}]+)`, 'g');

/** SGR sequences (ECMA-48 §8.3.117) become spans; 22 ends bold and dim, 39 ends a colour. */
function spans(line: string): string {
  const open = new Set<string>();
  return line.replace(SEQUENCE, (_, code: string | undefined, text: string | undefined) => {
    if (code !== undefined) {
      if (code === '22') for (const each of ['bold', 'dim']) open.delete(each);
      else if (code === '39') for (const each of ['red', 'green', 'yellow', 'cyan']) open.delete(each);
      else open.add(CLASSES[code] ?? '');
      return '';
    }
    return open.size === 0
      ? xml(text ?? '')
      : `<tspan class="${[...open].join(' ').trim()}">${xml(text ?? '')}</tspan>`;
  });
}

function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
