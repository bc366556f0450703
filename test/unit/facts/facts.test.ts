import { describe, expect, it } from 'vitest';
import { readSelector } from '../../../src/domain/selector.js';
import { catalogue } from '../../../src/facts/catalogue.js';
import { matchSelectors } from '../../../src/facts/selectors.js';
import { factsOf, factValue } from './evidence.js';

function pair(local: string, remote: string) {
  const read = (text: string) => {
    const selector = readSelector(text);
    if (!selector) throw new Error(text);
    return [selector];
  };
  return { local: read(local), remote: read(remote) };
}

describe('facts of a healthy pair', () => {
  it('say what both ends show, each with a line that names its device', () => {
    const state = factsOf({}).fact('ours.ike.proposals');
    expect(state).toMatchObject({ known: true, value: ['aes-256-cbc / sha256 / group14'] });
    expect(state.known && state.evidence[0]).toMatchObject({
      device: 'fw-paris',
      source: 'IKE crypto profile of gw-to-lyon',
    });
  });

  it('find nothing that differs', () => {
    const wanted: Record<string, string> = {
      'ike.version.shared': 'yes',
      'ike.auth.shared': 'yes',
      'ike.proposals.shared': 'yes',
      'child.proposals.shared': 'yes',
      'child.pfs.shared': 'yes',
      'child.selectors.match': 'mirrored',
      'ours.accepts-peer-id': 'yes',
      'theirs.accepts-peer-id': 'yes',
      'ours.points-at-peer': 'yes',
      'spis.match': 'yes',
      'ours.arrival': 'all',
      'theirs.arrival': 'all',
      'traffic.proof': 'both-ends-now',
      'nat.between': 'no',
      'tunnel.history': 'worked',
    };
    for (const [name, value] of Object.entries(wanted))
      expect(`${name} ${factValue({}, name)}`).toBe(`${name} ${value}`);
  });
});

describe('facts without evidence', () => {
  it('are unknown with a reason and a way to get them, never "no"', () => {
    const nothing = factsOf({
      ours: { unreachable: true, logMissing: true, traffic: 'unknown' },
      visible: 'left',
    });
    const needing = catalogue.filter((fact) => fact.needs.some((need) => need.kind !== 'later'));
    const told = needing.filter((fact) => nothing.fact(fact.name).known).map((fact) => fact.name);
    // Where nothing is kept of earlier days, that is known.
    const kept = ['ours.last-good.known', 'theirs.last-good.known'];
    expect(told.sort()).toEqual(['ends.readable', ...kept.slice(0, 1), 'ours.reachable', ...kept.slice(1)]);
    for (const fact of needing) {
      const state = nothing.fact(fact.name);
      if (!state.known) expect(state.why.length * state.how.length, fact.name).toBeGreaterThan(0);
    }
  });

  it('never compare as equal: one unreadable setting is "cannot compare"', () => {
    const unread = { ours: { ike: { proposals: null } } };
    expect(factValue(unread, 'ike.proposals.shared')).toBe('unknown');
    expect(factValue({ theirs: { ike: { natTraversal: null } } }, 'theirs.nat-t')).toBe('unknown');
  });
});

describe('traffic by counters', () => {
  it('is told over two looks at the same SA', () => {
    expect(factValue({ ours: { traffic: 'only-out' } }, 'ours.traffic')).toBe('only-out');
    expect(factValue({ ours: { traffic: 'none' } }, 'ours.traffic')).toBe('none');
  });

  it('is unknown when there was only one look, which is not "nothing moves"', () => {
    expect(factValue({ ours: { traffic: 'unknown' } }, 'ours.traffic')).toBe('unknown');
  });

  it('says where packets are lost when both ends count', () => {
    const lost = { ours: { traffic: 'only-out' as const }, theirs: { traffic: 'none' as const } };
    expect(factValue(lost, 'ours.arrival')).toBe('none');
    expect(factValue(lost, 'ours.arrival.lost-share')).toBe(100);
    expect(factValue(lost, 'traffic.proof')).toBe('against');
  });
});

