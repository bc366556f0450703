// A command that a stop cuts off: who asked hears it in one sentence, and nothing is called a fault; an act is left to whoever comes next.

import { expect, it } from 'vitest';
import { declarations } from '../../../src/app/registry.js';
import { Answering, type AnswerParts } from '../../../src/slack/answer.js';
import { sentences } from '../../../src/slack/sentences.js';
import { createLogger } from '../../../src/support/logger.js';
import { ManualClock } from '../../support/manualClock.js';

const place = {
  ...{ channel: 'C1', threadTs: null, direct: false, responseUrl: null, editTs: null },
  user: { id: 'U1', name: 'ana' },
};

async function cutOff(text: string) {
  const clock = new ManualClock();
  const told: string[] = [];
  const lines: string[] = [];
  const logger = createLogger('silent');
  const noted = (level: string) => (_fields: unknown, line: string) => lines.push(`${level}: ${line}`);
  const dispatcher = {
    commands: declarations,
    run: (_text: string, { signal }: { readonly signal: AbortSignal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  };
  const speaker = {
    plan: true,
    responseUrl: () => null,
    whisper: async (_place: unknown, message: { readonly text: string }) => {
      told.push(message.text);
    },
  };
  const progress = {
    post: async () => ({ channel: 'C1', ts: '1.1' }),
    update: async () => undefined,
    end: async () => undefined,
  };
  const parts = {
    ...{ dispatcher, speaker, clock, commandTimeoutMs: 60_000, incidents: null, delivery: null },
    logger: { ...logger, warn: noted('warn'), error: noted('error') },
    ways: { portFor: () => progress },
    agent: { isOpen: () => false },
  };
  const answering = new Answering(parts as unknown as AnswerParts);
  const stop = new AbortController();
  const answered = answering.answer(text, place, stop.signal);
  await clock.advance(100);
  stop.abort(new Error('stopping'));
  await clock.finish(answered);
  return { told, lines };
}

it('of a question says that we are being stopped', async () => {
  const { told, lines } = await cutOff('status tunnel-x');
  expect([told, lines]).toEqual([[sentences.stopping], ['warn: a command was cut off by the stop']]);
});

it('of an act says nothing, because it will be done', async () => {
  const { told, lines } = await cutOff('incident inc-1 note the partner was called');
  expect([told, lines]).toEqual([[], ['warn: a command was cut off by the stop']]);
});
