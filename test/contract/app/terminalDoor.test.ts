// The socket by which a terminal asks the running service: what goes through it whole, and what stands against an answer.

import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PackBackup } from '../../../src/app/backupDoor.js';
import { openTerminalDoor, type TerminalDoor } from '../../../src/app/terminalDoor.js';
import { socketPath, type TerminalQuestion } from '../../../src/app/terminalWords.js';
import { askBackup, askService } from '../../../src/cli/askService.js';
import type { RunOptions } from '../../../src/commands/dispatcher.js';
import { Problem } from '../../../src/domain/problem.js';
import type { Report } from '../../../src/domain/report.js';
import { renderJson } from '../../../src/render/json.js';
import { createLogger } from '../../../src/support/logger.js';

const report: Report = {
  kind: 'incidents',
  tone: 'good',
  title: 'No incident is open',
  summary: [{ kind: 'paragraph', text: ['since ', { at: '2026-03-01T12:00:00Z', as: 'age' }] }],
  detail: [],
  actions: [],
  choice: null,
  files: [],
  audience: 'everyone',
  json: { bytes: 9_007_199_254_740_993n },
};

let dataFolder: string;
let packBackup: PackBackup = async () => undefined;
let doors: TerminalDoor[] = [];
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'tunnelmedic-door-'));
});
afterEach(async () => {
  await Promise.all(doors.map((door) => door.close()));
  doors = [];
  await rm(dataFolder, { recursive: true, force: true });
});

type Execute = (words: readonly string[], options: RunOptions) => Promise<Report>;

async function open(execute: Execute, folder = dataFolder): Promise<void> {
  const dispatcher = { execute };
  const log = createLogger('silent');
  const pack: PackBackup = (into, user) => packBackup(into, user);
  doors.push(await openTerminalDoor({ dataFolder: folder, dispatcher, packBackup: pack, log }));
}

const asked: TerminalQuestion = { words: ['incidents', '--all'], user: 'ana', attachments: [] };
const ask = (question = asked, signal = new AbortController().signal, folder = dataFolder) =>
  askService(question, { dataFolder: folder, signal, limitMs: 30_000, onProgress: () => undefined });

describe('the socket of a running service', () => {
  it('carries words, user and files to the dispatch, and the report back, exact beyond 2^53', async () => {
    const seen: [readonly string[], RunOptions][] = [];
    await open(async (words, options) => {
      seen.push([words, options]);
      return report;
    });
    const bytes = Buffer.from([0, 255, 10, 200]);
    const attachments = [{ name: 'peer.log', base64: bytes.toString('base64') }];
    const answer = await ask({ ...asked, attachments });
    expect(answer && renderJson(answer)).toBe(renderJson(report));
    expect(answer?.summary).toEqual(report.summary);
    expect(seen[0]?.[0]).toEqual(['incidents', '--all']);
    expect(seen[0]?.[1]).toMatchObject({
      asker: { id: 'terminal:ana', name: 'ana', channel: null, via: 'terminal' },
      attachments: [{ name: 'peer.log', bytes }],
    });
  });

  it('tells what is being done before the report', async () => {
    await open(async (_words, { onProgress }) => {
      onProgress?.({ title: 'Looking' });
      return report;
    });
    const told: string[] = [];
    const frame = { dataFolder, signal: new AbortController().signal, limitMs: 30_000 };
    await askService(asked, { ...frame, onProgress: ({ title }) => told.push(title) });
    expect(told).toEqual(['Looking']);
  });

  it('is open to its user alone', async () => {
    await open(async () => report);
    expect((await stat(socketPath(dataFolder))).mode & 0o777).toBe(0o600);
  });

  it('gives a Problem as the service met it', async () => {
    const problem = new Problem('unknown-incident', { name: 'inc-9', hint: 'Ask `incidents`.' }, ['inc-1']);
    await open(() => Promise.reject(problem));
    await expect(ask()).rejects.toMatchObject({
      code: 'unknown-incident',
      message: problem.message,
      remedy: problem.remedy,
      exit: 2,
      fits: ['inc-1'],
    });
  });

  it('says in one sentence that the service failed, without its exception', async () => {
    await open(() => Promise.reject(new TypeError('x is undefined')));
    const refused = ask();
    await expect(refused).rejects.toMatchObject({ code: 'service-silent' });
    await expect(refused).rejects.not.toThrow(/undefined/);
  });

  it('ends the command when the person at the terminal gives up', async () => {
    const stop = new AbortController();
    const ended = new Promise<void>((resolve) => {
      void open(async (_words, { signal }) => {
        signal.addEventListener('abort', () => resolve());
        stop.abort();
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        return report;
      }).then(() => ask(asked, stop.signal).catch(() => undefined));
    });
    await ended;
  });

  it('takes the place of one that a killed process left', async () => {
    await writeFile(socketPath(dataFolder), '');
    await open(async () => report);
    expect((await ask())?.title).toBe(report.title);
  });

  it('takes no more than documents need, and no words that are none', async () => {
    await open(async () => report);
    const base64 = Buffer.alloc(12 * 1024 * 1024).toString('base64');
    await expect(ask({ ...asked, attachments: [{ name: 'x', base64 }] })).rejects.toThrow(Problem);
    await expect(ask({ ...asked, words: [] })).rejects.toThrow('it does not understand');
  });

  it('answers a few at a time', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let begun = 0;
    let full: () => void = () => undefined;
    const isFull = new Promise<void>((resolve) => {
      full = resolve;
    });
    await open(async () => {
      begun += 1;
      if (begun === 8) full();
      await held;
      return report;
    });
    const waiting = Array.from({ length: 8 }, () => ask());
    await isFull;
    await expect(ask()).rejects.toThrow('it answers too many others');
    release();
    expect(await Promise.all(waiting)).toHaveLength(8);
  });
});

