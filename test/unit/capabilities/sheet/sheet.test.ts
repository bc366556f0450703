// The parameter sheet: what it asks of the partner, how it travels, and how it is compared when it comes back.

import { describe, expect, it } from 'vitest';
import { compareSheet } from '../../../../src/capabilities/sheet/compare.js';
import { composeSheet } from '../../../../src/capabilities/sheet/sheet.js';
import {
  looksLikeSheet,
  readFilledSheet,
  sheetCsv,
  sheetMarkdown,
} from '../../../../src/capabilities/sheet/text.js';
import type { TunnelDeclaration } from '../../../../src/domain/evidence.js';
import { readSelector } from '../../../../src/domain/selector.js';
import type { TunnelConfig } from '../../../../src/domain/tunnelConfig.js';

function selector(text: string) {
  const read = readSelector(text);
  if (!read) throw new Error(`no selector: ${text}`);
  return read;
}

const config: TunnelConfig = {
  device: 'fw-a',
  vendor: 'panos',
  tunnel: 'acme|branch',
  disabled: false,
  ike: {
    name: 'gw-acme',
    disabled: false,
    version: 'ikev2',
    exchangeMode: null,
    localAddress: '198.51.100.1',
    localInterface: 'ethernet1/1',
    peer: { kind: 'address', address: '203.0.113.9' },
    localId: null,
    peerId: { type: 'fqdn', value: 'branch.acme.example' },
    auth: 'psk',
    peerAuth: null,
    proposals: [
      {
        protocol: 'ike',
        encryption: ['aes-256-cbc', 'aes-128-cbc'],
        integrity: ['sha256'],
        prf: [],
        dh: ['group14'],
      },
    ],
    lifetimeSeconds: 28_800,
    dpd: { enabled: true, intervalSeconds: 5, retries: 5 },
    natTraversal: 'on',
    passive: false,
    fragmentation: null,
    certificate: null,
    idMayDifferFromCertificate: null,
    postQuantum: null,
  },
  children: [
    {
      name: 'p1',
      local: [selector('10.1.0.0/24')],
      remote: [selector('10.2.0.0/24')],
      proposals: [{ protocol: 'esp', encryption: ['aes-256-cbc'], integrity: ['sha256'], prf: [], dh: [] }],
      pfs: ['group14'],
      protocol: 'esp',
      mode: 'tunnel',
      lifetimeSeconds: 3600,
      lifetimeKilobytes: null,
      start: 'on-traffic',
    },
  ],
  interface: 'tunnel.1',
  routed: null,
  monitor: null,
  managedBy: null,
  comment: null,
  places: {},
  unreadable: {},
  objects: {},
  vendorKeys: {},
};
const declared: TunnelDeclaration = {
  aliases: [],
  owner: 'net team',
  partner: { name: 'Acme', contact: '=cmd()', vendor: null },
  criticality: 'normal',
  isBackup: false,
  maintenance: null,
};
const sheet = composeSheet(config, declared, '2026-03-01T10:00:00Z');

function compared(values: Record<string, string>) {
  const rows = compareSheet(sheet, new Map(Object.entries(values)));
  return Object.fromEntries(
    rows.filter((row) => row.row.id in values).map((row) => [row.row.id, row.outcome]),
  );
}

