// What the vendors of both ends call things: the adapter's own words, else those of the partner's product, else neutral ones.

import type { EndEvidence, TunnelEvidence } from '../domain/evidence.js';
import { isAny, selectorText } from '../domain/selector.js';
import type { SettingName } from '../domain/tunnelConfig.js';
import type { EndWords } from '../playbook/placeholders.js';
import type { CommandName } from '../products/product.js';
import { commandIn, neutralPlace, placeIn } from '../products/words.js';

export function wordsOf(evidence: TunnelEvidence): EndWords {
  const partner = partnerVendor(evidence);
  const productOf = (end: EndEvidence): string | null =>
    end.vendor ?? (end.end === 'theirs' ? partner : null);
  return {
    placeOf: (end, setting, isNamed = false) =>
      `${placeOf(evidence[end], setting, productOf(evidence[end]))}${onDevice(evidence[end], isNamed)}`,
    commandOf: (end, command, isNamed = false) =>
      commandOf(evidence[end], command, productOf(evidence[end]), onDevice(evidence[end], isNamed)),
  };
}

/** The product at the other end; what a person said counts where nobody declared it. */
export function partnerVendor({ theirs, declared, answers }: TunnelEvidence): string | null {
  const said = answers.findLast((answer) => answer.fact === 'peer.vendor')?.value;
  return theirs.vendor ?? declared.partner?.vendor ?? said ?? null;
}

function placeOf(end: EndEvidence, setting: SettingName, product: string | null): string {
  const own = end.config.known ? end.config.value.places[setting] : undefined;
  return own ?? (product ? placeIn(product, setting) : null) ?? neutralPlace(setting);
}

function onDevice(end: EndEvidence, isNamed: boolean): string {
  return isNamed ? '' : ` on ${end.name}`;
}

function commandOf(end: EndEvidence, command: CommandName, product: string | null, device: string): string {
  const words = commandIn(product, command, {
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
