import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProposal } from '../../../../src/domain/proposal.js';
import { readSelector } from '../../../../src/domain/selector.js';
import type { ChildConfig, TunnelConfig } from '../../../../src/domain/tunnelConfig.js';
import { ownPlaybookSet } from '../../../../src/playbook/folder.js';
import { DoubleDevice } from '../../../unit/doubles/device.js';
import { tunnelConfig, tunnelLive } from '../../../unit/doubles/tunnels.js';
import { startTriage, type Triage, text } from './triageSetup.js';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../../fixtures/config/${name}`, import.meta.url), 'utf8');

const selectors = (one: string) => [readSelector(one)].flatMap((found) => found ?? []);
const proposal = (printed: string) => [readProposal(printed, 'ike')].flatMap((found) => found ?? []);

/** Our end of what the fixtures configure at the other one, but for one setting. */
function ourEnd(
  tunnel: string,
  change: Partial<TunnelConfig['ike']>,
  ...children: readonly Partial<ChildConfig>[]
): TunnelConfig {
  return tunnelConfig({
    device: 'fw-paris',
    tunnel,
    local: '192.0.2.10',
    peer: '203.0.113.20',
    ike: {
      localId: { type: 'fqdn', value: 'paris.example' },
      peerId: { type: 'fqdn', value: 'lyon.example' },
      ...change,
    },
    children: (children.length === 0 ? [{}] : children).map((child) => ({ pfs: ['group14'], ...child })),
  });
}

const ends: readonly TunnelConfig[] = [
  ourEnd('same', {}),
  // With IKEv2 the first negotiation passes all the same.
  ourEnd(
    'pfs',
    {
      ...{
        version: 'ikev1',
        exchangeMode: 'aggressive',
        localAddress: '198.51.100.77',
        lifetimeSeconds: 86_400,
      },
      ...{ localId: null, peerId: null, proposals: proposal('ike:aes-128-cbc/sha1/group2') },
    },
    ...['10.9.0.0/16', '10.10.0.5/32'].map((local) => ({
      pfs: ['group2'],
      proposals: proposal('esp:aes-128-cbc/sha1'),
      local: selectors(local),
      remote: selectors('10.2.0.0/24'),
    })),
  ),
  ...['old', 'esp'].map((name) =>
    ourEnd(
      name,
      {
        ...{ version: 'ikev1', exchangeMode: 'aggressive', localAddress: '198.51.100.77' },
        ...{ localId: null, peerId: null, proposals: proposal('ike:aes-128-cbc/sha1/group2') },
      },
      {
        pfs: name === 'old' ? ['group2'] : [],
        proposals: proposal('esp:aes-128-cbc/sha1'),
        local: selectors('10.9.0.0/16'),
        remote: selectors('10.2.0.0/24'),
      },
    ),
  ),
  ourEnd('networks', {}, { remote: selectors('10.77.0.0/24') }),
  ourEnd('version', { version: 'ikev1', exchangeMode: 'main' }),
  ourEnd('proposal', { proposals: proposal('ike:aes-128-cbc/sha1/group2') }),
  ourEnd('selectors', { localId: null, peerId: null }, { remote: selectors('10.77.0.0/24') }),
  ourEnd('identity', { localId: { type: 'fqdn', value: 'rome.example' } }),
];

let triage: Triage;
beforeAll(async () => {
  triage = await startTriage(
    (clock) => [
      new DoubleDevice({
        clock,
        name: 'fw-paris',
        answers: {
          inventory: ends,
          overview: ends.map(({ tunnel }) => ({
            tunnel,
            state: 'down',
            since: null,
            peer: null,
            basis: 'no SA',
          })),
          live: (scope) => tunnelLive({ tunnel: scope.tunnel?.tunnel ?? '', ike: [], children: [] }),
          log: { vendor: 'strongswan', lines: [], from: null, to: null, truncated: false },
        },
      }),
    ],
    ownPlaybookSet(),
  );
});
afterAll(async () => {
  await triage.close();
});

async function given(tunnel: string, name: string, change = (written: string) => written) {
  const id = (await triage.run(`triage ${tunnel}`)).changed?.incident ?? '';
  const attachments = [{ name, bytes: Buffer.from(change(fixture(name))) }];
  return { id, report: await triage.run(`partner-log ${id}`, { attachments }) };
}

describe('a configuration of the other end', () => {
  it.each([
    ['pfs', 'asa.conf', 'pfs-mismatch'],
    ['version', 'fortios.conf', 'ike-version-mismatch'],
    ['proposal', 'asa.conf', 'ike-proposal-mismatch'],
    ['selectors', 'asa.conf', 'traffic-selector-mismatch'],
    ['identity', 'fortios.conf', 'peer-id-mismatch'],
    ['version', 'ios.conf', 'ike-version-mismatch'],
    ['proposal', 'panos-set.conf', 'ike-proposal-mismatch'],
    ['old', 'panos.xml', 'pfs-mismatch'],
    ['identity', 'swanctl.conf', 'peer-id-mismatch'],
    ['esp', 'ipsec.conf', 'peer-id-mismatch'],
    ['networks', 'junos-set.conf', 'traffic-selector-mismatch'],
    ['esp', 'junos-braces.conf', 'esp-proposal-mismatch'],
    ['identity', 'libreswan.conf', 'peer-id-mismatch'],
    ['version', 'libreswan.conf', 'ike-version-mismatch'],
  ])('decides the incident of %s: %s', async (tunnel, file, cause) => {
    const { report } = await given(tunnel, file);
    const { verdict, partnerConfigs } = report.json as {
      readonly verdict: { readonly cause: string };
      readonly partnerConfigs: readonly { readonly name: string }[];
    };
    expect({ cause: verdict.cause, name: partnerConfigs.at(-1)?.name }).toEqual({ cause, name: file });
  });

  it.each([
    ['fortios.conf', 'set dhgrp in phase1-interface'],
    ['asa.conf', 'crypto ikev2 policy 1'],
    ['swanctl.conf', 'connections.acme.proposals'],
    ['libreswan.conf', 'ike= of conn acme'],
  ])('of %s gives the next step the name of its object: %s', async (file, words) => {
    const { report } = await given('proposal', file);
    expect(text(report)).toContain(words);
  });

  it('whose left side is ours is read from the other one', async () => {
    const { report } = await given('identity', 'libreswan.conf', (written) =>
      written
        .replace(/^ {4}left=203/gm, '    LEFT=203')
        .replaceAll(/\b(left|right)(?=\w*=)/g, (side) => (side === 'left' ? 'right' : 'left'))
        .replaceAll('LEFT=', 'right='),
    );
    expect(report.json).toMatchObject({ verdict: { cause: 'peer-id-mismatch' } });
  });

  it('lists what was not read, and keeps no key', async () => {
    const planted = 'Zq7-planted-key';
    const { id, report } = await given('same', 'fortios.conf', (written) =>
      written.replace('[removed]', planted),
    );
    const said = text(report);
    expect(said).toContain('set esn require');
    expect(said).toMatch(/2 secrets were removed/);
    const events = await triage.stores.incidents.events(id);
    const came = events.find((event) => event.what.kind === 'partner-config')?.what;
    expect(came).toMatchObject({ product: 'fortios', tunnel: 'to-acme' });
    const kept =
      came?.kind === 'partner-config' ? await triage.stores.incidents.document(came.document) : null;
    expect(kept?.text).toContain('set remote-gw 192.0.2.10');
    expect(text([kept, events])).not.toContain(planted);
  });

  it('of many tunnels of which none leads to us is asked about, by names', async () => {
    const id = (await triage.run('triage same')).changed?.incident ?? '';
    const elsewhere = fixture('fortios.conf')
      .replaceAll('192.0.2.10', '192.0.2.99')
      .replaceAll('example', 'invalid');
    const moved = elsewhere.replaceAll('10.2.0.0', '10.200.0.0');
    const attachments = [{ name: 'fgt.conf', bytes: Buffer.from(moved) }];
    const asked = await triage.run(`partner-log ${id}`, { attachments });
    expect(asked.title).toContain('to-acme, to-globex');
    expect(text(asked.summary)).toContain('--tunnel NAME');
    const named = await triage.run(`partner-log ${id} --tunnel to-globex`, { attachments });
    expect(text(named.summary)).toContain('tunnel to-globex');
  });

  it('of our own end is refused', async () => {
    const id = (await triage.run('triage same')).changed?.incident ?? '';
    const own = fixture('swanctl.conf')
      .replace('203.0.113.20', '192.0.2.10')
      .replace('remote_addrs = 192.0.2.10', 'remote_addrs = 203.0.113.20');
    const attachments = [{ name: 'own.conf', bytes: Buffer.from(own) }];
    expect((await triage.run(`partner-log ${id}`, { attachments })).title).toContain('our own end');
  });

  it('is compared by the sheet, and what it does not tell stays open', async () => {
    const attachments = [{ name: 'asa.conf', bytes: Buffer.from(fixture('asa.conf')) }];
    const report = await triage.run('sheet proposal', { attachments });
    const rows = (report.json as { rows: { id: string; outcome: string; given: string }[] }).rows;
    const outcome = (id: string) => rows.find((row) => row.id === id)?.outcome;
    expect(outcome('ike.encryption')).toBe('differs');
    expect(outcome('gateway.ours')).toBe('same');
    expect(outcome('net.1.local')).toBe('same');
    expect(outcome('esp.pfs')).toBe('same');
    // ASA sets no identity of the peer.
    expect(outcome('id.ours')).toBe('empty');
    expect(text(report.summary)).toContain('set tfc-packets');
  });

  it('comes along with a diagnosis, and one that is none is said to be', async () => {
    const bytes = Buffer.from(fixture('fortios.conf'));
    const given = { name: 'fgt.conf', bytes, saidToBe: 'configuration' as const };
    const report = await triage.run('diagnose version', { attachments: [given] });
    expect(report.json).toMatchObject({ verdict: { cause: 'ike-version-mismatch', confidence: 'certain' } });
    expect(text(report.json)).toContain('set esn require');
    const poem = { ...given, name: 'poem.txt', bytes: Buffer.from('roses are red') };
    const none = await triage.run('diagnose version', { attachments: [poem] });
    expect(text(none.json)).toContain('no configuration that can be read here');
  });
});
