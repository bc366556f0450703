// How long acknowledging takes when many people ask at once: the true Bolt app over a real socket, for the benchmark and its test.

import { ScriptedDispatcher } from './scripted.js';
import { type Mode, openStage } from './stage.js';

const WARM_UP = 100;

export interface Acknowledgement {
  readonly commands: number;
  readonly acknowledged: number;
  /** Milliseconds from sending to the acknowledgement, as the workspace in the place of Slack measures it. */
  readonly slowestMs: number;
  readonly medianMs: number;
  /** Cards that arrived in the channel; every command gets one. */
  readonly answered: number;
}

/**
 * Sends the commands at the same moment and waits for every answer.
 * @param ackTimeoutMs what counts as acknowledged; Slack's own three seconds when left out.
 */
export async function measureAcknowledgement(
  commands = 200,
  mode: Mode = 'socket',
  ackTimeoutMs = 3000,
): Promise<Acknowledgement> {
  const stage = await openStage({ mode, dispatcher: new ScriptedDispatcher(), workspace: { ackTimeoutMs } });
  try {
    const ask = (at: number) =>
      stage.slack.typeCommand({ user: 'ana', channel: 'netops', text: `/ipsec status tunnel-${at}` });
    const arrived = (least: number) =>
      stage.slack.waitFor(() => stage.slack.messages('netops').length >= least, 120_000);
    // A round before, so that the measured one does not pay for what is loaded and compiled once.
    await Promise.all(Array.from({ length: WARM_UP }, (_, at) => ask(at)));
    await arrived(WARM_UP);
    const outcomes = await Promise.all(Array.from({ length: commands }, (_, at) => ask(at + WARM_UP)));
    await arrived(commands + WARM_UP);
    const latencies = outcomes.map((one) => one.latencyMs).sort((one, other) => one - other);
    return {
      commands,
      acknowledged: outcomes.filter((one) => one.state === 'acked').length,
      slowestMs: latencies.at(-1) ?? Number.NaN,
      medianMs: latencies[Math.floor(latencies.length / 2)] ?? Number.NaN,
      answered: stage.slack.messages('netops').length - WARM_UP,
    };
  } finally {
    await stage.stop();
  }
}
