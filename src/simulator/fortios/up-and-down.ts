// When FortiOS says that a tunnel and its phases 2 came up and went down: told of the SAs that an end holds, not of each exchange.
// The form of `tunnel-up` is captured; `tunnel-down`, `phase2-up` and `phase2-down` are as documented, no capture.
import type { Ends } from '../model/happening.js';
import type { LogEntry } from '../pair/state.js';
import type { LogRecord } from './log-record.js';
import type { Speaker } from './vpn-records.js';

interface Told {
  readonly atMs: number;
  readonly record: LogRecord;
}

export function upAndDown(speaker: Speaker, log: readonly LogEntry[]): Told[] {
  const held = new Map<number, Set<number>>();
  const told: Told[] = [];
  let upAtMs = 0;
  const total = () => [...held.values()].reduce((sum, spis) => sum + spis.size, 0);
  for (const { atMs, about, happening } of log) {
    if (typeof about !== 'object') continue;
    const { row } = about;
    const own = held.get(row) ?? new Set<number>();
    held.set(row, own);
    if (happening.what === 'key-installed') {
      const [wasUp, hadTunnel] = [own.size > 0, total() > 0];
      own.add(happening.spis.inbound);
      if (!hadTunnel) upAtMs = atMs;
      const { ends, ikeSpis } = happening;
      if (!hadTunnel) told.push({ atMs, record: tunnel(speaker, ends, ikeSpis, 'tunnel-up', 0) });
      if (!wasUp) told.push({ atMs, record: phase2(speaker, ends, ikeSpis, row, 'phase2-up') });
    } else if (happening.what === 'key-gone' && own.delete(happening.spis.inbound) && own.size === 0) {
      const { ends } = happening;
      told.push({ atMs, record: phase2(speaker, ends, '', row, 'phase2-down') });
      if (total() === 0)
        told.push({
          atMs,
          record: tunnel(speaker, ends, '', 'tunnel-down', Math.floor((atMs - upAtMs) / 1000)),
        });
    }
  }
  return told;
}

function base(speaker: Speaker, ends: Ends, spis: string): LogRecord['fields'] {
  return {
    remip: ends.peer.address,
    locip: ends.own.address,
    remport: ends.peer.port,
    locport: ends.own.port,
    outintf: speaker.outside,
    cookies: spis === '' ? 'N/A' : spis.replace(':', '/'),
    user: ends.peer.address,
    group: 'N/A',
    useralt: 'N/A',
    xauthuser: 'N/A',
    xauthgroup: 'N/A',
    assignip: 'N/A',
    vpntunnel: speaker.phase1,
  };
}

function tunnel(
  speaker: Speaker,
  ends: Ends,
  spis: string,
  action: 'tunnel-up' | 'tunnel-down',
  duration: number,
): LogRecord {
  return {
    logid: '0101037138',
    subtype: 'vpn',
    level: 'notice',
    logdesc: 'IPsec connection status changed',
    msg: 'IPsec connection status change',
    fields: {
      action,
      ...base(speaker, ends, spis),
      tunnelip: 'N/A',
      tunneltype: 'ipsec',
      duration,
      nextstat: action === 'tunnel-up' ? 600 : 0,
    },
  };
}

function phase2(
  speaker: Speaker,
  ends: Ends,
  spis: string,
  row: number,
  action: 'phase2-up' | 'phase2-down',
): LogRecord {
  return {
    logid: '0101037139',
    subtype: 'vpn',
    level: 'notice',
    logdesc: 'IPsec phase 2 status changed',
    msg: 'IPsec phase 2 status change',
    fields: { action, ...base(speaker, ends, spis), phase2_name: speaker.phase2(row) },
  };
}
