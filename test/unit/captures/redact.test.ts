// What may leave the house of a reply: names and public addresses are others, the same ones everywhere; what the reply is made of stays.

import { describe, expect, it } from 'vitest';
import { redactionFor } from '../../../src/captures/redact.js';
import type { CapturedReply } from '../../../src/domain/capture.js';

type Form = CapturedReply['form'];

function redacted(form: Form, text: string, names: readonly string[] = [], keepsAddresses = false): string {
  const named = names.map((name) => ({ kind: 'tunnel', name }) as const);
  return redactionFor([{ form, text }], named, keepsAddresses).redacted(form, text);
}
const plain = (text: string, names: readonly string[] = []) => redacted('text', text, names);

describe('addresses', () => {
  it('that are public become those of documentation, and networks stay networks', () => {
    expect(plain('peer 8.8.4.4[500], net 8.8.4.0/24, other 9.9.9.9.')).toBe(
      'peer 192.0.2.4[500], net 192.0.2.0/24, other 198.51.100.9.',
    );
  });

  it('that nobody owns, masks and versions stay', () => {
    const text =
      '10.1.2.3 172.16.0.0/12 192.168.1.1 255.255.255.0 127.0.0.1 0.0.0.0 11.2.8 1.3.6.1.4.1.25461 fe80::1 :: ::10.0.0.1';
    expect(plain(text)).toBe(text);
  });

  it('never become one that stands there already', () => {
    expect(plain('192.0.2.7 to 8.8.8.7')).toBe('192.0.2.7 to 198.51.100.7');
  });

  it('of IPv6 and of cards are those of documentation; times are no addresses', () => {
    expect(plain('2a02:8071:1:2::5 2a02:8071:1:3::6 at 12:34:56')).toBe(
      '2001:db8:1:2::5 2001:db8:1:3::6 at 12:34:56',
    );
    expect(plain('00:1b:17:00:01:02, 00:1B:17:00:01:02, 00:1b:17:00:01:03')).toBe(
      '00:00:5e:00:53:00, 00:00:5e:00:53:00, 00:00:5e:00:53:01',
    );
    expect(plain('2a02:8071:1:2:21b:17ff:fe00:102')).toBe('2001:db8:1:2::1');
  });

  it('stand where that is wished', () => {
    expect(redacted('text', 'peer 8.8.4.4', [], true)).toBe('peer 8.8.4.4');
  });
});

describe('names', () => {
  it('of tunnels are others, wherever a sign stands before or behind', () => {
    expect(plain('acme-lyon:net1 up, ike acme-lyon_0; ACME-LYON', ['acme-lyon'])).toBe(
      'tunnel-1:net1 up, ike tunnel-1_0; tunnel-1',
    );
  });

  it('that a field tells are found in every other text', () => {
    const xml =
      '<r><hostname>fw-acme</hostname><serial>012801096514</serial><log>admin anna of fw-acme</log><admin>anna</admin></r>';
    expect(redacted('xml', xml)).toBe(
      '<r><hostname>host-1</hostname><serial>000000000001</serial><log>admin user-1 of host-1</log><admin>user-1</admin></r>',
    );
  });

  it('keep the model of a serial', () => {
    expect(redacted('json', '{"serial": "FGVM08TM21001234"}')).toContain('"FGVM000000000001"');
  });

  it('of hosts, people and certificates are found by their shape', () => {
    expect(plain('id vpn.acme.fr, anna@acme.com, CN=gw, O=Acme Ltd, C=FR')).toBe(
      'id host-1.example.com, user-1@example.com, CN=identity-1, O=identity-2, C=FR',
    );
    const kept = 'gw.example.com peer.invalid vpn.ipsec system.ha ethernet1/1.100';
    expect(plain(kept)).toBe(kept);
  });

  it('that the reply is made of stay, and it is told', () => {
    const text = '<network><ike>network</ike></network>';
    const redaction = redactionFor([{ form: 'xml', text }], [{ kind: 'tunnel', name: 'network' }], false);
    expect(redaction.redacted('xml', text)).toBe(text);
  });

  it('that are a word of the reply are told', () => {
    const text = '<proxyid><entry name="a">proxyid</entry></proxyid>';
    const redaction = redactionFor([{ form: 'xml', text }], [{ kind: 'child', name: 'proxyid' }], false);
    expect(redaction.told().left).toEqual(['proxyid']);
  });

  it('stand in keys too, as a daemon writes its connections', () => {
    const text = '[{"acme": {"uniqueid": "1", "child-sas": {"acme-3": {"name": "acme"}}}}]';
    expect(redacted('json', text, ['acme'])).not.toContain('acme');
  });
});

describe('what is free words or a secret by its name', () => {
  it.each([
    ['xml', '<e><comment>call Bob, 555-1234</comment><phash>$1$abcdef</phash></e>'],
    ['json', '{"comments": "call Bob, 555-1234", "psksecret": "ENC abcdef", "auth": {"key": ["abcdef"]}}'],
  ] as const)('is emptied in %s', (form, text) => {
    const left = redacted(form, text);
    for (const secret of ['Bob', 'abcdef']) expect(left).not.toContain(secret);
    expect(left).toContain('[removed]');
  });

  it('stays well formed, whatever stands in it', () => {
    const value = 'pre-shared key "a\\b" & <c>\nsecond line';
    const json = redacted('json', JSON.stringify({ msg: value, list: ['x', 1, null, true] }));
    expect(JSON.parse(json)).toMatchObject({ list: ['x', 1, null, true] });
  });

  it('loses the body of a certificate', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nMIIBxyz\n-----END CERTIFICATE-----';
    expect(redacted('xml', `<e><pem>${pem}</pem></e>`)).not.toContain('MIIBxyz');
  });
});
