// SPDX-License-Identifier: Apache-2.0
import { compileRules } from '../../analyse/index.ts';
import { type Call, type CommandSpec, JSON_OPTION, PACK_OPTION } from '../command.ts';
import { COVERED, type Coverage, coverageOf } from '../coverage.ts';
import { EXIT, Failure } from '../exit.ts';
import { DEFAULT_PACK, required, requirePack } from '../input.ts';
import { forCsv, forJson } from '../render/escape.ts';
import type { Style } from '../render/style.ts';
import { shortName } from '../render/summary.ts';
import { padLeft, padRight, shorten, width } from '../render/width.ts';

export const coverage: CommandSpec = {
  name: 'coverage',
  summary: 'Which threats of a pack are proved, detected or only advised, and answered by playbooks',
  operands: [],
  examples: ['ensuresec coverage', 'ensuresec coverage --csv > threats.csv'],
  options: [
    { flags: '--all', text: 'Every threat, not only the sums' },
    JSON_OPTION,
    { flags: '--csv', text: 'One row for each threat, for spreadsheets' },
    PACK_OPTION,
  ],
  run: (call) => {
    const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
    required(compileRules(pack), `the rules of the pack ${pack.id}`);
    const result = coverageOf(pack);
    if (result.threats.length === 0)
      throw new Failure(EXIT.nothing, `Nothing to count: the pack ${pack.id} names no threats`);
    call.io.stdout.write(
      call.options.flag('json')
        ? forJson(result)
        : call.options.flag('csv')
          ? csv(result)
          : table(result, call),
    );
    return EXIT.secure;
  },
};

function csv(coverage: Coverage): string {
  const rows = coverage.threats.map((threat) => [
    String(threat.number),
    threat.id,
    threat.stage,
    threat.title,
    threat.covered.join(' '),
    threat.rules.join(' '),
    threat.attacks.join(' '),
    threat.detections.join(' '),
    threat.playbooks.join(' '),
  ]);
  return [
    ['number', 'id', 'stage', 'title', 'covered', 'rules', 'attacks', 'detections', 'playbooks'],
    ...rows,
  ]
    .map((row) => `${row.map(forCsv).join(',')}\r\n`)
    .join('');
}

function table(coverage: Coverage, call: Call): string {
  const { style } = call;
  const { proved, detected, advised, answered, total } = coverage.counts;
  const label = Math.max(5, ...coverage.stages.map((stage) => width(style.safe(stage.name))));
  const head = `  ${padRight('stage', label)}  ${[...COVERED, 'answered', 'threats'].map((name) => padLeft(name, 8)).join('  ')}`;
  const rows = coverage.stages.map((stage) => {
    const numbers = COVERED.map((name) =>
      padLeft(stage[name] === 0 ? style.glyphs.dot : String(stage[name]), 8),
    ).join('  ');
    return `  ${padRight(style.safe(stage.name), label)}  ${numbers}  ${padLeft(String(stage.answered), 8)}  ${padLeft(String(stage.total), 8)}  ${barOf(stage.total - stage.advised, stage.total, style)}`;
  });
  const sums = [...COVERED, 'answered', 'total'] as const;
  const sum = `  ${padRight('all', label)}  ${sums.map((name) => padLeft(String(coverage.counts[name]), 8)).join('  ')}`;
  const title = `${proved} of ${total} threats proved, ${detected} detected, ${advised} only advised; ${answered} answered by playbooks`;
  const all = call.options.flag('all') ? ['', ...threatLines(coverage, style)] : [];
  return `${[style.bold(title), style.dim(`pack ${style.safe(coverage.pack.id)} ${coverage.pack.version}: ${coverage.pack.rules} rules, ${coverage.pack.attacks} attacks, ${coverage.pack.detections} detections, ${coverage.pack.playbooks} playbooks, computed from what loads`), '', style.dim(head), ...rows, style.bold(sum), ...all].join('\n')}\n`;
}

function barOf(done: number, total: number, style: Style): string {
  const full = Math.round((done / Math.max(1, total)) * 12);
  return style.green(style.glyphs.full.repeat(full)) + style.dim(style.glyphs.empty.repeat(12 - full));
}

function threatLines(coverage: Coverage, style: Style): string[] {
  return coverage.threats.map((threat) => {
    const [first = 'advised'] = threat.covered;
    const paint = first === 'proved' ? style.green : first === 'detected' ? style.cyan : style.dim;
    const by = [...threat.attacks, ...threat.rules, ...threat.detections]
      .map(shortName)
      .slice(0, 3)
      .join(', ');
    const title = padRight(shorten(style.safe(threat.title), 40, style.glyphs.ellipsis), 40);
    const covered = padRight(threat.covered.join(', '), 16);
    return `  ${padLeft(String(threat.number), 3)}  ${paint(covered)}  ${title}  ${style.dim(shorten(style.safe(by), Math.max(10, style.columns - 68), style.glyphs.ellipsis))}`;
  });
}
