// One line is asked for on a terminal: what is typed is the answer; an end of the input or a given up question is none.

import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { askLine } from '../../../src/support/askLine.js';

function asked(signal = new AbortController().signal) {
  const input = new PassThrough();
  const output = new PassThrough();
  return { input, output, answer: askLine('Which product? ', input, output, signal) };
}

it('the line that is typed is the answer, and the question is shown', async () => {
  const { input, output, answer } = asked();
  input.write('strongswan\n');
  expect(await answer).toBe('strongswan');
  output.end();
  expect(await text(output)).toContain('Which product? ');
});

it('a line without end is cut', async () => {
  const { input, answer } = asked();
  input.write(`${'x'.repeat(10_000)}\n`);
  expect(await answer).toHaveLength(4096);
});

it('the end of the input is no answer', async () => {
  const { input, answer } = asked();
  input.end();
  expect(await answer).toBeNull();
});

it('a question that is given up is not answered', async () => {
  const stop = new AbortController();
  const { answer } = asked(stop.signal);
  stop.abort();
  expect(await answer).toBeNull();
});
