#!/usr/bin/env node
// Tells whoever runs it on a Node.js that is too old, in one sentence and before anything is loaded that such a one cannot run; so its own syntax is the oldest.
var oldest = [20, 19]; // as `engines` in package.json says
var own = process.versions.node.split('.').map(Number);
if (own[0] > oldest[0] || (own[0] === oldest[0] && own[1] >= oldest[1])) {
  import('../dist/cli/main.js');
} else {
  process.stderr.write(
    `Tunnelmedic needs Node.js ${oldest.join('.')} or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org or with the package manager, and run it again.\n`,
  );
  process.exitCode = 2;
}
