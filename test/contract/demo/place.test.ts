// Where the demo runs: what is refused before anything is started.

import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { openPlace } from '../../../src/demo/place.js';

it('a port that is taken is one sentence with its remedy, and nothing is left running', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(openPlace(port)).rejects.toMatchObject({
    code: 'port-taken',
    message: `Nothing can listen at 127.0.0.1:${port} (--port): another process listens there.`,
  });
  await new Promise((resolve) => other.close(resolve));
});
