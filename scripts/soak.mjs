// Command: endurance. `npm run soak [-- --minutes N] [--database postgresql] [--only WORD]`: people, alerts and sweeps without end, with faults of firewalls, Slack, the disk, the clock, the database and the process; it prints what was lost, what came twice, and the memory.

import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { databaseControl, faultsOf } from './soak/faults.mjs';
import { inTheStore } from './soak/inTheStore.mjs';
import { loadOn } from './soak/load.mjs';
import { judgeMemory } from './soak/memory.mjs';
import { incidents, raise, until } from './soak/stage.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    database: { type: 'string', default: 'embedded' },
    only: { type: 'string', default: '' },
  },
});
const lengthMs = Number(values.minutes) * 60_000;
const isPostgres = values.database === 'postgresql';
const databaseUrl = isPostgres ? (process.env.TEST_DATABASE_URL ?? null) : null;
if (isPostgres && databaseUrl === null) {
  // A throwaway cluster; it says itself when PostgreSQL is not installed.
  const here = (name) => fileURLToPath(new URL(name, import.meta.url));
  const inner = [here('with-postgres.sh'), process.execPath, here('soak.mjs'), ...process.argv.slice(2)];
  process.exit(spawnSync('bash', inner, { stdio: 'inherit' }).status ?? 1);
}

/** How long a fault lasts, or its traces. */
const stepMs = 8000;
/** After the last fault: as long as the longest wait of a lease, of a row in the outbox and of a channel, several times. */
const patienceMs = 240_000;

const stage = await raise(databaseUrl);
const { slack, service } = stage;
const isConnected = () => slack.socketCount() > 0;
const load = loadOn(stage);
/** Those whose name holds it: to look at one of them closely. */
const faults = faultsOf(stage, { database: databaseControl(process.env), isConnected }).filter(([what]) =>
  what.includes(values.only),
);
if (stage.disk === null && !isPostgres)
  process.stderr.write('No disk may be mounted here, so none gets full.\n');
const memory = [];
const figures = { faults: 0, ends: 0 };
let isOver = false;

await service.prepare();
await service.start(isConnected);
if (!(await until(() => load.headCount() >= incidents, 180_000)))
  throw new Error('no incident stands in Slack');
const begun = performance.now();
const passedMs = () => performance.now() - begun;

async function trouble() {
  for (let step = 0; passedMs() < lengthMs; step += 1) {
    const [what, { happen, end, endsProcess }] = faults[step % faults.length];
    // Memory is judged by a process that lives through the second half, and is warm by then.
    if (endsProcess && passedMs() > lengthMs / 3) continue;
    figures.faults += 1;
    figures.ends += endsProcess ? 1 : 0;
    process.stderr.write(`${Math.round(passedMs() / 1000)} s: ${what}\n`);
    // As a supervisor does; the end counts.
    if (!service.isAlive()) await service.start(isConnected);
    await Promise.resolve(happen(step)).catch((error) => process.stderr.write(`${error}\n`));
    await sleep(Math.max(0, Math.min(stepMs, lengthMs - passedMs())));
    await end?.();
    for (const one of stage.fleet.firewalls) await one.clear();
    slack.faults.clear();
  }
  isOver = true;
  load.stop();
}

async function observer() {
  while (!isOver) {
    load.missing();
    const used = await service.ask('used').catch(() => null);
    const acts = load.counts.acked + load.counts.posted;
    if (used && passedMs() > lengthMs / 2) memory.push({ at: performance.now(), acts, ...used });
    // Often enough for twenty samples, and seldom enough that collections are not what it mostly does.
    for (const end = passedMs() + Math.max(2000, lengthMs / 120); passedMs() < end && !isOver; )
      await sleep(500);
  }
}

