// Faults between PAN-OS and a FortiGate at either end, asked over TLS, with both ends readable and with each alone: one that cannot be
// seen is undecided or only possible, never a confident other cause, and never healthy for sure.

import { afterAll, describe, expect, it } from 'vitest';
import { causeInfo } from '../../src/domain/causes.js';
import { type Fault, firewall, fortigate, pair, type Side } from '../../src/simulator/index.js';
import { grade, rowOf, type SimulatedFault, type SimulatedSite, simulate, views } from './simulated.js';

interface Mixed {
  readonly name: string;
  readonly fault: Fault;
  /** Where the FortiGate stands; at the end of the fault when not given. */
  readonly gate?: Side;
  readonly afterSeconds?: number;
  /** Beside it, and not why the tunnel is down. */
  readonly also?: Fault;
  /** What the counters of FortiOS cannot show for sure: both ends together may leave it open. */
  readonly isOpen?: boolean;
}

const faults: readonly Mixed[] = [
  { name: 'healthy', fault: { kind: 'healthy' } },
  // Which phase 1 the FortiGate takes is told by its configuration, and by nothing of the other end.
  { name: 'two phases 1 for one peer', fault: { kind: 'duplicate-peer', end: 'right' } },
  { name: 'two gateways of PAN-OS', fault: { kind: 'duplicate-peer', end: 'right' }, gate: 'left' },
  { name: 'large packets lost', fault: { kind: 'fragmentation-mtu' }, isOpen: true },
  { name: 'every third packet lost', fault: { kind: 'esp-blocked', form: 'part' }, isOpen: true },
  { name: 'large IKE messages lost', fault: { kind: 'fragmentation-mtu', form: 'ike' }, gate: 'left' },
  { name: 'UDP 4500 blocked', fault: { kind: 'nat-t-problem' }, gate: 'left' },
  { name: 'wrong peer address', fault: { kind: 'unknown-peer', end: 'left' } },
  { name: 'wrong peer address, FortiGate right', fault: { kind: 'unknown-peer', end: 'right' } },
  { name: 'local-in policy', fault: { kind: 'policy-denied', form: 'ike', end: 'left' } },
  { name: 'firewall policy', fault: { kind: 'policy-denied', end: 'right' } },
  { name: 'no route to the peer', fault: { kind: 'routing-missing', form: 'peer', end: 'right' } },
  { name: 'ESP lost', fault: { kind: 'esp-blocked', end: 'right' } },
  { name: 'a silent IKE daemon', fault: { kind: 'dpd-timeout', form: 'hung', end: 'left' }, gate: 'right' },
  { name: 'other SPIs', fault: { kind: 'sa-mismatch' } },
  { name: 'both passive', fault: { kind: 'both-passive' } },
  { name: 'PFS', fault: { kind: 'pfs-mismatch', form: 'off' }, afterSeconds: 7200 },
  { name: 'narrowed', fault: { kind: 'traffic-selector-mismatch', form: 'narrowed', end: 'right' } },
  {
    name: 'selectors, and a second phase 1',
    fault: { kind: 'traffic-selector-mismatch', end: 'right' },
    also: { kind: 'duplicate-peer', end: 'right' },
  },
  { name: 'key', fault: { kind: 'psk-mismatch', form: 'unsaid' } },
  { name: 'certificate', fault: { kind: 'certificate-problem', form: 'untrusted' }, gate: 'left' },
];

function siteOf(gate: Side): SimulatedSite {
  const device = { left: 'fw-left', right: 'fw-right' } as const;
  const made = (side: Side) => {
    const [number, line] = side === 'left' ? [1, '192.0.2.1'] : [2, '203.0.113.1'];
    const draft = {
      name: device[side],
      serial: `00700000000000${number}`,
      managementAddress: `10.0.0.${number}`,
      upstreamAddress: line,
    };
    return side === gate ? fortigate(draft) : firewall(draft);
  };
  const end = (side: Side, address: string, interfaceAddress: string) => ({
    firewall: device[side],
    ...(side === gate ? { product: 'fortios' as const } : {}),
    address,
    tunnelInterface: 'tunnel.1',
    interfaceAddress,
  });
  return {
    ...device,
    firewalls: [made('left'), made('right')],
    pair: pair({
      name: 'tunnel-x',
      left: end('left', '192.0.2.10', '10.255.0.1/30'),
      right: end('right', '203.0.113.20', '10.255.0.2/30'),
      protects: [{ name: 'lan', left: '10.1.0.0/24', right: '10.2.0.0/24' }],
    }),
  };
}

const rows: string[] = [];
afterAll(() => {
  process.stdout.write(`${rows.sort().join('\n')}\n`);
});

describe.concurrent('a fault between PAN-OS and a FortiGate', () => {
  it.each(faults)('$name', { timeout: 120_000 }, async ({ gate, isOpen = false, ...one }) => {
    const asked: SimulatedFault = { ...one, site: siteOf(gate ?? one.fault.end ?? 'right') };
    const { told, changes } = await simulate(asked);
    const truth = one.fault.kind === 'healthy' ? 'tunnel-up-healthy' : one.fault.kind;
    const row = rowOf(one.name, told, truth);
    rows.push(row);
    expect(changes, 'a diagnosis only reads').toBe(0);
    const both = grade(told.both.diagnosis, truth);
    if (isOpen) expect(['right', 'undecided'], row).toContain(both);
    else expect(both, row).toBe('right');
    for (const view of views) {
      const { verdict } = told[view].diagnosis;
      const isSure = verdict.confidence === 'certain' || verdict.confidence === 'likely';
      if (isSure && causeInfo(verdict.cause).kind !== 'abstains') expect(verdict.cause, row).toBe(truth);
    }
  });
});