describe('SAs of both ends', () => {
  it('match by SPI in both directions', () => {
    expect(factValue({ theirs: { sa: 'up-other-spis' } }, 'spis.match')).toBe('no');
  });

  it('are not compared when one end holds none; that is another fact', () => {
    expect(factValue({ theirs: { sa: 'down' } }, 'spis.match')).toBe('unknown');
    expect(factValue({ theirs: { sa: 'down' } }, 'one-end-only')).toBe('yes');
  });
});

describe('traffic selectors', () => {
  it('are mirror images, overlap, or differ', () => {
    const ours = [pair('10.1.0.0/24', '10.2.0.0/24')];
    expect(matchSelectors(ours, [pair('10.2.0.0/24', '10.1.0.0/24')]).match).toBe('mirrored');
    expect(matchSelectors(ours, [pair('10.2.0.0/16', '10.1.0.0/24')]).match).toBe('narrowed');
    expect(matchSelectors(ours, [pair('10.3.0.0/24', '10.1.0.0/24')]).match).toBe('differ');
  });

  it('name the pairs without a mirror image in the words of the end that carries them', () => {
    const matched = matchSelectors(
      [pair('10.1.0.0/24', '10.2.0.0/24'), pair('10.1.0.0/24', '10.9.0.0/24')],
      [pair('10.2.0.0/24', '10.1.0.0/24')],
    );
    expect(matched).toMatchObject({
      match: 'differ',
      unmatched: { ours: ['10.1.0.0/24 to 10.9.0.0/24'], theirs: [] },
    });
  });

  it('tell what the other end must carry', () => {
    expect(factValue({}, 'theirs.child.selectors.must-be')).toEqual(['10.2.0.0/24 to 10.1.0.0/24']);
  });
});

describe('identities', () => {
  it('fall back on the own address, and a private one is noticed', () => {
    const behindNat = { ours: { ike: { localId: null, localAddress: '10.9.0.1' } } };
    expect(factValue(behindNat, 'ours.local-id')).toBe('10.9.0.1');
    expect(factValue(behindNat, 'ours.local-id.private')).toBe('yes');
    expect(factValue(behindNat, 'nat.between')).toBe('yes');
    expect(factValue(behindNat, 'theirs.points-at-peer')).toBe('translated');
  });

  it('expect the address of a peer that is given by name and has no identification of its own', () => {
    const byName = { ike: { peerId: null, peer: { kind: 'fqdn', name: 'lyon.example' } } };
    expect(factValue({ ours: byName }, 'ours.peer-id')).toBe('203.0.113.20');
    expect(factValue({ ours: byName }, 'ours.accepts-peer-id'), 'it sends its name').toBe('no');
    const sendsAddress = { ike: { localId: null } };
    expect(factValue({ ours: byName, theirs: sendsAddress }, 'ours.accepts-peer-id')).toBe('yes');
    // Without an SA nobody sees what the name resolves to.
    expect(factValue({ ours: { ...byName, sa: 'down' } }, 'ours.peer-id')).toBe('unknown');
  });

  it('fit a wildcard, and not where the star is taken literally', () => {
    const expects = (matching: 'up-to-star' | 'exact' | undefined) =>
      factValue(
        { ours: { ike: { peerId: { type: 'fqdn', value: 'lyon.*', ...(matching ? { matching } : {}) } } } },
        'ours.accepts-peer-id',
      );
    expect([expects('up-to-star'), expects('exact'), expects(undefined)]).toEqual(['yes', 'no', 'unknown']);
  });

  it('differ by type even with the same value', () => {
    const typed = { ours: { ike: { localId: { type: 'keyid', value: 'paris.example' } } } };
    expect(factValue(typed, 'theirs.accepts-peer-id')).toBe('other-type');
  });

  it('do not blame the identity for a wrong peer address that it follows from', () => {
    const wrong = { theirs: { ike: { peerId: null, peer: { kind: 'address', address: '192.0.2.250' } } } };
    expect(factValue(wrong, 'theirs.points-at-peer')).toBe('no');
    expect(factValue(wrong, 'theirs.accepts-peer-id')).toBe('unknown');
  });
});

