// A tunnel as it is put together from a text: whatever the text does not tell stays unknown, never off and never equal.

import {
  type ChildConfig,
  type IkeGatewayConfig,
  type MonitorConfig,
  type SettingName,
  type TunnelConfig,
  unreadGateway,
} from '../domain/tunnelConfig.js';
import type { ObjectNames } from '../products/product.js';
import { placesOf } from '../products/words.js';

export const keyIsSet = 'A key is set; keys are dropped before a text is read.';

/** What could not be read, and what the text does not print so that the product's default holds. */
export class Notes {
  readonly unreadable: Partial<Record<SettingName, string>> = {};
  readonly #defaults = new Set<SettingName>();
  readonly #isWhole: boolean;

  /** @param isWhole false when the text ends inside of the tunnel: then what is not printed has no default. */
  constructor(isWhole = true) {
    this.#isWhole = isWhole;
  }

  /** The first reason stands. */
  cannotTell(setting: SettingName, why: string): void {
    this.unreadable[setting] ??= why;
  }

  byDefault(setting: SettingName): void {
    if (this.#isWhole) this.#defaults.add(setting);
    else this.cannotTell(setting, 'The text ends before this tunnel does.');
  }

  get defaults(): readonly SettingName[] {
    return [...this.#defaults].filter((setting) => this.unreadable[setting] === undefined);
  }
}

export interface TunnelDraft {
  readonly product: string;
  readonly name: string;
  readonly disabled: boolean | null;
  readonly ike: Partial<IkeGatewayConfig>;
  readonly children: readonly (Partial<ChildConfig> & { readonly name: string })[];
  readonly interface: string | null;
  readonly routed: readonly string[] | null;
  readonly objects: ObjectNames;
  /** Left out where the text holds none, or none that we read: silence is not "off". */
  readonly monitor?: MonitorConfig;
  readonly notes: Notes;
}

const unknownChild: Omit<ChildConfig, 'name'> = {
  local: [],
  remote: [],
  proposals: null,
  pfs: null,
  protocol: null,
  mode: null,
  lifetimeSeconds: null,
  lifetimeKilobytes: null,
  start: null,
};

export function tunnelFrom(draft: TunnelDraft): TunnelConfig {
  const { product, name, notes, objects } = draft;
  const ike: IkeGatewayConfig = { ...unreadGateway(name), ...draft.ike };
  const ikeVersion = ike.version === 'ikev1' ? 1 : ike.version === 'ikev2' ? 2 : null;
  if (ike.auth === 'psk') notes.cannotTell('ike.psk', keyIsSet);
  if (draft.monitor === undefined)
    notes.cannotTell('monitor', 'The text holds no monitor of the tunnel that is read.');
  const { unreadable } = notes;
  return {
    device: '',
    vendor: product,
    tunnel: name,
    disabled: draft.disabled,
    ...onlyRead(
      ike,
      draft.children.map((child) => ({ ...unknownChild, ...child })),
      unreadable,
    ),
    interface: draft.interface,
    routed: draft.routed,
    monitor: draft.monitor ?? null,
    managedBy: null,
    comment: null,
    places: placesOf(product, { names: namesOf(draft), ikeVersion }),
    objects,
    unreadable,
    byDefault: notes.defaults,
    vendorKeys: {},
  };
}

/** Of several children nobody knows which one a sentence is about. */
function namesOf({ objects, ike, children }: TunnelDraft): ObjectNames {
  return {
    'peer-address': ike.peer?.kind === 'address' ? ike.peer.address : null,
    ...objects,
    ...(children.length > 1 ? { child: null } : {}),
  };
}

const ikeFields: Partial<Record<SettingName, readonly (keyof IkeGatewayConfig)[]>> = {
  'ike.version': ['version'],
  'ike.exchange-mode': ['exchangeMode'],
  'ike.local-address': ['localAddress'],
  'ike.peer-address': ['peer'],
  'ike.local-id': ['localId'],
  'ike.peer-id': ['peerId'],
  'ike.auth': ['auth', 'peerAuth'],
  'ike.proposals': ['proposals'],
  'ike.lifetime': ['lifetimeSeconds'],
  'ike.dpd': ['dpd'],
  'ike.nat-traversal': ['natTraversal'],
  'ike.passive': ['passive'],
  'ike.fragmentation': ['fragmentation'],
};
const childFields: Partial<Record<SettingName, readonly (keyof ChildConfig)[]>> = {
  'child.proposals': ['proposals'],
  'child.pfs': ['pfs'],
  'child.lifetime': ['lifetimeSeconds', 'lifetimeKilobytes'],
  'child.selectors': ['local', 'remote'],
  'child.mode': ['mode'],
  'child.start': ['start'],
};

/** A setting of which a part could not be read has no value: half of it would be compared as if it were the whole. */
export function onlyRead(
  ike: IkeGatewayConfig,
  children: readonly ChildConfig[],
  unreadable: Partial<Record<SettingName, string>>,
): Pick<TunnelConfig, 'ike' | 'children'> {
  return {
    ike: withoutUnread(ike, ikeFields, unreadable, {}),
    children: children.map((child) =>
      withoutUnread(child, childFields, unreadable, { local: [], remote: [] }),
    ),
  };
}

function withoutUnread<T extends object>(
  config: T,
  fields: Partial<Record<SettingName, readonly (keyof T)[]>>,
  unreadable: Partial<Record<SettingName, string>>,
  empty: Partial<T>,
): T {
  const lost = Object.keys(unreadable).flatMap((setting) => fields[setting as SettingName] ?? []);
  return { ...config, ...Object.fromEntries(lost.map((field) => [field, empty[field] ?? null])) };
}
