// Recorded shapes with names and addresses of our own, as parsed replies.

import { readFileSync } from 'node:fs';
import type { TunnelConfig } from '../../../../src/domain/tunnelConfig.js';
import { normalizeNetwork } from '../../../../src/vendors/panos/normalizeConfig.js';
import { keepNetwork, parseNetwork } from '../../../../src/vendors/panos/parseConfig.js';
import { originsOf } from '../../../../src/vendors/panos/provenance.js';
import { readReply } from '../../../../src/vendors/panos/reply.js';
import { type CollectOptions, readXml, type XmlNode } from '../../../../src/vendors/panos/xml.js';

const folder = new URL('../../../fixtures/panos/', import.meta.url);

export function fixtureText(name: string): string {
  return readFileSync(new URL(`${name}.xml`, folder), 'utf8');
}

export function result(name: string, options: CollectOptions = {}): XmlNode {
  return resultOf(fixtureText(name), options);
}

export function resultOf(text: string, options: CollectOptions = {}): XmlNode {
  const reply = readReply(readXml(text, options));
  if (!reply.ok) throw new Error(reply.fault.says);
  return reply.value;
}

export function tunnels(): readonly TunnelConfig[] {
  const network = parseNetwork(result('network', { keep: keepNetwork }));
  if (!network) throw new Error('no network');
  return normalizeNetwork('fw', network, originsOf(network, null, network.marks));
}

export function tunnel(name: string): TunnelConfig {
  const found = tunnels().find((one) => one.tunnel === name);
  if (!found) throw new Error(`no tunnel ${name}`);
  return found;
}
