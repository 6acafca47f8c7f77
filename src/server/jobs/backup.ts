// SPDX-License-Identifier: Apache-2.0
// A backup as a job, on a thread of its own: copying a large database holds up whoever does it.
import { parentPort, workerData } from 'node:worker_threads';
import { type BackupOptions, writeBackup } from '../backup/write.ts';
import { answerCalls, startCalls } from '../thread-call.ts';
import type { Work } from './run.ts';

/** The passphrase is in the memory of the thread alone. */
export type BackupWork = (passphrase: string) => Work;

type Asked = Pick<BackupOptions, 'data' | 'out' | 'passphrase' | 'version'>;
type Request = { readonly ask: 'write'; readonly asked: Asked } | { readonly ask: 'stop' };

export function backupOnThread(data: string, version: string): BackupWork {
  return (passphrase) =>
    async ({ file, stopped, progress }) => {
      const thread = startCalls<Request>({
        module: import.meta.url,
        data: { backup: true },
        name: 'thread of the backup',
        failure: (message) => new Error(message),
      });
      const stop = (): void => void thread.ask({ ask: 'stop' }).catch(() => undefined);
      stopped.addEventListener('abort', stop);
      try {
        const asked = { data, out: file, passphrase, version };
        return { sha256: (await thread.ask({ ask: 'write', asked }, progress)) as string };
      } finally {
        stopped.removeEventListener('abort', stop);
        await thread.end();
      }
    };
}

/** The same in this thread; what the other side runs. */
export async function backUp(
  asked: Asked,
  stopped: AbortSignal,
  progress: (part: number) => void,
): Promise<string> {
  const options = { ...asked, replace: false, keys: true, fetched: true, now: Date.now };
  const { sha256 } = await writeBackup({ ...options, stopped, onStep: (_, done) => progress(done) });
  return sha256;
}

if (parentPort !== null && (workerData as { readonly backup?: true } | null)?.backup === true) {
  const stopping = new AbortController();
  answerCalls<Request>((request, progress) =>
    request.ask === 'stop' ? stopping.abort() : backUp(request.asked, stopping.signal, progress),
  );
}
