// How long Slack waits for the acknowledgement of what it sends, measured where it comes in.

import type { Receiver, ReceiverEvent } from '@slack/bolt';
import type { Clock } from '../domain/clock.js';

/** Stands between the receiver and the app. */
export function timedReceiver(
  inner: Receiver,
  clock: Clock,
  onAcknowledged: (seconds: number) => void,
): Receiver {
  return {
    init: (app) => {
      const processEvent = async (event: ReceiverEvent): Promise<void> => {
        const begunMs = clock.now().getTime();
        await app.processEvent({
          ...event,
          ack: async (response) => {
            await event.ack(response);
            onAcknowledged((clock.now().getTime() - begunMs) / 1000);
          },
        });
      };
      inner.init({ processEvent } as typeof app);
    },
    start: (...words) => inner.start(...words),
    stop: (...words) => inner.stop(...words),
  };
}
