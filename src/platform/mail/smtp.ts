// SPDX-License-Identifier: Apache-2.0
// Mail over SMTP (RFC 5321): one connection, one message after the other.
import type { Transporter } from 'nodemailer';

export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Without brackets; the same message has the same, so that a receiver can drop a repetition (RFC 5322 §3.6.4). */
  readonly messageId: string;
  readonly language: string;
}

export interface Mailer {
  /** `isLater`: not to this address now (4xx). @throws Error where the server could not be asked, or takes nothing now. */
  send(
    mail: Mail,
  ): Promise<{ readonly accepted: boolean; readonly reply: string; readonly isLater?: boolean }>;
  close(): void;
}

/** @param url `smtp://user:password@host:port` or `smtps://…`. */
export function openMailer(url: string): Mailer {
  let opened: Promise<Transporter> | undefined;
  const transport = (): Promise<Transporter> => {
    opened ??= transportTo(url);
    return opened;
  };
  return {
    send: async ({ from, to, subject, text, messageId, language }) => {
      try {
        const { response } = (await (
          await transport()
        ).sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          messageId: `<${messageId}>`,
          headers: { 'Content-Language': language, 'Auto-Submitted': 'auto-generated' },
        })) as { response: string };
        return { accepted: true, reply: response.slice(0, 500) };
      } catch (error) {
        const { code, responseCode, response, command } = error as {
          code?: string;
          responseCode?: number;
          response?: string;
          command?: string;
        };
        // Only about this message: a refused login says nothing about whom it is for.
        const isOfMessage = code === 'EENVELOPE' || code === 'EMESSAGE';
        if (isOfMessage && responseCode !== undefined && responseCode >= 500 && responseCode < 600)
          return { accepted: false, reply: String(response ?? responseCode).slice(0, 500) };
        // 421 (RFC 5321 §4.2.3): the server closes, for whoever it is.
        const isOfAddress = code === 'EENVELOPE' && command === 'RCPT TO' && responseCode !== 421;
        if (isOfAddress && responseCode !== undefined && responseCode >= 400 && responseCode < 500)
          return { accepted: false, isLater: true, reply: String(response ?? responseCode).slice(0, 500) };
        throw error;
      }
    },
    close: () =>
      void opened?.then(
        (transport) => transport.close(),
        () => undefined,
      ),
  };
}

/** The library is loaded when the first mail goes out: a server that sends none does not hold it in memory. */
async function transportTo(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  return createTransport({
    url,
    pool: true,
    maxConnections: 1,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as Parameters<typeof createTransport>[0]);
}
