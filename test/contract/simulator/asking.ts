// Asks a simulated firewall over real TLS, and reads what comes back.
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { SaxesParser } from 'saxes';
import type { RunningFirewall } from '../../../src/simulator/index.js';

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface How {
  readonly method?: 'POST' | 'GET';
  readonly key?: string | null;
  readonly ca?: string;
  readonly keyInParameters?: boolean;
}

export function ask(
  firewall: RunningFirewall,
  parameters: Record<string, string>,
  how: How = {},
): Promise<Answered> {
  const key = how.key === undefined ? firewall.apiKey : how.key;
  const all = new URLSearchParams({
    ...parameters,
    ...(how.keyInParameters === true && key !== null ? { key } : {}),
  });
  const get = how.method === 'GET';
  const url = new URL(`/api/${get ? `?${all}` : ''}`, firewall.url);
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    ...(key === null || how.keyInParameters === true ? {} : { 'x-pan-key': key }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: get ? 'GET' : 'POST', ca: how.ca ?? firewall.caPem, headers, agent: false },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(get ? undefined : all.toString());
  });
}

export async function op(
  firewall: RunningFirewall,
  cmd: string,
  more: Record<string, string> = {},
): Promise<string> {
  return (await ask(firewall, { type: 'op', cmd, ...more })).body;
}

/** The rows of a log query, polled until the job is finished. */
export async function log(
  firewall: RunningFirewall,
  query: string,
  more: Record<string, string> = {},
): Promise<string[]> {
  const enqueued = await ask(firewall, { type: 'log', 'log-type': 'system', nlogs: '5000', query, ...more });
  const job = /<job>(\d+)<\/job>/.exec(enqueued.body)?.[1] ?? '';
  for (let poll = 0; poll < 200; poll += 1) {
    const { body } = await ask(firewall, { type: 'log', action: 'get', 'job-id': job });
    if (body.includes('<status>FIN</status>')) return body.match(/<entry logid=.*?<\/entry>/gs) ?? [];
  }
  throw new Error('the log job never finished');
}

/** Values of one element, in document order. */
export function values(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(
    (match) => match[1] ?? '',
  );
}

/** Paths of all elements under `result`. */
export function elementPaths(xml: string): Set<string> {
  const parser = new SaxesParser();
  const open: string[] = [];
  const found = new Set<string>();
  parser.on('opentag', (tag) => {
    open.push(tag.name);
    if (open.length > 2) found.add(open.slice(2).join('/'));
  });
  parser.on('closetag', () => open.pop());
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return found;
}

export const SHOW = {
  ikeSa: '<show><vpn><ike-sa></ike-sa></vpn></show>',
  ipsecSa: '<show><vpn><ipsec-sa></ipsec-sa></vpn></show>',
  flow: '<show><vpn><flow></flow></vpn></show>',
  flowId: (id: number) => `<show><vpn><flow><tunnel-id>${id}</tunnel-id></flow></vpn></show>`,
  ha: '<show><high-availability><state></state></high-availability></show>',
  clock: '<show><clock></clock></show>',
};
