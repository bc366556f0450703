// PAN-OS: `show vpn ike-sa`, `show vpn ipsec-sa` and `show vpn flow`, as tables.

import type { LogLine } from '../../domain/log.js';
import { flowDetail } from './panosFlow.js';
import { childMissing, childUp, ikeUp, monitor, type Said, type StatusReader, state } from './said.js';

const address = String.raw`(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]{2,44})`;
const headings: readonly (readonly [Table, RegExp])[] = [
  ['children-of-ike', /Gateway Name +TnID +Tunnel/i],
  ['ike', /^GwID(?:\/client IP)? +Peer-Address +Gateway Name|^Gateway ID +Peer-Address +Gateway Name/i],
  ['children', /^GwID(?:\/client IP)? +TnID +Peer-Address/i],
  ['flow', /^id +name +state +monitor/i],
];
type Table = 'ike' | 'children' | 'children-of-ike' | 'flow';

const ikeRow = new RegExp(String.raw`^\d{1,6} +(${address})(?:\(\w+\))? +(\S{1,64}) +(Init|Resp)\b`, 'i');
const childRow = new RegExp(
  String.raw`^\d{1,6} +\d{1,6} +(${address})(?:\(\w+\))? +(\S{1,130}?) +(?:ESP|AH)\b`,
  'i',
);
const childOfIkeRow = /^(\S{1,64}) +\d{1,6} +(\S{1,64}) +\d{1,9} +.{0,40}\b(?:Init|Resp)\b/i;
const flowRow = new RegExp(
  String.raw`^\d{1,6} +(\S{1,64}) +(active|inactive|init\w*) +(off|up|down|on)\b.{0,200}? (${address}) +(${address})`,
  'i',
);
const totals =
  /^Show (IKEv1 phase2|IKEv2|IKEv1 IKE|IPSec) SA: Total (\d{1,6}) (?:gateways|tunnels) found\. (\d{1,6}) /i;
const nothing =
  /^There (?:is|are) no (IKEv1 phase-2|IPSec|IKEv2 child) SAs? found|\bIPSec SA for tunnel .{1,64} not found/i;

function read(lines: readonly LogLine[]): Said[] {
  const said: Said[] = [];
  /** Only `show vpn ipsec-sa` tells of every child SA. */
  let noChild: LogLine | null = null;
  let table: Table | null = null;
  for (const line of lines) {
    const { text } = line;
    const heading = headings.find(([, shape]) => shape.test(text));
    if (heading) {
      table = heading[0];
      continue;
    }
    const total = totals.exec(text);
    if (nothing.test(text) || (total?.[1]?.toLowerCase() === 'ipsec' && total[3] === '0')) noChild = line;
    if (total || text.startsWith('Show ')) table = null;
    if (table !== null) said.push(...rowOf(table, line));
  }
  if (noChild) said.push(childMissing({ line: noChild, of: null }));
  return [...said, ...flowDetail(lines)];
}

function rowOf(table: Table, line: LogLine): Said[] {
  if (table === 'ike') {
    const [, peer, , role] = ikeRow.exec(line.text) ?? [];
    if (peer === undefined) return [];
    const printedBy = role?.toLowerCase() === 'init' ? 'initiator' : 'responder';
    return [ikeUp({ line, of: peer }, / (?:Main|Aggr|Auto)\b| v1 /i.test(line.text) ? 1 : null, printedBy)];
  }
  if (table === 'children') {
    const peer = childRow.exec(line.text)?.[1];
    return peer === undefined ? [] : [childUp({ line, of: peer })];
  }
  // It names gateway and tunnel and no address, so it counts for the tunnel that the text speaks of.
  if (table === 'children-of-ike') return childOfIkeRow.test(line.text) ? [childUp({ line, of: null })] : [];
  const [, , status = '', watched, , peer] = flowRow.exec(line.text) ?? [];
  if (peer === undefined) return [];
  const place = { line, of: peer };
  return [
    status.toLowerCase() === 'active'
      ? childUp(place, 'The tunnel is active: its SAs are installed.')
      : state(place, 'The tunnel has no SA installed.'),
    ...(watched === 'up' || watched === 'down' ? [monitor(place, watched === 'up')] : []),
  ];
}

export const panos: StatusReader = {
  vendor: 'panos',
  mark: /^GwID(?:\/client IP)? +|^Gateway ID +Peer-Address|^id +name +state +monitor|^Show (?:IKEv[12]|IPSec) |^There is no IPSec SA|^\s*(?:monitor status|encap packets|decap packets|en\/decap context|key acquire requests):/i,
  read,
};
