// Cisco ASA and FTD: `show vpn-sessiondb detail l2l` and `show crypto ikev1 sa`.

import type { LogLine } from '../../domain/log.js';
import {
  amount,
  childMissing,
  childUp,
  counted,
  ikeUp,
  type Said,
  type StatusReader,
  state,
} from './said.js';

function read(lines: readonly LogLine[]): Said[] {
  const said: Said[] = [];
  let of: string | null = null;
  let version: 1 | 2 | null = null;
  let role: Said['printedBy'] = null;
  /** The whole session counts bytes first; each of its IPsec tunnels counts its own. */
  let child: string | null = null;
  for (const line of lines) {
    const text = line.text.trim();
    const peer =
      /^Connection +: (\S{1,64})/.exec(text)?.[1] ?? /^(?:\d{1,6} +)?IKE Peer: ?(\S{2,45})/.exec(text)?.[1];
    if (peer !== undefined) {
      of = peer;
      child = null;
    }
    const place = { line, of };
    const printed = /\bRole +: (init|resp)/i.exec(text)?.[1]?.toLowerCase();
    if (printed !== undefined) role = printed === 'init' ? 'initiator' : 'responder';
    if (/^Protocol +: IKEv[12] /.test(text)) version = text.includes('IKEv2') ? 2 : 1;
    if (/\bState +: (?:MM|AM)_ACTIVE\b/.test(text)) said.push(ikeUp(place, 1, role));
    const children = /\bCHILD count:(\d{1,4})/.exec(text)?.[1];
    // Its line stands before those of the SA, which names the peer.
    if (children !== undefined)
      said.push(Number(children) > 0 ? childUp({ line, of: null }) : childMissing({ line, of: null }));
    const tunnels = /^(IKE(?:v[12])?|IPsec(?:OverNatT)?)(?: Tunnels)? ?: ?(\d{1,4})$/i.exec(text);
    if (tunnels) said.push(...tunnelsOf(place, tunnels[1] ?? '', Number(tunnels[2]), version));
    child = /^Tunnel ID +: (\S{1,40})/.exec(text)?.[1] ?? child;
    const packets = /^Pkts Tx +: (\d{1,20}) .{0,60}?Pkts Rx +: (\d{1,20})/.exec(text);
    if (packets) said.push(counted(place, amount(packets[2]), amount(packets[1]), child));
    const bytes = /^Bytes Tx +: (\d{1,20}) .{0,60}?Bytes Rx +: (\d{1,20})/.exec(text);
    if (bytes && child === null) said.push(counted(place, amount(bytes[2]), amount(bytes[1]), null));
    if (/presently no active sessions of the type|^There are no IKEv[12] SAs/i.test(text))
      said.push(state(place, 'No session stands.'));
  }
  return said;
}

function tunnelsOf(
  place: Pick<Said, 'line' | 'of'>,
  kind: string,
  count: number,
  version: 1 | 2 | null,
): Said[] {
  if (kind.toLowerCase().startsWith('ike')) return count > 0 ? [ikeUp(place, version)] : [];
  return [count > 0 ? childUp(place) : childMissing(place)];
}

export const asa: StatusReader = {
  vendor: 'cisco-asa',
  mark: /^\s*(?:Session Type: +LAN-to-LAN|Connection +: \S|(?:\d{1,6} +)?IKE Peer: ?\d|Bytes Tx +: \d|There are no IKEv[12] SAs|Session-id:\d+, Status:UP|INFO: There are presently no active sessions)/,
  read,
};
