// A configuration text of any product that has a reader: whose it is, its tunnels, and what could not be read.

import { asPrinted, asTyped } from './asPrinted.js';
import { asa } from './cisco/asa.js';
import { ios } from './cisco/ios.js';
import { aws } from './cloud/aws.js';
import { azure } from './cloud/azure.js';
import { type ConfigReader, type ConfigText, mostLines } from './configText.js';
import { fortios } from './fortios/fortios.js';
import { junos } from './junos/junos.js';
import { libreswan } from './libreswan/libreswan.js';
import { mikrotik } from './mikrotik/mikrotik.js';
import { panos } from './panos/panos.js';
import { opnsense, pfsense } from './pfsense/pfsense.js';
import { withoutPlaceholders } from './placeholders.js';
import { ipsecConf } from './strongswan/ipsecConf.js';
import { swanctl } from './strongswan/swanctl.js';
import { vyos } from './vyos/vyos.js';
import { productWithoutReader } from './withoutReader.js';

export type { ConfigText, ReadTunnel, UnreadLine } from './configText.js';

const readers: readonly ConfigReader[] = [
  fortios,
  asa,
  ios,
  panos,
  swanctl,
  ipsecConf,
  libreswan,
  junos,
  vyos,
  mikrotik,
  pfsense,
  opnsense,
  aws,
  azure,
];

/** Each product that can be read, once. */
export const productsRead: readonly string[] = [...new Set(readers.map(({ product }) => product))];

/** Enough to recognize a text by; far into a whole configuration, VPN settings still occur. */
const longestLine = 4000;

/** Null when the text is no configuration that a reader knows. Secrets must be out of it already. */
export function readConfigText(text: string): ConfigText | null {
  const all = text.split(/\r\n|\r|\n/);
  const lines = linesOf(text);
  const reader = readerOf(lines);
  if (reader === null) return null;
  const read = reader.read(lines);
  const found = { ...read, tunnels: read.tunnels.map(withoutPlaceholders) };
  if (all.length <= mostLines) return found;
  const rest = {
    line: mostLines + 1,
    text: `${all.length - mostLines} lines`,
    why: `only the first ${mostLines} lines are read`,
    about: null,
  };
  return { ...found, unread: [...found.unread, rest] };
}

/** Whether a text is a configuration and no log: quick, for the door that decides what was handed in. */
export function isConfigText(text: string): boolean {
  const lines = linesOf(text);
  return readerOf(lines) !== null || productWithoutReader(lines) !== null;
}

/** The product whose configuration it is, where no reader knows that product; null otherwise. */
export function unreadProduct(text: string): string | null {
  const lines = linesOf(text);
  return readerOf(lines) === null ? productWithoutReader(lines) : null;
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/, mostLines).map((line) => asTyped(line.slice(0, longestLine)));
  return asPrinted(lines);
}

function readerOf(lines: readonly string[]): ConfigReader | null {
  const [best] = readers
    .map((reader) => ({ reader, score: reader.recognizes(lines) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score);
  return best?.reader ?? null;
}
