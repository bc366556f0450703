// `npm run fuzz [-- --minutes N] [--target NAME]`: seconds, always the same inputs, as CI runs it; with minutes new ones until they are over.

import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { fuzz, kept, tryInput } from './fuzz.js';
import type { FuzzTarget } from './target.js';
import { deviceTargets } from './targets/devices.js';
import { messageTargets } from './targets/messages.js';
import { textTargets } from './targets/texts.js';

const { values } = parseArgs({ options: { minutes: { type: 'string' }, target: { type: 'string' } } });
const all = [...deviceTargets, ...textTargets, ...messageTargets];
const targets = all.filter(({ name }) => values.target === undefined || name === values.target);
if (targets.length === 0) throw new Error(`Targets are: ${all.map(({ name }) => name).join(', ')}.`);

/** An input that never ends ends nothing by itself: a thread beside it watches the count. */
const tried = new Int32Array(new SharedArrayBuffer(4));
const watchdog = new Worker(
  `const { workerData, threadId } = require('node:worker_threads');
   let last = -1;
   setInterval(() => {
     const now = Atomics.load(workerData, 0);
     if (now === last) {
       require('node:fs').writeSync(2, 'HANG: no input was done within two minutes; run its target with the seed above\\n');
       process.kill(process.pid, 'SIGKILL');
     }
     last = now;
   }, 120000).unref();`,
  { eval: true, workerData: tried },
);
watchdog.unref();
process.on('unhandledRejection', (error) => {
  console.error('UNHANDLED', error);
  process.exit(1);
});

const until = values.minutes === undefined ? null : performance.now() + Number(values.minutes) * 60_000;
let finds = 0;

async function again(target: FuzzTarget): Promise<number> {
  const files = kept(target);
  for (const [name, input] of files)
    await tryInput(target, input).catch((error: unknown) => {
      finds += 1;
      console.error(`FAILS AGAIN ${target.name}/${name}`, error);
    });
  return files.size;
}

async function round(target: FuzzTarget, seed: number, runs: number): Promise<void> {
  const find = await fuzz(target, { seed, runs, onInput: () => void Atomics.add(tried, 0, 1) });
  if (find === null) return;
  finds += 1;
  console.error(`FOUND ${find.target} (seed ${seed}), kept as ${find.file}\n${find.says}`);
}

for (const target of targets) {
  const began = performance.now();
  const seed = until === null ? 20_260_728 : randomInt(2 ** 31);
  const before = await again(target);
  await round(target, seed, target.runs);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${target.name}: ${target.runs} inputs, ${before} kept, seed ${seed}, ${seconds} s`);
}
while (until !== null && performance.now() < until)
  for (const target of targets) {
    const seed = randomInt(2 ** 31);
    console.log(`${target.name}: seed ${seed}`);
    await round(target, seed, target.runs);
  }
console.log(`${Atomics.load(tried, 0)} inputs, ${finds} found`);
process.exitCode = finds === 0 ? 0 : 1;
