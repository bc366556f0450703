import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { selectorText } from '../../../../src/domain/selector.js';
import { normalizeLive } from '../../../../src/vendors/fortios/normalizeLive.js';
import { normalizeOverview, undecided } from '../../../../src/vendors/fortios/normalizeOverview.js';
import { normalizeSweep } from '../../../../src/vendors/fortios/normalizeSweep.js';
import { parseTunnels } from '../../../../src/vendors/fortios/parseTunnels.js';
import { rows as rowsIn } from '../../../../src/vendors/fortios/words.js';
import type { Tries } from '../../../../src/vendors/sweptTries.js';
import { type ConfigOptions, tunnelConfig } from '../../doubles/tunnels.js';

const reply: unknown = JSON.parse(readFileSync('test/fixtures/fortios/monitor-vpn-ipsec.json', 'utf8'));
const results = (reply as { results: unknown }).results;
const rows = parseTunnels(rowsIn(results) ?? []);
const at = new Date('2026-03-02T10:00:00.000Z');

type Options = Omit<ConfigOptions, 'tunnel'> & { readonly phase2s?: readonly string[] };

function forti(name: string, { phase2s = [name], ike = {}, children, ...rest }: Options = {}) {
  return tunnelConfig({
    ...rest,
    tunnel: name,
    ike: { name, ...ike },
    children: children ?? phase2s.map((phase2) => ({ name: phase2, start: 'on-traffic' as const })),
  });
}

const paris = forti('to-paris', { phase2s: ['paris-lan'] });
const hub = forti('to-hub', { phase2s: ['hub-nets', 'management'] });
const lima = forti('to-lima', { phase2s: ['lima-lan'] });
const oslo = forti('to-oslo', { phase2s: ['oslo-lan'] });
const branches = forti('branches', { peer: null });
const mobiles = forti('mobiles', { peer: null });

describe('a tunnel that is up', () => {
  const live = normalizeLive(paris, rows, at);

  it('stands in phase 1 because a selector stands, and says that this is derived', () => {
    expect(live.ike).toMatchObject([
      { state: 'established', derivedFrom: 'selector paris-lan is up', peerAddress: '203.0.113.9' },
    ]);
  });

  it('has the age of the tunnel as its time, which is an age in seconds', () => {
    expect(live.ike[0]?.establishedAt).toBe('2026-03-01T10:00:00.000Z');
    expect(live.children[0]?.expiresAt).toBe('2026-03-02T14:41:03.000Z');
  });

  it('has no SPIs, which FortiOS does not tell, rather than empty ones', () => {
    expect(live.children[0]).toMatchObject({ spiIn: null, spiOut: null, state: 'installed' });
    expect(live.ike[0]).toMatchObject({ initiatorSpi: null, responderSpi: null, openRequests: null });
  });

  it('counts by the tunnel, whose counters outlive its SAs', () => {
    expect(live.children[0]?.counters).toMatchObject({
      scope: 'tunnel',
      identity: 'to-paris',
      bytesIn: 313018131850n,
      bytesOut: 134036710453n,
      packetsIn: null,
    });
  });
});

describe('several selectors in one phase 2', () => {
  const live = normalizeLive(hub, rows, at);

  it('are up by the narrower ones that were negotiated of it, in whatever way networks are written', () => {
    expect(live.children.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'to-hub/hub-nets/25 installed',
      'to-hub/hub-nets/24 installed',
    ]);
    expect(live.children.map(({ local }) => local.map(selectorText).join())).toEqual([
      '10.1.0.0/24',
      '10.1.4.0/22',
    ]);
  });

  it('leave another phase 2 without an SA missing', () => {
    expect(live.missingChildren).toEqual(['management']);
  });

  it('show one that covers none of those that stand as down', () => {
    const [row] = rows.filter(({ name }) => name === 'to-paris');
    const [selector] = row?.selectors ?? [];
    if (!row || !selector) throw new Error('to-paris is in the capture');
    const other = { ...selector, serial: 2, up: false, status: 'down', remote: selector.local };
    const seen = normalizeLive(paris, [{ ...row, selectors: [selector, other] }], at);
    expect(seen.children.map(({ state }) => state)).toEqual(['installed', 'down']);
  });
});

describe('a tunnel whose selectors are down', () => {
  it('has a phase 1 of which nobody can tell, and its children missing', () => {
    const live = normalizeLive(lima, rows, at);
    expect(live.ike).toMatchObject([{ state: 'unknown', establishedAt: null }]);
    expect([live.children, live.missingChildren]).toEqual([[], ['lima-lan']]);
  });
});

