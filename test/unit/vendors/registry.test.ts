// The registry names every vendor's folder, and every folder is laid out alike.

import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { vendors } from '../../../src/vendors/registry.js';

/** What vendors whose devices are asked over HTTPS have in common; no vendor. */
const common = 'https';

const folders = readdirSync('src/vendors', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== common)
  .map((entry) => entry.name);

describe('the vendors', () => {
  it('are the folders, each by its name in the settings file', () => {
    expect(vendors.map((vendor) => vendor.name).toSorted()).toEqual(folders.toSorted());
  });

  it.each(folders)('%s has the same files for the same jobs as the others', (folder) => {
    const files = readdirSync(`src/vendors/${folder}`);
    for (const file of ['index.ts', 'settings.ts', 'requests.ts', 'client.ts', 'device.ts', 'fault.ts']) {
      expect(files).toContain(file);
    }
    for (const job of [/^fetch\w+\.ts$/, /^parse\w*\.ts$/, /^normalize\w+\.ts$/]) {
      expect(files.some((file) => job.test(file))).toBe(true);
    }
  });
});
