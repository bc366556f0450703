// What FortiOS tells of changes: rows of the event log with path, object and values before and after, and the saved revisions.

import type { ConfigChange } from '../../domain/device.js';
import type { ComparedSetting, SettingDifference } from '../../domain/knownGood.js';
import { scrub } from '../../domain/secrets/index.js';
import { field, type LogRow, messageOf, rowTime } from './parseLog.js';
import { row, rows, text, wholeNumber } from './words.js';

/** 44546 "Attribute configured" has no object, 44547 "Object attribute configured" and 44545 "Object configured" have one. */
const changed: ReadonlySet<number> = new Set([44545, 44546, 44547]);

/**
 * Edits, oldest first; each is in force at once, FortiOS knows no commit. Values are kept of settings that are known by name, and
 * never of a key, which the device writes as `psksecret[*]` itself.
 * @param since milliseconds
 */
export function editsIn(told: readonly LogRow[], since: number): readonly ConfigChange[] {
  return told
    .flatMap((one): readonly ConfigChange[] => {
      const message = messageOf(one);
      const [path, at] = [field(one, 'cfgpath'), rowTime(one)];
      if (message === null || !changed.has(message) || path === null || at === null) return [];
      if (Date.parse(at) < since) return [];
      const object = field(one, 'cfgobj');
      const attributes = attributesOf(one.cfgattr ?? '');
      const settings = settingsOf(path, attributes);
      const keys = attributes.some(({ name }) => isKey(name));
      return [
        {
          kind: 'edit',
          at,
          who: field(one, 'user') ?? '',
          command: (field(one, 'action') ?? 'edit').toLowerCase(),
          path: object === null ? path : `${path} ${object}`,
          ...(settings.length > 0 ? { settings } : {}),
          ...(keys ? { keys: true as const } : {}),
        },
      ];
    })
    .toSorted((a, b) => a.at.localeCompare(b.at));
}

interface Attribute {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const mostAttributes = 100;

/** `proposal[aes256-sha256->aes128-sha1]dhgrp[14->5]`; of a new object only `name[value]`. A value may hold brackets of its own. */
function attributesOf(printed: string): readonly Attribute[] {
  const found = printed.slice(0, 16_384).matchAll(/([\w-]{1,64})\[((?:[^[\]]|\[[^[\]]*\])*)\]/g);
  return [...found].slice(0, mostAttributes).map(([, name = '', values = '']) => {
    const arrow = values.indexOf('->');
    return arrow < 0
      ? { name, before: '', after: values }
      : { name, before: values.slice(0, arrow), after: values.slice(arrow + 2) };
  });
}

function isKey(name: string): boolean {
  return /secret|passw|psk|ppk|private-key|^(?:auth|enc)key$/.test(name);
}

const phase1: Readonly<Record<string, ComparedSetting>> = {
  'ike-version': 'ike.version',
  mode: 'ike.exchange-mode',
  interface: 'ike.local-address',
  'local-gw': 'ike.local-address',
  'remote-gw': 'ike.peer-address',
  'remotegw-ddns': 'ike.peer-address',
  localid: 'ike.local-id',
  'localid-type': 'ike.local-id',
  peertype: 'ike.peer-id',
  peerid: 'ike.peer-id',
  authmethod: 'ike.auth',
  certificate: 'ike.certificate',
  proposal: 'ike.proposals',
  dhgrp: 'ike.proposals',
  keylife: 'ike.lifetime',
  dpd: 'ike.dpd',
  'dpd-retrycount': 'ike.dpd',
  'dpd-retryinterval': 'ike.dpd',
  nattraversal: 'ike.nat-traversal',
  'passive-mode': 'ike.passive',
  fragmentation: 'ike.fragmentation',
};

const phase2: Readonly<Record<string, ComparedSetting>> = {
  proposal: 'child.proposals',
  pfs: 'child.pfs',
  dhgrp: 'child.pfs',
  'keylife-type': 'child.lifetime',
  keylifeseconds: 'child.lifetime',
  keylifekbs: 'child.lifetime',
  encapsulation: 'child.mode',
  'auto-negotiate': 'child.start',
};

const selector = /^(?:src|dst)-(?:addr-type|subnet6?|start-ip6?|end-ip6?|name6?|port)$/;

function settingOf(path: string, name: string): ComparedSetting | null {
  if (/^vpn\.ipsec\.phase1(-interface)?$/.test(path)) return phase1[name] ?? null;
  if (/^vpn\.ipsec\.phase2(-interface)?$/.test(path))
    return selector.test(name) || name === 'protocol' ? 'child.selectors' : (phase2[name] ?? null);
  return path === 'system.interface' && name === 'status' ? 'tunnel' : null;
}

/** A value of such a setting is a word, a name, an address or a number: nothing that a key could hide in for long. */
const plainValue = /^[\w.:@%/*, =-]{0,120}$/;

function settingsOf(path: string, attributes: readonly Attribute[]): readonly SettingDifference[] {
  const found = new Map<ComparedSetting, { before: string[]; after: string[] }>();
  for (const { name, before, after } of attributes) {
    const setting = isKey(name) ? null : settingOf(path, name);
    if (setting === null || !plainValue.test(before) || !plainValue.test(after)) continue;
    const values = found.get(setting) ?? { before: [], after: [] };
    if (before !== '') values.before.push(before);
    if (after !== '') values.after.push(after);
    found.set(setting, values);
  }
  return [...found].map(([setting, { before, after }]) => ({
    setting,
    child: null,
    before: before.join(' ') || 'none',
    after: after.join(' ') || 'none',
  }));
}

/**
 * `monitor/system/config-revision`, whose fields have other names in some versions. A revision says that the configuration was saved,
 * not what was changed: it counts where the log does not tell the edits of its time. Oldest first.
 * @param results a list, or an object with `revisions`
 * @param since milliseconds
 * @param until milliseconds: from then on the log tells the edits themselves
 */
export function revisionsIn(results: unknown, since: number, until: number): readonly ConfigChange[] {
  const told = rows(results) ?? rows(row(results)?.revisions) ?? [];
  return told
    .flatMap((one): readonly ConfigChange[] => {
      const atMs = (wholeNumber(one, 'time') ?? wholeNumber(one, 'created') ?? 0) * 1000;
      if (atMs < since || atMs >= until) return [];
      return [
        {
          kind: 'commit',
          at: new Date(atMs).toISOString(),
          who: text(one, 'admin') ?? text(one, 'user') ?? '',
          command: 'configuration revision saved',
          path: scrub(text(one, 'comment') ?? text(one, 'comments') ?? '').text.slice(0, 200),
        },
      ];
    })
    .toSorted((a, b) => a.at.localeCompare(b.at));
}

/**
 * When the unit that answers took over: 37892 "Virtual cluster member state moved" of subtype ha, which tells the role that it
 * moved to. Its vendor's examples have `ha_role="master"`, newer versions say `primary`. ISO 8601 UTC, oldest first.
 */
export function failoversIn(told: readonly LogRow[], since: number): readonly string[] {
  return told
    .flatMap((one): readonly string[] => {
      if (messageOf(one) !== 37892 || !/^(?:master|primary)$/i.test(field(one, 'ha_role') ?? '')) return [];
      const at = rowTime(one);
      return at !== null && Date.parse(at) >= since ? [at] : [];
    })
    .toSorted();
}
