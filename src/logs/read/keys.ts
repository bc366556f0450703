// To which negotiation a line belongs: names, numbers, cookies and address pairs that it carries.

/** `names` are connections, gateways or tunnels; `tokens` join lines of one negotiation; `thread` is the worker that printed it. */
export interface LineKeys {
  readonly names: readonly string[];
  readonly tokens: readonly string[];
  readonly addresses: readonly string[];
  readonly thread: string | null;
}

const address = '([0-9a-fA-Fx][0-9a-fA-Fx.:]{2,44})';
const pairs = [
  new RegExp(`${address}\\[\\d{1,5}\\](?:\\([^)]{1,40}\\))? ?(?:-|<=>|->|<->|<-) ?${address}\\[`),
  new RegExp(`from ${address}(?:\\[\\d{1,5}\\])? to ${address}`),
  new RegExp(`${address}\\[[^\\]]{0,120}\\]\\.\\.\\.${address}\\[`),
  new RegExp(`locip=${address} remport`),
  new RegExp(`\\bLocal(?: gateway)?: ${address}(?:/\\d{1,5})?, Remote(?: gateway)?: ${address}`),
];
const charonConnection = /<([^<>|\s]{1,100})\|(\d{1,9})>/;
const charonNumber = /[\] ]<(\d{1,9})>/;
const charonSa = /IKE_SA ([^\s[\]{}]{1,100})\[(\d{1,9})\]/;
/** `hub[4]: ESTABLISHED`, `hub{7}:`; `pluto[812]:` is a daemon and its process. */
const charonStatus =
  /^\s*([^\s[\]{}:]{1,100})(?:\{(?=\d{1,9}\}:)|\[(?=\d{1,9}\]: (?:#\d|(?:ESTABLISHED|CONNECTING|CREATED|PASSIVE|REKEY\w*|DELETING|IKE\w*|Tasks|Remote)\b)))(\d{1,9})[\]}]:/;
const charonThread =
  /(?:^|[ \]*])(\d{2})\[(?:DMN|MGR|IKE|CHD|JOB|CFG|KNL|NET|ASN|ENC|TNC|IMC|IMV|PTS|TLS|APP|ESP|LIB)\]/;
const pluto = /"([^"\s]{1,100})"(?:\[\d{1,9}\])?(?: [0-9a-fA-F.:]{2,45})? #(\d{1,9}):/;
const cisco = /Group = ([^,\s]{1,100}), (?:Username = [^,\s]{1,100}, )?IP = ([^,\s]{2,45})/;
const ciscoV2 = /Local:([0-9a-fA-F.:x]{2,45}):\d{1,5} Remote:([0-9a-zA-Z.:_-]{2,60}):\d{1,5}/;
const ios = /(?:ISAKMP|IKEv2|IPSEC)[^:(]{0,20}:? ?\((\d{1,9}|\d+:\d+)\)/i;
const fortiDebug = /\bike (?:V=\S{1,40}:)?\d{1,4}:([^:\s]{1,80}):(?:\d{1,9}:)?/;
const fortiTunnel = /\bvpntunnel="([^"]{1,80})"/;
const fortiRemote = /\bremip=([0-9a-fA-F.:]{2,45})/;
const panosTunnel = /tunnel <?([A-Za-z0-9._-]{1,64}):[A-Za-z0-9._-]{1,64}/;
const panosNumber = /\]: \{ *(\d{1,6}) *: *\d* *\}/;

/** `VPN: hub Gateway: hub-gw`, `VPN hub from 203.0.113.9 is up`. */
const junos = /\bVPN:? ([^\s,:]{1,80}) (?:Gateway:|from |with )/;

/** Everything bounded, so that a hostile line costs no more than a long one. */
export function keysOf(text: string, object: string): LineKeys {
  const line = text.length > 1200 ? text.slice(0, 1200) : text;
  const names: string[] = [];
  const tokens: string[] = [];
  const addresses: string[] = [];
  const name = (value: string | undefined): void => {
    if (value && value !== 'N/A' && !names.includes(value)) names.push(value);
  };
  if (object !== '') name(object);
  for (const pattern of [charonConnection, charonSa, charonStatus]) {
    const found = pattern.exec(line);
    if (found) {
      name(found[1]);
      if (pattern !== charonStatus || line.includes('[')) tokens.push(`sa:${found[2]}`);
    }
  }
  const bare = charonNumber.exec(line);
  if (bare) tokens.push(`sa:${bare[1]}`);
  name(pluto.exec(line)?.[1]);
  const group = cisco.exec(line);
  if (group) addresses.push(group[2] ?? '');
  const local = ciscoV2.exec(line);
  if (local) addresses.push(local[1] ?? '', local[2] ?? '');
  const isakmp = ios.exec(line)?.[1];
  if (isakmp && isakmp !== '0') tokens.push(`isakmp:${isakmp}`);
  name(fortiDebug.exec(line)?.[1]);
  name(fortiTunnel.exec(line)?.[1]);
  const remote = fortiRemote.exec(line)?.[1];
  if (remote) addresses.push(remote);
  name(panosTunnel.exec(line)?.[1]);
  name(junos.exec(line)?.[1]);
  const gateway = panosNumber.exec(line)?.[1];
  if (gateway) tokens.push(`gw:${gateway}`);
  for (const pattern of pairs) {
    const found = pattern.exec(line);
    if (found) addresses.push(found[1] ?? '', found[2] ?? '');
  }
  if (group?.[2]) tokens.push(`peer:${group[2]}`);
  if (local?.[2]) tokens.push(`peer:${local[2]}`);
  if (remote) tokens.push(`peer:${remote}`);
  const unique = [...new Set(addresses.filter((value) => value !== ''))];
  if (unique.length === 2) tokens.push(`pair:${[...unique].sort().join('|')}`);
  return { names, tokens, addresses: unique, thread: charonThread.exec(line)?.[1] ?? null };
}
