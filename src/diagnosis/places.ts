// What the vendors of both ends call things: the adapter's own words, else those of the partner's product, else neutral ones.

import type { EndEvidence, EndName, TunnelEvidence } from '../domain/evidence.js';
import { knownValue } from '../domain/observation.js';
import { isPrivateAddress } from '../domain/privateAddress.js';
import { isAny, selectorText } from '../domain/selector.js';
import type { SettingName } from '../domain/tunnelConfig.js';
import type { EndWords } from '../playbook/placeholders.js';
import type { CommandName } from '../products/product.js';
import { commandIn, neutralPlace, placeIn } from '../products/words.js';

export function wordsOf(evidence: TunnelEvidence): EndWords {
  const partner = partnerVendor(evidence);
  const sightOf = (name: EndName): Sight => {
    const [end, other] =
      name === 'ours' ? [evidence.ours, evidence.theirs] : [evidence.theirs, evidence.ours];
    return { end, other, product: end.vendor ?? (name === 'theirs' ? partner : null) };
  };
  return {
    placeOf: (end, setting, isNamed = false) =>
      `${placeOf(sightOf(end), setting)}${onDevice(evidence[end], isNamed)}`,
    commandOf: (end, command, isNamed = false) =>
      commandOf(sightOf(end), command, onDevice(evidence[end], isNamed)),
  };
}

interface Sight {
  readonly end: EndEvidence;
  readonly other: EndEvidence;
  readonly product: string | null;
}

/** The product at the other end; what a person said counts where nobody declared it. */
export function partnerVendor({ theirs, declared, answers }: TunnelEvidence): string | null {
  const said = answers.findLast((answer) => answer.fact === 'peer.vendor')?.value;
  return theirs.vendor ?? declared.partner?.vendor ?? said ?? null;
}

/** What the end's own configuration names, else the product's words with the tunnel named by the address that it calls. */
function placeOf({ end, other, product }: Sight, setting: SettingName): string {
  const own = end.config.known ? end.config.value.places[setting] : undefined;
  if (own !== undefined) return own;
  const version = knownValue(other.config)?.ike.version;
  const options = {
    names: { 'peer-address': peerAddress({ end, other }) },
    ikeVersion: version === 'ikev1' ? (1 as const) : version === 'ikev2' ? (2 as const) : null,
  };
  return (product ? placeIn(product, setting, options) : null) ?? neutralPlace(setting);
}

/** As the end itself is set, else where the other one is, unless NAT hides that address. */
function peerAddress({ end, other }: Pick<Sight, 'end' | 'other'>): string | null {
  const peer = knownValue(end.config)?.ike.peer;
  if (peer) return peer.kind === 'address' ? peer.address : null;
  const address = knownValue(other.config)?.ike.localAddress ?? null;
  return address === null || isPrivateAddress(address) ? null : address;
}

function onDevice(end: EndEvidence, isNamed: boolean): string {
  return isNamed ? '' : ` on ${end.name}`;
}

function commandOf({ end, other, product }: Sight, command: CommandName, device: string): string {
  const words = commandIn(product, command, {
    'peer-address': peerAddress({ end, other }),
    tunnel: end.tunnel,
    ...(end.config.known ? end.config.value.objects : {}),
  });
  return `${words}${device}${command === 'test-traffic' ? betweenNetworks(end) : ''}`;
}

/** A ping proves the tunnel only from an address that it protects to one behind the other end. */
function betweenNetworks(end: EndEvidence): string {
  if (!end.config.known) return '';
  const first = (side: 'local' | 'remote') =>
    end.config.known ? end.config.value.children.flatMap((child) => child[side])[0] : undefined;
  const [local, remote] = [first('local'), first('remote')];
  if (!local || !remote || (isAny(local) && isAny(remote))) return '';
  return `, from an address in ${selectorText(local)} to a host in ${selectorText(remote)} that answers`;
}
