// What the firewall of the demo's partner Globex logged: a strongSwan gateway that no longer accepts what fw-oslo offers.

/** Charon's lines of the last failed attempts before `now`, as its administrator would send them. */
export function globexLog(now: Date, line: LineAddresses = globexLine): string {
  const attempts = [7, 4, 1].map((minutes) => new Date(now.getTime() - minutes * 60_000));
  return `${attempts.flatMap((at, index) => attempt(at, index, line)).join('\n')}\n`;
}

/** The two addresses between which the exchange goes. */
export interface LineAddresses {
  readonly us: string;
  readonly them: string;
}

const globexLine: LineAddresses = { us: '198.51.100.120', them: '192.0.2.202' };
const rest = 'HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048';

function attempt(at: Date, index: number, { us, them }: LineAddresses): string[] {
  const stamp = `${at.toISOString().slice(0, 19)}+00:00 vpn1 charon`;
  const thread = String(5 + index * 3).padStart(2, '0');
  return [
    `[NET] received packet: from ${us}[500] to ${them}[500] (464 bytes)`,
    '[ENC] parsed IKE_SA_INIT request 0 [ SA KE No N(NATD_S_IP) N(NATD_D_IP) N(FRAG_SUP) ]',
    `[IKE] ${us} is initiating an IKE_SA`,
    `[CFG] received proposals: IKE:AES_CBC_256/${rest}`,
    `[CFG] configured proposals: IKE:AES_CBC_128/${rest}`,
    '[IKE] received proposals unacceptable',
    '[ENC] generating IKE_SA_INIT response 0 [ N(NO_PROP) ]',
    `[NET] sending packet: from ${them}[500] to ${us}[500] (36 bytes)`,
  ].map((line) => `${stamp}: ${thread}${line}`);
}
