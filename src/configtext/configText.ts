// What reading a product's configuration text yields: tunnels in neutral words, and every line about IPsec that was not read.

import type { TunnelConfig } from '../domain/tunnelConfig.js';

/** A line that belongs to IPsec and was not read: what it sets is not known, so nothing is claimed about it. */
export interface UnreadLine {
  /** Its number in the text, from 1. */
  readonly line: number;
  /** As written, trimmed and cut. */
  readonly text: string;
  /** Half a sentence. */
  readonly why: string;
  /** The tunnel (or gateway) that it belongs to; null when it belongs to none alone. */
  readonly about: string | null;
}

export interface ReadTunnel {
  readonly config: TunnelConfig;
  /** Where a tunnel allows IKEv1 and IKEv2 and each has proposals of its own, it stands twice; null when once. */
  readonly forIke: 1 | 2 | null;
  /** The same with its two sides exchanged, where the text does not tell which one is its own. */
  readonly turned?: TunnelConfig;
}

export interface ConfigText {
  /** The name of the product's file in playbooks/vendors. */
  readonly product: string;
  /** In the order of the text; `device` is empty, because a text seldom says whose it is. */
  readonly tunnels: readonly ReadTunnel[];
  readonly unread: readonly UnreadLine[];
}

/** One product's reader. It never throws for what stands in a text. */
export interface ConfigReader {
  readonly product: string;
  /** How surely the text is this product's: 0 for not at all; the highest reads it. */
  recognizes(lines: readonly string[]): number;
  read(lines: readonly string[]): ConfigText;
}

/** Far more than the IPsec part of any gateway; what stands behind it is listed as not read. */
export const mostLines = 60_000;
/** A gateway has fewer. */
export const mostTunnels = 300;

/**
 * The first ones; that there are more is listed. Each tunnel is looked up among all commands, so a long text gets fewer: the work
 * grows with its length alone.
 */
export function boundedTunnels<T>(
  tunnels: readonly T[],
  commands: number,
  unread: UnreadLines,
): readonly T[] {
  const most = Math.min(mostTunnels, Math.max(20, Math.floor(1_500_000 / Math.max(1, commands))));
  if (tunnels.length > most)
    unread.add(
      1,
      `${tunnels.length - most} more tunnels`,
      `only the first ${most} are read in a text of this length`,
    );
  return tunnels.slice(0, most);
}
/** Children of one tunnel that are read: a gateway has fewer, and each is looked up among all settings. */
export const mostChildren = 200;
const mostUnread = 400;
const longestText = 160;

/** Collects lines that were not read, bounded. */
export class UnreadLines {
  readonly #lines: UnreadLine[] = [];

  add(line: number, text: string, why: string, about: string | null = null): void {
    if (this.#lines.length >= mostUnread) return;
    const trimmed = text.trim();
    const shown = trimmed.length > longestText ? `${trimmed.slice(0, longestText)} …` : trimmed;
    this.#lines.push({ line, text: shown, why, about });
  }

  /** In the order of the text, each line once. */
  all(): readonly UnreadLine[] {
    const seen = new Set<string>();
    return this.#lines
      .filter(({ line, about }) => {
        const key = `${line} ${about ?? ''}`;
        return !seen.has(key) && seen.add(key);
      })
      .toSorted((a, b) => a.line - b.line);
  }
}
