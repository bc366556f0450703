import { describe, expect, it } from 'vitest';
import {
  guessIdentity,
  identityText,
  sameDistinguishedName,
  sameIdentity,
} from '../../../src/domain/identity.js';

describe('identities', () => {
  it('are told by their shape', () => {
    const shapes: readonly [string, string, string][] = [
      ['192.0.2.1', 'ipv4', '192.0.2.1'],
      ['2001:DB8::1', 'ipv6', '2001:db8::1'],
      ['gw.example.net', 'fqdn', 'gw.example.net'],
      ['@gw.example.net', 'fqdn', 'gw.example.net'],
      ['noc@example.net', 'email', 'noc@example.net'],
      ['CN=gw, O=Example', 'dn', 'CN=gw, O=Example'],
      ['@#0a0b', 'keyid', '0a0b'],
      ['%any', 'any', '%any'],
      ['', 'any', ''],
      ['999.1.1.1', 'fqdn', '999.1.1.1'],
      ['dead:beef', 'fqdn', 'dead:beef'],
    ];
    for (const [text, type, value] of shapes) expect(guessIdentity(text)).toEqual({ type, value });
  });

  it('are the same without regard to case, and to blanks in a DN', () => {
    expect(sameIdentity(guessIdentity('GW.example'), guessIdentity('gw.EXAMPLE'))).toBe(true);
    expect(sameIdentity(guessIdentity('CN=gw,O=Example'), guessIdentity('CN = gw , O=example'))).toBe(true);
    expect(sameIdentity({ type: 'keyid', value: 'Ab' }, { type: 'keyid', value: 'ab' })).toBe(false);
  });

  it('of another type are others, even with the same text', () => {
    expect(sameIdentity({ type: 'fqdn', value: '192.0.2.1' }, { type: 'ipv4', value: '192.0.2.1' })).toBe(
      false,
    );
  });

  it('of unknown type prove nothing about the type', () => {
    expect(sameIdentity({ type: 'unknown', value: 'a' }, { type: 'fqdn', value: 'a' })).toBe(null);
    expect(sameIdentity({ type: 'unknown', value: 'a' }, { type: 'fqdn', value: 'b' })).toBe(false);
  });

  it('any fits everything', () => {
    expect(sameIdentity(guessIdentity('%any'), guessIdentity('x'))).toBe(true);
    expect(identityText(guessIdentity('%any'))).toBe('any');
    expect(identityText(guessIdentity('192.0.2.1'))).toBe('192.0.2.1');
  });

  it('of which a star leaves the rest open fit what begins alike, of the same type', () => {
    const expected = { type: 'fqdn', value: 'site-*.example', matching: 'up-to-star' } as const;
    const fits = (value: string, type: 'fqdn' | 'email' = 'fqdn') => sameIdentity(expected, { type, value });
    expect([fits('SITE-7.example'), fits('site-7.other'), fits('branch-7.example')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(fits('site-7.example', 'email')).toBe(false);
    expect(sameIdentity({ type: 'fqdn', value: 'site-7.example' }, expected)).toBe(true);
    expect(
      sameIdentity({ ...expected, value: 'gw.example' }, { type: 'fqdn', value: 'gw.example.net' }),
    ).toBe(false);
    expect(identityText(expected)).toBe('site-*.example (fqdn, wildcard)');
  });

  it('that is expected by its text alone is fit by addresses and names of that text', () => {
    const expected = { type: 'unknown', value: 'Paris.example', matching: 'text' } as const;
    const fits = (type: 'fqdn' | 'email' | 'keyid' | 'dn' | 'unknown', value: string) =>
      sameIdentity({ type, value }, expected);
    expect([fits('fqdn', 'paris.example'), fits('fqdn', 'nice.example')]).toEqual([true, false]);
    expect([fits('keyid', 'paris.example'), fits('unknown', 'paris.example')]).toEqual([null, null]);
    expect([fits('keyid', 'nice.example'), fits('dn', 'CN=paris.example')]).toEqual([false, null]);
    const address = { type: 'unknown', value: '2001:db8::1', matching: 'text' } as const;
    expect(sameIdentity(address, { type: 'ipv6', value: '2001:DB8:0:0::1' })).toBe(true);
  });

  it('compares IPv6 addresses by value, not by spelling', () => {
    expect(
      sameIdentity({ type: 'ipv6', value: '2001:db8:0:0::1' }, { type: 'ipv6', value: '2001:DB8::1' }),
    ).toBe(true);
  });
});

describe('names of certificates', () => {
  const same = (a: string, b: string): boolean => sameDistinguishedName(a, b);

  it('are one in whatever way a product prints them', () => {
    expect(same('/C=FR/O=Example/CN=gw', 'C = FR, O = Example, CN = gw')).toBe(true);
    expect(same('CN=gw,O=Example,C=FR', 'C=FR, O=Example, CN=gw')).toBe(true);
    expect(same('C=FR, O=Example, CN=gw', 'CN=gw')).toBe(true);
    expect(same('/CN=vpn-authority', 'CN=vpn-authority')).toBe(true);
  });

  it('differ by an attribute that both print, and where only one has a common name', () => {
    expect(same('C=FR, CN=gw', 'C=DE, CN=gw')).toBe(false);
    expect(same('CN=gw', 'CN=gw2')).toBe(false);
    expect(same('O=Example, CN=gw', 'O=Example')).toBe(false);
    expect(same('O=Example, OU=a, OU=b', 'O=Example, OU=b, OU=a')).toBe(true);
  });
});
