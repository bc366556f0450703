import { describe, expect, it } from 'vitest';
import { dueLines, type WatchedTunnel } from '../../../../src/capabilities/handoff/due.js';
import type { TunnelDeclaration } from '../../../../src/domain/evidence.js';
import { tunnelConfig } from '../../doubles/tunnels.js';

const now = new Date('2026-03-01T12:00:00Z');
const until = new Date('2026-03-02T06:00:00Z');
const declared: TunnelDeclaration = {
  aliases: [],
  owner: null,
  partner: null,
  criticality: 'normal',
  isBackup: false,
  maintenance: null,
};

function tunnel(change: Partial<WatchedTunnel> = {}): WatchedTunnel {
  return {
    name: 'paris-hq',
    state: 'up',
    declared,
    ours: tunnelConfig(),
    theirs: null,
    biting: [],
    nextRekeyAt: null,
    ...change,
  };
}

const certificate = {
  name: null,
  subject: 'CN=fw-a',
  issuer: 'CN=ca',
  alternativeNames: [],
  notBefore: '2025-01-01T00:00:00.000Z',
  hasPrivateKey: true,
  use: 'own' as const,
};

describe('what is due', () => {
  it('names certificates of tunnels that use them, a week ahead', () => {
    const using = tunnel({ ours: tunnelConfig({ ike: { auth: 'certificate' } }) });
    const soon = { ...certificate, notAfter: '2026-03-05T00:00:00.000Z' };
    const later = { ...certificate, notAfter: '2026-05-01T00:00:00.000Z' };
    const gone = { ...certificate, notAfter: '2020-05-01T00:00:00.000Z' };
    const devices = [{ device: 'fw-a', certificates: [soon, later, gone] }];
    const lines = dueLines([using], devices, now, until);
    expect(lines).toEqual([
      { tunnels: ['paris-hq'], what: 'The certificate CN=fw-a on fw-a expires.', at: soon.notAfter },
    ]);
    expect(dueLines([tunnel()], devices, now, until)).toEqual([]);
  });

  it('names what is up and will not survive its next rekey', () => {
    const biting = tunnel({ biting: ['paris-hq: PFS'], nextRekeyAt: '2026-03-01T12:40:00.000Z' });
    const [line] = dueLines([biting], [], now, until);
    expect(line).toMatchObject({ at: '2026-03-01T12:40:00.000Z' });
    expect(line?.what).toContain('PFS');
    expect(dueLines([tunnel({ biting: [] })], [], now, until)).toEqual([]);
    expect(dueLines([{ ...biting, state: 'down' }], [], now, until)).toEqual([]);
    expect(dueLines([{ ...biting, nextRekeyAt: '2026-03-02T07:00:00.000Z' }], [], now, until)).toEqual([]);
    expect(dueLines([{ ...biting, nextRekeyAt: null }], [], now, until)).toHaveLength(1);
  });

  it('tells what comes soonest first, and what has no moment last', () => {
    const unwatched = tunnel({
      name: 'important',
      declared: { ...declared, criticality: 'high' },
      ours: tunnelConfig({ ike: { dpd: { enabled: false, intervalSeconds: null, retries: null } } }),
    });
    const planned = tunnel({
      name: 'planned',
      declared: {
        ...declared,
        // With an offset, as it may be configured.
        maintenance: { from: '2026-03-01T15:00:00+02:00', to: '2026-03-01T20:00:00Z', why: 'upgrade' },
      },
    });
    const biting = tunnel({
      name: 'biting',
      biting: ['Phase 2: PFS'],
      nextRekeyAt: '2026-03-01T14:00:00.000Z',
    });
    const lines = dueLines([unwatched, biting, planned], [], now, until);
    expect(lines.map((line) => line.tunnels[0])).toEqual(['planned', 'biting', 'important']);
  });

  it('names once what important tunnels lack, and never what could not be read', () => {
    const high = { ...declared, criticality: 'high' as const };
    const bare = tunnelConfig({ ike: { dpd: { enabled: false, intervalSeconds: null, retries: null } } });
    const places = { ...bare, places: { monitor: 'Network > IPSec Tunnels' } };
    const two = ['one', 'two'].map((name) => tunnel({ name, declared: high, ours: places }));
    expect(dueLines(two, [], now, until)).toEqual([
      {
        tunnels: ['one', 'two'],
        what: 'High criticality without dead peer detection and tunnel monitor.',
        at: null,
      },
    ]);
    const unread = tunnelConfig({ ike: { dpd: null } });
    expect(dueLines([tunnel({ declared: high, ours: unread })], [], now, until)).toEqual([]);
    expect(dueLines([tunnel({ declared: high, ours: null })], [], now, until)).toEqual([]);
    expect(dueLines([tunnel({ ours: places })], [], now, until)).toEqual([]);
  });

  it('names planned work that begins before the next shift ends', () => {
    const maintenance = { from: '2026-03-02T01:00:00Z', to: '2026-03-02T02:00:00Z', why: 'upgrade' };
    const planned = tunnel({ declared: { ...declared, maintenance } });
    expect(dueLines([planned], [], now, until)[0]?.what).toBe('Planned work: upgrade.');
    expect(dueLines([planned], [], now, new Date('2026-03-02T00:00:00Z'))).toEqual([]);
  });
});
