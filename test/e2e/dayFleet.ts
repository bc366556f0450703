// A fleet to live through a bad day with: a site of sixteen tunnels on one line, a headquarters of two units, a branch with one of each.

import { type DayStep, type FleetSpec, firewall, type PairDraft, pair } from '../../src/simulator/index.js';

const minute = 60;

const site = (name: string, serial: string, host: number) =>
  firewall({
    name,
    serial,
    managementAddress: `192.0.2.${host}`,
    upstreamAddress: '198.51.100.254',
    logJob: { readyAfterMs: 0, activePolls: 0 },
  });

/** The units of a pair have the same users. */
const hubKey = 'LUFRPT1hub==';

const edgeTunnels = Array.from({ length: 16 }, (_, index) => `edge-${String(index + 1).padStart(2, '0')}`);

/** Given up after half a minute without an answer. */
const hasty: Partial<PairDraft> = { version: 'ikev1' };

export function dayFleet(): FleetSpec {
  const toHub = (name: string, from: string, index: number, more: Partial<PairDraft> = {}) =>
    pair({
      name,
      left: {
        firewall: from,
        address: `${from === 'fw-edge-1' ? '198.51.100' : '192.0.2'}.${index + 100}`,
        tunnelInterface: `tunnel.${index}`,
      },
      right: { firewall: 'fw-hub-1', address: `203.0.113.${index}`, tunnelInterface: `tunnel.${index}` },
      protects: [{ name: 'lan', left: `10.1.${index}.0/24`, right: `10.2.${index}.0/24` }],
      ...more,
    });
  return {
    seed: 20_260_615,
    historySeconds: 2 * 3600,
    firewalls: [
      site('fw-edge-1', '100', 1),
      {
        ...site('fw-hub-1', '200', 2),
        apiKey: hubKey,
        ha: { mate: 'fw-hub-2', state: 'active', priority: 100 },
      },
      {
        ...site('fw-hub-2', '201', 3),
        apiKey: hubKey,
        ha: { mate: 'fw-hub-1', state: 'passive', priority: 110 },
      },
      site('fw-branch-1', '300', 4),
    ],
    pairs: [
      ...edgeTunnels.map((name, index) => toHub(name, 'fw-edge-1', index + 1)),
      toHub('branch-erp', 'fw-branch-1', 51),
      toHub('branch-voice', 'fw-branch-1', 52, hasty),
      toHub('branch-planned', 'fw-branch-1', 53, hasty),
      toHub('branch-backup', 'fw-branch-1', 54),
    ],
  };
}

const wrongProfile = { kind: 'ike-proposal-mismatch', end: 'left', form: 'dh' } as const;
const blocked = { kind: 'peer-unreachable' } as const;

const away = (pairName: string, from: number, until: number): readonly DayStep[] => [
  { afterSeconds: from * minute, event: { what: 'fault', pair: pairName, fault: blocked } },
  { afterSeconds: until * minute, event: { what: 'mend', pair: pairName, fault: blocked } },
];

/** Minutes of the day at which something happens; between them there are only rekeys. */
export const day = {
  lineLost: 4,
  lineBack: 16,
  failover: 20,
  quiet: 22,
  plannedFrom: 24,
  plannedUntil: 34,
  silent: 36,
  restart: 47,
  clock: 55,
  push: 57,
  broken: 60,
  reverted: 68,
  flaps: 72,
  end: 106,
} as const;

/** When the day begins. */
export const noonMs = Date.UTC(2026, 5, 15, 12);

const at = (minutes: number): string => new Date(noonMs + minutes * minute * 1000).toISOString();

/** What the configuration says of its tunnels: work was planned for one. */
export const dayTunnels = {
  'branch-planned': {
    ends: [
      { device: 'fw-branch', tunnel: 'branch-planned' },
      { device: 'fw-hub', tunnel: 'branch-planned' },
    ],
    maintenance: [{ from: at(day.plannedFrom), to: at(day.plannedUntil), why: 'new router at the branch' }],
  },
};

export const dayScript: readonly DayStep[] = [
  {
    afterSeconds: day.lineLost * minute,
    event: { what: 'line', firewall: 'fw-edge-1', works: false },
  },
  { afterSeconds: day.lineBack * minute, event: { what: 'line', firewall: 'fw-edge-1', works: true } },
  { afterSeconds: day.failover * minute, event: { what: 'failover', firewall: 'fw-hub-1' } },
  { afterSeconds: day.quiet * minute, event: { what: 'quiet', pair: 'branch-backup', quiet: true } },
  ...away('branch-planned', day.plannedFrom + 2, day.plannedUntil - 3),
  {
    afterSeconds: day.silent * minute,
    event: { what: 'silent', firewall: 'fw-branch-1', seconds: 7 * minute },
  },
  {
    afterSeconds: day.restart * minute,
    event: { what: 'restart', firewall: 'fw-branch-1', seconds: 4 * minute },
  },
  { afterSeconds: day.clock * minute, event: { what: 'clock', firewall: 'fw-branch-1', seconds: 3600 } },
  { afterSeconds: day.push * minute, event: { what: 'commit', firewall: 'fw-branch-1', by: 'mei' } },
  {
    afterSeconds: day.broken * minute,
    event: { what: 'fault', pair: 'branch-erp', fault: wrongProfile, by: 'kim' },
  },
  {
    afterSeconds: day.reverted * minute,
    event: { what: 'mend', pair: 'branch-erp', fault: wrongProfile, by: 'kim' },
  },
  ...[0, 4, 8, 12].flatMap((after) => away('branch-voice', day.flaps + after, day.flaps + after + 2)),
];
