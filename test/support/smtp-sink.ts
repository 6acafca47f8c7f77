// SPDX-License-Identifier: Apache-2.0
// A small mail server for tests (RFC 5321): it keeps what it took, and can refuse addresses or wait before it answers.
import { createServer, type Socket } from 'node:net';

export interface SmtpSink {
  readonly url: string;
  /** Each DATA that was acknowledged or about to be, in order. */
  readonly taken: readonly { readonly to: string; readonly messageId: string; readonly text: string }[];
  close(): Promise<void>;
}

/** @param delay milliseconds between DATA and its answer: the window in which a sender may die. @param refused `full…`: for now only. */
export async function startSmtpSink(delay: number, refused: readonly string[] = []): Promise<SmtpSink> {
  const taken: { to: string; messageId: string; text: string }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    serve(socket, { taken, delay, refused });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

interface Desk {
  readonly taken: { to: string; messageId: string; text: string }[];
  readonly delay: number;
  readonly refused: readonly string[];
}

function serve(socket: Socket, { taken, delay, refused }: Desk): void {
  let buffer = '';
  let to = '';
  let inData = false;
  const say = (line: string): void => void (socket.destroyed || socket.write(`${line}\r\n`));
  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO' || verb === 'HELO') say('250 sink');
    else if (verb === 'RCPT') {
      to = /<([^>]*)>/.exec(line)?.[1] ?? '';
      say(
        refused.includes(to)
          ? `${to.startsWith('full') ? '452 4.2.2' : '550 5.1.1'} <${to}> no such person`
          : '250 OK',
      );
    } else if (verb === 'DATA') {
      inData = true;
      say('354 go on');
    } else if (verb === 'QUIT') say('221 bye');
    else say('250 OK');
  };
  say('220 sink ESMTP');
  socket.on('data', (chunk) => {
    buffer += chunk.toString('latin1');
    for (;;) {
      const mark = inData ? '\r\n.\r\n' : '\r\n';
      const end = buffer.indexOf(mark);
      if (end < 0) return;
      const part = buffer.slice(0, end);
      buffer = buffer.slice(end + mark.length);
      if (!inData) {
        command(part);
        continue;
      }
      inData = false;
      taken.push({ to, messageId: /^Message-ID: <(.*)>/im.exec(part)?.[1] ?? '', text: part });
      setTimeout(() => say('250 2.0.0 taken'), delay);
    }
  });
}
