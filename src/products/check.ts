// Whether the words of the products hold together: no name twice, every placeholder known, the neutral file complete.

import { basename, join } from 'node:path';
import { settingNames } from '../domain/tunnelConfig.js';
import { namesIn } from './fill.js';
import { loadProducts, neutralProduct, type ProductProblem } from './load.js';
import { commandNames, type Product } from './product.js';

/** Names that a text may carry in braces. */
const objects: readonly string[] = [
  'tunnel',
  'gateway',
  'connection',
  'child',
  'ike-profile',
  'ipsec-profile',
  'monitor-profile',
  'interface',
  'router',
  'proxy-id',
  'template',
  'peer-address',
  'profile',
  'entry',
  'acl',
  'ike-policy',
  'ipsec-policy',
];
/** The neutral words must name these; the others are a matter of the product. */
const neutralCommands = commandNames.filter((name) => !['debug', 'capture', 'apply'].includes(name));

/** @param signatures the names of the signature files, for `prints`. */
export function checkProducts(folder: string, signatures: readonly string[]): ProductProblem[] {
  const { products, problems } = loadProducts(folder);
  const owners = new Map<string, string>();
  const found = [...problems];
  for (const product of products) {
    const problem = (says: string, hint = ''): void => {
      found.push({
        file: join(folder, `${product.product}.yml`),
        line: 1,
        says: `${product.product}: ${says}`,
        hint,
      });
    };
    for (const name of [product.product, ...(product.also ?? [])]) {
      const other = owners.get(name);
      if (other) problem(`"${name}" is a name of ${other} too`);
      owners.set(name, product.product);
    }
    for (const inside of textsOf(product).flatMap(namesIn))
      if (!objects.includes(inside))
        problem(`there is no object "${inside}"`, `Known: ${objects.join(', ')}.`);
    for (const name of product.prints ?? [])
      if (!signatures.includes(name)) problem(`there is no signature file "${name}"`);
    if (product.product === neutralProduct) {
      for (const name of settingNames) if (!product.settings?.[name]?.menu) problem(`${name} has no words`);
      for (const name of neutralCommands) if (!product.commands?.[name]) problem(`${name} has no words`);
    } else if ((product.prints ?? []).length === 0)
      problem('which logs it prints is not told', 'Add `prints`.');
  }
  if (!products.some(({ product }) => product === neutralProduct))
    found.push({
      file: basename(folder),
      line: 1,
      says: 'the neutral words (any.yml) are missing',
      hint: '',
    });
  return found;
}

function textsOf({ settings = {}, commands = {}, central }: Product): string[] {
  const places = Object.values(settings).flatMap((place) => [place, place?.ikev1, place?.ikev2]);
  return [
    ...places.flatMap((spot) => [spot?.menu ?? '', spot?.cli ?? '']),
    ...Object.values(commands).map((text) => text ?? ''),
    central?.menu ?? '',
  ];
}
