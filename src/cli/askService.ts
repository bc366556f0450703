// Asking the running service from the terminal, by the socket in its data folder.

import { request } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { backupPath } from '../app/backupDoor.js';
import {
  fitsSocket,
  readAnswer,
  socketPath,
  type TerminalAnswer,
  type TerminalQuestion,
} from '../app/terminalWords.js';
import { Problem } from '../domain/problem.js';
import type { Progress, Report } from '../domain/report.js';
import { underFirstOf } from '../support/abort.js';
import { timeLimit } from '../support/clock.js';
import { splitAtNewlines } from '../support/newlines.js';

export interface ServiceFrame {
  readonly dataFolder: string;
  readonly signal: AbortSignal;
  /** The whole answer is there by then. */
  readonly limitMs: number;
  readonly onProgress: (progress: Progress) => void;
}

const firstWordMs = 10_000;

/**
 * @returns null when no service listens.
 * @throws Problem what the service says, or `service-silent` when it listens and gives no answer.
 */
export async function askService(question: TerminalQuestion, frame: ServiceFrame): Promise<Report | null> {
  const path = socketPath(frame.dataFolder);
  if (!fitsSocket(path)) return null;
  const late = timeLimit(frame.limitMs);
  try {
    return await underFirstOf([frame.signal, late], async (signal) => {
      const lines = await send(path, question, signal);
      return lines === null ? null : await lastOf(lines, frame.onProgress);
    });
  } catch (error) {
    if (error instanceof Problem || frame.signal.aborted) throw error;
    throw silent(late.aborted ? 'the time is over' : 'the connection broke');
  }
}

/**
 * The packed backup as the service sends it; one that ends too early ends with a Problem.
 * @returns null when no service listens. @throws Problem `service-silent` when it listens and gives none.
 */
export async function askBackup(
  dataFolder: string,
  user: string,
  signal: AbortSignal,
): Promise<Readable | null> {
  const path = socketPath(dataFolder);
  if (!fitsSocket(path)) return null;
  const reply = await send(path, null, signal, `${backupPath}?user=${encodeURIComponent(user)}`);
  if (reply === null) return null;
  const whole = new PassThrough();
  let ended = false;
  const breakOff = (): void => {
    if (!ended) whole.destroy(silent('the backup broke off; its log says why'));
  };
  // Nobody may listen yet when it breaks off.
  whole.on('error', () => undefined);
  reply.on('end', () => {
    ended = true;
  });
  reply.on('error', breakOff);
  reply.on('close', breakOff);
  if (reply.destroyed) breakOff();
  return reply.pipe(whole);
}

function send(
  socket: string,
  question: TerminalQuestion | null,
  signal: AbortSignal,
  path = '/',
): Promise<Readable | null> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: socket, method: 'POST', path, signal });
    const firstWord = timeLimit(firstWordMs);
    const giveUp = (): void => {
      asked.destroy(silent('it says nothing'));
    };
    firstWord.addEventListener('abort', giveUp);
    asked.on('error', (error: NodeJS.ErrnoException) => {
      // Nobody listens there: no service, one of an older version or of another user, or a folder that is none.
      if (error.syscall === 'connect') resolve(null);
      else reject(error);
    });
    asked.on('response', (reply) => {
      // From now on the whole answer has its time.
      firstWord.removeEventListener('abort', giveUp);
      if (reply.statusCode === 200) return resolve(reply);
      reply.resume();
      reject(silent(reply.statusCode === 503 ? 'it answers too many others' : 'it does not understand'));
    });
    asked.end(question === null ? undefined : JSON.stringify(question));
  });
}

async function lastOf(reply: Readable, onProgress: ServiceFrame['onProgress']): Promise<Report> {
  for await (const line of splitAtNewlines(reply)) {
    const said: TerminalAnswer | null = readAnswer(line);
    if (said === null) throw silent('it does not understand');
    if ('progress' in said) onProgress(said.progress);
    else if ('report' in said) return said.report;
    else if ('problem' in said) {
      const { code, details, fits } = said.problem;
      throw new Problem(code, details, fits);
    } else throw silent('a fault of its own, which its log names');
  }
  throw silent('the connection broke');
}

function silent(detail: string): Problem {
  return new Problem('service-silent', { detail });
}