describe('the parameter sheet', () => {
  it('is written in the view of the partner: their local network is our remote one', () => {
    const yours = Object.fromEntries(sheet.rows.map((row) => [row.id, row.yours]));
    expect(yours['net.1.local']).toBe('10.2.0.0/24');
    expect(yours['net.1.remote']).toBe('10.1.0.0/24');
    expect(yours['id.ours']).toBe('198.51.100.1');
    expect(yours['id.yours']).toBe('branch.acme.example (fqdn)');
  });

  it('tells the PRF, and the lifetime by volume where the device tells one', () => {
    const yoursOf = (more: Partial<TunnelConfig['children'][number]>, id: string) =>
      composeSheet(
        { ...config, children: config.children.map((child) => ({ ...child, ...more })) },
        declared,
        '2026-03-01T10:00:00Z',
      ).rows.find((row) => row.id === id)?.yours;
    expect(yoursOf({}, 'ike.prf')).toBe('sha256');
    expect(yoursOf({ lifetimeKilobytes: 4_608_000 }, 'esp.lifesize')).toBe('4608000 kilobytes');
    expect(yoursOf({}, 'esp.lifesize')).toBe('none');
    expect(yoursOf({ lifetimeSeconds: null }, 'esp.lifesize')).toBe('not readable on our device');
  });

  it('tells what is routed into a tunnel that selects any to any, and what nobody can read of it', () => {
    const any = { local: [selector('0.0.0.0/0')], remote: [selector('0.0.0.0/0')] };
    const routedOf = (routed: TunnelConfig['routed']) =>
      composeSheet(
        { ...config, routed, children: config.children.map((child) => ({ ...child, ...any })) },
        declared,
        '2026-03-01T10:00:00Z',
      ).rows.filter((row) => row.id.startsWith('net.routed'));
    expect(routedOf(['10.2.0.0/24', '10.3.0.0/24'])[0]?.yours).toBe('10.2.0.0/24, 10.3.0.0/24');
    expect(routedOf(null).map((row) => row.yours)).toEqual(Array(2).fill('not readable on our device'));
    expect(sheet.rows.some((row) => row.id.startsWith('net.routed'))).toBe(false);
  });

  it('says that the key never stands on it', () => {
    expect(sheetMarkdown(sheet)).toContain('never be written here');
  });

  it('keeps names with bars in one Markdown cell, and formulas out of spreadsheets', () => {
    expect(sheetMarkdown(sheet)).toContain('acme\\|branch');
    expect(sheetCsv(sheet)).toContain("'=cmd()");
  });

  it.each([
    [
      'Markdown',
      (text: string) => text.replace(/^(\| ike\.dh \|[^|]*\|[^|]*\|[^|]*\|)[^|]*\|/m, '$1 DH group 5 |'),
      sheetMarkdown(sheet),
    ],
    [
      'CSV',
      (text: string) => text.replace(/^(ike\.dh,[^,]*,[^,]*,[^,]*,[^,]*),,/m, '$1,DH group 5,'),
      sheetCsv(sheet),
    ],
  ])('comes back filled in as %s', (_, fill, text) => {
    expect(looksLikeSheet(text)).toBe(true);
    expect([...readFilledSheet(fill(text), 'sheet')]).toContainEqual(['ike.dh', 'DH group 5']);
  });

  it('reads a CSV with semicolons, as some spreadsheets write it', () => {
    const text =
      'id;section;parameter;our side;your side needs;your value;remark\r\nike.version;x;x;x;x;IKEv1;\r\n';
    expect(readFilledSheet(text, 'sheet').get('ike.version')).toBe('IKEv1');
  });

  it('refuses what is no sheet with one sentence', () => {
    expect(() => readFilledSheet('hello', 'x.csv')).toThrow('x.csv cannot be read');
  });
});

describe('a filled-in sheet', () => {
  it('is the same where one common algorithm exists, in any spelling', () => {
    expect(
      compared({
        'ike.encryption': 'AES128, 3DES',
        'ike.integrity': 'SHA2-256',
        'ike.dh': 'modp2048',
        'esp.pfs': '14',
      }),
    ).toEqual({
      'ike.encryption': 'same',
      'ike.integrity': 'same',
      'ike.dh': 'same',
      'esp.pfs': 'same',
    });
  });

  it('differs where none is common', () => {
    expect(
      compared({
        'ike.dh': 'group5',
        'esp.pfs': 'off',
        'ike.version': 'IKEv1',
        'net.1.local': '10.3.0.0/24',
        'nat-t': 'off',
      }),
    ).toEqual({
      'ike.dh': 'differs',
      'esp.pfs': 'differs',
      'ike.version': 'differs',
      'net.1.local': 'differs',
      'nat-t': 'differs',
    });
  });

  it('compares identities in value and type', () => {
    expect(compared({ 'id.yours': '192.0.2.7', 'id.ours': '198.51.100.1' })).toEqual({
      'id.yours': 'differs',
      'id.ours': 'same',
    });
  });

  it('never calls equal what it does not understand or what was left out', () => {
    expect(
      compared({
        'ike.encryption': 'the strong one',
        'ike.lifetime': 'a day',
        'esp.lifetime': '1h',
        'ike.integrity': '',
      }),
    ).toEqual({
      'ike.encryption': 'unclear',
      'ike.lifetime': 'unclear',
      'esp.lifetime': 'same',
      'ike.integrity': 'empty',
    });
  });
});