describe('a tunnel of a network processor', () => {
  it('moves by its own counters while those of its selectors stay at zero', () => {
    const [child] = normalizeLive(oslo, rows, at).children;
    expect(child?.counters).toMatchObject({ bytesIn: 48211904n, bytesOut: 51902114n });
  });

  it('is never zero in one direction where the selectors count nothing at all', () => {
    const offloaded = rows.map((row) => (row.name === 'to-oslo' ? { ...row, bytesIn: 0n } : row));
    const [child] = normalizeLive(oslo, offloaded, at).children;
    expect(child?.counters).toMatchObject({ bytesIn: null, bytesOut: 51902114n });
  });

  it('is zero in one direction where the selectors count the other one', () => {
    const lost = rows.map((row) =>
      row.name === 'to-paris'
        ? { ...row, bytesIn: 0n, selectors: row.selectors.map((one) => ({ ...one, bytesIn: 0n })) }
        : row,
    );
    expect(normalizeLive(paris, lost, at).children[0]?.counters).toMatchObject({ bytesIn: 0n });
  });
});

describe('a phase 1 for dial-up', () => {
  it('shows the peers that dialed in, with the port of their NAT', () => {
    const live = normalizeLive(branches, rows, at);
    expect(live.ike).toMatchObject([
      { id: 'branches_0', peerAddress: '198.51.100.98', peerPort: 64917, natDetected: true },
    ]);
    expect(live.children).toMatchObject([{ name: 'branches', udpEncapsulated: true }]);
  });

  it('does not take the row of the template for a tunnel that is down', () => {
    expect(normalizeLive(mobiles, rows, at)).toMatchObject({ ike: [], children: [] });
  });
});

const quiet: Tries = { trying: 'quiet', why: '', log: null };
const failing: Tries = { trying: 'failing', failed: true, why: '', log: null };
const untold: Tries = { trying: null, why: 'no right', log: null };

function stateOf(tunnel: ReturnType<typeof forti>, tries: Tries = quiet) {
  const [summary] = normalizeOverview({ tunnels: [tunnel], rows, triesOf: () => tries, at });
  return `${summary?.state}: ${summary?.basis}`;
}

describe('the overview', () => {
  it('tells a tunnel that waits for traffic from one that fails', () => {
    expect(stateOf(lima)).toBe('idle: no selector up, nothing asks for it');
    expect(stateOf(lima, failing)).toBe('down: no selector up, negotiation fails');
    expect(stateOf(lima, untold)).toBe(
      'unknown: no selector up; whether anybody asks for it is not known: no right',
    );
  });

  it('calls a tunnel idle that only answers, and down one that negotiates by itself', () => {
    expect(stateOf(forti('to-lima', { phase2s: ['lima-lan'], ike: { passive: true } }))).toBe(
      'idle: no selector up, it only answers, and nobody tried',
    );
    expect(stateOf(forti('to-lima', { children: [{ name: 'lima-lan', start: 'at-once' }] }))).toBe(
      'down: no selector up, though it negotiates by itself',
    );
    expect(stateOf(forti('to-lima', { disabled: true }))).toBe('disabled: the tunnel interface is set down');
  });

  it('counts selectors: the rest may wait for traffic, or fail', () => {
    expect(stateOf(hub)).toBe('up: 1 of 2 selectors up, the rest wait for traffic');
    expect(stateOf(hub, failing)).toBe('degraded: 1 of 2 selectors up, negotiation fails');
    expect(stateOf(paris)).toBe('up: selector up');
  });

  it('calls dial-up without a peer idle, whatever its template row says', () => {
    expect(stateOf(mobiles)).toBe('idle: no peer is connected, and none tries');
    expect(stateOf(mobiles, failing)).toBe('down: no peer is connected, and one tries in vain');
    expect(stateOf(branches)).toBe('up: one peer is connected');
  });

  it('knows nothing of a tunnel that is not in the list', () => {
    expect(stateOf(forti('to-nowhere'))).toBe('unknown: not in the list of tunnels that run');
  });

  it('needs the log only for tunnels without an SA', () => {
    const tunnels = [paris, hub, lima, oslo, branches, mobiles];
    expect(undecided({ tunnels, rows }).map(({ tunnel }) => tunnel)).toEqual([
      'to-hub',
      'to-lima',
      'mobiles',
    ]);
  });
});

describe('the sweep', () => {
  const tunnels = [paris, hub, lima, branches];
  const swept = normalizeSweep({ tunnels, rows, triesOf: () => failing, at });

  it('has a row for each tunnel with the state of the overview', () => {
    expect(swept.map(({ tunnel, state }) => `${tunnel} ${state}`)).toEqual([
      'to-paris up',
      'to-hub degraded',
      'to-lima down',
      'branches up',
    ]);
  });

  it('counts what the tunnel carried once, however many selectors it has', () => {
    const three = forti('to-hub', { phase2s: ['hub-nets', 'management', 'third'] });
    const [row] = normalizeSweep({ tunnels: [three], rows, triesOf: () => quiet, at });
    expect(row?.children.map(({ name, counters }) => [name, counters?.bytesIn ?? null])).toEqual([
      ['hub-nets', 5382868846n],
      ['management', null],
      ['third', null],
    ]);
  });

  it('proves a failure only by an attempt that failed', () => {
    expect(swept.filter(({ failure }) => failure === true).map(({ tunnel }) => tunnel)).toEqual(['to-lima']);
  });
});
