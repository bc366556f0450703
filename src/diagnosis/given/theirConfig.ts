// A configuration that a partner gave, read as the other end of one tunnel: whose it is, which tunnel, and what could not be read.

import {
  isConfigText,
  productsRead,
  readConfigText,
  type UnreadLine,
  unreadProduct,
} from '../../configtext/read.js';
import type { TunnelEvidence } from '../../domain/evidence.js';
import type { GivenText } from '../../domain/given.js';
import { known, knownValue } from '../../domain/observation.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import type { Unchecked } from '../../domain/verdict.js';
import type { FleetTunnel } from '../../fleet/fleetTunnel.js';
import { productTitle } from '../../products/words.js';
import { type Unusable, unusable } from './unusable.js';
import { whichTunnel } from './whichTunnel.js';

export { isConfigText };

export type TheirConfig =
  | {
      readonly config: TunnelConfig;
      /** Lines about IPsec that belong to this tunnel, or to all, and were not read. */
      readonly unread: readonly UnreadLine[];
      /** One or two sentences: what it was recognized as, and what was not read. */
      readonly says: string;
    }
  | Unusable;

/** Depends on the text, our configuration and the name alone. Secrets are out of the text already. */
export function readTheirConfig(text: string, tunnel: FleetTunnel, named: string | null): TheirConfig {
  const read = readConfigText(text);
  if (read === null) return unreadable(text);
  const title = productTitle(read.product);
  if (read.tunnels.length === 0)
    return unusable(
      `it is a configuration of ${title}, and holds no IPsec tunnel that can be read`,
      'Send the lines of both phases of the tunnel.',
    );
  const config = whichTunnel(read.tunnels, knownValue(tunnel.ours.config), named);
  if ('detail' in config) return config;
  const unread = read.unread.filter(({ about }) => about === null || about === config.tunnel);
  const says = `Read as a configuration of ${title}, tunnel ${config.tunnel}. ${unreadText(unread)}`.trim();
  return { config, unread, says };
}

function unreadable(text: string): Unusable {
  const product = unreadProduct(text);
  if (product === null)
    return unusable(
      'it is no configuration that can be read here',
      `Send the VPN part as the device prints it. What can be read: ${productsRead.map(productTitle).join(', ')}.`,
    );
  return unusable(
    `it is a configuration of ${productTitle(product)}, and configurations of that product are not read here`,
    'Compare the settings of both phases by hand.',
  );
}

const mostQuoted = 5;

/** Empty when every line was read. */
function unreadText(unread: readonly UnreadLine[]): string {
  if (unread.length === 0) return '';
  const quoted = unread
    .slice(0, mostQuoted)
    .map(({ line, text, why }) => `line ${line} \`${text}\` (${why})`);
  const more = unread.length > mostQuoted ? `; and ${unread.length - mostQuoted} more` : '';
  const head = unread.length === 1 ? 'One line about IPsec was' : `${unread.length} lines about IPsec were`;
  return `${head} not read: ${quoted.join('; ')}${more}.`;
}

/**
 * The evidence with the given configuration as that of the other end: whatever compares both ends then does. One that was read
 * from a device is never replaced, and what was not read is listed.
 */
export function withTheirConfig(
  evidence: TunnelEvidence,
  given: Pick<GivenText, 'name' | 'by' | 'at'>,
  read: TheirConfig,
): TunnelEvidence {
  const aside = (why: string, how: string): TunnelEvidence => {
    const unused: Unchecked = { what: `The configuration that was given (${given.name}).`, why, how };
    return { ...evidence, setAside: [...(evidence.setAside ?? []), unused] };
  };
  const { theirs } = evidence;
  if (theirs.config.known)
    return aside(
      `The configuration of ${theirs.name} was read from the device itself.`,
      'Nothing: that one counts.',
    );
  if (!('config' in read)) return aside(read.says, read.remedy);
  const unread: readonly Unchecked[] =
    read.unread.length === 0
      ? []
      : [
          {
            what: `What a part of the given configuration sets (${given.name}).`,
            why: unreadText(read.unread),
            how: 'Compare these lines by hand.',
          },
        ];
  return {
    ...evidence,
    setAside: [...(evidence.setAside ?? []), ...unread],
    theirs: {
      ...theirs,
      vendor: read.config.vendor,
      tunnel: read.config.tunnel,
      config: known(
        { ...read.config, device: theirs.name },
        {
          device: theirs.name,
          request: `configuration given by ${given.by}`,
          file: given.name,
          at: given.at,
          fromCache: false,
          calls: 0,
        },
      ),
    },
  };
}
