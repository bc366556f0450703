// The rows of the VPN tables in PAN-OS's own words; the order of elements and the nesting vary, so fields are taken by name.

import { rows, spiOf, text, wholeNumber } from './words.js';
import type { XmlNode } from './xml.js';

export interface IkeSaWords {
  readonly gatewayId: number | null;
  readonly name: string;
  /** `Init`, `Resp`. */
  readonly role: string | null;
  /** `IKEv2`, `Main`, `Aggr`. */
  readonly mode: string | null;
  readonly algo: string | null;
  readonly created: string | null;
  readonly expires: string | null;
  readonly raw: XmlNode;
}

export function parseIkeSas(result: XmlNode): readonly IkeSaWords[] {
  return rows(result, 'gwid', 'name').map((row) => ({
    gatewayId: wholeNumber(row, 'gwid'),
    name: text(row, 'name') ?? '',
    role: text(row, 'role'),
    mode: text(row, 'mode'),
    algo: text(row, 'algo'),
    created: text(row, 'created'),
    expires: text(row, 'expires'),
    raw: row,
  }));
}

export interface IpsecSaWords {
  readonly tunnelId: number | null;
  readonly gatewayId: number | null;
  readonly gateway: string | null;
  readonly name: string;
  readonly remote: string | null;
  readonly proto: string | null;
  readonly enc: string | null;
  /** Null with AES-GCM, whose integrity is built in. */
  readonly hash: string | null;
  readonly dh: string | null;
  readonly spiIn: string | null;
  readonly spiOut: string | null;
  /** A word (`Unlimited`) or a number. */
  readonly kilobytes: string | null;
  readonly lifeSeconds: number | null;
  readonly remainSeconds: number | null;
  readonly raw: XmlNode;
}

/** `ntun` is not read: captures hold 1 without entries and 60 with three. */
export function parseIpsecSas(result: XmlNode): readonly IpsecSaWords[] {
  return rows(result, 'name', 'tid').map((row) => {
    const life = wholeNumber(row, 'life');
    const remain = wholeNumber(row, 'remain');
    return {
      tunnelId: wholeNumber(row, 'tid'),
      gatewayId: wholeNumber(row, 'gwid'),
      gateway: text(row, 'gateway'),
      name: text(row, 'name') ?? '',
      remote: text(row, 'remote'),
      proto: text(row, 'proto'),
      enc: text(row, 'enc'),
      hash: text(row, 'hash'),
      dh: text(row, 'dh'),
      spiIn: spiOf(text(row, 'i_spi'), 'decimal'),
      spiOut: spiOf(text(row, 'o_spi'), 'decimal'),
      kilobytes: text(row, 'kb'),
      // Older versions have no `remain`, and `life` counts down.
      lifeSeconds: remain === null ? null : life,
      remainSeconds: remain ?? life,
      raw: row,
    };
  });
}
