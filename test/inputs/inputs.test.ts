// Whatever comes in, each input is answered with a clear sentence or the right answer: nothing is taken silently, crashes, hangs or leaks.
import { describe, expect, it } from 'vitest';
import { classes } from './classes.js';
import { tryClass } from './run.js';

describe('hostile and broken inputs', () => {
  // Each in a process of its own, which mostly waits for what does not answer.
  it.concurrent.each(Object.keys(classes))('are each answered clearly: %s', async (name) => {
    const tried = await tryClass(name);
    expect(tried.filter(({ grade }) => grade !== 'clear')).toEqual([]);
  });
});
