// Phase 2 of a conn of Libreswan: one child for each pair of its subnets.

import { addressNumber, readSelector, type Selector } from '../../domain/selector.js';
import type { ChildConfig, IkeGatewayConfig, StartAction } from '../../domain/tunnelConfig.js';
import type { Notes } from '../../vendors/tunnelDraft.js';
import type { ValueOf } from '../conns.js';
import { secondsOf } from './phase1.js';
import { type ReadList, readList } from './proposals.js';

/** Eight hours in every version (ipsec.conf(5), salifetime). */
const defaultSeconds = 28_800;
const mostPairs = 100;

export function childrenOf(
  name: string,
  value: ValueOf,
  ike: IkeGatewayConfig,
  start: StartAction | null,
  notes: Notes,
): readonly ChildConfig[] {
  const protocol = value('ah') !== undefined || value('phase2') === 'ah' ? 'ah' : 'esp';
  const written = value('esp') ?? value('phase2alg') ?? value('ah');
  const list = written === undefined ? null : readList(protocol, written);
  const pfs = pfsOf(value, list, ike, notes);
  const common = {
    pfs,
    proposals: proposalsOf(list, pfs ?? [], notes),
    protocol,
    mode: value('type') === 'transport' ? ('transport' as const) : ('tunnel' as const),
    lifetimeSeconds: lifetimeOf(value, notes),
    lifetimeKilobytes: null,
    start,
  } as const;
  const [local, remote] = [networksOf(value, 'left', notes), networksOf(value, 'right', notes)];
  const pairs = local.flatMap((one) => remote.map((other) => ({ local: [one], remote: [other] })));
  const all = pairs.length === 0 ? [{ local: [], remote: [] }] : pairs.slice(0, mostPairs);
  // pluto numbers the connections that it makes of several pairs: `name/1x2`.
  return all.map((pair, index) => ({
    name:
      all.length === 1
        ? name
        : `${name}/${Math.floor(index / remote.length) + 1}x${(index % remote.length) + 1}`,
    ...pair,
    ...common,
  }));
}

function proposalsOf(list: ReadList | null, pfs: readonly string[], notes: Notes): ChildConfig['proposals'] {
  const unreadable = (why: string) => {
    notes.cannotTell('child.proposals', why);
    return null;
  };
  if (list === null)
    return unreadable(
      'The text holds no `esp=`, and the default list differs between versions of Libreswan.',
    );
  if ('unknown' in list) return unreadable(`\`${list.unknown}\` of \`esp=\` is not known here.`);
  return list.proposals.map((one) => ({ ...one, dh: one.dh.length > 0 ? one.dh : pfs }));
}

/** On when nothing is written; without a group of its own phase 2 uses that of phase 1. */
function pfsOf(
  value: ValueOf,
  list: ReadList | null,
  ike: IkeGatewayConfig,
  notes: Notes,
): ChildConfig['pfs'] {
  if (value('pfs') === 'no') return [];
  if (value('pfs') === undefined) notes.byDefault('child.pfs');
  if (list !== null && !('unknown' in list) && list.groups === 'all')
    return [...new Set(list.proposals.flatMap(({ dh }) => dh))];
  const groups = new Set((ike.proposals ?? []).flatMap(({ dh }) => dh));
  if (list !== null && !('unknown' in list) && list.groups === 'none' && groups.size === 1)
    return [...groups];
  notes.cannotTell(
    'child.pfs',
    'PFS is on with the DH group that phase 1 agrees on, and the text does not name one group.',
  );
  return null;
}

function lifetimeOf(value: ValueOf, notes: Notes): number | null {
  const written = value('salifetime') ?? value('ipsec-lifetime') ?? value('lifetime') ?? value('keylife');
  if (written === undefined) {
    notes.byDefault('child.lifetime');
    return defaultSeconds;
  }
  const seconds = secondsOf(written);
  if (seconds === null)
    notes.cannotTell('child.lifetime', `\`salifetime=${written}\` is no time that is read here.`);
  return seconds;
}

/** `leftsubnets={10.1.0.0/16 10.2.0.0/16}`, `leftsubnet=10.1.0.0/16`; without both it is the host itself. */
function networksOf(value: ValueOf, side: 'left' | 'right', notes: Notes): readonly Selector[] {
  const written = value(`${side}subnets`)?.replace(/[{}]/g, ' ') ?? value(`${side}subnet`);
  const host = value(side);
  const words = written?.split(/[\s,]+/).filter((word) => word !== '') ?? [host ?? ''];
  const [protocol = '', port = ''] = (value(`${side}protoport`) ?? '').split('/');
  const networks = words.map((word) =>
    readSelector(written === undefined && !addressNumber(word) ? '' : word),
  );
  const isRead =
    networks.every((one) => one !== null) && /^\d{0,3}$/.test(protocol) && /^(?:\d{0,5}|%any)$/.test(port);
  if (!isRead) {
    notes.cannotTell('child.selectors', `The networks of \`${side}\` are not all addresses in the text.`);
    return [];
  }
  const ports = /^[1-9]\d*$/.test(port) ? { from: Number(port), to: Number(port) } : null;
  return networks.flatMap((one) => (one ? [{ ...one, protocol: Number(protocol) || null, ports }] : []));
}
