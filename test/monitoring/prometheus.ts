// A real Prometheus beside the tests: started with our rules, asked by its HTTP API.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../support/freePort.js';

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  /** As Prometheus prints it. */
  readonly value: string;
}

export class Prometheus {
  readonly #url: string;
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #said: string[] = [];

  private constructor(url: string, process: ChildProcess, folder: string) {
    this.#url = url;
    this.#process = process;
    this.#folder = folder;
    process.stderr?.on('data', (chunk) => this.#said.push(String(chunk)));
  }

  /**
   * @param target a URL whose path is /metrics
   * @param more rules instead of those that the page shows, and the Alertmanager that hears of what they find
   */
  static async start(
    target: string,
    tokenFile: string,
    more: { readonly rules?: string; readonly alertmanager?: string } = {},
  ): Promise<Prometheus> {
    const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-prometheus-'));
    const port = await freePort();
    const config = join(folder, 'prometheus.yml');
    // JSON is YAML.
    await writeFile(
      config,
      JSON.stringify({
        global: { scrape_interval: '1s', evaluation_interval: '1s' },
        rule_files: [more.rules ?? resolve('docs/monitoring/rules.yml')],
        ...(more.alertmanager
          ? {
              alerting: {
                alertmanagers: [{ static_configs: [{ targets: [new URL(more.alertmanager).host] }] }],
              },
            }
          : {}),
        scrape_configs: [
          {
            job_name: 'tunnelmedic',
            authorization: { credentials_file: tokenFile },
            static_configs: [{ targets: [new URL(target).host] }],
          },
        ],
      }),
    );
    const started = spawn(
      'prometheus',
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const prometheus = new Prometheus(`http://127.0.0.1:${port}`, started, folder);
    await prometheus.until(async () => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok, 'it is ready');
    return prometheus;
  }

  async query(expression: string): Promise<readonly Sample[]> {
    const answer = await fetch(`${this.#url}/api/v1/query?${new URLSearchParams({ query: expression })}`);
    const body = (await answer.json()) as {
      readonly status: string;
      readonly error?: string;
      readonly data?: {
        readonly result: readonly {
          readonly metric: Sample['metric'];
          readonly value: readonly [number, string];
        }[];
      };
    };
    if (body.status !== 'success') throw new Error(`${expression}: ${body.error}`);
    return (body.data?.result ?? []).map(({ metric, value }) => ({ metric, value: value[1] }));
  }

  async alerts(): Promise<readonly Readonly<Record<string, string>>[]> {
    const answer = await fetch(`${this.#url}/api/v1/alerts`);
    const body = (await answer.json()) as {
      readonly data: { readonly alerts: readonly { readonly labels: Readonly<Record<string, string>> }[] };
    };
    return body.data.alerts.map(({ labels }) => labels);
  }

  /** Asks again until it is so; a scraper has no other way to say that it scraped. */
  async until<T>(look: () => Promise<T>, what: string): Promise<T> {
    const end = Date.now() + 50_000;
    while (Date.now() < end) {
      const found = await look().catch(() => null);
      if (found) return found;
      await pause(100);
    }
    throw new Error(`It did not come so far that ${what}. ${this.#said.join('').slice(-2000)}`);
  }

  async stop(): Promise<void> {
    this.#process.kill('SIGTERM');
    if (this.#process.exitCode === null) await once(this.#process, 'exit');
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** @returns what it said, and whether it found nothing wrong */
export function promtool(
  words: readonly string[],
  input = '',
): { readonly said: string; readonly ok: boolean } {
  const { status, stdout, stderr, error } = spawnSync('promtool', words, { input, encoding: 'utf8' });
  if (error) throw error;
  return { said: `${stdout}${stderr}`, ok: status === 0 };
}
