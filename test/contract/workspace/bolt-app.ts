// A small true Bolt app that the tests of the workspace talk to, in either mode.
import { App, LogLevel } from '@slack/bolt';
import type { Workspace } from '../../../src/workspace/index.js';

export interface RunningApp {
  app: App;
  stop(): Promise<void>;
}

/** Starts a Bolt app against the workspace; `register` adds the listeners before it starts. */
export async function startApp(
  workspace: Workspace,
  mode: 'socket' | 'http',
  register: (app: App) => void,
): Promise<RunningApp> {
  const clientOptions = () => ({
    slackApiUrl: workspace.apiUrl,
    timeout: 5000,
    retryConfig: { retries: 3, minTimeout: 10, maxTimeout: 50 },
  });
  const app = new App(
    mode === 'socket'
      ? {
          token: workspace.botToken,
          appToken: workspace.appToken,
          socketMode: true,
          logLevel: LogLevel.ERROR,
          clientOptions: clientOptions(),
          installerOptions: { clientOptions: clientOptions() },
        }
      : {
          token: workspace.botToken,
          signingSecret: workspace.signingSecret,
          logLevel: LogLevel.ERROR,
          clientOptions: clientOptions(),
        },
  );
  register(app);
  if (mode === 'socket') {
    await app.start();
  } else {
    const server = await app.start(0);
    const address = typeof server === 'object' && 'address' in server ? server.address() : null;
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    if (!(await workspace.useRequestUrl(`http://127.0.0.1:${port}/slack/events`))) {
      throw new Error('The app did not answer url_verification.');
    }
  }
  return {
    app,
    async stop() {
      await app.stop();
    },
  };
}
