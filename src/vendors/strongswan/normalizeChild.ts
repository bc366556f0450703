// One child of a loaded connection to the neutral configuration; pure.

import type { Selector } from '../../domain/selector.js';
import type { ChildConfig, SettingName, StartAction } from '../../domain/tunnelConfig.js';
import { readConfiguredProposals } from './normalizeProposal.js';
import { normalizeSelector } from './normalizeSelector.js';
import type { ChildConfigWords } from './schema.js';
import { type ConfSection, settingAt } from './swanctlConf.js';

export interface ChildContext {
  /** swanctl.conf when it holds the connection, else null, and `why` says so. */
  readonly confRoot: ConfSection | null;
  readonly why: string;
  readonly connection: string;
  readonly traps: ReadonlySet<string> | null;
  readonly ownAddress: string | null;
  readonly peerAddress: string | null;
  /** Where to note what could not be read. */
  readonly unreadable: Partial<Record<SettingName, string>>;
}

export function normalizeChild(name: string, words: ChildConfigWords, context: ChildContext): ChildConfig {
  const root = context.confRoot;
  const path = ['connections', context.connection, 'children', name];
  const setting = (key: string): string | null => (root === null ? null : settingAt(root, path, key));
  const ah = setting('ah_proposals');
  const protocol = root === null ? null : ah === null ? 'esp' : 'ah';
  const proposals =
    root === null ? null : readConfiguredProposals(protocol ?? 'esp', ah ?? setting('esp_proposals'));
  if (proposals === null) {
    context.unreadable['child.proposals'] = context.why;
    context.unreadable['child.pfs'] = context.why;
  } else if (!proposals.known) context.unreadable['child.proposals'] = proposals.why;
  // The default ESP proposals of every version carry no DH group.
  const usesDefault = proposals?.known === false && setting('esp_proposals') === null && ah === null;
  const configured = proposals?.known === true ? proposals.proposals : null;
  return {
    name,
    local: selectors(words['local-ts'], context.ownAddress, context),
    remote: selectors(words['remote-ts'], context.peerAddress, context),
    proposals: configured,
    pfs: configured === null ? (usesDefault ? [] : null) : [...new Set(configured.flatMap(({ dh }) => dh))],
    protocol,
    mode: words.mode === 'TUNNEL' ? 'tunnel' : words.mode === 'TRANSPORT' ? 'transport' : null,
    lifetimeSeconds: wholeNumber(words.rekey_time),
    lifetimeKilobytes: kilobytes(words.rekey_bytes),
    start: startOf(name, root === null ? null : (setting('start_action') ?? 'none'), context),
  };
}

function selectors(
  printed: readonly string[] | undefined,
  dynamic: string | null,
  context: ChildContext,
): Selector[] {
  return (printed ?? []).flatMap((text) => {
    const selector = normalizeSelector(text, dynamic);
    if (selector !== null) return selector;
    context.unreadable['child.selectors'] = `The traffic selector "${text}" cannot be read here.`;
    return [];
  });
}

/** `start_action` may name several (`trap|start`). A trap policy that is installed shows one of them without the file. */
function startOf(name: string, configured: string | null, context: ChildContext): StartAction | null {
  if (configured !== null) {
    const actions = configured.split('|').map((action) => action.trim());
    if (actions.includes('start') || actions.includes('route|start')) return 'at-once';
    return actions.includes('trap') || actions.includes('route') ? 'on-traffic' : 'never';
  }
  if (context.traps?.has(name)) return 'on-traffic';
  context.unreadable['child.start'] = context.why;
  return null;
}

function wholeNumber(text: string | undefined): number | null {
  const value = text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : 0;
  return value > 0 ? value : null;
}

function kilobytes(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,19}$/.test(text)) return null;
  const value = Number(BigInt(text) / 1024n);
  return value > 0 ? value : null;
}