await Promise.all([load.run(), observer(), trouble()]);
if (!service.isAlive()) await service.start(isConnected);
const endedAt = performance.now();
await until(() => load.missing().every((note) => load.wasRefused(note)), patienceMs);
const lastSaidMs = performance.now() - endedAt;
// Whatever is said twice comes a moment later.
await sleep(3000);
const missing = load.missing();
const refused = missing.filter((note) => load.wasRefused(note));
const late = missing.filter((note) => !refused.includes(note));
const twice = load.twice();
const held = await service.ask('blocked').catch(() => null);
await service.close();
const kept = await inTheStore(stage);
await stage.end();

const lost = late.filter((note) => !kept.notes.has(note));
const { counts, promised, keptAlerts } = load;
const lostAlerts = Math.max(0, keptAlerts.size - kept.alertRows);
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
console.log(
  `store: ${isPostgres ? 'PostgreSQL' : 'PGlite'}; ${figures.faults} faults, ${figures.ends} of them ended the process; it ended by itself ${service.deaths.length} times`,
);
console.log(
  `commands: ${counts.typed} typed, ${counts.acked} acknowledged, ${counts.slow} of them after more than 3 s`,
);
console.log(
  `notes: ${promised.size} acknowledged, ${lost.length} lost, ${twice.length} said twice, ${late.length - lost.length} not said ${seconds(patienceMs)} after the last fault, ${refused.length} not done and their writers told so; the last one was said ${seconds(lastSaidMs)} after it`,
);
console.log(
  `left in the store: ${kept.acts} acts, ${kept.waiting} messages that wait, ${kept.refused} that Slack refused`,
);
console.log(
  `alerts: ${counts.posted} posted, ${keptAlerts.size} acknowledged, ${kept.alertRows} kept, ${lostAlerts} lost`,
);
if (held !== null) {
  const computed =
    held.computed === null ? '' : `; the most that it computed at once: ${Math.round(held.computed)} ms`;
  console.log(`longest block of the loop: ${Math.round(held.blocked)} ms${computed}`);
}
const judged = [
  ['the heap', 'heap'],
  ['outside the heap (buffers, the embedded database)', 'outside'],
].map(([what, of]) => {
  const one = judgeMemory(memory.map(({ at, acts, [of]: mb }) => ({ at, acts, mb })));
  if (one !== null) sayMemory(what, one);
  return one;
});
const isJudged = judged.every((one) => one !== null);
if (!isJudged)
  console.log(
    `memory: not judged, ${memory.length} samples are too few, or too little was done; it takes about 5 minutes`,
  );
if (memory.length > 0)
  console.log(
    `resident, not judged: ${memory
      .map(({ resident }) => resident.toFixed(0))
      .filter((_, index) => index % Math.ceil(memory.length / 5) === 0)
      .join(', ')} MB`,
  );

function sayMemory(what, { usual, perThousand, minutes, acts, grown, moments, isFlat }) {
  const shown = moments.map((one) => `${one.mb.toFixed(1)} MB at ${one.acts} acts`).join(', ');
  console.log(
    `memory, ${what}, after a collection: ${shown}; median ${usual.toFixed(1)} MB; ${perThousand.toFixed(2)} MB per 1,000 acts by their slope, ${grown.toFixed(1)} MB in ${acts} acts and ${minutes.toFixed(1)} minutes: ${isFlat ? 'flat' : 'IT GROWS'}`,
  );
}

const isFaultless =
  service.deaths.length === 0 &&
  late.length === 0 &&
  twice.length === 0 &&
  lostAlerts === 0 &&
  kept.refused === 0;
if (!isFaultless)
  console.log(
    `LOST, LATE OR TWICE: ${JSON.stringify({ lost, late: late.map(load.toldAbout), twice, lostAlerts }, null, 1)}`,
  );
const isFlat = judged.every((one) => one === null || one.isFlat);
// A long run that cannot tell has failed; a short one was not asked.
const mustTell = lengthMs >= 10 * 60_000;
process.exit(isFaultless && isFlat && (isJudged || !mustTell) ? 0 : 1);
