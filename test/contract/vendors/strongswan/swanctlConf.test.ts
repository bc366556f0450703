// The syntax of swanctl.conf, its references and includes; secrets never come out.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfigFile } from '../../../../src/vendors/strongswan/configFile.js';
import { type ConfSection, parseConf, settingAt } from '../../../../src/vendors/strongswan/swanctlConf.js';
import { anyCharacter } from '../../../support/anyCharacter.js';

const folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-conf-'));
afterAll(() => rmSync(folder, { recursive: true }));

function parsed(text: string): ConfSection {
  const read = parseConf(text);
  if ('says' in read) throw new Error(`line ${read.line}: ${read.says}`);
  return read.root;
}

const example = `
# a comment with { braces }
connections {
  gw-gw {
    remote_addrs = 192.0.2.1, 192.0.2.2   # two of them
    local { id = "moon # not a comment" }
    children {
      net-net { esp_proposals = aes128gcm128-x25519
        start_action = trap
      }
    }
    proposals=aes256-sha256-modp2048,default
  }
  based : defaults.conn { version = 1 }
}
defaults { conn { version = 2
 encap = yes
 children { lan { start_action = start } } } }
secrets { ike-moon { id = moon
 secret = "do not leak {me}" } }
`;

describe('swanctl.conf', () => {
  it('gives settings by their path', () => {
    const root = parsed(example);
    expect(settingAt(root, ['connections', 'gw-gw'], 'remote_addrs')).toBe('192.0.2.1, 192.0.2.2');
    expect(settingAt(root, ['connections', 'gw-gw', 'local'], 'id')).toBe('moon # not a comment');
    expect(settingAt(root, ['connections', 'gw-gw', 'children', 'net-net'], 'start_action')).toBe('trap');
    expect(settingAt(root, ['connections', 'gw-gw'], 'proposals')).toBe('aes256-sha256-modp2048,default');
    expect(settingAt(root, ['connections', 'gw-gw'], 'encap')).toBeNull();
  });

  it('follows references, also below the section that refers', () => {
    const root = parsed(example);
    expect(settingAt(root, ['connections', 'based'], 'version')).toBe('1');
    expect(settingAt(root, ['connections', 'based'], 'encap')).toBe('yes');
    expect(settingAt(root, ['connections', 'based', 'children', 'lan'], 'start_action')).toBe('start');
  });

  it('never keeps a secret, wherever it stands', () => {
    const root = parsed(`${example}\nodd { psk = oops }\nsecret = oops too`);
    expect(inspect(root, { depth: null })).not.toMatch(/leak|oops/);
  });

  it.each([
    [
      'a quoted text that never ends, full of escapes',
      `a = "${'\\"'.repeat(400_000)}`,
      'a quoted text is not closed',
    ],
    ['quotes alone', '""'.repeat(300_000), 'it has more than 200000 words'],
    ['references without end', `a : ${'b,'.repeat(300_000)} { }`, 'a section refers to too many others'],
  ])('is refused in one pass: %s', (_, text, says) => {
    expect(parseConf(text)).toMatchObject({ says });
  });

  it('looks at each place once, however many ways lead to it', () => {
    const names = Array.from({ length: 13 }, (_, index) => `s${index}`);
    const root = parsed(names.map((name) => `${name} : ${names.join(', ')} { }`).join('\n'));
    expect(settingAt(root, ['s0'], 'version')).toBeNull();
  });

  it('survives references that go round', () => {
    const root = parsed('a : b { }\nb : a { }');
    expect(settingAt(root, ['a'], 'version')).toBeNull();
  });

  it.each([
    ['a section that is not closed', 'connections {\n a = b\n'],
    ['a brace too many', 'a { }\n}'],
    ['a name alone', 'connections\n'],
    ['sections without end', 'a {\n'.repeat(40)],
  ])('names the line of %s', (_, text) => {
    expect(parseConf(text)).toMatchObject({ line: expect.any(Number), says: expect.any(String) });
  });

  it.each([
    'secrets { ike-1 { secret = "Zq7Horse" } } }',
    'secrets { ike-1 { secret "Zq7Horse" } }',
    'secrets { ike-1 { secret Zq7Horse } }',
    'secrets { ike-1 { "Zq7Horse" } }',
    'secrets { ike-1 { secret = 1\n Zq7Horse } }',
    'secrets { ike-1 { secret : Zq7Horse } }',
    'secrets { ike-1 { secret = "one\n" Zq7Horse\nx } }',
    'Zq7Horse',
  ])('is told without a word of the file, which may be a key: %s', (text) => {
    const read = parseConf(text);
    expect(read).toHaveProperty('says');
    expect(inspect(read)).not.toContain('Zq7Horse');
  });

  it('is a value for any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: anyCharacter }), (text) => {
        expect(() => parseConf(text)).not.toThrow();
      }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', '{', '}', '=', ':', '\n', '"', '#', ' ', 'include', '\\')),
        (words) => {
          expect(() => parseConf(words.join(' '))).not.toThrow();
        },
      ),
    );
  });
});

describe('a configuration of several files', () => {
  it('is read with its includes, and a missing one is no error', async () => {
    mkdirSync(join(folder, 'conf.d'), { recursive: true });
    writeFileSync(
      join(folder, 'swanctl.conf'),
      'include conf.d/*.conf\ninclude nowhere.conf\nconnections { a { version = 2 } }',
    );
    writeFileSync(join(folder, 'conf.d', 'b.conf'), 'connections { b { version = 1 } }');
    writeFileSync(join(folder, 'conf.d', 'ignored.txt'), 'connections { c { version = 1 } }');
    const read = await readConfigFile(join(folder, 'swanctl.conf'));
    const root = read.ok ? read.value : parsed('');
    expect(settingAt(root, ['connections', 'a'], 'version')).toBe('2');
    expect(settingAt(root, ['connections', 'b'], 'version')).toBe('1');
    expect(settingAt(root, ['connections', 'c'], 'version')).toBeNull();
  });

  it('is not understood when an include is there and cannot be read, as strongSwan sees it', async () => {
    const path = join(folder, 'with-pipe.conf');
    writeFileSync(path, 'include pipe.conf\nconnections { a { version = 2 } }\n');
    execFileSync('mkfifo', [join(folder, 'pipe.conf')]);
    expect(await readConfigFile(path)).toMatchObject({
      ok: false,
      fault: {
        reason: 'unreadable',
        says: `The configuration file ${join(folder, 'pipe.conf')} cannot be understood: it is not a regular file.`,
      },
    });
  });

  it('that includes itself ends', async () => {
    writeFileSync(join(folder, 'round.conf'), 'include round.conf');
    expect(await readConfigFile(join(folder, 'round.conf'))).toMatchObject({ ok: false });
  });
});
