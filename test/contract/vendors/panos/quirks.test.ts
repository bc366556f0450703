// Quirks and pitfalls of the PAN-OS XML API, one sentence each.

import { describe, expect, it } from 'vitest';
import { selectorText } from '../../../../src/domain/selector.js';
import type { TunnelConfig } from '../../../../src/domain/tunnelConfig.js';
import { placeClock } from '../../../../src/vendors/panos/deviceTime.js';
import { terminatesTunnels } from '../../../../src/vendors/panos/normalizeHa.js';
import {
  type LiveParts,
  normalizeIkeSas,
  normalizeLive,
} from '../../../../src/vendors/panos/normalizeLive.js';
import { concerns, isFailing, normalizeLines } from '../../../../src/vendors/panos/normalizeLog.js';
import { normalizeOverview } from '../../../../src/vendors/panos/normalizeOverview.js';
import { parseFlows } from '../../../../src/vendors/panos/parseFlow.js';
import { parseLogRows } from '../../../../src/vendors/panos/parseLog.js';
import { parseHa, parseSystem } from '../../../../src/vendors/panos/parseSystem.js';
import { parseIkeSas, parseIpsecSas } from '../../../../src/vendors/panos/parseVpn.js';
import { assignRows, childOfRow } from '../../../../src/vendors/panos/rowNames.js';
import { spiOf } from '../../../../src/vendors/panos/words.js';
import type { Tries } from '../../../../src/vendors/sweptTries.js';
import { result, resultOf, tunnel, tunnels } from '../../../unit/vendors/panos/fixture.js';
import { ok } from './scriptedFirewall.js';

const at = '2026-03-03T00:00:00.000Z';
const time = placeClock('Tue Mar  3 01:00:00 CET 2026', Date.parse(at));

function liveOf(config: TunnelConfig, parts: Partial<LiveParts>) {
  return normalizeLive({ tunnel: config, ike: [], flows: [], ipsec: [], at, partial: false, ...parts });
}

const lyon = tunnel('lyon');
/** The lyon tunnel as the dataplane has it: proxy ID `r&d` alone. */
const oneChild: TunnelConfig = { ...lyon, children: lyon.children.slice(0, 1) };

describe('counts in replies', () => {
  it('are never taken for the number of SAs', () => {
    expect(parseIpsecSas(result('ipsec-sa-ntun-without-rows'))).toEqual([]);
    expect(parseIpsecSas(result('ipsec-sa-rekey'))).toHaveLength(3);
  });
});

describe('names of rows', () => {
  it('are matched with configured names: a tunnel called like a proxy ID of another keeps its rows', () => {
    const { byTunnel, unassigned } = assignRows(parseFlows(result('flow-summary')), tunnels());
    expect(byTunnel.get('lyon')?.map((row) => row.id)).toEqual([12]);
    expect(byTunnel.get('lyon:r&d:lab')?.map((row) => row.id)).toEqual([14]);
    expect(unassigned.map((row) => row.name)).toEqual(['watched', 'strange']);
  });

  it('of a proxy ID that is no longer configured belong to the tunnel whose interface they use', () => {
    expect(childOfRow({ name: 'lyon:was-here', innerInterface: 'tunnel.4' }, lyon)).toBe('was-here');
    expect(childOfRow({ name: 'lyon:was-here', innerInterface: 'tunnel.8' }, lyon)).toBeNull();
    expect(childOfRow({ name: 'lyon:was-here' }, lyon)).toBeNull();
  });

  it('may have the old form tunnel(gateway)', () => {
    expect(childOfRow({ name: 'lyon(gw & lyon)' }, oneChild)).toBe('r&d');
    expect(childOfRow({ name: 'lyon(other)' }, oneChild)).toBeNull();
  });
});