describe('a backup through that socket', () => {
  const signal = new AbortController().signal;
  const execute = () => Promise.reject(new Error('nobody asks'));

  it('is what the service packed, from a file that is gone afterwards', async () => {
    const asked: string[] = [];
    packBackup = async (into, user) => {
      asked.push(user);
      await pipeline(Readable.from([Buffer.alloc(300_000, 7), 'the end']), into);
    };
    await open(execute);
    const packed = await buffer((await askBackup(dataFolder, 'ana & bo', signal)) ?? Readable.from([]));
    expect([packed.length, packed.subarray(-7).toString(), asked]).toEqual([
      300_007,
      'the end',
      ['ana & bo'],
    ]);
    expect(await readdir(dataFolder)).toEqual(['terminal.sock']);
  });

  it('that cannot be made ends in the middle, leaves nothing, and the next one is made', async () => {
    packBackup = async (into) => {
      into.destroy();
      throw new Error('no space');
    };
    await open(execute);
    const broken = (await askBackup(dataFolder, 'ana', signal)) ?? Readable.from([]);
    await expect(buffer(broken)).rejects.toMatchObject({ code: 'service-silent' });
    expect(await readdir(dataFolder)).toEqual(['terminal.sock']);
    packBackup = (into) => pipeline(Readable.from(['x']), into);
    expect((await buffer((await askBackup(dataFolder, 'ana', signal)) ?? Readable.from([]))).length).toBe(1);
  });

  it('is none where no service listens', async () => {
    expect(await askBackup(dataFolder, 'ana', signal)).toBeNull();
  });
});

describe('where no service listens', () => {
  it('nobody answers, so the terminal does it itself', async () => {
    expect(await ask()).toBeNull();
    await writeFile(socketPath(dataFolder), '');
    expect(await ask()).toBeNull();
    expect(await ask(asked, new AbortController().signal, `/${'deep/'.repeat(40)}`)).toBeNull();
  });

  it('a folder whose path is longer than a socket takes costs the service nothing else', async () => {
    await open(async () => report, join(dataFolder, 'deep'.repeat(40)));
    expect(doors).toHaveLength(1);
  });

  it('what answers something else is no service of this version', async () => {
    const other = createServer((_request, reply) => reply.end('{"hello":1}\n'));
    await new Promise<void>((resolve) => other.listen(socketPath(dataFolder), resolve));
    await expect(ask()).rejects.toMatchObject({ code: 'service-silent' });
    await new Promise((resolve) => other.close(resolve));
  });
});
