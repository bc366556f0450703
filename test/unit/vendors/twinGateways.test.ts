// Which gateways of one device claim the same peer, and what tells two apart.

import { describe, expect, it } from 'vitest';
import { type IkeGatewayConfig, unreadGateway } from '../../../src/domain/tunnelConfig.js';
import { type Claim, twinsOf } from '../../../src/vendors/twinGateways.js';

function claim(name: string, ike: Partial<IkeGatewayConfig> = {}, apart: string | null = null): Claim {
  const written: Partial<IkeGatewayConfig> = {
    version: 'ikev2',
    localInterface: 'wan1',
    localAddress: '203.0.113.20',
    peer: { kind: 'address', address: '192.0.2.10' },
    ...ike,
  };
  return { ike: { ...unreadGateway(name), ...written }, apart };
}

describe('a gateway for the same peer', () => {
  const own = claim('to-paris');
  const twins = (...others: readonly Claim[]) => twinsOf(own, [own, ...others]);

  it('is a twin where nothing tells the two apart', () => {
    expect(twins(claim('to-paris-old'))).toEqual(['to-paris-old']);
    expect(twins(claim('any', { peerId: { type: 'any', value: '%any' } }))).toEqual(['any']);
  });

  it('is none with another interface, address, version, identity or network ID, or switched off', () => {
    const others = [
      claim('line', { localInterface: 'wan2' }),
      claim('address', { localAddress: '203.0.113.21' }),
      claim('version', { version: 'ikev1' }),
      claim('peer', { peer: { kind: 'address', address: '192.0.2.11' } }),
      claim('dial-up', { peer: { kind: 'dynamic' } }),
      claim('off', { disabled: true }),
      claim('overlay', {}, '3'),
    ];
    expect(twins(...others)).toEqual([]);
    const named = (name: string, value: string) => claim(name, { peerId: { type: 'fqdn', value } });
    expect(twinsOf(named('one', 'a.example'), [named('two', 'b.example')])).toEqual([]);
  });

  it('is not made of what was not read', () => {
    const unread = { ike: unreadGateway('unread'), apart: null };
    expect(twinsOf(unread, [{ ike: unreadGateway('other'), apart: null }])).toEqual([]);
  });
});

describe('dial-up gateways on one interface', () => {
  it('are twins of each other: the device takes the first that fits', () => {
    const dynamic = { peer: { kind: 'dynamic' } } as const;
    expect(twinsOf(claim('a', dynamic), [claim('a', dynamic), claim('b', dynamic)])).toEqual(['b']);
  });
});
