// What the history of 1,000 tunnels takes: samples of some days, a minute apart, in PGlite and (with TEST_DATABASE_URL) in PostgreSQL.

import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openDatabase } from '../src/stores/database.js';
import { rollUpSamples } from '../src/stores/sampleRollUp.js';
import { createSampleStore } from '../src/stores/sampleStore.js';

const tunnels = 1000;
const devices = 20;
const days = Number(process.argv[2] ?? 1);
const sampleDays = 2;
const dayMs = 86_400_000;
const begin = Date.parse('2026-03-01T00:00:00Z');
const iso = (ms) => new Date(ms).toISOString();

let seed = 7;
function random() {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return seed / 2 ** 31;
}

/** Of ten tunnels seven carry something each minute, from 1 kB to 1 GB, two nothing, and one's device does not count. */
function samplesOf(device) {
  return Array.from({ length: tunnels / devices }, (_, index) => {
    const names = { tunnel: `tunnel-${device}-${index}`, end: `to-partner-${index}` };
    if (index % 10 === 9)
      return {
        ...names,
        state: 'up',
        seconds: 0,
        bytesIn: null,
        bytesOut: null,
        packetsIn: null,
        packetsOut: null,
      };
    const bytes = () => (index % 10 > 6 ? 0 : Math.floor(10 ** (3 + random() * 6)));
    const [bytesIn, bytesOut] = [bytes(), bytes()];
    const packets = (of) => Math.ceil(of / 700);
    return {
      ...names,
      state: 'up',
      seconds: 60,
      bytesIn,
      bytesOut,
      packetsIn: packets(bytesIn),
      packetsOut: packets(bytesOut),
    };
  });
}

async function fill(store) {
  const took = [];
  for (let minute = 0; minute < days * 1440; minute += 1) {
    for (let device = 0; device < devices; device += 1) {
      const at = iso(begin + minute * 60_000 + device * 1000);
      const swept = { device: `firewall-${device}`, at, holeMs: 300_000, samples: samplesOf(device) };
      const before = performance.now();
      await store.add(swept);
      took.push(performance.now() - before);
    }
  }
  return took.sort((a, b) => a - b);
}

async function sizes(database) {
  const { rows } = await database.executeSql(`
    select sum(pg_total_relation_size(name::regclass))::text as bytes
    from unnest(array['samples', 'sample_series', 'looked']) as name`);
  return Number(rows[0].bytes);
}

const kilo = (bytes) => `${Math.round(bytes / 1000)} kB`;
const mega = (bytes) => `${Math.round(bytes / 1e6)} MB`;
const milli = (ms) => `${ms.toFixed(1)} ms`;

/** Each end of one tunnel a day, raw and as quarters of an hour; what 30 days of 1,000 tunnels follow from. */
async function measure(name, database, folder) {
  const store = createSampleStore(database.sql);
  const took = await fill(store);
  await database.executeSql('vacuum analyze');
  const raw = (await sizes(database)) / days / tunnels;
  const end = new Date(begin + days * dayMs);
  const span = { from: iso(begin), to: end.toISOString() };
  const read = async () => {
    const before = performance.now();
    const [series] = await store.series('tunnel-3-17', span);
    return { ms: performance.now() - before, points: series.points.length };
  };
  const whole = await read();
  const rolling = performance.now();
  await rollUpSamples(database.sql, { sampleDays: 0, historyDays: 90 }, end);
  const rolled = performance.now() - rolling;
  await database.executeSql('vacuum full samples');
  const coarse = (await sizes(database)) / days / tunnels;
  const month = tunnels * (sampleDays * raw + (30 - sampleDays) * coarse);
  console.log(
    `${name}: ${tunnels} tunnels on ${devices} devices, one end each, ${days} days, a look a minute`,
  );
  console.log(`  a tunnel and day: ${kilo(raw)} of looks, ${kilo(coarse)} in quarters of an hour`);
  console.log(
    `  30 days of 1,000 tunnels: ${mega(month)} (both ends read: ${mega(2 * month)}; the limit is 2,000 MB)`,
  );
  console.log(
    `  a sweep of ${tunnels / devices} tunnels is kept in ${milli(took[took.length >> 1])} (99 of 100 in ${milli(took[Math.floor(took.length * 0.99)])})`,
  );
  console.log(
    `  one tunnel's ${whole.points} looks are read in ${milli(whole.ms)}; a day of all is rolled up in ${milli(rolled / days)}`,
  );
  if (folder) console.log(`  the data folder takes ${mega(bytesIn(folder))}, with the write-ahead log`);
  if (2 * month > 2e9) throw new Error('30 days of 1,000 tunnels take more than 2 GB');
}

function bytesIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((one) => statSync(join(folder, one)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
}

const url = process.env.TEST_DATABASE_URL;
if (url) {
  const database = await openDatabase({ url }, () => new Date(begin));
  await measure('PostgreSQL', database, null);
  await database.close();
}
const folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-history-'));
try {
  const database = await openDatabase({ dataFolder: folder, pid: process.pid }, () => new Date(begin));
  await measure('PGlite', database, folder);
  await database.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
