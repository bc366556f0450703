import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProposal } from '../../../../src/domain/proposal.js';
import { readSelector } from '../../../../src/domain/selector.js';
import type { ChildConfig, TunnelConfig } from '../../../../src/domain/tunnelConfig.js';
import { ownPlaybookSet } from '../../../../src/playbook/folder.js';
import { DoubleDevice } from '../../doubles/device.js';
import { tunnelConfig, tunnelLive } from '../../doubles/tunnels.js';
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
}, 120_000);
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
  ])('decides the incident of %s: %s', async (tunnel, file, cause) => {
    const { report } = await given(tunnel, file);
    expect(report.json).toMatchObject({ verdict: { cause }, partnerConfigs: [{ name: file }] });
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
});
