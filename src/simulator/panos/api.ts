// What a firewall or a Panorama does with one API request: who may ask, which type, which target.
import type { Device } from '../device/device.js';
import type { FirewallSpec } from '../model/spec.js';
import { type Answer, type Api, type Asked, type Described, NOTHING_HERE } from '../tls/api.js';
import type { ApiFault } from '../tls/api-fault.js';
import { answerXpath, panoramaTree, readConfig } from './config.js';
import { faultyXml, XML } from './faulty.js';
import { LogJobs } from './log-jobs.js';
import { configRows, systemRows } from './log-rows.js';
import { answerOp } from './op.js';
import { forbidden, lineError, type Reply, resultError, success } from './reply.js';
import { el } from './xml.js';

export interface Credentials {
  readonly apiKey: string;
  readonly username: string;
  readonly password: string;
}

const KEY_HEADER = 'x-pan-key';

function commandOf(parameters: URLSearchParams): string {
  const names = ['cmd', 'action', 'xpath', 'log-type', 'query', 'job-id'];
  return names
    .map((name) => parameters.get(name))
    .filter((value) => value !== null)
    .join(' ');
}

abstract class BaseApi implements Api {
  readonly changes: string[] = [];
  abstract readonly logJobs: LogJobs;
  keyRevoked = false;

  get logsStuck(): boolean {
    return this.logJobs.stuck;
  }

  set logsStuck(stuck: boolean) {
    this.logJobs.stuck = stuck;
  }

  isSilent(): boolean {
    return false;
  }

  constructor(private readonly credentials: Credentials) {}

  describe({ parameters, headers }: Asked): Described {
    const target = parameters.get('target');
    const vsys = parameters.get('vsys');
    return {
      type: parameters.get('type') ?? '',
      command: commandOf(parameters),
      ...(target === null ? {} : { target }),
      ...(vsys === null ? {} : { vsys }),
      keyIn: headers[KEY_HEADER] !== undefined ? 'header' : parameters.has('key') ? 'parameter' : 'none',
    };
  }

  answer({ path, parameters, headers }: Asked): Answer {
    if (!/^\/api\/?$/.test(path)) return NOTHING_HERE;
    const header = headers[KEY_HEADER];
    const { httpStatus, body } = this.reply(parameters, typeof header === 'string' ? header : undefined);
    return { httpStatus, contentType: XML, body };
  }

  faulty(fault: ApiFault, answer: Answer): Answer | undefined {
    return faultyXml(fault, answer);
  }

  private reply(parameters: URLSearchParams, headerKey: string | undefined): Reply {
    const type = parameters.get('type');
    if (type === null || type === '') return resultError(400, 'Missing value for parameter "type".');
    if (type === 'keygen') return this.keygen(parameters);
    const key = headerKey ?? parameters.get('key') ?? '';
    if (this.keyRevoked || key !== this.credentials.apiKey) return forbidden();
    if (type === 'op') return this.op(parameters);
    if (type === 'config') return this.config(parameters);
    if (type === 'log') return this.logJobs.answer(parameters);
    if (type === 'version') return success(el('sw-version', '11.2.8'));
    this.changes.push(`type=${type}`);
    return lineError(16, ' Unauthorized request');
  }

  private keygen(parameters: URLSearchParams): Reply {
    const { username, password, apiKey } = this.credentials;
    if (parameters.get('user') !== username || parameters.get('password') !== password) return forbidden();
    this.keyRevoked = false;
    return success(el('key', apiKey));
  }

  protected abstract op(parameters: URLSearchParams): Reply;
  protected abstract readTree(action: 'show' | 'get', xpath: string, target: string | null): Reply;

  private config(parameters: URLSearchParams): Reply {
    const action = parameters.get('action') ?? '';
    const xpath = parameters.get('xpath');
    if (action !== 'show' && action !== 'get') {
      this.changes.push(`config ${action} ${xpath ?? ''}`);
      return lineError(16, ' Unauthorized request');
    }
    if (xpath === null) return resultError(400, 'Missing value for parameter "xpath".');
    return this.readTree(action, xpath, parameters.get('target'));
  }
}

export class FirewallApi extends BaseApi {
  readonly logJobs: LogJobs;

  constructor(
    readonly device: Device,
    private readonly mate: FirewallSpec | undefined,
    elapsedMs: () => number,
  ) {
    super(device.spec);
    this.logJobs = new LogJobs({
      rows: (logType) => {
        const nowMs = device.advance();
        return logType === 'config' ? configRows(device, nowMs) : systemRows(device, nowMs);
      },
      timezone: device.spec.timezone,
      deviceTime: () => device.deviceTime(device.now()),
      readiness: device.spec.logJob,
      elapsedMs,
    });
  }

  override isSilent(): boolean {
    return this.device.isSilent();
  }

  op(parameters: URLSearchParams): Reply {
    const cmd = parameters.get('cmd');
    if (cmd === null) return resultError(400, 'Missing value for parameter "cmd".');
    const vsys = parameters.get('vsys') ?? undefined;
    if (vsys !== undefined && !this.device.spec.vsys.includes(vsys))
      return lineError(17, ` vsys ${vsys} is invalid`);
    const nowMs = this.device.advance();
    const onChange = (what: string) => this.changes.push(what);
    return answerOp({ device: this.device, nowMs, mate: this.mate, vsys, onChange }, cmd);
  }

  readTree(action: 'show' | 'get', xpath: string): Reply {
    this.device.advance();
    return readConfig(this.device, action, xpath);
  }
}

/** Panorama hands op and config on to the target firewall; logs are its own, of all its firewalls. */
export class PanoramaApi extends BaseApi {
  readonly logJobs: LogJobs;

  constructor(
    credentials: Credentials & { readonly version: string; readonly timezone: string },
    private readonly managed: readonly FirewallApi[],
    private readonly now: () => number,
    elapsedMs: () => number,
  ) {
    super(credentials);
    this.version = credentials.version;
    this.logJobs = new LogJobs({
      rows: (logType) => {
        const receiver = { timezone: credentials.timezone, time: (trueMs: number) => trueMs };
        const rows = managed.flatMap(({ device }) => {
          const nowMs = device.advance();
          return [...(logType === 'config' ? configRows : systemRows)(device, nowMs, receiver)];
        });
        // The sequence number begins with true time, so it orders rows of several devices.
        return rows.toSorted((a, b) => (b.seqno ?? '').localeCompare(a.seqno ?? ''));
      },
      timezone: credentials.timezone,
      deviceTime: () => this.now(),
      readiness: { readyAfterMs: 60, activePolls: 0 },
      elapsedMs,
    });
  }

  private readonly version: string;

  private target(parameters: URLSearchParams): FirewallApi | undefined {
    return this.managed.find(({ device }) => device.spec.serial === parameters.get('target'));
  }

  protected op(parameters: URLSearchParams): Reply {
    const serial = parameters.get('target');
    if (serial === null) return lineError(17, ' command needs a target on Panorama');
    const firewall = this.target(parameters);
    return firewall === undefined || firewall.isSilent()
      ? lineError(13, ` ${serial} not connected`)
      : firewall.op(parameters);
  }

  protected readTree(action: 'show' | 'get', xpath: string, target: string | null): Reply {
    if (target === null)
      return answerXpath(
        panoramaTree(
          this.version,
          this.managed.map(({ device }) => device),
        ),
        action,
        xpath,
      );
    const firewall = this.managed.find(({ device }) => device.spec.serial === target);
    return firewall === undefined || firewall.isSilent()
      ? lineError(13, ` ${target} not connected`)
      : firewall.readTree(action, xpath);
  }
}
