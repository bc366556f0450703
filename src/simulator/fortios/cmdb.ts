// Which tables and objects of the configuration a simulated FortiGate has.

import { cut, type Entry, page, readFilters } from './entry.js';
import { type Envelope, type Frame, failure, success, table } from './envelope.js';
import { interfaceEntries } from './interfaces.js';
import { addressEntries, phase1Entries, phase2Entries } from './phases.js';
import { localInEntries, policyEntries, policyRouteEntries } from './policies.js';
import { linkMonitorEntries, staticEntries } from './routing.js';
import { systemGlobal, systemHa } from './system.js';
import type { World } from './world.js';

/** A table, or one object that has no key. */
type Table = readonly Entry[] | Entry;

const none = (): readonly Entry[] => [];

export const TABLES: Readonly<Record<string, (world: World) => Table>> = {
  'vpn.ipsec/phase1-interface': phase1Entries,
  'vpn.ipsec/phase2-interface': phase2Entries,
  'system/interface': interfaceEntries,
  'firewall/policy': policyEntries,
  'firewall/local-in-policy': localInEntries,
  'router/policy': policyRouteEntries,
  'router/static': staticEntries,
  'firewall/address': addressEntries,
  'firewall/addrgrp': none,
  'firewall/address6': none,
  'firewall/addrgrp6': none,
  'system/ipsec-aggregate': none,
  'system/link-monitor': linkMonitorEntries,
  'system/sdwan': () => ({ status: 'disable', members: [], zone: [] }),
  'system/global': systemGlobal,
  'system/ha': systemHa,
};

export function answerTable(
  frame: Frame,
  held: Table,
  parameters: URLSearchParams,
  key?: string,
): { readonly httpStatus: number; readonly body: Envelope } {
  const format = parameters.get('format');
  if (!isTable(held))
    return { httpStatus: 200, body: success(frame, cut(held, format), { http_status: 200 }) };
  const test = readFilters(parameters.getAll('filter'));
  if (test === undefined) return { httpStatus: 400, body: failure(frame, 400, -651) };
  const named =
    key === undefined ? held : held.filter((entry) => String(entry.q_origin_key) === decodeURIComponent(key));
  if (key !== undefined && named.length === 0) return { httpStatus: 404, body: failure(frame, 404, -3) };
  const found = page(named.filter(test), parameters).map((entry) => cut(entry, format));
  return { httpStatus: 200, body: table(frame, found, held.length) };
}

function isTable(held: Table): held is readonly Entry[] {
  return Array.isArray(held);
}
