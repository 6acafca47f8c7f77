// SPDX-License-Identifier: Apache-2.0
// `incident status-page`: what everybody may read of an incident, as one page.
import { createHash } from 'node:crypto';
import { statusPage } from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { withLog } from '../evidence/log-folder.ts';
import { EXIT, Failure } from '../exit.ts';
import { requirePack } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { statusHtml } from '../render/html/status-page.ts';
import { writeFileSafely } from '../write-file.ts';
import { factsOf, noticeOf } from './notice-facts.ts';
import { incidentOf, readIncidents, recordEvent } from './record-event.ts';

/** What was published is in the log, with its digest, before it is in the file. @throws Failure 1 when nothing may be. */
export async function publish(call: Call, [id, ...rest]: readonly string[]): Promise<number> {
  const out = call.options.text('out');
  if (id === undefined || rest.length > 0 || out === undefined)
    throw new Failure(EXIT.usage, '`incident status-page` takes ID and --out');
  const language = call.options.text('language') ?? 'en';
  const page = await withLog(call, false, async (log, store) => {
    const incident = incidentOf(await readIncidents({ log, store }), id);
    const pack = requirePack(call, incident.pack);
    const [source] = pack.statusPages;
    if (source === undefined) throw new Failure(EXIT.invalid, `The pack ${pack.id} has no status page`);
    const named = call.options.text('notice');
    const notice = named === undefined ? undefined : noticeOf(pack, named);
    return statusPage(incident, source, factsOf(incident), language, notice);
  });
  if (page === undefined)
    throw new Failure(
      EXIT.findings,
      `Nothing of ${id} may be published: it is not TLP:CLEAR, and nothing was announced`,
      `ensuresec incident announce ${id} TEXT, or incident mark ${id} clear`,
    );
  const html = statusHtml(page);
  const sha256 = createHash('sha256').update(html).digest('hex');
  const news = page.news.items.length;
  const { entry } = await recordEvent(call, id, {
    name: 'published',
    body: { language: page.language, news, sha256 },
  });
  writeFileSafely(call.io, out, html, true);
  call.io.stdout.write(
    call.options.flag('json')
      ? forJson({ schema: 'ensuresec/published/1', incident: id, entry, sha256, ...page })
      : `Wrote ${call.style.safe(out)} (${page.state?.name ?? 'news only'}, ${news} ${news === 1 ? 'item' : 'items'} of news); recorded as entry ${entry}\n`,
  );
  return EXIT.secure;
}
