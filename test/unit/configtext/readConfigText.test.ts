import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isConfigText, readConfigText } from '../../../src/configtext/read.js';
import { neutral } from './neutral.js';

const folder = new URL('../../fixtures/config/', import.meta.url);
const fixture = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const expected = JSON.parse(fixture('expected.json')) as Readonly<Record<string, unknown>>;
const names = readdirSync(folder).filter((name) => name !== 'expected.json');

function told(text: string) {
  const read = readConfigText(text);
  return (
    read && {
      product: read.product,
      unread: read.unread.map(({ line, text: quoted }) => `${line}: ${quoted}`),
      tunnels: read.tunnels.map(({ config }) => neutral(config)),
    }
  );
}

describe('a configuration text', () => {
  it.each(names)('of %s is read into neutral words, and what was not read is listed', (name) => {
    expect(told(fixture(name))).toEqual(expected[name]);
  });

  it('reads the same with the line ends of Windows', () => {
    for (const name of names) expect(told(fixture(name).replaceAll('\n', '\r\n'))).toEqual(expected[name]);
  });

  it('is no log, no letter and no empty text', () => {
    for (const text of [
      '',
      'roses are red',
      '09[IKE] received NO_PROPOSAL_CHOSEN notify error',
      '<a/>',
      '{}',
    ])
      expect(readConfigText(text)).toBeNull();
  });
});

/** Values of a setting that the whole text has, by tunnel. */
function settingsOf(text: string): ReadonlyMap<string, ReturnType<typeof neutral>> {
  return new Map(
    (readConfigText(text)?.tunnels ?? []).map(({ config }) => [config.tunnel, neutral(config)] as const),
  );
}

describe('a text that was cut', () => {
  it.each(['fortios.conf', 'asa.conf', 'ios.conf', 'swanctl.conf', 'junos-braces.conf'])(
    'of %s never claims another value than the whole one',
    (name) => {
      const text = fixture(name);
      const lines = text.split('\n');
      const whole = settingsOf(text);
      for (let length = 1; length < lines.length; length += 1) {
        for (const [tunnel, part] of settingsOf(lines.slice(0, length).join('\n'))) {
          const full = whole.get(tunnel);
          if (!full) continue;
          for (const key of ['version', 'phase1', 'phase2', 'pfs', 'auth', 'localId', 'peerId'] as const) {
            const value = part[key];
            if (value === null || isUnread(part, key) || String(value).endsWith('(unknown)')) continue;
            expect({ length, tunnel, [key]: value }).toEqual({ length, tunnel, [key]: full[key] });
          }
        }
      }
    },
  );
});

const settings = {
  version: 'ike.version',
  phase1: 'ike.proposals',
  phase2: 'child.proposals',
  pfs: 'child.pfs',
  auth: 'ike.auth',
  localId: 'ike.local-id',
  peerId: 'ike.peer-id',
} as const;

function isUnread(part: ReturnType<typeof neutral>, key: keyof typeof settings): boolean {
  return part.unread.includes(settings[key]);
}

describe('a hostile text', () => {
  it('is read to its end, whatever it holds', () => {
    const lines = names.flatMap((name) => fixture(name).split('\n'));
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...lines), fc.string()), { maxLength: 60 }), (mixed) => {
        const text = mixed.join('\n');
        expect(isConfigText(text)).toBe(readConfigText(text) !== null);
      }),
      { numRuns: 150 },
    );
  });

  it('of many tunnels, of one endless line, or of nothing but braces is bounded', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => `crypto map M ${at} set peer 192.0.2.${at % 250}`);
    expect(readConfigText(many.join('\n'))?.tunnels.length).toBeLessThanOrEqual(600);
    const phases = Array.from(
      { length: 5_000 },
      (_, at) => ` edit "t${at}"\n  set remote-gw 192.0.2.1\n next`,
    );
    expect(
      readConfigText(`config vpn ipsec phase1-interface\n${phases.join('\n')}\nend`)?.tunnels.length,
    ).toBeLessThanOrEqual(300);
    expect(readConfigText(`conn a\n right=1 ${'x'.repeat(4_000_000)}`)?.tunnels.length).toBeLessThan(2);
    expect(readConfigText(`connections {\n${'a {\n'.repeat(50_000)}`)?.tunnels).toEqual([]);
    const vpns = Array.from(
      { length: 20_000 },
      (_, at) => `set security ipsec vpn v${at} bind-interface st0.${at}`,
    );
    expect(readConfigText(vpns.join('\n'))?.tunnels.length).toBeLessThanOrEqual(300);
  });
});
