// Copies what the page needs and tsc does not build, next to the built server.
import { cp } from 'node:fs/promises';

await cp(
  new URL('../src/workspace/page', import.meta.url),
  new URL('../dist/workspace/page', import.meta.url),
  {
    recursive: true,
    force: true,
  },
).catch((error) => {
  if (error.code !== 'ENOENT') throw error;
});
