// The tunnel of the demo between PAN-OS in Paris and a FortiGate in Lyon, both asked over TLS: what is broken at either end is named with
// both settings, in the words of both vendors.

import { afterAll, describe, expect, it } from 'vitest';
import { composeDiagnosis } from '../../src/capabilities/diagnose/report.js';
import { type Break, breaks, lyonFirewall, parisLyon, parisLyonPair, sides } from '../../src/demo/lyon.js';
import type { Examination } from '../../src/diagnosis/diagnose.js';
import { causeInfo } from '../../src/domain/causes.js';
import { renderMarkdown } from '../../src/render/markdown.js';
import { demoFleet, type Fault } from '../../src/simulator/index.js';
import { rowOf, type SimulatedSite, simulate } from './simulated.js';

const site: SimulatedSite = {
  left: 'fw-paris-1',
  right: lyonFirewall.name,
  firewalls: [...demoFleet().firewalls.filter(({ name }) => name === 'fw-paris-1'), lyonFirewall],
  pair: parisLyonPair,
};

/** How each vendor calls what does not fit, and the two values. */
const words: Readonly<Record<Break, readonly RegExp[]>> = {
  proposal: [/IKE Crypto/, /set proposal/, /aes-128-cbc|aes128/, /aes-256-cbc|aes256/],
  identity: [/Local Identification|Peer Identification/, /set localid|set peerid/, /10\.222\.191\.127/],
  selector: [/Proxy IDs/, /set src-subnet|set dst-subnet/, /10\.199\.0\.0\/24/],
  'one-way': [/fw-paris-1/, new RegExp(lyonFirewall.name)],
};

interface Case {
  readonly name: string;
  readonly fault: Fault;
  readonly cause: string;
  readonly says: readonly RegExp[];
}

const cases: readonly Case[] = [
  { name: 'whole', fault: { kind: 'healthy' }, cause: 'tunnel-up-healthy', says: [] },
  ...(Object.keys(breaks) as Break[]).flatMap((what) =>
    Object.entries(sides).map(([place, end]) => ({
      name: `${what} at ${place}`,
      fault: { kind: breaks[what], end },
      cause: breaks[what],
      says: words[what],
    })),
  ),
];

const rows: string[] = [];
afterAll(() => {
  process.stdout.write(`${rows.sort().join('\n')}\n`);
});

function whole(examination: Examination): string {
  const frame = { now: new Date('2026-03-02T10:00:10.000Z'), zone: 'UTC' };
  return renderMarkdown(composeDiagnosis(examination, parisLyon, 'whole'), frame);
}

describe.concurrent('paris-lyon, PAN-OS and FortiGate', () => {
  it.each(cases)('$name', { timeout: 60_000 }, async (one) => {
    const { told, changes } = await simulate({ site, ...one });
    const row = rowOf(one.name, told, one.cause);
    rows.push(row);
    const text = whole(told.both);
    rows.push(text);
    expect(changes, 'a diagnosis only reads').toBe(0);
    expect(told.both.diagnosis.verdict.cause, row).toBe(one.cause);
    for (const view of ['left', 'right'] as const) {
      const { verdict } = told[view].diagnosis;
      const isSure = verdict.confidence === 'certain' || verdict.confidence === 'likely';
      if (isSure && causeInfo(verdict.cause).kind !== 'abstains')
        expect(verdict.cause, `${row}, ${view} alone is sure`).toBe(one.cause);
    }
    for (const told of one.says) expect(text).toMatch(told);
  });
});
