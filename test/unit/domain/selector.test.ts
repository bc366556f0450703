import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressNumber,
  addressText,
  anyIpv4,
  contains,
  fromRange,
  isAny,
  overlaps,
  readSelector,
  type Selector,
  sameSelector,
  selectorText,
} from '../../../src/domain/selector.js';

function read(text: string): Selector {
  const selector = readSelector(text);
  if (!selector) throw new Error(`not read: ${text}`);
  return selector;
}

describe('reading a selector', () => {
  it('reads every usual spelling of a network', () => {
    for (const text of [
      '10.1.0.0/24',
      '10.1.0.0-10.1.0.255',
      '10.1.0.0 255.255.255.0',
      '10.1.0.0/255.255.255.0',
      '10.1.0.77/24',
      ' 10.1.0.0/24 ',
    ]) {
      expect(selectorText(read(text))).toBe('10.1.0.0/24');
    }
  });

  it('reads one address, a range that is no prefix, any, and IPv6', () => {
    expect(selectorText(read('10.1.0.5'))).toBe('10.1.0.5/32');
    expect(selectorText(read('10.1.0.5-10.1.0.9'))).toBe('10.1.0.5-10.1.0.9');
    expect(isAny(read('0.0.0.0/0'))).toBe(true);
    expect(isAny(read('0.0.0.0-255.255.255.255'))).toBe(true);
    expect(isAny(read('::/0'))).toBe(true);
    expect(selectorText(read('2001:db8::/32'))).toBe('2001:db8::/32');
    expect(sameSelector(anyIpv4(), read('0.0.0.0/0'))).toBe(true);
  });

  it('reads nothing that a library would only guess', () => {
    for (const text of [
      '',
      '10.1',
      '10.1.0',
      '010.1.0.0/24',
      '10.1.0.0/33',
      '10.1.0.0/255.0.255.0',
      '10.1.0.9-10.1.0.5',
      '10.1.0.0-2001:db8::1',
      '300.1.1.1',
      '0x0a.1.1.1',
      '10.1.0.0/-1',
      'any',
      '2001:db8::/129',
      '10.1.0.0/',
      '1.2.3.4/24/24',
    ]) {
      expect([text, readSelector(text)]).toEqual([text, null]);
    }
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => void readSelector(text)));
  });

  const ipv4 = fc.nat(0xffffffff).map((n) => addressText(4, BigInt(n)));

  it('reads back what it writes, for any range', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(0xffffffff), (a, b) => {
        const range = fromRange(
          addressText(4, BigInt(Math.min(a, b))),
          addressText(4, BigInt(Math.max(a, b))),
        );
        expect(range && readSelector(selectorText(range))).toEqual(range);
      }),
    );
  });

  it('reads back any IPv6 address', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), (value) => {
        expect(addressNumber(addressText(6, value))).toEqual({ family: 6, value });
      }),
    );
  });

  it('knows that a network holds each of its addresses', () => {
    fc.assert(
      fc.property(ipv4, fc.nat(32), (address, prefix) => {
        expect(contains(read(`${address}/${prefix}`), read(address))).toBe(true);
      }),
    );
  });
});

describe('comparing selectors', () => {
  const web: Selector = { ...read('10.1.0.0/24'), protocol: 6, ports: { from: 80, to: 90 } };

  it('contains and overlaps as packets would', () => {
    expect(contains(read('10.1.0.0/16'), read('10.1.5.0/24'))).toBe(true);
    expect(contains(read('10.1.5.0/24'), read('10.1.0.0/16'))).toBe(false);
    expect(overlaps(read('10.1.0.0/24'), read('10.1.0.128/25'))).toBe(true);
    expect(overlaps(read('10.1.0.0/24'), read('10.1.1.0/24'))).toBe(false);
    expect(overlaps(read('10.1.0.0/24'), read('2001:db8::/32'))).toBe(false);
  });

  it('counts protocol and ports', () => {
    expect(contains(read('10.1.0.0/24'), web)).toBe(true);
    expect(contains(web, read('10.1.0.0/24'))).toBe(false);
    expect(overlaps(web, { ...web, protocol: 17 })).toBe(false);
    expect(overlaps(web, { ...web, ports: { from: 443, to: 443 } })).toBe(false);
    expect(overlaps(web, { ...web, ports: { from: 90, to: 95 } })).toBe(true);
    expect(sameSelector(web, { ...web })).toBe(true);
    expect(selectorText(web)).toBe('10.1.0.0/24 protocol 6 ports 80-90');
  });

  it('calls only the whole range of every protocol any', () => {
    expect(isAny({ ...anyIpv4(), protocol: 6 })).toBe(false);
    expect(isAny(anyIpv4())).toBe(true);
  });

  const selector = fc
    .tuple(
      fc.nat(1000),
      fc.nat(1000),
      fc.option(fc.constantFrom(6, 17)),
      fc.option(fc.tuple(fc.nat(5), fc.nat(5))),
    )
    .map(
      ([a, b, protocol, ports]): Selector => ({
        family: 4,
        start: BigInt(Math.min(a, b)),
        end: BigInt(Math.max(a, b)),
        protocol,
        ports: ports && { from: Math.min(...ports), to: Math.max(...ports) },
      }),
    );

  it('overlaps in both directions, and whenever one contains the other', () => {
    fc.assert(
      fc.property(selector, selector, (a, b) => {
        expect(overlaps(a, b)).toBe(overlaps(b, a));
        if (contains(a, b)) expect(overlaps(a, b)).toBe(true);
        expect(sameSelector(a, b)).toBe(contains(a, b) && contains(b, a));
      }),
    );
  });
});
