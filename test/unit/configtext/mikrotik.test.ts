import { describe, expect, it } from 'vitest';
import { readConfigText } from '../../../src/configtext/read.js';
import { neutral } from './neutral.js';

const told = (text: string) => readConfigText(text)?.tunnels.map(({ config }) => neutral(config)) ?? [];
const why = (text: string) => readConfigText(text)?.tunnels[0]?.config.unreadable ?? {};

const hub = {
  tunnel: 'hub',
  version: 'ikev2',
  peer: '192.0.2.10',
  auth: 'psk',
  phase1: ['aes-256-cbc / sha256 / group14'],
  phase2: ['aes-256-cbc / sha256'],
  pfs: ['group14'],
  networks: ['10.2.0.0/24 to 10.1.0.0/24'],
};

describe('a configuration of RouterOS', () => {
  it.each([
    [
      'each command with its menu',
      `/ip ipsec profile add name=p enc-algorithm=aes-256 hash-algorithm=sha256 dh-group=modp2048
/ip ipsec peer add name=hub address=192.0.2.10 exchange-mode=ike2 profile=p
/ip ipsec proposal add name=q enc-algorithms=aes-256-cbc auth-algorithms=sha256 pfs-group=modp2048
/ip ipsec identity add peer=hub
/ip ipsec policy add peer=hub tunnel=yes src-address=10.2.0.0/24 dst-address=10.1.0.0/24 proposal=q`,
    ],
    [
      'the paths of version 7, and prompts',
      `[admin@lyon] > /ip/ipsec/profile/add name=p enc-algorithm=aes-256 hash-algorithm=sha256 dh-group=modp2048
[admin@lyon] > /ip/ipsec/peer/add name=hub address=192.0.2.10 exchange-mode=ike2 profile=p
[admin@lyon] /ip/ipsec/proposal> add name=q enc-algorithms=aes-256-cbc auth-algorithms=sha256 pfs-group=modp2048
[admin@lyon] > /ip ipsec
[admin@lyon] /ip ipsec> identity add peer=hub
[admin@lyon] /ip ipsec> policy add peer=hub tunnel=yes src-address=10.2.0.0/24 dst-address=10.1.0.0/24 proposal=q`,
    ],
    [
      'what print detail shows',
      `[admin@lyon] > /ip ipsec profile print
Flags: * - default
 0 * name="default" hash-algorithm=sha1 enc-algorithm=aes-128,3des dh-group=modp2048,modp1024 lifetime=1d
 1   name="p" hash-algorithm=sha256 enc-algorithm=aes-256
     dh-group=modp2048 lifetime=1d proposal-check=obey nat-traversal=yes
[admin@lyon] > /ip ipsec peer print detail
 0   name="hub" address=192.0.2.10/32 profile=p exchange-mode=ike2 send-initial-contact=yes
[admin@lyon] > /ip ipsec proposal print
 0   name="q" auth-algorithms=sha256 enc-algorithms=aes-256-cbc lifetime=30m pfs-group=modp2048
[admin@lyon] > /ip ipsec identity print
 0    peer=hub auth-method=pre-shared-key generate-policy=no
[admin@lyon] > /ip ipsec policy print detail
 0 T * group=default src-address=::/0 dst-address=::/0 protocol=all proposal=default template=yes
 1   A  peer=hub tunnel=yes src-address=10.2.0.0/24 src-port=any dst-address=10.1.0.0/24 dst-port=any
      protocol=all action=encrypt level=require ipsec-protocols=esp proposal=q ph2-count=1`,
    ],
  ])('is read as %s', (_form, text) => expect(told(text)).toEqual([expect.objectContaining(hub)]));

  it('of version 6 before profiles and identities existed has all in its peer', () => {
    const [old] = told(`/ip ipsec peer
add address=192.0.2.10/32 dh-group=modp2048 enc-algorithm=aes-256 hash-algorithm=sha256 \\
    lifetime=8h nat-traversal=no secret=[removed]
/ip ipsec policy
add dst-address=10.1.0.0/24 sa-dst-address=192.0.2.10 sa-src-address=203.0.113.20 \\
    src-address=10.2.0.0/24 tunnel=yes
add dst-address=10.7.0.0/24 sa-dst-address=192.0.2.77 sa-src-address=203.0.113.20 \\
    src-address=10.2.0.0/24 tunnel=yes`);
    expect(old).toMatchObject({
      tunnel: '192.0.2.10',
      version: 'ikev1',
      local: '203.0.113.20',
      auth: 'psk',
      phase1: ['aes-256-cbc / sha256 / group14'],
      ikeSeconds: 28800,
      networks: ['10.2.0.0/24 to 10.1.0.0/24'],
    });
  });

  it('names what the text does not hold, and takes no default where versions differ', () => {
    const peer = '/ip ipsec peer add name=hub address=192.0.2.10';
    expect(why(`${peer} profile=p`)).toMatchObject({
      'ike.proposals': 'The profile of this peer is not in the text.',
      'ike.auth': 'The text holds no identity of this peer.',
      'child.selectors': 'The text holds no policy of this peer.',
    });
    expect(why(peer)['ike.proposals']).toContain('its default differs between versions');
    const chosen = `${peer}\n/ip ipsec identity add peer=hub generate-policy=port-strict`;
    expect(why(chosen)['child.selectors']).toBe('The peer chooses the networks (`generate-policy`).');
  });

  it('takes a time in every form', () => {
    const seconds = (lifetime: string) =>
      told(`/ip ipsec profile add name=p lifetime=${lifetime}\n/ip ipsec peer add name=hub profile=p`)[0]
        ?.ikeSeconds;
    expect(['8h', '1d', '1h30m', '01:30:00', '1d00:00:00', 'soon'].map(seconds)).toEqual([
      28800,
      86400,
      5400,
      5400,
      86400,
      null,
    ]);
  });
});
