// An assistant on standard input and output: what is asked from a pipe that ends at once is answered.

import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { toolDeclarations } from '../../../src/app/toolQuestions.js';
import { Problem } from '../../../src/domain/problem.js';
import { converse } from '../../../src/mcp/stdio.js';
import { ManualClock } from '../../support/manualClock.js';

const lines = [
  {
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  },
  { method: 'notifications/initialized' },
  { id: 2, method: 'tools/call', params: { name: 'status', arguments: { tunnel: 'nope' } } },
];

it('a question that was put before the input ended has its answer before the conversation ends', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let answer: () => void = () => undefined;
  const looked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const { ended, close } = converse(
    {
      declarations: toolDeclarations,
      version: '1',
      clock: new ManualClock(),
      zone: 'UTC',
      onFault: () => undefined,
    },
    async () => {
      await looked;
      throw new Problem('unknown-tunnel', { name: 'nope', hint: 'Ask `list`.' });
    },
    { input, output },
  );
  const heard = text(output);
  input.end(lines.map((line) => `${JSON.stringify({ jsonrpc: '2.0', ...line })}\n`).join(''));
  // A device takes its time: the input is over long before.
  input.once('close', () => setImmediate(answer));
  await ended;
  await close();
  output.end();
  expect(await heard).toContain('No tunnel is called');
});
