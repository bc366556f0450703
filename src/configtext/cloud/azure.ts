// Azure VPN Gateway: a connection with its `ipsecPolicies`, as the API, the CLI, PowerShell or a template writes it.

import type { Proposal } from '../../domain/proposal.js';
import { dhGroups, proposalFrom, wholeNumber } from '../../domain/settingWords.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { Notes, tunnelFrom } from '../../vendors/tunnelDraft.js';
import { type ConfigReader, type ConfigText, type ReadTunnel, UnreadLines } from '../configText.js';
import { type Fields, field, jsonIn, listField, objectsWith, textField } from '../json.js';

export const azure: ConfigReader = {
  product: 'azure',
  recognizes: (lines) =>
    lines.some((line) => /"ipsecPolicies"\s*:/i.test(line)) && lines.some((line) => /^\s*[{[]/.test(line))
      ? 90
      : 0,
  read,
};

function read(lines: readonly string[]): ConfigText {
  const unread = new UnreadLines();
  const json = jsonIn(lines);
  if (json === null) unread.add(1, lines[0] ?? '', 'the text is not whole JSON');
  const outer = objectsWith(json, 'name');
  const tunnels = objectsWith(json, 'ipsecPolicies').map((connection): ReadTunnel => {
    const parent = outer.find((one) => one === connection || field(one, 'properties') === connection);
    const name = (parent && textField(parent, 'name')) ?? 'connection';
    return { config: tunnelOf(connection, name), forIke: null };
  });
  return { product: 'azure', tunnels, unread: unread.all() };
}

function tunnelOf(connection: Fields, name: string): TunnelConfig {
  const notes = new Notes();
  notes.cannotTell('ike.peer-address', 'The address of the local network gateway is not in the text.');
  notes.cannotTell('child.selectors', 'The address spaces of both sides are not in the text.');
  notes.cannotTell('child.start', 'Azure has no setting for when it brings a tunnel up.');
  const policies = listField(connection, 'ipsecPolicies').map((one) => one as Fields);
  if (policies.length === 0)
    for (const setting of ['ike.proposals', 'child.proposals', 'child.pfs', 'child.lifetime'] as const)
      notes.cannotTell(
        setting,
        'The connection has no custom policy: the default list of Azure counts, which the text does not show.',
      );
  const protocol = textField(connection, 'connectionProtocol')?.toLowerCase();
  if (protocol === undefined) notes.cannotTell('ike.version', 'The text holds no `connectionProtocol`.');
  const mode = textField(connection, 'connectionMode')?.toLowerCase();
  const isCertificate = textField(connection, 'authenticationType')?.toLowerCase() === 'certificate';
  const [first] = policies;
  return tunnelFrom({
    product: 'azure',
    name,
    disabled: null,
    ike: {
      name,
      version: protocol === 'ikev2' ? 'ikev2' : protocol === 'ikev1' ? 'ikev1' : null,
      exchangeMode: protocol === 'ikev1' ? 'main' : null,
      auth: isCertificate ? 'certificate' : 'psk',
      proposals: all(policies, 'ike', notes),
      // Not a setting there (Azure, about VPN devices: IKE Phase 1).
      lifetimeSeconds: 28_800,
      dpd: { enabled: true, intervalSeconds: null, retries: null },
      natTraversal: 'on',
      passive: mode === 'responderonly',
    },
    children: [
      {
        name,
        proposals: all(policies, 'esp', notes),
        pfs: first ? pfsOf(first, notes) : null,
        protocol: 'esp',
        mode: 'tunnel',
        lifetimeSeconds: first ? wholeNumber(textField(first, 'saLifeTimeSeconds')) : null,
        lifetimeKilobytes: first ? wholeNumber(textField(first, 'saDataSizeKilobytes')) : null,
      },
    ],
    interface: null,
    routed: null,
    objects: { gateway: name, tunnel: name },
    notes,
  });
}

function all(policies: readonly Fields[], protocol: 'ike' | 'esp', notes: Notes): readonly Proposal[] | null {
  const read = policies.map((policy) => (protocol === 'ike' ? ikeOf(policy) : espOf(policy, notes)));
  if (policies.length === 0) return null;
  if (!read.includes(null)) return read.flatMap((one) => one ?? []);
  const setting = protocol === 'ike' ? 'ike.proposals' : 'child.proposals';
  notes.cannotTell(
    setting,
    'The custom policy holds a word that is not known here, or is not whole in the text.',
  );
  return null;
}

/** Beside a cipher that authenticates, the integrity of phase 1 is the PRF, and that of phase 2 the cipher itself. */
function ikeOf(policy: Fields): Proposal | null {
  const cipher = word(textField(policy, 'ikeEncryption'));
  const hash = word(textField(policy, 'ikeIntegrity'));
  const groups = dhGroups([group(textField(policy, 'dhGroup'))]);
  if (cipher === null || hash === null || !('names' in groups)) return null;
  return proposalFrom(
    'ike',
    cipher.endsWith('gcm') ? [cipher, ...(hash.endsWith('gcm') ? [] : [`prf${hash}`])] : [cipher, hash],
    groups.names,
  );
}

function espOf(policy: Fields, notes: Notes): Proposal | null {
  const cipher = word(textField(policy, 'ipsecEncryption'));
  const hash = word(textField(policy, 'ipsecIntegrity'));
  if (cipher === null || hash === null) return null;
  return proposalFrom('esp', cipher.endsWith('gcm') ? [cipher] : [cipher, hash], pfsOf(policy, notes) ?? []);
}

/** `GCMAES256`, `DES3`; others as everywhere. */
function word(written: string | undefined): string | null {
  if (written === undefined) return null;
  return written
    .toLowerCase()
    .replace(/^gcmaes(\d+)$/, 'aes$1gcm')
    .replace(/^des3$/, '3des');
}

/** `DHGroup14` and `DHGroup2048` are one group; `PFS2048` is it as well. */
function group(written: string | undefined): string {
  const text = written ?? '';
  return text.replace(/^(?:DHGroup|PFS)(\d+)$/i, (_, number: string) => (number === '2048' ? '14' : number));
}

function pfsOf(policy: Fields, notes: Notes): readonly string[] | null {
  const written = textField(policy, 'pfsGroup');
  if (written?.toLowerCase() === 'none') return [];
  const groups = dhGroups([group(written)]);
  if ('names' in groups) return groups.names;
  notes.cannotTell('child.pfs', `The PFS group \`${written ?? ''}\` is not known here.`);
  return null;
}
