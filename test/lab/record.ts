// Command: runs every fault (or those named) and saves its recording. `npx tsx test/lab/record.ts [FAULT…]`, as root.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faults } from './faults.js';
import { startLab } from './lab.js';
import { record } from './recordings.js';

const folder = join(fileURLToPath(new URL('.', import.meta.url)), '../fixtures/strongswan/recordings');
const wanted = process.argv.slice(2);

for (const fault of faults) {
  if (wanted.length > 0 && !wanted.includes(fault.name)) continue;
  const started = Date.now();
  const lab = await startLab(fault.spec);
  try {
    await fault.trigger(lab);
    await record(lab, fault, folder);
    console.error(`${fault.name}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
  } finally {
    await lab.stop();
  }
}
