// The product's own command line asked about a lab: a configuration for the ends one may see, a question, its JSON.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { LEFT_TUNNEL, RIGHT_TUNNEL } from './baseSpec.js';
import type { View } from './fault.js';
import type { LabEnd } from './lab.js';
import { type Ran, run } from './shell.js';
import type { Side } from './spec.js';

/** What the lab's tunnel is called in every configuration. */
export const TUNNEL = 'office-branch';

const BIN = fileURLToPath(new URL('../../bin/tunnelmedic.js', import.meta.url));

/** What a configuration says about an end. */
export type AskedEnd = Pick<LabEnd, 'viciUri' | 'logFile' | 'configFile'>;
export type AskedEnds = Readonly<Record<Side, AskedEnd>>;

function deviceOf(end: AskedEnd) {
  return { vendor: 'strongswan', vici: end.viciUri, log: end.logFile, configFile: end.configFile };
}

/** The configuration with only the ends of this view declared. */
export function configurationFor(lab: AskedEnds, view: View): string {
  const sides = view === 'both' ? (['left', 'right'] as const) : [view];
  return stringify({
    devices: Object.fromEntries(sides.map((side) => [`${side}-gateway`, deviceOf(lab[side])])),
    tunnels: {
      [TUNNEL]: {
        ends: sides.map((side) => ({
          device: `${side}-gateway`,
          tunnel: side === 'left' ? LEFT_TUNNEL : RIGHT_TUNNEL,
        })),
      },
    },
  });
}

/** Runs `tunnelmedic …args --config F --json` with only the ends of this view declared. */
export async function askCli(lab: AskedEnds, view: View, args: readonly string[]): Promise<Ran> {
  const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-lab-cli-'));
  try {
    const file = join(folder, 'tunnelmedic.yml');
    await writeFile(file, configurationFor(lab, view));
    return await run(process.execPath, [BIN, ...args, '--config', file, '--json'], { timeoutMs: 60_000 });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The JSON of an answered question; a failed one is an error with what was printed. */
export function answerOf(ran: Ran): unknown {
  if (ran.code !== 0) throw new Error(`exit code ${ran.code}: ${ran.stderr}${ran.stdout}`);
  return JSON.parse(ran.stdout);
}
