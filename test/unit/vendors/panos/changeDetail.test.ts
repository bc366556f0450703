// The values of a row of the configuration log: every form that they may have gives the same settings, and no form gives a key.

import { describe, expect, it } from 'vitest';
import { type ChangeDetail, readChangeDetail } from '../../../../src/vendors/panos/changeDetail.js';
import { readXml, type XmlNode } from '../../../../src/vendors/panos/xml.js';

const gateway = 'network ike gateway gw-a';

function read(place: string, before: string, after: string): ChangeDetail {
  const nodeOf = (inside: string): XmlNode => readXml(`<detail>${inside}</detail>`);
  return readChangeDetail(place, nodeOf(before), nodeOf(after));
}

const escaped = (text: string) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Nobody captured the inner form: these are the forms in which PAN-OS prints configurations elsewhere. */
const forms: Readonly<Record<string, (id: string) => string>> = {
  elements: (id) => `<local-id><type>fqdn</type><id>${id}</id></local-id>`,
  'elements as text': (id) => escaped(`<local-id><type>fqdn</type><id>${id}</id></local-id>`),
  braces: (id) => `gw-a { local-id { type fqdn; id ${id}; } protocol-common { passive-mode no; } }`,
  'set lines': (id) => `set network ike gateway gw-a local-id id ${id};`,
};

describe('values before and after', () => {
  it.each(Object.entries(forms))('are read from %s', (_name, form) => {
    const { settings } = read(gateway, form('a.example'), form('b.example'));
    expect(settings).toHaveLength(1);
    expect(settings[0]).toMatchObject({
      setting: 'ike.local-id',
      child: null,
      before: expect.stringContaining('a.example'),
      after: expect.stringContaining('b.example'),
    });
  });

  it('belong to the profile that the path names', () => {
    const lists = (first: string) =>
      `<encryption><member>${first}</member></encryption><dh-group><member>group14</member></dh-group>`;
    const ike = 'network ike crypto-profiles ike-crypto-profiles p1';
    expect(read(ike, lists('aes-256-cbc'), lists('aes-128-cbc')).settings).toMatchObject([
      { setting: 'ike.proposals', before: 'aes-256-cbc group14', after: 'aes-128-cbc group14' },
    ]);
    const ipsec = 'network ike crypto-profiles ipsec-crypto-profiles p2';
    expect(read(ipsec, 'p2 { dh-group group14; }', 'p2 { dh-group no-pfs; }').settings).toMatchObject([
      { setting: 'child.pfs', before: 'group14', after: 'no-pfs' },
    ]);
  });

  it('of lists are taken in the brackets of the command line', () => {
    const ike = 'network ike crypto-profiles ike-crypto-profiles p1';
    const { settings } = read(
      ike,
      'p1 { encryption [ aes-256-cbc aes-128-cbc ]; }',
      'p1 { encryption aes-128-cbc; }',
    );
    expect(settings).toMatchObject([{ before: 'aes-256-cbc aes-128-cbc', after: 'aes-128-cbc' }]);
  });

  it('are nothing where nothing that is known was changed, and where no form is known', () => {
    expect(read(gateway, '<comment>one</comment>', '<comment>two</comment>').settings).toEqual([]);
    expect(read(gateway, 'd0c5e58b-63d1-475b-a9b3-25f169ee296e', '').settings).toEqual([]);
    expect(readChangeDetail(gateway, undefined, undefined)).toEqual({ settings: [], keys: false });
  });
});

describe('a key', () => {
  const key = 'Planted-Key-4711';
  const planted: Readonly<Record<string, string>> = {
    element: `<authentication><pre-shared-key><key>${key}</key></pre-shared-key></authentication>`,
    'element as text': escaped(
      `<authentication><pre-shared-key><key>${key}</key></pre-shared-key></authentication>`,
    ),
    braces: `gw-a { authentication { pre-shared-key { key ${key}; } } local-id { id a.example; } }`,
    'a line': `set network ike gateway gw-a authentication pre-shared-key key ${key}`,
    'an id below a key': `authentication { pre-shared-key { local-id { id ${key}; } } }`,
    'no form at all': `key ${key}`,
    'broken braces': `} } pre-shared-key { key ${key}`,
    'an unknown name': `gw-a { something { new ${key}; } }`,
  };

  it.each(Object.entries(planted))('is never taken over: %s', (_name, text) => {
    const told = read(gateway, text, text.replace('4711', '4712'));
    expect(JSON.stringify(told)).not.toContain('Planted');
  });

  it('that was changed is told by the path alone', () => {
    expect(read(`${gateway} authentication pre-shared-key`, key, '')).toEqual({ settings: [], keys: true });
    expect(read(gateway, '', '').keys).toBe(false);
  });
});
