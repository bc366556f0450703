// The words of a product for a setting or a command, with the names of the objects filled in.

import { type SettingName, settingNames } from '../domain/tunnelConfig.js';
import { fillCommand, fillMenu, fillSetting } from './fill.js';
import { loadProducts, neutralProduct, ownProducts } from './load.js';
import type { CommandName, ObjectNames, Place, Product } from './product.js';

let own: ReadonlyMap<string, Product> | null = null;

/** The project's own products by name, read once. A broken file is left out: `playbook lint` names the mistake. */
function products(): ReadonlyMap<string, Product> {
  own ??= new Map(loadProducts(ownProducts).products.map((product) => [product.product, product]));
  return own;
}

/** Every product that has words of its own, by name. */
export function productNames(): string[] {
  return [...products().keys()].filter((name) => name !== neutralProduct);
}

let byName: ReadonlyMap<string, string> | null = null;

/** Every name of a product → the product; where several have it, the first. */
function productsByName(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [product, { also = [] }] of products())
    if (product !== neutralProduct)
      for (const name of [product, ...also]) if (!found.has(name)) found.set(name, product);
  return found;
}

/** The product that a person or a configuration names (`FortiGate`, `palo alto`); null when it is none of ours. */
export function productCalled(name: string): string | null {
  byName ??= productsByName();
  return byName.get(name.trim().toLowerCase()) ?? null;
}

/** Its file, by any of its names. */
export function productOf(name: string): Product | undefined {
  return products().get(productCalled(name) ?? name);
}

/** As people call it: `Cisco ASA or Firepower (FTD)`; the name itself where there is no file. */
export function productTitle(product: string): string {
  return products().get(product)?.title ?? product;
}

/** Names of products → the signature file whose messages they print, the first where several do. */
export function signaturesByProduct(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [product, { also = [], prints = [] }] of products()) {
    const [first] = prints;
    if (first) for (const name of [product, ...also]) found.set(name, first);
  }
  return found;
}

export interface PlaceOptions {
  readonly names?: ObjectNames;
  readonly ikeVersion?: 1 | 2 | null;
}

/** Where a setting is found, in the product's words; null when its file does not say. */
export function placeIn(product: string, setting: SettingName, options: PlaceOptions = {}): string | null {
  const file = productOf(product);
  const place = file?.settings?.[setting];
  if (!file || !place) return null;
  const { menu, cli } = versioned(place, options.ikeVersion ?? null);
  const names = options.names ?? {};
  const managed = names.template ? file.central : undefined;
  if (managed && setting === 'policy') return managed.policy;
  const path =
    menu === undefined ? null : `${managed ? fillCommand(managed.menu, names) : ''}${fillMenu(menu, names)}`;
  const line = cli === undefined ? null : fillSetting(cli, names);
  const say = file.say ?? 'menu';
  if (path !== null && line !== null && say === 'both') return `${path} (${line})`;
  return say === 'cli' ? (line ?? path) : (path ?? line);
}

/** Every setting that the product has words for: what an adapter says about its tunnel. */
export function placesOf(
  product: string,
  options: PlaceOptions,
): Readonly<Partial<Record<SettingName, string>>> {
  return Object.fromEntries(
    settingNames.flatMap((setting) => {
      const place = placeIn(product, setting, options);
      return place === null ? [] : [[setting, place]];
    }),
  );
}

function versioned(
  place: Place,
  version: 1 | 2 | null,
): { menu?: string | undefined; cli?: string | undefined } {
  return (version === 1 ? place.ikev1 : version === 2 ? place.ikev2 : undefined) ?? place;
}

/** In the words that every product shares. */
export function neutralPlace(setting: SettingName): string {
  return placeIn(neutralProduct, setting) ?? setting;
}

/** A command for people; the neutral words where the product has none. */
export function commandIn(product: string | null, command: CommandName, names: ObjectNames = {}): string {
  const own = product === null ? undefined : productOf(product)?.commands?.[command];
  return own === undefined
    ? (products().get(neutralProduct)?.commands?.[command] ?? command)
    : `\`${fillCommand(own, names)}\``;
}

/** How the log of a gateway is read, as one tells a colleague at that console. */
export function logCommand(product: string | null): string {
  const file = product === null ? undefined : productOf(product);
  return (file ?? products().get(neutralProduct))?.log.read ?? '';
}
