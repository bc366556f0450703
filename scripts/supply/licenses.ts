// The licenses of everything that is installed with Tunnelmedic, from the lock file; a license that nobody looked at is refused by a test.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
}

/** Anybody may use and pass on what carries one of these; MPL-2.0 asks for the source of changed files, and none is changed. */
export const accepted: readonly string[] = [
  'Apache-2.0',
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'MPL-2.0',
  '(MIT OR CC0-1.0)',
];

/** What says it elsewhere than in its package.json. */
const saidElsewhere: Readonly<Record<string, string>> = {
  'dejavu-fonts-ttf': 'Bitstream Vera',
};

export interface Installed {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly runsScripts: boolean;
}

/** What `npm ci --omit=dev` installs. */
export function installed(): readonly Installed[] {
  const path = fileURLToPath(new URL('../../package-lock.json', import.meta.url));
  const { packages } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  return Object.entries(packages).flatMap(([place, one]) => {
    if (place === '' || one.dev) return [];
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const license = one.license?.startsWith('SEE ') ? undefined : one.license;
    return [
      {
        name,
        version: one.version ?? '',
        license: license ?? saidElsewhere[name] ?? 'unknown',
        runsScripts: one.hasInstallScript === true,
      },
    ];
  });
}

export function isAccepted({ name, license }: Installed): boolean {
  return accepted.includes(license) || saidElsewhere[name] === license;
}

export function licensesDocument(): string {
  const all = installed();
  const licenses = [...new Set(all.map(({ license }) => license))].toSorted();
  const sections = licenses.map((license) => {
    const names = all
      .filter((one) => one.license === license)
      .map(({ name, version }) => `${name} ${version}`);
    return `## ${license}\n\n${[...new Set(names)].toSorted().join(', ')}\n`;
  });
  return [head(all.length), ...sections].join('\n');
}

const head = (count: number): string => `# Licenses

Tunnelmedic is Apache-2.0. What is installed with it (${count} packages, some for one platform only), by license; written by \`npm run licenses\` from the lock file. Its bill of materials as
CycloneDX: \`npm run sbom\`. No package runs a script when it is installed, so \`npm install --ignore-scripts\` gives the whole product. Texts of licenses lie beside each package, and for those that are
joined into \`dist/\` in \`dist/licenses/\`. What is joined runs as the lock file names it, whatever is installed beside it: a fault in one is mended by a new version of Tunnelmedic.
`;
