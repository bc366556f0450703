// What is over, what could not be read, and what stands beside: none of it becomes a sure cause, and nothing is called idle or healthy over it.

import { describe, expect, it } from 'vitest';
import { examine } from '../../src/diagnosis/diagnose.js';
import { causeInfo } from '../../src/domain/causes.js';
import { gap } from '../../src/domain/observation.js';
import type { Diagnosis } from '../../src/domain/verdict.js';
import { ownPlaybookSet } from '../../src/playbook/folder.js';
import {
  type Fault,
  firewall,
  fortigate,
  type PairDraft,
  pair,
  type ScheduledFault,
} from '../../src/simulator/index.js';
import { type SimulatedFault, type SimulatedSite, simulate } from './simulated.js';

const playbooks = ownPlaybookSet();

interface Site {
  readonly gate?: true;
  readonly six?: true;
  readonly past?: readonly ScheduledFault[];
  readonly draft?: Partial<PairDraft>;
}

/** Two PAN-OS firewalls, or a FortiGate at the right end. */
function site({ gate, six, past = [], draft = {} }: Site): SimulatedSite {
  const [left, right, inside, lines, hosts] = six
    ? ([
        '2001:db8:1::10',
        '2001:db8:2::20',
        ['fd00::1/64', 'fd00::2/64'],
        ['2001:db8:1::1', '2001:db8:2::1'],
        ['2001:db8:a::/64', '2001:db8:b::/64'],
      ] as const)
    : ([
        '192.0.2.10',
        '203.0.113.20',
        ['10.255.0.1/30', '10.255.0.2/30'],
        ['192.0.2.1', '203.0.113.1'],
        ['10.1.0.0/24', '10.2.0.0/24'],
      ] as const);
  const end = (name: string, address: string, interfaceAddress: string) => ({
    firewall: name,
    address,
    tunnelInterface: 'tunnel.1',
    interfaceAddress,
  });
  const device = (name: string, number: number, upstreamAddress: string) => ({
    name,
    serial: `00700000000000${number}`,
    managementAddress: `10.0.0.${number}`,
    upstreamAddress,
  });
  const rightDevice = device('fw-right', 2, lines[1]);
  return {
    left: 'fw-left',
    right: 'fw-right',
    firewalls: [
      firewall(device('fw-left', 1, lines[0])),
      gate ? fortigate(rightDevice) : firewall(rightDevice),
    ],
    pair: pair({
      name: 'tunnel-x',
      left: end('fw-left', left, inside[0]),
      right: { ...end('fw-right', right, inside[1]), ...(gate ? { product: 'fortios' as const } : {}) },
      protects: [{ name: 'lan', left: hosts[0], right: hosts[1] }],
      faults: past,
      ...draft,
    }),
  };
}

const healthy: Fault = { kind: 'healthy' };

async function told(one: Omit<SimulatedFault, 'site'> & { readonly site: Site }) {
  return (await simulate({ ...one, site: site(one.site) })).told;
}

function isSure({ verdict }: Diagnosis): boolean {
  const sure = verdict.confidence === 'certain' || verdict.confidence === 'likely';
  return sure && causeInfo(verdict.cause).kind !== 'abstains';
}

describe.concurrent('between two simulated firewalls', () => {
  it.each<readonly [string, Fault]>([
    ['ESP was lost', { kind: 'esp-blocked' }],
    ['large packets were lost', { kind: 'fragmentation-mtu' }],
    ['the line was cut', { kind: 'dpd-timeout' }],
  ])('%s, which is over for ten minutes: up, and no sure fault', async (name, fault) => {
    const past = [{ fault, fromSecondsAgo: 2400, untilSecondsAgo: 600 }];
    const { both } = await told({ name, fault: healthy, site: { past }, afterSeconds: 0 });
    expect(both.diagnosis.state).toBe('up');
    const { cause, confidence } = both.diagnosis.verdict;
    if (cause !== 'tunnel-up-healthy') expect(confidence).toBe('possible');
  });

  it('a second gateway that took the SA over and over is no fault any more once that has stopped', async () => {
    const past = [{ fault: { kind: 'duplicate-peer' } as const, fromSecondsAgo: 2400, untilSecondsAgo: 900 }];
    const { both } = await told({ name: 'twin, over', fault: healthy, site: { past }, afterSeconds: 0 });
    expect(both.diagnosis.verdict.cause).toBe('tunnel-up-healthy');
  });

  it('an IKE SA that is replaced again and again is not called up and well by one end', async () => {
    const { left } = await told({ name: 'twin, now', fault: { kind: 'duplicate-peer' }, site: {} });
    expect(left.diagnosis.verdict).toMatchObject({ cause: 'duplicate-peer', confidence: 'possible' });
  });

  it('a peer that fell silent is no sure cause as long as its routes could not be read', async () => {
    const fault: Fault = { kind: 'routing-missing', form: 'peer', end: 'right' };
    const { both } = await told({ name: 'no route', fault, site: {} });
    expect(both.diagnosis.verdict).toMatchObject({ cause: 'routing-missing', confidence: 'certain' });
    const { evidence } = both;
    const unread = gap({
      reason: 'unauthorized',
      says: 'fw-right did not tell its routes.',
      remedy: 'Give the right.',
      device: 'fw-right',
      request: 'path',
      at: evidence.collectedAt,
    });
    const blind = examine({ ...evidence, theirs: { ...evidence.theirs, path: unread } }, playbooks).diagnosis;
    expect(isSure(blind)).toBe(false);
    expect(blind.alternatives.map(({ cause }) => cause)).toContain('routing-missing');
  });

  it.each<readonly [string, Site]>([
    ['PAN-OS', { six: true }],
    ['a FortiGate', { six: true, gate: true }],
  ])('addresses of IPv6 are found in the routes of %s', async (name, of) => {
    const { both } = await told({ name: `IPv6, ${name}`, fault: healthy, site: of });
    expect(both.diagnosis.findings.filter(({ cause }) => cause === 'routing-missing')).toEqual([]);
    expect(both.diagnosis.verdict.cause).toBe('tunnel-up-healthy');
  });

  it('a passive FortiGate that started again is not merely idle: what it may have lost is named', async () => {
    const { right } = await told({
      name: 'restarted',
      fault: healthy,
      site: { gate: true, draft: { initiator: 'left' } },
      meanwhile: (fleet) => fleet.happen({ what: 'restart', firewall: 'fw-right', seconds: 0 }),
    });
    expect(right.diagnosis.verdict).toMatchObject({ cause: 'idle-on-demand', confidence: 'possible' });
    expect(right.diagnosis.verdict.summary).toMatch(/^fw-right started at /);
    expect(right.diagnosis.alternatives.map(({ cause }) => cause)).toContain('sa-mismatch');
  });
});
