import { describe, expect, it } from 'vitest';
import { readConfigText } from '../../../src/configtext/read.js';
import { scrub } from '../../../src/domain/secrets/index.js';
import { neutral } from './neutral.js';

const read = (text: string) => readConfigText(text)?.tunnels[0]?.config;
const told = (text: string) => {
  const config = read(text);
  return config && neutral(config);
};

const commands = `set vpn ipsec ike-group I key-exchange 'ikev2'
set vpn ipsec ike-group I proposal 1 dh-group '14'
set vpn ipsec ike-group I proposal 1 encryption 'aes256'
set vpn ipsec ike-group I proposal 1 hash 'sha256'
set vpn ipsec site-to-site peer P authentication mode 'pre-shared-secret'
set vpn ipsec site-to-site peer P ike-group 'I'
set vpn ipsec site-to-site peer P remote-address '192.0.2.10'
set vpn ipsec site-to-site peer P tunnel 1 esp-group 'E'
set vpn ipsec site-to-site peer P tunnel 1 local prefix '10.2.0.0/24'
set vpn ipsec site-to-site peer P tunnel 1 remote prefix '10.1.0.0/24'`;

describe('a configuration of VyOS', () => {
  it('says which group is not in the text, and takes no default for it', () => {
    const config = read(commands);
    expect(config?.unreadable).toMatchObject({
      'child.proposals': 'The esp-group E is not in the text.',
      'child.pfs': 'The esp-group E is not in the text.',
    });
    expect(config && neutral(config).phase2).toBeNull();
  });

  it('that ends inside of a group tells nothing of what may have followed', () => {
    const cut = `${commands}\nset vpn ipsec esp-group E proposal 1 encryption 'aes256'`;
    expect(read(cut)?.unreadable['child.proposals']).toContain('not whole in the text');
    const early = read(`${commands}\nset vpn ipsec esp-group E lifetime '3600'`);
    expect(early?.unreadable['child.pfs']).toContain('The text ends inside of this object');
    const later = `${cut}\nset vpn ipsec esp-group E proposal 1 hash 'sha256'\nset system host-name 'gw'`;
    expect(told(later)).toMatchObject({ pfs: ['group14'], seconds: 3600, phase2: ['aes-256-cbc / sha256'] });
  });

  it('takes PFS from phase 1 where it is only enabled, and none where it is disabled', () => {
    const esp = (pfs: string) =>
      `set vpn ipsec esp-group E pfs '${pfs}'\nset vpn ipsec esp-group E proposal 1 hash 'sha256'\n${commands}`;
    expect(told(esp('enable'))?.pfs).toEqual(['group14']);
    expect(told(esp('disable'))?.pfs).toEqual([]);
    expect(told(esp('dh-group20'))?.pfs).toEqual(['group20']);
  });

  it.each([
    ['initiate', 'at-once', false],
    ['respond', 'on-traffic', false],
    ['none', 'never', true],
  ])('of connection-type %s begins %s', (type, start, passive) => {
    expect(told(`set vpn ipsec site-to-site peer P connection-type '${type}'\n${commands}`)).toMatchObject({
      start,
      passive,
    });
  });

  it('takes group 2 where a proposal has none, but only of versions that are known to', () => {
    const without = commands.replace("set vpn ipsec ike-group I proposal 1 dh-group '14'\n", '');
    expect(told(without)?.phase1).toEqual(['aes-256-cbc / sha256 / group2']);
    expect(told(without.replace(/.*remote-address.*\n/, ''))?.phase1).toBeNull();
  });

  it('leaves out a remark behind a command', () => {
    const remark = commands.replace("'10.1.0.0/24'", "'10.1.0.0/24' # their LAN");
    expect(told(remark)?.networks).toEqual(['10.2.0.0/24 to 10.1.0.0/24']);
  });

  it('counts what was deleted below as never set', () => {
    expect(told(`${commands}\ndelete vpn ipsec ike-group I key-exchange`)?.version).toBeNull();
  });

  it('reads the JSON of a UniFi gateway as the commands', () => {
    const json = {
      vpn: {
        ipsec: {
          'esp-group': {
            E: {
              lifetime: '3600',
              pfs: 'dh-group14',
              proposal: { 1: { encryption: 'aes256', hash: 'sha256' } },
            },
          },
          'ike-group': {
            I: {
              'key-exchange': 'ikev2',
              proposal: { 1: { 'dh-group': 14, encryption: 'aes256', hash: 'sha256' } },
            },
          },
          'site-to-site': {
            peer: {
              '192.0.2.10': {
                authentication: { mode: 'pre-shared-secret', 'pre-shared-secret': 'Winter-is-2026' },
                'ike-group': 'I',
                'local-address': '203.0.113.20',
                tunnel: {
                  1: {
                    'esp-group': 'E',
                    local: { prefix: '10.2.0.0/24' },
                    remote: { prefix: ['10.1.0.0/24', '10.1.8.0/24'] },
                  },
                },
              },
            },
          },
        },
      },
    };
    const clean = scrub(JSON.stringify(json, null, 2)).text;
    expect(clean).not.toContain('Winter');
    expect(told(clean)).toMatchObject({
      tunnel: '192.0.2.10',
      phase1: ['aes-256-cbc / sha256 / group14'],
      pfs: ['group14'],
      networks: ['10.2.0.0/24 to 10.1.0.0/24+10.1.8.0/24'],
    });
  });
});
