// What scripts/try-package.sh installs for: simulated firewalls with TLS and a workspace; once the service is connected, a person types a command.
// node package-stage.mjs PACKAGE FOLDER: writes addresses, keys and tokens into FOLDER, and `answered` on stdout at the end.
import { readFileSync, writeFileSync } from 'node:fs';

const [, , root, folder] = process.argv;
const part = (name) => import(`file://${root}/dist/${name}.js`);
const [{ demoFleet, startFleet }, { startWorkspace }, { parseYamlDocument }] = await Promise.all([
  part('simulator/index'),
  part('workspace/index'),
  part('support/yamlDocument'),
]);
const manifest = parseYamlDocument(readFileSync(`${root}/manifest.yml`, 'utf8')).value;
const fleet = await startFleet(demoFleet());
const slack = await startWorkspace({ mode: 'socket', manifest, channels: [{ name: 'netops' }] });
const paris = fleet.firewall('fw-paris-1');
const files = {
  'ca.pem': paris.caPem,
  'right.key': paris.apiKey,
  'wrong.key': 'not-the-key',
  'bot.token': slack.botToken,
  'app.token': slack.appToken,
  'slack.address': slack.apiUrl,
  'firewall.address': paris.url,
};
for (const [name, text] of Object.entries(files)) writeFileSync(`${folder}/${name}`, text, { mode: 0o600 });
console.log('ready');
// A start with a wrong bot token opens a socket too, and ends.
const knowsBot = () => slack.calls.some(({ method, reply }) => method === 'auth.test' && reply.ok === true);
await slack.waitFor(() => knowsBot() && slack.socketCount() > 0, 120_000);
const [{ id: user }] = slack.people;
await slack.typeCommand({ user, channel: 'netops', text: '/ipsec status tunnel-x' });
const [{ id: channel }] = slack.channels;
await slack.waitFor(() => slack.messages(channel).some(({ text }) => /tunnel-x/.test(text)), 60_000);
console.log('answered');
