// The ports of the transport: where Slack calls us, and where our health is asked. All of them open, or none.

import type { AddressInfo } from 'node:net';
import type { HTTPReceiver } from '@slack/bolt';
import { type Listener, startListener } from '../support/listener.js';
import { portTaken } from '../support/portTaken.js';
import { healthRoutes, type SlackHealth } from './health.js';
import type { SlackSettings } from './settings.js';

export interface PortsWanted {
  readonly settings: Pick<SlackSettings, 'host' | 'httpPort' | 'healthPort'>;
  /** Null in Socket Mode. */
  readonly http: HTTPReceiver | null;
  readonly health: () => SlackHealth;
  readonly onError: (error: unknown) => void;
}

export interface OpenPorts {
  readonly httpPort: number | null;
  readonly healthServer: Listener | null;
}

/** @throws Problem `port-taken` */
export async function openPorts({ settings, http, health, onError }: PortsWanted): Promise<OpenPorts> {
  const { host, httpPort: port, healthPort } = settings;
  const healthServer =
    healthPort === null
      ? null
      : await startListener({ host, port: healthPort }, healthRoutes(health), onError).catch(
          (error: unknown) => {
            throw portTaken({ host, port: healthPort, setting: 'slack.healthPort' }, error);
          },
        );
  if (http === null) return { httpPort: null, healthServer };
  try {
    const server = await http.start({ host, port } as never);
    return { httpPort: (server.address() as AddressInfo).port, healthServer };
  } catch (error) {
    await healthServer?.stop();
    throw portTaken({ host, port, setting: 'slack.port' }, error);
  }
}
