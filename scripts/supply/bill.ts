// The bill of materials (CycloneDX): of what npm says of the whole lock file, that what is installed with Tunnelmedic.

import * as z from 'zod';
import { type Installed, installed } from './licenses.js';

const component = z.looseObject({
  'bom-ref': z.string(),
  group: z.string().optional(),
  name: z.string(),
  version: z.string(),
  licenses: z.array(z.unknown()).optional(),
});

const billShape = z.looseObject({
  metadata: z.looseObject({ component: z.looseObject({ name: z.string() }) }),
  components: z.array(component),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).optional() })),
});

/**
 * npm's own `--omit dev` leaves out whatever a tool of development needs too, zod and yaml among them; and it names the product by the
 * folder that it lies in.
 * @param whole what `npm sbom` prints. @throws Error where something is installed that it does not know.
 */
export function billOf(
  whole: unknown,
  name: string,
  all: readonly Installed[] = installed(),
): z.output<typeof billShape> {
  const bill = billShape.parse(whole);
  const licenses = new Map(all.map((one) => [`${one.name}@${one.version}`, one.license]));
  const components = bill.components.filter((one) => licenses.has(keyOf(one)));
  const listed = new Set(components.map(keyOf));
  const missing = [...licenses.keys()].filter((key) => !listed.has(key));
  if (missing.length > 0) throw new Error(`Installed, and not in the bill: ${missing.join(', ')}`);
  const root = bill.metadata.component;
  const refs = new Set([...components.map((one) => one['bom-ref']), root['bom-ref']]);
  return {
    ...bill,
    metadata: { ...bill.metadata, component: { ...root, name } },
    components: components.map((one) => ({
      ...one,
      licenses: one.licenses?.length ? one.licenses : [{ license: { name: licenses.get(keyOf(one)) } }],
    })),
    dependencies: bill.dependencies
      .filter(({ ref }) => refs.has(ref))
      .map((one) => ({ ...one, dependsOn: one.dependsOn?.filter((ref) => refs.has(ref)) ?? [] })),
  };
}

function keyOf({ group, name, version }: z.output<typeof component>): string {
  return `${group ? `${group}/` : ''}${name}@${version}`;
}
