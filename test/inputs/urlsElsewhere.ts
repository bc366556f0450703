// Addresses of others, in every text and setting that comes from outside: a listener of our own must never hear from us.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { analyzeLog } from '../../src/cli/analyzeLog.js';
import { systemClock } from '../../src/support/clock.js';
import {
  answers,
  clockNow,
  haOff,
  ok,
  scripted,
  systemInfo,
} from '../contract/vendors/panos/scriptedFirewall.js';
import { recorded, startFakeDaemon } from '../contract/vendors/strongswan/fakeDaemon.js';
import { fixtureText } from '../unit/vendors/panos/fixture.js';
import { asked, outcomeOf, scratch } from './command.js';
import type { Input, InputClass, Outcome } from './input.js';

export async function urlsElsewhere(): Promise<InputClass> {
  const files = scratch();
  let heard = 0;
  const http = createServer((_, response) => {
    heard += 1;
    response.end('caught');
  });
  const tcp = createTcpServer((socket) => {
    heard += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const port = (http.address() as AddressInfo).port;
  const there = `http://127.0.0.1:${port}/caught`;
  const tcpPort = (tcp.address() as AddressInfo).port;
  const daemon = await startFakeDaemon(recorded('healthy-v2', 'left'));
  const tunnel =
    Object.keys((recorded('healthy-v2', 'left')['list-conns'] as Record<string, unknown>[])[0] ?? {})[0] ??
    '';
  let reply: string | { readonly location: string } = ok('');
  let replies: Readonly<Record<string, string>> | null = null;
  const firewall = await scripted((one, response) => {
    if (replies !== null) return answers(replies)(one, response);
    if (typeof reply === 'string') return reply;
    response.writeHead(302, { location: reply.location }).end();
    return undefined;
  });
  files.file('key', 'k');
  files.file('ca.pem', firewall.ca);
  const panos = files.file(
    'panos.yml',
    `devices: { fw: { vendor: panos, url: "${firewall.url}", apiKey: { file: key }, caFile: ca.pem } }\nquestionSeconds: 5\n`,
  );
  const withDevice = (more: string, name = 'gw'): string =>
    files.file('given.yml', `devices: { ${name}: { ${more} } }\nquestionSeconds: 3\n`);
  const gateway = `vendor: strongswan, vici: "unix://${daemon.path}"`;

  /** Nothing may have been heard, a moment later as well. */
  const watched = async (work: () => Promise<Outcome>): Promise<Outcome> => {
    const before = heard;
    const outcome = await work();
    await systemClock.sleep(150);
    return { ...outcome, said: `${outcome.said}\nheard ${heard - before}` };
  };
  const input = (name: string, work: () => Promise<Outcome>, says: RegExp = /./): Input => ({
    name,
    says: new RegExp(`(?:${says.source})[\\s\\S]*heard 0$`),
    give: () => watched(work),
  });
  const log = (text: string) => () => outcomeOf(() => analyzeLog([files.file('given.log', text)]));
  const fromFirewall = (answer: typeof reply) => () => {
    replies = null;
    reply = answer;
    return asked(['list'], panos);
  };
  const usual = {
    'high-availability': haOff,
    '<clock>': clockNow(),
    'system><info': systemInfo,
    'ike-sa': fixtureText('ike-sa-two-roles'),
    '<flow>': fixtureText('flow-summary'),
    'action=show': fixtureText('network'),
  };
  const none = /could be asked|could not be read|tunnel/;
  const inputs: Input[] = [
    input('a redirect of a firewall', fromFirewall({ location: there }), none),
    input('a redirect of a firewall to a file', fromFirewall({ location: 'file:///etc/passwd' }), none),
    input(
      'a document type elsewhere',
      fromFirewall(`<!DOCTYPE r SYSTEM "${there}"><response status="success"><result/></response>`),
      none,
    ),
    input(
      'an entity elsewhere',
      fromFirewall(
        `<!DOCTYPE r [<!ENTITY a SYSTEM "${there}">]><response status="success"><result>&a;</result></response>`,
      ),
      none,
    ),
    input(
      'an inclusion',
      fromFirewall(
        `<response status="success" xmlns:xi="http://www.w3.org/2001/XInclude"><result><xi:include href="${there}"/></result></response>`,
      ),
      none,
    ),
    input(
      'a style sheet',
      fromFirewall(`<?xml-stylesheet href="${there}"?><response status="success"><result/></response>`),
      none,
    ),
    input(
      'a schema',
      fromFirewall(`<response status="success" schemaLocation="${there}"><result/></response>`),
      none,
    ),
    input(
      'the name of a tunnel',
      () => {
        replies = { ...usual, 'action=show': fixtureText('network').replaceAll('"lyon"', `"${there}"`) };
        return asked(['list'], panos);
      },
      none,
    ),
    input(
      'the address of a log line',
      log(`05[IKE] <gw|3> received AUTHENTICATION_FAILED notify error, see ${there}\n`),
    ),
    input(
      'a reference of a certificate in a log',
      log(`05[CFG]   fetching crl from '${there}' ...\n05[CFG] crl fetching failed\n`),
    ),
    input('a log called like an address', () => outcomeOf(() => analyzeLog([there])), /is not there/),
    input(
      'a question about an address',
      () => asked(['status', there], withDevice(gateway)),
      /No tunnel is called/,
    ),
    input('the log of the partner', () =>
      asked(['diagnose', tunnel], withDevice(gateway), {}, [
        {
          name: 'peer.log',
          bytes: Buffer.from(`05[IKE] <gw|3> received AUTHENTICATION_FAILED, more at ${there}\n`),
        },
      ]),
    ),
    input('an include of swanctl.conf', () => {
      files.file('swanctl.conf', `include ${there}\nconnections { ${tunnel} { version = 2 } }\n`);
      return asked(['config', tunnel], withDevice(`${gateway}, configFile: swanctl.conf`));
    }),
    input(
      'swanctl.conf as an address',
      () => asked(['config', tunnel], withDevice(`${gateway}, configFile: "${there}"`)),
      /is not there/,
    ),
    input(
      'the log of a device as an address',
      () => asked(['logs', tunnel], withDevice(`${gateway}, log: "${there}"`)),
      /is not there/,
    ),
    input(
      'a firewall without encryption',
      () => asked(['list'], withDevice(`vendor: panos, url: "${there}", apiKey: { file: key }`)),
      /given\.yml:\d+/,
    ),
    input(
      'an authority as an address',
      () =>
        asked(
          ['list'],
          withDevice(`vendor: panos, url: "https://127.0.0.1:9", apiKey: { file: key }, caFile: "${there}"`),
        ),
      /given\.yml:\d+/,
    ),
    input(
      'a secret as an address',
      () =>
        asked(
          ['list'],
          withDevice(`vendor: panos, url: "https://127.0.0.1:9", apiKey: { file: "${there}" }`),
        ),
      /is not there/,
    ),
    input(
      'Slack elsewhere, without encryption',
      () =>
        asked(
          ['list'],
          files.file(
            'given.yml',
            `devices: { gw: { ${gateway} } }\nslack: { apiUrl: "http://slack.example/api/" }\n`,
          ),
        ),
      /given\.yml:\d+/,
    ),
    input(
      'VICI on a far host',
      () => asked(['list'], withDevice('vendor: strongswan, vici: "tcp://192.0.2.9:4502"')),
      /given\.yml:\d+/,
    ),
    input(
      'a proxy in the environment',
      () =>
        asked(['list'], panos, {
          HTTPS_PROXY: there,
          https_proxy: there,
          ALL_PROXY: `socks5://127.0.0.1:${tcpPort}`,
        }),
      none,
    ),
  ];
  return {
    inputs,
    async close() {
      http.close();
      tcp.close();
      await Promise.all([firewall.stop(), daemon.close()]);
      files.remove();
    },
  };
}
