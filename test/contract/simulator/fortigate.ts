// One PAN-OS firewall and one FortiGate with a tunnel between them, a clock that tests move by hand, and the FortiGate asked over TLS.
import { request } from 'node:https';
import {
  firewall,
  fortigate,
  type PairDraft,
  pair,
  type RunningFirewall,
  type RunningFleet,
  startFleet,
} from '../../../src/simulator/index.js';
import { NOON_MS } from './site.js';

export interface MixedSite {
  readonly fleet: RunningFleet;
  readonly clock: { nowMs: number };
  readonly fgt: RunningFirewall;
}

type Options = Partial<Parameters<typeof fortigate>[0]>;

export function mixedDraft(change: Partial<PairDraft> = {}): PairDraft {
  const [paris, lyon] = [
    { type: 'fqdn', id: 'paris.example' } as const,
    { type: 'fqdn', id: 'lyon.example' } as const,
  ];
  return {
    name: 'vpn',
    left: {
      firewall: 'fw-left',
      address: '198.51.100.1',
      tunnelInterface: 'tunnel.1',
      gateway: { localId: paris, peerId: lyon },
    },
    right: {
      firewall: 'fgt',
      product: 'fortios',
      address: '203.0.113.1',
      name: 'to-left',
      gateway: { localId: lyon, peerId: paris },
    },
    protects: [{ name: 'lan', left: '10.1.0.0/24', right: '10.2.0.0/24' }],
    ...change,
  };
}

export async function startMixed(change: Partial<PairDraft> = {}, options: Options = {}): Promise<MixedSite> {
  const clock = { nowMs: NOON_MS };
  const fleet = await startFleet(
    {
      seed: 7,
      historySeconds: 3 * 3600,
      firewalls: [
        firewall({
          name: 'fw-left',
          serial: '001',
          managementAddress: '192.0.2.1',
          upstreamAddress: '198.51.100.254',
          logJob: { readyAfterMs: 0, activePolls: 0 },
        }),
        fortigate({
          name: 'fgt',
          serial: 'FG100FTK00000001',
          managementAddress: '192.0.2.2',
          upstreamAddress: '203.0.113.254',
          timezone: 'Europe/Paris',
          logJob: { readyAfterMs: 0, activePolls: 1 },
          ...options,
        }),
      ],
      pairs: [pair(mixedDraft(change))],
    },
    { now: () => new Date(clock.nowMs) },
  );
  return { fleet, clock, fgt: fleet.firewall('fgt') };
}

export interface Told {
  readonly status: number;
  readonly body: string;
}

/** @param path below `/api/v2/`, with its query */
export function ask(
  { url, caPem, apiKey }: RunningFirewall,
  path: string,
  how: { readonly method?: string; readonly token?: string | null } = {},
): Promise<Told> {
  const token = how.token === undefined ? apiKey : how.token;
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(`/api/v2/${path}`, url),
      { method: how.method ?? 'GET', ca: caPem, agent: false, headers },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

export type Row = Readonly<Record<string, unknown>>;

export interface Envelope {
  readonly status: string;
  readonly results: unknown;
  readonly [name: string]: unknown;
}

export async function read(fgt: RunningFirewall, path: string): Promise<Envelope> {
  return JSON.parse((await ask(fgt, path)).body);
}

export async function rows(fgt: RunningFirewall, path: string): Promise<Row[]> {
  const { results } = await read(fgt, path);
  if (!Array.isArray(results)) throw new Error(`${path} gives no rows.`);
  return results;
}

/** The VPN records of the last so many minutes, each as its fields in one line, newest first. */
export async function vpnRecords({ fgt, clock }: MixedSite, minutes: number): Promise<string[]> {
  const all = await rows(fgt, 'log/memory/event/vpn?rows=1000&filter=subtype==vpn');
  const since = (clock.nowMs - minutes * 60_000) * 1_000_000;
  return all
    .filter((row) => Number(row.eventtime) >= since)
    .map((row) =>
      Object.entries(row)
        .map(([name, value]) => `${name}="${value}"`)
        .join(' '),
    );
}
