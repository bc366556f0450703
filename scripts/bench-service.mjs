// The service of the load measurement, in a process of its own, so that its loop and its memory are measured and nobody else's.

import { wire } from '../dist/app/wiring.js';
import { start } from '../dist/cli/start.js';
import { loadSettings } from '../dist/config/settings.js';
import { createLogger } from '../dist/support/logger.js';
import { watchLoop } from './bench-loop.mjs';

const { config, incidents } = JSON.parse(process.argv[2] ?? '{}');
const loop = watchLoop();
let service = null;

/** Incidents that stand before the service starts: their tunnels need no firewall, because notes ask none. */
async function open() {
  const wired = wire(await loadSettings(config, process.env), { log: createLogger('error') });
  const { incidents: store } = await wired.stores.open();
  const by = { id: 'bench', name: 'bench' };
  for (let index = 1; index <= incidents; index += 1) {
    await store.open(`inc-load${index}`, {
      by,
      at: new Date().toISOString(),
      key: `load-${index}`,
      what: { kind: 'opened', tunnel: `load-${index}`, severity: 'normal', channel: null },
    });
  }
  await wired.close();
}

/** The clock on the wall of this process; timers go on as they did. */
function setClock(offsetMs) {
  globalThis.Date = class extends TrueDate {
    constructor(...given) {
      super(...(given.length === 0 ? [TrueDate.now() + offsetMs] : given));
    }
    static now() {
      return TrueDate.now() + offsetMs;
    }
  };
}
const TrueDate = Date;

/** MB, after a collection where the process may ask for one. */
function used() {
  // Twice: what waits for a finalizer goes with the second one.
  loop.aside(() => {
    globalThis.gc?.();
    globalThis.gc?.();
  });
  const { rss, heapUsed, external } = process.memoryUsage();
  return { heap: heapUsed / 2 ** 20, outside: external / 2 ** 20, resident: rss / 2 ** 20 };
}

const answers = {
  open,
  used,
  setClock,
  async start() {
    service = await start({ config, environment: process.env, say: () => undefined });
  },
  watch: () => loop.begin(),
  blocked: () => loop.longest(),
  memory: () => ({ peak: process.resourceUsage().maxRSS * 1024, now: process.memoryUsage().rss }),
  close: () => service?.close(),
};

// Whoever asked may be gone: then nobody waits for it.
const reply = (answer) => process.send?.(answer, () => undefined);

process.on('message', async ({ id, ask }) => {
  try {
    // One that takes something is asked as { name: what }.
    const [[name, given]] = typeof ask === 'string' ? [[ask]] : Object.entries(ask);
    reply({ id, answer: (await answers[name](given)) ?? null });
  } catch (error) {
    reply({ id, failed: String(error) });
  }
});

// The measurement ended, or was stopped.
process.once('disconnect', () => process.exit());
