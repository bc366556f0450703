// What a simulated FortiGate does with one request of its REST API: whose token it is, which VDOM, which table or monitor.
import type { Device } from '../device/device.js';
import type { FirewallSpec } from '../model/spec.js';
import type { Answer, Api, Asked, Described } from '../tls/api.js';
import { NOTHING_HERE } from '../tls/api.js';
import type { ApiFault } from '../tls/api-fault.js';
import { answerTable, TABLES } from './cmdb.js';
import { answerOf, type Envelope, type Frame, failure, success, UNAUTHORIZED } from './envelope.js';
import { faultyJson } from './faulty.js';
import { LogSearches } from './log-search.js';
import { MONITORS } from './monitors.js';
import type { World } from './world.js';

const PREFIX = '/api/v2/';
/** Of the simulated 7.4.8. */
const BUILD = 2795;

export class FortigateApi implements Api {
  readonly changes: string[] = [];
  keyRevoked = false;
  private readonly searches: LogSearches;

  constructor(
    readonly device: Device,
    private readonly mate: FirewallSpec | undefined,
    elapsedMs: () => number,
  ) {
    this.searches = new LogSearches(device, elapsedMs);
  }

  get logsStuck(): boolean {
    return this.searches.stuck;
  }

  set logsStuck(stuck: boolean) {
    this.searches.stuck = stuck;
  }

  isSilent(): boolean {
    return this.device.isSilent();
  }

  describe({ method, path, parameters, headers }: Asked): Described {
    const vdom = parameters.get('vdom');
    const query = new URLSearchParams(parameters);
    query.delete('access_token');
    query.delete('vdom');
    const words = path.startsWith(PREFIX) ? path.slice(PREFIX.length) : path;
    const asked = [words, decodeURIComponent(query.toString())].filter((part) => part !== '').join('?');
    return {
      type: words.split('/')[0] ?? '',
      command: method === 'GET' ? asked : `${method} ${asked}`,
      ...(vdom === null ? {} : { vsys: vdom }),
      keyIn:
        headers.authorization !== undefined
          ? 'header'
          : parameters.has('access_token')
            ? 'parameter'
            : 'none',
    };
  }

  answer(asked: Asked): Answer {
    const { path, parameters, headers, method } = asked;
    if (!path.startsWith(PREFIX)) return NOTHING_HERE;
    // A token in the query ends up in logs; this device takes it from the header alone.
    if (this.keyRevoked || headers.authorization !== `Bearer ${this.device.spec.apiKey}`) return UNAUTHORIZED;
    if (method !== 'GET') {
      this.changes.push(`${method} ${path}`);
      return answerOf(failure(this.frame(asked), 403, -37), 403);
    }
    const vdoms = this.vdoms(parameters.get('vdom'));
    if (vdoms === undefined) return answerOf(failure(this.frame(asked), 403, -37), 403);
    if (parameters.get('vdom') !== '*') {
      const { httpStatus, body } = this.one(asked, vdoms[0] ?? 'root');
      return answerOf(body, httpStatus);
    }
    return answerOf(vdoms.map((vdom) => this.one(asked, vdom).body));
  }

  faulty(fault: ApiFault, answer: Answer, asked: Asked): Answer | undefined {
    return faultyJson(fault, answer, this.frame(asked));
  }

  /** `*` means all; undefined when one is not there. */
  private vdoms(wanted: string | null): readonly string[] | undefined {
    const { vsys } = this.device.spec;
    if (wanted === '*') return vsys;
    const names = wanted === null ? [vsys[0] ?? 'root'] : wanted.split(',');
    return names.every((name) => vsys.includes(name)) ? names : undefined;
  }

  private one(asked: Asked, vdom: string): { readonly httpStatus: number; readonly body: Envelope } {
    const frame = this.frame(asked, vdom);
    const [tree = '', ...words] = asked.path.slice(PREFIX.length).replace(/\/$/, '').split('/');
    const missing = { httpStatus: 404, body: failure(frame, 404, -3) };
    const world = (): World => ({ device: this.device, nowMs: this.device.advance(), vdom });
    if (tree === 'log') return this.searches.answer(frame, words, asked.parameters);
    if (tree === 'cmdb') {
      const [folder = '', name = '', key] = words;
      const read = TABLES[`${folder}/${name}`];
      return read === undefined ? missing : answerTable(frame, read(world()), asked.parameters, key);
    }
    const monitor = tree === 'monitor' ? MONITORS[words.join('/')] : undefined;
    if (monitor === undefined) return missing;
    return { httpStatus: 200, body: success(frame, monitor(world(), asked.parameters, this.mate)) };
  }

  private frame({ method, path }: Asked, vdom = 'root'): Frame {
    const [, folder = '', name = '', ...action] = path.slice(PREFIX.length).split('/');
    const { serial, version } = this.device.spec;
    return { method, vdom, path: folder, name, action: action.join('/'), serial, version, build: BUILD };
  }
}