describe('proposals', () => {
  it('name the transform that differs and what each end lacks', () => {
    const differ = { theirs: { ike: { proposals: ['aes-256-cbc/sha512/group14'] } } };
    expect(factValue(differ, 'ike.proposals.differs')).toEqual(['integrity (hash)']);
    expect(factValue(differ, 'ike.proposals.missing-ours')).toEqual(['sha512']);
    expect(factValue(differ, 'ike.proposals.missing-theirs')).toEqual(['sha256']);
  });

  it('are compared with what a person told when the other end is foreign', () => {
    const told = { visible: 'left' as const, answers: ['theirs.ike.proposals=aes-128-cbc/sha256/group14'] };
    expect(factValue(told, 'ike.proposals.shared')).toBe('no');
  });
});

describe('answers of people', () => {
  it('fill what is unknown, with who said it', () => {
    const state = factsOf({ visible: 'left', answers: ['theirs.ike.version=ikev1'] }).fact(
      'theirs.ike.version',
    );
    expect(state).toMatchObject({
      known: true,
      value: 'ikev1',
      evidence: [{ device: 'Ana', source: 'answer' }],
    });
    expect(factValue({ visible: 'left', answers: ['theirs.ike.version=ikev1'] }, 'ike.version.shared')).toBe(
      'no',
    );
  });

  it('never outrank what a device shows', () => {
    expect(factValue({ answers: ['ours.ike.version=ikev1'] }, 'ours.ike.version')).toBe('ikev2');
  });
});

describe('certificates', () => {
  it('expire, and are noticed ahead of time', () => {
    const soon = {
      ours: { ike: { auth: 'certificate' }, certificates: [{ notAfter: '2026-03-12T10:00:00.000Z' }] },
    };
    expect(factValue(soon, 'ours.certificate.days-left')).toBe(10);
    expect(factValue(soon, 'ours.certificate.expired')).toEqual([]);
    const old = {
      ours: { ike: { auth: 'certificate' }, certificates: [{ notAfter: '2026-03-01T10:00:00.000Z' }] },
    };
    expect(factValue(old, 'ours.certificate.expired')).toEqual(['CN=paris.example']);
  });

  it('must carry the identity that is sent', () => {
    const other = {
      ours: { certificates: [{ subject: 'CN=else.example', alternativeNames: ['else.example'] }] },
    };
    expect(factValue(other, 'ours.certificate.covers-id')).toBe('no');
  });
});

describe('the surroundings', () => {
  it('tell how far the clocks are apart', () => {
    expect(factValue({ ours: { clockSeconds: 200 }, theirs: { clockSeconds: -100 } }, 'clock.skew')).toBe(
      300,
    );
  });

  it('list weak algorithms that are still accepted', () => {
    expect(factValue({ ours: { ike: { proposals: ['3des-cbc/sha1/group2'] } } }, 'ours.weak')).toEqual([
      '3des-cbc',
      'sha1',
      'group2',
    ]);
  });

  it('leave out a change that touches another tunnel', () => {
    expect(
      factValue({ ours: { changes: ['set network ike gateway gw-elsewhere'] } }, 'ours.changes'),
    ).toEqual([]);
  });

  it('see a change of the last day', () => {
    expect(factValue({ ours: { changes: ['set network ike gateway gw-to-lyon'] } }, 'ours.changes')).toEqual([
      '2026-03-02T09:30:00.000Z admin: set network ike gateway gw-to-lyon',
    ]);
  });
});
