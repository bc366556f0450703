// Stop: our button below progress, and Slack's own in a thread of the agent view.

import { Problem } from '../domain/problem.js';
import { buttonPayload, readPayload, sessionStoppedEvent } from './payloads.js';
import { placeIn, placeOfClick, placeOfPerson } from './place.js';
import { isNew, type Listening, type Parts } from './ports.js';
import { registrations } from './registrations.js';

export function listenToStops(listening: Listening, parts: Parts): void {
  listening.action(registrations.stopButton, async ({ ack, body }) => {
    await ack();
    const payload = readPayload(buttonPayload, body);
    if (payload instanceof Problem) {
      const place = placeIn(body);
      if (place) await parts.answering.say(place, `${payload.message} ${payload.remedy}`);
      return;
    }
    // At once: what is to be stopped may have taken every turn that there is.
    await parts.answering.stop((stops) => stops.byId(payload.actions[0].value), placeOfClick(payload, false));
  });

  listening.event('agent_session_stopped', async (arrival) => {
    const event = readPayload(sessionStoppedEvent, arrival.event);
    if (event instanceof Problem || !(await isNew(parts, arrival, null))) return;
    const { channel, thread_ts: threadTs, user } = event;
    const place = { ...placeOfPerson({ id: user }), channel, threadTs };
    await parts.answering.stop((stops) => stops.inThread(channel, threadTs), place);
  });
}