describe('values of rows', () => {
  it('are words where numbers were expected: kb, remainsize, an empty hash with AES-GCM', () => {
    const rows = parseIpsecSas(result('ipsec-sa-rekey'));
    expect(rows[0]).toMatchObject({
      kilobytes: 'Unlimited',
      remote: '203.0.113.77',
      dh: 'DH14',
      remainSeconds: 3544,
    });
    expect(rows[2]).toMatchObject({ enc: 'G256', hash: null, kilobytes: '4608000' });
  });

  it('of an old version: life counts down, and SPIs are negative', () => {
    expect(parseIpsecSas(result('ipsec-sa-old'))[0]).toMatchObject({
      spiIn: 'deadbeef',
      spiOut: 'ffffffff',
      lifeSeconds: null,
      remainSeconds: 1527,
    });
  });

  it('are the same SPI in decimal, negative decimal and hex', () => {
    expect(spiOf('3735928559', 'decimal')).toBe('deadbeef');
    expect(spiOf('-559038737', 'decimal')).toBe('deadbeef');
    expect(spiOf('DEADBEEF', 'hex')).toBe('deadbeef');
    expect(spiOf('1', 'decimal')).toBe('00000001');
    for (const none of [
      spiOf('00000000', 'hex'),
      spiOf('0', 'decimal'),
      spiOf('4294967296', 'decimal'),
      spiOf('N/A', 'hex'),
      spiOf(null, 'hex'),
    ])
      expect(none).toBeNull();
  });

  it('stay exact beyond 2^53', () => {
    const [child] = liveOf(oneChild, { flows: parseFlows(result('flow-detail-active')) }).children;
    expect(child?.counters).toMatchObject({ bytesOut: 18014398509481985n, bytesIn: 9007199254740993n });
  });

  it('of a serial that is the word unknown identify nothing', () => {
    const info =
      '<response status="success"><result><system><hostname>a</hostname><serial>unknown</serial><advanced-routing>on</advanced-routing><multi-vsys>off</multi-vsys></system></result></response>';
    expect(parseSystem(resultOf(info))).toMatchObject({
      serial: null,
      advancedRouting: true,
      multiVsys: false,
    });
  });
});

describe('several dataplanes', () => {
  it('that each list a tunnel make one row of it, the one with the keys', () => {
    const row = (state: string): string =>
      `<entry><name>a</name><id>1</id><gwid>1</gwid><state>${state}</state></entry>`;
    const reply = ok(
      `<dp>s1dp0</dp><IPSec>${row('init')}</IPSec><dp>s2dp0</dp><IPSec>${row('active')}</IPSec>`,
    );
    expect(parseFlows(resultOf(reply)).map((flow) => [flow.id, flow.state])).toEqual([[1, 'active']]);
  });
});

describe('IKE SAs', () => {
  it('may be two for one gateway, and others are not taken along', () => {
    const flows = parseFlows(result('flow-detail-active'));
    const sas = normalizeIkeSas(
      oneChild,
      parseIkeSas(result('ike-sa-two-roles')),
      flows,
      time,
      Date.parse(at),
    );
    expect(sas.map((sa) => [sa.gateway, sa.role, sa.state, sa.version])).toEqual([
      ['gw-lyon', 'initiator', 'established', 2],
      ['gw-lyon', 'responder', 'established', 2],
    ]);
    expect(new Set(sas.map((sa) => sa.id)).size).toBe(2);
    expect(sas[0]).toMatchObject({
      establishedAt: '2026-03-02T22:10:04.000Z',
      expiresAt: '2026-03-03T06:10:04.000Z',
      peerAddress: '203.0.113.77',
      natDetected: true,
      peerPort: 51_435,
      proposal: { encryption: ['aes-256-cbc'], integrity: ['sha256'], dh: ['group14'] },
    });
  });

  it('of IKEv1 have spaces in their algorithms and may leave out the key length', () => {
    const old = { ...oneChild, ike: { ...oneChild.ike, name: 'gw-old' } };
    const newYear = placeClock('Thu Jan  1 00:30:00 UTC 2026', Date.parse('2026-01-01T00:30:00Z'));
    const [sa] = normalizeIkeSas(
      old,
      parseIkeSas(result('ike-sa-ikev1')),
      [],
      newYear,
      Date.parse('2026-01-01T00:30:00Z'),
    );
    expect(sa).toMatchObject({
      version: 1,
      role: 'responder',
      establishedAt: '2025-12-31T23:44:58.000Z',
      expiresAt: '2026-01-01T07:44:58.000Z',
    });
    expect(sa?.proposal).toMatchObject({ encryption: ['aes-cbc'], integrity: ['sha512'], dh: ['group5'] });
  });

  it('that are not there have no row, which is no error', () => {
    expect(parseIkeSas(result('ike-sa-none'))).toEqual([]);
  });

  it('whose time is over are not called established', () => {
    const later = Date.parse('2026-03-03T12:00:00Z');
    const flows = parseFlows(result('flow-detail-active'));
    const sas = normalizeIkeSas(oneChild, parseIkeSas(result('ike-sa-two-roles')), flows, time, later);
    expect(sas.map((sa) => sa.state)).toEqual(['unknown', 'unknown']);
  });
});

