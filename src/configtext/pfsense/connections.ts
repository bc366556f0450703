// `<Swanctl>` of OPNsense's config.xml: connections, their authentication and their children, joined by their ids.

import { allNamed, type Element, textOf } from '../../vendors/looseXml.js';
import { emptySection } from '../../vendors/strongswan/swanctlConf.js';
import { mostTunnels } from '../configText.js';
import type { Gap, Written } from './phases.js';
import { put } from './sections.js';

/** Empty settings are the daemon's defaults, as OPNsense leaves them out of swanctl.conf (OPNsense/IPsec/Swanctl.xml). */
export function connectionsIn(root: Element): readonly Written[] {
  return allNamed(root, 'Swanctl').flatMap((swanctl) => {
    const of = (table: string, name: string, id: string) =>
      swanctl.children
        .filter((child) => child.name === table)
        .flatMap(({ children }) => children)
        .filter(
          (one) => one.name === name && textOf(one, 'connection') === id && textOf(one, 'enabled') !== '0',
        );
    const all = allNamed(swanctl, 'Connection').slice(0, mostTunnels);
    return all.map((connection): Written => {
      const id = connection.attributes.uuid ?? '';
      const parts = {
        locals: of('locals', 'local', id),
        remotes: of('remotes', 'remote', id),
        children: of('children', 'child', id),
      };
      return written(connection, parts, { swanctl, id });
    });
  });
}

interface Parts {
  readonly locals: readonly Element[];
  readonly remotes: readonly Element[];
  readonly children: readonly Element[];
}

function written(
  connection: Element,
  { locals, remotes, children }: Parts,
  { swanctl, id }: { readonly swanctl: Element; readonly id: string },
): Written {
  const section = emptySection();
  for (const key of ['version', 'proposals', 'local_addrs', 'rekey_time', 'dpd_delay'])
    put(section, key, textOf(connection, key));
  put(
    section,
    'remote_addrs',
    textOf(connection, 'remote_addrs') || (connection.isWhole ? '%any' : undefined),
  );
  put(section, 'aggressive', textOf(connection, 'aggressive') === '1' ? 'yes' : undefined);
  put(section, 'encap', textOf(connection, 'encap') === '1' ? 'yes' : undefined);
  for (const [name, found] of [
    ['local', locals],
    ['remote', remotes],
  ] as const)
    for (const [index, side] of found.entries()) {
      const own = emptySection();
      put(own, 'auth', textOf(side, 'auth'));
      put(own, 'id', textOf(side, 'id'));
      section.sections.set(index === 0 ? name : `${name}-${index}`, own);
    }
  const all = emptySection();
  for (const [index, child] of children.entries()) {
    const own = emptySection();
    for (const key of ['mode', 'local_ts', 'remote_ts', 'esp_proposals', 'rekey_time', 'start_action'])
      put(own, key, textOf(child, key)?.replace('trap_start', 'trap|start'));
    all.sections.set(textOf(child, 'description') || `${index + 1}`, own);
  }
  section.sections.set('children', all);
  const hasTable = (name: string) => swanctl.children.some((child) => child.name === name && child.isWhole);
  const gaps: Gap[] = [];
  if (!hasTable('locals') && locals.length === 0)
    gaps.push({
      setting: 'ike.local-id',
      why: 'The local authentication of this connection is not in the text.',
    });
  if (!hasTable('remotes') && remotes.length === 0)
    gaps.push({
      setting: 'ike.peer-id',
      why: 'The remote authentication of this connection is not in the text.',
    });
  if (locals.some((side) => textOf(side, 'auth') === 'pubkey' && !textOf(side, 'id')))
    gaps.push({ setting: 'ike.local-id', why: 'The identity is the one in the certificate.' });
  return {
    name: textOf(connection, 'description') || id,
    section,
    isWhole: swanctl.isWhole && [connection, ...locals, ...remotes, ...children].every((one) => one.isWhole),
    isDisabled: textOf(connection, 'enabled') === '0',
    interface: null,
    gaps,
  };
}
