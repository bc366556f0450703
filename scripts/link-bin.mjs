// Puts our own command where npx looks first, so that `npx tunnelmedic` needs neither npx's cache nor the network.
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';

const bin = new URL('../node_modules/.bin/', import.meta.url);
if (process.platform !== 'win32') {
  mkdirSync(bin, { recursive: true });
  const link = new URL('tunnelmedic', bin);
  rmSync(link, { force: true });
  symlinkSync('../../bin/tunnelmedic.js', link);
}