describe('the detail of a tunnel', () => {
  it('is read whatever the order of its elements and the nesting around it', () => {
    const nested = parseFlows(result('flow-detail-active'));
    const bare = parseFlows(result('flow-detail-old-inactive'));
    expect(nested).toHaveLength(1);
    expect(bare).toHaveLength(1);
    expect(bare[0]).toMatchObject({ name: 'old', id: 1, gatewayId: 2, state: 'inactive' });
  });

  it('gives an installed child with selectors, times, NAT-T, errors and monitor', () => {
    const live = liveOf(oneChild, {
      flows: parseFlows(result('flow-detail-active')),
      ipsec: parseIpsecSas(result('ipsec-sa-rekey')),
    });
    const child = live.children.find((one) => !one.beingReplaced);
    expect(child).toMatchObject({
      name: 'r&d',
      state: 'installed',
      spiIn: 'deadbeef',
      spiOut: '01020304',
      udpEncapsulated: true,
      installedAt: '2026-03-02T23:50:00.000Z',
      expiresAt: '2026-03-03T00:50:00.000Z',
      proposal: { encryption: ['aes-256-cbc'], integrity: ['sha256'], dh: ['group14'] },
      counters: {
        scope: 'tunnel',
        errors: { authentication: 1n, decryption: 2n, replay: 3n, lifetime: 4n },
        acquires: 7n,
      },
    });
    expect(child?.local.map(selectorText)).toEqual(['10.4.0.0/24 protocol 6 ports 443-443']);
    expect(child?.remote.map(selectorText)).toEqual(['10.5.0.3-10.5.0.9']);
    expect(live.monitor).toEqual({
      enabled: true,
      state: 'up',
      source: '10.255.4.1',
      destination: '10.255.4.2',
      sent: 200n,
      answered: 198n,
    });
    expect([live.missingChildren, live.mtu]).toEqual([[], 1400]);
  });

  it('shows the SA that a rekey replaces, and does not call it a fault', () => {
    const live = liveOf(oneChild, {
      flows: parseFlows(result('flow-detail-active')),
      ipsec: parseIpsecSas(result('ipsec-sa-rekey')),
    });
    expect(live.children.map((one) => [one.spiIn, one.beingReplaced])).toEqual([
      ['deadbeef', false],
      ['abcd1234', true],
    ]);
  });

  it('without keys is a missing child that still counts what traffic asked for', () => {
    const live = liveOf(oneChild, { flows: parseFlows(result('flow-detail-init')) });
    expect(live.missingChildren).toEqual(['r&d']);
    expect(live.children[0]).toMatchObject({
      state: 'down',
      spiIn: null,
      rawState: 'init',
      counters: { acquires: 31n },
    });
    expect(live.waitsForTraffic).toBeNull();
  });

  it('that kept old SPIs without keys is not installed', () => {
    const old: TunnelConfig = {
      ...oneChild,
      tunnel: 'old',
      interface: 'tunnel.1',
      children: oneChild.children.map((child) => ({ ...child, name: 'old' })),
    };
    const live = liveOf(old, { flows: parseFlows(result('flow-detail-old-inactive')) });
    expect(live.children[0]).toMatchObject({ state: 'down', spiIn: null });
  });

  it('says False for a monitor that is not there: on decides before status', () => {
    const { monitor, ...rest } = oneChild;
    expect(monitor?.enabled).toBe(true);
    const live = liveOf({ ...rest, monitor: null }, { flows: parseFlows(result('flow-detail-init')) });
    expect(live.monitor).toBeNull();
  });

  it('with an unknown word passes the word through and decides nothing', () => {
    const strange: TunnelConfig = { ...oneChild, tunnel: 'strange', interface: 'tunnel.7', monitor: null };
    const flows = parseFlows(result('flow-summary')).filter((row) => row.name === 'strange');
    expect(liveOf(strange, { flows }).children[0]).toMatchObject({ state: 'unknown', rawState: 'half-open' });
  });
});

