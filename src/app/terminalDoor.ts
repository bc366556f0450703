// The door for the terminal beside a running service: a socket in its data folder, for whoever may read that folder.

import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { CommandDispatch } from '../commands/dispatch.js';
import { Problem } from '../domain/problem.js';
import type { Logger } from '../support/logger.js';
import { backupPath, type PackBackup, sendBackup } from './backupDoor.js';
import {
  answerLine,
  fitsSocket,
  mostQuestionBytes,
  readQuestion,
  socketPath,
  type TerminalAnswer,
  type TerminalQuestion,
} from './terminalWords.js';

/** People at terminals; more at once is no person. */
const mostAtOnce = 8;
const requestMs = 10_000;

export interface TerminalDoor {
  /** Whoever is being answered is cut off: their command ends by its signal. */
  close(): Promise<void>;
}

export interface TerminalDoorParts {
  /** Held by this process: what an earlier one left there is replaced. */
  readonly dataFolder: string;
  readonly dispatcher: Pick<CommandDispatch, 'execute'>;
  readonly packBackup: PackBackup;
  readonly log: Logger;
}

/** A door that cannot be made is said in the log and costs nothing else. */
export async function openTerminalDoor(parts: TerminalDoorParts): Promise<TerminalDoor> {
  const path = socketPath(parts.dataFolder);
  const closed: TerminalDoor = { close: async () => undefined };
  if (!fitsSocket(path)) {
    parts.log.warn({ path }, 'the terminal cannot ask this service: the path of its data folder is too long');
    return closed;
  }
  const running = new Set<Promise<void>>();
  let packing = false;
  const server = createServer({ requestTimeout: requestMs, headersTimeout: requestMs }, (request, reply) => {
    if (request.method !== 'POST') return refuse(reply, 405);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://terminal');
    const isBackup = pathname === backupPath;
    if (running.size >= mostAtOnce || (isBackup && packing)) return refuse(reply, 503);
    packing ||= isBackup;
    const answering = (
      isBackup
        ? sendBackup(reply, searchParams.get('user') ?? '', { ...parts, pack: parts.packBackup })
        : answer(request, reply, parts)
    ).finally(() => {
      running.delete(answering);
      if (isBackup) packing = false;
    });
    running.add(answering);
  });
  try {
    rmSync(path, { force: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
    chmodSync(path, 0o600);
  } catch (error) {
    parts.log.warn({ error, path }, 'the terminal cannot ask this service');
    return closed;
  }
  server.on('error', (error) => parts.log.error({ error }, 'the socket for the terminal failed'));
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await Promise.allSettled(running);
    },
  };
}

function refuse(reply: ServerResponse, status: number): void {
  reply.writeHead(status, { connection: 'close' }).end();
}

/** Lines of JSON: what is being done, as often as it changes, then the report or the problem. */
async function answer(
  request: IncomingMessage,
  reply: ServerResponse,
  { dispatcher, log }: TerminalDoorParts,
): Promise<void> {
  const gone = new AbortController();
  reply.on('close', () => gone.abort());
  const question = readQuestion(await bodyOf(request).catch(() => null));
  if (question === null) return refuse(reply, 400);
  reply.writeHead(200, { 'content-type': 'application/x-ndjson', connection: 'close' });
  // At once: whoever asks knows by it that somebody listens.
  reply.flushHeaders();
  const write = (line: TerminalAnswer): void => {
    if (!reply.destroyed) reply.write(answerLine(line));
  };
  try {
    write({ report: await ask(dispatcher, question, gone.signal, write) });
  } catch (error) {
    if (error instanceof Problem) {
      const { code, details, fits } = error;
      write({ problem: { code, details, fits } });
    } else if (!gone.signal.aborted) {
      log.error({ error, command: question.words[0] }, 'a command of the terminal failed');
      write({ fault: true });
    }
  }
  reply.end();
}

/** Whoever can open the socket is treated as at the terminal: they may read the folder, and the configuration lies beside it. */
async function ask(
  dispatcher: TerminalDoorParts['dispatcher'],
  { words, user, attachments }: TerminalQuestion,
  signal: AbortSignal,
  write: (line: TerminalAnswer) => void,
) {
  return await dispatcher.execute(words, {
    asker: { id: `terminal:${user}`, name: user, channel: null, via: 'terminal' },
    signal,
    attachments: attachments.map(({ name, base64, saidToBe }) => ({
      name,
      bytes: Buffer.from(base64, 'base64'),
      ...(saidToBe ? { saidToBe } : {}),
    })),
    onProgress: (progress) => write({ progress }),
  });
}

/** Null when it is longer than anything that a person sends. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    const chunk = part as Buffer;
    bytes += chunk.length;
    if (bytes > mostQuestionBytes) return null;
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString('utf8');
}
