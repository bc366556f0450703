// A real Alertmanager beside the tests: with the configuration that docs/alerts.md shows, at the speed of a test.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'yaml';
import { freePort } from '../support/freePort.js';

interface Shown {
  readonly route: Readonly<Record<string, unknown>>;
  readonly receivers: readonly {
    readonly name: string;
    readonly webhook_configs?: readonly Readonly<Record<string, unknown>>[];
  }[];
}

export class Alertmanager {
  readonly url: string;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(url: string, process: ChildProcess, folder: string) {
    this.url = url;
    this.#process = process;
    this.#folder = folder;
  }

  /** @param receiver where Tunnelmedic takes its alerts, and the file with the secret. */
  static async start(receiver: { readonly url: string; readonly secretFile: string }): Promise<Alertmanager> {
    const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-alertmanager-'));
    const port = await freePort();
    const config = join(folder, 'alertmanager.yml');
    // JSON is YAML.
    await writeFile(config, JSON.stringify(asShown(receiver)));
    const started = spawn(
      'prometheus-alertmanager',
      [
        `--config.file=${config}`,
        `--storage.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--cluster.listen-address=',
      ],
      { stdio: ['ignore', 'ignore', 'ignore'] },
    );
    const alertmanager = new Alertmanager(`http://127.0.0.1:${port}`, started, folder);
    for (let tries = 0; tries < 200; tries += 1) {
      const ready = await fetch(`${alertmanager.url}/-/ready`).catch(() => null);
      if (ready?.ok) return alertmanager;
      await pause(100);
    }
    throw new Error('Alertmanager did not become ready');
  }

  /** As `amtool silence add` does it. */
  silence(matcher: string): void {
    const words = [
      'silence',
      'add',
      `--alertmanager.url=${this.url}`,
      '--comment=test',
      '--author=test',
      matcher,
    ];
    const { status, stderr } = spawnSync('amtool', words, { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  }

  /** As an application of its own posts them, all at once; `over`: they are. */
  async post(alertname: string, tunnels: readonly string[], over = false): Promise<void> {
    const now = new Date().toISOString();
    const answer = await fetch(`${this.url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(
        tunnels.map((tunnel) => ({ labels: { alertname, tunnel }, ...(over ? { endsAt: now } : {}) })),
      ),
    });
    if (!answer.ok) throw new Error(`Alertmanager answered with ${answer.status}`);
  }

  async alerts(): Promise<readonly { readonly tunnel: string; readonly state: string }[]> {
    const answer = await fetch(`${this.url}/api/v2/alerts`);
    const found = (await answer.json()) as readonly {
      readonly labels: Readonly<Record<string, string>>;
      readonly status: { readonly state: string };
    }[];
    return found.map(({ labels, status }) => ({ tunnel: labels.tunnel ?? '', state: status.state }));
  }

  async stop(): Promise<void> {
    this.#process.kill('SIGTERM');
    if (this.#process.exitCode === null) await once(this.#process, 'exit');
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** What the page shows, with this receiver, and with seconds where it has minutes. */
function asShown({ url, secretFile }: { readonly url: string; readonly secretFile: string }): Shown {
  const shown = parse(readFileSync('docs/monitoring/alertmanager.yml', 'utf8')) as Shown;
  return {
    route: { ...shown.route, group_wait: '1s', group_interval: '2s', repeat_interval: '4s' },
    receivers: shown.receivers.map((one) => {
      const [webhook] = one.webhook_configs ?? [];
      const http_config = { authorization: { credentials_file: secretFile } };
      return webhook ? { ...one, webhook_configs: [{ ...webhook, url, http_config }] } : one;
    }),
  };
}