describe('the overview', () => {
  const flows = parseFlows(result('flow-summary'));
  const base = {
    tunnels: tunnels(),
    flows,
    ike: parseIkeSas(result('ike-sa-two-roles')),
    time: null,
    nowMs: 0,
  };
  const says = (trying: Tries['trying']) => (): Tries => ({ trying, why: '', log: null });
  const states = (trying: Tries['trying']) =>
    Object.fromEntries(
      normalizeOverview({ ...base, triesOf: says(trying) }).map((row) => [row.tunnel, row.state]),
    );

  it('has a row for what is configured and for what only the dataplane knows', () => {
    expect(Object.keys(states('quiet'))).toEqual([
      'lyon',
      'lyon:r&d:lab',
      'dangling',
      'by-hand',
      'watched',
      'strange',
    ]);
  });

  it('tells idle from down only where the log says so', () => {
    const open = {
      ...base,
      tunnels: tunnels().map((one) => ({ ...one, ike: { ...one.ike, disabled: false } })),
    };
    const row = (triesOf: () => Tries) =>
      normalizeOverview({ ...open, triesOf }).find((one) => one.tunnel === 'lyon:r&d:lab');
    const why = 'The API user may not run `show log system subtype equal vpn`.';
    expect([row(says('quiet'))?.state, row(says('failing'))?.state]).toEqual(['idle', 'down']);
    const untold = row(() => ({ trying: null, why, log: null }));
    expect(untold).toMatchObject({ state: 'unknown', basis: expect.stringContaining(why) });
  });

  it('calls a disabled gateway disabled, and an unknown state unknown', () => {
    expect(states('failing')).toMatchObject({
      lyon: 'up',
      'lyon:r&d:lab': 'disabled',
      dangling: 'unknown',
      strange: 'unknown',
    });
  });

  it('calls a tunnel with SAs whose monitor is down degraded', () => {
    const watched: TunnelConfig = {
      ...oneChild,
      tunnel: 'watched',
      interface: 'tunnel.6',
      children: oneChild.children.map((child) => ({ ...child, name: 'watched' })),
    };
    const [row] = normalizeOverview({
      tunnels: [watched],
      flows: flows.filter((flow) => flow.name === 'watched'),
      ike: [],
      triesOf: says('quiet'),
      time: null,
      nowMs: 0,
    });
    expect(row).toMatchObject({ state: 'degraded', peer: '203.0.113.79' });
  });
});

describe('the HA state', () => {
  it('is read where enabled is left out', () => {
    const words = parseHa(result('ha-passive-without-enabled'));
    expect(words).toMatchObject({
      enabled: true,
      localState: 'passive',
      peerState: 'active',
      runningSync: 'synchronized',
    });
    expect(words && terminatesTunnels(words)).toBe(false);
  });

  it('of a lone firewall is off, and of anything else not told', () => {
    expect(
      parseHa(
        resultOf('<response status="success"><result><group/><enabled>no</enabled></result></response>'),
      ),
    ).toMatchObject({ enabled: false });
    expect(parseHa(resultOf('<response status="success"><result>?</result></response>'))).toBeNull();
  });
});

describe('log rows', () => {
  const rows = parseLogRows(result('log-vpn')) ?? [];
  const clock = placeClock('Mon Mar  2 15:10:30 CET 2026', Date.parse('2026-03-02T14:10:30.500Z'));
  if (!clock) throw new Error('no clock');

  it('of the tunnel are those of its objects, and those without object that mention exactly its peer', () => {
    const kept = rows.filter(concerns(lyon, []));
    const lines = normalizeLines(kept, clock);
    expect(lines.map((line) => [line.number, line.object, line.severity])).toEqual([
      [1, 'gw & lyon', 'warning'],
      [2, 'lyon:r&d', 'critical'],
      [3, '', 'info'],
    ]);
    expect(lines[2]?.text).toContain('203.0.113.77[1929]');
    expect(lines[0]?.text).toContain('<!channel>');
  });

  it('prefer the time that carries its offset', () => {
    const lines = normalizeLines(rows, clock);
    expect(lines.at(-1)?.at).toBe('2026-03-02T14:09:58.250Z');
    expect(lines[0]?.at).toBe('2026-03-02T14:06:00.000Z');
  });

  it('say whether the newest attempt failed or succeeded', () => {
    expect(isFailing(rows.filter(concerns(lyon, [])))).toBe(true);
    expect(isFailing(rows.slice(3))).toBe(false);
    expect(isFailing([])).toBe(false);
  });
});
