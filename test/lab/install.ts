// Command: installs what the lab needs with apt-get, when it is not there. `npx tsx test/lab/install.ts`, as root.
import { ensurePackages } from './packages.js';

await ensurePackages();
