// Files that nobody should send: bombs, pictures called .log, sign-in pages, addresses elsewhere. One clear sentence, bounded memory, nothing kept.

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { globexLog } from '../../src/simulator/index.js';
import type { Fault } from '../../src/workspace/faults.js';
import type { delivered, GuardedIncident, GuardedStage } from './guardedStage.js';
import { eventually, type IncidentThread } from './triageStage.js';

const mb = 1024 * 1024;
/** Far below what any of these files would need unpacked, far above what a busy service needs by itself. */
const mostMore = 150 * mb;

export function describeHostileFiles(given: () => GuardedIncident): void {
  describe('a hostile file', () => {
    let stage: GuardedStage;
    let thread: IncidentThread;
    beforeAll(() => {
      ({ stage, thread } = given());
    });

    const drop = (name: string, content: Buffer | string) =>
      stage.slack.uploadFile({
        user: 'mei',
        channel: 'netops',
        name,
        content,
        threadTs: thread.head?.ts ?? '',
      });
    const told = () => stage.slack.ephemerals('mei').map((one) => one.text);
    const fromUs = () => thread.messages.filter((one) => one.user === stage.slack.botUserId).length;
    /** The sentence that the person is told, who alone is told, while nothing changes. */
    const answerTo = async (send: () => Promise<unknown>): Promise<string> => {
      const before = told().length;
      const said = fromUs();
      await send();
      await eventually(() => told().length > before, 'the person is told', 40_000);
      expect(told()).toHaveLength(before + 1);
      expect(fromUs()).toBe(said);
      return told().at(-1) ?? '';
    };

    it.each<[string, string, () => Buffer, RegExp]>([
      [
        'that is binary and called .log',
        'charon.log',
        () => Buffer.from(Array.from({ length: 4000 }, (_, at) => (at * 7) % 256)),
        /charon\.log cannot be read as a log: it is not text\. .* Send the log as text/,
      ],
      [
        'that is a picture called .txt',
        'log.txt',
        () => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(500)]),
        /log\.txt cannot be read as a log: it is not text/,
      ],
      [
        'that is empty',
        'empty.log',
        () => Buffer.alloc(0),
        /empty\.log cannot be read as a log: it is empty/,
      ],
      [
        'that is a damaged gzip file',
        'peer.log.gz',
        () => gzipSync('a log').subarray(0, 15),
        /peer\.log\.gz cannot be read as a log: it is a damaged gzip file/,
      ],
      [
        'that is no log',
        'novel.txt',
        () => Buffer.from('It was a dark and stormy night.\n'.repeat(20)),
        /novel\.txt cannot be read as a log: none of the 20 lines/,
      ],
      [
        'of a name that is a path',
        '../../etc/passwd',
        () => Buffer.alloc(10),
        /passwd cannot be read as a log: it is not text/,
      ],
    ])(
      '%s is refused in one sentence',
      async (_name, name, content, says) => {
        expect(await answerTo(() => drop(name, content()))).toMatch(says);
      },
      60_000,
    );

    it.each<[string, string, () => Buffer]>([
      ['a log of 500 MB', 'big.log', () => Buffer.alloc(500 * mb, globexLog(new Date()))],
      // 1 GB of blanks in 1 MB, as many members as gzip allows to be put together.
      ['a gzip bomb', 'peer.log.gz', () => Buffer.concat(Array.from({ length: 16 }, () => member))],
      [
        'a gzip bomb within one',
        'peer.log',
        () => gzipSync(Buffer.concat(Array.from({ length: 90 }, () => member))),
      ],
    ])(
      '%s costs bounded memory',
      async (_name, name, content) => {
        const bytes = content();
        stage.forgetPeak();
        const before = stage.peakBytes();
        const says = await answerTo(() => drop(name, bytes));
        expect(says).toMatch(
          /is larger than 5 MB\. .* Send ten minutes around one failed attempt|it is not text/,
        );
        expect(stage.peakBytes() - before).toBeLessThan(mostMore);
      },
      90_000,
    );

    it.each<[string, string, Fault]>([
      ['answers with its sign-in page', 'file', { kind: 'status', status: 200 }],
      ['refuses', 'file', { kind: 'status', status: 403 }],
      ['is broken', 'file', { kind: 'status', status: 502 }],
      ['hangs up', 'file', { kind: 'reset' }],
      ['does not know it any more', 'files.info', { kind: 'error', error: 'file_deleted' }],
    ])(
      'is not taken for a log when Slack %s',
      async (_name, method, fault) => {
        stage.slack.faults.next(method, fault);
        expect(await answerTo(() => drop('charon.log', globexLog(new Date())))).toBe(
          'charon.log could not be read from Slack. Share it again, or paste its text.',
        );
      },
      60_000,
    );

    it('is never fetched from the address that an event names', async () => {
      const asked: (string | undefined)[] = [];
      const elsewhere = await listening((request) => asked.push(request.headers.authorization));
      const event = fileEvent(stage);
      const address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/charon.log`;
      for (const url of [
        address,
        `http://127.0.0.1@evil.example/x`,
        'file:///etc/passwd',
        'http://169.254.169.254/latest',
        'nonsense',
        '',
      ]) {
        expect(await answerTo(() => sendFile(stage, event, url))).toMatch(/could not be read from Slack/);
      }
      expect(asked).toEqual([]);
      elsewhere.close();
    });

    it('does not keep the service from reading the next one', async () => {
      await drop('charon.log', globexLog(new Date()));
      await thread.says(/Mei Tanaka gave the partner’s log charon\.log/);
      await thread.says(/because of the partner’s log/);
      expect(stage.said()).not.toMatch(/"level":(50|60)/);
    });
  });
}

const member = gzipSync(Buffer.alloc(64 * mb, ' '));

type Event = ReturnType<typeof delivered>;

function fileEvent(stage: GuardedStage): Event {
  const ack = stage.slack.acks.findLast((one) =>
    JSON.stringify(one.payload).includes('url_private_download'),
  );
  if (!ack) throw new Error('No file was shared.');
  return structuredClone(ack.payload);
}

let sent = 0;
async function sendFile(stage: GuardedStage, event: Event, url: string): Promise<void> {
  sent += 1;
  const inner = event.event as Event;
  const file = { id: 'F1', name: 'charon.log', url_private: url, url_private_download: url };
  const body = {
    ...event,
    event_id: `EvFILE${sent}`,
    event: { ...inner, ts: `1700000001.00000${sent}`, files: [file] },
  };
  const reply = await stage.send(JSON.stringify(body), { type: 'application/json' });
  expect(reply.status).toBe(200);
}

function listening(onRequest: (request: IncomingMessage) => void): Promise<Server> {
  const server = createServer((request, reply) => {
    onRequest(request);
    reply.end('a log');
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
